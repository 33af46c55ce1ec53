"""Lists of indicator rows: one sheet for many projects, in the orders of the provinces (DOMAIN 3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tests.made.model import UP, Ind, Made, N, Proj, Row, Table
from tests.made.world import World, number, shown, total


def head(
    world: World, kind: str = "project_targets", money_unit: str | None = "万元", year_from: str | None = "title", **more: Any
) -> dict[str, Any]:
    """The truth's head."""
    found = {"kind": kind, "year": world.year, "year_from": year_from, "department": world.department, "money_unit": money_unit, **more}
    return {key: value for key, value in found.items() if value is not None}


def wide(text: str, cols: int) -> Row:
    """A row of one cell."""
    return [text, *[N] * (cols - 1)]


def ends(left: str, right: str, cols: int) -> Row:
    """A row of two texts at its ends."""
    return [left, *[N] * (cols - 3), right, N]


Column = tuple[str, Callable[[Proj, Ind], str | None]]


def _pieces(name: str) -> Callable[[Proj, Ind], str | None]:
    return lambda _, ind: ind.annual.columns([name])[0] if ind.annual else ""


UNIT: Column = ("单位名称", lambda p, _: p.unit)
NAME: Column = ("项目名称", lambda p, _: p.name)
GOAL: Column = ("绩效目标", lambda p, _: p.goal)
TOTAL: Column = ("预算数", lambda p, _: p.total)
LEVEL1: Column = ("一级指标", lambda _, i: i.level1)
LEVEL2: Column = ("二级指标", lambda _, i: i.level2)
LEVEL3: Column = ("三级指标", lambda _, i: i.name)
WEIGHT: Column = ("权重", lambda _, i: i.weight)
SIGN: Column = ("指标性质", _pieces("sign"))
FIGURE: Column = ("指标值", _pieces("number"))
MEASURE: Column = ("度量单位", _pieces("unit"))
VALUE: Column = ("指标值", lambda _, i: i.annual.text if i.annual else "")
CYCLE: Column = ("实施周期指标值", lambda _, i: i.cycle.text if i.cycle else "")
ANNUAL: Column = ("年度指标值", lambda _, i: i.annual.text if i.annual else "")


def renamed(column: Column, heading: str) -> Column:
    """A column under another heading."""
    return heading, column[1]


def indicator_rows(projects: Sequence[Proj], columns: Sequence[Column], how: str = "merged") -> list[Row]:
    """A row an indicator; what repeats is merged, left blank or printed again (``how``), within one project only."""
    rows: list[Row] = []
    for project in projects:
        before: list[str | None] = []
        for n, ind in enumerate(project.inds):
            cells = [read(project, ind) or "" for _, read in columns]
            row: Row = list(cells)
            same = True
            for c, (heading, _) in enumerate(columns):
                level = heading in ("一级指标", "二级指标")
                whole = (not level and columns[c] in (UNIT, NAME, GOAL, TOTAL)) or heading in PROJECT_WIDE
                same = same and bool(n) and before[c] == cells[c] if level else same
                if n and how != "repeated" and (whole or (level and same)):
                    row[c] = UP if how == "merged" else ""
            before = cells  # type: ignore[assignment]
            rows.append(row)
    return rows


PROJECT_WIDE = {
    "单位名称",
    "单位编码",
    "项目名称",
    "绩效目标",
    "预算数",
    "年度目标",
    "项目年度绩效目标",
    "单位名称、项目名称",
    "实施期绩效目标",
    "本年度绩效目标",
    "资金总额",
    "财政拨款",
    "其他资金",
    "部门",
    "项目支出实施期",
    "项目编码",
    "预算金额",
    "单位名称（项目名称）",
}


def yunnan_05_2(world: World) -> Made:
    """云南 预算05-2: a row of the unit, sign, value and unit in columns, a kind of value in words; no money."""
    projects = [world.project(bare=False) for _ in range(3)]
    name, goal = renamed(NAME, "单位名称、项目名称"), renamed(GOAL, "项目年度绩效目标")
    kind: Column = ("指标属性", lambda _, i: "定性指标" if i.annual and i.annual.words else "定量指标")
    columns = [name, goal, LEVEL1, LEVEL2, LEVEL3, SIGN, FIGURE, MEASURE, kind, ("指标内容", lambda _, i: f"反映{i.name}情况")]
    rows = [
        wide("预算05-2表", 10),
        wide(f"{world.year}年部门项目支出绩效目标表", 10),
        wide(f"单位名称：{world.department}", 10),
        [heading for heading, _ in columns],
        [str(n) for n in range(1, 11)],
        [world.unit, *[""] * 9],
        *indicator_rows(projects, columns),
    ]
    truth = [p.truth(total=None, funds={}) for p in projects]
    return Made("yunnan_05_2", [Table(rows, 5)], head(world, money_unit=None, projects=truth))


