"""department_overview, reconciliation, coverage, data_finding."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from tests.sql.world import World

SHARES = ("quantified_share", "full_mark_share", "copied_share")


def test_a_department_is_counted_over_its_projects(world: World) -> None:
    office = world.department()
    st = world.statement(office)
    shared, other = world.project(office, "甲"), world.project(office, "乙")
    one, two, three = (world.row(st, project, total="10.00") for project in (shared, shared, other))
    for horizon in ("annual", "cycle"):
        world.target(one, world.indicator("完成率"), 1, "eq", "100", unit="%", horizon=horizon)
        world.target(one, world.indicator("成本", "output.cost"), 2, "le", "5", horizon=horizon, raw=f"5{horizon}")
    world.target(two, world.indicator("满意度", "satisfaction"), 1, "ge", "100", unit="%")
    world.target(three, world.indicator("效果", None), 1, "qualitative", text="好")
    counts = ("total_yuan", "project_count", "indicator_count", "target_count", "without_satisfaction", "without_cost", *SHARES)
    assert world.rows("department_overview", *counts) == [
        (Decimal("30.00"), 2, 4, 6, 1, 1, Decimal("0.75"), Decimal("0.5"), Decimal("0.5"))
    ]  # fmt: skip


def test_copied_texts_are_equal_but_for_blanks(world: World) -> None:
    office = world.department()
    row = world.row(world.statement(office), world.project(office))
    for seq, (annual, cycle) in enumerate([("100 %", "100%"), ("1次", "1次。"), ("好", "好"), ("好", "较好")], 1):
        for horizon, raw in (("annual", annual), ("cycle", cycle)):
            world.target(row, world.indicator(f"指标{seq}"), seq, "qualitative", horizon=horizon, raw=raw)
    assert world.rows("department_overview", *SHARES) == [(Decimal(0), Decimal(0), Decimal("0.5"))]


def test_only_cycle_targets_are_judged_by_them(world: World) -> None:
    office = world.department()
    row = world.row(world.statement(office), world.project(office))
    world.target(row, world.indicator(), 1, "eq", "100", unit="%", horizon="cycle")
    assert world.rows("department_overview", *SHARES) == [(Decimal(1), Decimal(1), None)]


def test_a_compound_target_is_full_only_if_all_of_it_is(world: World) -> None:
    office = world.department()
    row = world.row(world.statement(office), world.project(office))
    for part, value in ((1, "100"), (2, "90")):
        world.target(row, world.indicator(), 1, "ge", value, unit="%", part=part)
    assert world.rows("department_overview", "indicator_count", "target_count", *SHARES) == [(1, 1, Decimal(1), Decimal(0), None)]


def test_a_whole_department_form_is_not_added_to_the_projects(world: World) -> None:
    office = world.department()
    world.row(world.statement(office), world.project(office), total="10.00")
    overall = world.project(office, "", kind="department_overall")
    world.row(world.statement(office, kind="department_overall"), overall, total="50.00")
    assert world.rows("department_overview", "total_yuan", "project_count", "overall_yuan", "programme_yuan") == [
        (Decimal("10.00"), 1, Decimal("50.00"), None)
    ]


def test_years_and_departments_stay_apart(world: World) -> None:
    one, two = world.department("甲局"), world.department("乙局")
    for office, year in ((one, 2023), (one, 2024), (two, 2024)):
        world.row(world.statement(office, year), world.project(office, f"{year}"), year=year, total="1.00")
    assert world.rows("department_overview", "department_name", "fiscal_year", "total_yuan", "finding_count") == [
        ("乙局", 2024, Decimal("1.00"), 0), ("甲局", 2023, Decimal("1.00"), 0), ("甲局", 2024, Decimal("1.00"), 0)
    ]  # fmt: skip


EQUATION = ("equation", "published_yuan", "computed_yuan", "difference_yuan", "tolerance_yuan", "status")


def test_three_equations_a_statement(world: World) -> None:
    office = world.department()
    st = world.statement(office)
    for n in range(2):
        world.row(st, world.project(office, str(n)), total="100.00")
    world.total(st, "300.00")
    world.total(st, "1100.00", scope="unit", unit="甲")
    assert world.rows("reconciliation", *EQUATION) == [
        ("total_is_projects", Decimal("300.00"), Decimal("200.00"), Decimal("100.00"), Decimal("200.00"), "passed"),
        ("total_is_sources", Decimal("300.00"), None, None, None, "not_testable"),
        ("total_is_units", Decimal("300.00"), Decimal("1100.00"), Decimal("-800.00"), Decimal("100.00"), "failed"),
    ]


def test_without_a_printed_total_nothing_can_be_tested(world: World) -> None:
    office = world.department()
    world.row(world.statement(office), world.project(office), total="100.00")
    assert ("total_is_projects", None, Decimal("100.00"), None, None, "not_testable") in world.rows("reconciliation", *EQUATION)


def test_sources_that_repeat_their_whole_are_not_added_to_the_total(world: World) -> None:
    office = world.department()
    st = world.statement(office, money_unit="yuan")
    world.row(st, world.project(office), total="100.00")
    world.source("test_whole")
    world.source("test_part", "test_whole")
    world.total(st, "100.00")
    for source, amount in (("test_whole", "100.00"), ("test_part", "60.00")):
        world.total(st, amount, source=source)
    assert ("total_is_sources", Decimal("100.00"), Decimal("100.00"), Decimal("0.00"), Decimal("0.01"), "passed") in world.rows(
        "reconciliation", *EQUATION
    )


def test_a_superseded_statement_is_not_reconciled_but_a_half_superseded_one_is_whole(world: World) -> None:
    office = world.department()
    old, half = world.statement(office), world.statement(office, money_unit="yuan")
    world.row(old, world.project(office, "旧"), is_current=False)
    world.total(half, "3.00")
    world.row(half, world.project(office, "甲"), total="1.00", is_current=False)
    world.row(half, world.project(office, "乙"), total="2.00")
    assert [row[-1] for row in world.rows("reconciliation", *EQUATION, where="equation = 'total_is_projects'")] == ["passed"]


COVERAGE = ("department_name", "fiscal_year", "statement_kind", "status", "document_count", "project_count", "indicator_count", "target_count")


def test_what_is_expected_is_published_missing_or_refused(world: World) -> None:
    office = world.department()
    world.roster("天河区司法局", office, "project_targets", 2022, 2025)
    row = world.row(world.statement(office, 2022), world.project(office), year=2022)
    for horizon in ("annual", "cycle"):
        world.target(row, world.indicator(), horizon=horizon)
    world.document("坏.xlsx", "refused", claimed_region_code="990106", claimed_department="天河区司法局", claimed_fiscal_year=2023,
                   claimed_kind="project_targets")  # fmt: skip
    world.document("不知何类.xlsx", "refused", claimed_region_code="990106", claimed_department="天河区 司法局", claimed_fiscal_year=2024)
    world.document("谁家的.xlsx", "refused")
    assert world.rows("coverage", *COVERAGE) == [
        ("天河区司法局", 2022, "project_targets", "published", 1, 1, 1, 2),
        ("天河区司法局", 2023, "project_targets", "refused", 0, 0, 0, 0),
        ("天河区司法局", 2024, "project_targets", "refused", 0, 0, 0, 0),
        ("天河区司法局", 2025, "project_targets", "missing", 0, 0, 0, 0),
    ]
    times = world.rows("coverage", "first_loaded_at", "last_loaded_at", where="status = 'refused'")
    assert times[0] == (datetime(2024, 3, 1, 9), datetime(2024, 3, 1, 9)), "in 北京时间"


def test_a_refused_document_gives_way_to_a_loaded_one_and_unknown_departments_keep_their_claimed_name(world: World) -> None:
    office = world.department("甲局")
    world.row(world.statement(office), world.project(office))
    for name in ("甲局", "乙局"):
        world.document(
            None, "refused", claimed_region_code="990106", claimed_department=name, claimed_fiscal_year=2024, claimed_kind="project_targets"
        )
    assert world.rows("coverage", *COVERAGE[:4], "is_expected") == [
        ("乙局", 2024, "project_targets", "refused", False), ("甲局", 2024, "project_targets", "published", False)
    ]  # fmt: skip


@pytest.mark.parametrize(("kind", "years"), [("project_targets", [2023, 2024]), ("self_evaluation", [2023])])
def test_an_open_roster_expects_up_to_the_latest_year_and_evaluations_up_to_the_one_before(world: World, kind: str, years: list[int]) -> None:
    office, other = world.department("甲局"), world.department("乙局")
    world.roster("甲局", office, kind, 2023, None)
    world.row(world.statement(other, 2024), world.project(other))
    assert [year for (year,) in world.rows("coverage", "fiscal_year", where="is_expected")] == years


def test_overlapping_roster_rows_and_documents_do_not_multiply(world: World) -> None:
    office = world.department()
    for first in (2022, 2023):
        world.roster("天河区司法局", office, "project_targets", first, 2024)
    project = world.project(office)
    for _ in range(2):
        row = world.row(world.statement(office, 2024), project)
        world.target(row, world.indicator())
    assert world.rows("coverage", *COVERAGE[1:], where="fiscal_year = 2024") == [(2024, "project_targets", "published", 2, 1, 2, 2)]


def test_self_evaluations_count_indicators_without_a_restated_target(world: World) -> None:
    from etl.load.tables import actual_value

    office = world.department()
    row = world.row(world.statement(office, kind="self_evaluation"), world.project(office))
    indicator = world.indicator()
    world.target(row, indicator, 1)
    for seq in (1, 2):
        world.target(row, indicator, seq, "eq", table=actual_value)
    assert world.rows("coverage", "statement_kind", "indicator_count", "target_count") == [("self_evaluation", 2, 1)]


FINDING = ("document_name", "department_name", "project_name", "rule")


def test_findings_about_what_is_current_and_about_refused_documents(world: World) -> None:
    office = world.department("甲局")
    new, old, refused = (
        world.document("新"),
        world.document("旧"),
        world.document("拒", "refused", claimed_department="丙局", claimed_fiscal_year=2024),
    )
    project = world.project(office)
    current, gone = world.statement(office, document=new), world.statement(office, document=old)
    row, stale = world.row(current, project, name="甲"), world.row(gone, project, name="乙", is_current=False)
    for document, statement, about in (
        (new, current, row), (old, gone, stale), (new, current, None), (old, gone, None), (new, None, None), (old, None, None)
    ):  # fmt: skip
        world.finding(document, statement_id=statement, project_year_id=about)
    world.finding(refused, "year_missing")
    assert world.rows("data_finding", *FINDING) == [
        ("拒", "丙局", None, "year_missing"), ("新", "甲局", "甲", "A1"), ("新", "甲局", None, "A1"), ("新", "甲局", None, "A1")
    ]  # fmt: skip
    assert world.rows("department_overview", "department_name", "finding_count") == [("甲局", 3)]


def test_a_findings_own_hint_comes_before_the_rules(world: World) -> None:
    document = world.document("拒", "refused")
    world.finding(document, "year_missing", hint="先看封面")
    world.finding(document, "year_missing")
    hints = [hint for (hint,) in world.rows("data_finding", "hint")]
    assert "先看封面" in hints and any("--year" in hint for hint in hints)
