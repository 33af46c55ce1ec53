"""What a stranger's file brings: labels that no row of the vocabulary has, tables that only look like targets, tables without rules."""

from __future__ import annotations

import pytest

from etl.extract.grid import Extraction, Line, Place
from etl.finding import Refused
from etl.transform import words as vocabulary
from etl.transform.engine import read
from etl.transform.statement import Claim
from tests.transform.build import YEAR, grid, only, reading, rules, statement, target
from tests.transform.made import COUNT, N, Row, card

NOBODY = Claim()


@pytest.mark.parametrize(
    ("label", "place", "field"),
    [
        ("一级绩效指标", "column", "level1"),
        ("三级指标名称及内容", "column", None),
        ("绩效指标计量单位", "column", "value_unit"),
        ("指标值确定依据及来源", "column", "explanation"),
        ("预计当年实现", "column", "value_annual"),
        ("上年度实际完成值", "column", "value_past"),
        ("分值权重（90分）", "column", "weight"),
        ("项目执行单位名称", "row", "unit"),
        ("项目主管部门（单位）", "row", "department"),
        ("部门编码及名称", "row", "department"),
        ("项目名称 تۈر نامى", "row", "project_name"),
        ("项目名称 Project", "row", "project_name"),
        ("年度绩效目标2", "row", "goal_annual"),
        ("法律援助工作计划", "row", None),
        ("绩效评价得分情况说明会", "row", None),
    ],
)
def test_labels_are_known_by_how_they_are_built(label: str, place: vocabulary.LabelPlace, field: str | None) -> None:
    assert next(iter(vocabulary.fields(label, place)), None) == field


@pytest.mark.parametrize(
    ("label", "source", "stage"),
    [
        ("本年度项目预算金额", "total", "budget"),
        ("预算额度（万元）", "total", "budget"),
        ("项目总经费", "total", None),
        ("上年度项目预算", None, None),
    ],
)
def test_labels_of_money_are_known_by_how_they_are_built(label: str, source: str | None, stage: str | None) -> None:
    found = vocabulary.money_label(label)
    assert (found and found.source, found and found.stage) == (source, stage)


def test_the_title_names_the_department() -> None:
    rows = [row for row in card(title=None, department="样例市水利局") if row[0] not in ("主管部门",)]
    found = reading(grid([["样例市水利局2024年项目支出绩效目标表", *[N] * 4], *rows]), claim=NOBODY)
    assert found.statements[0].department == "样例市水利局"


def test_a_year_in_a_caption_counts() -> None:
    rows = card(year=None)
    found = reading(grid([rows[0], ["预算年度：2023", *[N] * 4], *rows[1:]]), claim=NOBODY)
    assert (found.statements[0].fiscal_year, found.statements[0].fiscal_year_from) == (2023, "title")


CARD: list[Row] = [["2024年项目支出绩效目标表", *[N] * 6], ["项目名称", "河道治理", N, N, "主管部门", "样例县水利局", N]]


def test_a_number_below_the_value_s_heading_is_the_value_itself() -> None:
    rows: list[Row] = [
        *CARD,
        ["一级指标", "二级指标", "三级指标", N, "指标值", N, N],
        ["^", "^", "^", "^", "符号", "数值", "单位"],
        ["产出指标", "数量指标", "长度", N, "≥", "12", "公里"],
    ]
    (indicator,) = only(statement(grid(rows))).indicators
    assert target(indicator.targets[0]) == ("ge", "12", "None", "公里")
    assert indicator.targets[0].parts[0].scope is None


@pytest.mark.parametrize("label", ["校验", "一季度"])
def test_numbers_under_an_unknown_heading_are_no_signs(label: str) -> None:
    rows: list[Row] = [
        *CARD,
        ["一级指标", "二级指标", "三级指标", N, "指标值", label, "备注"],
        ["产出指标", "数量指标", "长度", N, "≥12公里", "1", ""],
    ]
    found = reading(grid(rows))
    assert only(found).indicators[0].targets[0].raw == "≥12公里"
    assert "unknown_header" in rules(found)


