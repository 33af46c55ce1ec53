"""Column headers: which rows they are and what each column holds, by the printed labels *and* by the contents below (DOMAIN 1.4)."""

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
SAMPLE = 60  # data rows that are looked at to tell what a column holds

_SIGN = re.compile(r"[≥≤<>＞＜=＝≧≦⩾⩽═》《]{1,2}|大于等于|小于等于|大于|小于|等于|不低于|不高于|不少于|不超过|定性")
_DIRECTION = re.compile(r"(?:正向|反向|逆向|负向|定性)(?:指标)?")
_ATTRIBUTE = re.compile(r"(?:定量|定性)(?:指标)?")
_NUMBER = re.compile(r"[≥≤<>＞＜=＝]*[\d,]+(?:\.\d+)?[%％]?")


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


@dataclass(slots=True)
class Header:
    """Header rows ``first`` to ``last`` (excluded) and their columns. ``kind``: list (has a project column), indicators (of a card) or tasks."""

    first: int
    last: int
    kind: str
    columns: list[Column] = field(default_factory=list)

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
        if not any(_same(header, other) for other in found):
            found.append(header)
        row = header.last
    for header, stop in zip(found, [*(after.first for after in found[1:]), end], strict=False):
        _refine(table, header, stop)
    return found


def _names(cell: Cell | None) -> tuple[str, ...]:
    return vocabulary.fields(words(cell), "column") if cell is not None else ()


def _kind(table: Table, row: int) -> str | None:
    """What a header row that begins here heads, or None where the row is none."""
    if not table.own(row):
        return None
    cells = [cell for cell in table.cells(row) if words(cell)]
    named = {name for cell in cells for name in _names(cell)}
    below = {name for cell in table.cells(row + 1) for name in _names(cell)} if row + 1 < table.rows and any(c.rowspan > 1 for c in cells) else set()
    project = {"project_name", "unit_or_project"} & named
    levels, values = {"level1", "level2", "level3"} & named, {*VALUES, "actual"} & named
    if len(cells) < 2:
        return None
    if project and ("packed" in named or values) and len(cells) > 2:
        return "list"
    if project and levels and {*VALUES} & below:
        return "list"
    if levels and (values or {*VALUES, "actual"} & below):
        return "indicators"
    if "task_name" in named and (("task_content" in named) or any(vocabulary.money_label(words(cell)) for cell in cells)):
        return "tasks"
    return None


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
        path = [table.at(r, col) for r in range(max(0, row - 1), bottom)]
        stack = list({id(cell): cell for cell in path if cell is not None and words(cell)}.values())
        stack = [cell for cell in stack if cell.row + cell.rowspan > row or (cell.colspan > 1 and cell.colspan < table.cols - 1)]
        if not stack:
            continue
        known = [cell for cell in stack if _is_label(cell)]
        cell = known[-1] if known else stack[-1]
        if id(cell) in seen and header.columns and header.columns[-1].cell is cell:
            header.columns[-1].end = col + 1
            continue
        seen.add(id(cell))
        header.columns.append(_column(cell, col, tuple(words(c) for c in stack if c is not cell)))
    return header


def _heads_a_column(cell: Cell, kind: str) -> bool:
    """Whether a label heads a column; a card's block label (绩效指标) at the left of its rows does not."""
    return _is_label(cell) and not (kind != "list" and "block" in vocabulary.fields(words(cell), "row"))


def _is_label(cell: Cell) -> bool:
    return bool(_names(cell) or vocabulary.money_label(words(cell)))


def _is_header_row(table: Table, row: int, first: int) -> bool:
    """Whether a row below a header's first goes on with it: each cell that begins there is a label under a wider or higher cell."""
    own = table.own(row)
    return (
        bool(own)
        and all(_is_label(cell) for cell in own)
        and (any(c.row < row for c in table.cells(row)) or not words(table.at(row, 0)))
        and row - first < TIERS
    )


def _column(cell: Cell, col: int, parents: tuple[str, ...]) -> Column:
    names, money = _names(cell), vocabulary.money_label(words(cell))
    unit = bracketed_unit(words(cell)) or next((u for u in map(bracketed_unit, parents) if u), None)
    if names:
        return Column(names[0], col, col + 1, cell, None, unit, parents)
    return Column("money" if money else "unknown", col, col + 1, cell, money, unit, parents)


def _same(header: Header, other: Header) -> bool:
    def shape(h: Header) -> list[tuple[str, int, str]]:
        return [(column.field, column.start, words(column.cell)) for column in h.columns]

    return shape(header) == shape(other)


def _sample(table: Table, header: Header, column: Column, end: int) -> list[str]:
    """The distinct-cell texts below a column."""
    seen, texts = set(), []
    for row in range(header.last, min(end, header.last + SAMPLE)):
        for col in range(column.start, column.end):
            cell = table.at(row, col)
            if cell is not None and id(cell) not in seen and words(cell):
                seen.add(id(cell))
                texts.append(words(cell))
    return texts


def share(texts: Sequence[str], pattern: re.Pattern[str]) -> float:
    """The share of texts that a pattern matches whole."""
    return sum(bool(pattern.fullmatch(re.sub(r"\s+", "", text))) for text in texts) / len(texts) if texts else 0.0


def _refine(table: Table, header: Header, end: int) -> None:
    """Correct columns whose heading does not say what they hold: 指标性质, 指标属性, 指标类型, 指标内容, 单位, 一级指标."""
    fields = {column.field for column in header.columns}
    for column in header.columns:
        texts = _sample(table, header, column, end)
        if column.field in ("sign", "direction") and texts:
            column.field = _nature(texts)
        elif column.field == "level1" and texts and share_of_level(texts, 2) > max(0.5, share_of_level(texts, 1)) and "level2" not in fields:
            column.field = "level2"
        elif column.field == "level2" and texts and share(texts, _ATTRIBUTE) > 0.5:
            column.field = "attribute"
        elif column.field == "level3" and _is_explanation(header, column):
            column.field = "explanation"
        elif column.field == "packed" and ("value" in fields or {"level1", "level2", "level3"} & fields):
            column.field = "block"
        elif column.field == "actual" and header.kind == "list" and not fields & set(VALUES):
            column.field = "explanation"
    _pair_units(table, header, end)


def _nature(texts: Sequence[str]) -> str:
    signs, directions, attributes = (share(texts, pattern) for pattern in (_SIGN, _DIRECTION, _ATTRIBUTE))
    if attributes > 0.9 and attributes >= signs:
        return "attribute"
    return "sign" if signs >= directions and signs > 0.5 else "direction" if directions > 0.5 else "explanation"


def share_of_level(texts: Sequence[str], number: int) -> float:
    """The share of texts that are known names of a level."""
    return sum(vocabulary.level(text, number) is not None for text in texts) / len(texts) if texts else 0.0


def _is_explanation(header: Header, column: Column) -> bool:
    """指标内容 is an explanation where a 三级指标 or 指标名称 stands beside it."""
    also = "explanation" in _names(column.cell)
    return also and any(other is not column and other.field == "level3" and other.start != column.start for other in header.columns)


def _pair_units(table: Table, header: Header, end: int) -> None:
    """单位 in a list of indicators is the unit of the value where it stands beside it and holds no organisations."""
    for column in header.columns:
        if column.field == "value_unit" and header.column(*VALUES) is None:
            column.field = "unit"
        elif column.field == "value_unit" and header.kind == "list" and vocabulary.normal(words(column.cell)) == "单位":
            texts = _sample(table, header, column, end)
            if texts and sum(len(text) > 6 for text in texts) > len(texts) / 2:
                column.field = "unit"
