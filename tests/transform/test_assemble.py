"""Year, department and money unit: from the document first, else from the claim, never guessed; what disagrees is told (DESIGN decision 5)."""

from __future__ import annotations

import pytest

from etl.finding import Refused
from etl.transform.statement import Claim
from tests.transform.build import grid, only, reading, rules, statement
from tests.transform.made import COLUMNS, COUNT, N, Row, card, listed, packed

ROW: Row = ["走访慰问", "10.00", "做好走访", *COUNT]
NO_YEAR: list[Row] = [["项目支出绩效目标表", N, N, N, N, N, N], ["部门名称：样例市司法局", N, N, N, N, "单位：万元", N]]
NO_OWNER: list[Row] = [["2024年项目支出绩效目标表", N, N, N, N, "单位：万元", N]]
NOBODY = Claim()


@pytest.mark.parametrize(
    "heads",
    [
        [["项目支出绩效目标表", N, N, N, N, N, N], ["（2023年度）", N, N, N, N, N, N], NO_YEAR[1]],
        [["2023年部门预算项目支出绩效目标表", N, N, N, N, N, N], NO_YEAR[1]],
        [["二〇二三年度项目支出绩效目标表", N, N, N, N, N, N], NO_YEAR[1]],
        [NO_YEAR[0], ["部门名称：样例市司法局", N, N, "预算年度：2023年", N, "单位：万元", N]],
    ],
)
def test_a_year_of_the_table_itself(heads: list[Row]) -> None:
    found = statement(listed(ROW, heads=heads), claim=NOBODY)
    assert (found.fiscal_year, found.fiscal_year_from) == (2023, "title")


def test_a_year_of_the_cover_the_manifest_the_caller_and_the_file_s_name() -> None:
    table = listed(ROW, heads=NO_YEAR)
    cover = statement(table, claim=Claim(fiscal_year=2023), prose=["样例市司法局2023年部门预算公开"])
    assert (cover.fiscal_year, cover.fiscal_year_from) == (2023, "cover")
    manifest = statement(table, claim=Claim("a2021.xlsx", 2023, "manifest"))
    assert (manifest.fiscal_year, manifest.fiscal_year_from) == (2023, "manifest")
    caller = statement(table, claim=Claim(fiscal_year=2023))
    assert (caller.fiscal_year, caller.fiscal_year_from) == (2023, "caller")
    named = statement(table, claim=Claim("样例市司法局2023年绩效目标.xlsx"))
    assert (named.fiscal_year, named.fiscal_year_from) == (2023, "file_name")


@pytest.mark.parametrize("line", ["填报日期：2024年1月5日", "实施期限：2022-2025年", "依据穗财政【2023】79号"])
def test_dates_spans_and_document_numbers_are_no_year(line: str) -> None:
    with pytest.raises(Refused, match="year_missing"):
        reading(listed(ROW, heads=[*NO_YEAR, [line, N, N, N, N, N, N]]), claim=NOBODY)


def test_a_year_that_contradicts_the_claim_is_told_and_the_document_s_counts() -> None:
    found = reading(listed(ROW), claim=Claim(fiscal_year=2022))
    assert found.statements[0].fiscal_year == 2024 and "year_conflict" in rules(found)
    assert "year_conflict" not in rules(reading(listed(ROW), claim=Claim(fiscal_year=2024)))


@pytest.mark.parametrize(
    ("caption", "name", "code"),
    [
        ("部门名称：样例市司法局", "样例市司法局", None),
        ("部门：206-样例市司法局", "样例市司法局", "206"),
        ("主管部门及代码：[101]样例市司法局", "样例市司法局", "101"),
        ("部门：样例市司法局（部门）", "样例市司法局", None),
    ],
)
def test_a_department_s_caption(caption: str, name: str, code: str | None) -> None:
    found = statement(listed(ROW, heads=[NO_OWNER[0], [caption, N, N, N, N, N, N]]))
    assert (found.department, found.department_code) == (name, code)