def test_all_of_a_year_s_budget_in_a_target_table() -> None:
    rows: list[Row] = [
        ["2024年项目支出绩效目标表", *[N] * 3],
        ["项目名称", "走访", "主管部门", "样例市司法局"],
        ["资金（万元）", "全年预算", "320.5", N],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        COUNT,
    ]
    project = only(statement(grid(rows)))
    assert project.money.total and f"{project.money.total.yuan:f}" == "3205000.00"
    assert project.stages == {}


LEVELS: Row = ["一级指标", "二级指标", "三级指标", "指标值", "权重"]


@pytest.mark.parametrize(
    "rows",
    [
        [["部门绩效目标责任书", *[N] * 4], ["项目", "考核指标", "目标值", "分值", "责任人"], ["业务", "完成案件数", "100件", "30", "张三"]],
        [["2024年绩效目标分解表", *[N] * 4], ["项目", "考核指标", "目标值", "分值", "责任人"], ["业务", "完成案件数", "100件", "30", "张三"]],
        [["科室绩效指标表", *[N] * 4], ["项目", "指标类型", "指标名称", "目标值", "权重"], ["门诊", "数量指标", "门诊量", "1000人次", "20"]],
        [["车间质量计划", *[N] * 4], ["项目名称", "二级指标", "指标名称", "指标值", "权重"], ["甲线", "质量指标", "合格率", "≥99%", "30"]],
        [["技术参数", *[N] * 4], LEVELS, ["硬件", "处理器", "主频", "≥2.5GHz", ""]],
        [["主要经济指标", *[N] * 4], ["指标", "单位", "指标值", "目标值", "增长"], ["产值", "亿元", "500", "520", "6.0"]],
        [["重点任务及资金安排", *[N] * 4], ["工作任务", "主要内容", "预算金额（万元）", "责任单位", ""], ["更新", "改造", "500", "住建局", ""]],
    ],
)
def test_what_only_looks_like_targets_is_refused_as_such(rows: list[Row]) -> None:
    with pytest.raises(Refused) as refused:
        reading(grid(rows), claim=Claim(fiscal_year=2024, department="样例市司法局", money_unit="yuan"))
    assert refused.value.rule in ("not_targets", "no_target_table")


def test_levels_of_the_field_are_enough_without_a_title() -> None:
    rows: list[Row] = [["项目名称", "走访", N, N], ["主管部门", "样例市司法局", N, N], ["一级指标", "二级指标", "三级指标", "指标值"], COUNT]
    assert only(statement(grid(rows))).name == "走访"


def _lines(*texts: str) -> list[Line]:
    return [Line(text, Place(f"p1/L{n}", 1)) for n, text in enumerate(texts, 1)]


def test_a_table_without_rules_that_is_not_read_is_named() -> None:
    lines = _lines("项目支出绩效目标表", "一级指标 二级指标 三级指标 指标值", "产出指标 数量指标 走访次数 ≥12次")
    with pytest.raises(Refused) as refused:
        read(Extraction("application/pdf", [], lines), YEAR)
    assert (refused.value.rule, refused.value.place) == ("borderless_unread", "p1/L2")


def test_a_sentence_about_indicators_is_no_table() -> None:
    lines = _lines("指标体系分一级指标、二级指标和三级指标。", "我局2024年部门预算公开")
    with pytest.raises(Refused, match="no_target_table"):
        read(Extraction("application/pdf", [], lines), YEAR)


def test_a_table_without_rules_beside_one_that_was_read_is_told() -> None:
    found = read(Extraction("application/pdf", [grid(card())], _lines("一级指标 二级指标 三级指标 指标值")), YEAR)
    assert [item.place for item in found.findings if item.rule == "borderless_unread"] == ["p1/L1"]


def test_captions_carry_their_values_with_them() -> None:
    rows: list[Row] = [
        ["2024年预算项目绩效目标表", *[N] * 4],
        ["项目名称：河道整治", N, N, "主管部门：样例市水利局", N],
        ["资金总额（万元）：320.5", N, N, "实施单位：样例市河道管理中心", N],
        ["绩效目标：做好整治", *[N] * 4],
        [*LEVELS[:4], "备注"],
        [*COUNT, ""],
    ]
    project = only(statement(grid(rows)))
    assert (project.name, project.unit, project.goals["annual"].text) == ("河道整治", "样例市河道管理中心", "做好整治")
    assert project.money.total and f"{project.money.total.yuan:f}" == "3205000.00"


