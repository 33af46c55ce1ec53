"""A sheet or page may hold many forms: each begins at its title, or at the next card's 项目名称."""

from __future__ import annotations

import pytest

from etl.transform.forms import is_title
from tests.transform.build import accounted, grid, reading, statement
from tests.transform.made import N, Row, card

BLANK: Row = ["", "", "", "", ""]


@pytest.mark.parametrize("between", [[], [BLANK], [BLANK, BLANK, BLANK]])
@pytest.mark.parametrize("titled", [True, False])
def test_cards_one_below_the_other(between: list[Row], titled: bool) -> None:
    more = {} if titled else {"title": None, "year": None}
    rows = [*card("甲项目"), *between, *card("乙项目", "200", **more), *between, *card("丙项目", "300", **more)]  # type: ignore[arg-type]
    found = statement(grid(rows))
    assert [(p.row_number, p.name, f"{p.money.total.yuan:f}", len(p.indicators)) for p in found.projects if p.money.total] == [
        (1, "甲项目", "1000000.00", 2),
        (2, "乙项目", "2000000.00", 2),
        (3, "丙项目", "3000000.00", 2),
    ]


def test_cards_of_two_years_or_departments_are_two_statements() -> None:
    years = reading(grid([*card(year="（2023年度）"), *card(year="（2024年度）")]))
    assert [s.fiscal_year for s in years.statements] == [2023, 2024]
    owners = reading(grid([*card(), *card(department="[102]样例市财政局")]))
    assert [(s.department, s.department_code) for s in owners.statements] == [("样例市司法局", "101"), ("样例市财政局", "102")]
    accounted(years)


def test_a_title_above_the_table_and_one_in_it() -> None:
    above = statement(grid(card(title=None, year=None), above=["2024年项目支出绩效目标表", "单位：万元"]))
    assert (above.title, above.fiscal_year, above.fiscal_year_from) == ("2024年项目支出绩效目标表", 2024, "title")
    assert statement(grid(card(title=None, year=None))).title is None


def test_a_table_of_something_else_is_no_form() -> None:
    other = grid([["一般公共预算支出表", N, N], ["科目编码", "科目名称", "金额（万元）"], ["2010101", "行政运行", "10"]], index=1)
    found = statement(other, grid(card(), index=2))
    assert [p.name for p in found.projects] == ["走访慰问"]


def test_a_title_at_the_foot_of_the_page_before() -> None:
    first = grid([["科目", "金额"], ["行政运行", "10"]], page=1, below=["2023年项目支出绩效目标表"])
    assert statement(first, grid(card(title=None, year=None), page=2)).fiscal_year == 2023


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2024年项目支出绩效目标表", True),
        ("附件3 项目绩效目标申报表", True),
        ("绩效目标", False),
        ("项目绩效目标", False),
        ("完成年度绩效目标，保障工作开展。", False),
        ("一般公共预算支出表", False),
    ],
)
def test_what_a_title_is(text: str, wanted: bool) -> None:
    assert is_title(text) == wanted