def sichuan(world: World) -> Made:
    """四川: codes before names, a weight and a direction; subtotal rows of units."""
    projects = [world.project(bare=False, sources=("财政拨款",)) for _ in range(3)]
    for n, project in enumerate(projects):
        project.code, project.funds = f"510923{world.year % 100}T0000102633{n:02d}", {}
        world.weigh(project.inds)
    coded: Column = ("项目名称", lambda p, _: f"{p.code}-{p.name}")
    way: Column = ("指标方向性", lambda _, i: "反向指标" if i.annual and i.annual.sign == "≤" else "正向指标")
    columns = [UNIT, coded, TOTAL, renamed(GOAL, "年度目标"), LEVEL1, LEVEL2, LEVEL3, SIGN, FIGURE, MEASURE, WEIGHT, way]
    body = indicator_rows(projects, columns)
    for row in body[1:]:
        row[0] = UP
    whole = shown(total([p.total for p in projects]))
    rows = [
        wide("部门预算项目绩效目标表", 12),
        wide(f"（{world.year}年度）", 12),
        ends(f"部门：{world.department}", "金额单位：万元", 12),
        [heading for heading, _ in columns],
        ["合计", "", whole, *[""] * 9],
        *body,
    ]
    return Made("sichuan", [Table(rows, 4)], head(world, total=whole, projects=[p.truth() for p in projects]))


def inner_mongolia(world: World) -> Made:
    """内蒙古 表11: the direction under 指标性质, signs in words, 元 in the caption, everything printed again in each row."""
    projects = [world.project(unit="元", bare=False, sources=("财政拨款",)) for _ in range(3)]
    sign = {"≥": "大于等于", "≤": "小于等于", "=": "等于", "": "定性"}
    way: Column = ("指标性质", lambda _, i: "" if i.annual and i.annual.words else "反向" if i.annual and i.annual.sign == "≤" else "正向")
    signs: Column = ("计算符号", lambda _, i: sign[i.annual.sign if i.annual else ""])
    columns = [NAME, TOTAL, GOAL, LEVEL1, LEVEL2, LEVEL3, way, signs, FIGURE, renamed(MEASURE, "计量单位")]
    whole = shown(total([p.total for p in projects]))
    rows = [
        wide(f"{world.year}年项目支出绩效目标表", 10),
        ends(f"部门名称：{world.department}", "单位：元", 10),
        [heading for heading, _ in columns],
        *indicator_rows(projects, columns, "repeated"),
        ["合计", whole, *[""] * 8],
    ]
    truth = []
    for project in projects:
        inds = []
        for i in project.inds:
            assert i.annual
            raw = [f"{sign[i.annual.sign]}{i.annual.number}{i.annual.unit}", i.annual.words or i.annual.text, f"定性{i.annual.words}"]
            inds.append(i.truth(targets=[{"horizon": "annual", "raw": raw, "parts": [i.annual.part]}]))
        truth.append(project.truth(unit=None, funds={}, indicators=inds))
    for want in truth:
        del want["unit"]
    return Made("inner_mongolia", [Table(rows, 3)], head(world, money_unit="元", total=whole, projects=truth))


def xiangxi(world: World) -> Made:
    """湘西: thirteen columns, the unit's row above its indented projects, both goals, a description beside the value."""
    projects = [world.project(bare=False, cycle=True, sources=("财政拨款",)) for _ in range(3)]
    for project in projects:
        project.funds = {}
        for ind in project.inds:
            ind.cycle = None
    code: Column = ("单位编码", lambda *_: "401001")
    name: Column = ("单位名称（项目名称）", lambda p, _: "  " + p.name)
    told: Column = ("指标值内容", lambda _, i: f"完成{i.name}")
    columns = [
        code,
        name,
        renamed(TOTAL, "资金总额"),
        ("项目支出实施期", lambda *_: f"{world.year}年"),
        ("实施期绩效目标", lambda p, _: p.cycle_goal),
        ("本年度绩效目标", lambda p, _: p.goal),
        LEVEL1,
        LEVEL2,
        LEVEL3,
        told,
        FIGURE,
        MEASURE,
        ("备注", lambda *_: ""),
    ]
    for project in projects:
        for ind in project.inds:
            if ind.annual and not ind.annual.words and ind.annual.sign != "≥":
                ind.annual = number("", ind.annual.number, ind.annual.unit)
    figures: Column = ("指标值", lambda _, i: i.annual.words or f"{i.annual.sign}{i.annual.number}" if i.annual else "")
    columns[10] = figures
    whole = shown(total([p.total for p in projects]))
    rows = [
        wide(f"{world.year}年项目支出绩效目标表", 13),
        ends(f"填报单位：{world.department}", "单位：万元", 13),
        [heading for heading, _ in columns],
        ["401", world.department, whole, *[""] * 10],
        *indicator_rows(projects, columns, "blank"),
    ]
    truth = [p.truth() for p in projects]
    for want in truth:
        del want["unit"]
    return Made("xiangxi", [Table(rows, 3)], head(world, projects=truth))


