"""Cards: labels with their values beside or below them, goals, money, blocks of indicators, and what stands around them."""

from __future__ import annotations

import pytest

from tests.transform.build import accounted, grid, only, reading, shown, statement
from tests.transform.made import COUNT, QUALITY, N, Row, card


def _goals(rows: list[Row]) -> dict[str, str]:
    return {horizon: goal.text for horizon, goal in only(statement(grid(rows))).goals.items()}


def _with_goals(*rows: Row) -> list[Row]:
    made = card()
    at = next(n for n, row in enumerate(made) if row[0] == "总体目标")
    return [*made[:at], *rows, *made[at + 1 :]]


def test_a_central_card() -> None:
    found = reading(grid(card()))
    accounted(found)
    (one,) = found.statements
    project = only(one)
    assert (one.kind, one.layout, one.covers) == ("project_targets", "card", "project")
    assert (one.department, one.department_code, one.fiscal_year, one.fiscal_year_from) == ("样例市司法局", "101", 2024, "title")
    assert (project.name, project.unit) == ("走访慰问", "样例市社区矫正中心")
    assert project.money.total is not None and f"{project.money.total.yuan:f}" == "1000000.00"
    assert shown(project) == [(*COUNT[:3], {"annual": "≥3次"}), (*QUALITY[:3], {"annual": "≥95%"})]
    assert found.account.reported == 0


def test_an_unmarked_goal_is_the_annual_one() -> None:
    assert _goals(card()) == {"annual": "做好走访慰问"}


@pytest.mark.parametrize(
    "rows",
    [
        [["总体目标", "中期目标（2024—2026年）", N, "年度目标", N], ["^", "三年走遍", N, "今年走一半", N]],
        [["中期目标", "三年走遍", N, N, N], ["年度目标", "今年走一半", N, N, N]],
        [["总体目标", "中期目标", N, "年度目标", N], ["", "三年走遍", N, "今年走一半", N]],
    ],
)
def test_goals_side_by_side_or_one_below_the_other(rows: list[Row]) -> None:
    assert _goals(_with_goals(*rows)) == {"cycle": "三年走遍", "annual": "今年走一半"}


def test_a_goal_of_placeholders_is_none() -> None:
    assert _goals(_with_goals(["总体目标", "/", N, N, N])) == {}


def test_what_a_self_evaluation_reached_is_no_goal() -> None:
    rows = _with_goals(["年度总体目标", "预期目标", N, "实际完成情况", N], ["^", "走访三次", N, "走访四次", N])
    assert _goals(rows) == {"annual": "走访三次"}


def test_value_blocks_side_by_side_are_one_indicator_with_two_horizons() -> None:
    head: list[Row] = [["2024年项目支出绩效目标表", N, N, N, N, N], ["项目名称", "走访", N, "主管部门", "样例市司法局", N]]
    goals: list[Row] = [["总体目标", "中期目标", N, "年度目标", N, N], ["^", "三年走遍", N, "今年走一半", N, N]]
    names: Row = ["一级指标", "二级指标", "三级指标", "指标值", "三级指标", "指标值"]
    rows: list[Row] = [
        ["产出指标", "数量指标", "走访次数", "≥9次", "走访次数", "≥3次"],
        ["^", "质量指标", "", "", "合格率", "≥95%"],
        ["^", "时效指标", "完成时间", "2026年底", "", ""],
    ]
    assert shown(only(statement(grid([*head, *goals, names, *rows])))) == [
        ("产出指标", "数量指标", "走访次数", {"cycle": "≥9次", "annual": "≥3次"}),
        ("产出指标", "质量指标", "合格率", {"annual": "≥95%"}),
        ("产出指标", "时效指标", "完成时间", {"cycle": "2026年底"}),
    ]


def test_blocks_that_nothing_names_are_the_period_and_the_year() -> None:
    rows: list[Row] = [
        ["2024年项目绩效目标表", N, N, N, N],
        ["项目名称", "走访", N, "主管部门", "样例市司法局"],
        ["二级指标", "三级指标", "指标值", "三级指标", "指标值"],
    ]
    assert shown(only(statement(grid([*rows, ["数量指标", "走访次数", "9次", "走访次数", "3次"]]))))[0][3] == {"cycle": "9次", "annual": "3次"}


def test_template_rows_are_no_indicators() -> None:
    rows: list[Row] = [
        [*COUNT, ""],
        ["成本指标", "社会成本指标", "", "", ""],
        ["效益指标", "社会效益指标", "指标1：", "", ""],
        ["^", "生态效益指标", "……", "/", ""],
    ]
    found = reading(grid(card(indicators=rows)))
    accounted(found)
    assert [i.name for i in only(found).indicators] == ["走访次数"] and found.account.reported == 0


def test_a_target_of_zero_is_a_target() -> None:
    rows: list[Row] = [["产出指标", "质量指标", "事故次数", "0", ""]]
    assert shown(only(statement(grid(card(indicators=rows)))))[0][2:] == ("事故次数", {"annual": "0"})


def test_a_block_s_label_at_the_left_is_left_out() -> None:
    rows: list[Row] = [
        ["2024年项目绩效目标表", N, N, N, N],
        ["项目名称", "走访", N, "主管部门", "样例市司法局"],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
        ["^", *COUNT],
        ["^", *QUALITY],
    ]
    found = reading(grid(rows))
    assert len(only(found).indicators) == 2 and found.account.reported == 0


def test_signatures_and_remarks_below_end_the_indicators() -> None:
    after: list[Row] = [["备注", "无其他3项", N, N, N], ["填表人", "张三", N, "联系电话", "12345678"]]
    found = reading(grid(card(after=after)))
    accounted(found)
    assert len(only(found).indicators) == 2 and found.account.reported == 0


def test_unknown_labels_are_reported_and_never_silently_dropped() -> None:
    rows = card()
    rows.insert(4, ["特殊标签", "特殊内容", N, N, N])
    found = reading(grid(rows))
    accounted(found)
    assert [f.found for f in found.findings if f.rule == "unknown_label"] == ["特殊标签"]  # its value is reported with it


def test_a_name_without_a_value_and_a_value_without_a_name_are_told() -> None:
    rows: list[Row] = [["产出指标", "数量指标", "走访次数", "", ""], ["产出指标", "质量指标", "", "≥95%", ""]]
    found = reading(grid(card(indicators=[*rows, ["^", "时效指标", "时间", "12月底前", ""]])))
    assert {"value_missing", "indicator_without_name"} <= {f.rule for f in found.findings}
