"""Which cell each run of text stands in, and the table's cells as a :class:`~etl.extract.grid.Grid`.

A run that crosses a rule belongs whole to the cell in which it starts, with a finding: cut by character it would make two wrong texts that look
right. It is cut only where the characters themselves part (a gap, or another text object beyond the rule).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import accumulate

import numpy as np

from etl.extract.grid import Box, Cell, Grid, Line, Place
from etl.extract.pdf import raw
from etl.extract.pdf.clips import Rect
from etl.extract.pdf.health import BROKEN
from etl.extract.pdf.indents import indents
from etl.extract.pdf.lattice import Lattice, without_frame
from etl.extract.pdf.lines import Printed, compose
from etl.extract.pdf.text import Words
from etl.finding import Finding
from etl.rules import finding

_made = tuple.__new__
"""Makes a box or a place of all its fields in order, without the costs of a call in Python: a page has hundreds."""
_upright = partial(_made, Box)
_PARTED = 0.1
"""Of the type's height: characters farther apart are two texts, where a rule stands between them."""
_FLUSH = 0.05
"""Of the type's height: one text's characters follow each other so closely; two text objects that do not, apart or overlapping, are two texts."""
_GONE = -2
"""No cell, and no place in a table: the owner of a run that was cut up, its parts added as runs of their own."""
_ASTRIDE = 0.35
"""Of the type's height: text that reaches so far over the rule above or below it is a doubt."""


@dataclass(slots=True)
class Filled:
    """A lattice, the texts of its cells and their first runs by the cells' numbers, and the cells in doubt: (rule, cell or -1, text)."""

    lattice: Lattice
    texts: dict[int, str] = field(default_factory=dict)
    begins: dict[int, int] = field(default_factory=dict)
    doubts: list[tuple[str, int, str]] = field(default_factory=list)


def fill(found: Words, lattices: Sequence[Lattice]) -> tuple[list[Filled], list[Printed]]:
    """Each table with its cells' texts, and the lines outside every table."""
    tables = [Filled(lattice) for lattice in lattices]
    firsts = [0, *accumulate(len(lattice.cells) for lattice in lattices)]
    nobody = firsts[-1]
    owners = np.full(len(found.spans), nobody)
    free = None
    for number in sorted(range(len(tables)), key=lambda number: _size(lattices[number].box)):
        owners, free = _own(found, tables[number], firsts[number], owners, free, nobody)
    cells = compose(found, owners.tolist(), nobody, _GONE)
    for table, first, end in zip(tables, firsts, firsts[1:], strict=False):
        if len(tables) == 1:
            table.texts, table.begins = cells.texts, cells.begins
            break
        table.texts = {owner - first: text for owner, text in cells.texts.items() if first <= owner < end}
        table.begins = {owner - first: run for owner, run in cells.begins.items() if first <= owner < end}
    for owner in sorted(cells.overlapping):
        number = bisect_right(firsts, owner) - 1
        tables[number].doubts.append(("text_overlaps", owner - firsts[number], cells.texts[owner]))
    for table in tables:
        _strip(table)
    return tables, cells.lines


def _strip(table: Filled) -> None:
    """Take off the empty cells that a page's frame makes."""
    texts = table.texts
    if not texts or (0 in texts and len(table.lattice.cells) - 1 in texts):
        return
    stripped = without_frame(table.lattice, set(texts))
    if stripped is not None:
        table.lattice, order = stripped
        table.texts = {order[cell]: text for cell, text in table.texts.items()}
        table.begins = {order[cell]: run for cell, run in table.begins.items()}
        table.doubts = [(rule, order.get(cell, -1), text) for rule, cell, text in table.doubts]


def _size(box: Rect) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _own(found: Words, table: Filled, first: int, owners: np.ndarray, free: np.ndarray | None, nobody: int) -> tuple[np.ndarray, np.ndarray | None]:
    """Give the table's cells (numbered from ``first``) the free runs that begin or end inside it; ``free`` is None where all are."""
    xs, ys = table.lattice.xs, table.lattice.ys
    slots = _slots(table.lattice)
    x0, top, x1, bottom = found.boxes.T
    width, height = x1 - x0, bottom - top
    inset = np.minimum(height / 4, width / 2)
    if found.sideways:
        lying = list(found.sideways)
        inset[lying] = width[lying] / 2
    edges = np.array([-1e9, *ys, 1e9], x0.dtype)
    columns = np.array(xs, x0.dtype)
    rows = edges[1:-1].searchsorted((top + bottom) / 2, "right")
    at = rows * len(xs)
    start = slots.take(columns.searchsorted(x0 + inset, "right") + at)
    end = slots.take(columns.searchsorted(x1 - inset, "right") + at)
    whole = (start == end) & (start >= 0)
    mine = np.maximum(start, end) > _GONE
    if free is not None:
        whole &= free
        mine &= free
    owners = np.where(whole, start + first if first else start, owners)
    over = height * _ASTRIDE
    astride = whole & ((top < edges.take(rows) - over) | (bottom > edges.take(rows + 1) + over))
    if np.count_nonzero(astride):
        _doubt(found, table, astride.nonzero()[0].tolist(), start.tolist())
    left = mine & ~whole
    free = ~mine if free is None else free & ~mine
    for run in left.nonzero()[0].tolist():
        parts = _split(found, table, run)
        owners = np.append(owners, [first + cell if cell >= 0 else nobody for cell in parts])
        free = np.append(free, [False] * len(parts))
        owners[run] = _GONE
    return owners, free


