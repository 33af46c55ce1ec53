"""Older and rarer forms (DOMAIN 3, "older forms"): operators in names, past years and half years beside the target, bounds."""

from __future__ import annotations

from dataclasses import replace

from tests.made.cards import central_rows, levels, made
from tests.made.lists import head
from tests.made.model import UP, Ind, Made, N, Proj, Row, Table
from tests.made.world import World, number


def _text(ind: Ind) -> str:
    return ind.annual.text if ind.annual else ""


def operator_in_name(world: World) -> Made:
    """黑龙江, 宁夏: the sign stands at the end of the name, the value is a bare number with its unit."""
    project = world.project(plain=True)
    body = levels(project.inds, lambda i: [_signed(i), _bare(i), ""], header=["一级指标", "二级指标", "三级指标", "指标值", "备注"])
    inds = []
    for ind in project.inds:
        assert ind.annual
        inds.append(
            ind.truth(name=[_signed(ind), ind.name], targets=[{"horizon": "annual", "raw": [_bare(ind), _text(ind)], "parts": [ind.annual.part]}])
        )
    return made("operator_in_name", world, [*central_rows(world, project), *body], [project.truth(indicators=inds)])


def _signed(ind: Ind) -> str:
    return ind.name + (ind.annual.sign if ind.annual and ind.annual.sign in "≥≤" else "")


def _bare(ind: Ind) -> str:
    return f"{ind.annual.number}{ind.annual.unit}" if ind.annual else ""


def past_two_rows(world: World) -> Made:
    """湖北: 指标值 over 近两年指标值 (前年, 上年) and 预期当年实现值."""
    project = world.project(plain=True)
    header: list[Row] = [
        ["一级指标", "二级指标", "三级指标", "指标值", N, N], [UP, UP, UP, "近两年指标值", N, "预期当年实现值"], [UP, UP, UP, "前年", "上年", UP],
    ]  # fmt: skip
    body = levels(project.inds, lambda i: [i.name, "12", "13", _text(i)], header=[])[1:]
    rows = [
        *central_rows(world, project, 7),
        *[["绩效指标" if not n else UP, *row] for n, row in enumerate(header)],
        *[[UP, *row[1:]] for row in body],
    ]
    return made("past_two_rows", world, rows, [project.truth()])


def half_year(world: World) -> Made:
    """江苏: 目标值 over 半年 and 全年; what is promised for half the year is no target of the year or of the whole period."""
    project = world.project(plain=True)
    header: list[Row] = [["一级指标", "二级指标", "三级指标", "目标值", N], [UP, UP, UP, "半年（程）目标值", "全年（程）目标值"]]
    body = levels(project.inds, lambda i: [i.name, "5" + (i.annual.unit if i.annual else ""), _text(i)], header=[])[1:]
    rows = [
        *central_rows(world, project, 6),
        *[["绩效指标" if not n else UP, *row] for n, row in enumerate(header)],
        *[[UP, *row[1:]] for row in body],
    ]
    return made("half_year", world, rows, [project.truth()])


def bounds(world: World) -> Made:
    """指标值 over 下限 and 上限: a range, or a bound where one side is blank."""
    project = world.project(plain=True)
    header: list[Row] = [["一级指标", "二级指标", "三级指标", "指标值", N, "度量单位"], [UP, UP, UP, "下限", "上限", UP]]
    wanted, cells = [], {}
    for n, ind in enumerate(project.inds):
        assert ind.annual
        low, high, unit = str(10 + n), str(60 + n), ind.annual.unit
        both = n % 3
        value = number("≥", low, unit) if both == 1 else number("≤", high, unit) if both == 2 else number("", low, unit)
        if not both:
            top = number("", high, unit).part["high"]
            value = replace(value, part={"comparator": "range", "low": value.part["low"], "high": top, "unit": value.part["unit"]})
        cells[ind.name] = [low if both != 2 else "", high if both != 1 else "", unit]
        raws = [f"{low}-{high}{unit}", f"下限{low}上限{high}{unit}", f"下限：{low}；上限：{high}", f"下限：{low}；上限：{high}{unit}"]
        raws += [
            f"{low}{unit}",
            f"{high}{unit}",
            f"≥{low}{unit}",
            f"≤{high}{unit}",
            f"下限：{low}{unit}",
            f"上限：{high}{unit}",
            f"{low}～{high}{unit}",
        ]
        wanted.append(ind.truth(targets=[{"horizon": "annual", "raw": raws, "parts": [value.part]}]))
    body = levels(project.inds, lambda i: [i.name, *cells[i.name]], header=[])[1:]
    rows = [
        *central_rows(world, project, 7),
        *[["绩效指标" if not n else UP, *row] for n, row in enumerate(header)],
        *[[UP, *row[1:]] for row in body],
    ]
    return made("bounds", world, rows, [project.truth(indicators=wanted)])


