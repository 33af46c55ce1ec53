"""Documents that hold no performance targets, and must be refused with a reason: the rest of what departments publish (DOMAIN 3, 3.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tests.made.lists import ends, wide
from tests.made.model import UP, Block, Break, Made, N, Row, Sheet, Table
from tests.made.publications import function_table, income_table, prose, travel_table
from tests.made.world import SUBJECTS, World, shown


def _sheet(world: World, title: str, header: Row, rows: Sequence[Row], *, unit: str = "万元") -> Table:
    cols = len(header)
    caption = ends(f"部门：{world.department}", f"单位：{unit}", cols) if cols > 3 else wide(f"单位：{unit}", cols)
    return Table([wide(title, cols), caption, header, *rows], 3)


def _amounts(world: World, count: int) -> list[str | None]:
    return [shown(world.money()) for _ in range(count)]


def project_budget(world: World) -> list[Block]:
    """项目支出预算表: projects and money, no targets."""
    rows: list[Row] = [[subject, world.unit, *_amounts(world, 4)] for subject in world.subjects[:6]]
    return [_sheet(world, f"{world.year}年项目支出预算表", ["项目名称", "项目单位", "合计", "一般公共预算", "政府性基金", "其他资金"], rows)]


def project_list_with_content(world: World) -> list[Block]:
    """A list of projects with what they do and when."""
    rows: list[Row] = [
        [str(n), s, world.unit, f"组织实施{s}，按期完成。", shown(world.money()), "2024年12月底前"] for n, s in enumerate(world.subjects[:6], 1)
    ]
    return [_sheet(world, f"{world.year}年重点项目安排计划表", ["序号", "项目名称", "实施单位", "建设内容", "投资额", "完成时限"], rows)]


def final_accounts(world: World) -> list[Block]:
    """决算表."""
    rows: list[Row] = [[f"20{n:02d}101", "行政运行", *_amounts(world, 4)] for n in range(8)]
    return [
        _sheet(
            world, f"{world.year - 1}年度支出决算表", ["功能分类科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出", "上缴上级支出"], rows
        )
    ]


def salaries(world: World) -> list[Block]:
    """工资表."""
    rows: list[Row] = [[str(n), f"职工{n}", "科员", *_amounts(world, 3), ""] for n in range(1, 15)]
    return [
        _sheet(
            world, f"{world.unit}{world.year}年6月工资发放表", ["序号", "姓名", "职务", "基本工资", "绩效工资", "实发合计", "签名"], rows, unit="元"
        )
    ]


def merit_pay(world: World) -> list[Block]:
    """绩效工资考核分配表: 绩效, 指标, 分值 and 得分 in another sense."""
    rows: list[Row] = [[f"职工{n}", "合格", "20", "19", "30", "28.5", shown(world.money(), "元")] for n in range(1, 12)]
    return [_sheet(world, f"{world.year}年度绩效工资考核分配表", ["姓名", "考核等次", "德", "能", "勤", "得分", "绩效奖金"], rows, unit="元")]


def procurement(world: World) -> list[Block]:
    """政府采购预算表."""
    rows: list[Row] = [[s, "A02010104", "台式计算机", str(world.rng.randint(1, 40)), "台", shown(world.money())] for s in world.subjects[:5]]
    return [_sheet(world, f"{world.year}年政府采购预算表", ["项目名称", "采购目录编码", "采购品目", "数量", "计量单位", "采购金额"], rows)]


def purchase_demand(world: World) -> list[Block]:
    """采购需求: 指标 as technical data, 指标值 as their values."""
    rows: list[Row] = [
        ["1", "服务器", "CPU核数", "≥16核", "否"],
        ["2", "服务器", "内存容量", "≥128GB", "是"],
        ["3", "存储", "可用容量", "≥20TB", "是"],
    ]
    return [_sheet(world, f"{world.subjects[0]}采购技术参数表", ["序号", "设备名称", "技术指标", "指标值", "是否实质性要求"], rows)]


def statistics(world: World) -> list[Block]:
    """统计公报: 指标, 单位, 数值."""
    rows: list[Row] = [
        [name, unit, str(world.rng.randint(100, 9999)), f"{world.rng.randint(1, 99) / 10}"]
        for name, unit in (("地区生产总值", "亿元"), ("年末常住人口", "万人"), ("社会消费品零售总额", "亿元"), ("粮食产量", "万吨"))
    ]
    return [_sheet(world, f"{world.year}年国民经济和社会发展主要指标", ["指标名称", "计量单位", "绝对数", "比上年增长（%）"], rows)]


def plan_indicators(world: World) -> list[Block]:
    """五年规划主要指标: names, values and kinds like a target table's, but no budget."""
    rows: list[Row] = [
        ["经济发展", "1", "地区生产总值增长", "%", "6.1", "6.5", "预期性"],
        [UP, "2", "城镇化率", "%", "58", "65", "预期性"],
        ["民生福祉", "3", "城镇调查失业率", "%", "5.2", "＜5.5", "预期性"],
        [UP, "4", "人均预期寿命", "岁", "77.9", "79", "约束性"],
    ]
    return [_sheet(world, "“十四五”时期经济社会发展主要指标", ["类别", "序号", "指标", "单位", "2020年", "2025年目标值", "属性"], rows)]


