"""Characters of a page in runs, and runs put together to lines.

pdfium's generated blanks and line breaks are not believed: dense pages get them inside a number (``1\\r\\n4.0`` for 14.0). What pdfium calls
white space only parts the characters into runs; lines and gaps are made anew from the boxes. No blank is put beside a Chinese character unless one
is printed there. Boxes are asked for only at both ends of a run.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, repeat

import numpy as np

from etl.extract.pdf import raw
from etl.extract.pdf.frame import Frame
from etl.extract.pdf.health import repaired
from etl.extract.pdf.rules import WHITE, Clips, Drawn, Rect, moved

_WORD = re.compile(r"\S+")
_WIDE = "\u2e80"
"""From here on characters are as wide as high and written without blanks: Chinese, full-width forms."""
_GAP = 0.2
"""Of the type's height: a wider gap between Latin characters is a blank."""
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-"})
"""What pdfium makes of a hyphen at a line's end."""
HIDDEN_MODES = (3, 7)
"""Text render modes that paint nothing: invisible, and clip only."""


@dataclass(slots=True)
class Run:
    """Characters ``start`` to ``end`` of the page that stand on one line without white space, and their box on the page as it is read."""

    x0: float
    top: float
    x1: float
    bottom: float
    start: int
    end: int
    sideways: bool = False

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


@dataclass(slots=True)
class Sight:
    """What decides whether text can be seen, in page space: clips, and areas (shading, pictures) on which white text shows."""

    clips: Clips
    shades: Sequence[Rect] = ()

    def clip_on_page(self, box: Rect, matrix: raw.Matrix | None) -> Rect:
        """A clip's box on the page, where it was read inside a form."""
        return box if matrix is None else moved([box], matrix)[0]


@dataclass(slots=True)
class Words:
    """A page's visible text. ``chars`` is one character an index of pdfium; ``hidden`` are texts that nobody can see, left out of ``runs``; ``cut``
    are texts in ``runs`` of which a clip hides the end."""

    page: int
    chars: str
    runs: list[Run] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    frame: Frame | None = None

    def text(self, run: Run) -> str:
        """The characters of a run."""
        return self.chars[run.start : run.end].translate(_HYPHENS)


def words(text: int, frame: Frame, drawn: Drawn, sight: Sight) -> Words:
    """The visible runs of a page in content order. ``frame`` is turned where most of the text lies on its side."""
    chars = repaired(raw.text_of(text))
    spans = [match.span() for match in _WORD.finditer(chars)]
    found = Words(text, chars, frame=frame)
    if not spans:
        return found
    ends = [index for start, end in spans for index in (start, end - 1)]
    boxes = raw.char_boxes(text, ends)
    unseen = _unseen(text, ends, boxes, drawn, sight)
    frame = found.frame = frame.turned(_turns(text, spans, boxes))
    turned = frame.boxes(boxes).tolist()
    width, height = frame.size
    for number, (start, end) in enumerate(spans):
        first, last = turned[2 * number], turned[2 * number + 1]
        if on_line(first, last) and last[0] >= first[0]:
            runs = [Run(first[0], min(first[1], last[1]), last[2], max(first[3], last[3]), start, end)]
        else:
            runs = _broken(found, start, end)
        if unseen:
            gone = (2 * number in unseen) + (2 * number + 1 in unseen)
            runs = runs if not gone else [] if gone == 2 else _seen(found, start, end, drawn, sight)
            if not runs:
                found.hidden.append(found.chars[start:end])
        for run in runs:
            if 0 <= (run.x0 + run.x1) / 2 <= width and 0 <= run.middle <= height:
                found.runs.append(run)
            else:
                found.hidden.append(found.text(run))
    return found