def test_numbered_goals_are_one_goal() -> None:
    goals: list[Row] = [["年度绩效目标1", "整治河道", *[N] * 3], ["年度绩效目标2", "改善水质", *[N] * 3]]
    rows = [part for row in card() for part in (goals if row[0] == "总体目标" else [row])]
    assert only(statement(grid(rows))).goals["annual"].text == "整治河道\n改善水质"


def _plain_card(name: str, total: str) -> list[Row]:
    return [["项目名称", name, N, N], ["预算金额", total, "实施单位", "样例市社区矫正中心"], ["绩效目标", f"做好{name}", N, N], LEVELS[:4], COUNT]


def test_cards_under_one_title_share_what_it_says() -> None:
    rows: list[Row] = [
        ["样例市司法局2024年项目支出绩效目标表", N, N, N],
        ["", "", "", "单位：万元"],
        *_plain_card("走访", "10"),
        *_plain_card("普法", "20"),
    ]
    found = statement(grid(rows), claim=NOBODY)
    assert [(p.name, f"{p.money.total.yuan:f}") for p in found.projects if p.money.total] == [("走访", "100000.00"), ("普法", "200000.00")]


def test_another_table_below_does_not_share_the_title() -> None:
    other: list[Row] = [["科室考核表", N, N, N], ["项目", "考核指标", "目标值", "分值"], ["业务", "完成案件数", "100件", "30"]]
    rows: list[Row] = [["样例市司法局2024年项目支出绩效目标表", N, N, N], ["", "", "", "单位：万元"], *_plain_card("走访", "10"), *other]
    assert [p.name for p in reading(grid(rows), claim=NOBODY).statements[0].projects] == ["走访"]


def test_an_actual_of_an_earlier_year_makes_no_self_evaluation() -> None:
    rows: list[Row] = [*CARD, ["一级指标", "二级指标", "三级指标", N, "2023年实际值", "2024年目标值", "备注"]]
    rows.append(["产出指标", "数量指标", "长度", N, "10公里", "≥12公里", ""])
    found = statement(grid(rows))
    assert (found.kind, only(found).indicators[0].targets[0].raw, only(found).indicators[0].actual) == ("project_targets", "≥12公里", None)


@pytest.mark.parametrize("mark", ["-", "—", "/", "无"])
def test_marks_for_nothing_make_no_project_and_no_unit(mark: str) -> None:
    columns: Row = ["项目名称", "实施单位", "预算数", "一级指标", "二级指标", "三级指标", "指标值"]
    rows: list[Row] = [
        ["2024年项目支出绩效目标表", *[N] * 6],
        ["部门名称：样例市司法局", *[N] * 5, "单位：万元"],
        columns,
        ["样例市社区矫正中心", mark, "100", *[mark] * 4],
        ["走访", "样例市社区矫正中心", "100", *COUNT],
        [mark, mark, mark, "产出指标", "质量指标", "合格率", "≥95%"],
    ]
    assert [(p.name, p.unit, len(p.indicators)) for p in statement(grid(rows)).projects] == [("走访", "样例市社区矫正中心", 2)]


@pytest.mark.parametrize("printed", ["2023", "2023年", "2023年度"])
def test_a_year_beside_its_label(printed: str) -> None:
    rows = card(year=None)
    found = statement(grid([rows[0], ["预算年度", printed, N, "项目类别", "一般"], *rows[1:]]), claim=NOBODY)
    assert found.fiscal_year == 2023


@pytest.mark.parametrize("caption", ["万元", "（万元）", "金额：万元", "单位：人民币万元"])
def test_units_of_money_in_other_words(caption: str) -> None:
    rows: list[Row] = [["2024项目支出绩效目标表", N, N, N], ["部门：样例市司法局", N, N, caption], *_plain_card("走访", "10")]
    found = statement(grid(rows), claim=NOBODY)
    assert (found.fiscal_year, found.money_unit) == (2024, "10k_yuan")
