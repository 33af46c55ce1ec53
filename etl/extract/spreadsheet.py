"""Workbooks (xlsx, xlsb, xls, ods) into grids: one a sheet, bounded by the cells that hold text, each cell with its address.

Each format has its own reader that tells what a sheet holds (:class:`Sheet`); here that becomes a :class:`~etl.extract.grid.Grid`.
The readers are our own for xlsx and ods because number formats, merged areas and sparse sheets decide what a budget says, and no fast library
gives all three: calamine drops the formats and aborts the process on one cell at XFD1048576.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from etl.extract import sniff
from etl.extract.grid import Cell, Extraction, Grid, Place
from etl.finding import Finding, Refused

MAX_CELLS = 1_000_000
_KEPT_BLANK_ROWS = 200
MAX_SLOTS = 4_000_000
"""Slots (rows × columns) of one sheet's grid; a sheet that would have more loses its empty rows and columns, and is refused if that is not enough."""


class Value(NamedTuple):
    """What a cell of a sheet shows; ``number`` and ``percent`` as in :class:`~etl.extract.grid.Cell`."""

    text: str
    number: Decimal | None = None
    percent: bool = False


class Area(NamedTuple):
    """A merged area: first row and column, last row and column, from 0, inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """What a reader found on one sheet. ``cells`` by (row, column) from 0, empty ones where the file holds them (bordered blanks)."""

    name: str
    cells: dict[tuple[int, int], Value] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden: bool = False
    uncomputed: list[tuple[int, int]] = field(default_factory=list)
    _blank: deque[tuple[int, dict[int, Value]]] = field(default_factory=lambda: deque(maxlen=_KEPT_BLANK_ROWS))

    def add_row(self, row: int, cells: dict[int, Value]) -> None:
        """Take in a row. Blank rows count only if a filled one follows soon: people format whole columns and mean nothing by it."""
        if not any(value.text for value in cells.values()):
            self._blank.append((row, cells))
            return
        for blank, empty in self._blank:
            self.cells.update({(blank, col): value for col, value in empty.items()})
        self._blank.clear()
        self.cells.update({(row, col): value for col, value in cells.items()})


def read(data: bytes) -> Extraction:
    """A workbook's visible sheets as grids; hidden sheets are named in findings.

    Raises Refused: damaged_file, password_protected, too_large, or unknown_format for what is no workbook.
    """
    kind = sniff.media_type(data)
    sheets = _reader(kind)(data)
    shown = [sheet for sheet in sheets if not sheet.hidden]
    findings = [
        Finding("hidden_sheet", "info", place=sheet.name, found=sheet.name)
        for sheet in sheets
        if sheet.hidden and any(v.text for v in sheet.cells.values())
    ]
    grids: list[Grid] = []
    for sheet in shown:
        made = _grid(sheet, len(grids) + 1)
        if made is not None:
            grids.append(made)
    return Extraction(kind, grids, pages=len(shown), findings=findings)


def read_grids(data: bytes) -> list[Grid]:
    """The grids of :func:`read`."""
    return read(data).grids


def _reader(kind: str) -> Callable[[bytes], list[Sheet]]:
    """The reader of a kind of workbook, imported when needed."""
    from etl.extract import ods, xls, xlsb, xlsx, xmlsheet

    readers = {sniff.XLSX: xlsx.sheets, sniff.ODS: ods.sheets, sniff.XLSB: xlsb.sheets, sniff.XLS: xls.sheets, sniff.XML_SHEET: xmlsheet.sheets}
    if kind not in readers:
        raise Refused("unknown_format", found=kind)
    return readers[kind]


def address(row: int, col: int) -> str:
    """``G5`` for row 4, column 6 (from 0)."""
    letters = ""
    col += 1
    while col:
        col, digit = divmod(col - 1, 26)
        letters = chr(65 + digit) + letters
    return f"{letters}{row + 1}"


def _grid(sheet: Sheet, index: int) -> Grid | None:
    """The grid of a sheet; None where it holds no text."""
    filled = [at for at, value in sheet.cells.items() if value.text]
    if not filled:
        return None
    merges, covered = _areas(sheet.merges, sheet.cells)
    rows: Sequence[int] = _axis([at[0] for at in filled], [(a.top, a.bottom) for at, a in merges.items() if sheet.cells.get(at, Value("")).text])
    cols: Sequence[int] = _axis([at[1] for at in filled], [(a.left, a.right) for at, a in merges.items() if sheet.cells.get(at, Value("")).text])
    if len(rows) * len(cols) > MAX_SLOTS:
        rows, cols = _dense(filled, merges, 0), _dense(filled, merges, 1)
    if len(rows) * len(cols) > MAX_SLOTS:
        raise Refused("too_large", place=sheet.name, found=f"{len(rows)} × {len(cols)}", expected=f"{MAX_SLOTS}")
    row_at, col_at = {row: at for at, row in enumerate(rows)}, {col: at for at, col in enumerate(cols)}
    grid = Grid(len(rows), len(cols), [], index=index, sheet=sheet.name)
    for row, col in sorted(at for at in sheet.cells if at[0] in row_at and at[1] in col_at):
        value = sheet.cells[row, col]
        label = f"{sheet.name}!{address(row, col)}"
        if (row, col) in covered:
            if value.text:
                grid.findings.append(Finding("merged_cell_hides_text", "info", place=label, found=value.text))
            continue
        area = merges.get((row, col))
        down, right = (_span(row_at, area.top, area.bottom), _span(col_at, area.left, area.right)) if area else (1, 1)
        grid.cells.append(Cell(row_at[row], col_at[col], value.text, Place(label), down, right, value.number, value.percent))
    grid.findings += [
        Finding("formula_without_value", "warning", place=f"{sheet.name}!{address(*at)}") for at in sheet.uncomputed if at not in covered
    ]
    return grid


def _areas(areas: Iterable[Area], cells: dict[tuple[int, int], Value]) -> tuple[dict[tuple[int, int], Area], set[tuple[int, int]]]:
    """The merged areas by their first cell, and the cells under them that are not shown; an area that overlaps an earlier one is dropped."""
    kept: dict[tuple[int, int], Area] = {}
    covered: set[tuple[int, int]] = set()
    by_row: dict[int, list[int]] = {}
    for row, col in cells:
        by_row.setdefault(row, []).append(col)
    occupied: dict[int, list[tuple[int, int]]] = {}
    for area in areas:
        if area.bottom < area.top or area.right < area.left or (area.bottom == area.top and area.right == area.left):
            continue
        present = (
            [row for row in by_row if area.top <= row <= area.bottom] if area.bottom - area.top > len(by_row) else range(area.top, area.bottom + 1)
        )
        if any(left <= area.right and area.left <= right for row in present for left, right in occupied.get(row, ())):
            continue
        for row in present:
            occupied.setdefault(row, []).append((area.left, area.right))
            covered.update((row, col) for col in by_row.get(row, ()) if area.left <= col <= area.right)
        kept[area.top, area.left] = area
        covered.discard((area.top, area.left))
    return kept, covered


def _axis(filled: list[int], spans: list[tuple[int, int]]) -> range:
    """The rows (or columns) from the first to the last that holds text, or that a merged area with text reaches."""
    first = min(filled)
    last = max(filled)
    # A title merged over the whole width of a sheet (16,384 columns, a million rows) says nothing about the table's size.
    reach = [end for _, end in spans if end - last < 256]
    return range(first, max([last, *reach]) + 1)


def _dense(filled: list[tuple[int, int]], merges: dict[tuple[int, int], Area], axis: int) -> list[int]:
    """Only the rows (axis 0) or columns (1) that hold text, with one empty one kept for each gap, so that blocks stay apart."""
    used = sorted({at[axis] for at in filled})
    kept: list[int] = []
    for at in used:
        if kept and at > kept[-1] + 1:
            kept.append(kept[-1] + 1)
        kept.append(at)
    return kept


def _span(at: dict[int, int], first: int, last: int) -> int:
    """How many of the grid's rows (or columns) a merged area covers."""
    if last in at:
        return at[last] - at[first] + 1
    return (
        max(1, sum(1 for position in at if first <= position <= last))
        if last - first > len(at)
        else max(1, sum(p in at for p in range(first, last + 1)))
    )


def guard(sheet: Sheet, total: int) -> None:
    """Refuse a workbook of more cells than a document can sensibly have."""
    if total > MAX_CELLS:
        raise Refused("too_large", place=sheet.name, found=f"> {MAX_CELLS} cells", expected=f"{MAX_CELLS}")
