"""Borders of columns and rows where no rule draws them: from the gaps between what is printed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

RIVER = 0.55
"""Of the type's height: a gap as wide parts two columns; blanks inside a text are narrower."""
_JUMP = 1.5
"""Gaps between rows make lines so many times as far apart as the lines of a cell, where the two can be told apart."""
_CENTRED = 0.3
"""Of a row's height: the middle of a spanning cell's text is at most so far from the middle of its rows."""


class Part(NamedTuple):
    """What stands together on one line, its box, and its text."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str


def rivers(parts: Sequence[Part], least: float, ends: tuple[float, float] | None, header: float | None) -> list[float]:
    """Borders in the middle of the gaps that no part reaches into, and at both ends."""
    under = min(part.bottom for part in parts) if header is None else header
    merged: list[list[float]] = []
    heads: list[set[bool]] = []
    """For each column whether it holds parts of the header, and others."""
    for part in sorted(parts):
        if merged and part.x0 - merged[-1][1] < least:
            merged[-1][1] = max(merged[-1][1], part.x1)
        else:
            merged.append([part.x0, part.x1])
            heads.append(set())
        heads[-1].add((part.top + part.bottom) / 2 < under)
    while (alone := _pair(merged, heads)) >= 0:
        merged[alone : alone + 2] = [[merged[alone][0], merged[alone + 1][1]]]
        heads[alone : alone + 2] = [{True, False}]
    first, last = ends or (merged[0][0] - least, merged[-1][1] + least)
    return [min(first, merged[0][0]), *((before[1] + after[0]) / 2 for before, after in pairwise(merged)), max(last, merged[-1][1])]


def _pair(columns: Sequence[Sequence[float]], heads: Sequence[set[bool]]) -> int:
    """The nearest two neighbours of which one is a header without anything under it, the other the figures under it, set to the right; else -1."""
    gaps = [
        (after[0] - before[1], number)
        for number, (before, after) in enumerate(pairwise(columns))
        if len(heads[number]) == len(heads[number + 1]) == 1 and heads[number] != heads[number + 1]
    ]
    return min(gaps)[1] if gaps else -1


def rows(parts: Sequence[Part], height: float, ends: tuple[float, float] | None, header: float | None, columns: int) -> list[float]:
    """Borders of rows, from the parts of the ``columns`` columns in which no cell spans rows.

    Each line is a row where lines stand evenly and are full; else rows part where gaps are clearly higher; else there are none.
    """
    lines: list[list[float]] = []
    for top, bottom in sorted((part.top, part.bottom) for part in parts):
        if lines and top < lines[-1][1] - height / 4:
            lines[-1][1] = max(lines[-1][1], bottom)
        else:
            lines.append([top, bottom])
    gaps = [after[0] - before[1] for before, after in pairwise(lines)]
    under = -1 if header is None else sum((top + bottom) / 2 < header for top, bottom in lines) - 1
    judged = sorted(gap + height for number, gap in enumerate(gaps) if number != under)  # the gap at the header's rule says nothing of the others
    if not judged:
        return []
    jump = max(pairwise(judged), key=lambda pair: pair[1] / max(pair[0], 0.1), default=(judged[0], judged[0]))
    limit = -height
    if jump[1] > _JUMP * jump[0]:
        limit = (jump[0] + jump[1]) / 2 - height
    elif not all(_is_row(parts, low, high, height, columns) for low, high in lines):
        return []
    borders = [(before[1] + after[0]) / 2 for gap, (before, after) in zip(gaps, pairwise(lines), strict=True) if gap >= limit]
    if header is not None:
        borders = sorted({border for border in borders if abs(border - header) > height / 2} | {header})
    first, last = ends or (lines[0][0] - height / 4, lines[-1][1] + height / 4)
    return [min(first, lines[0][0]), *borders, max(last, lines[-1][1])]


def _is_row(parts: Sequence[Part], low: float, high: float, height: float, columns: int) -> bool:
    """Whether what stands between two heights is a row of its own: full, and of one line, but for a few cells of several.

    It is not where it goes on with the line above, or where it is two rows that a text between them holds together.
    """
    inside = sum(low <= (part.top + part.bottom) / 2 <= high for part in parts)
    return 2 * inside > columns and (high - low < _JUMP * height or 2 * inside <= 3 * columns)


def cells(column: Sequence[Part], ys: Sequence[float], height: float) -> dict[int, tuple[int, str]] | None:
    """The cells of a column: by row, how many rows each spans, and its text.

    Where rows are empty, texts may stand in the middle of the rows that they span; if they do not, each must stand within its own row. None where
    neither is so.
    """
    found = dict.fromkeys(range(len(ys) - 1), (1, ""))
    inside = True
    for part in column:
        row = bisect_right(ys, (part.top + part.bottom) / 2) - 1
        if row not in found:
            return None
        inside &= part.top > ys[row] - height / 4 and part.bottom < ys[row + 1] + height / 4
        found[row] = (1, found[row][1] + part.text)
    if inside and all(text for _, text in found.values()):
        return found
    return _centred(column, ys, height) or (found if inside else None)


def _centred(column: Sequence[Part], ys: Sequence[float], height: float) -> dict[int, tuple[int, str]]:
    """Cells whose texts all stand in the middle of the rows they span, the header's aside; none where one does not."""
    labels: list[tuple[float, float, str]] = []
    for part in sorted(column, key=lambda part: part.top):
        if labels and part.top - labels[-1][1] < height / 5 and labels[-1][0] > ys[1] - height / 2:
            labels[-1] = (labels[-1][0], part.bottom, labels[-1][2] + part.text)
        else:
            labels.append((part.top, part.bottom, part.text))
    found: dict[int, tuple[int, str]] = {}
    row = 0
    for top, bottom, text in labels:
        if not row and bottom < ys[1] + height / 4:
            end: int | None = 1
        else:
            slack = 2 * _CENTRED * (ys[row + 1] - ys[row])
            end = next((at for at in range(row + 1, len(ys)) if abs(ys[row] + ys[at] - top - bottom) <= slack), None)
        if end is None:
            return {}
        found[row] = (end - row, text)
        row = end
        if row == len(ys) - 1:
            break
    return found if row == len(ys) - 1 and len(found) == len(labels) else {}
