"""Checks of money, rows and self-evaluations (A, E): for each a case that passes, cases that fail, and one with nothing to test."""

from __future__ import annotations

from decimal import Decimal

import pytest

from etl.load.tables import finding
from tests.sql.check_cases import Indicator, add, filed, found, one, result
from tests.sql.world import World


def test_a3_a_row_has_money(world: World) -> None:
    office = world.department()
    without = world.statement(office)
    world.row(without, world.project(office, "甲"), total=None)
    assert result(world, "A3", without).status == "not_tested", "a form without money (云南 05-2)"
    statement = world.statement(office)
    world.row(statement, world.project(office, "乙"), total="0.00")
    world.stage(world.row(statement, world.project(office, "丙"), total=None), "executed", "5.00")
    assert result(world, "A3", statement).status == "passed"
    world.row(statement, world.project(office, "丁"), total=None)
    world.money(world.row(statement, world.project(office, "戊"), total="1.00"), "other", "-2.00")
    assert (result(world, "A3", statement).hits, [row[:2] for row in found(world, "A3")]) == (2, [("error", "-2.00"), ("error", "无")])


def test_a4_projects_are_a_part_of_the_department(world: World) -> None:
    office = world.department()
    tables = world.statement(office)
    for total in ("600000.00", "500000.00"):
        world.row(tables, world.project(office, total), total=total)
    assert result(world, "A4", tables).status == "not_tested"
    whole = world.statement(office, kind="department_overall")
    row = world.row(whole, world.project(office, "整体", kind="department_overall"), total="1100000.00", name="整体")
    assert result(world, "A4", whole).status == "passed"
    world.row(tables, world.project(office, "丙"), total="1000.00")
    assert result(world, "A4", tables).hits == 1
    assert found(world, "A4") == [("warning", "1101000.00", "1100000.00", Decimal("1000.00"))]
    assert world.rows("data_finding", "project_name", "project_year_id", where="rule = 'A4'") == [("整体", str(row))], "told of the whole"


def evaluated(world: World, *indicators: Indicator) -> int:
    return filed(world, *indicators, kind="self_evaluation")


def reached(
    value: str | None, weight: str | None = "50", score: str | None = "50", target: str = "ge", unit: str | None = "%", **more: object
) -> Indicator:
    """An indicator of a self-evaluation: target 90, what was reached, its points."""
    made = one("合格率", "output.quality", target, "90", unit)
    made.actual = {"value": value, "weight": weight, "score": score, "unit": unit, "raw": f"{value}%", **more}
    return made


def test_a5_points_add_up_and_what_falls_short_has_a_reason(world: World) -> None:
    assert result(world, "A5", evaluated(world, one())).status == "not_tested"
    assert result(world, "A5", evaluated(world, reached("95"), reached("90", unit=None))).status == "passed"
    assert result(world, "A5", evaluated(world, reached("80", weight="90", score="9", reason="疫情"))).status == "passed", (
        "执行率 has its 10 elsewhere"
    )
    assert found(world, "A5") == []


@pytest.mark.parametrize(
    ("indicators", "finding_"),
    [
        ([reached("95"), reached("95", weight="45", score="45")], ("error", "分值合计 95", "100 或 90+10")),
        ([reached("95"), reached("95", score="51")], ("error", "得分 51", "≤50")),
        ([reached("89", reason="疫情"), reached("89", reason="/")], ("warning", "完成值 89%，没有偏差原因", "ge 90")),
        ([reached("91", target="le", reason="疫情"), reached("91", target="le")], ("warning", "完成值 91%，没有偏差原因", "le 90")),
        ([reached("90", target="gt", reason="疫情"), reached("90", target="gt")], ("warning", "完成值 90%，没有偏差原因", "gt 90")),
        (
            [reached("90", reason="疫情"), reached(None, comparator="qualitative", raw="部分达成预期指标")],
            ("warning", "完成值 部分达成预期指标，没有偏差原因", "ge 90"),
        ),
        ([reached("89"), reached("88")], ("warning", "2 项未达目标，全表没有偏差原因", "写明原因")),
    ],
)
def test_a5_fails(world: World, indicators: list[Indicator], finding_: tuple[str, str, str]) -> None:
    assert result(world, "A5", evaluated(world, *indicators)).hits == 1
    assert [row[:3] for row in found(world, "A5")] == [finding_]


def test_e2_the_years_of_the_name_cover_the_fiscal_year(world: World) -> None:
    assert result(world, "E2", filed(world)).status == "not_tested"
    assert result(world, "E2", filed(world, year_mark="２０２２-2025年")).status == "passed"
    assert result(world, "E2", filed(world, year_mark="2021-2023年")).hits == 1
    assert [row[:3] for row in found(world, "E2")] == [("warning", "2021-2023年", "2024")]


def test_e3_co_funded_twins_are_found_whichever_comes_later(world: World) -> None:
    office = world.department()
    project = world.project(office)
    granted, own = world.statement(office, covers="project"), world.statement(office, covers="project")
    assert result(world, "E3", granted).status == "not_tested"
    world.row(granted, project, total="192.80", funding_document="穗财政〔2023〕79号")
    assert result(world, "E3", granted).status == "passed"
    world.row(own, project, total="289.20")
    assert result(world, "E3", own).hits == 1, "the row that came before is the one that prints the number"
    assert found(world, "E3") == [("warning", "穗财政〔2023〕79号：192.80", "482.00", Decimal("-289.20"))]


def test_what_no_longer_holds_is_taken_back(world: World) -> None:
    office = world.department()
    project = world.project(office)
    granted, own = world.statement(office, covers="project"), world.statement(office, covers="project")
    world.row(granted, project, funding_document="穗财政〔2023〕79号")
    world.row(own, project, is_current=True)
    assert result(world, "E3", granted, own).hits == 1
    world.connection.exec_driver_sql(f"UPDATE core.project_year SET is_current = false WHERE statement_id = {own}")
    assert result(world, "E3", own).hits == 0
    assert world.connection.execute(finding.select().where(finding.c.rule == "E3")).all() == []


@pytest.mark.parametrize(
    ("goal", "hits"),
    [
        ("保障运行，提升服务；共1,200件。", []),
        ("保障运行、维护稳定。", None),
        ("保障运行,提升服务，维护稳定", [("半角 1 处，全角 1 处", "全角")]),
        ("保障需求,,调动积极性", [(",,", ","), ("半角 2 处，全角 0 处", "全角")]),
        ("保障需求。。", [("。。", "。")]),
    ],
)
def test_e4_punctuation_of_goals(world: World, goal: str, hits: list[tuple[str, str]] | None) -> None:
    made = result(world, "E4", filed(world, annual_goal=goal))
    assert made.status == ("not_tested" if hits is None else "failed" if hits else "passed")
    assert [row[1:3] for row in found(world, "E4")] == (hits or [])


def test_every_finding_says_where_and_about_what(world: World) -> None:
    office = world.department()
    statement = world.statement(office)
    add(world, statement, world.project(office), one("建档率", "output.quantity", "ge", "0", None))
    result(world, "B12", statement)
    rows = world.rows("data_finding", "rule", "place", "project_name", "indicator_name", where="rule IN ('B3', 'B12', 'C3', 'C5')")
    assert {row[0] for row in rows} == {"B3", "B12", "C3", "C5"}
    assert all(row[1].startswith("Sheet1!") and row[2] == "法律援助" and (row[3] == "建档率" or row[0] == "B3") for row in rows)
