"""Characters of a page in runs: what stands between two white spaces, on one line, and can be seen.

pdfium's generated blanks and line breaks are not believed: dense pages get them inside a number (``1\\r\\n4.0`` for 14.0). What pdfium calls
white space only parts the characters into runs; :mod:`.lines` puts them together anew from the boxes. Boxes are asked for only at both ends of a run,
and all runs of a page are kept in one array.
"""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from etl.extract.pdf import raw
from etl.extract.pdf.frame import Frame
from etl.extract.pdf.health import repaired
from etl.extract.pdf.sight import Sight

_DARK = np.array([not chr(code).isspace() for code in range(0x3002)])
"""Which characters are no white space; none beyond is."""
_ALL = np.logical_and.reduce
_SLANT = 0.1
"""Of a quarter turn: text that is turned by more, beyond whole quarters, slants; a page scanned askew does by less."""

Span = tuple[int, int]


@dataclass(slots=True)
class Words:
    """A page's visible text in content order.

    ``chars`` is one character an index of pdfium; run ``i`` is ``chars[slice(*spans[i])]`` in the box ``boxes[i]`` (x0, top, x1, bottom of the
    page as it is read); ``sideways`` are runs turned against the page. ``hidden`` are texts that nobody can see, left out; ``cut`` are texts of which
    a clip hides the end; ``slanting`` are watermarks and the like, left out.
    """

    page: int
    chars: str
    frame: Frame
    boxes: np.ndarray
    spans: list[Span]
    sideways: set[int] = field(default_factory=set)
    hidden: list[str] = field(default_factory=list)
    cut: list[str] = field(default_factory=list)
    slanting: list[str] = field(default_factory=list)

    def text(self, run: int) -> str:
        """The characters of a run."""
        start, end = self.spans[run]
        return self.chars[start:end]

    def add(self, span: Span, boxes: Sequence[Sequence[float]], sideways: bool = False) -> int:
        """Add a run made of the boxes of its characters, and give its number."""
        x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
        self.boxes = np.vstack((self.boxes, (min(x0s), min(tops), max(x1s), max(bottoms))))
        self.spans.append(span)
        if sideways:
            self.sideways.add(len(self.spans) - 1)
        return len(self.spans) - 1


def words(text: int, frame: Frame, sight: Sight) -> Words:
    """The visible runs of a page in content order; their frame is turned where most of the text lies on its side."""
    chars = repaired(raw.text_of(text))
    starts, ends = _between_blanks(chars)
    count = len(starts)
    if not count:
        return Words(text, chars, frame, np.zeros((0, 4)), [])
    spans = list(zip(starts, ends, strict=True))
    boxes = raw.char_boxes(text, [*starts, *[end - 1 for end in ends]])
    turned = frame.boxes(boxes)
    whole = _on_line(turned[:count], turned[count:])
    if not _ALL(whole) and (turns := (_turns(text, spans, whole, frame.read) - frame.read) % 4):
        frame = frame.turned(turns)
        turned = frame.boxes(boxes)
        whole = _on_line(turned[:count], turned[count:])
    runs, last = turned[:count], turned[count:]
    np.minimum(runs[:, 1], last[:, 1], out=runs[:, 1])
    runs[:, 2] = last[:, 2]
    np.maximum(runs[:, 3], last[:, 3], out=runs[:, 3])
    standing = _ALL(whole)
    width, height = frame.size
    low, high = np.minimum.reduce(runs), np.maximum.reduce(runs)
    if not standing or low[0] < 0 or low[1] < 0 or high[2] > width or high[3] > height:
        x, y = (runs[:, 0] + runs[:, 2]) / 2, (runs[:, 1] + runs[:, 3]) / 2
        whole &= (x >= 0) & (y >= 0) & (x <= width) & (y <= height)
        standing = _ALL(whole)
    suspect = sight.examine(text, spans, boxes)
    found = Words(text, chars, frame, runs, spans)
    if suspect or not standing:
        _mend(found, whole.tolist(), sight if suspect else None)
    return found


def _between_blanks(chars: str) -> tuple[list[int], list[int]]:
    """Where the runs of a text begin and end."""
    encoded, _ = codecs.utf_32_le_encode(chars, "surrogatepass")
    codes = np.frombuffer(encoded, np.uint32)
    dark = np.zeros(len(codes) + 2, np.bool_)
    _DARK.take(codes, out=dark[1:-1], mode="clip")
    edges = (dark[1:] != dark[:-1]).nonzero()[0]
    return edges[::2].tolist(), edges[1::2].tolist()


