"""Ruling lines (框线) of a page: pieces of strokes, bars, dots and dashes joined to whole rules.

What is drawn thin both ways is kept until pieces are joined: a dotted rule is a hundred dots.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter

import numpy as np

from etl.extract.pdf.frame import Frame

THIN = 3.0
"""Points: thinner is a rule. pdfium's bounds of a stroke are twice its width thick."""
NEAR = 3.0
DOUBLE = 4.0
"""Points: ends this near meet; rules nearer than DOUBLE are one (double rules: no row or column of text is so narrow)."""
SHORT, DOT_GAP = 8.0, 6.0
"""Points: pieces up to SHORT long are joined across DOT_GAP (dots and dashes)."""
SHORTEST = 6.0
"""Points: what is shorter after joining is no rule: no cell is narrower."""
_LEVEL = 0.05
"""Points: edges at one height differ by less."""
FEW = 200
"""Pieces up to which each is taken for a rule of its own."""
_start = itemgetter(1)

Rule = tuple[float, float, float]
"""Position across, start and end along."""


def pieces(boxes: np.ndarray, frame: Frame) -> tuple[list[Rule], list[Rule]]:
    """Thin boxes as horizontal and vertical pieces of rules, unjoined, on the page as it is read; a dot may belong to either."""
    across: list[Rule] = []
    down: list[Rule] = []
    turned = frame.boxes(boxes)
    if len(turned) > FEW:
        turned = _united(_united(turned)[:, [1, 0, 3, 2]])[:, [1, 0, 3, 2]]
    for x0, y0, x1, y1 in turned.tolist():
        width, height = x1 - x0, y1 - y0
        if width >= height:
            across.append(((y0 + y1) / 2, x0, x1))
            if width <= THIN:
                down.append(((x0 + x1) / 2, y0, y1))
        else:
            down.append(((x0 + x1) / 2, y0, y1))
            if height <= THIN:
                across.append(((y0 + y1) / 2, x0, x1))
    return across, down


def _united(boxes: np.ndarray) -> np.ndarray:
    """Boxes with long horizontal ones that follow each other at one height made one: browsers draw an edge a cell, a thousand a page."""
    size = boxes[:, 2:] - boxes[:, :2]
    long = (size[:, 0] > SHORT) & (size[:, 1] <= THIN)
    edges = boxes[long].astype(float)
    if len(edges) < 2:
        return boxes
    edges = edges[np.lexsort((edges[:, 0], edges[:, 1]))]
    other = np.append(0, (np.abs(np.diff(edges[:, 1])) > _LEVEL) | (np.abs(np.diff(edges[:, 3])) > _LEVEL)).cumsum() * 1e6
    reach = np.maximum.accumulate(edges[:, 2] + other)
    starts = np.flatnonzero(np.append(True, (edges[:, 0] + other)[1:] > reach[:-1] + NEAR))
    whole = edges[starts]
    whole[:, 2] = np.maximum.reduceat(edges[:, 2], starts)
    return np.concatenate((boxes[~long], whole))


def joined(rules: list[Rule]) -> list[Rule]:
    """Pieces joined to whole rules: those of one position (double rules too) that touch or nearly touch along it."""
    if not rules:
        return []
    rules.sort()
    found: list[Rule] = []
    group = rules[:1]
    limit = group[0][0] + DOUBLE
    for rule in rules[1:]:
        if rule[0] <= limit:
            group.append(rule)
            continue
        found += _along(group)
        group = [rule]
        limit = rule[0] + DOUBLE
    return found + _along(group)


def _along(group: list[Rule]) -> list[Rule]:
    """Pieces of one position, joined along it."""
    position, low, high = group[0]
    if len(group) == 1:
        return group if high - low >= SHORTEST else []
    position = (position + group[-1][0]) / 2
    group.sort(key=_start)
    found: list[Rule] = []
    _, low, high = group[0]
    last = high - low
    for _, start, end in group[1:]:
        length = end - start
        if start - high <= (DOT_GAP if last <= SHORT >= length else NEAR):
            high = max(high, end)
        else:
            if high - low >= SHORTEST:
                found.append((position, low, high))
            low, high = start, end
        last = length
    if high - low >= SHORTEST:
        found.append((position, low, high))
    return found


def positions(values: Iterable[float]) -> list[float]:
    """Marks: positions nearer than DOUBLE made one, in ascending order."""
    found: list[float] = []
    first = last = None
    for value in sorted(values):
        if first is None or last is None:
            first = last = value
        elif value - first > DOUBLE:
            found.append((first + last) / 2)
            first = last = value
        else:
            last = value
    if first is not None and last is not None:
        found.append((first + last) / 2)
    return found
