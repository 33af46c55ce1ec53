"""Layouts of one table a project: cards in all their forms, self-evaluations, transfers, the older forms (DOMAIN 3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from tests.made.lists import head, wide
from tests.made.model import UP, Ind, Made, N, Proj, Row, Table
from tests.made.world import World, number, shown, total


def levels(inds: Sequence[Ind], cells: Callable[[Ind], Row], *, left: str | None = "绩效指标", header: Row) -> list[Row]:
    """The indicators of a card: level 1 and 2 merged down, a block label at the left."""
    rows: list[Row] = []
    for n, ind in enumerate(inds):
        before = inds[n - 1] if n else None
        first = UP if before and before.level1 == ind.level1 else ind.level1
        second = UP if before and (before.level1, before.level2) == (ind.level1, ind.level2) else ind.level2
        rows.append([first, second, *cells(ind)])
    whole = [header, *rows]
    return [[left if not n else UP, *row] for n, row in enumerate(whole)] if left else whole


def _value(ind: Ind) -> str:
    return ind.annual.text if ind.annual else ""


def _cycle(ind: Ind) -> str:
    return ind.cycle.text if ind.cycle else ""


def made(layout: str, world: World, rows: list[Row], projects: Sequence[dict[str, Any]], **more: Any) -> Made:
    """One card as a document."""
    return Made(layout, [Table(rows)], head(world, projects=list(projects), **more))


def central_rows(
    world: World, project: Proj, cols: int = 6, *, unit: str = "万元", title: str | None = "项目支出绩效目标表", code: str = "[301]"
) -> list[Row]:
    """The upper part of a central card: title, year, names, money, goal."""
    rest = cols - 4
    funds: list[Row] = [
        [UP, ("其中：" if not n else "") + label, N, amount, *[N] * (cols - 4)] for n, (label, amount) in enumerate(project.funds.items())
    ]
    return [
        *([wide(title, cols), wide(f"（{world.year}年度）", cols)] if title else []),
        ["项目名称", project.name, *[N] * (cols - 2)],
        ["主管部门及代码", code + world.department, N, "实施单位", project.unit, *[N] * (rest - 1)],
        [f"项目资金\n（{unit}）", "年度资金总额", N, project.total, *[N] * (cols - 4)],
        *funds,
        ["总体目标", project.goal, *[N] * (cols - 2)],
    ]


def central(world: World) -> Made:
    """财预 central card."""
    project = world.project(cycle=False)
    body = levels(project.inds, lambda i: [i.name, _value(i), ""], header=["一级指标", "二级指标", "三级指标", "指标值", "备注"])
    return made("central", world, [*central_rows(world, project), *body], [project.truth()])


def weighted(world: World) -> Made:
    """A card of 101号: costs at level 1, scores in level-1 names, weights, standards and explanations."""
    project = world.project(new_costs=True, sources=("一般公共预算", "上年结转", "其他资金"))
    world.weigh(project.inds)
    scores = {name: sum(int(i.weight or 0) for i in project.inds if i.level1 == name) for name in {i.level1 for i in project.inds}}
    project.inds = [replace(i, level1=f"{i.level1}（{scores[i.level1]}分）") for i in project.inds]
    header: Row = ["一级指标", "二级指标", "三级指标", "指标值", "分值", "绩效标准", "指标解释"]
    body = levels(project.inds, lambda i: [i.name, _value(i), i.weight, "计划标准", f"考核{i.name}"], header=header)
    return made("weighted", world, [*central_rows(world, project, 8), *body], [project.truth()])


def sign_columns(world: World) -> Made:
    """A card with sign, value and unit in columns and a project code."""
    project = world.project(bare=False)
    project.code = f"379900{world.year % 100}T000000500021"
    header: Row = ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重"]
    world.weigh(project.inds)
    rows = central_rows(world, project, 8)
    rows[2] = ["项目名称", project.name, N, N, "项目编码", project.code, N, N]
    body = levels(project.inds, lambda i: [i.name, *(i.annual.columns(["sign", "number", "unit"]) if i.annual else []), i.weight], header=header)
    return made("sign_columns", world, [*rows, *body], [project.truth()])


def _pair_money(world: World, project: Proj, left: str, right: str, cols: tuple[int, int, int, int], label: str) -> tuple[list[Row], dict[str, Any]]:
    """Money of the whole period beside the year's; the stage of the period for the truth."""
    factor = Decimal(3)
    whole = {k: shown(total([v]) * factor) for k, v in project.funds.items()}
    all_of_it = shown(total([project.total]) * factor)
    lines = [(left, all_of_it, right, project.total)]
    lines += [(("其中：" if not n else "") + k, whole[k], ("其中：" if not n else "") + k, v) for n, (k, v) in enumerate(project.funds.items())]
    rows: list[Row] = []
    for n, line in enumerate(lines):
        row: Row = [UP if n else label]
        for cell, span in zip(line, cols, strict=True):
            row += [cell, *[N] * (span - 1)]
        rows.append(row)
    return rows, {"total": all_of_it, "funds": whole}