def travel(world: World) -> list[Block]:
    """三公."""
    return [travel_table(world)]


def budget_book(world: World) -> list[Block]:
    """A whole budget publication whose target table is in another document."""
    sentence = world.rng.choice(
        ("绩效目标情况：详见附件《项目绩效目标表》。", "绩效目标设置情况详见公开表13。", "本部门项目绩效目标表见财政局网站。")
    )
    return [
        f"{world.year}年{world.department}部门预算公开",
        Break(),
        *prose(world),
        income_table(world),
        function_table(world),
        travel_table(world),
        "八、预算绩效情况",
        sentence,
    ]


def no_projects_sentence(world: World) -> list[Block]:
    """A table that says there is nothing."""
    rows: list[Row] = [["", "", "", "", "", "", ""], ["说明：本部门无项目支出绩效目标，故本表为空。", *[N] * 6]]
    return [
        _sheet(world, f"{world.year}年项目支出绩效目标表", ["项目名称", "预算数", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值"], rows)
    ]


def empty_list(world: World) -> list[Block]:
    """An empty list form."""
    return [
        _sheet(
            world,
            f"{world.year}年项目支出绩效目标表",
            ["项目名称", "预算数", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值"],
            [[""] * 7] * 8,
        )
    ]


def empty_card(world: World) -> list[Block]:
    """An empty card template with its levels printed."""
    rows: list[Row] = [
        wide("项目支出绩效目标表", 5),
        wide(f"（{world.year}年度）", 5),
        ["项目名称", "", N, "主管部门", world.department],
        ["项目资金（万元）", "年度资金总额", N, "", N],
        ["总体目标", "", N, N, N],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"],
    ]
    for level1, level2s in (
        ("产出指标", ("数量指标", "质量指标", "时效指标")),
        ("效益指标", ("社会效益指标",)),
        ("满意度指标", ("服务对象满意度指标",)),
    ):
        for n, level2 in enumerate(level2s):
            rows.append([UP, level1 if not n else UP, level2, "指标1：", ""])
    return [Table(rows)]


def instructions(world: World) -> list[Block]:
    """填报说明: the form's fields explained in a table."""
    rows: list[Row] = [
        ["项目名称", "填写预算项目的全称"],
        ["一级指标", "产出、效益、满意度"],
        ["指标值", "填写预期达到的数值，如≥95%"],
        ["年度目标", "概括描述"],
    ]
    return [Table([["项目支出绩效目标表填报说明", N], ["栏目", "填写要求"], *rows], 2)]


def prose_only(world: World) -> list[Block]:
    """Targets in paragraphs (同心)."""
    return [
        f"{world.department}{world.year}年项目绩效目标",
        f"一、{world.subjects[0]}。安排资金{shown(world.money())}万元，计划完成培训20期，合格率达到95%以上。",
        f"二、{world.subjects[1]}。安排资金{shown(world.money())}万元，群众满意度不低于90%。",
    ]


def detail_sentence(world: World) -> list[Block]:
    """详见附件, and nothing else."""
    return [f"{world.department}{world.year}年部门预算项目绩效目标表", "详见附件。"]


def assets(world: World) -> list[Block]:
    """资产表."""
    rows: list[Row] = [[f"ZC{n:05d}", "台式计算机", "台", "1", shown(world.money(), "元"), f"{world.year - 3}/5/1"] for n in range(6)]
    return [_sheet(world, "国有资产占有使用情况表", ["资产编号", "资产名称", "计量单位", "数量", "账面原值", "取得日期"], rows, unit="元")]


def evaluation_scheme(world: World) -> list[Block]:
    """评价指标体系: level names, weights and scores of an evaluator, without values (绩效评价指标体系及评分表)."""
    rows: list[Row] = [
        ["决策", "项目立项", "立项依据充分性", "3", "3", "依据充分"],
        [UP, UP, "立项程序规范性", "3", "2.5", "程序基本规范"],
        ["过程", "资金管理", "预算执行率", "4", "4", "执行率100%"],
        ["产出", "产出数量", "实际完成率", "10", "9", "完成90%"],
    ]
    return [_sheet(world, f"{world.subjects[0]}绩效评价指标体系评分表", ["一级指标", "二级指标", "三级指标", "分值", "得分", "评分说明"], rows)]


def duty_assessment(world: World) -> list[Block]:
    """机关目标考核: 目标 and 指标 of officials."""
    rows: list[Row] = [
        ["党的建设", "理论学习", "12次", "10", "办公室"],
        ["业务工作", "信访办结率", "100%", "20", "法规科"],
        ["作风建设", "群众满意率", "≥95%", "10", "人事科"],
    ]
    return [_sheet(world, f"{world.year}年度机关目标管理考核任务分解表", ["考核类别", "考核项目", "目标要求", "分值", "责任科室"], rows)]


def contents(world: World) -> list[Block]:
    """A table of contents that names the target table."""
    names = ("收支总表", "收入总表", "支出总表", "财政拨款收支总表", "项目支出绩效目标表", "整体支出绩效目标表")
    return [Table([["目录", N], *[[f"公开表{n:02d}", name] for n, name in enumerate(names, 1)]], 1)]


def subsidy_allocation(world: World) -> list[Block]:
    """转移支付分配表: towns and money."""
    rows: list[Row] = [[town, *_amounts(world, 3), "用于项目建设"] for town in ("龙门镇", "官桥镇", "湖头镇", "合计")]
    return [_sheet(world, f"提前下达{world.year}年{SUBJECTS[0]}补助资金分配表", ["地区", "合计", "中央资金", "省级资金", "备注"], rows)]


def rolls(world: World) -> list[Block]:
    """名单: 补助对象."""
    rows: list[Row] = [[str(n), f"张某{n}", f"3305{n:02d}********1234", "龙门镇某村", "500", "低保"] for n in range(1, 12)]
    return [_sheet(world, f"{world.year}年困难残疾人生活补贴发放名单", ["序号", "姓名", "身份证号", "住址", "补贴标准", "类别"], rows, unit="元")]


def spending_progress(world: World) -> list[Block]:
    """预算执行进度: stages of money and a rate, no indicator."""
    rows: list[Row] = [[s, *_amounts(world, 3), "86.5%"] for s in world.subjects[:5]]
    return [_sheet(world, f"{world.year}年1-9月项目支出执行进度表", ["项目名称", "年初预算数", "调整预算数", "累计支出数", "执行率"], rows)]


def workbook_without(world: World) -> list[Block]:
    """A workbook of budget tables, its target sheet empty."""
    (empty,) = empty_list(world)
    return [Sheet("收支总表"), income_table(world), Sheet("支出"), function_table(world), Sheet("绩效目标表"), empty]


OTHERS: tuple[Callable[[World], list[Block]], ...] = (
    project_budget,
    project_list_with_content,
    final_accounts,
    salaries,
    merit_pay,
    procurement,
    purchase_demand,
    statistics,
    plan_indicators,
    travel,
    budget_book,
    no_projects_sentence,
    empty_list,
    empty_card,
    instructions,
    prose_only,
    detail_sentence,
    assets,
    evaluation_scheme,
    duty_assessment,
    contents,
    subsidy_allocation,
    rolls,
    spending_progress,
    workbook_without,
)


def other(which: Callable[[World], list[Block]], world: World) -> Made:
    """One of them, to be refused."""
    return Made(
        f"no_{which.__name__}", which(world), {"outcome": "refused", "options": ["--year", str(world.year), "--department", world.department]}
    )
