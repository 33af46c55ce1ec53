"""Runs put together to lines of text: cell by cell for a whole page at once, or for what stands outside tables.

Gaps come from the boxes. No blank is put beside a Chinese character unless one is printed there.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from etl.extract.pdf import raw
from etl.extract.pdf.clips import Rect
from etl.extract.pdf.text import Words

_WIDE = "\u2e80"
"""From here on characters are as wide as high and written without blanks: Chinese, full-width forms."""
_GAP = 0.2
"""Of the type's height: a wider gap between Latin characters is a blank."""
_FAR = 2.0
"""Of the type's height: parts of a line outside tables that are farther apart are parted by a blank (a caption and the unit at its right)."""
_OVERLAP = 0.35
"""Of the type's height: runs of one line that overlap by more are printed over each other."""


_TWIN = 0.3
"""Of the type's height: the same text twice, at most so far apart, is one."""
_FIRST, _BELOW, _BESIDE = 0, 1, 2
"""How a run stands to the one before: another owner's, on the next line, on the same line."""


class Printed(NamedTuple):
    """A printed line outside tables: its text, and its box on the page as it is read."""

    text: str
    box: Rect


class Composed(NamedTuple):
    """The texts of owners, printed lines parted by line feeds, the run that begins each; owners with text over text; lines of nobody."""

    texts: dict[int, str]
    begins: dict[int, int]
    overlapping: set[int]
    lines: list[Printed]


def compose(found: Words, runs: np.ndarray, owners: np.ndarray, nobody: int) -> Composed:
    """The texts of a page. ``runs`` are numbers of runs, ``owners`` whose each is, ``nobody`` (the largest of them) that it is no one's.

    Content order is kept unless the boxes contradict it.
    """
    if not len(runs):
        return Composed({}, {}, set(), [])
    order = owners.argsort(kind="stable")
    runs, owners = runs.take(order), owners.take(order)
    together = owners[1:] == owners[:-1]
    boxes, line, ordered, gaps = _relations(found, runs)
    wrong = together > ordered
    if np.count_nonzero(wrong):
        for owner in set(owners[1:][wrong].tolist()):
            own = owners == owner
            runs[own] = _sorted(found, runs[own].tolist())
        boxes, line, _, gaps = _relations(found, runs)
    line &= together
    over = gaps < -_OVERLAP
    over &= line
    overlapping = set()
    if np.count_nonzero(over):
        kept = _single(found, runs, boxes, over)
        if kept is not None:
            return compose(found, runs[kept], owners[kept], nobody)
        overlapping = set(owners[1:][over].tolist())
        overlapping.discard(nobody)
    split = int(owners.searchsorted(nobody))
    joints = [_FIRST, *(together.astype(np.int8) + line).tolist()]
    numbers, spaces = runs.tolist(), [0.0, *gaps.tolist()]
    holders = owners[:split].tolist()
    texts = _texts(found, numbers[:split], holders, joints, spaces)
    begins = dict(zip(reversed(holders), reversed(numbers[:split]), strict=True))
    return Composed(texts, begins, overlapping, _outside(found, numbers[split:], boxes[split:], joints[split:], spaces[split:]))


def _single(found: Words, runs: np.ndarray, boxes: np.ndarray, over: np.ndarray) -> np.ndarray | None:
    """Which runs stay where some are printed twice, a little apart (fake bold, shadows); None where none are."""
    kept = np.ones(len(runs), bool)
    for index in np.flatnonzero(over).tolist():
        apart = np.abs(boxes[index + 1] - boxes[index]).max()
        if apart <= _TWIN * (boxes[index, 3] - boxes[index, 1]) and found.text(int(runs[index])) == found.text(int(runs[index + 1])):
            kept[index + 1] = False
    return None if kept.all() else kept


def _relations(found: Words, runs: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The runs' boxes; for each but the first: whether it stands on the line of the one before, is read after it, and the gap in type heights."""
    sides = found.boxes.T.take(runs, 1)
    x0, top, x1, bottom = sides
    height = bottom - top
    middle = top + bottom  # twice
    step = middle[1:] - middle[:-1]
    larger = np.maximum(height[1:], height[:-1])
    line = np.abs(step) < larger
    ordered = np.where(line, x0[1:] >= x0[:-1], step > 0)
    if found.sideways:
        turned = np.isin(runs, list(found.sideways))
        loose = turned[1:] | turned[:-1]
        line, ordered = line & ~loose, ordered | loose
    return sides.T, line, ordered, (x0[1:] - x1[:-1]) / np.maximum(larger, 0.1)


def _sorted(found: Words, runs: list[int]) -> list[int]:
    """Runs by lines from top to bottom, each from left to right."""
    boxes = {run: found.boxes[run].tolist() for run in runs}
    rows: list[list[int]] = []
    for run in sorted(runs, key=lambda run: boxes[run][1] + boxes[run][3]):
        _, top, _, bottom = boxes[run]
        if rows:
            _, up, _, down = boxes[rows[-1][0]]
            if abs(top + bottom - up - down) < max(bottom - top, down - up):
                rows[-1].append(run)
                continue
        rows.append([run])
    return [run for row in rows for run in sorted(row, key=lambda run: float(boxes[run][0]))]


def _texts(found: Words, runs: list[int], owners: list[int], joints: list[int], gaps: list[float]) -> dict[int, str]:
    """The text of each owner. ``joints`` and ``gaps`` (in type heights) are those of each run to the one before."""
    texts: dict[int, str] = {}
    chars, spans = found.chars, found.spans
    before = 0
    for run, owner, joint, gap in zip(runs, owners, joints, gaps):  # noqa: B905  (the last two may be longer)
        first, last = spans[run]
        if joint == _FIRST:
            texts[owner] = chars[first:last]
        elif joint == _BELOW:
            texts[owner] += "\n" + chars[first:last]
        elif gap > _GAP or 0 < first - before <= 2:
            texts[owner] += _blank(found, before, first, gap, far=False) + chars[first:last]
        else:
            texts[owner] += chars[first:last]
        before = last
    return texts


def _outside(found: Words, runs: list[int], boxes: np.ndarray, joints: list[int], gaps: list[float]) -> list[Printed]:
    """The lines outside tables, each with its box."""
    texts: list[str] = []
    starts: list[int] = []
    before = 0
    for index, (run, joint, gap) in enumerate(zip(runs, joints, gaps, strict=True)):
        first, last = found.spans[run]
        if joint == _BESIDE:
            texts[-1] += _blank(found, before, first, gap, far=True) + found.chars[first:last]
        else:
            texts.append(found.chars[first:last])
            starts.append(index)
        before = last
    if not texts:
        return []
    low, high = np.minimum.reduceat(boxes, starts).tolist(), np.maximum.reduceat(boxes, starts).tolist()
    return [Printed(text, (x0, top, x1, bottom)) for text, (x0, top, _, _), (_, _, x1, bottom) in zip(texts, low, high, strict=True)]


def _blank(found: Words, before: int, after: int, gap: float, far: bool) -> str:
    """The blanks between two runs of a line: those printed; where none are, one for a gap that is wide for what stands beside it."""
    if not (gap > _GAP or 0 < after - before <= 2):
        return ""
    if before < after <= before + 40:
        blanks = found.chars[before:after]
        if "\n" not in blanks and blanks.isspace() and not raw.is_generated(found.page, before):
            return blanks.replace("\xa0", " ")
    wide = found.chars[before - 1] >= _WIDE or found.chars[after] >= _WIDE
    return " " if gap > (_FAR if wide else _GAP) and (far or not wide) else ""