def jiangxi(world: World) -> Made:
    """江西: unit, sign and value in another order, sources in columns below one heading, serial numbers, the unit printed in each row."""
    projects = [world.project(bare=False) for _ in range(3)]
    funds: list[Column] = [("财政拨款", lambda p, _: p.funds.get("财政拨款", "")), ("其他资金", lambda p, _: p.funds.get("其他资金", ""))]
    columns = [UNIT, NAME, renamed(TOTAL, "资金总额"), *funds, renamed(GOAL, "年度绩效目标"), LEVEL1, LEVEL2, LEVEL3, MEASURE, SIGN, FIGURE]
    body = indicator_rows(projects, columns, "blank")
    firsts, n = [], 0
    for project in projects:
        firsts.append(n)
        n += len(project.inds)
    body = [[str(firsts.index(r) + 1) if r in firsts else "", *row] for r, row in enumerate(body)]
    for r in firsts:
        body[r][6] = projects[firsts.index(r)].goal
    for r, row in enumerate(body):
        if r not in firsts:
            row[6] = ""
    rows = [
        wide("项目支出绩效目标表", 13),
        [f"编报部门：{world.department}", *[N] * 5, f"{world.year}年度", *[N] * 3, "金额单位：万元", N, N],
        ["序号", "单位名称", "项目名称", "项目资金", N, N, *[heading for heading, _ in columns[5:]]],
        [UP, UP, UP, "资金总额", "财政拨款", "其他资金", *[UP] * 7],
        *body,
    ]
    return Made("jiangxi", [Table(rows, 4)], head(world, projects=[p.truth() for p in projects]))


def chongqing(world: World) -> Made:
    """重庆: name, weight, unit, sign, value; levels without 指标; a placeholder in sign and unit of worded values."""
    projects = [world.project(bare=False, sources=("财政拨款",)) for _ in range(3)]
    for project in projects:
        project.funds = {}
        world.weigh(project.inds, 100)
    sign: Column = ("指标性质", lambda _, i: "定性" if i.annual and i.annual.words else i.annual.sign if i.annual else "")
    unit: Column = ("计量单位", lambda _, i: "无" if i.annual and i.annual.words else i.annual.unit if i.annual else "")
    columns = [
        NAME,
        renamed(TOTAL, "预算数"),
        GOAL,
        ("一级指标", lambda _, i: i.level1.removesuffix("指标")),
        ("二级指标", lambda _, i: i.level2.removesuffix("指标")),
        LEVEL3,
        renamed(WEIGHT, "指标权重"),
        unit,
        sign,
        FIGURE,
    ]
    rows = [
        wide(f"{world.department}{world.year}年项目支出绩效目标表", 10),
        ends(f"部门名称：{world.department}", "单位：万元", 10),
        [heading for heading, _ in columns],
        *indicator_rows(projects, columns),
    ]
    truth = []
    for project in projects:
        inds = []
        for i in project.inds:
            assert i.annual
            raw = [i.annual.text, f"定性{i.annual.words}"] if i.annual.words else i.annual.text
            inds.append(i.truth(targets=[{"horizon": "annual", "raw": raw, "parts": [i.annual.part]}]))
        want = project.truth(indicators=inds)
        del want["unit"]
        truth.append(want)
    return Made("chongqing", [Table(rows, 3)], head(world, projects=truth))


def two_horizons(world: World) -> Made:
    """Rows with both horizons beside each other; three units of the department, each with a subtotal; 亿元."""
    units = [f"{world.department}（本级）", world.unit, world.department + "信息中心"]
    projects = [world.project(unit="亿元", cycle=True, sources=("财政拨款",)) for _ in range(3)]
    columns = [NAME, TOTAL, GOAL, LEVEL1, LEVEL2, LEVEL3, CYCLE, ANNUAL]
    whole = shown(total([p.total for p in projects]), "亿元")
    rows = [
        wide("项目支出绩效目标表", 8),
        [f"部门名称：{world.department}", N, N, f"{world.year}年", N, N, "金额单位：亿元", N],
        [heading for heading, _ in columns],
        ["合计", whole, *[""] * 6],
    ]
    for unit, project in zip(units, projects, strict=True):
        project.unit, project.funds = unit, {}
        body = indicator_rows([project], columns)
        body[0][0] = "    " + project.name
        rows += [["  " + unit, project.total, *[""] * 6], *body]
    truth = [p.truth(goals={"any": p.goal}) for p in projects]
    truth[0]["unit"] = [units[0], world.department]
    return Made("two_horizons", [Table(rows, 3)], head(world, money_unit="亿元", total=whole, projects=truth))


LISTS = (yunnan_05_2, sichuan, inner_mongolia, xiangxi, jiangxi, chongqing, two_horizons)
