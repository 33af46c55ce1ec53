"""Runs put together to lines of text, cell by cell, and those that stand outside tables.

Gaps come from the boxes. No blank is put beside a Chinese character unless one is printed there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

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
_LEAST = 0.1
"""Points: the height that type has at least."""
_TWIN = 0.3
"""Of the type's height: the same text twice, at most so far apart, is one."""

Boxes = Sequence[Sequence[float]]
"""x0, top, x1, bottom of each run."""
Joint = tuple[bool, float]
"""How a run stands to the one before: whether on its line, and the gap between them in type heights."""


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


def compose(found: Words, owners: Iterable[int], nobody: int, nowhere: int) -> Composed:
    """The texts of a page. ``owners`` tell whose each run is: ``nobody`` that it is no one's, ``nowhere`` that it is left out.

    Content order is kept unless the boxes contradict it.
    """
    held: defaultdict[int, list[int]] = defaultdict(list)
    for run, owner in enumerate(owners):
        held[owner].append(run)
    held.pop(nowhere, None)
    outside = held.pop(nobody, None)
    chars, spans, boxes = found.chars, found.spans, found.boxes.tolist()
    texts: dict[int, str] = {}
    begins: dict[int, int] = {}
    overlapping: set[int] = set()
    for owner, runs in held.items():
        if len(runs) == 1:
            begins[owner] = run = runs[0]
            start, end = spans[run]
            texts[owner] = chars[start:end]
            continue
        read, joints, over = _in_order(found, runs, boxes)
        begins[owner] = read[0]
        texts[owner] = "\n".join(_lines(found, read, joints, far=False)[0])
        if over:
            overlapping.add(owner)
    return Composed(texts, begins, overlapping, _outside(found, outside, boxes) if outside else [])


def _in_order(found: Words, runs: list[int], boxes: Boxes) -> tuple[list[int], list[Joint], bool]:
    """An owner's runs in the order in which they are read, how each but the first stands to the one before, and whether text is printed over text."""
    joints, ordered, over = _joints(found, runs, boxes)
    if not ordered:
        runs = _sorted(runs, boxes)
        joints, _, over = _joints(found, runs, boxes)
    if over:
        kept = _single(found, runs, boxes, joints)
        if len(kept) < len(runs):
            return _in_order(found, kept, boxes)
    return runs, joints, over


def _joints(found: Words, runs: Sequence[int], boxes: Boxes) -> tuple[list[Joint], bool, bool]:
    """How each run but the first stands to the one before; whether each is read after it, and whether one is printed over it.

    A run on its side stands on no line of others.
    """
    joints = []
    ordered, over = True, False
    sideways = found.sideways
    before = runs[0]
    left, up, right, down = boxes[before]
    for run in runs[1:]:
        x0, top, x1, bottom = boxes[run]
        height = max(bottom - top, down - up)
        step = top + bottom - up - down  # twice the way down
        line = -height < step < height
        gap = (x0 - right) / (height if height > _LEAST else _LEAST)
        if sideways and (run in sideways or before in sideways):
            line = False
        elif line:
            ordered = ordered and x0 >= left
            over = over or gap < -_OVERLAP
        elif step <= 0:
            ordered = False
        joints.append((line, gap))
        before, left, up, right, down = run, x0, top, x1, bottom
    return joints, ordered, over


def _single(found: Words, runs: Sequence[int], boxes: Boxes, joints: Sequence[Joint]) -> list[int]:
    """The runs without those that are printed a second time, a little apart (fake bold, shadows)."""
    kept = [runs[0]]
    for (before, after), (line, gap) in zip(pairwise(runs), joints, strict=True):
        apart = max(abs(a - b) for a, b in zip(boxes[before], boxes[after], strict=True))
        twin = line and gap < -_OVERLAP and apart <= _TWIN * (boxes[before][3] - boxes[before][1]) and found.text(before) == found.text(after)
        if not twin:
            kept.append(after)
    return kept


def _sorted(runs: Sequence[int], boxes: Boxes) -> list[int]:
    """Runs by lines from top to bottom, each from left to right."""
    rows: list[list[int]] = []
    for run in sorted(runs, key=lambda run: boxes[run][1] + boxes[run][3]):
        _, top, _, bottom = boxes[run]
        if rows:
            _, up, _, down = boxes[rows[-1][0]]
            if abs(top + bottom - up - down) < max(bottom - top, down - up):
                rows[-1].append(run)
                continue
        rows.append([run])
    return [run for row in rows for run in sorted(row, key=lambda run: boxes[run][0])]


def _lines(found: Words, runs: Sequence[int], joints: Sequence[Joint], far: bool) -> tuple[list[str], list[int]]:
    """The texts of the lines of an owner's runs, and which of the runs begins each."""
    chars, spans = found.chars, found.spans
    first, before = spans[runs[0]]
    texts, starts = [chars[first:before]], [0]
    for number, (beside, gap) in enumerate(joints, start=1):
        first, last = spans[runs[number]]
        if not beside:
            texts.append(chars[first:last])
            starts.append(number)
        elif gap > _GAP or 0 < first - before <= 2:
            texts[-1] += _blank(found, before, first, gap, far) + chars[first:last]
        else:
            texts[-1] += chars[first:last]
        before = last
    return texts, starts


def _outside(found: Words, runs: list[int], boxes: Boxes) -> list[Printed]:
    """The lines outside tables, each with its box."""
    runs, joints, _ = _in_order(found, runs, boxes)
    texts, starts = _lines(found, runs, joints, far=True)
    printed = []
    for text, first, end in zip(texts, starts, [*starts[1:], len(runs)], strict=True):
        x0s, tops, x1s, bottoms = zip(*[boxes[run] for run in runs[first:end]], strict=True)
        printed.append(Printed(text, (min(x0s), min(tops), max(x1s), max(bottoms))))
    return printed


def _blank(found: Words, before: int, after: int, gap: float, far: bool) -> str:
    """The blanks between two runs of a line: those printed; where none are, one for a gap that is wide for what stands beside it."""
    if before < after <= before + 40:
        blanks = found.chars[before:after]
        if "\n" not in blanks and blanks.isspace() and not raw.is_generated(found.page, before):
            return blanks.replace("\xa0", " ")
    wide = found.chars[before - 1] >= _WIDE or found.chars[after] >= _WIDE
    return " " if gap > (_FAR if wide else _GAP) and (far or not wide) else ""