def _seen(found: Words, start: int, end: int, drawn: Drawn, sight: Sight) -> list[Run]:
    """The visible parts of a run of which one end cannot be seen; the rest goes to ``hidden``. Clipped text that begins visibly stays whole."""
    indexes = range(start, end)
    boxes = raw.char_boxes(found.page, indexes)
    unseen = _unseen(found.page, indexes, boxes, drawn, sight)
    if 0 not in unseen and raw.char_object(found.page, start) == raw.char_object(found.page, end - 1):
        found.cut.append(found.chars[start:end])
        return _broken(found, start, end)
    parts: list[Run] = []
    for index in indexes:
        if index - start in unseen:
            found.hidden.append(found.chars[index])
        elif parts and parts[-1].end == index:
            parts[-1].end = index + 1
        else:
            parts.append(Run(0, 0, 0, 0, index, index + 1))
    return [run for part in parts for run in _broken(found, part.start, part.end)]


def on_line(first: Sequence[float], second: Sequence[float]) -> bool:
    """Whether two boxes stand on one line: their middles are less than half the larger one's height apart."""
    apart = abs(first[1] + first[3] - second[1] - second[3])
    return apart < max(first[3] - first[1], second[3] - second[1])


def _turns(text: int, spans: Sequence[tuple[int, int]], boxes: np.ndarray) -> int:
    """Quarter turns that set the text upright: those of the longest run, where more characters lie on their side, or on their head, than stand."""
    starts, ends = boxes[0::2], boxes[1::2]
    apart = np.abs(starts[:, 1] + starts[:, 3] - ends[:, 1] - ends[:, 3]) >= np.maximum(starts[:, 3] - starts[:, 1], ends[:, 3] - ends[:, 1])
    odd = apart | (ends[:, 0] < starts[:, 0])
    if not odd.any():
        return 0
    lengths = np.array([end - start for start, end in spans])
    if 2 * int(lengths[odd].sum()) <= int(lengths[lengths > 1].sum()):
        return 0
    return _quarters(text, spans[int((lengths * odd).argmax())][0])


def _quarters(text: int, index: int) -> int:
    """Quarter turns clockwise that set a character upright."""
    return round(-float(raw.char_angle(text, index)) / (np.pi / 2)) % 4


def _unseen(text: int, indexes: Sequence[int], boxes: np.ndarray, drawn: Drawn, sight: Sight) -> set[int]:
    """Which of some characters (by their place in ``indexes``) nobody can see: painted with nothing, white on white, or clipped away."""
    owners = list(map(raw.char_object, repeat(text), indexes))
    handles = [handle for handle in dict.fromkeys(owners) if handle]
    colours = np.zeros((len(handles), 4), np.uint32)
    colours[:, 3] = 255
    at, end = colours.ctypes.data, colours.ctypes.data + 16 * len(handles)
    deque(map(raw.fill_colour, handles, range(at, end, 16), range(at + 4, end, 16), range(at + 8, end, 16), range(at + 12, end + 16, 16)), maxlen=0)
    pale = (colours[:, :3].min(axis=1) >= WHITE) | (colours[:, 3] == 0)
    bare = {handle for handle, mode in zip(handles, map(raw.render_mode, handles), strict=True) if mode in HIDDEN_MODES}
    white = {handle for handle, flag in zip(handles, pale.tolist(), strict=True) if flag} - bare if pale.any() else set()
    clip = {handle: box for handle in handles if (box := sight.clips.of(handle)) is not None}
    if not bare and not white and not clip:
        return set()
    found = set()
    for number, handle in enumerate(owners):
        if handle in bare:
            found.add(number)
        elif handle in white or handle in clip:
            left, bottom, right, top = boxes[number].tolist()
            x, y = (left + right) / 2, (bottom + top) / 2
            if handle in white and not any(a <= x <= c and b <= y <= d for a, b, c, d in sight.shades):
                found.add(number)
            elif handle in clip:
                a, b, c, d = sight.clip_on_page(clip[handle], drawn.words.get(handle))
                if not (a - 1 <= x <= c + 1 and b - 1 <= y <= d + 1):
                    found.add(number)
    return found


