"""The second, independent reader: pdfplumber (pdfminer's own parser), and how its reading and ours differ.

It shares no code with the first one below the file's bytes, so what both read alike was not made up by either. It is slow, and drops rows that a page
break cut; it is therefore asked only for pages in doubt, and for all where ``--verify`` wants it.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Mapping, Sequence

from etl.extract.grid import Box, Cell, Grid, Place
from etl.extract.pdf.health import repaired
from etl.extract.pdf.rules import positions
from etl.finding import Finding
from etl.rules import finding

_BLANK = re.compile(r"\s+")
_SAME = 5.0
"""Points: corners of one cell differ at most so far between the readers."""


def compare(data: bytes, pages: Mapping[int, Sequence[Grid]], *, strict: bool) -> None:
    """Read pages (from 1) a second time and put on the first reading's grids what differs. Never raises.

    ``strict`` says that cells which only one reader has are findings too; else only texts that differ.
    """
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it warns on stderr of fonts that it reads all the same
    try:
        with pdfplumber.open(io.BytesIO(data), pages=sorted(pages)) as pdf:
            for page in pdf.pages:
                first = pages[page.page_number]
                for grid, findings in differences(first, second_grids(page), strict=strict):
                    grid.findings += findings
                page.close()
    except Exception as error:  # pdfminer raises anything; the first reading stands, and says that it stands alone
        for grids in pages.values():
            if grids:
                grids[0].findings.append(finding("second_reader_failed", place=f"p{grids[0].page}", found=type(error).__name__))


def second_grids(page: object) -> list[Grid]:
    """The tables of a pdfplumber page, in the shape of the first reader's."""
    number = int(page.page_number)  # type: ignore[attr-defined]
    left, up = page.bbox[:2]  # type: ignore[attr-defined]
    grids = []
    for index, table in enumerate(page.find_tables(), start=1):  # type: ignore[attr-defined]
        boxes = list(dict.fromkeys(cell for cell in table.cells if cell))
        xs = positions(x for box in boxes for x in (box[0], box[2]))
        ys = positions(y for box in boxes for y in (box[1], box[3]))
        texts = {
            box: text for row, extracted in zip(table.rows, table.extract(), strict=True) for box, text in zip(row.cells, extracted, strict=True)
        }
        cells = []
        for box in sorted(boxes, key=lambda box: (box[1], box[0])):
            row, col = _nearest(ys, box[1]), _nearest(xs, box[0])
            place = Place(f"p{number}/t{index}/R{row + 1}C{col + 1}", number, Box(box[0] - left, box[1] - up, box[2] - left, box[3] - up))
            text = repaired(texts.get(box) or "")
            cells.append(Cell(row, col, text, place, _nearest(ys, box[3]) - row, _nearest(xs, box[2]) - col))
        grids.append(Grid(len(ys) - 1, len(xs) - 1, cells, index=index, page=number, source="rules", edges=tuple(xs)))
    return grids


def _nearest(marks: Sequence[float], value: float) -> int:
    """The number of the mark nearest to a value."""
    return min(range(len(marks)), key=lambda index: abs(marks[index] - value))


def differences(first: Sequence[Grid], second: Sequence[Grid], *, strict: bool = True) -> list[tuple[Grid, list[Finding]]]:
    """What two readings of a page differ in, cell by cell, for each of the first's grids.

    Cells are the same where their boxes are; texts are compared without white space. With ``strict`` cells that only one reader has are named too,
    except in rows that a page break left open, which the second reader never sees.
    """
    left = [cell for grid in second for cell in grid.cells]
    result = []
    for grid in first:
        found = []
        for cell in grid.cells:
            twin = next((other for other in left if _same(cell.place.box, other.place.box)), None)
            if twin is not None:
                left.remove(twin)
                if _bare(cell.text) != _bare(twin.text):
                    found.append(finding("readers_differ", place=cell.place.label, found=cell.text, expected=twin.text))
            elif strict and cell.text and not _open(grid, cell):
                found.append(finding("readers_differ", place=cell.place.label, found=cell.text))
        result.append((grid, found))
    if strict and result:
        for cell in left:
            if cell.text.strip() and not any(_within(cell.place.box, other.place.box) for grid in first for other in grid.cells):
                result[0][1].append(finding("readers_differ", place=f"p{result[0][0].page}", expected=cell.text))
    return result


def _same(first: Box | None, second: Box | None) -> bool:
    return first is not None and second is not None and all(abs(a - b) <= _SAME for a, b in zip(first, second, strict=True))


def _within(first: Box | None, second: Box | None) -> bool:
    """Whether a box's middle stands in another."""
    if first is None or second is None:
        return False
    x, y = (first.x0 + first.x1) / 2, (first.top + first.bottom) / 2
    return second.x0 <= x <= second.x1 and second.top <= y <= second.bottom


def _open(grid: Grid, cell: Cell) -> bool:
    """Whether a cell stands in a row that no rule closes."""
    return (grid.open_top and cell.row == 0) or (grid.open_bottom and cell.row + cell.rowspan == grid.rows)


def _bare(text: str) -> str:
    return _BLANK.sub("", text)
