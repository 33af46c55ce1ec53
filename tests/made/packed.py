"""Lists whose rows are projects: every indicator packed into one cell, as labelled lines in one cell, or as pairs side by side (DOMAIN 3)."""

from __future__ import annotations

from tests.made.lists import ends, head, wide
from tests.made.model import UP, Made, N, Row, Table
from tests.made.world import World, shown, total

L1 = {"产出指标": "1", "效益指标": "2", "满意度指标": "3"}
L2 = {"数量指标": "11", "质量指标": "12", "时效指标": "13", "成本指标": "14", "经济效益指标": "21", "社会效益指标": "22"}
L2 |= {"生态效益指标": "23", "可持续影响指标": "24", "服务对象满意度指标": "31"}


def packed_list(world: World) -> Made:
    """广东: units with subtotals, indented projects, every indicator in one cell, both horizons."""
    projects = [world.project(cycle=True, count=5) for _ in range(4)]
    rows: list[Row] = [
        wide(f"{world.year}年项目支出绩效目标表", 7),
        ends(f"部门名称：{world.department}", "单位：万元", 7),
        ["项目名称（资金使用单位）", "总计", "财政拨款", "财政专户拨款", "其他资金", "绩效目标", "绩效指标"],
    ]
    sums = [shown(total(column)) for column in ([p.total for p in projects], [p.funds["财政拨款"] for p in projects])]
    other = total([p.funds.get("其他资金") for p in projects])
    money: Row = [*sums, "", shown(other) if other else ""]
    rows += [["合计", *money, "", ""], [world.unit, *money, "", ""]]
    for project in projects:
        text = "".join(
            f"{n}、{L1[i.level1]}-{i.level1}；{L2[i.level2]}-{i.level2}；{i.name}；实施周期指标值:{i.cycle.text if i.cycle else ''}；"
            f"年度指标值:{i.annual.text if i.annual else ''}。"
            for n, i in enumerate(project.inds, 1)
        )
        cells = [project.total, project.funds["财政拨款"], "", project.funds.get("其他资金", "")]
        rows.append(["    " + project.name, *cells, project.goal, text])
    truth = []
    for project in projects:
        inds = [i.truth(seq=n, l1_code=L1[i.level1], l2_code=L2[i.level2]) for n, i in enumerate(project.inds, 1)]
        truth.append(project.truth(indicators=inds, goals={"any": project.goal}))
    return Made("packed_list", [Table(rows, 3)], head(world, total=sums[0], projects=truth))


def wide_pairs(world: World) -> Made:
    """河南: (三级指标, 指标值) pairs side by side under level-1 names; several lines of pairs a project."""
    names = ("成本指标", "产出指标", "效益指标", "满意度指标")
    projects = [world.project(new_costs=True, sources=("财政拨款",)) for _ in range(3)]
    cols = 2 + 2 * len(names)
    rows: list[Row] = [
        wide(f"{world.year}年部门项目绩效目标汇总表", cols),
        ends(f"部门名称：{world.department}", "单位：万元", cols),
        ["项目名称", "项目金额", *[cell for name in names for cell in (name, N)]],
        [UP, UP, *["三级指标", "指标值"] * len(names)],
    ]
    truth = []
    for project in projects:
        groups = [[i for i in project.inds if i.level1 == name] for name in names]
        for n in range(max(map(len, groups))):
            row: Row = [project.name, project.total] if not n else [UP, UP]
            for group in groups:
                ind = group[n] if n < len(group) else None
                row += [ind.name, ind.annual.text if ind.annual else ""] if ind else ["", ""]
            rows.append(row)
        want = project.truth(funds={}, goals={}, order="free", indicators=[i.truth(l2=None) for i in project.inds])
        del want["unit"]
        for ind in want["indicators"]:
            del ind["l2"]
        truth.append(want)
    return Made("wide_pairs", [Table(rows, 4)], head(world, projects=truth))


def labelled_text(world: World) -> Made:
    """黄山: every indicator of a project as a labelled line in one cell."""
    projects = [world.project(sources=("财政拨款",), count=5) for _ in range(3)]
    rows: list[Row] = [
        wide(f"{world.year}年项目支出绩效目标表", 4),
        [f"部门名称：{world.department}", N, "单位：万元", N],
        ["项目名称", "预算数", "绩效目标", "绩效指标"],
    ]
    for project in projects:
        lines, counts = [], dict[str, int]()
        for i in project.inds:
            counts[i.level2] = counts.get(i.level2, 0) + 1
            lines.append(f"【{i.level1}-{i.level2}】指标{counts[i.level2]}:{i.name}({i.annual.text if i.annual else ''})")
        rows.append([project.name, project.total, project.goal, "\n".join(lines)])
    truth = [p.truth(funds={}, goals={"any": p.goal}) for p in projects]
    for want in truth:
        del want["unit"]
    return Made("labelled_text", [Table(rows, 3)], head(world, projects=truth))


PACKED = (packed_list, wide_pairs, labelled_text)
