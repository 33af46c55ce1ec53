"""Each check of sql/checks: a failing, a passing and a not-testable case; findings are written once."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
import sqlalchemy as sa

from etl.load.checks import CheckResult, checks, run_checks
from etl.load.tables import finding
from etl.rules import rules
from tests.sql.world import World


def results(world: World, *statements: int) -> dict[str, CheckResult]:
    return {result.rule: result for result in run_checks(world.connection, statements)}


def found(world: World, rule: str) -> list[tuple[object, ...]]:
    columns = (finding.c.found, finding.c.expected, finding.c.difference, finding.c.seq)
    return sorted((tuple(row) for row in world.connection.execute(sa.select(*columns).where(finding.c.rule == rule))), key=str)


def table(world: World, *totals: str, money_unit: str = "10k_yuan") -> tuple[int, list[int]]:
    """A statement with a project row for each total."""
    office = world.department()
    st = world.statement(office, money_unit=money_unit)
    return st, [world.row(st, world.project(office, f"项目{n}"), total=total) for n, total in enumerate(totals)]


def test_every_check_has_its_words_and_nothing_tests_nothing(world: World) -> None:
    names = [rule for rule, _ in checks()]
    assert {"A1", "A2", "B1", "B7", "E1"} <= set(names)
    for rule in names:
        words = rules()[rule]
        assert all((words.name_zh, words.name_en, words.message_zh, words.message_en, words.hint_zh, words.hint_en))
        assert "{found}" in words.message_en and re.search(r"\{expected[:}]", words.message_zh)
    assert {r.status for r in run_checks(world.connection, [])} == {"not_tested"}


def test_a1_compares_the_total_with_projects_and_units(world: World) -> None:
    st, _ = table(world, "100.00", "200.00")
    assert results(world, st)["A1"].status == "not_tested"
    world.total(st, "300.00")
    world.total(st, "300.00", scope="unit", unit="甲")
    assert results(world, st)["A1"] == CheckResult("A1", 2, 0)
    world.total(st, "900000.00", scope="unit", unit="乙")
    assert results(world, st)["A1"] == CheckResult("A1", 2, 1)
    assert found(world, "A1") == [("300.00", "900300.00", Decimal(-900000), None)]


@pytest.mark.parametrize(
    ("money_unit", "total", "hits"), [("10k_yuan", "500.00", 0), ("10k_yuan", "501.00", 1), ("yuan", "300.02", 0), ("yuan", "300.03", 1)]
)
def test_a1_allows_one_printed_cent_an_addend(world: World, money_unit: str, total: str, hits: int) -> None:
    st, _ = table(world, "100.00", "200.00", money_unit=money_unit)
    world.total(st, total)
    assert results(world, st)["A1"] == CheckResult("A1", 1, hits)


def test_a1_tests_each_column_of_sources_that_the_rows_print(world: World) -> None:
    st, (one, two) = table(world, "100.00", "200.00", money_unit="yuan")
    world.total(st, "300.00")
    world.total(st, "250.00", source="fiscal_appropriation")
    world.total(st, "50.00", source="other")
    assert results(world, st)["A1"].tested == 1, "no row prints a source"
    world.money(one, "fiscal_appropriation", "100.00")
    world.money(two, "fiscal_appropriation", "150.00")
    assert results(world, st)["A1"] == CheckResult("A1", 3, 1)
    assert found(world, "A1") == [("50.00", "0", Decimal(50), None)]


def test_a2_compares_a_row_with_its_sources(world: World) -> None:
    st, (one, two, three) = table(world, "100.00", "200.00", "300.00", money_unit="yuan")
    world.money(one, "fiscal_appropriation", "100.00")
    world.money(two, "fiscal_appropriation", "150.00")
    world.money(two, "other", "49.97")
    assert results(world, st)["A2"] == CheckResult("A2", 2, 1)
    assert found(world, "A2") == [("200.00", "199.97", Decimal("0.03"), None)]
    world.money(three, "other", "300.00")
    assert results(world, st)["A2"].tested == 3


def test_a2_leaves_out_what_repeats_its_whole_and_tests_every_stage(world: World) -> None:
    st, (row,) = table(world, "100.00", money_unit="yuan")
    world.source("test_whole")
    world.money(row, "test_whole", "100.00")
    world.money(row, "test_part", "40.00", parent="test_whole")
    world.stage(row, "executed", "90.00")
    assert results(world, st)["A2"] == CheckResult("A2", 1, 0)
    world.money(row, "test_whole", "80.00", stage="executed")
    assert results(world, st)["A2"] == CheckResult("A2", 2, 1)


def test_a2_without_sources_is_not_tested(world: World) -> None:
    st, _ = table(world, "100.00", "200.00")
    assert results(world, st)["A2"].status == "not_tested"


def levels(one: str | None, two: str | None) -> dict[str, str | None]:
    return {"level1_code": one, "level1": "效益指标", "level2_code": two, "level2": "服务对象满意度"}


def test_b1_level_two_belongs_to_level_one(world: World) -> None:
    st, (row,) = table(world, "100.00")
    world.target(row, world.indicator("无代码"), seq=1)
    assert results(world, st)["B1"].status == "not_tested"
    world.target(row, world.indicator("对", **levels("3", "31")), seq=2)
    assert results(world, st)["B1"] == CheckResult("B1", 1, 0)
    wrong = world.indicator("满意率", **levels("2", "31"))
    for horizon in ("annual", "cycle"):
        world.target(row, wrong, seq=3, horizon=horizon)
    assert results(world, st)["B1"] == CheckResult("B1", 2, 1), "an indicator counts once, whatever its targets"
    assert found(world, "B1") == [("2-效益指标；31-服务对象满意度；满意率", "3", None, 3)]


@pytest.mark.parametrize(
    ("numbers", "codes", "hit"),
    [
        ([1, 2, 3], ["11", "12", "12"], None),
        ([1, 3], ["11", "12"], ("1、3", "1-3")),
        ([2, 3], ["11", "12"], ("2、3", "1-3")),
        ([1, 2, 3], ["11", "21", "12"], ("11、21、12", "11、12、21")),
    ],
)
def test_b7_numbers_run_from_1_and_levels_do_not_fall(world: World, numbers: list[int], codes: list[str], hit: tuple[str, str] | None) -> None:
    st, (row,) = table(world, "100.00")
    for seq, code in zip(numbers, codes, strict=True):
        for horizon in ("annual", "cycle"):
            world.target(row, world.indicator(f"指标{seq}", **levels(code[0], code)), seq=seq, horizon=horizon)
    assert results(world, st)["B7"] == CheckResult("B7", 1, int(hit is not None))
    assert [row[:2] for row in found(world, "B7")] == ([hit] if hit else [])


def test_b7_is_not_tested_where_the_form_does_not_number(world: World) -> None:
    st, (row,) = table(world, "100.00")
    world.target(row, world.indicator("无代码"), seq=2)
    world.target(row, world.indicator("有代码", **levels("1", "11")), seq=3)
    assert results(world, st)["B7"].status == "not_tested"


@pytest.mark.parametrize(("source", "hits"), [("title", 0), ("cover", 0), ("file_name", 1), ("manifest", 1), ("caller", 1)])
def test_e1_asks_that_the_document_says_its_year(world: World, source: str, hits: int) -> None:
    st = world.statement(world.department(), fiscal_year_from=source)
    assert results(world, st)["E1"] == CheckResult("E1", 1, hits)
    assert [row[:2] for row in found(world, "E1")] == [("2024", source)] * hits


def test_a_check_looks_only_at_what_came_in(world: World) -> None:
    other = world.statement(world.department(), fiscal_year_from="caller")
    mine = world.statement(world.department(), fiscal_year_from="title")
    assert results(world, mine)["E1"] == CheckResult("E1", 1, 0)
    assert results(world, mine, other)["E1"] == CheckResult("E1", 2, 1)


def test_the_same_hit_is_one_finding_however_often_it_is_found(world: World) -> None:
    st = world.statement(world.department(), fiscal_year_from="caller")
    results(world, st)
    before = world.connection.execute(sa.select(finding, sa.literal_column("xmin::text"))).all()
    results(world, st)
    assert world.connection.execute(sa.select(finding, sa.literal_column("xmin::text"))).all() == before
    assert [(f.severity, f.source) for f in before] == [("error", "check")]


def test_findings_of_checks_are_seen_with_their_words(world: World) -> None:
    st = world.statement(world.department(), fiscal_year_from="caller")
    world.row(st, world.project(world.department()))
    results(world, st)
    assert world.rows("data_finding", "rule", "severity", "hint", where="rule = 'E1'") == [("E1", "error", rules()["E1"].hint_zh)]
