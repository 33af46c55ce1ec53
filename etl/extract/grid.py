"""What every format is read into: a grid of cells with spans, each with its place in the file.

A grid says where text stands, never what it means. Rows and columns count from 0; pages, tables and lines, as people name them, from 1.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

from etl.finding import Finding


class Box(NamedTuple):
    """A rectangle on a page as it is shown (after its /Rotate), in points from the page's top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


class Place(NamedTuple):
    """Where something stands in a document (出处).

    ``label`` is what people are told and what findings quote; it needs no translation and is unique in its document:
    ``p2/t1/R5C7`` (page 2, its table 1, row 5, column 7), ``p2/L3`` (line 3 of page 2 outside tables), ``Sheet1!G5``,
    ``t1/R5C7`` (docx, html: table 1), ``P12`` (paragraph 12 of a docx or html page), ``L41`` (line 41 of a text), ``R5C7`` (csv).
    Rows and columns in labels count from 1.
    """

    label: str
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text outside every table: captions, titles, cover, notes."""

    text: str
    place: Place


class Piece(NamedTuple):
    """The part of a joined cell that begins at ``offset`` of its text and came from ``place`` (a cell cut by a page break)."""

    offset: int
    place: Place


@dataclass(slots=True)
class Cell:
    """A cell (单元格). ``text`` is as printed, its lines parted by ``\\n``, leading blanks (an indent) kept, the end trimmed; "" if empty.

    ``number`` is the value a workbook stores where it stores a number; ``text`` then shows it as the number format does, and
    ``percent`` says whether that format is a percentage (0.95 shown as 95%).
    """

    row: int
    col: int
    text: str
    place: Place
    rowspan: int = 1
    colspan: int = 1
    number: Decimal | None = None
    percent: bool = False
    pieces: tuple[Piece, ...] = ()

    def place_of(self, offset: int) -> Place:
        """The place of the character at ``offset`` of the text: a piece's, where the cell was joined from several."""
        found = self.place
        for piece in self.pieces:
            if piece.offset > offset:
                break
            found = piece.place
        return found


GridSource = Literal["rules", "alignment", "cells", "text"]


@dataclass(slots=True)
class Grid:
    """A table (表格) as it stands on one page, sheet or in one run of text.

    ``cells`` are in reading order, one for each merged area, placed at its top left slot; slots that nothing covers do not exist.
    ``above`` and ``below`` are the lines of the page between this table and its neighbours or the page's edges. ``edges`` are the x of the
    columns' borders (PDF), by which the pages of one table are known; ``open_top`` and ``open_bottom`` say that no rule closes the
    first or last row there (a page break cut it); ``closed_top`` and ``closed_bottom`` that rules do close it, and only cells merged over the
    break are open: then the row itself is whole. ``source``: from ruling lines, from alignment, from a format with cells, from text.
    ``findings`` are the reader's doubts about this table.
    """

    rows: int
    cols: int
    cells: list[Cell]
    index: int = 1
    page: int | None = None
    sheet: str | None = None
    source: GridSource = "cells"
    above: list[Line] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)
    edges: tuple[float, ...] = ()
    open_top: bool = False
    open_bottom: bool = False
    closed_top: bool = False
    closed_bottom: bool = False
    findings: list[Finding] = field(default_factory=list)

    def slots(self) -> list[list[Cell | None]]:
        """The cell that covers each slot, as ``[row][col]``; a merged cell stands in all of its slots."""
        table: list[list[Cell | None]] = [[None] * self.cols for _ in range(self.rows)]
        for cell in self.cells:
            for row in table[cell.row : cell.row + cell.rowspan]:
                row[cell.col : cell.col + cell.colspan] = [cell] * len(row[cell.col : cell.col + cell.colspan])
        return table


@dataclass(slots=True)
class Extraction:
    """All that one document holds, as far as extract can tell.

    ``media_type`` is told by content. ``grids`` are in document order; ``prose`` are lines of pages or paragraphs without a table that may
    carry the year, the department or a control count (cover, sentences), in document order. ``pages`` is the number of pages or sheets.
    """

    media_type: str
    grids: list[Grid]
    prose: list[Line] = field(default_factory=list)
    pages: int | None = None
    findings: list[Finding] = field(default_factory=list)


def filled(cells: Iterable[Cell]) -> list[Cell]:
    """The cells that hold text."""
    return [cell for cell in cells if cell.text.strip()]