def beside(world: World) -> Made:
    """88号: 中期 beside 年度, each with its own 二级|三级|指标值; the left side lacks the last indicator."""
    project = world.project(cycle=True)
    project.inds[-2].cycle = None
    money, cycle = _pair_money(world, project, "中期资金总额：", "年度资金总额：", (1, 2, 2, 2), "项目资金（万元）")
    rows: list[Row] = [
        wide("项目支出绩效目标申报表", 8),
        wide(f"（{world.year}年度）", 8),
        ["项目名称", project.name, *[N] * 6],
        ["主管部门及代码", f"[318]{world.department}", N, N, "实施单位", project.unit, N, N],
        ["项目属性", "延续项目", N, N, "项目期", "3年", N, N],
        *money,
        ["总体目标", f"中期目标（{world.year}年—{world.year + 2}年）", N, N, N, "年度目标", N, N],
        [UP, project.cycle_goal, N, N, N, project.goal, N, N],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
    ]
    for n, i in enumerate(project.inds):
        first = UP if n and project.inds[n - 1].level1 == i.level1 else i.level1
        left: Row = [i.level2, i.name, _cycle(i)] if i.cycle else ["", "", ""]
        rows.append([UP, first, *left, i.level2, i.name, _value(i)])
    return made("beside", world, rows, [project.truth(stages={"cycle": cycle})])


def above(world: World) -> Made:
    """陕西: the long-term block above the year's, each with its goal and its own header."""
    project = world.project(cycle=True)
    project.inds[1].cycle = None
    money, cycle = _pair_money(world, project, "实施期资金总额", "年度资金总额", (1, 1, 1, 1), "资金（万元）")
    rows: list[Row] = [
        wide(f"{world.year}年专项资金绩效目标申报表", 5),
        ["专项名称", project.name, N, "实施期限", f"{world.year}-{world.year + 2}"],
        ["主管部门", world.department, N, "实施单位", project.unit],
        *money,
    ]
    header: Row = ["一级指标", "二级指标", "指标内容", "指标值"]
    rows.append(["长期绩效目标", project.cycle_goal, N, N, N])
    rows += levels([i for i in project.inds if i.cycle], lambda i: [i.name, _cycle(i)], left="长期绩效指标", header=header)
    rows.append(["年度绩效目标", project.goal, N, N, N])
    rows += levels(project.inds, lambda i: [i.name, _value(i)], left="年度绩效指标", header=header)
    return made("above", world, rows, [project.truth(stages={"cycle": cycle}, order="free")])


def two_columns(world: World) -> Made:
    """目标值（当年度） | 目标值（实施周期)."""
    project = world.project(cycle=True)
    header: Row = ["一级指标", "二级指标", "三级指标", "目标值（当年度）", "目标值（实施周期）", "备注"]
    body = levels(project.inds, lambda i: [i.name, _value(i), _cycle(i), ""], header=header)
    return made("two_columns", world, [*central_rows(world, project, 7), *body], [project.truth(goals={"any": project.goal})])


def shifted(world: World) -> Made:
    """鄂州: 一级指标 holds level-2 names, 二级指标 the indicators' names."""
    project = world.project()
    rows = central_rows(world, project)
    rows.append(["绩效指标", "一级指标", "二级指标", N, "指标值", "备注"])
    for n, i in enumerate(project.inds):
        rows.append([UP, UP if n and project.inds[n - 1].level2 == i.level2 else i.level2, i.name, N, _value(i), ""])
    return made("shifted", world, rows, [project.truth(indicators=[_without(i.truth(), "l1") for i in project.inds])])


