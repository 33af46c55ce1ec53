"""Self-evaluations (自评表) and forms of a whole department (整体支出绩效)."""

from __future__ import annotations

from decimal import Decimal

from tests.made.cards import levels, made
from tests.made.lists import ANNUAL, LEVEL1, LEVEL2, LEVEL3, NAME, WEIGHT, Column, ends, head, indicator_rows, renamed, wide
from tests.made.model import UP, Ind, Made, N, Row, Table
from tests.made.world import World, shown, total


def _stages(world: World, funds: dict[str, str]) -> dict[str, dict[str, str]]:
    """Each stage's amount of each source."""
    factors = {"budget": Decimal(1), "adjusted": Decimal("1.25"), "executed": Decimal("0.75")}
    return {stage: {k: shown(total([v]) * factor) for k, v in funds.items()} for stage, factor in factors.items()}


def _wanted(stages: dict[str, dict[str, str]]) -> dict[str, object]:
    return {stage: {"total": shown(total(list(funds.values()))), "funds": funds} for stage, funds in stages.items()}


def evaluation(world: World) -> Made:
    """财预〔2020〕10号: stages of money side by side, target beside actual, a total score."""
    project = world.project(sources=("财政拨款", "上年结转资金"))
    world.evaluate(project.inds)
    stages = _stages(world, project.funds)
    sums = {stage: shown(total(list(funds.values()))) for stage, funds in stages.items()}
    rows: list[Row] = [
        wide("项目支出绩效自评表", 9),
        wide(f"（{world.year}年度）", 9),
        ["项目名称", project.name, *[N] * 7],
        ["主管部门", f"219-{world.department}", N, N, "实施单位", f"219001-{project.unit}", N, N, N],
        ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分", N],
        [UP, "年度资金总额：", *sums.values(), "10", "60.00%", "6", N],
        *[[UP, ("其中：本年" if not n else "") + k, *[stages[s][k] for s in stages], "—", "60.00%", "—", N] for n, k in enumerate(project.funds)],
        ["年度总体目标", "预期目标", N, N, N, "实际完成情况", N, N, N],
        [UP, project.goal, N, N, N, "全年任务基本完成。", N, N, N],
    ]
    header: Row = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
    rows += levels(project.inds, lambda i: [i.name, _annual(i), _actual(i), i.weight, i.score, i.reason], header=header)
    rows.append(["总分", *[N] * 6, "93.5", N])
    wanted = project.truth(stages=_wanted(stages))
    del wanted["total"], wanted["funds"]
    return made("evaluation", world, rows, [wanted], kind="self_evaluation")


def _annual(i: Ind) -> str:
    return i.annual.text if i.annual else ""


def _actual(i: Ind) -> str:
    return i.actual.text if i.actual else ""


def evaluation_columns(world: World) -> Made:
    """云南 公开14: 指标性质|指标值|度量单位 under one heading, an actual beside them."""
    project = world.project(sources=("财政拨款",), bare=False)
    world.evaluate(project.inds)
    stages = _stages(world, project.funds)
    rows: list[Row] = [
        wide(f"{world.year}年度项目支出绩效自评表", 10),
        ["公开14表", *[N] * 6, "金额单位：万元", N, N],
        ["项目名称", N, project.name, *[N] * 7],
        ["主管部门", N, world.department, N, N, "实施单位", project.unit, N, N, N],
        ["项目资金（万元）", N, "", "年初预算数", N, "全年预算数", N, "全年执行数", "执行率", N],
        [UP, UP, "年度资金总额", stages["budget"]["财政拨款"], N, stages["adjusted"]["财政拨款"], N, stages["executed"]["财政拨款"], "60%", N],
        [UP, UP, "其中：当年财政拨款", stages["budget"]["财政拨款"], N, stages["adjusted"]["财政拨款"], N, stages["executed"]["财政拨款"], "60%", N],
        ["年度总体目标", N, "预期目标", N, N, N, "实际完成情况", N, N, N],
        [UP, UP, project.goal, N, N, N, "已完成。", N, N, N],
        ["一级指标", "二级指标", "三级指标", "年度指标值", N, N, "实际完成值", "分值", "得分", "偏差原因分析"],
        [UP, UP, UP, "指标性质", "指标值", "度量单位", UP, UP, UP, UP],
    ]
    body = levels(
        project.inds,
        lambda i: [i.name, *(i.annual.columns(["sign", "number", "unit"]) if i.annual else []), _actual(i), i.weight, i.score, i.reason],
        left=None,
        header=[],
    )[1:]
    wanted = project.truth(stages=_wanted(stages))
    del wanted["total"], wanted["funds"]
    return made("evaluation_columns", world, [*rows, *body], [wanted], kind="self_evaluation")


