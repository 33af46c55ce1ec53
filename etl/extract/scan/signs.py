"""A second eye for signs that the recogniser confuses while it is sure: ‰ and %, ≥ and >, = and 二, the comma and the point.

It looks at the sign's own pixels and nothing else: how many rings, whether a bar breaks the mirror of an angle, whether two bars are equally long,
whether a stop hangs below the digits. Each answer is None where the pixels do not show it. Thresholds were set on signs drawn in six type faces,
blurred, noisy and packed as JPEG, so they are no proof for others: of some 560 per cent signs of 14 to 18 pixels one was told wrong (a blurred ‰
taken for %), one in five not at all. A second reader, then, never the only one.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from etl.extract.scan.ink import Picture

_TALL = 64
"""Pixels: signs are looked at this high."""
_LEVELS = (0.35, 0.45, 0.55, 0.65, 0.75, 0.85)
"""Of the way from ink to paper: a ring may be closed at one level only, where its stroke is thin or its inside filled."""
_RING = (0.05, 0.6, 0.10, 0.004)
"""Of the sign's height: the least and the most width of a ring's inside, its least height, and its least area (of the height squared)."""
_HIGH, _LOW = 0.50, 0.52
"""Of the sign's height from its top: the middle of the upper ring lies above the first, that of the lower rings below the second."""
_APART = 0.25
"""Of the height: the rings of a % stand at least so far one above the other."""
_ALIKE, _LEVEL = 2.6, 0.12
"""The lower rings of ‰: how many times larger one may be, and how much of the height higher it may stand."""
_AFTER, _ACROSS = 0.28, 0.58
"""Of the height: to the right of a % there is no more behind its lower ring, and no more between its two rings; else a ring of ‰ was not seen."""
_BARRED, _PLAIN = 0.66, 0.92
"""How like its mirror image (upside down) a sign is: < > are at least the second, ≤ ≥ at most the first."""
_NARROW = 0.75
"""Of the height: a narrower sign has no room for three rings."""
_EQUAL, _UNEQUAL = 0.88, 0.80
"""The shorter by the longer bar: those of = are at least the first, those of 二 at most the second."""
_TAIL = 0.25
"""Of the way from paper to ink: so pale is the tail of a comma."""
_HANGS, _STANDS = 0.07, 0.04
"""Of the digits' height: a comma hangs at least so far below them, a point at most so far."""


def rings(part: Picture) -> int | None:
    """How many rings a per cent sign has: 2 (%), 3 (‰). ``part``: the sign alone on a flattened page, with some margin."""
    ink, paper = _shades(part)
    rows = np.flatnonzero((part < (ink + paper) / 2).any(axis=1))
    if len(rows) < 4:
        return None
    columns = np.flatnonzero((part < ink + (paper - ink) * 0.7).any(axis=0))
    if columns[-1] - columns[0] + 1 < _NARROW * len(rows):
        return 2
    large = _scaled(part, _TALL / float(rows[-1] - rows[0] + 1))
    seen = {_rings(large, ink + (paper - ink) * share) for share in _LEVELS} - {None}
    return seen.pop() if len(seen) == 1 else None


def _rings(large: Picture, level: float) -> int | None:
    """The rings that are closed where what is darker than ``level`` is ink."""
    dark = large <= level
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    if not len(rows):
        return None
    top, height, right = int(rows[0]), float(rows[-1] - rows[0] + 1), int(columns[-1]) + 1
    narrow, wide, high, area = _RING
    holes = [
        hole for hole in _holes(dark) if narrow * height <= hole[2] < wide * height and hole[3] >= high * height and hole[4] >= area * height * height
    ]
    upper = [hole for hole in holes if hole[5] - top < _HIGH * height]
    lower = sorted(hole for hole in holes if hole[5] - top > _LOW * height)
    if len(upper) != 1 or not lower or len(lower) > 2 or upper[0][0] > lower[0][0] or lower[0][5] - upper[0][5] < _APART * height:
        return None
    first = lower[0]
    if len(lower) == 2:
        second = lower[1]
        alike = max(first[4], second[4]) <= _ALIKE * min(first[4], second[4]) and abs(first[5] - second[5]) < _LEVEL * height
        return 3 if alike and first[0] + first[2] <= second[0] else None
    across, after = first[0] - upper[0][0] - upper[0][2], right - first[0] - first[2]
    alike = max(first[4], upper[0][4]) <= 3 * min(first[4], upper[0][4])
    between = dark[round(first[5]), int(upper[0][0]) : int(first[0])]
    strokes = int((np.diff(between.astype(int)) == 1).sum() + bool(between[0]))  # of the slash and of the ring, or one of both
    return 2 if alike and strokes <= 2 and after < _AFTER * height and across < _ACROSS * height else None