def test_a_department_of_the_cover_of_the_claim_or_of_the_only_unit() -> None:
    table = listed(ROW, heads=NO_OWNER)
    assert statement(table, prose=["样例县水利局2024年部门预算公开"]).department_from == "cover"
    claimed = statement(table, claim=Claim(department="样例市司法局", department_from="manifest"))
    assert (claimed.department, claimed.department_from) == ("样例市司法局", "manifest")
    columns: Row = ["单位名称", *COLUMNS]
    unit = statement(listed(["样例市司法局", *ROW], heads=NO_OWNER, columns=columns))
    assert (unit.department, unit.department_from) == ("样例市司法局", "unit")


def test_two_units_are_no_department() -> None:
    rows: list[Row] = [["样例市司法局", *ROW], ["样例市财政局", "普法宣传", *ROW[1:]]]
    with pytest.raises(Refused, match="department_missing"):
        reading(listed(*rows, heads=NO_OWNER, columns=["单位名称", *COLUMNS]))


def test_no_department_is_refused() -> None:
    with pytest.raises(Refused, match="department_missing"):
        reading(listed(ROW, heads=NO_OWNER))


def test_a_department_that_contradicts_the_claim_is_told() -> None:
    found = reading(listed(ROW), claim=Claim(department="样例市财政局"))
    assert found.statements[0].department == "样例市司法局" and "department_conflict" in rules(found)
    assert "department_conflict" not in rules(reading(listed(ROW), claim=Claim(department="样例市司法局")))


@pytest.mark.parametrize(
    ("unit", "source", "total"),
    [("万元", "header", "1000000.00"), ("元", "header", "100.00"), ("亿元", "header", "10000000000.00")],
)
def test_a_unit_in_a_card_s_label(unit: str, source: str, total: str) -> None:
    found = statement(grid(card(unit=unit)))
    money = only(found).money.total
    assert money is not None and (f"{money.yuan:f}", found.money_unit_from) == (total, source)


def test_a_unit_in_the_caption_or_in_the_cell() -> None:
    assert (
        statement(
            packed(["走访", "10.00", "做好", ""], ["普法", "5.00", "做好", "1、1-产出指标；11-数量指标；次数；年度指标值:3次。"])
        ).money_unit_from
        == "table"
    )
    money = only(statement(grid(card("走访", "250万", unit="")))).money.total
    assert money is not None and f"{money.yuan:f}" == "2500000.00"


def test_a_unit_that_nothing_states_is_refused_or_the_caller_s() -> None:
    with pytest.raises(Refused, match="money_unit_missing"):
        reading(grid(card(unit="")))
    found = statement(grid(card(unit="")), claim=Claim(fiscal_year=2024, money_unit="10k_yuan"))
    assert (found.money_unit, found.money_unit_from) == ("10k_yuan", "caller")


def test_a_table_without_money_needs_no_unit() -> None:
    rows: list[Row] = [
        ["2024年项目绩效目标表", N, N],
        ["项目名称", "走访", N],
        ["主管部门", "样例市司法局", N],
        ["二级指标", "三级指标", "指标值"],
        ["数量指标", "次数", "3次"],
    ]
    assert statement(grid(rows)).money_unit is None


def test_a_total_printed_twice_is_kept_once_and_a_second_one_told() -> None:
    again: Row = ["合计", "10.00", "", "", "", "", ""]
    same = reading(listed(again, ROW, again))
    assert len(same.statements[0].totals) == 1 and "second_total" not in rules(same)
    assert "second_total" in rules(reading(listed(again, ROW, ["合计", "11.00", "", "", "", "", ""])))


def test_the_printed_date() -> None:
    assert statement(grid(card(), above=["填报日期：2024年1月5日"])).printed_on == "2024-01-05"


def test_names_are_taken_apart() -> None:
    found = statement(listed(["穗财政【2023】79号样例市走访慰问（2022-2025年）", "10.00", "做好走访", *COUNT]))
    project = only(found)
    assert project.funding_document is not None and "2023" in project.funding_document
    assert "2022" not in project.stem and "79号" not in project.stem
