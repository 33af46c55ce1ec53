"""Documents as the readers would hand them to the loader, made without files: departments × years × projects × indicators, in realistic numbers.

For the benchmarks of loading: what reading costs is measured elsewhere (``read.py``). Each document is one department's table of one year.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal

from etl.extract.grid import Box, Place
from etl.load.frames import Incoming
from etl.transform.statement import Amount, Claim, Evidence, Goal, Indicator, Money, Part, Project, PublishedTotal, Statement, Target

FUNCTIONS = ("司法局", "教育局", "卫生健康局", "民政局", "交通运输局", "农业农村局", "水务局", "文化和旅游局")
MEASURES = (
    ("产出指标", "1", "数量指标", "11", "output.quantity", "办理数量", "件"),
    ("产出指标", "1", "质量指标", "12", "output.quality", "合格率", "%"),
    ("产出指标", "1", "时效指标", "13", "output.timeliness", "按时完成率", "%"),
    ("成本指标", "", "经济成本指标", "", "cost.economic", "成本控制率", "%"),
    ("效益指标", "2", "社会效益指标", "22", "benefit.social", "覆盖率", "%"),
    ("满意度指标", "3", "服务对象满意度指标", "31", "satisfaction", "服务对象满意度", "%"),
)
THINGS = ("法律援助", "社区矫正", "普法宣传", "设备运维", "人员培训", "信息化建设", "物业管理", "专项补助", "房屋修缮", "安全检查")


def document(region: str, function: str, year: int, projects: int = 20, mark: str = "") -> Incoming:
    """The table of a department (region code and function) in a year: 12 targets a project (6 indicators × 2 horizons)."""
    name = f"{region}/{function}/{year}{mark}.pdf"
    rows = [_project(row, f"{THINGS[row % len(THINGS)]}项目{row}", year, int(region) + row) for row in range(1, projects + 1)]
    total = sum((p.money.total.yuan for p in rows if p.money.total), Decimal(0))
    statement = Statement(
        *("project_targets", "packed_list", "项目支出绩效目标表", year, "title", f"某区{function}", function, "title"),
        _cell(0, 1, "项目支出绩效目标表"),
        department_function=function,
        region_code=region,
        money_unit="10k_yuan",
        money_unit_from="table",
        totals=[PublishedTotal("statement", Amount(total, _cell(0, 2, str(total))))],
        projects=rows,
    )
    return Incoming(name, hashlib.sha256(name.encode()).hexdigest(), 100_000, claim=Claim(file_name=name), statements=[statement])


def documents(number: int, years: range = range(2021, 2026), projects: int = 20, first: int = 0) -> list[Incoming]:
    """So many documents, all years of a department one after another, the departments spread over regions and functions."""
    made = []
    for n in range(first, first + number):
        department, year = divmod(n, len(years))
        region, function = divmod(department, len(FUNCTIONS))
        made.append(document(str(110101 + region), FUNCTIONS[function], years[year], projects))
    return made


def _cell(row: int, column: int, text: str) -> Evidence:
    return Evidence(Place(f"p{1 + row // 4}/t1/R{row}C{column}", 1 + row // 4, Box(10 * column, 10 * row, 10 * column + 9, 10 * row + 8)), text)


def _project(row: int, name: str, year: int, seed: int) -> Project:
    yuan = Decimal(10_000 * (1 + (seed * 7919 + year) % 500))
    money = Money(Amount(yuan, _cell(row, 2, str(yuan))), {"fiscal_appropriation": Amount(yuan, _cell(row, 3, str(yuan)))})
    goal = f"完成{name}{year}年度各项任务，保障工作正常开展。"
    return Project(
        row, name, name, _cell(row, 1, name), unit="某单位", unit_region_code=None, unit_key=f"单位{seed % 97}", money=money,
        goals={"annual": Goal(goal, _cell(row, 4, goal))}, indicators=[_indicator(seq, row, year, seed) for seq in range(1, len(MEASURES) + 1)],
    )  # fmt: skip


def _indicator(seq: int, row: int, year: int, seed: int) -> Indicator:
    level1, code1, level2, code2, kind, measure, unit = MEASURES[seq - 1]
    bound = 80 + (seed * 31 + seq * 17 + (year if seed % 3 == 0 else 0)) % 20
    raw = f"≥{bound}{unit}"
    part = Part("ge", low=Decimal(bound), low_inclusive=True, unit=unit, unit_from="value", direction="positive", direction_from="comparator")
    targets = [Target("annual", raw, [part], _cell(row * 10 + seq, 6, raw)), Target("cycle", raw, [part], _cell(row * 10 + seq, 5, raw))]
    name = f"{THINGS[row % len(THINGS)]}{measure}"
    return Indicator(seq, name, name, level1, code1 or None, level2, code2 or None, kind, targets=targets)
