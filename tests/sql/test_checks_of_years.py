"""Checks that compare years and peers (F): for each a case that passes, one that fails, one with nothing to test, and either year coming later."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from etl.load.tables import actual_value, finding
from tests.sql.check_cases import Indicator, add, found, one, result
from tests.sql.world import World


class Years:
    """A project of one department through the years; each year a statement of its own."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.department = world.department()
        self.project = world.project(self.department)
        self.statements: dict[int, int] = {}

    def year(self, year: int, *indicators: Indicator, total: str = "100.00") -> int:
        self.statements[year] = made = self.world.statement(self.department, year)
        add(self.world, made, self.project, *indicators, year=year, total=total)
        return made


@pytest.fixture
def years(world: World) -> Years:
    return Years(world)


def rate(bound: str, comparator: str = "ge", **more: Any) -> Indicator:
    return one("合格率", "output.quality", comparator, bound, "%", more)


def count(bound: str, unit: str = "件") -> Indicator:
    return one("办理数", "output.quantity", "ge", bound, unit)


def test_nothing_to_compare_with(years: Years) -> None:
    only = years.year(2024, rate("90"), count("5"))
    assert {rule: result(years.world, rule, only).status for rule in ("F1", "F2", "F3", "F4", "F5", "F6")} == dict.fromkeys(
        ("F1", "F2", "F3", "F4", "F5", "F6"), "not_tested"
    )


@pytest.mark.parametrize(("money", "bound", "hit"), [("120.00", "85", True), ("120.00", "90", False), ("105.00", "85", False)])
@pytest.mark.parametrize("later", [2023, 2024])
def test_f1_more_money_for_a_weaker_target(years: Years, money: str, bound: str, hit: bool, later: int) -> None:
    years.year(2023, rate("90"))
    years.year(2024, rate(bound, raw=f"≥{bound}%"), total=money)
    assert result(years.world, "F1", years.statements[later]).hits == hit, "found whichever year comes later"
    expected = [("warning", f"{money}；合格率 ge 90→≥{bound}%", "2023：100.00", Decimal("20.00"))]
    assert found(years.world, "F1") == (expected if hit else [])
    about = years.world.connection.execute(finding.select().where(finding.c.rule == "F1")).mappings().all()
    assert [row["statement_id"] for row in about] == ([years.statements[2024]] if hit else [])


def evaluate(years: Years, year: int, value: str, unit: str | None = "%") -> int:
    made = years.world.statement(years.department, year, kind="self_evaluation")
    row = years.world.row(made, years.project, year)
    years.world.target(row, years.world.indicator("合格率", "output.quality"), comparator="eq", value=value, unit=unit, table=actual_value)
    return made


@pytest.mark.parametrize(("value", "comparator", "hit"), [("93", "ge", True), ("92", "ge", False), ("91", "le", True), ("93", "le", False)])
def test_f2_target_below_what_was_reached(years: Years, value: str, comparator: str, hit: bool) -> None:
    later = years.year(2024, rate("92", comparator))
    years.year(2023, rate("90", comparator))
    assert result(years.world, "F2", later).status == "not_tested"
    assert result(years.world, "F2", evaluate(years, 2023, value)).hits == hit, "the self-evaluation comes after the next year's targets"
    expected = [("warning", f"{comparator} 92", f"eq {value}", Decimal(92) - Decimal(value))]
    assert found(years.world, "F2") == (expected if hit else [])


def test_f2_compares_only_equal_units_of_the_year_before(years: Years) -> None:
    later = years.year(2024, rate("92"))
    years.year(2023, rate("90"))
    years.year(2022, rate("90"))
    evaluate(years, 2023, "95", unit="件")
    evaluate(years, 2022, "95")
    assert result(years.world, "F2", later).status == "not_tested"


@pytest.mark.parametrize(
    ("indicators", "what"),
    [
        ([rate("80")], None),
        ([rate("90", raw="≥90"), count("5")], None),
        ([count("5")], ("取消", "合格率 ge 90")),
        ([one("合格率", "benefit.social", "ge", "90", "%")], ("类别 output.quality→benefit.social：ge 90", "合格率 ge 90")),
        ([one("合格率", "output.quality", "ge", "90", "件")], ("单位 %→件：ge 90", "合格率 ge 90")),
        ([one("合格率", "output.quality", "qualitative", None, None, {"raw": "较高"})], ("数字→文字：较高", "合格率 ge 90")),
        ([rate("90", "eq")], ("符号：eq 90", "合格率 ge 90")),
    ],
)
def test_f3_an_indicator_stays_what_it_was(years: Years, indicators: list[Indicator], what: tuple[str, str] | None) -> None:
    earlier = years.year(2023, rate("90"))
    years.year(2024, *indicators)
    assert result(years.world, "F3", earlier).tested == 1
    assert [row[1:3] for row in found(years.world, "F3")] == ([what] if what else [])


