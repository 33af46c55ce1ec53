"""Indents (缩进) of a list's names: a unit's row and the projects under it are told apart by where their texts begin.

Only the first columns of a table are looked at, and only where their texts begin at a few distances from the cells' left side, whatever
their lengths: texts set in the middle or to the right begin anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from etl.extract.pdf.lattice import Lattice

_COLUMNS = 2
"""Columns that may hold names."""
_FEWEST, _MOST = 2, 3
"""Texts at each distance; distances."""
_STEP = 0.8
"""Of the type's height: the least indent."""
_CENTRED = 4.0
"""Points: a text whose distances to both sides differ by no more is set in the middle."""
_SAME = 1.0
"""Points: texts at one distance begin so near to each other."""


def indents(lattice: Lattice, begins: Mapping[int, int], boxes: np.ndarray) -> dict[int, int]:
    """The blanks (half a type's height each) before the texts of cells, by their numbers.

    ``begins`` are the numbers of the cells' first runs, ``boxes`` those of all runs.
    """
    columns: list[list[int]] = [[] for _ in range(_COLUMNS)]
    for number, (_, col, _, colspan) in enumerate(lattice.cells):
        if col < _COLUMNS and colspan == 1 and number in begins:
            columns[col].append(number)
    found: dict[int, int] = {}
    lefts = boxes[:, 0].tolist()
    for column, numbers in enumerate(columns):
        if 1 < _distances([lefts[begins[number]] for number in numbers]) <= _MOST:
            x0, top, x1, bottom = boxes.T.take([begins[number] for number in numbers], 1)
            cells = sorted(zip(x0.tolist(), (x1 - x0).tolist(), (bottom - top).tolist(), numbers, strict=True))
            found |= _levels(cells, lattice.xs[column] + lattice.xs[column + 1])
    return found


def _distances(lefts: list[float]) -> int:
    """At how many distances from the left texts begin, counted up to one more than there may be."""
    lefts.sort()
    found, level = 0, -1e9
    for x in lefts:
        if x - level > _SAME:
            found, level = found + 1, x
            if found > _MOST:
                break
    return found


def _levels(cells: Sequence[tuple[float, float, float, int]], middle: float) -> dict[int, int]:
    """The blanks of one column's texts, given by left side, width, height and number from the left; ``middle`` is twice that of the column."""
    levels: list[list[tuple[float, float, float, int]]] = []
    for cell in cells:
        if levels and cell[0] - levels[-1][0][0] <= _SAME:
            levels[-1].append(cell)
        else:
            levels.append([cell])
    if any(len(level) < _FEWEST for level in levels):
        return {}
    if any(after[0][0] - before[0][0] < _STEP * after[0][2] for before, after in pairwise(levels)):
        return {}
    if all(max(cell[1] for cell in level) - min(cell[1] for cell in level) < level[0][2] for level in levels):
        return {}  # as long as each other: they may as well be set in the middle
    if any(2 * sum(abs(2 * x + width - middle) <= _CENTRED for x, width, _, _ in level) >= len(level) for level in levels[1:]):
        return {}
    left = levels[0][0][0]
    return {number: round(2 * (x - left) / height) for level in levels[1:] for x, _, height, number in level}
