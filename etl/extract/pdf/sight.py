"""What of a page's text nobody can see: painted with nothing, white on white, or clipped away.

pdfium's text page ignores all of that. Hidden text (a copier's own reading under a scan, leftovers under a clip) must never be loaded as if printed.
Every text object is asked for its render mode, and for its colour and clip too where objects are about as many as runs; where producers cut a run
into many objects (a glyph each), the one in which each run begins answers for it. Where one is suspect, all are looked at closely.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import repeat

import numpy as np

from etl.extract.pdf import raw
from etl.extract.pdf.clips import Clips, Rect
from etl.extract.pdf.rules import WHITE, Drawn, moved

_ALL = 1.5
"""Text objects a run up to which all are asked for colour and clip."""
_OUT = 1.0
"""Points: a character whose middle is so far outside its clip is clipped away."""


class Sight:
    """Tells which characters of a page can be seen. ``shades`` are areas (shading, pictures), in page space, on which white text shows."""

    def __init__(self, drawn: Drawn, clips: Clips, shades: Sequence[Rect]) -> None:
        self._drawn, self._clips, self._shades = drawn, clips, shades
        self._bare = drawn.bare
        self._white: set[int] = set()
        self._clipped: dict[int, Rect] = {}

    def examine(self, text: int, spans: Sequence[tuple[int, int]], boxes: np.ndarray) -> bool:
        """Whether a page has text that nobody can see, or that a clip cuts.

        ``boxes`` are those of the first and last characters of its runs, in page space.
        """
        drawn = self._drawn.texts
        if len(drawn) == 1 and drawn[0][0] == raw.IDENTITY and len(drawn[0][1]) <= _ALL * len(spans):
            handles = drawn[0][1]
        else:
            owners = set(map(raw.char_object, repeat(text), [start for start, _ in spans]))
            handles = [handle for handle in owners if handle]
        if not self._bare and not _any_pale(handles) and self._fit(handles, boxes):
            return False
        for matrix, handles in drawn:
            self._suspect(handles, matrix)
        return bool(self._bare or self._white or self._clipped)

    def _fit(self, handles: list[int], boxes: np.ndarray) -> bool:
        """Whether no clip of the objects cuts the text of the page as a whole."""
        clips = [clip for clip in self._clips.different(handles) if clip]
        if not clips:
            return True
        left, bottom = boxes[:, :2].min(axis=0).tolist()
        right, top = boxes[:, 2:].max(axis=0).tolist()
        return all(a - _OUT <= left and b - _OUT <= bottom and right <= c + _OUT and top <= d + _OUT for a, b, c, d in clips)

    def _suspect(self, handles: list[int], matrix: raw.Matrix) -> None:
        """Note which objects are white or cut by their clip."""
        self._white.update(handle for handle, flag in zip(handles, _pale(handles).tolist(), strict=True) if flag)
        for handle, clip, (left, bottom, right, top) in zip(handles, self._clips.of_all(handles), raw.bounds(handles).tolist(), strict=True):
            if clip and not (clip[0] - _OUT <= left and clip[1] - _OUT <= bottom and right <= clip[2] + _OUT and top <= clip[3] + _OUT):
                self._clipped[handle] = moved([clip], matrix)[0] if matrix != raw.IDENTITY else clip

    def unseen(self, text: int, indexes: Sequence[int], boxes: np.ndarray) -> set[int]:
        """Which of some characters (by their place in ``indexes``) nobody can see; ``boxes`` are theirs in page space."""
        found = set()
        for number, handle in enumerate(map(raw.char_object, repeat(text), indexes)):
            if handle in self._bare:
                found.add(number)
            elif handle in self._white or handle in self._clipped:
                left, bottom, right, top = boxes[number].tolist()
                x, y = (left + right) / 2, (bottom + top) / 2
                a, b, c, d = self._clipped.get(handle, (x, y, x, y))
                inside = a - _OUT <= x <= c + _OUT and b - _OUT <= y <= d + _OUT
                shaded = handle not in self._white or any(a <= x <= c and b <= y <= d for a, b, c, d in self._shades)
                if not inside or not shaded:
                    found.add(number)
        return found


def _pale(handles: list[int]) -> np.ndarray:
    """Which objects are filled with white or with nothing; those whose colour cannot be told are not."""
    colours = np.zeros((len(handles), 4), np.uint32)
    colours[:, 3] = 255
    at = colours.ctypes.data
    end = at + 16 * len(handles)
    deque(map(raw.fill_colour, handles, range(at, end, 16), range(at + 4, end, 16), range(at + 8, end, 16), range(at + 12, end + 16, 16)), maxlen=0)
    return np.asarray((colours[:, :3].min(axis=1) >= WHITE) | (colours[:, 3] == 0))


def _any_pale(handles: list[int]) -> bool:
    """Whether :func:`_pale` may hold for one of some objects: it is as red as white is, or transparent."""
    colours = np.zeros((len(handles) + 1, 4), np.uint32)
    colours[:, 3] = 255
    at = colours.ctypes.data
    end = at + 16 * len(handles)
    spare = repeat(end)
    deque(map(raw.fill_colour, handles, range(at, end, 16), spare, spare, range(at + 12, end, 16)), maxlen=0)
    return bool(colours[:-1, 0].max(initial=0) >= WHITE or not colours[:-1, 3].all())
