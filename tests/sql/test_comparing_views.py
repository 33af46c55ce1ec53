"""The words with one meaning (DESIGN): one target an indicator, direction, change, pairs of years, met, peers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from etl.load.tables import actual_value
from tests.sql.world import World

Target = dict[str, Any]


def two_years(world: World, old: Target | None, new: Target | None, name: str = "调解成功率", kind: str = "output.quality") -> None:
    """A project of 2023 and 2024 with one indicator, promised as given; None: not at all."""
    office = world.department()
    project = world.project(office)
    for year, target in ((2023, old), (2024, new)):
        row = world.row(world.statement(office, year), project, year=year)
        if target is not None:
            world.target(row, world.indicator(name, target.pop("kind", kind)), **target)


def t(comparator: str, value: str | None = None, **more: Any) -> Target:
    return {"comparator": comparator, "value": value, "unit": "%", "direction_from": "comparator", **more}


def words(text: str) -> Target:
    return {"comparator": "qualitative", "value": None, "text": text, "raw": f"定性 {text}"}


def default(value: str, **more: Any) -> Target:
    return t("eq", value, direction_from="default", **more)


def between(low: str, high: str, **more: Any) -> Target:
    return t("range", low, low=low, high=high, bound=low, **more)


def by(day: date) -> Target:
    return {"comparator": "before", "value": None, "bound_date": day, "high_date": day, "direction": "negative", "unit": None}


CHANGES = [
    (t("ge", "90"), t("ge", "95"), "tightened", None),
    (t("ge", "90"), t("ge", "85"), "loosened", None),
    (t("le", "5"), t("le", "3"), "tightened", None),
    (t("le", "5"), t("le", "6"), "loosened", None),
    (t("ge", "90"), t("ge", "90"), "unchanged", None),
    (t("ge", "90"), t("gt", "90"), "tightened", None),
    (t("lt", "5"), t("le", "5"), "loosened", None),
    (t("ge", "90"), default("90"), "comparator_changed", None),
    (t("le", "5"), default("5"), "comparator_changed", None),  # the default gives way to the direction of the other
    (t("le", "5"), default("3"), "tightened", None),
    (default("3"), t("le", "5"), "loosened", None),
    (default("3"), default("5"), "tightened", None),
    (t("le", "5"), t("ge", "5"), "not_comparable", "direction"),
    (t("le", "5"), t("eq", "5", direction_from="printed"), "not_comparable", "direction"),
    (t("ge", "90"), t("ge", "95", unit="件"), "not_comparable", "unit"),
    (t("ge", "10", unit="场"), t("ge", "12", unit="场次"), "tightened", None),  # equal by the vocabulary
    (t("ge", "10", unit="人"), t("ge", "12", unit="人次"), "not_comparable", "unit"),
    (t("ge", "1", unit="万元"), t("ge", "9000", unit="元"), "loosened", None),
    (t("ge", "1", unit="万元"), t("ge", "10000", unit="元"), "unchanged", None),
    (t("ge", "4", unit="件"), t("ge", "4", unit="件", basis="每季度"), "not_comparable", "basis"),
    (t("ge", "4"), t("ge", "4", scope="每个司法所"), "not_comparable", "scope"),
    (t("ge", "4"), t("ge", "4", measure="及格率"), "not_comparable", "measure"),
    (t("ge", "4", basis="每月"), t("le", "4", unit="件"), "not_comparable", "unit"),
    (words("较好"), words("较 好。"), "unchanged", None),
    (words("较好"), words("良好"), "reworded", None),
    (t("ge", "90"), words("较好"), "not_comparable", "became_qualitative"),
    (words("较好"), t("ge", "90"), "not_comparable", "became_quantitative"),
    (between("3", "5"), between("4", "5"), "tightened", None),
    (between("3", "5"), between("4", "4.5"), "comparator_changed", None),
    (between("3", "5"), t("ge", "3"), "comparator_changed", None),
    (between("3", "5"), t("ge", "2"), "loosened", None),
    (by(date(2023, 12, 31)), by(date(2023, 11, 30)), "tightened", None),
    (by(date(2023, 11, 30)), by(date(2023, 12, 31)), "loosened", None),
    (by(date(2023, 11, 30)), t("ge", "90", unit=None), "not_comparable", "unit"),
    (None, t("ge", "90"), "added", None),
    (t("ge", "90"), None, "dropped", None),
]


@pytest.mark.parametrize(("old", "new", "change", "reason"), CHANGES)
def test_change(world: World, old: Target | None, new: Target | None, change: str, reason: str | None) -> None:
    two_years(world, old and dict(old), new and dict(new))
    assert world.rows("target_change", "change", "reason", "kind_changed") == [(change, reason, False)]
    counts = ("tightened", "loosened", "unchanged", "comparator_changed", "reworded", "not_comparable", "added", "dropped")
    assert world.rows("project_change", *counts) == [tuple(int(word == change) for word in counts)]


@pytest.mark.parametrize(
    ("old_kind", "new_kind", "rows"),
    [
        ("output.cost", "cost.economic", [("unchanged", "cost.economic", False)]),
        ("output.quality", "benefit.social", [("unchanged", "benefit.social", True)]),
    ],
)
def test_an_indicator_filed_under_another_kind_is_the_same(world: World, old_kind: str, new_kind: str, rows: list[Any]) -> None:
    two_years(world, t("ge", "90", kind=old_kind), t("ge", "90", kind=new_kind))
    assert world.rows("target_change", "change", "kind", "kind_changed") == rows


def test_two_left_over_of_one_stem_are_not_paired(world: World) -> None:
    office = world.department()
    project = world.project(office)
    before, after = (world.row(world.statement(office, year), project, year=year) for year in (2023, 2024))
    world.target(before, world.indicator("满意度", "benefit.social"), 1)
    for seq, kind in enumerate(("satisfaction", "output.quality"), 1):
        world.target(after, world.indicator("满意度", kind), seq)
    assert [row[0] for row in world.rows("target_change", "change")] == ["added", "added", "dropped"]


def test_the_first_year_has_no_pair_and_a_gap_is_bridged(world: World) -> None:
    office = world.department()
    project = world.project(office)
    for year, total in ((2020, "100.00"), (2023, "120.00"), (2024, "0.00")):
        world.row(world.statement(office, year), project, year=year, total=total)
    assert world.rows("project_change", "previous_year", "fiscal_year", "change_yuan", "change_pct") == [
        (2020, 2023, Decimal("20.00"), Decimal(20)), (2023, 2024, Decimal("-120.00"), Decimal(-100))
    ]  # fmt: skip


@pytest.mark.parametrize("effective", [2024, 2025])
def test_after_a_merger_the_earlier_rows_are_those_of_all_that_was_merged(world: World, effective: int) -> None:
    offices = [world.department(name) for name in ("甲局", "乙局", "新局")]
    one, two, merged = (world.project(office) for office in offices)
    for project in (one, two):
        world.link(project, merged, effective)
    indicator = world.indicator()
    for office, project, year, total, value in ((0, one, 2023, "10.00", "90"), (1, two, 2023, "20.00", "80"), (2, merged, 2024, "40.00", "85")):
        world.target(world.row(world.statement(offices[office], year), project, year=year, total=total), indicator, value=value)
    found = world.rows("project_change", "department_name", "previous_total_yuan", "total_yuan", "loosened")
    assert found == ([("新局", Decimal("30.00"), Decimal("40.00"), 1)] if effective == 2024 else [])
    assert world.rows("money_up_target_down", "department_name") == [("新局",)] * len(found)


ONE = [
    ([t("ge", "80"), t("ge", "90")], "90", "ge"),  # the most demanding of equal shape
    ([t("ge", "80"), t("ge", "90", unit="件")], "80", "ge"),  # another unit: the main row's
    ([t("ge", "80"), t("le", "90")], "80", "ge"),
    ([t("ge", "80"), t("gt", "80")], "80", "gt"),
    ([t("le", "5"), t("le", "3")], "3", "le"),
    ([words("好"), t("ge", "90")], None, "qualitative"),
]


@pytest.mark.parametrize(("targets", "bound", "comparator"), ONE)
def test_one_target_an_indicator_however_many_rows(world: World, targets: list[Target], bound: str | None, comparator: str) -> None:
    office = world.department()
    project, st, indicator = world.project(office), world.statement(office), world.indicator()
    for target, document in zip(targets, (None, "穗财[2023]79号"), strict=True):
        world.target(world.row(st, project, total="5.00" if document is None else "9.00", funding_document=document), indicator, **dict(target))
    world.sum_up()
    found = [
        tuple(row)
        for row in world.connection.exec_driver_sql(
            "SELECT v.bound, v.comparator FROM summary_target AS t JOIN summary_value AS v USING (target_value_id) WHERE t.pairing = 'year'"
        )
    ]
    assert found == [(bound and Decimal(bound), comparator)]


MET = [
    (t("ge", "90"), "95", True, "1.055556"), (t("ge", "90"), "90", True, "1"), (t("gt", "90"), "90", False, "1"),
    (t("ge", "90"), "80", False, "0.888889"),
    (t("le", "5"), "4", True, "1.25"), (t("lt", "5"), "5", False, "1"), (default("90"), "95", True, "1.055556"), (t("le", "0"), "0", True, None),
    (t("eq", "5", direction="negative", direction_from="name"), "6", False, "0.833333"),
]  # fmt: skip


@pytest.mark.parametrize(("promise", "actual", "met", "ratio"), MET)
def test_met_in_the_promises_own_direction(world: World, promise: Target, actual: str, met: bool, ratio: str | None) -> None:
    evaluate(world, dict(promise), t("eq", actual))
    assert world.rows("achievement", "met", "ratio", "moved", "matched") == [(met, ratio and Decimal(ratio), False, "both")]


def evaluate(world: World, promise: Target, actual: Target, restated: Target | None = None) -> None:
    """A promise, and a self-evaluation that restates it (as it is, unless given) and says what was reached."""
    office = world.department()
    project, indicator = world.project(office), world.indicator()
    world.target(world.row(world.statement(office), project), indicator, **promise)
    row = world.row(world.statement(office, kind="self_evaluation"), project, name="自评")
    world.target(row, indicator, **(restated or promise))
    world.target(row, indicator, table=actual_value, **actual)


@pytest.mark.parametrize(
    ("actual", "met"),
    [
        (t("eq", "95", unit=None), True),
        (t("eq", "95", unit="件"), None),
        (t("eq", "95", basis="每月"), None),
        (words("达成预期指标"), None),
    ],
)
def test_what_cannot_be_compared_is_undecided(world: World, actual: Target, met: bool | None) -> None:
    evaluate(world, t("ge", "90"), actual)
    assert world.rows("achievement", "met") == [(met,)]
    assert world.rows("execution", "met", "not_met", "undecided") == [(int(met is True), 0, int(met is None))]


@pytest.mark.parametrize(
    ("actual", "met"), [("较 好。", True), ("达成预期指标", True), ("部分达成预期指标", False), ("未达成预期指标", False), ("一般", None)]
)
def test_words_are_met_by_equal_words_or_the_grades_of_the_form(world: World, actual: str, met: bool | None) -> None:
    evaluate(world, words("较好"), words(actual))
    assert world.rows("achievement", "met", "ratio") == [(met, None)]


def test_money_is_reached_in_whatever_unit(world: World) -> None:
    evaluate(world, t("le", "1", unit="万元"), t("eq", "9000", unit="元"))
    assert world.rows("achievement", "met", "ratio", "actual") == [(True, Decimal("1.111111"), Decimal(9000))]


def test_a_target_that_moved_between_promise_and_evaluation_is_seen(world: World) -> None:
    evaluate(world, t("ge", "90", raw="≥90%"), t("eq", "85"), restated=t("ge", "80", raw="≥80%"))
    assert world.rows("achievement", "promised_raw", "restated_raw", "moved", "met") == [("≥90%", "≥80%", True, False)]
    assert world.rows("execution", "moved") == [(1,)]


def test_what_stands_on_one_side_only_is_shown_as_such(world: World) -> None:
    office = world.department()
    project = world.project(office)
    world.target(world.row(world.statement(office), project), world.indicator("甲"))
    row = world.row(world.statement(office, kind="self_evaluation"), project)
    world.target(row, world.indicator("乙"), table=actual_value, comparator="eq")
    assert world.rows("achievement", "indicator_name", "matched", "moved", "met") == [
        ("乙", "only_evaluated", None, None), ("甲", "only_promised", None, None)
    ]  # fmt: skip
    assert world.rows("execution", "met", "not_met", "undecided", "moved") == [(0, 0, 0, 0)]


def test_peers_share_function_level_and_year(world: World) -> None:
    for code, level_of in (("990101", "区"), ("990102", "区"), ("990103", "区")):
        world.region(code, level_of + code[-1])
    indicator = world.indicator("满意度", "satisfaction")
    bounds = {"990101": "90", "990102": "95", "990103": "90"}
    for code, bound in bounds.items():
        office = world.department(f"司法局{code}", region=code)
        project, other = world.project(office, "甲"), world.project(office, "乙")
        st = world.statement(office)
        world.target(world.row(st, project, total=f"{bound}.00"), indicator, **t("ge", bound))
        world.target(world.row(st, other, total="1.00"), indicator, **t("ge", "50"))
    unknown = world.department("无职能局", region="990101", function=None)
    world.row(world.statement(unknown), world.project(unknown, "丙"))
    assert world.rows("target_peer", "region_code", "bound", "peer_count", "strictness_rank", "quartile", "median_bound") == [
        ("990101", Decimal(90), 3, 2, 2, Decimal(90)), ("990102", Decimal(95), 3, 1, 1, Decimal(90)), ("990103", Decimal(90), 3, 2, 2, Decimal(90))
    ]  # fmt: skip
    assert world.rows("department_peer", "region_code", "peer_count", "total_rank", "median_total_yuan", where="function_key = '司法局'") == [
        ("990101", 3, 2, Decimal("91.00")), ("990102", 3, 1, Decimal("91.00")), ("990103", 3, 2, Decimal("91.00"))
    ]  # fmt: skip


def test_a_median_between_two(world: World) -> None:
    for code, bound in (("990101", "90"), ("990102", "95")):
        office = world.department(region=code)
        world.target(world.row(world.statement(office), world.project(office)), world.indicator("满意度"), **t("ge", bound))
    assert {row[0] for row in world.rows("target_peer", "median_bound")} == {Decimal("92.5")}


def test_unit_cost_counts_only_what_counts(world: World) -> None:
    office = world.department()
    project = world.project(office)
    for year, total, quantity in ((2023, "1000.00", "10"), (2024, "1500.00", "10")):
        row = world.row(world.statement(office, year), project, year=year, total=total)
        world.target(row, world.indicator("办理数"), 1, "ge", quantity, unit="件")
        world.target(row, world.indicator("人数"), 2, "eq", "5", unit="人")
        for seq, (kind, comparator, value, more) in enumerate([
            ("output.quality", "ge", "5", {"unit": "件"}), ("output.quantity", "ge", "5", {"unit": "%"}),
            ("output.quantity", "ge", "5", {"unit": "万元"}),
            ("output.quantity", "ge", "5", {"unit": None}), ("output.quantity", "ge", "5", {"unit": "件", "basis": "每月"}),
            ("output.quantity", "le", "5", {"unit": "件"}), ("output.quantity", "ge", "0", {"unit": "件"}),
        ], 3):  # fmt: skip
            world.target(row, world.indicator(f"其他{seq}", kind), seq, comparator, value, **more)
    columns = ("indicator_name", "yuan_per_unit", "previous_yuan_per_unit", "change_pct", "count_target_count", "peer_median")
    assert world.rows("unit_cost", *columns, where="fiscal_year = 2024") == [
        ("人数", Decimal(300), Decimal(200), Decimal(50), 2, Decimal(300)), ("办理数", Decimal(150), Decimal(100), Decimal(50), 2, Decimal(150))
    ]  # fmt: skip


def test_shared_projects_show_their_rows_and_common_indicators(world: World) -> None:
    office = world.department()
    project, st = world.project(office), world.statement(office)
    one, two = world.row(st, project, total="300.00"), world.row(st, project, total="700.00", funding_document="穗财[2023]79号")
    world.row(st, world.project(office, "单行"))
    shared = world.indicator("满意度")
    for row in (one, two):
        world.target(row, shared)
    world.target(one, world.indicator("只在一行"), 2)
    assert world.rows("shared_project", "row_count", "total_yuan", "shares", "common_indicators") == [
        (2, Decimal("1000.00"), "0.700000、0.300000", "满意度")
    ]


def test_a_republication_shows_what_it_changed(world: World) -> None:
    office = world.department()
    project, gone, indicator = world.project(office), world.project(office, "取消"), world.indicator()
    first, second = world.document("初.xlsx", published_on=date(2024, 3, 1)), world.document("更正.xlsx", published_on=date(2024, 2, 1))
    old, new = world.statement(office, document=second), world.statement(office, document=first)
    before = world.row(old, project, total="1.00", annual_goal="旧", is_current=False)
    world.row(old, gone, name="取消", is_current=False)
    after = world.row(new, project, total="2.00", annual_goal="新")
    world.target(before, indicator, value="90", raw="≥90")
    world.target(after, indicator, value="80", raw="≥80")
    assert world.rows("republication", "superseded_document", "document", "field", "old_value", "new_value", "change") == [
        ("更正.xlsx", "初.xlsx", "annual_goal", "旧", "新", "changed"),
        ("更正.xlsx", "初.xlsx", "annual_target", "≥90", "≥80", "loosened"),
        ("更正.xlsx", "初.xlsx", "project", "取消", None, "dropped"),
        ("更正.xlsx", "初.xlsx", "total_yuan", "1.00", "2.00", "changed"),
    ]


@pytest.mark.parametrize("corrects", [True, False])
def test_a_card_speaks_only_of_its_own_project(world: World, corrects: bool) -> None:
    office = world.department()
    project, other, extra = (world.project(office, stem) for stem in "甲乙丙")
    table, card = world.statement(office), world.statement(office, covers="project")
    for stem in (project, other):
        world.row(table, stem, total="1.00", is_current=stem != project)
    world.row(card, project if corrects else extra, total="2.00")
    assert world.rows("republication", "field", "change") == ([("total_yuan", "changed")] if corrects else [])


def test_a_lineage_counts_what_nothing_continues(world: World) -> None:
    from etl.load.tables import department_succession

    old, new = world.department("旧局"), world.department("新局")
    world.put(department_succession, from_department_id=old, to_department_id=new, effective_year=2024, change="rename")
    kept, orphan, goes_on = world.project(old, "甲"), world.project(old, "乙"), world.project(new, "甲")
    world.link(kept, goes_on, 2024)
    for project in (kept, orphan):
        world.row(world.statement(old, 2023), project, year=2023)
    world.row(world.statement(new, 2024), goes_on)
    assert world.rows("department_reform", "fiscal_year", "department_names", "project_count", "orphan_count") == [
        (2023, "旧局", 2, None),
        (2024, "新局", 1, 1),
    ]