def three_years(world: World) -> Made:
    """A column for each year of the medium term: the document's year is the year's target, the others are other years'."""
    project = world.project(plain=True)
    header: Row = ["一级指标", "二级指标", "三级指标", *[f"{world.year + n}年目标值" for n in range(3)]]
    body = levels(project.inds, lambda i: [i.name, _text(i), "77" + (i.annual.unit if i.annual else ""), "78"], header=header)
    return made("three_years", world, [*central_rows(world, project, 7), *body], [project.truth()])


def unit_in_heading(world: World) -> Made:
    """指标值（%） in a table of rates alone."""
    project = world.project(plain=True)
    project.inds = [Ind("产出指标", "质量指标", name, number(sign, str(world.rng.randint(60, 99)), "%")) for name, sign in (
        ("设备完好率", "≥"), ("验收合格率", ""), ("检测差错率", "≤"))]  # fmt: skip
    body = levels(
        project.inds,
        lambda i: [i.name, f"{i.annual.sign}{i.annual.number}" if i.annual else "", ""],
        header=["一级指标", "二级指标", "三级指标", "指标值（%）", "备注"],
    )
    inds = [
        i.truth(targets=[{"horizon": "annual", "raw": [f"{i.annual.sign}{i.annual.number}", i.annual.text], "parts": [i.annual.part]}])
        for i in project.inds
        if i.annual
    ]
    return made("unit_in_heading", world, [*central_rows(world, project), *body], [project.truth(indicators=inds)])


def beijing(world: World) -> Made:
    """北京: 绩效指标性质, 绩效指标值, 绩效度量单位; the project's kinds beside its name; names of fields with colons."""
    project = world.project(bare=False)
    header: Row = ["一级指标", "二级指标", "三级指标", "绩效指标性质", "绩效指标值", "绩效度量单位"]
    body = levels(project.inds, lambda i: [i.name, *(i.annual.columns(["sign", "number", "unit"]) if i.annual else [])], header=header)
    return made("beijing", world, [*central_rows(world, project, 7), *body], [project.truth()])


def caption_in_one_line(world: World) -> Made:
    """Department, year and money unit in one line above the table, parted by blanks."""
    project: Proj = world.project()
    rows: list[Row] = [
        ["项目名称", project.name, N, "实施单位", project.unit],
        ["预算金额", project.total, N, "其中：财政拨款", project.funds["财政拨款"]],
        ["年度目标", project.goal, N, N, N],
        *levels(project.inds, lambda i: [i.name, _text(i), ""], left=None, header=["一级指标", "二级指标", "三级指标", "指标值", "备注"]),
    ]
    line = f"部门名称：{world.department}" + "　" * 6 + f"{world.year}年度" + " " * 12 + "金额单位：万元"
    project.funds = {"财政拨款": project.funds["财政拨款"]}
    return Made("caption_in_one_line", ["项目支出绩效目标表", line, Table(rows)], head(world, projects=[project.truth()]))


OLDER = (operator_in_name, past_two_rows, half_year, bounds, three_years, unit_in_heading, beijing, caption_in_one_line)