def _without(truth: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in truth.items() if key not in keys}


def shanghai(world: World) -> Made:
    """普陀: eight columns, 元, both goals; costs of 101号 whose level 1 is not printed."""
    project = world.project(unit="元", new_costs=True, sources=("财政资金", "上年结转资金", "其他资金"))
    project.cycle_goal = f"建成{project.name}，服务周边居民。"
    inds = [replace(i, level1="") if i.level1 == "成本指标" else i for i in project.inds]
    funds = {k: project.funds.get(k, "0") for k in ("财政资金", "上年结转资金", "其他资金")}
    whole = shown(total([project.total]) * 2)
    rows: list[Row] = [
        wide("财政项目支出绩效目标申报表", 8),
        wide(f"（{world.year}年度）", 8),
        ["项目名称", N, project.name, N, "项目性质", "经常性项目", "项目类别", "特定目标类"],
        ["主管部门", N, world.department, N, "实施单位", project.unit, N, N],
        ["计划开始日期", N, f"{world.year}/1/1", N, "计划完成日期", f"{world.year}/12/31", N, N],
        ["项目资金（元）", N, "项目资金总额", N, whole, "年度资金申请总额", N, project.total],
        [UP, N, "其中：财政资金", N, whole, "其中：当年财政拨款", N, funds["财政资金"]],
        [UP, N, UP, N, UP, "上年结转资金", N, funds["上年结转资金"]],
        [UP, N, "其他资金", N, "0", "其他资金", N, funds["其他资金"]],
        ["项目绩效目标", "项目总目标", N, N, N, "年度总体目标", N, N],
        [UP, project.cycle_goal, N, N, N, project.goal, N, N],
    ]
    for n, row in enumerate(rows[6:9], 6):  # a merge of two columns goes on below in both
        rows[n] = [UP, UP, *row[2:]]
    rows[5][1] = N
    rows[7][3] = UP
    body = levels(inds, lambda i: [i.name, N, N, _value(i), N], left=None, header=["一级指标", "二级指标", "三级指标", N, N, "年度(/项目)指标值", N])
    rows += [["年度绩效指标" if not n else UP, *row] for n, row in enumerate(body)]
    wanted = project.truth(funds=funds, stages={"cycle": {"total": whole, "funds": {"财政资金": whole, "其他资金": "0"}}})
    return made("shanghai", world, rows, [wanted], money_unit="元")


def amounts_with_units(world: World) -> Made:
    """The unit inside each cell (250万), none in the labels; names without 指标."""
    project = world.project(sources=("财政拨款",))
    project.inds = [replace(i, level1=i.level1.removesuffix("指标"), level2=i.level2.removesuffix("指标")) for i in project.inds]
    amount = str(world.rng.randint(20, 900)) + world.rng.choice(("万", "万元"))
    rows: list[Row] = [
        wide(f"{world.year}年度项目绩效目标表", 4),
        ["项目名称", project.name, "主管部门", world.department],
        ["实施单位", project.unit, "年度资金总额", amount],
        ["年度目标", project.goal, N, N],
        *levels(project.inds, lambda i: [i.name, _value(i)], left=None, header=["一级指标", "二级指标", "三级指标", "指标值"]),
    ]
    whole = amount if amount.endswith("元") else amount + "元"
    return made("amounts_with_units", world, rows, [project.truth(total=whole, funds={})], money_unit=None)


def past_years(world: World) -> Made:
    """湖南: the two years before beside the target; names of costs without indicators are blank template rows."""
    project = world.project()
    cols = 7
    rows = central_rows(world, project, cols)
    header: Row = ["一级指标", "二级指标", "三级指标", "前年指标值", "上年指标值", "指标值"]

    def past(i: Ind) -> Row:
        return [i.name, "" if i.annual and i.annual.words else "12", "" if i.annual and i.annual.words else "13", _value(i)]

    body = levels(project.inds, past, header=header)
    body.insert(-1, [UP, UP, "生态效益指标", "", "", "", ""])
    body.append([UP, "……", "……", "", "", "", ""])
    return made("past_years", world, [*rows, *body], [project.truth()])


