"""Column headers: which rows they are, and the label of each column. What the contents say of them: :mod:`etl.transform.contents`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from etl.extract.grid import Cell
from etl.transform import words as vocabulary
from etl.transform.money import bracketed_unit
from etl.transform.statement import MoneyUnit
from etl.transform.table import Table, words

VALUES = ("value", "value_annual", "value_cycle")
TIERS = 4  # a header has at most so many rows; a label that goes further down is that of a block at its left

_YEAR = re.compile(r"(20\d\d)年?度?(.*)")


@dataclass(slots=True)
class Column:
    """Columns ``start`` to ``end`` (excluded) under one label. ``field`` as in ``labels.csv``, ``money`` (then ``label`` says which), or
    ``unknown``."""

    field: str
    start: int
    end: int
    cell: Cell
    label: vocabulary.MoneyLabel | None = None
    money_unit: MoneyUnit | None = None
    parents: tuple[str, ...] = ()
    year: int | None = None
    sub: str | None = None


@dataclass(slots=True)
class Header:
    """Header rows ``first`` to ``last`` (excluded) and their columns. ``kind``: list (has a project column), indicators (of a card) or tasks.
    ``cells`` are those that head the columns, also from the row above."""

    first: int
    last: int
    kind: str
    columns: list[Column] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)

    def column(self, *names: str) -> Column | None:
        """The first column of one of these fields."""
        return next((column for column in self.columns if column.field in names), None)

    def all(self, *names: str) -> list[Column]:
        """All columns of these fields, left to right."""
        return [column for column in self.columns if column.field in names]


def headers(table: Table, start: int, end: int) -> list[Header]:
    """The headers in rows ``start`` to ``end`` (excluded), top down; a header repeated further down is left to the reader of the rows."""
    found: list[Header] = []
    row = start
    while row < end:
        kind = _kind(table, row)
        if kind is None:
            row += 1
            continue
        header = _read(table, row, end, kind)
        if kind != "list" or not any(_same(header, other) for other in found):
            found.append(header)
        row = header.last
    return found


def _names(cell: Cell | None) -> tuple[str, ...]:
    """The fields of a column label, also of one that begins with a year (2024年目标值)."""
    if cell is None:
        return ()
    dated = _year_label(words(cell))
    return vocabulary.fields(words(cell), "column") or (vocabulary.fields(dated[1], "column") if dated and dated[1] else ())


def _kind(table: Table, row: int) -> str | None:
    """What a header row that begins here heads, or None where the row is none."""
    if not table.own(row):
        return None
    cells = [cell for cell in table.cells(row) if words(cell)]
    named = {name for cell in cells for name in _names(cell)}
    tiers = row + 1 < table.rows and (any(c.rowspan > 1 for c in cells) or (not words(table.at(row + 1, 0)) and _row_of_headings(table.own(row + 1))))
    below = {name for cell in table.cells(row + 1) for name in _names(cell)} if tiers else set()
    if tiers and row + 2 < table.rows and not words(table.at(row + 2, 0)) and row_of_labels(table.own(row + 2)):
        below |= {name for cell in table.cells(row + 2) for name in _names(cell)}  # 项目 | 绩效指标, 产出指标, 三级指标 | 指标值: three tiers
    project = {"project_name", "unit_or_project"} & named
    levels, values = {"level1", "level2", "level3"} & named, {*VALUES, "actual"} & named
    if len(cells) < 2:
        return None
    if project and ("packed" in named or values) and len(cells) > 2:
        return "list"
    if project and (levels or {"level2", "level3"} & below) and {*VALUES} & below:
        return "list"
    if not project and "packed" in named and values and not levels and row_of_labels(cells):
        return "indicators"
    if levels and (values or {*VALUES, "actual"} & below):
        return "indicators"
    if "task_name" in named and (("task_content" in named) or any(vocabulary.money_label(words(cell)) for cell in cells)):
        return "tasks"
    return None


def row_of_labels(cells: Sequence[Cell]) -> bool:
    """Whether every cell of a row is the label of a column."""
    return all(_is_label(cell) for cell in cells)


def _row_of_headings(cells: Sequence[Cell]) -> bool:
    """Whether every cell of a row heads a column or, as a level's name (产出指标), several."""
    return all(_is_label(cell) or vocabulary.level(words(cell), 1) is not None for cell in cells)


def _read(table: Table, row: int, end: int, kind: str) -> Header:
    """The header that begins at a row: how far down it goes, and the label of each column."""
    last = row + 1
    while last < end and _is_header_row(table, last, row):
        last += 1
    ends = [cell.row + cell.rowspan for cell in table.cells(last - 1) if words(cell) and _heads_a_column(cell, kind)]
    ends = [below for below in ends if below <= row + TIERS]
    bottom = min(end, max([last, *ends]))
    header = Header(row, bottom, kind)
    seen: set[int] = set()
    for col in range(table.cols):
        path = [_over(table, r, col, bottom) for r in range(max(0, row - 1), bottom)]
        stack = list({id(cell): cell for cell in path if cell is not None and words(cell)}.values())
        stack = [cell for cell in stack if cell.row + cell.rowspan > row or (cell.colspan > 1 and cell.colspan < table.cols - 1)]
        if not stack:
            blank = table.at(bottom - 1, col)
            if blank is not None and header.columns and all(blank is not column.cell for column in header.columns):
                header.columns.append(Column("unknown", col, col + 1, blank))  # its contents may still tell what it holds
            continue
        header.cells.extend(cell for cell in stack if all(cell is not other for other in header.cells))
        cell, sub = _labelling(table, stack)
        if id(cell) in seen and header.columns and header.columns[-1].cell is cell:
            header.columns[-1].end = col + 1
            continue
        seen.add(id(cell))
        header.columns.append(_column(cell, col, [c for c in stack if c is not cell], sub))
    return header


