"""Layouts of provinces that no corpus file shows (DOMAIN 3), made with their traps: what must be read, and what must never be read silently."""

from __future__ import annotations

from etl.finding import Refused
from etl.transform.statement import Claim, Project
from tests.transform.build import grid, only, reading, rules, shown, statement, target
from tests.transform.made import COUNT, HEADS, N, Row, listed

NOBODY = Claim()
CARD: list[Row] = [["2024年项目支出绩效目标表", N, N, N, N, N], ["项目名称", "河道治理", N, "主管部门", "样例县水利局", N]]
LEVELS: Row = ["一级指标", "二级指标", "三级指标", "指标值"]


def _names(found: object) -> list[tuple[str, str | None, int]]:
    return [(p.name, p.unit, len(p.indicators)) for p in found.projects]  # type: ignore[attr-defined]


def _total(project: Project) -> str | None:
    return f"{project.money.total.yuan:f}" if project.money.total else None


def test_signs_in_words_beside_a_direction() -> None:
    """内蒙古 表11: 指标方向性 and 指标性质 side by side."""
    columns: Row = ["项目名称", "预算金额", "一级指标", "二级指标", "三级指标", "指标方向性", "指标性质", "指标值", "度量单位"]
    rows: list[Row] = [
        ["河道清淤", "320.50", "产出指标", "数量指标", "清淤长度", "正向", "大于等于", "12", "公里"],
        ["^", "^", "^", "时效指标", "完工时限", "反向", "小于等于", "12", "月"],
        ["^", "^", "^", "质量指标", "砂石储备", "定性", "定性", "充足", ""],
    ]
    found = only(statement(listed(*rows, heads=HEADS, columns=columns)))
    assert [(i.direction, i.targets[0].parts[0].comparator) for i in found.indicators] == [
        ("positive", "ge"),
        ("negative", "le"),
        ("none", "qualitative"),
    ]
    assert target(found.indicators[0].targets[0]) == ("ge", "12", "None", "公里")


def test_codes_weights_and_directions() -> None:
    """四川: code before the name, unit code before the unit, department in a row of its own, year in the title."""
    heads: list[Row] = [
        ["表6", *[N] * 8],
        ["部门预算项目支出绩效目标表（2025年度）", *[N] * 8],
        ["部门：206-样例市司法局", *[N] * 6, "金额单位：万元", N],
    ]
    columns: Row = ["单位名称", "项目名称", "年度总体目标", "三级指标", "指标性质", "指标值", "度量单位", "权重", "指标方向性"]
    rows: list[Row] = [
        ["206001-样例市司法局本级", "51100024T000000000001-社区矫正", "管好对象", "矫正人数", "≥", "120", "人", "20", "正向指标"],
        ["^", "^", "^", "脱管率", "≤", "1", "%", "20", "反向指标"],
    ]
    found = statement(listed(*rows, heads=heads, columns=columns), claim=NOBODY)
    project = only(found)
    assert (found.fiscal_year, found.department, found.department_code) == (2025, "样例市司法局", "206")
    assert (project.name, project.code, project.unit_code) == ("社区矫正", "51100024T000000000001", "206001")
    assert [target(i.targets[0])[0] for i in project.indicators] == ["ge", "le"]


def test_a_list_of_units_and_projects_in_one_column() -> None:
    """湘西: 13 columns, 单位名称（项目名称）, goals of the period and the year."""
    columns: Row = [
        "单位编码",
        "单位名称（项目名称）",
        "资金总额",
        "实施期绩效目标",
        "本年度绩效目标",
        "二级指标",
        "三级指标",
        "指标值内容",
        "指标值",
        "度量单位",
        "备注",
    ]
    rows: list[Row] = [
        ["401", "样例县水利局", "1,520.00", "", "", "", "", "", "", "", ""],
        ["401001", "  水库加固", "1,200.00", "加固水库", "完成6座", "数量指标", "加固座数", "6座以上", "≥6", "座", ""],
        ["", "", "", "", "", "质量指标", "合格率", "全部合格", "100", "%", ""],
        ["401001", "  山洪防治", "320.00", "防治山洪", "预警到位", "数量指标", "预警站点", "站点", "28", "个", ""],
    ]
    found = statement(
        listed(*rows, heads=[["2024年项目支出绩效目标表", *[N] * 10], ["填报单位：样例县水利局", *[N] * 8, "单位：万元", N]], columns=columns)
    )
    assert _names(found) == [("水库加固", "样例县水利局", 2), ("山洪防治", "样例县水利局", 1)]
    assert [_total(p) for p in found.projects] == ["12000000.00", "3200000.00"]