def evaluation_vertical(world: World) -> Made:
    """渝中: money in a vertical block with formulas in the labels, types of indicators, 预算执行率 as an ordinary indicator."""
    project = world.project(sources=("财政拨款",), bare=False)
    world.evaluate(project.inds)
    stages = _stages(world, project.funds)
    sums = {stage: shown(total(list(funds.values()))) for stage, funds in stages.items()}
    rows: list[Row] = [
        wide(f"{world.year}年项目绩效自评表", 8),
        ["项目名称", project.name, N, N, "主管部门", world.department, N, N],
        ["年初预算数（万元）", N, "全年预算数（A）（万元）", N, "全年执行数（B）（万元）", N, "执行率（B/A）", N],
        [sums["budget"], N, sums["adjusted"], N, sums["executed"], N, "60%", N],
        ["年初绩效目标", N, N, N, "全年目标实际完成情况", N, N, N],
        [project.goal, N, N, N, "基本完成", N, N, N],
        ["指标名称", "指标类型", "计量单位", "指标性质", "指标值", "实际完成值", "权重", "得分"],
    ]
    kind = {"产出指标": "产出类", "效益指标": "效益类", "满意度指标": "满意度类"}
    for i in project.inds:
        assert i.annual
        unit, sign = ("无", "无") if i.annual.words else (i.annual.unit, i.annual.sign)
        rows.append(
            [
                i.name,
                kind[i.level1],
                unit,
                sign,
                i.annual.words or i.annual.number,
                i.actual.number or i.actual.words if i.actual else "",
                i.weight,
                i.score,
            ]
        )
    rows.append(["说明", "无", *[N] * 6])
    inds = []
    for i in project.inds:
        want = i.truth()
        del want["l2"], want["l1"]
        if i.actual and not i.actual.words:
            want["actual"] = {"raw": i.actual.number, "parts": [{**i.actual.part, "unit": [i.actual.unit, None]}], "score": i.score}
        inds.append(want)
    wanted = project.truth(indicators=inds, stages={stage: {"total": amount} for stage, amount in sums.items()})
    del wanted["total"], wanted["funds"], wanted["unit"]
    return made("evaluation_vertical", world, rows, [wanted], kind="self_evaluation")


def evaluation_rows(world: World) -> Made:
    """A list of self-evaluations, a row an indicator: three stages of money, target beside actual, scores, reasons."""
    projects = [world.project(sources=("财政拨款",)) for _ in range(3)]
    columns: list[Column] = [
        NAME,
        ("年初预算数", lambda p, _: stages[p.name][0]),
        ("全年预算数", lambda p, _: stages[p.name][1]),
        ("全年执行数", lambda p, _: stages[p.name][2]),
        LEVEL1,
        LEVEL2,
        LEVEL3,
        ANNUAL,
        ("实际完成值", lambda _, i: i.actual.text if i.actual else ""),
        renamed(WEIGHT, "分值"),
        ("得分", lambda _, i: i.score),
        ("偏差原因分析及改进措施", lambda _, i: i.reason),
    ]
    stages: dict[str, tuple[str, ...]] = {}
    for project in projects:
        world.evaluate(project.inds)
        budget = total([project.total])
        stages[project.name] = tuple(shown(budget * part) for part in (Decimal(1), Decimal("1.25"), Decimal("0.75")))
    body = indicator_rows(projects, columns)
    for r in range(1, len(body)):
        if body[r][0] == UP:
            body[r][1:4] = [UP] * 3
    rows = [
        wide(f"{world.year}年度项目支出绩效自评表", 12),
        ends(f"部门名称：{world.department}", "金额单位：万元", 12),
        [heading for heading, _ in columns],
        *body,
    ]
    truth = []
    for project in projects:
        want = project.truth(
            stages={k: {"total": v} for k, v in zip(("budget", "adjusted", "executed"), stages[project.name], strict=True)}, goals={}
        )
        for key in ("unit", "total", "funds"):
            del want[key]
        truth.append(want)
    return Made("evaluation_rows", [Table(rows, 3)], head(world, "self_evaluation", projects=truth))