def _slots(lattice: Lattice) -> np.ndarray:
    """The cell of each slot, row by row; of no table are a row above, one below, and a column that is right of one row and left of the next."""
    width = len(lattice.xs)
    slots = [_GONE] * width
    for line in lattice.slots:
        slots.append(_GONE)
        slots += line
    slots += [_GONE] * (width + 1)
    return np.fromiter(slots, np.int64, len(slots))


def _doubt(found: Words, table: Filled, runs: Sequence[int], cells: Sequence[int]) -> None:
    """Doubt runs that stand far over the rule above or below their cell."""
    for run in runs:
        _, up, _, down = table.lattice.cell_box(cells[run])
        _, top, _, bottom = found.boxes[run].tolist()
        over = (bottom - top) * _ASTRIDE
        if (top < up - over or bottom > down + over) and run not in found.sideways:
            table.doubts.append(("text_crosses_rule", cells[run], found.text(run)))


def _split(found: Words, table: Filled, run: int) -> list[int]:
    """Add the parts of a run that crosses rules as runs of their own, and give the cell of each, -1 where it stands in none."""
    first, last = found.spans[run]
    boxes = found.frame.boxes(raw.char_boxes(found.page, range(first, last))).tolist()
    at = [table.lattice.cell_at((x0 + x1) / 2, (top + bottom) / 2) for x0, top, x1, bottom in boxes]
    cells: list[int] = []
    start = 0
    for index in range(1, len(boxes) + 1):
        if index < len(boxes) and (at[index] == at[index - 1] == at[start] or not _parted(found, first + index, boxes[index - 1], boxes[index])):
            continue
        part = found.add((first + start, first + index), boxes[start:index], run in found.sideways)
        cells.append(at[start])
        x, y = (boxes[start][0] + boxes[start][2]) / 2, (boxes[start][1] + boxes[start][3]) / 2
        if len(set(at[start:index])) > 1:
            table.doubts.append(("text_crosses_rule", at[start], found.text(part)))
        elif at[start] < 0 and _within(table.lattice.box, x, y):
            table.doubts.append(("text_outside_cell", -1, found.text(part)))
        start = index
    return cells


def _within(box: Rect, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _parted(found: Words, index: int, before: Sequence[float], after: Sequence[float]) -> bool:
    """Whether two neighbouring characters on both sides of a rule are two texts."""
    gap = after[0] - before[2]
    height = max(after[3] - after[1], before[3] - before[1])
    if gap > _PARTED * height or gap < -height:
        return True
    return abs(gap) > _FLUSH * height and len(set(raw.char_objects(found.page, (index - 1, index)))) > 1


def grid(found: Words, table: Filled, page: int, index: int) -> Grid:
    """A filled lattice as a grid, its doubts as findings. ``page`` and ``index`` count from 1."""
    lattice = table.lattice
    name = f"p{page}/t{index}"
    xs, ys = _rounded(lattice.xs), _rounded(lattice.ys)
    heads = [f"{name}/R{row}C" for row in range(1, len(ys))]
    tails = list(map(str, range(1, len(xs))))
    texts = table.texts
    for number, blanks in indents(lattice, table.begins, found.boxes).items():
        texts[number] = " " * blanks + texts[number]
    text, made = texts.get, _made
    box = _upright if found.frame.read == found.frame.shown else found.frame.corners
    cells = [
        Cell(row, col, text(n, ""), made(Place, (heads[row] + tails[col], page, box((xs[col], ys[row], xs[col + wide], ys[row + high])))), high, wide)
        for n, (row, col, high, wide) in enumerate(lattice.cells)
    ]
    result = Grid(len(ys) - 1, len(xs) - 1, cells, index=index, page=page, source="rules", edges=tuple(xs))
    result.open_top, result.open_bottom = lattice.open_top, lattice.open_bottom
    result.closed_top, result.closed_bottom = lattice.closed_top, lattice.closed_bottom
    broken = BROKEN in found.chars
    if lattice.aligned:
        result.source = "alignment"
        result.findings = [finding("borderless_table", place=name, found=f"{len(ys) - 1} × {len(xs) - 1}")]
    if broken or table.doubts or lattice.torn:
        result.findings += _findings(table, cells, name, broken)
    return result


def _rounded(values: Sequence[float]) -> list[float]:
    """Points to two digits, in half the time that ``round`` takes."""
    return [(100 * value + 0.5) // 1 / 100 for value in values]


def _findings(table: Filled, cells: Sequence[Cell], name: str, broken: bool) -> list[Finding]:
    """The doubts about a table."""
    found = [
        finding(rule, place=cells[number].place.label if number >= 0 else name, found=text) for rule, number, text in dict.fromkeys(table.doubts)
    ]
    found += [finding("cell_shape", place=cells[number].place.label, found=cells[number].text or None) for number in table.lattice.torn]
    if broken:
        found += [finding("text_broken", place=cell.place.label, found=cell.text) for cell in cells if BROKEN in cell.text]
    return found


def outside_lines(found: Words, lines: Sequence[Printed], page: int) -> list[Line]:
    """Lines outside tables, numbered from 1."""
    return [Line(line.text, Place(f"p{page}/L{number}", page, found.frame.place(*line.box))) for number, line in enumerate(lines, start=1)]
