"""project_overview, project_funding, project_target: money is summed over a project's rows, names come from the main row, only what is current."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.sql.world import World

OVERVIEW = ("project_name", "total_yuan", "funding_documents", "unit_names", "indicator_count", "quantified_share", "annual_goal")


def test_co_funded_rows_are_one_project_named_by_its_main_row(world: World) -> None:
    office, unit = world.department(), world.department("法律援助中心")
    st, project = world.statement(office), world.project(office)
    own = world.row(st, project, total="100.10", name="法律援助", annual_goal="目标", unit_department_id=unit)
    granted = world.row(st, project, total="900.00", name="穗财〔2023〕79号法律援助", funding_document="穗财[2023]79号", unit_department_id=office)
    for row in (own, granted):
        world.target(row, world.indicator(), seq=1)
        world.target(row, world.indicator("质量"), seq=2, comparator="qualitative", text="好")
    assert world.rows("project_overview", *OVERVIEW) == [
        ("法律援助", Decimal("1000.10"), "穗财[2023]79号", "天河区司法局、法律援助中心", 4, Decimal("0.5"), "目标")
    ]


def test_among_rows_without_a_document_the_larger_names_the_project(world: World) -> None:
    office = world.department()
    st, project = world.statement(office), world.project(office)
    for total, name in (("1.00", "小"), (None, "无"), ("2.00", "大")):
        world.row(st, project, total=total, name=name)
    assert world.rows("project_overview", "project_name", "total_yuan", "row_count", "indicator_count", "quantified_share") == [
        ("大", Decimal("3.00"), 3, 0, None)
    ]


def test_superseded_rows_and_self_evaluations_are_no_promises(world: World) -> None:
    office = world.department()
    project = world.project(office)
    old = world.row(world.statement(office), project, total="1.00", is_current=False)
    evaluated = world.row(world.statement(office, kind="self_evaluation"), project, total="2.00")
    for row in (old, evaluated):
        world.target(row, world.indicator())
    assert world.rows("project_overview", "total_yuan") == []
    assert world.rows("project_target", "raw") == []


def test_the_region_is_called_as_at_the_end_of_the_year(world: World) -> None:
    world.region("990106", "旧区", date(1980, 1, 1), date(2023, 6, 1))
    world.region("990106", "新区", date(2023, 6, 1))
    office = world.department()
    for year in (1970, 2022, 2023, 2024):
        world.row(world.statement(office, year), world.project(office, f"项目{year}"), year=year)
    assert world.rows("project_overview", "fiscal_year", "region_name", "year_start") == [
        (1970, "旧区", date(1970, 1, 1)), (2022, "旧区", date(2022, 1, 1)), (2023, "新区", date(2023, 1, 1)), (2024, "新区", date(2024, 1, 1))
    ]  # fmt: skip


def test_the_rosters_function_wins(world: World) -> None:
    office = world.department("水利局", function="水利局")
    world.roster("水利局", office, "project_targets", 2023, 2024, function="水务局")
    world.roster("水利局", office, "self_evaluation", 2023, 2024, function="水务局")
    world.row(world.statement(office), world.project(office))
    assert world.rows("project_overview", "function_key", "row_count") == [("水务局", 1)]


def test_a_target_is_shown_part_by_part_with_its_place(world: World) -> None:
    office = world.department()
    document = world.document("a/b.xlsx")
    row = world.row(world.statement(office, document=document), world.project(office))
    indicator = world.indicator("参考率、及格率", "output.quality", level1="产出指标", level2="质量指标")
    world.target(row, indicator, part=1, value="85", unit="%", raw="参考率不低于85%，及格率≥90%", measure="参考率")
    world.target(row, indicator, part=2, value="90", unit="%", raw="参考率不低于85%，及格率≥90%", measure="及格率", weight="5.5")
    found = world.rows(
        "project_target", "seq", "part", "measure", "low", "high", "bound", "unit", "direction", "weight", "document_name", "level2", "kind"
    )
    assert found == [
        (1, 1, "参考率", Decimal(85), None, Decimal(85), "%", "positive", None, "a/b.xlsx", "质量指标", "output.quality"),
        (1, 2, "及格率", Decimal(90), None, Decimal(90), "%", "positive", Decimal("5.5"), "a/b.xlsx", "质量指标", "output.quality"),
    ]
    assert all(place.startswith("Sheet1!A") for (place,) in world.rows("project_target", "place"))


FUNDING = ("project_name", "stage", "funding_source", "amount_yuan", "share")


def test_sources_are_summed_over_the_rows_and_shared(world: World) -> None:
    office = world.department()
    st, project = world.statement(office), world.project(office)
    one, two = world.row(st, project, total="100.00"), world.row(st, project, total="300.00", funding_document="X")
    world.money(one, "fiscal_appropriation", "100.00")
    world.money(two, "fiscal_appropriation", "200.00")
    world.money(two, "other", "100.00")
    assert world.rows("project_funding", *FUNDING) == [
        ("法律援助", "budget", "fiscal_appropriation", Decimal("300.00"), Decimal("0.75")),
        ("法律援助", "budget", "other", Decimal("100.00"), Decimal("0.25")),
    ]


def test_a_row_without_sources_has_one_unspecified_part(world: World) -> None:
    office = world.department()
    row = world.row(world.statement(office), world.project(office), total="70.00")
    world.stage(row, "cycle", "210.00")
    assert world.rows("project_funding", *FUNDING) == [
        ("法律援助", "budget", "unspecified", Decimal("70.00"), Decimal(1)),
        ("法律援助", "cycle", "unspecified", Decimal("210.00"), Decimal(1)),
    ]


def test_a_nested_source_repeats_its_whole_and_is_not_added(world: World) -> None:
    office = world.department()
    row = world.row(world.statement(office), world.project(office), total="100.00")
    world.source("test_whole")
    world.source("test_middle", "test_whole")
    world.money(row, "test_whole", "100.00")
    world.money(row, "test_part", "80.00", parent="test_middle")
    assert world.rows("project_funding", "funding_source", "amount_yuan") == [("test_whole", Decimal("100.00"))]


def test_money_of_nothing_has_no_share(world: World) -> None:
    office = world.department()
    row = world.row(world.statement(office), world.project(office), total="0.00")
    world.money(row, "other", "0.00")
    assert world.rows("project_funding", "amount_yuan", "share") == [(Decimal("0.00"), None)]


@pytest.mark.parametrize("promise_prints", [True, False])
@pytest.mark.parametrize("evaluation_prints", [True, False])
def test_the_budget_is_the_promises_unless_only_the_evaluation_splits_it(world: World, promise_prints: bool, evaluation_prints: bool) -> None:
    office = world.department()
    project = world.project(office)
    promise = world.row(world.statement(office), project, total="100.00", name="承诺名")
    evaluation = world.row(world.statement(office, kind="self_evaluation"), project, total=None, name="自评名")
    world.stage(evaluation, "budget", "100.00")
    world.stage(evaluation, "executed", "90.00")
    if promise_prints:
        world.money(promise, "fiscal_appropriation", "100.00")
    if evaluation_prints:
        world.money(evaluation, "other", "100.00")
    budget = "fiscal_appropriation" if promise_prints else "other" if evaluation_prints else "unspecified"
    assert world.rows("project_funding", *FUNDING) == [
        ("承诺名", "budget", budget, Decimal("100.00"), Decimal(1)),
        ("承诺名", "executed", "unspecified", Decimal("90.00"), Decimal(1)),
    ]


def test_a_project_added_in_the_year_has_the_money_of_its_evaluation(world: World) -> None:
    office = world.department()
    row = world.row(world.statement(office, kind="self_evaluation"), world.project(office), total=None, name="追加")
    world.stage(row, "budget", "5.00")
    assert world.rows("project_funding", *FUNDING) == [("追加", "budget", "unspecified", Decimal("5.00"), Decimal(1))]


@pytest.mark.parametrize(("effective", "stands"), [(2024, "新局"), (2025, "新局"), (2026, None)])
def test_a_successor_evaluates_what_it_took_over(world: World, effective: int, stands: str | None) -> None:
    """Its rows stand under the successor, called as the promise; the budget is split by whoever prints sources."""
    old, new = world.department("旧局"), world.department("新局")
    before, after = world.project(old), world.project(new)
    world.link(before, after, effective)
    world.row(world.statement(old, 2024), before, total="100.00", name="承诺名")
    evaluation = world.row(world.statement(new, 2024, kind="self_evaluation"), after, total=None, name="自评名")
    world.money(evaluation, "other", "100.00")
    found = world.rows("project_funding", "department_name", "project_name", "funding_source")
    if stands:
        assert found == [(stands, "承诺名", "other")]
    else:
        assert found == [("新局", "自评名", "other"), ("旧局", "承诺名", "unspecified")]


def test_the_own_promise_comes_before_what_is_continued(world: World) -> None:
    old, new = world.department("旧局"), world.department("新局")
    before, after = world.project(old), world.project(new)
    world.link(before, after, 2025)
    for office, project, name in ((old, before, "旧名"), (new, after, "新名")):
        world.row(world.statement(office, 2024), project, total="100.00", name=name)
    evaluation = world.row(world.statement(new, 2024, kind="self_evaluation"), after, total=None)
    world.money(evaluation, "other", "100.00")
    assert world.rows("project_funding", "department_name", "project_name", "funding_source") == [
        ("新局", "新名", "other"), ("旧局", "旧名", "unspecified")
    ]  # fmt: skip


def test_continuations_are_followed_through_others_and_end_in_a_circle(world: World) -> None:
    office = world.department()
    a, b, c = (world.project(office, stem) for stem in "甲乙丙")
    world.link(a, b, 2023)
    world.link(b, c, 2022)
    world.link(c, a, 2020)
    world.row(world.statement(office), c)
    world.sum_up()
    found = world.connection.exec_driver_sql("SELECT earlier_project_id, effective_year FROM summary_way WHERE project_id = %s", (c,))
    assert sorted(tuple(row) for row in found) == sorted([(b, 2022), (a, 2023)])
