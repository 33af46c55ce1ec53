"""A table of a document, its pages joined: what the engine walks.

Slots are looked up by row and column; a merged cell stands in all of its slots. Cells that do not concern anybody twice (a header repeated on the
next page) are taken out when pages are joined and kept in ``repeated``, so that each cell of the document can be accounted for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from etl.extract.grid import Cell, Grid, Line
from etl.finding import Finding
from etl.transform.names.characters import unwrap

_SIGN = "[≥≤<>＞＜=＝]?"
_CUT_NUMBER = re.compile(rf"{_SIGN}(?:\d{{1,3}}(?:,\d{{3}})*,\d{{0,2}}\n|\d{{1,3}}(?:,\d{{3}})*\.\n|[\d,]+\n[.,])[\d,.\n]*%?")
_WHOLE_NUMBER = re.compile(rf"{_SIGN}(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?%?")


@lru_cache(maxsize=65536)
def _words(text: str) -> str:
    """A text unwrapped; a number that its cell breaks inside a group of three digits (``1,38|4``) is one."""
    if "\n" in text and _CUT_NUMBER.fullmatch(text.strip()):
        whole = "".join(text.split())
        if _WHOLE_NUMBER.fullmatch(whole):
            return whole
    return unwrap(text)


def words(cell: Cell | None) -> str:
    """The text of a cell with its line wraps repaired, trimmed; "" where there is none."""
    return _words(cell.text).strip() if cell is not None and cell.text else ""


@dataclass(slots=True)
class Table:
    """Rows of slots. ``page_starts`` are the rows at which a page begins after the first; ``edges`` the x of the columns' borders, if known."""

    slots: list[list[Cell | None]]
    source: str
    sheet: str | None = None
    first_page: int | None = None
    last_page: int | None = None
    above: list[Line] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)
    edges: tuple[float, ...] = ()
    open_bottom: bool = False
    closed_bottom: bool = False
    page_starts: list[int] = field(default_factory=list)
    repeated: list[Cell] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """Number of rows."""
        return len(self.slots)

    @property
    def cols(self) -> int:
        """Number of columns."""
        return len(self.slots[0]) if self.slots else 0

    def cells(self, row: int) -> list[Cell]:
        """The distinct cells that touch a row, left to right."""
        found: dict[int, Cell] = {}
        for cell in self.slots[row]:
            if cell is not None:
                found.setdefault(id(cell), cell)
        return list(found.values())

    def own(self, row: int) -> list[Cell]:
        """The cells with text that begin in a row, left to right."""
        return [cell for cell in self.cells(row) if cell.row == row and words(cell)]

    def filled(self, start: int = 0, end: int | None = None) -> Iterator[Cell]:
        """Each cell with text that begins in rows ``start`` to ``end`` (excluded)."""
        for row in range(start, self.rows if end is None else end):
            yield from self.own(row)

    def at(self, row: int, col: int) -> Cell | None:
        """The cell that covers a slot; None outside the table."""
        return self.slots[row][col] if 0 <= row < self.rows and 0 <= col < self.cols else None


def table_of(grid: Grid) -> Table:
    """A table of one grid."""
    return Table(
        grid.slots(),
        grid.source,
        grid.sheet,
        grid.page,
        grid.page,
        list(grid.above),
        list(grid.below),
        grid.edges,
        grid.open_bottom,
        grid.closed_bottom,
        findings=list(grid.findings),
    )


def append(table: Table, slots: list[list[Cell | None]]) -> None:
    """Put rows below a table; the cells, whose rows count from ``slots``' first, are placed anew."""
    shift, moved = table.rows, {}
    for row in slots:
        for cell in row:
            if cell is not None and id(cell) not in moved:
                moved[id(cell)] = replace(cell, row=cell.row + shift)
    table.slots.extend([None if cell is None else moved[id(cell)] for cell in row] for row in slots)


def supplant(table: Table, old: Cell, new: Cell) -> None:
    """Put ``new`` into every slot of ``old``."""
    for row in table.slots[old.row : old.row + old.rowspan]:
        for col in range(old.col, old.col + old.colspan):
            if row[col] is old:
                row[col] = new