def test_level_2_names_headed_as_level_1_and_names_headed_as_level_2() -> None:
    """鄂州."""
    rows: list[Row] = [*CARD, ["绩效指标", "一级指标", "二级指标", N, "指标值", "备注"], ["^", "数量指标", "养护面积", N, "≥200万平方米", ""]]
    rows += [["^", "质量指标", "完好率", N, "≥95%", ""], ["^", "社会效益指标", "办结率", N, "100%", ""]]
    assert [(i.kind, i.name) for i in only(statement(grid(rows))).indicators] == [
        ("output.quantity", "养护面积"),
        ("output.quality", "完好率"),
        ("benefit.social", "办结率"),
    ]


BLOCKS: list[Row] = [["省级专项资金绩效目标表", N, N, N, N], ["（2024年度）", N, N, N, N], ["专项名称", "乡村道路", N, "主管部门", "样例县水利局"]]


def test_long_term_and_annual_blocks_one_above_the_other() -> None:
    """陕西, 湖南: each block has its own header, its label at the left."""
    rows: list[Row] = [
        ["长期绩效目标", "三年建成90公里", N, N, N],
        ["长期绩效指标", "一级指标", "二级指标", "指标内容", "指标值"],
        ["^", "产出指标", "数量指标", "修建道路", "90公里"],
    ]
    rows += [
        ["年度绩效目标", "当年建成30公里", N, N, N],
        ["年度绩效指标", "一级指标", "二级指标", "指标内容", "指标值"],
        ["^", "产出指标", "数量指标", "修建道路", "30公里"],
    ]
    project = only(statement(grid([*BLOCKS, *rows])))
    assert {horizon: goal.text for horizon, goal in project.goals.items()} == {"cycle": "三年建成90公里", "annual": "当年建成30公里"}
    assert {(t.horizon, t.raw) for i in project.indicators for t in i.targets} == {("cycle", "90公里"), ("annual", "30公里")}


def test_goals_stacked_under_one_label() -> None:
    rows: list[Row] = [["绩效目标", "长期目标", "三年建成90公里", N, N], ["^", "年度目标", "当年建成30公里", N, N], [*LEVELS, ""], [*COUNT, ""]]
    goals = only(statement(grid([*BLOCKS, *rows]))).goals
    assert {horizon: goal.text for horizon, goal in goals.items()} == {"cycle": "三年建成90公里", "annual": "当年建成30公里"}


def test_one_value_column_for_each_beneficiary_is_no_single_number() -> None:
    """安溪: the three numbers never become one; each is read by itself, or the row is reported at its place."""
    rows: list[Row] = [
        *CARD,
        ["一级指标", "二级指标", "三级指标", "目标值", N, N],
        ["^", "^", "^", "龙门镇", "官桥镇", "湖头镇"],
        ["产出指标", "数量指标", "治理面积（亩）", "100", "200", "300"],
    ]
    found = reading(grid(rows))
    parts = [part for i in only(found).indicators for t in i.targets for part in t.parts]
    numbers = {str(part.low) for part in parts if part.low is not None}
    pointed = any(f.place.startswith("t1/R5") and f.severity != "info" for f in found.findings)
    assert numbers <= {"100", "200", "300"} and (numbers == {"100", "200", "300"} or pointed)


def test_pairs_under_level_1_names() -> None:
    """河南: (三级指标, 指标值) side by side under level-1 names; all of them are the year's."""
    columns: list[Row] = [["项目名称", "项目金额", "产出指标", N, "满意度指标", N], ["^", "^", "三级指标", "指标值", "三级指标", "指标值"]]
    heads: list[Row] = [["2024年项目支出绩效目标汇总表", *[N] * 5], ["部门名称：样例市财政局", *[N] * 3, "单位：万元", N]]
    found = only(statement(grid([*heads, *columns, ["系统运维", "120.00", "系统数量", "≥5个", "用户满意度", "≥95%"]])))
    assert shown(found) == [("产出指标", None, "系统数量", {"annual": "≥5个"}), ("满意度指标", None, "用户满意度", {"annual": "≥95%"})]


def test_two_lines_of_names_and_values_are_not_one() -> None:
    rows: list[Row] = [*CARD, [*LEVELS, "", ""], ["产出指标", "数量指标", "维护长度\n维护次数", "≥20公里\n≥4次", "", ""]]
    found = reading(grid(rows))
    names = [i.name for i in only(found).indicators]
    assert names == ["维护长度", "维护次数"] or any(f.place.startswith("t1/R4") and f.severity != "info" for f in found.findings)


