"""Lines of ink: where the lines of text of a cell, and those outside the tables, stand; and the pictures of them that are recognised.

Lines are told by rows of ink. A strip's ends are told by a *pale* threshold: one cut to the dark ink left a thin sign outside (＞ before 236%).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from etl.extract.scan.ink import PALE, Mask, Picture, bgr, marks

Area = tuple[int, int, int, int]
"""x0, top, x1, bottom in pixels."""

TIGHT, LOOSE = 0.14, 0.26
"""Of the type height: the margin of paper around a strip in the first and in the second reading."""
_HEIGHT = 0.95
"""Of the type height: a strip is cut no lower."""
_SPECK = 0.012
"""Of the type height squared: a mark of less area is dirt, unless it stands beside a character (a decimal point)."""
_LEAST_SIGN = 0.03
"""Of the type height squared: marks with less ink between them are no sign."""
_REMAINS = (0.16, 0.8, 0.12)
"""Of the type height: what a wiped ruling leaves is no higher than the first, as wide as the second, and no farther than the third from the cell's
edge."""
_NEAR = 1.0
"""Type heights: how near a speck stands to a character that it belongs to."""
_LINE = 1.3
"""Type heights: rows of ink that are together no higher are one line (二, ≥ and = are of several)."""
_TALL = 1.75
"""Type heights: ink that is higher without a free row is more than one line."""
_FAR = 3.0
"""Type heights: outside tables, what is farther apart is two lines (a caption and the unit at its right)."""
_LONGEST = 34.0
"""Type heights: longer lines are recognised in parts, cut between characters."""
_LARGEST = 4.0
"""Type heights: outside tables, what is higher is no character."""


@dataclass(slots=True)
class Strip:
    """A line of text as a picture: where its ink stands, and within what it may grow. ``owner``: the cell's number, or a line's outside."""

    owner: int
    area: Area
    within: Area
    type: float


def lines(ink: Mask, within: Area, em: float, owner: int) -> list[Strip]:
    """The lines of text inside an area (a cell without its rulings). ``em``: the page's type height."""
    x0, top, x1, bottom = within
    if x1 - x0 < 3 or bottom - top < 3:
        return []
    found = marks(np.ascontiguousarray(ink[top:bottom, x0:x1]))
    found = _kept(found[~_remains(found, bottom - top, em)], em)
    if not len(found):
        return []
    found[:, 0] += x0
    found[:, 1] += top
    own = float(np.clip(np.percentile(found[:, 3], 90), em, 2.5 * em))
    large = bool(_large(found, em).any())
    strips = []
    for low, high in _rows(found, ink, own):
        middle = found[:, 1] + found[:, 3] / 2
        row = found[(middle >= low) & (middle <= high)]
        if len(row) and (_large(row, em).any() or not large):  # specks between lines are dirt
            area = (int(row[:, 0].min()), low, int((row[:, 0] + row[:, 2]).max()), high)
            strips.append(Strip(owner, area, within, own))
    return strips


def outside(ink: Mask, tables: list[Area], em: float) -> list[Strip]:
    """The lines of text outside tables, each cut where it has a wide gap. ``owner`` counts from 0 in reading order."""
    free = ink.copy()
    edge = round(0.3 * em)
    for x0, top, x1, bottom in tables:
        free[max(0, top - edge) : bottom + edge, max(0, x0 - edge) : x1 + edge] = 0
    found = _kept(marks(free), em)
    found = found[(found[:, 3] <= _LARGEST * em) & (found[:, 2] <= 2 * _LARGEST * em)]
    height, width = ink.shape
    strips: list[Strip] = []
    for row in _bands(found, em):
        for part in _apart(row, em):
            if (part[:, 3].max() < 0.5 * em and len(part) < 3) or part[:, 3].max() < 0.25 * em:
                continue  # dirt
            area = (int(part[:, 0].min()), int(part[:, 1].min()), int((part[:, 0] + part[:, 2]).max()), int((part[:, 1] + part[:, 3]).max()))
            pad = round(em)
            within = (max(0, area[0] - pad), max(0, area[1] - pad), min(width, area[2] + pad), min(height, area[3] + pad))
            strips.append(Strip(len(strips), area, within, max(em, float(np.percentile(part[:, 3], 90)))))
    return strips