def _broken(found: Words, start: int, end: int) -> list[Run]:
    """A run that does not stand on one line, in runs that do; one that lies on its side stays whole."""
    if found.frame is None:
        return []
    boxes = found.frame.boxes(raw.char_boxes(found.page, range(start, end))).tolist()
    if _lies(found, start, end):
        x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
        return [Run(min(x0s), min(tops), max(x1s), max(bottoms), start, end, sideways=True)]
    runs: list[Run] = []
    for index, box in enumerate(boxes, start):
        last = runs[-1] if runs else None
        if last is not None and on_line((last.x0, last.top, last.x1, last.bottom), box) and box[0] >= boxes[index - start - 1][0]:
            last.x1, last.top, last.bottom, last.end = max(last.x1, box[2]), min(last.top, box[1]), max(last.bottom, box[3]), index + 1
        else:
            runs.append(Run(box[0], box[1], box[2], box[3], index, index + 1))
    return runs


def _lies(found: Words, start: int, end: int) -> bool:
    """Whether a run's characters are turned against the page as it is read."""
    if found.frame is None or end - start < 2:
        return False
    more = (found.frame.read - found.frame.shown) % 4
    return (_quarters(found.page, start) - more) % 4 != 0


def lines(found: Words, runs: list[Run], far: bool = False) -> list[tuple[str, Rect]]:
    """Runs as lines of text with their boxes, from top to bottom; runs in order already are not sorted.

    ``far`` puts a blank where two characters' width parts Chinese text (a caption and the unit at its right); in cells such gaps only spread it.
    """
    if any(not _follows(a, b) for a, b in pairwise(runs)):
        runs = _sorted(runs)
    out: list[tuple[str, Rect]] = []
    group: list[Run] = []
    for run in runs:
        if group and (run.sideways or group[-1].sideways or not _same_line(group[-1], run)):
            out.append(_line(found, group, far))
            group = []
        group.append(run)
    if group:
        out.append(_line(found, group, far))
    return out


def _same_line(first: Run, second: Run) -> bool:
    return abs(first.middle - second.middle) * 2 < max(first.bottom - first.top, second.bottom - second.top)


def _follows(first: Run, second: Run) -> bool:
    """Whether the second run is read after the first."""
    if _same_line(first, second):
        return second.x0 >= first.x0
    return second.middle > first.middle


def _sorted(runs: list[Run]) -> list[Run]:
    """Runs by lines from top to bottom, each from left to right."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.middle):
        if rows and _same_line(rows[-1][0], run):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [run for row in rows for run in sorted(row, key=lambda run: run.x0)]


def _line(found: Words, runs: list[Run], far: bool) -> tuple[str, Rect]:
    """One line's text and box."""
    first = runs[0]
    text = found.text(first)
    x0, top, x1, bottom = first.x0, first.top, first.x1, first.bottom
    for before, run in pairwise(runs):
        part = found.text(run)
        text += _between(found, before, run, text[-1] + part[0], far) + part
        x0, top, x1, bottom = min(x0, run.x0), min(top, run.top), max(x1, run.x1), max(bottom, run.bottom)
    return text, (x0, top, x1, bottom)


def _between(found: Words, before: Run, run: Run, beside: str, far: bool) -> str:
    """The blanks between two runs of a line: those printed; where none are, one for a gap that is wide for what stands beside it."""
    height = max(before.bottom - before.top, run.bottom - run.top)
    gap = run.x0 - before.x1
    if before.end < run.start <= before.end + 40:
        blanks = found.chars[before.end : run.start]
        if blanks.isspace() and "\n" not in blanks and not raw.is_generated(found.page, before.end):
            return blanks.replace("\xa0", " ")
    if max(beside) >= _WIDE:
        return " " if far and gap > 2 * height else ""
    return " " if gap > _GAP * height else ""
