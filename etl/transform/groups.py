"""Which columns of a header belong together: blocks of indicators, and the sign, value and unit of each value, whatever their order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from etl.transform import words as vocabulary
from etl.transform.header import VALUES, Column, Header
from etl.transform.levels import Levels, bare
from etl.transform.statement import Horizon
from etl.transform.table import words
from etl.transform.targets.units import unit_word

_OWN = ("level2", "level3", "value", "value_annual", "value_cycle")
_LOW, _HIGH = re.compile(r"下限|最低值?|最小值?|低限"), re.compile(r"上限|最高值?|最大值?|高限")
_PART_OF_YEAR = re.compile(r"半年|季度|上半年|下半年|\d+\s*[-—~至]\s*\d+月|截至\d+月")
_ANNUAL = re.compile(r"年度|当年|本年|全年")
_CYCLE = re.compile(r"中期|实施期|实施周期|长期|周期|项目总")


@dataclass(slots=True)
class ValueColumns:
    """The columns of one value: sign, value and unit, in whatever order they are printed. ``told``: its heading names the horizon.

    ``upper``: the column of the upper bound where the value is printed as 下限 | 上限. ``unit_of_heading``: ``指标值（%）``.
    """

    horizon: Horizon
    value: Column
    sign: Column | None = None
    unit: Column | None = None
    told: bool = False
    upper: Column | None = None
    unit_of_heading: str | None = None


@dataclass(slots=True)
class Group:
    """The columns of one block of indicators. Two blocks stand side by side where 中期 and 年度 each have their own; in wide tables there is one
    for each level 1, whose name stands above it (``headed``)."""

    columns: dict[str, Column] = field(default_factory=dict)
    values: list[ValueColumns] = field(default_factory=list)
    headed: Levels = field(default_factory=Levels)


def groups(header: Header, horizons: dict[int, Horizon], block: Horizon, fiscal_year: int | None) -> list[Group]:
    """The blocks of a header's columns. ``horizons`` tells the horizon of columns by what stands above them elsewhere (goals side by side), ``block``
    that of the rows as a whole; values of other years than ``fiscal_year`` are left out by name."""
    for column in header.columns:
        if column.year is not None and column.year != fiscal_year and column.field in (*VALUES, "actual"):
            column.field = "other_year"
    for column in header.columns:
        if column.field in VALUES and column.sub and horizon_of(column.sub):
            column.sub = None  # 实施周期 | 当年度 below 目标值 name a horizon, no beneficiary
        if column.field in (*VALUES, "actual") and _PART_OF_YEAR.search(" ".join((words(column.cell), *column.parents))):
            column.field = "part_of_year"  # 半年目标值 is neither the year's nor the whole period's
    blocks: list[list[Column]] = [[]]
    for column in header.columns:
        taken = {other.field for other in blocks[-1]}
        if column.field in taken and column.field in (*_OWN, "sign", "value_unit") and column.sub is None:
            blocks.append([])
        blocks[-1].append(column)
    found: list[Group] = []
    for columns in blocks:
        group = Group({column.field: column for column in reversed(columns)}, headed=_headed(columns))
        near = _nearest(columns)
        for value, upper in _bounded([column for column in columns if column.field in VALUES]):
            told = _told(value)
            horizon = told or horizons.get(value.start, block)
            unit = near.get((id(value), "value_unit")) or near.get((id(upper), "value_unit"))
            made = ValueColumns(horizon, value, near.get((id(value), "sign")), unit, told is not None, upper)
            made.unit_of_heading = _unit_of(value)
            group.values.append(made)
        if found and not {"level2", "level3"} & set(group.columns):
            found[-1].values.extend(group.values)
        elif group.values or {"level3", "actual"} & set(group.columns):
            found.append(group)
    for group in found:
        _part(group.values)
    return found


def _bounded(values: Sequence[Column]) -> list[tuple[Column, Column | None]]:
    """Value columns, those headed 下限 and 上限 brought together."""
    found: list[tuple[Column, Column | None]] = []
    for column in values:
        if column.sub and _HIGH.fullmatch(column.sub) and found and found[-1][0].sub and _LOW.fullmatch(found[-1][0].sub or ""):
            found[-1] = (found[-1][0], column)
        else:
            found.append((column, None))
    for low, high in found:
        if high is not None:
            low.sub = high.sub = None
    return found


def _unit_of(column: Column) -> str | None:
    """The unit in a value heading's brackets."""
    found = re.search(r"[(（]([^()（）]+)[)）]\s*$", words(column.cell))
    return found[1] if found and unit_word(found[1]) is not None else None


def _nearest(columns: Sequence[Column]) -> dict[tuple[int, str], Column]:
    """The sign and the unit column of each value column: those nearest to it, each for one value only."""
    values = [column for column in columns if column.field in VALUES]
    found: dict[tuple[int, str], Column] = {}
    for part in (column for column in columns if column.field in ("sign", "value_unit")):
        free = [value for value in values if (id(value), part.field) not in found]
        if free:
            found[id(min(free, key=lambda value: abs(value.start - part.start))), part.field] = part
    return found


def _part(values: Sequence[ValueColumns]) -> None:
    """Of two value columns of which one is marked as the year's, the other is the whole period's."""
    if len(values) == 2 and all(value.horizon == "annual" for value in values) and sum(value.told for value in values) == 1:
        next(value for value in values if not value.told).horizon = "cycle"


def _headed(columns: list[Column]) -> Levels:
    """The levels that stand above a block as a heading."""
    parents = [parent for column in columns if column.field == "level3" for parent in column.parents]
    level1 = next((parent for parent in parents if vocabulary.level(parent, 1)), None)
    level2 = next((parent for parent in parents if vocabulary.level(parent, 2) and not vocabulary.level(parent, 1)), None)
    return Levels(level1 and bare(level1), level2 and bare(level2))


def _told(column: Column) -> Horizon | None:
    """The horizon that a value column's own heading names."""
    if column.field in ("value_cycle", "value_annual"):
        return "cycle" if column.field == "value_cycle" else "annual"
    return "annual" if column.year is not None else horizon_of(" ".join((words(column.cell), *column.parents)))


def horizon_of(printed: str) -> Horizon | None:
    """The horizon that words above or beside a block name, or None."""
    if _CYCLE.search(printed):
        return "cycle"
    return "annual" if _ANNUAL.search(printed) else None


def tell_apart(found: list[Group], alike: bool) -> None:
    """Two like blocks of which nothing says the horizon are the whole period and the year, in this order (88号, 163号 forms), where their rows name
    the same indicators (``alike``); else they are printed side by side to save paper."""
    values = [value for group in found for value in group.values]
    like = alike and len(found) == 2 and len(values) == 2 and not any(value.told for value in values)
    if like and not any(group.headed.level1 for group in found) and values[0].horizon == values[1].horizon == "annual":
        values[0].horizon = "cycle"