def _remains(found: NDArray[np.int32], height: int, em: float) -> NDArray[np.bool_]:
    """Which marks are what a ruling at the upper or lower edge of a cell of some height left when it was wiped out: flat, wide, at the edge."""
    flat, wide, near = (share * em for share in _REMAINS)
    at_edge = (found[:, 1] <= near) | (found[:, 1] + found[:, 3] >= height - near)
    return np.asarray((found[:, 3] <= flat) & (found[:, 2] >= wide) & at_edge, np.bool_)


def _large(found: NDArray[np.int32], em: float) -> NDArray[np.bool_]:
    """Which marks are larger than dirt."""
    return np.asarray((found[:, 4] >= _SPECK * em * em) & (found[:, 2:4].max(axis=1) >= 0.3 * em), np.bool_)


def _kept(found: NDArray[np.int32], em: float) -> NDArray[np.int32]:
    """Marks without dirt: specks that stand beside no character."""
    if not len(found):
        return found
    large = _large(found, em)
    if large.all():
        return found
    if not large.any():  # thin strokes that broke (a small %), unless too little ink even for a sign
        return found if len(found) > 1 and found[:, 4].sum() >= _LEAST_SIGN * em * em else found[:0]
    centre = found[:, :2] + found[:, 2:4] / 2
    keep = large.copy()
    for index in np.flatnonzero(~large).tolist():
        if found[index, 4] < 3:
            continue
        x, y = centre[index]
        beside = large & (found[:, 0] - _NEAR * em <= x) & (x <= found[:, 0] + found[:, 2] + _NEAR * em)
        keep[index] = bool((beside & (found[:, 1] - 0.4 * em <= y) & (y <= found[:, 1] + found[:, 3] + 0.4 * em)).any())
    return np.asarray(found[keep], np.int32)


def _rows(found: NDArray[np.int32], ink: Mask, em: float) -> list[tuple[int, int]]:
    """The rows of ink that lines take: top and bottom of each."""
    runs: list[list[int]] = []
    for top, bottom in sorted(zip(found[:, 1].tolist(), (found[:, 1] + found[:, 3]).tolist(), strict=True)):
        if runs and top <= runs[-1][1]:
            runs[-1][1] = max(runs[-1][1], bottom)
        else:
            runs.append([top, bottom])
    merged: list[list[int]] = []
    for run in runs:
        if merged and run[1] - merged[-1][0] <= _LINE * em:
            merged[-1][1] = run[1]
        else:
            merged.append(run)
    rows: list[tuple[int, int]] = []
    x0, x1 = int(found[:, 0].min()), int((found[:, 0] + found[:, 2]).max())
    for top, bottom in merged:
        rows += _split(ink[top:bottom, x0:x1].sum(axis=1), top, em) if bottom - top > _TALL * em else [(top, bottom)]
    return rows


def _split(profile: NDArray[np.int64], top: int, em: float) -> list[tuple[int, int]]:
    """Ink higher than a line, cut where it is thinnest near each place where a line should end."""
    count = max(2, round(len(profile) / (1.2 * em)))
    cuts = [0]
    for number in range(1, count):
        at = round(len(profile) * number / count)
        low, high = max(cuts[-1] + 1, at - round(em / 3)), min(len(profile) - 1, at + round(em / 3))
        if high > low:
            cuts.append(low + int(profile[low:high].argmin()))
    cuts.append(len(profile))
    return [(top + start, top + end) for start, end in pairwise(cuts) if end - start > 2]


def _bands(found: NDArray[np.int32], em: float) -> list[NDArray[np.int32]]:
    """Marks of one line: those whose heights overlap a line's, the highest marks first."""
    bands: list[tuple[float, float, list[int]]] = []
    for index in np.argsort(-found[:, 3], kind="stable").tolist():
        top, bottom = float(found[index, 1]), float(found[index, 1] + found[index, 3])
        middle = (top + bottom) / 2
        for low, high, members in bands:
            if low <= middle <= high:
                members.append(index)
                break
        else:
            pad = max(0.0, 0.9 * em - (bottom - top)) / 2
            bands.append((top - pad, bottom + pad, [index]))
    return [found[sorted(members)] for _, _, members in sorted(bands, key=lambda band: band[0])]


