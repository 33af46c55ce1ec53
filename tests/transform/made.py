"""Made tables that several tests start from: a central card, a list of indicator rows, a packed list."""

from __future__ import annotations

from collections.abc import Sequence

from etl.extract.grid import Grid
from tests.transform.build import grid

Row = list[str | None]
N = None

COLUMNS: Row = ["项目名称", "预算数", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值"]
COUNT: Row = ["产出指标", "数量指标", "走访次数", "≥3次"]
QUALITY: Row = ["产出指标", "质量指标", "合格率", "≥95%"]
HEADS: list[Row] = [["2024年项目支出绩效目标表", N, N, N, N, N, N], ["部门名称：样例市司法局", N, N, N, N, "单位：万元", N]]


def listed(*rows: Row, heads: Sequence[Row] = HEADS, columns: Row = COLUMNS) -> Grid:
    """A list of indicator rows under its header."""
    return grid([*heads, columns, *rows])


def card(
    name: str = "走访慰问",
    total: str = "100.00",
    *,
    title: str | None = "项目支出绩效目标表",
    year: str | None = "（2024年度）",
    department: str | None = "[101]样例市司法局",
    unit: str = "万元",
    indicators: Sequence[Row] = ((*COUNT, ""), (*QUALITY, "")),  # type: ignore[assignment]
    after: Sequence[Row] = (),
) -> list[Row]:
    """The rows of a central card of five columns."""
    rows: list[Row] = [[text, N, N, N, N] for text in (title, year) if text]
    rows.append(["项目名称", name, N, N, N])
    if department:
        rows.append(["主管部门及代码", department, N, "实施单位", "样例市社区矫正中心"])
    label = f"项目资金\n（{unit}）" if unit else "项目资金"
    rows += [
        [label, "年度资金总额", N, total, N],
        ["^", "其中：财政拨款", N, total, N],
        ["^", "其他资金", N, "", N],
        ["总体目标", f"做好{name}", N, N, N],
    ]
    return [*rows, ["一级指标", "二级指标", "三级指标", "指标值", "备注"], *(list(row) for row in indicators), *after]


def packed(*rows: Row, unit: str = "单位：万元") -> Grid:
    """A packed list of 广东's kind: rows of name, total, goal and all indicators in one cell."""
    return grid([["2024年项目绩效目标表", N, N, N], ["部门名称：样例市司法局", N, unit, N], ["项目名称", "总计", "绩效目标", "绩效指标"], *rows])


PACKED = (
    "1、1-产出指标；11-数量指标；走访次数；实施周期指标值:≥9次；年度指标值:≥3次。"
    "2、1-产出指标；12-质量指标；合格率；实施周期指标值:100%；年度指标值:95%。"
)
