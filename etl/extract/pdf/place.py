"""Which cell each run of text stands in, and the table's cells as a :class:`~etl.extract.grid.Grid`.

A run that crosses a rule belongs whole to the cell in which it starts, with a finding: cut by character it would make two wrong texts that look
right. It is cut only where the characters themselves part (a gap, or another text object beyond the rule).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from etl.extract.grid import Cell, Grid, Line, Place
from etl.extract.pdf import raw
from etl.extract.pdf.frame import Frame
from etl.extract.pdf.health import BROKEN
from etl.extract.pdf.lattice import Lattice
from etl.extract.pdf.rules import Rect
from etl.extract.pdf.text import Run, Words, lines
from etl.finding import Finding
from etl.rules import finding

_PARTED = 0.1
"""Of the type's height: characters farther apart are two texts, where a rule stands between them."""
_ASTRIDE = 0.35
"""Of the type's height: text that reaches so far over the rule above or below it is a doubt."""
_OVERLAP = 0.6
"""Of the type's height: runs of one cell that overlap by more are printed over each other."""


@dataclass(slots=True)
class Filled:
    """A lattice with its runs, cell by cell, and the cells in doubt: (rule, cell, text)."""

    lattice: Lattice
    runs: list[list[Run]]
    doubts: list[tuple[str, int, str]] = field(default_factory=list)


def fill(found: Words, lattices: Sequence[Lattice]) -> tuple[list[Filled], list[Run]]:
    """The runs of each table's cells, and those outside every table, all in content order."""
    tables = [Filled(lattice, [[] for _ in lattice.cells]) for lattice in lattices]
    inner = sorted(tables, key=lambda table: _size(table.lattice.box))
    outside: list[Run] = []
    for run in found.runs:
        table = _table_at(inner, run)
        if table is None:
            outside.append(run)
            continue
        start, end = _cells(table.lattice, run)
        if start == end >= 0:
            table.runs[start].append(run)
            _astride(found, table, start, run)
        else:
            outside += _split(found, table, run)
    return tables, outside


def _size(box: Rect) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _table_at(tables: Sequence[Filled], run: Run) -> Filled | None:
    """The smallest table in which a run begins or ends."""
    inset = min(run.bottom - run.top, run.x1 - run.x0) / 2
    y = run.middle
    for table in tables:
        x0, top, x1, bottom = table.lattice.box
        if top <= y <= bottom and (x0 <= run.x0 + inset <= x1 or x0 <= run.x1 - inset <= x1):
            return table
    return None


def _cells(lattice: Lattice, run: Run) -> tuple[int, int]:
    """The cells in which a run's first and last characters stand."""
    y = run.middle
    if run.sideways:
        cell = lattice.cell_at((run.x0 + run.x1) / 2, y)
        return cell, cell
    inset = min((run.bottom - run.top) / 4, (run.x1 - run.x0) / 2)
    return lattice.cell_at(run.x0 + inset, y), lattice.cell_at(run.x1 - inset, y)


def _astride(found: Words, table: Filled, cell: int, run: Run) -> None:
    """Doubt a run that stands far over the rule above or below it."""
    row, _, rowspan, _ = table.lattice.cells[cell]
    ys = table.lattice.ys
    over = (run.bottom - run.top) * _ASTRIDE
    if (run.top < ys[row] - over or run.bottom > ys[row + rowspan] + over) and not run.sideways:
        table.doubts.append(("text_crosses_rule", cell, found.text(run)))


def _split(found: Words, table: Filled, run: Run) -> list[Run]:
    """Put the parts of a run that crosses rules where they belong; gives back those that stand in no cell."""
    if found.frame is None:
        return [run]
    boxes = found.frame.boxes(raw.char_boxes(found.page, range(run.start, run.end))).tolist()
    at = [table.lattice.cell_at((x0 + x1) / 2, (top + bottom) / 2) for x0, top, x1, bottom in boxes]
    outside: list[Run] = []
    start = 0
    for index in range(1, len(boxes) + 1):
        if index < len(boxes) and (at[index] == at[index - 1] or not _parted(found, run.start + index, boxes[index - 1], boxes[index])):
            continue
        x0s, tops, x1s, bottoms = zip(*boxes[start:index], strict=True)
        part = Run(min(x0s), min(tops), max(x1s), max(bottoms), run.start + start, run.start + index, run.sideways)
        cell, crosses = at[start], len(set(at[start:index])) > 1
        if cell < 0:
            outside.append(part)
        else:
            table.runs[cell].append(part)
        if crosses:
            table.doubts.append(("text_crosses_rule", cell, found.text(part)))
        start = index
    return outside


def _parted(found: Words, index: int, before: Sequence[float], after: Sequence[float]) -> bool:
    """Whether two neighbouring characters on both sides of a rule are two texts."""
    gap = after[0] - before[2]
    height = max(after[3] - after[1], before[3] - before[1])
    if gap > _PARTED * height or gap < -height:
        return True
    return gap > 0.5 and raw.char_object(found.page, index) != raw.char_object(found.page, index - 1)


def grid(found: Words, table: Filled, frame: Frame, page: int, index: int) -> Grid:
    """A filled lattice as a grid, its doubts as findings. ``page`` and ``index`` count from 1."""
    lattice = table.lattice
    name = f"p{page}/t{index}"
    cells: list[Cell] = []
    findings: list[Finding] = []
    for number, (row, col, rowspan, colspan) in enumerate(lattice.cells):
        runs = table.runs[number]
        label = f"{name}/R{row + 1}C{col + 1}"
        text = ""
        if runs:
            text = _text(found, runs)
            if BROKEN in text:
                findings.append(finding("text_broken", place=label, found=text))
            if len(runs) > 1 and _overlap(runs):
                findings.append(finding("text_overlaps", place=label, found=text))
        cells.append(Cell(row, col, text, Place(label, page, frame.place(*lattice.cell_box(number))), rowspan, colspan))
    for rule, number, text in table.doubts:
        label = cells[number].place.label if number >= 0 else name
        findings.append(finding(rule, place=label, found=text))
    findings += [finding("cell_shape", place=cells[number].place.label, found=cells[number].text or None) for number in lattice.torn]
    return Grid(
        len(lattice.ys) - 1,
        len(lattice.xs) - 1,
        cells,
        index=index,
        page=page,
        source="rules",
        edges=tuple(round(x, 1) for x in lattice.xs),
        open_top=lattice.open_top,
        open_bottom=lattice.open_bottom,
        findings=findings,
    )


def _text(found: Words, runs: list[Run]) -> str:
    """The text of a cell, its printed lines parted by line breaks."""
    if len(runs) == 1:
        return found.text(runs[0])
    return "\n".join(text for text, _ in lines(found, runs))


def _overlap(runs: Sequence[Run]) -> bool:
    """Whether two neighbouring runs of a cell are printed over each other."""
    for before, run in itertools.pairwise(runs):
        high = min(before.bottom, run.bottom) - max(before.top, run.top)
        wide = min(before.x1, run.x1) - max(before.x0, run.x0)
        height = min(before.bottom - before.top, run.bottom - run.top)
        if high > _OVERLAP * height and wide > min(_OVERLAP * height, 0.9 * min(before.x1 - before.x0, run.x1 - run.x0)) and not run.sideways:
            return True
    return False


def outside_lines(found: Words, runs: list[Run], frame: Frame, page: int) -> list[Line]:
    """Runs outside tables as lines of the page, numbered from 1."""
    return [
        Line(text, Place(f"p{page}/L{number}", page, frame.place(*box))) for number, (text, box) in enumerate(lines(found, runs, far=True), start=1)
    ]
