"""Checks of one table's indicators and values (B, C, D, G): for each a case that passes, cases that fail, and one with nothing to test."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from etl.rules import rules
from tests.sql.check_cases import Indicator, add, both, filed, found, one, result
from tests.sql.world import World

WORDS = ("qualitative", None, None)
FOUR = [
    one("办理数", "output.quantity", "ge", "90", "件", level1="产出指标", level1_code="1"),
    one("合格率", "output.quality", "ge", "90", "%", level1="产出指标（50分）"),
    one("就业", "benefit.social", "qualitative", None, None, level1=None),
    one("群众满意度", "satisfaction", "ge", "90", "%", level1="满意度"),
]


def words(text: str, **more: Any) -> tuple[Any, ...]:
    """A target in words."""
    return ("qualitative", None, None, {"text": text, "raw": text, **more})


def number(comparator: str, value: str, unit: str | None, **more: Any) -> tuple[Any, ...]:
    """A target with a number."""
    return (comparator, value, unit, more)


def dated(horizon: str, **days: date) -> Indicator:
    return Indicator("完成时间", "output.timeliness", {horizon: ("period" if "low_date" in days else "before", None, None, days)})


# rule, nothing to test, passing, [(failing, severity or None for the rule's, found, expected)]
CASES: list[tuple[str, list[Indicator], list[Indicator], list[tuple[list[Indicator], str | None, str, str]]]] = [
    (
        "B2",
        [one(level1="产出指标", level1_code=None, level2="奇怪指标", level2_code="19")],
        [one(level1="项目产出", level1_code="1", level2="数量指标", level2_code="11")],
        [
            ([one(level1="产出指标(50分)", level1_code="2")], None, "2-产出指标(50分)", "1"),
            ([one(level2="质量", level2_code="11")], None, "11-质量", "12"),
        ],
    ),
    (
        "B3",
        [one("怪", None, level1="奇怪", level1_code=None)],
        FOUR,
        [
            (FOUR[:3], None, "产出、效益", "满意度"),
            ([*FOUR[:3], one("满意率", "satisfaction", level1="效益指标")], None, "产出、效益（其中列有满意度）", "满意度"),
            (FOUR[1:2] + FOUR[3:], None, "产出、满意度", "效益"),
        ],
    ),
    (
        "B4",
        [one("怪", None)],
        FOUR,
        [([*FOUR[:2], one("满意率", "satisfaction", level1="效益指标")], None, "产出、满意度", "效益")],
    ),
    (
        "B5",
        [one("怪", None)],
        [one(), one("甲", "output.quality"), one("乙", "output.timeliness"), one("丙", "cost.economic")],
        [
            ([one(), one("乙", "output.timeliness"), one("丙", "output.cost")], None, "数量、时效、成本", "质量"),
            ([one()], None, "数量", "质量、时效、成本"),
        ],
    ),
    ("B6", [], FOUR, [(FOUR[:3], None, "3", "4")]),
    (
        "B8",
        [],
        [one("培训数", "output.quantity", "ge", "1", "人"), one("培训数", "output.quantity", "ge", "1", "场")],
        [([one("培训数", "output.quantity", "ge", "1", "场"), one("培训数", "output.quality", "ge", "1", "场次")], None, "培训数", "第1条")],
    ),
    (
        "B10",
        [one("怪", None)],
        [one("居民满意度（%）", "satisfaction"), one("不满意投诉办结率", "output.quality")],
        [
            ([one("质量评核", "satisfaction", level2="服务对象满意度")], None, "服务对象满意度：质量评核", "名称含“满意”"),
            ([one("居民满意度", "benefit.social")], None, "居民满意度", "满意度指标"),
        ],
    ),
    (
        "B11",
        [one("完成人数", "output.quantity")],
        [one("合格率", "output.quality"), one("空气质量指数", "output.quality")],
        [([one("支持律所数量", "output.quality")], None, "支持律所数量", "数量指标")],
    ),
    (
        "B12",
        [one("合格率", "output.quality")],
        [one("巡查频率"), one("办理数")],
        [([one("建档率")], None, "建档率", "质量或时效指标")],
    ),
    (
        "B13",
        [one("完成率", "output.quantity")],
        [one("覆盖率", "benefit.social")],
        [
            ([one("服务完成率", "benefit.economic")], None, "服务完成率", "产出指标"),
            ([one("排查次数", "benefit.social")], None, "排查次数", "产出指标"),
        ],
    ),
    (
        "C1",
        [one("运行情况", "output.quality", *words("良好"))],
        [
            one("到位率", "output.quality", "ge", "90", "%"),
            one("指数", "output.quality", *words("良好")),
            one("巡查频率", "output.quantity", *words("每月")),
        ],
        [([one("受益人数", "benefit.social", *words("较多"))], None, "年度：较多", "受益人数")],
    ),
    (
        "C2",
        [],
        [one("受益人数", "benefit.social", *words("较多"))],
        [([one("受益人数", "benefit.social", *words("全年受益人数", no_target=True))], None, "年度：全年受益人数", "受益人数")],
    ),
    (
        "C3",
        [one("甲", "output.quality", *words("良好")), one("空气质量指数", "output.quality", *number("ge", "90", None))],
        [one("甲", "output.quantity", "ge", "90", "件"), one("甲", "output.quantity", *number("ge", "90", "件", unit_from="column"))],
        [
            ([one("人均案件数", "output.quantity", *number("ge", "55", None))], "warning", "年度：ge 55", "人均案件数"),
            ([one("服务（小时）", "output.quantity", *number("ge", "8", "小时", unit_from="name"))], "info", "年度：ge 8", "（小时）"),
        ],
    ),
    (
        "C4",
        [
            one("服务（含线上）", "output.quantity", "ge", "8", "场"),
            one("服务（小时）", "output.quantity", *number("ge", "8", "小时", unit_from="name")),
        ],
        [one("服务（小时）", "output.quantity", "ge", "8", "小时"), one("慰问场次", "output.quantity", "ge", "8", "场")],
        [
            ([one("慰问人次", "output.quantity", "eq", "12", "人")], "warning", "人", "人次"),
            ([one("培训（人次）", "output.quantity", "eq", "12", "人")], "warning", "人", "人次"),
            ([one("活动（场次）", "output.quantity", "ge", "21", "场")], "info", "场", "场次"),
        ],
    ),
    (
        "C5",
        [one("甲", "output.quality", *words("良好"))],
        [one()],
        [
            ([one("规范性", "output.quality", *number("eq", "0", None, direction_from="zero"))], "warning", "年度：eq 0", "规范性"),
            ([one("事故数", "output.quality", *number("eq", "0", "起", direction_from="name"))], "info", "年度：eq 0", "事故数"),
        ],
    ),
    (
        "C6",
        [],
        [one()],
        [
            (
                [Indicator("甲", "output.quality", {"annual": (number("ge", "85", "%", raw="两个"), number("ge", "80", "%", raw="两个"))})],
                None,
                "年度：两个",
                "1",
            )
        ],
    ),
    ("C7", [], [one("1、参考率")], [([one("参考率、及格率")], None, "参考率、及格率", "1")]),
    (
        "C8",
        [one("甲", "output.quality", *words("良好"))],
        [one(), one("活动（场）", "output.quantity", *number("ge", "1", "场", measure="举行"))],
        [([one("办理案件", "output.quantity", *number("eq", "100", "%", measure="办结率", raw="办结率100%"))], None, "年度：办结率100%", "办理案件")],
    ),
    (
        "C9",
        [one(), one("收入增长率", "benefit.economic", "ge", "120", "%"), one("产量", "benefit.economic", *number("ge", "120", "%", basis="上年"))],
        [one("合格率", "output.quality", "eq", "100", "%"), one("核减率", "output.quality", "ge", "900", "‰")],
        [
            ([one("合格率", "output.quality", "eq", "292", "%")], None, "年度：eq 292", "0-100%"),
            ([one("合格率", "output.quality", "ge", "-5", "百分比")], None, "年度：ge -5", "0-100%"),
        ],
    ),
    (
        "C10",
        [one(), one("成本节约率", "output.cost", "ge", "5", "%"), one("成本", "output.cost", *words("不超预算"))],
        [one("总成本", "output.cost", "le", "95", "万元")],
        [([one("总成本", "cost.economic", "ge", "95", "万元")], None, "年度：ge 95", "≤")],
    ),
    ("C11", [], [one()], [([one(), one("合格率", "output.quality", "eq", "100", "%")], None, "1", "2")]),
    (
        "C12",
        [one("合格率", "output.quality", "ge", "1", "%")],
        [one("培训", "output.quantity", *number("ge", "1", "次", basis="每季度")), one("培训", "output.quantity", "ge", "2", "次")],
        [([one("运维频率", "output.quantity", "ge", "1", "次")], None, "ge 1", "运维频率")],
    ),
    ("C13", [], [one()], [([one("甲", "output.quality", *words("评估达标。"))], None, "年度：评估达标。", "评估达标")]),
    (
        "D1",
        [one()],
        [],
        [
            ([both("甲", words("达标"), words("合格")), both("乙", words("及时"), words("及 时"))], None, "达标", "合格"),
            ([both("甲", words("达标"), words("达标"))], None, "1 项", "同样的 1 项"),
        ],
    ),
    (
        "D2",
        [one()],
        [
            both("面积", number("ge", "10", "亩"), number("ge", "30", "亩")),
            both("合格率", number("ge", "95", "%"), number("ge", "90", "%")),
            both("评估", words("评估达标"), words("运行服务评估达标")),
        ],
        [
            ([both("合格率", number("ge", "90", "%"), number("ge", "95", "%"))], "warning", "ge 90", "ge 95"),
            ([both("差错率", number("le", "3", "%"), number("le", "2", "%"))], "warning", "le 3", "le 2"),
            ([both("检查", number("ge", "1", "次", basis="每月"), number("ge", "2", "次", basis="每月"))], "warning", "ge 1", "ge 2"),
            ([both("培训", number("eq", "1", "场次"), number("ge", "1", "场", basis="年均"))], "info", "eq 1", "ge 1"),
            ([both("运行", words("评估达标"), words("运行良好，评估达标。"))], "info", "评估达标", "运行良好，评估达标。"),
        ],
    ),
    (
        "D3",
        [one()],
        [both("甲", number("ge", "1", "场"), number("ge", "3", "场次")), both("乙", words("达标"), words("合格"))],
        [
            ([both("稳定", number("eq", "100", "%"), words("不发生恶性事件"))], None, "eq 100", "不发生恶性事件"),
            ([both("甲", number("ge", "1", "场"), number("ge", "3", "人"))], None, "ge 1", "ge 3"),
            ([both("甲", number("ge", "1", "%", measure="办结率"), number("ge", "1", "%", measure="合格率"))], None, "ge 1", "ge 1"),
        ],
    ),
    (
        "D4",
        [one()],
        [
            both("甲", words("达标"), words("达标")),
            both("乙", words("达标"), words("运行良好，达标")),
            both("丙", number("ge", "1", "场", raw="≥1场"), number("ge", "2", "场", raw="≥2场")),
            both("丁", number("eq", "1", "场", raw="1场"), number("ge", "1", "场", raw="≥1场")),
        ],
        [
            ([both("甲", number("eq", "3", "人", raw="3人"), number("eq", "3", "人", raw="年均3人"))], None, "3人", "年均3人"),
            ([both("乙", words("评估达标"), words("运行服务评估达标。"))], None, "评估达标", "运行服务评估达标。"),
            ([both("丙", words("符合标准"), words("符合补贴支付标准"))], None, "符合标准", "符合补贴支付标准"),
        ],
    ),
    (
        "G2",
        [one(), dated("cycle", high_date=date(2030, 1, 1))],
        [dated("annual", high_date=date(2024, 12, 31)), dated("annual", low_date=date(2024, 1, 1), high_date=date(2024, 6, 30))],
        [
            ([dated("annual", high_date=date(2025, 1, 31))], None, "年度：before None", "≤2024-12-31"),
            ([dated("cycle", low_date=date(2024, 6, 1), high_date=date(2024, 1, 1))], None, "周期：period None", "≥2024-06-01"),
        ],
    ),
]


@pytest.mark.parametrize(("rule", "nothing", "passing", "failing"), CASES, ids=[case[0] for case in CASES])
def test_check(world: World, rule: str, nothing: list[Indicator], passing: list[Indicator], failing: list[Any]) -> None:
    assert result(world, rule, filed(world, *nothing)).status == "not_tested"
    if passing:
        passed = result(world, rule, filed(world, *passing))
        assert (passed.status, found(world, rule)) == ("passed", [])
    for indicators, severity, what, instead in failing:
        alone = world.connection.begin_nested()
        made = result(world, rule, filed(world, *indicators))
        assert made.hits == 1
        assert [row[:3] for row in found(world, rule)] == [(severity or rules()[rule].severity, what, instead)]
        alone.rollback()


def test_every_check_of_indicators_and_values_has_its_cases() -> None:
    from etl.load.checks import checks

    elsewhere = {"B1", "B7", "B9", "D5"}
    assert {rule for rule, _ in checks() if rule[0] in "BCDG"} == {case[0] for case in CASES} | elsewhere


def test_a_project_of_several_years_has_later_dates(world: World) -> None:
    inside = filed(world, dated("annual", high_date=date(2025, 6, 30)), dated("cycle", high_date=date(2026, 12, 31)), year_mark="2024-2026年")
    assert result(world, "G2", inside).status == "passed"
    behind = filed(world, dated("cycle", high_date=date(2027, 1, 1)), year_mark="2024-2026年")
    assert result(world, "G2", behind).status == "failed"
    assert [row[2] for row in found(world, "G2")] == ["≤2026-12-31"]


def test_what_restates_a_promise_is_not_checked_again(world: World) -> None:
    evaluated = filed(world, one("建档率", "output.quantity", *words("较高")), kind="self_evaluation")
    for rule in ("B3", "B5", "B6", "B12", "C1", "C11"):
        assert result(world, rule, evaluated).status == "not_tested", rule


def test_b9_the_same_indicator_in_several_projects(world: World) -> None:
    office = world.department()
    statement = world.statement(office)
    add(world, statement, world.project(office, "甲"), one("排查次数", None, "ge", "2000", "次"), one("满意度", None, "ge", "90", "%"), name="甲")
    assert result(world, "B9", statement).status == "not_tested"
    add(world, statement, world.project(office, "乙"), one("化解率", None, "ge", "90", "%"), name="乙")
    assert result(world, "B9", statement).status == "passed"
    add(world, statement, world.project(office, "丙"), one("排查次数", None, "ge", "2000", "次"), one("满意度", None, "ge", "85", "%"), name="丙")
    assert result(world, "B9", statement).hits == 4
    assert found(world, "B9") == [
        ("info", "满意度“ge 85”", "甲“ge 90”", None),
        ("info", "满意度“ge 90”", "丙“ge 85”", None),
        ("warning", "排查次数“ge 2000”", "丙“ge 2000”", None),
        ("warning", "排查次数“ge 2000”", "甲“ge 2000”", None),
    ]


def test_d5_counts_of_several_years_add_up(world: World) -> None:
    grown = (number("ge", "10", "户"), number("ge", "30", "户"))
    rate = both("合格率", number("ge", "90", "%"), number("ge", "90", "%"))
    copied = (number("ge", "30", "户"), number("ge", "30", "户"))
    assert result(world, "D5", filed(world, both("户数", *copied))).status == "not_tested", "one year"
    assert result(world, "D5", filed(world, rate, year_mark="2022-2025年")).status == "not_tested", "a rate adds up to nothing"
    assert result(world, "D5", filed(world, both("户数", *grown), rate, year_mark="2022-2025年")).status == "passed"
    assert result(world, "D5", filed(world, both("户数", *copied), rate, year_mark="2022-2025年")).hits == 1
    assert found(world, "D5") == [("info", "户数“ge 30”", "2022-2025年", None)]