def _apart(row: NDArray[np.int32], em: float) -> list[NDArray[np.int32]]:
    """A line outside tables, cut where its marks are far apart."""
    row = row[np.argsort(row[:, 0], kind="stable")]
    ends = np.maximum.accumulate(row[:, 0] + row[:, 2])
    cuts = np.flatnonzero(row[1:, 0] - ends[:-1] > _FAR * max(em, float(np.percentile(row[:, 3], 80)))) + 1
    return np.split(row, cuts)


def widened(plain: Picture, strip: Strip) -> Area:
    """The area of a strip's ink, its ends as far as pale ink goes."""
    x0, top, x1, bottom = strip.area
    low, high = strip.within[0], strip.within[2]
    pale = (plain[top:bottom, low:high] < PALE).sum(axis=0) >= 2
    reach = round(0.9 * strip.type)
    for _ in range(3):  # a sign may stand a blank away from its number, and a bracket from the sign
        before = np.flatnonzero(pale[max(0, x0 - low - reach) : x0 - low])
        after = np.flatnonzero(pale[x1 - low : x1 - low + reach])
        if not len(before) and not len(after):
            break
        x0 = max(low, x0 - reach) + int(before[0]) if len(before) else x0
        x1 += int(after[-1]) + 1 if len(after) else 0
    return x0, top, x1, bottom


def beginning(plain: Picture, strip: Strip, most: float) -> Strip:
    """A strip with its ends found, its beginning alone where it is longer than ``most`` type heights."""
    x0, top, x1, bottom = widened(plain, strip)
    return Strip(strip.owner, (x0, top, min(x1, x0 + round(most * strip.type)), bottom), strip.within, strip.type)


def parts(plain: Picture, strip: Strip) -> list[Strip]:
    """A strip with its ends found; a long one in parts, cut at the widest gap near each part's end."""
    x0, top, x1, bottom = widened(plain, strip)
    whole = Strip(strip.owner, (x0, top, x1, bottom), strip.within, strip.type)
    count = int((x1 - x0) / (_LONGEST * strip.type)) + 1
    if count == 1:
        return [whole]
    empty = (plain[top:bottom, x0:x1] < PALE).sum(axis=0) == 0
    cuts = [0]
    for number in range(1, count):
        at, around = round((x1 - x0) * number / count), round(3 * strip.type)
        cuts.append(_gap(empty, max(cuts[-1] + 1, at - around), at + around))
    cuts.append(x1 - x0)
    return [Strip(strip.owner, (x0 + start, top, x0 + end, bottom), strip.within, strip.type) for start, end in pairwise(cuts)]


def _gap(empty: NDArray[np.bool_], low: int, high: int) -> int:
    """The middle of the widest run of empty columns between two places."""
    best, start = (0, (low + high) // 2), None
    for at in range(low, min(high, len(empty)) + 1):
        if at < min(high, len(empty)) and empty[at]:
            start = at if start is None else start
        elif start is not None:
            best = max(best, (at - start, (at + start) // 2))
            start = None
    return best[1]


def cut(picture: Picture, strip: Strip, share: float) -> Picture:
    """The picture of a strip with a margin of ``share`` type heights: as much of the page as lies within its cell, the rest paper.

    It is at least as high as the type: ``=`` cut to its ink alone is 二, and ``>`` is V.
    """
    (x0, top, x1, bottom), within, margin = strip.area, strip.within, max(2, round(share * strip.type))
    lacking = max(0, round(_HEIGHT * strip.type) - (bottom - top))
    top, bottom = top - lacking // 2, bottom + lacking - lacking // 2
    left, up = max(within[0], x0 - margin), max(within[1], top - margin)
    right, down = min(within[2], x1 + margin), min(within[3], bottom + margin)
    part = bgr(np.ascontiguousarray(picture[max(up, 0) : down, max(left, 0) : right]))
    paper = [float(value) for value in np.percentile(part.reshape(-1, 3), 90, axis=0)]
    sides = (margin - (top - up), margin - (down - bottom), margin - (x0 - left), margin - (right - x1))
    return np.asarray(cv2.copyMakeBorder(part, *(max(0, side) for side in sides), cv2.BORDER_CONSTANT, value=paper), np.uint8)
