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


class Printed(NamedTuple):
    """A printed line: whose it is (a number given by the caller), its text, and which of the ordered runs it is made of."""

    owner: int
    text: str
    start: int
    end: int


class Composed(NamedTuple):
    """Lines of all owners in ascending order, the boxes of the runs as ordered, and the owners whose runs are printed over each other."""

    lines: list[Printed]
    boxes: np.ndarray
    overlapping: set[int]

    def box(self, line: Printed) -> Rect:
        """The box of a line."""
        part = self.boxes[line.start : line.end]
        x0, top = part[:, :2].min(axis=0).tolist()
        x1, bottom = part[:, 2:].max(axis=0).tolist()
        return x0, top, x1, bottom


def compose(found: Words, runs: np.ndarray, owners: np.ndarray, *, far: bool = False) -> Composed:
    """The lines of each owner. ``runs`` are numbers of runs, ``owners`` whose each is; content order is kept unless the boxes contradict it."""
    if not len(runs):
        return Composed([], found.boxes[:0], set())
    order = np.argsort(owners, kind="stable")
    runs, owners = runs[order], owners[order]
    together = owners[1:] == owners[:-1]
    boxes, line, ordered, gaps = _relations(found, runs)
    wrong = together & ~ordered
    if wrong.any():
        for owner in set(owners[1:][wrong].tolist()):
            own = owners == owner
            runs[own] = _sorted(found, runs[own].tolist())
        boxes, line, _, gaps = _relations(found, runs)
    line &= together
    over = line & (gaps < -_OVERLAP)
    if over.any() and (kept := _single(found, runs, boxes, over)) is not None:
        return compose(found, runs[kept], owners[kept], far=far)
    lines = _lines(found, runs.tolist(), owners.tolist(), line.tolist(), gaps.tolist(), far)
    return Composed(lines, boxes, set(owners[1:][over].tolist()) if over.any() else set())


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
    boxes = found.boxes[runs]
    x0, top, x1, bottom = np.ascontiguousarray(boxes.T)
    middle, height = top + bottom, bottom - top
    step = middle[1:] - middle[:-1]
    larger = np.maximum(height[1:], height[:-1])
    line = np.abs(step) < larger
    ordered = np.where(line, x0[1:] >= x0[:-1], step > 0)
    if found.sideways:
        turned = np.isin(runs, list(found.sideways))
        loose = turned[1:] | turned[:-1]
        line, ordered = line & ~loose, ordered | loose
    return boxes, line, ordered, (x0[1:] - x1[:-1]) / np.maximum(larger, 0.1)


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


def _lines(found: Words, runs: list[int], owners: list[int], joined: list[bool], gaps: list[float], far: bool) -> list[Printed]:
    """Join runs to lines: ``joined`` and ``gaps`` (in type heights) are those of each run but the first to the one before."""
    out: list[Printed] = []
    chars, spans = found.chars, found.spans
    start, text, before = 0, "", -1
    for index, run in enumerate(runs):
        first, last = spans[run]
        if index and joined[index - 1]:
            gap = gaps[index - 1]
            if gap > _GAP or 0 < first - before <= 2:
                text += _blank(found, before, first, gap, far)
            text += chars[first:last]
        else:
            if index:
                out.append(Printed(owners[start], text, start, index))
            start, text = index, chars[first:last]
        before = last
    if runs:
        out.append(Printed(owners[start], text, start, len(runs)))
    return out


def _blank(found: Words, before: int, after: int, gap: float, far: bool) -> str:
    """The blanks between two runs of a line: those printed; where none are, one for a gap that is wide for what stands beside it."""
    if before < after <= before + 40:
        blanks = found.chars[before:after]
        if "\n" not in blanks and blanks.isspace() and not raw.is_generated(found.page, before):
            return blanks.replace("\xa0", " ")
    wide = found.chars[before - 1] >= _WIDE or found.chars[after] >= _WIDE
    return " " if gap > (_FAR if wide else _GAP) and (far or not wide) else ""