def _overall_truth(world: World, total_: str, funds: dict[str, str], inds: list[Ind], goal: str) -> dict[str, object]:
    return {"total": total_, "funds": funds, "goals": {"annual": goal}, "indicators": [i.truth() for i in inds]}


def overall_tasks(world: World) -> Made:
    """A whole department with tasks and their money."""
    inds, tasks = world.indicators(7), [(world.subjects.pop(), world.money(), world.money(1, 50)) for _ in range(3)]
    fiscal, other = sum((t[1] for t in tasks), Decimal(0)), sum((t[2] for t in tasks), Decimal(0))
    goal = "目标1：完成年度重点任务。\n目标2：提升公共服务水平。"
    rows: list[Row] = [
        wide("部门（单位）整体支出绩效目标表", 7),
        wide(f"（{world.year}年度）", 7),
        ["部门（单位）名称", world.department, *[N] * 5],
        ["年度主要任务", "任务名称", "主要内容", "预算金额（万元）", N, N, N],
        [UP, UP, UP, "总额", "财政拨款", "其他资金", N],
        *[[UP, f"任务{n}：{name}", f"组织实施{name}", shown(a + b), shown(a), shown(b), N] for n, (name, a, b) in enumerate(tasks, 1)],
        [UP, "金额合计", N, shown(fiscal + other), shown(fiscal), shown(other), N],
        ["年度总体目标", goal, *[N] * 5],
    ]
    rows += levels(inds, lambda i: [i.name, N, _annual(i), N], left="年度绩效指标", header=["一级指标", "二级指标", "三级指标", N, "指标值", N])
    funds = {"财政拨款": shown(fiscal), "其他资金": shown(other)}
    return made("overall_tasks", world, rows, [_overall_truth(world, shown(fiscal + other), funds, inds, goal)], kind="department_overall")


def overall_income(world: World) -> Made:
    """A whole department with income and spending side by side; counts that are no money."""
    inds, goal = world.indicators(7, new_costs=True), "全面履行部门职责，完成各项年度任务。"
    fiscal, own = world.money(), world.money(1, 90)
    basic = (fiscal + own) / 4
    rest = fiscal + own - basic.quantize(Decimal("0.01"))
    rows: list[Row] = [
        wide(f"{world.year}年部门整体支出绩效目标表", 6),
        ["部门名称", world.department, N, N, "财政供养人员数", "128"],
        ["年度预算（万元）", "收入合计", shown(fiscal + own), N, "支出合计", shown(fiscal + own)],
        [UP, "其中：财政拨款", shown(fiscal), N, "其中：基本支出", shown(basic.quantize(Decimal("0.01")))],
        [UP, "单位资金", shown(own), N, "项目支出", shown(rest)],
        ["年度总体目标", goal, *[N] * 4],
        *levels(inds, lambda i: [i.name, N, _annual(i)], left="绩效指标", header=["一级指标", "二级指标", "三级指标", N, "指标值"]),
    ]
    funds = {"财政拨款": shown(fiscal), "单位资金": shown(own)}
    return made("overall_income", world, rows, [_overall_truth(world, shown(fiscal + own), funds, inds, goal)], kind="department_overall")


EVALUATIONS = (evaluation, evaluation_rows, evaluation_columns, evaluation_vertical, overall_tasks, overall_income)
