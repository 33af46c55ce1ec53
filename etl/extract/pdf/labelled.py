"""The lines of labels and values above a table without rules (the head of a card): rows of the same table, their cells spanning its columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from etl.extract.pdf.lattice import Lattice, Span

if TYPE_CHECKING:
    from etl.extract.pdf.borders import Part

_CENTRED = 0.3
"""Of a row's height: a label's middle is at most so far from the middle of its rows."""
_FEWEST = 3
"""Lines of labels: one or two are a caption."""


def headed(lattice: Lattice, above: Sequence[Sequence[Part]], apart: float) -> Lattice:
    """An aligned table with the labelled lines above it, or the table itself where there are too few; ``apart`` is the highest gap within a table."""
    lines = _belonging(lattice, above, apart)
    if sum(len(line) > 1 for line in lines) < _FEWEST:
        return lattice
    bands = _bands([part for line in lines for part in line])
    lattice = _split(lattice, [border for band in bands for border in _between(lattice, band)])
    rows = [_starts(lattice, band) for band in bands]
    xs, width = lattice.xs, len(lattice.xs) - 1
    ys = [min(part.top for part in bands[0]) - 2]
    ys += [(max(part.bottom for part in before) + min(part.top for part in after)) / 2 for before, after in pairwise(bands)]
    top = (max(part.bottom for part in bands[-1]) + lattice.ys[0]) / 2
    ys.append(max(top, ys[-1] + 1))
    spans = _labels(bands, rows, ys)
    cells: list[Span] = []
    slots: list[list[int]] = []
    owner = 0
    for row, starts in enumerate(rows):
        edges = [*sorted({0, *starts}), width]
        line: list[int] = []
        for col, end in pairwise(edges):
            if col or spans[row]:
                line += [len(cells)] * (end - col)
                cells.append((row, col, spans[row] if not col else 1, end - col if col or spans[row] < 2 else 1))
                owner = owner if col else len(cells) - 1
            else:
                line += [owner] * (end - col)
        slots.append(line)
    first, down = len(cells), len(rows)
    cells += [(row + down, col, rowspan, colspan) for row, col, rowspan, colspan in lattice.cells]
    slots += [[number + first for number in line] for line in lattice.slots]
    return Lattice(list(xs), [*ys, *lattice.ys[1:]], cells, slots, aligned=True)


def _labels(bands: Sequence[Sequence[Part]], rows: Sequence[Sequence[int]], ys: Sequence[float]) -> list[int]:
    """How many rows the first cell of each row spans, 0 where one from above reaches down: a label stands in the middle of its rows."""
    spans = [1] * len(rows)
    given = [0 in starts for starts in rows]
    for row, band in enumerate(bands):
        if not given[row]:
            continue
        first, end = row, row + 1
        while first and not given[first - 1] and spans[first - 1] == 1 and min(rows[first - 1]) == 1:
            first -= 1
        while end < len(rows) and not given[end] and min(rows[end]) == 1:
            end += 1
        labels = [part for part, col in zip(band, rows[row], strict=True) if not col]
        middle = (min(part.top for part in labels) + max(part.bottom for part in labels)) / 2
        if end - first > 1 and abs((ys[first] + ys[end]) / 2 - middle) < _CENTRED * (ys[end] - ys[first]) / (end - first):
            spans[first:end] = [end - first] + [0] * (end - first - 1)
    return spans


def _between(lattice: Lattice, band: Sequence[Part]) -> list[float]:
    """Borders between parts of one row that begin in one column but stand beside each other."""
    columns: dict[int, list[Part]] = {}
    for part, col in zip(band, _starts(lattice, band), strict=True):
        columns.setdefault(col, []).append(part)
    return [(before.x1 + after.x0) / 2 for column in columns.values() for before, after in pairwise(sorted(column)) if after.x0 > before.x1]


def _split(lattice: Lattice, borders: Sequence[float]) -> Lattice:
    """A table with more borders of columns, its own cells spanning them."""
    if not borders:
        return lattice
    xs = sorted({*lattice.xs, *borders})
    at = [xs.index(x) for x in lattice.xs]
    cells = [(row, at[col], rowspan, at[col + colspan] - at[col]) for row, col, rowspan, colspan in lattice.cells]
    slots = [[number for col, number in enumerate(line) for _ in range(at[col], at[col + 1])] for line in lattice.slots]
    return Lattice(xs, lattice.ys, cells, slots, aligned=True)


def _belonging(lattice: Lattice, above: Sequence[Sequence[Part]], apart: float) -> list[list[Part]]:
    """The lines above a table that go with it, up to the highest of several parts, from top to bottom."""
    found: list[list[Part]] = []
    pending: list[list[Part]] = []
    bottom = lattice.ys[0]
    for line in reversed(above):
        if bottom - max(part.bottom for part in line) > apart:
            break
        pending.append(list(line))
        bottom = min(part.top for part in line)
        if len(line) > 1:
            found += pending
            pending = []
    return found[::-1]


def _starts(lattice: Lattice, parts: Sequence[Part]) -> list[int]:
    """The columns in which parts begin."""
    last = len(lattice.xs) - 2
    return [min(max(bisect_right(lattice.xs, part.x0 + 1) - 1, 0), last) for part in parts]


def _bands(parts: Sequence[Part]) -> list[list[Part]]:
    """Parts by rows: those that stand beside each other, in full or in part."""
    bands: list[list[Part]] = []
    bottom = 0.0
    for part in sorted(parts, key=lambda part: part.top):
        if bands and part.top < bottom - (part.bottom - part.top) / 4:
            bands[-1].append(part)
            bottom = max(bottom, part.bottom)
        else:
            bands.append([part])
            bottom = part.bottom
    return bands
