"""The lines of labels and values above a table without rules (the head of a card): rows of the same table, their cells spanning its columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from etl.extract.pdf.lattice import Lattice, Span

if TYPE_CHECKING:
    from etl.extract.pdf.borders import Part

_FEWEST = 3
"""Lines of labels: one or two are a caption."""


def headed(lattice: Lattice, above: Sequence[Sequence[Part]], apart: float) -> Lattice:
    """An aligned table with the labelled lines above it, or the table itself where there are too few; ``apart`` is the highest gap within a table."""
    lines = _belonging(lattice, above, apart)
    if sum(len(line) > 1 for line in lines) < _FEWEST:
        return lattice
    bands = _bands([part for line in lines for part in line])
    rows = [_starts(lattice, band) for band in bands]
    xs, width = lattice.xs, len(lattice.xs) - 1
    ys = [min(part.top for part in bands[0]) - 2]
    ys += [(max(part.bottom for part in before) + min(part.top for part in after)) / 2 for before, after in pairwise(bands)]
    cells: list[Span] = []
    slots: list[list[int]] = []
    for row, starts in enumerate(rows):
        edges = [*sorted({0, *starts}), width]
        line: list[int] = []
        for col, end in pairwise(edges):
            line += [len(cells)] * (end - col)
            cells.append((row, col, 1, end - col))
        slots.append(line)
    first, down = len(cells), len(rows)
    cells += [(row + down, col, rowspan, colspan) for row, col, rowspan, colspan in lattice.cells]
    slots += [[number + first for number in line] for line in lattice.slots]
    top = (max(part.bottom for part in bands[-1]) + lattice.ys[0]) / 2
    return Lattice(list(xs), [*ys, max(top, ys[-1] + 1), *lattice.ys[1:]], cells, slots, aligned=True)


def _belonging(lattice: Lattice, above: Sequence[Sequence[Part]], apart: float) -> list[list[Part]]:
    """The lines above a table that go with it, up to the highest of several parts, from top to bottom."""
    found: list[list[Part]] = []
    pending: list[list[Part]] = []
    bottom = lattice.ys[0]
    for line in reversed(above):
        starts = _starts(lattice, line)
        if bottom - max(part.bottom for part in line) > apart or len(set(starts)) < len(line):
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