def _over(table: Table, row: int, col: int, bottom: int) -> Cell | None:
    """The cell that heads a slot of a header's upper tier; where a format has no merged cells (csv), a blank goes on from its left."""
    cell = table.at(row, col)
    if words(cell) or row + 1 >= bottom or any(c.colspan > 1 or c.rowspan > 1 for c in table.cells(row)):
        return cell
    left = next((found for at in range(col - 1, -1, -1) if words(found := table.at(row, at))), None)
    return left if left is not None and words(table.at(row + 1, col)) and words(table.at(row + 1, left.col)) else cell


def _spreads(table: Table, cell: Cell) -> bool:
    """Whether a label heads more columns than its own: it is merged over them, or (csv) the cells at its right are blank over labels of their own."""
    if cell.colspan > 1:
        return True
    plain = all(c.colspan == 1 and c.rowspan == 1 for c in table.cells(cell.row))
    return plain and not words(table.at(cell.row, cell.col + 1)) and bool(words(table.at(cell.row + 1, cell.col + 1)))


def _labelling(table: Table, stack: Sequence[Cell]) -> tuple[Cell, str | None]:
    """Which of the cells above a column names it: the lowest label; or the lowest cell, where it divides a label above it (then as ``sub``)."""
    lowest = stack[-1]
    known = [cell for cell in stack if _is_label(cell)]
    if not known or known[-1] is lowest or _year_label(words(lowest)):
        return lowest, None
    divides = lowest.row > known[-1].row and lowest.colspan <= known[-1].colspan and _spreads(table, known[-1])
    return (lowest, words(lowest)) if divides else (known[-1], None)


def _year_label(text: str) -> tuple[int, str] | None:
    """The year that a label begins with, and the rest of it (``2023年实际值``)."""
    found = _YEAR.fullmatch(vocabulary.normal(text))
    return (int(found[1]), found[2]) if found else None


def _heads_a_column(cell: Cell, kind: str) -> bool:
    """Whether a label heads a column; a card's block label (绩效指标) at the left of its rows does not."""
    return _is_label(cell) and not (kind != "list" and "block" in vocabulary.fields(words(cell), "row"))


def _is_label(cell: Cell) -> bool:
    return bool(_names(cell) or vocabulary.money_label(words(cell)))


def _is_header_row(table: Table, row: int, first: int) -> bool:
    """Whether a row below a header's first goes on with it: each cell that begins there is a label under a wider or higher cell."""
    own = table.own(row)
    if row == first + 1 and _divides_values(table, row):
        return True
    return (
        bool(own)
        and (row_of_labels(own) or _is_middle_tier(table, row))
        and (any(c.row < row for c in table.cells(row)) or not words(table.at(row, 0)))
        and row - first < TIERS
    )


def _is_middle_tier(table: Table, row: int) -> bool:
    """Whether a row heads columns with level names (产出指标, 效益指标) and the row below it with their labels."""
    below = table.own(row + 1) if row + 1 < table.rows else []
    return len(below) > 1 and row_of_labels(below) and _row_of_headings(table.own(row))


def _divides_values(table: Table, row: int) -> bool:
    """Whether a row without merged cells above it (csv) divides a value's heading: words only, each under that heading or the blanks beside it."""
    own = table.own(row)
    heads = [_over(table, row - 1, cell.col, row + 1) for cell in own]
    under = all(head is not None and {*VALUES} & set(_names(head)) for head in heads)
    return len(own) > 1 and under and not any(re.search(r"[\d≥≤<>=]", words(cell)) for cell in own)


def _column(cell: Cell, col: int, above: Sequence[Cell], sub: str | None) -> Column:
    """The column under a label; one that is only a year, or divides a label, is of the field above it."""
    parents = tuple(words(c) for c in above)
    unit = bracketed_unit(words(cell)) or next((u for u in map(bracketed_unit, parents) if u), None)
    dated = _year_label(words(cell))
    text = dated[1] if dated else words(cell)
    names, money = vocabulary.fields(text, "column") if text else (), vocabulary.money_label(text) if text else None
    if "value_itself" in names:  # 符号 | 数值 | 单位 below 指标值: no beneficiary of the value
        names, sub = (), None
        names = next((found for parent in reversed(parents) if {*VALUES} & {*(found := vocabulary.fields(parent, "column"))}), ())
    if not names and (sub or dated):
        upper = [vocabulary.fields(parent, "column") for parent in reversed(parents)]
        names = next((found for found in upper if found), ())
        money = None if names else next((found for found in map(vocabulary.money_label, reversed(parents)) if found), None)
    field_ = names[0] if names else "money" if money else "unknown"
    return Column(field_, col, col + 1, cell, money, unit, parents, dated[0] if dated else None, sub)


def _same(header: Header, other: Header) -> bool:
    def shape(h: Header) -> list[tuple[str, int, str]]:
        return [(column.field, column.start, words(column.cell)) for column in h.columns]

    return shape(header) == shape(other)