def test_f3_goes_when_the_earlier_year_is_corrected(years: Years) -> None:
    earlier = years.year(2023, rate("90"), count("5"))
    years.year(2024, rate("90"))
    assert result(years.world, "F3", earlier).hits == 1
    years.world.connection.exec_driver_sql(f"UPDATE core.project_year SET is_current = false WHERE statement_id = {earlier}")
    corrected = years.year(2023, rate("90"))
    assert result(years.world, "F3", corrected).hits == 0
    assert found(years.world, "F3") == []


@pytest.mark.parametrize(("bounds", "money", "status"), [
    (("90", "90", "90"), ("1.00", "1.00", "2.00"), "failed"),
    (("90", "90", "90"), ("1.00", "1.00", "1.00"), "passed"),
    (("90", "91", "91"), ("1.00", "1.00", "2.00"), "passed"),
])  # fmt: skip
def test_f4_the_same_targets_for_three_years(years: Years, bounds: tuple[str, ...], money: tuple[str, ...], status: str) -> None:
    made = [years.year(year, rate(bound), total=total) for year, bound, total in zip((2022, 2023, 2024), bounds, money, strict=True)]
    for statement in (made[2], made[0]):
        assert result(years.world, "F4", statement).status == status
    expected = [("info", "1 项", "1.00→1.00→2.00", Decimal("1.00"))]
    assert found(years.world, "F4") == (expected if status == "failed" else [])


@pytest.mark.parametrize(("quantity", "unit", "status"), [("5", "场次", "failed"), ("9", "场次", "passed"), ("5", "人", "not_tested")])
def test_f5_unit_cost_jumps(years: Years, quantity: str, unit: str, status: str) -> None:
    earlier = years.year(2023, count("10", "场"))
    years.year(2024, count(quantity, unit))
    assert result(years.world, "F5", earlier).status == status
    assert found(years.world, "F5") == ([("warning", "20.00 元/场次", "10.00 元/场次", Decimal("10.00"))] if status == "failed" else [])


def test_f5_leaves_out_projects_of_several_counts(years: Years) -> None:
    years.year(2023, count("10"), one("人数", "output.quantity", "ge", "10", "人"))
    later = years.year(2024, count("5"), one("人数", "output.quantity", "ge", "10", "人"))
    assert result(years.world, "F5", later).status == "not_tested"


def peers(world: World, bounds: list[str], totals: list[str]) -> list[int]:
    """Departments of one function in one year, each with a rate and a count."""
    made = []
    for n, (bound, total) in enumerate(zip(bounds, totals, strict=True)):
        office = world.department(f"第{n}区司法局", region=None)
        statement = world.statement(office)
        add(world, statement, world.project(office), rate(bound), count("10"), total=total)
        made.append(statement)
    return made


def test_f6_much_weaker_or_dearer_than_peers(world: World) -> None:
    four = peers(world, ["90", "95", "92", "70"], ["100.00", "100.00", "110.00", "100.00"])
    assert result(world, "F6", *four).status == "not_tested", "four are too few for a median"
    fifth = peers(world, ["91"], ["300.00"])
    assert result(world, "F6", *fifth).hits == 2, "also about those that were there before"
    assert found(world, "F6") == [
        ("warning", "30.00 元/件", "中位数 10.00 元/件，5 个项目", Decimal(20)),
        ("warning", "ge 70", "中位数 91%，5 个部门", Decimal(-21)),
    ]
    more = peers(world, ["60", "60", "60", "60"], ["300.00"] * 4)
    assert result(world, "F6", *more).hits == 0, "the medians moved to 70 and 110: what held before is taken back"
    assert found(world, "F6") == []


def test_f6_a_group_that_has_become_too_small_takes_back_what_it_said(world: World) -> None:
    five = peers(world, ["90", "95", "92", "70", "91"], ["100.00", "100.00", "110.00", "100.00", "300.00"])
    assert result(world, "F6", *five).hits == 2
    world.connection.execute(sa.text("UPDATE core.project_year SET is_current = false WHERE statement_id = :gone"), {"gone": five[0]})
    assert result(world, "F6", *five[1:]).status == "not_tested"
    assert found(world, "F6") == []