def _on_line(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Whether two boxes stand on one line, the second not left of the first: their middles are less than half the higher one's height apart."""
    (x, up, _, down), (z, top, _, bottom) = first.T, second.T
    apart = up + down
    apart -= top
    apart -= bottom
    np.abs(apart, apart)
    line: np.ndarray = apart < np.maximum(down - up, bottom - top)
    line &= z >= x
    return line


def _turns(text: int, spans: Sequence[Span], whole: np.ndarray, now: int) -> int:
    """Quarter turns that set the text upright: those of the longest run, where more characters lie on their side, or on their head, than stand;
    else ``now``."""
    lengths = np.array([end - start for start, end in spans])
    odd = lengths * ~whole
    if 2 * int(odd.sum()) <= int(lengths[lengths > 1].sum()):
        return now
    return _quarters(text, spans[int(odd.argmax())][0])


def _quarters(text: int, index: int) -> int:
    """Quarter turns clockwise that set a character upright."""
    return round(-float(raw.char_angle(text, index)) / (np.pi / 2)) % 4


def _slants(text: int, index: int) -> bool:
    """Whether a character stands neither upright nor on its side or head."""
    quarters = float(raw.char_angle(text, index)) / (np.pi / 2)
    return abs(quarters - round(quarters)) > _SLANT


def _mend(found: Words, plain: Sequence[bool], sight: Sight | None) -> None:
    """Rebuild a page's runs with runs of several lines broken up, and without what cannot be seen, where ``sight`` suspects that there is some."""
    spans, boxes = found.spans, found.boxes
    unseen: set[int] = set()
    if sight is not None:
        indexes = [index for start, end in spans for index in range(start, end)]
        unseen = {indexes[number] for number in sight.unseen(found.page, indexes, raw.char_boxes(found.page, indexes))}
    found.spans, found.boxes = [], np.zeros((0, 4))
    kept: list[np.ndarray] = []
    for (start, end), upright, box in zip(spans, plain, boxes, strict=True):
        whole = unseen.isdisjoint(range(start, end))
        if upright and whole:
            found.spans.append((start, end))
            kept.append(box)
            continue
        found.boxes = np.zeros((0, 4))
        for part in [(start, end)] if whole or sight is None else _seen(found, start, end, unseen, sight):
            _broken(found, *part)
        kept += list(found.boxes)
    found.boxes = np.array(kept).reshape(-1, 4)


def _seen(found: Words, start: int, end: int, unseen: set[int], sight: Sight) -> list[Span]:
    """The visible parts of a run; the rest is hidden. A text that begins visibly and is then cut off by its clip stays whole."""
    first, last = raw.char_objects(found.page, (start, end - 1))
    if start not in unseen and first == last and not sight.covered(first):
        found.cut.append(found.chars[start:end])
        return [(start, end)]
    parts: list[Span] = []
    gone = ""
    for index in range(start, end):
        if index in unseen:
            gone += found.chars[index]
        elif parts and parts[-1][1] == index:
            parts[-1] = (parts[-1][0], index + 1)
        else:
            parts.append((index, index + 1))
    found.hidden.append(gone)
    return parts


def _broken(found: Words, start: int, end: int) -> None:
    """Add a run that does not stand on one line as runs that do; one turned against the page stays whole; what is off the page is hidden.

    A slanting one (a watermark, a stamp) belongs to no cell and no line: it is set apart.
    """
    if end - start > 1 and _slants(found.page, start):
        found.slanting.append(found.chars[start:end])
        return
    boxes = found.frame.boxes(raw.char_boxes(found.page, range(start, end))).tolist()
    width, height = found.frame.size
    if end - start > 1 and _quarters(found.page, start) != found.frame.read:
        parts, sideways = [(0, end - start)], True
    else:
        parts, sideways = _pieces(boxes), False
    for first, last in parts:
        x = (boxes[first][0] + boxes[last - 1][2]) / 2
        y = (boxes[first][1] + boxes[last - 1][3]) / 2
        if 0 <= x <= width and 0 <= y <= height:
            found.add((start + first, start + last), boxes[first:last], sideways)
        else:
            found.hidden.append(found.chars[start + first : start + last])


def _pieces(boxes: Sequence[Sequence[float]]) -> list[Span]:
    """Where a run's characters go on to another line, or back."""
    parts: list[Span] = []
    for index, (x0, top, _, bottom) in enumerate(boxes):
        if parts:
            left, up, _, down = boxes[index - 1]
            if abs(up + down - top - bottom) < max(down - up, bottom - top) and x0 >= left:
                parts[-1] = (parts[-1][0], index + 1)
                continue
        parts.append((index, index + 1))
    return parts