def _holes(dark: NDArray[np.bool_]) -> list[tuple[float, ...]]:
    """Paper enclosed by ink: x, y, width, height, area and the y of the middle of each hole."""
    paper = cv2.copyMakeBorder((~dark).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    _, labels, stats, centres = cv2.connectedComponentsWithStats(paper, connectivity=4)
    around = int(labels[0, 0])
    return [(*(float(value) for value in stats[at]), float(centres[at][1])) for at in range(1, len(stats)) if at != around]


def barred(part: Picture) -> bool | None:
    """Whether an angle has a bar below it (≤ ≥, also slanted) or none (< >): without one it is its own mirror image."""
    box = _extent(_scaled(part, 48 / max(4, part.shape[0])))
    if box is None:
        return None
    ink = 255 - box.astype(np.float32)
    turned = [np.roll(ink[::-1], shift, axis=0) for shift in (-2, -1, 0, 1, 2)]
    if ink.std() < 1:
        return None
    alike = max(float(np.corrcoef(ink.ravel(), other.ravel())[0, 1]) for other in turned)
    return True if alike <= _BARRED else False if alike >= _PLAIN else None


def _extent(large: Picture) -> Picture | None:
    """The part of a sign's picture that holds its ink, thin pale bars too."""
    soft = cv2.GaussianBlur(large, (0, 0), 1.5)
    darkest, paper = float(soft.min()), float(np.percentile(large, 90))
    bars = cv2.morphologyEx((soft < paper - 0.3 * (paper - darkest)).astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, 9), np.uint8))
    rows, columns = np.flatnonzero(bars.any(axis=1)), np.flatnonzero((soft < paper - 0.4 * (paper - darkest)).any(axis=0))
    if not len(rows) or not len(columns):
        return None
    return large[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def equal(part: Picture) -> bool | None:
    """Whether two bars are equally long (=) or the upper one is shorter (二)."""
    ink, paper = _shades(part)
    dark = _scaled(part, 4.0) < ink + (paper - ink) * 0.6
    rows = dark.any(axis=1)
    starts = np.flatnonzero(np.diff(np.concatenate([[False], rows, [False]]).astype(int)))
    runs = [(int(start), int(end)) for start, end in starts.reshape(-1, 2)]
    if len(runs) != 2:
        return None
    lengths = []
    for start, end in runs:
        columns = np.flatnonzero(dark[start:end].any(axis=0))
        lengths.append(float(columns[-1] - columns[0] + 1))
        if end - start > 0.5 * lengths[-1]:
            return None
    share = min(lengths) / max(lengths)
    return True if share >= _EQUAL else False if share <= _UNEQUAL and lengths[0] < lengths[1] else None


def hangs(stop: Picture, before: Picture, after: Picture) -> bool | None:
    """Whether a stop is a comma (hangs below the digits beside it) or a point. All pictures are of the same rows of the page."""
    feet, heads, tail = [_foot(digit) for digit in (before, after)], [_head(digit) for digit in (before, after)], _foot(stop, _TAIL)
    known = [foot for foot in feet if foot is not None], [head for head in heads if head is not None]
    if len(known[0]) < 2 or tail is None:
        return None
    foot, head = min(known[0]), min(known[1])
    if max(known[0]) - foot > _STANDS * (foot - head) + 0.5:
        return None  # a part of the stop stands with a digit
    below = (tail - foot) / max(1.0, foot - head)
    return True if below >= _HANGS else False if below <= _STANDS else None


def _foot(part: Picture, share: float = 0.45) -> float | None:
    """The row at which the ink of a picture ends, to a part of a pixel."""
    large = _scaled(part, 4.0)
    paper = float(np.percentile(large, 90))
    dark = large.min(axis=1) < paper - share * (paper - float(large.min()))
    return float(np.flatnonzero(dark)[-1]) / 4 if dark.any() else None


def _head(part: Picture) -> float | None:
    """The row at which the ink of a picture begins."""
    foot = _foot(np.ascontiguousarray(part[::-1]))
    return None if foot is None else part.shape[0] - 1 - foot


def _shades(part: Picture) -> tuple[float, float]:
    """How bright ink and paper are."""
    return float(np.percentile(part, 2)), float(np.percentile(part, 90))


def _scaled(part: Picture, factor: float) -> Picture:
    return np.asarray(cv2.resize(part, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC), np.uint8)
