"""One bad table among several is left out with a finding that names it; the others are read. Nothing is lost in silence."""

from __future__ import annotations

import pytest

from etl.finding import Refused
from etl.transform.statement import Claim, Reading
from tests.transform.build import grid, reading
from tests.transform.made import N, Row, card

GOOD, OTHER = card("走访慰问"), card("普法宣传", "20.00")


def _no_header(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row[0] != "一级指标"]


def _no_name(rows: list[Row]) -> list[Row]:
    return [["项目名称", "", N, N, N] if row[0] == "项目名称" else row for row in rows]


def _read(bad: list[Row], claim: Claim | None = None) -> Reading:
    return reading(grid(GOOD), grid(bad, index=2), grid(OTHER, index=3), claim=claim or Claim())


@pytest.mark.parametrize(
    ("bad", "rules"),
    [
        (card("职业培训", unit=""), {"money_unit_missing", "form_left_out"}),
        (_no_header(card("职业培训")), {"form_left_out"}),
        (_no_name(card("职业培训")), {"project_without_name"}),
        (card("职业培训", department=None), {"department_missing", "form_left_out"}),
        (card("职业培训", indicators=[["产出指标", "数量指标", "", "", ""]]), {"form_left_out"}),
    ],
)
def test_a_bad_card_is_named_and_the_others_are_read(bad: list[Row], rules: set[str]) -> None:
    found = _read(bad)
    assert [p.name for s in found.statements for p in s.projects] == ["走访慰问", "普法宣传"]
    errors = [problem for problem in found.findings if problem.severity == "error"]
    assert {problem.rule for problem in errors} == rules
    assert all(problem.place.startswith("t2/") for problem in errors)
    assert "职业培训" in [problem.found for problem in errors] or rules == {"project_without_name"}


def test_where_no_card_is_good_the_document_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        reading(grid(card("走访慰问", unit="")), grid(card("普法宣传", unit=""), index=2), claim=Claim())
    assert refused.value.rule == "money_unit_missing"


def test_an_empty_form_beside_the_others_is_nothing() -> None:
    empty: list[Row] = _no_name(card("", indicators=[["产出指标", "数量指标", "", "", ""]]))
    assert [problem.rule for problem in _read(empty).findings if problem.severity == "error"] == []


def test_other_tables_beside_the_cards_are_none_of_them() -> None:
    other: list[Row] = [["2024年项目支出预算表", N, N], ["项目名称", "单位", "金额"], ["走访慰问", "样例市司法局", "10.00"]]
    assert [problem.rule for problem in _read(other).findings if problem.severity == "error"] == []


def test_good_rows_are_the_same_as_alone() -> None:
    alone = reading(grid(GOOD), claim=Claim()).statements[0].projects[0]
    among = _read(card("职业培训", unit="")).statements[0].projects[0]
    assert alone.money == among.money and alone.goals == among.goals and alone.indicators == among.indicators