def transfer(world: World) -> Made:
    """163号: central and local money, the whole period beside the year."""
    project = world.project(cycle=True, sources=("中央补助", "地方资金"))
    money, cycle = _pair_money(world, project, "实施期金额：", "年度金额：", (1, 2, 1, 3), "资金情况（万元）")
    rows: list[Row] = [
        wide("中央对地方专项转移支付区域绩效目标表", 8),
        wide(f"（{world.year}年度）", 8),
        ["专项名称", project.name, *[N] * 6],
        ["中央主管部门", "财政部", N, N, "专项实施期", f"{world.year}-{world.year + 2}年", N, N],
        ["省级财政部门", "样例省财政厅", N, N, "省级主管部门", world.department, N, N],
        *money,
        ["总体目标", "实施期目标", N, N, N, "年度目标", N, N],
        [UP, project.cycle_goal, N, N, N, project.goal, N, N],
        ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"],
    ]
    for n, i in enumerate(project.inds):
        first = UP if n and project.inds[n - 1].level1 == i.level1 else i.level1
        rows.append([UP, first, i.level2, i.name, _cycle(i), i.level2, i.name, _value(i)])
    wanted = project.truth(stages={"cycle": cycle})
    del wanted["unit"]
    return made("transfer", world, rows, [wanted], kind="transfer_programme")


def beneficiaries(world: World) -> Made:
    """安溪: one value column for each town; each number belongs to its town."""
    project = world.project(sources=("财政拨款",), plain=True)
    towns = world.rng.sample(("龙门镇", "官桥镇", "湖头镇", "蓬莱镇", "剑斗镇"), 3)
    rows = central_rows(world, project, 8)
    rows += [["绩效指标", "一级指标", "二级指标", "三级指标", "目标值", N, N, "备注"], [UP, UP, UP, UP, *towns, UP]]
    wanted = []
    for n, i in enumerate(project.inds):
        assert i.annual
        values = [number(i.annual.sign, str(world.rng.randint(10, 99)), i.annual.unit) for _ in towns]
        before = project.inds[n - 1] if n else None
        rows.append([UP, UP if before and before.level1 == i.level1 else i.level1, i.level2, i.name, *[v.text for v in values], ""])
        target = {"horizon": "annual", "parts": [{**v.part, "scope": town} for v, town in zip(values, towns, strict=True)]}
        wanted.append(i.truth(targets=[{**target, "raw": "；".join(f"{t}：{v.text}" for t, v in zip(towns, values, strict=True))}]))
    return made("beneficiaries", world, rows, [project.truth(indicators=wanted)])


def application_tail(world: World) -> Made:
    """A long 项目申报表 whose title says nothing of 绩效: the targets are its tail."""
    project = world.project(sources=("财政拨款", "其他资金"))
    funds: list[Row] = [["其中：" + k, v, N, N, "", N] for k, v in project.funds.items()]
    rows: list[Row] = [
        wide(f"{world.year}年度市级财政专项资金项目申报表", 6),
        ["项目名称", project.name, N, N, "项目负责人", "王某"],
        ["主管部门", world.department, N, N, "联系电话", "0571-88888888"],
        ["项目单位", project.unit, N, N, "项目起止时间", f"{world.year}年1月至12月"],
        ["立项依据", "根据有关文件精神，结合本地实际，拟开展本项目。", N, N, N, N],
        ["项目概况", "项目总投资较大，分三期实施，本期为第2期，涉及5个乡镇。", N, N, N, N],
        ["资金总额（万元）", project.total, N, N, "", N],
        *funds,
        ["项目绩效目标", project.goal, N, N, N, N],
        *levels(project.inds, lambda i: [i.name, _value(i), ""], left="绩效指标", header=["一级指标", "二级指标", "三级指标", "指标值", "备注"]),
        ["单位意见", "同意申报。\n（盖章）", N, N, N, N],
    ]
    return made("application_tail", world, rows, [project.truth(goals={"any": project.goal})])


CARDS = (
    central,
    weighted,
    sign_columns,
    beside,
    above,
    two_columns,
    shifted,
    shanghai,
    amounts_with_units,
    past_years,
    transfer,
    beneficiaries,
    application_tail,
)