def test_labelled_text_in_one_cell() -> None:
    """黄山: read, or reported at its cell; never silently without indicators."""
    cell = "【产出指标-数量指标】指标1:购置电脑(≥77台)\n【产出指标-质量指标】指标1:验收合格率(≥98%)"
    columns: Row = ["项目名称", "预算金额", "绩效目标", "绩效指标"]
    heads: list[Row] = [["2024年项目支出绩效目标表", N, N, N], ["部门：样例市公安局", N, "单位：万元", N]]
    try:
        found = reading(grid([*heads, columns, ["设备更新", "77.00", "更新设备", cell]]))
    except Refused:
        return
    assert len(only(found).indicators) == 2 or "packed_rest" in rules(found)


SELF: list[Row] = [["2023年度项目支出绩效自评表", *[N] * 6], ["项目名称", "就业补助", N, "主管部门", "样例市人力资源和社会保障局", N, N]]


def test_a_self_evaluation_by_types_of_indicators() -> None:
    """渝中: 指标类型 is the group, 管理类 among them; 无 in sign and unit columns says nothing; 预算执行率 is an indicator (DOMAIN 3.3)."""
    rows: list[Row] = [
        ["指标名称", "指标类型", "计量单位", "指标性质", "指标值", "全年完成值", "得分"],
        ["补贴人数", "产出类", "人", "≥", "900", "950", "30"],
    ]
    rows += [
        ["群众满意度", "满意度类", "%", "≥", "90", "92", "10"],
        ["监控有效性", "管理类", "无", "无", "有效", "有效", "10"],
        ["预算执行率", "管理类", "%", "＝", "100", "95", "9.5"],
    ]
    found = statement(grid([*SELF, *rows]), claim=NOBODY)
    indicators = only(found).indicators
    assert [i.name for i in indicators] == ["补贴人数", "群众满意度", "监控有效性", "预算执行率"]
    assert [t.raw for t in indicators[2].targets] == ["有效"] and indicators[1].kind == "satisfaction"
    assert indicators[3].actual is not None and str(indicators[3].actual.parts[0].low) == "95"


def test_a_vertical_money_block() -> None:
    rows: list[Row] = [
        [f"{stage}（万元）", str(n), N, "其中：财政拨款", str(n), N, N] for stage, n in (("年初预算数", 100), ("全年预算数", 90), ("全年执行数", 80))
    ]
    rows += [["二级指标", "三级指标", "年度指标值", "实际完成值", "", "", ""], ["数量指标", "次数", "≥3次", "4次", "", "", ""]]
    stages = only(statement(grid([*SELF, *rows]), claim=NOBODY)).stages
    read = {s: (f"{m.total.yuan:f}" if m.total else None, {k: f"{a.yuan:f}" for k, a in m.funding.items()}) for s, m in stages.items()}
    wanted = {"budget": 100, "adjusted": 90, "executed": 80}
    assert read == {s: (f"{n}0000.00", {"fiscal_appropriation": f"{n}0000.00"}) for s, n in wanted.items()}


def test_labels_side_by_side_are_never_goals() -> None:
    goals: list[Row] = [
        ["年初绩效目标", N, "全年（调整）绩效目标", N, "全年目标实际完成情况", N, N],
        ["就业1000人", N, "就业900人", N, "就业950人", N, N],
    ]
    rows: list[Row] = [["二级指标", "三级指标", "年度指标值", "实际完成值", "", "", ""], ["数量指标", "次数", "≥3次", "4次", "", "", ""]]
    found = only(statement(grid([*SELF, *goals, *rows]), claim=NOBODY)).goals
    assert not {goal.text for goal in found.values()} & {text for text in goals[0] if text}


def test_blocks_of_long_term_and_year_under_one_header() -> None:
    rows: list[Row] = [["绩效指标", "", "一级指标", "二级指标", "指标内容", "指标值"], ["^", "长期", "产出指标", "数量指标", "修建道路", "90公里"]]
    rows += [["^", "^", "效益指标", "社会效益指标", "受益村", "30个"], ["^", "年度", "产出指标", "数量指标", "修建道路", "30公里"]]
    project = only(statement(grid([*[[*row, N] for row in BLOCKS], *rows])))
    read = {(t.horizon, t.raw) for i in project.indicators for t in i.targets}
    assert read == {("cycle", "90公里"), ("cycle", "30个"), ("annual", "30公里")}


def test_a_goal_of_the_year_s_beginning_is_not_of_the_whole_period() -> None:
    """重庆: 年初绩效目标 | 全年（调整）绩效目标, both of the year."""
    goals: list[Row] = [
        ["年初绩效目标", N, "全年（调整）绩效目标", N, "全年目标实际完成情况", N, N],
        ["就业1000人", N, "就业900人", N, "就业950人", N, N],
    ]
    rows: list[Row] = [["二级指标", "三级指标", "年度指标值", "实际完成值", "", "", ""], ["数量指标", "次数", "≥3次", "4次", "", "", ""]]
    assert "cycle" not in only(statement(grid([*SELF, *goals, *rows]), claim=NOBODY)).goals
