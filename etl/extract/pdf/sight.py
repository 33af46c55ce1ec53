"""What of a page's text nobody can see: painted with nothing, white on white, or clipped away.

pdfium's text page ignores all of that. Hidden text (a copier's own reading under a scan, leftovers under a clip) must never be loaded as if printed.
The object in which each run begins is asked; where one of them is suspect, or any object of the page paints nothing, all are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from itertools import repeat

import numpy as np

from etl.extract.pdf import raw
from etl.extract.pdf.clips import Clips, Rect
from etl.extract.pdf.rules import WHITE, Drawn, moved

_HIDDEN_MODES = frozenset((3, 7))
"""Text render modes that paint nothing: invisible, and clip only."""
_OUT = 1.0
"""Points: a character whose middle is so far outside its clip is clipped away."""


class Sight:
    """Tells which characters of a page can be seen. ``shades`` are areas (shading, pictures), in page space, on which white text shows."""

    def __init__(self, drawn: Drawn, clips: Clips, shades: Sequence[Rect]) -> None:
        self._drawn, self._clips, self._shades = drawn, clips, shades
        self._bare: set[int] = set()
        self._white: set[int] = set()
        self._clipped: dict[int, Rect] = {}

    def examine(self, text: int, spans: Sequence[tuple[int, int]], boxes: np.ndarray) -> bool:
        """Whether a page has text that nobody can see, or that a clip cuts.

        ``boxes`` are those of the first and last characters of its runs, in page space.
        """
        for _, handles in self._drawn.texts:
            modes = list(map(raw.render_mode, handles))
            if not _HIDDEN_MODES.isdisjoint(modes):
                self._bare.update(handle for handle, mode in zip(handles, modes, strict=True) if mode in _HIDDEN_MODES)
        owners = list(map(raw.char_object, repeat(text), [start for start, _ in spans]))
        handles = [handle for handle in set(owners) if handle]
        if not self._bare and not _pale(handles).any() and self._fit(handles, owners, boxes):
            return False
        for matrix, handles in self._drawn.texts:
            self._suspect(handles, matrix)
        return True

    def _fit(self, handles: list[int], owners: list[int | None], boxes: np.ndarray) -> bool:
        """Whether no clip cuts the run that begins in its object."""
        clips = self._clips.of_all(handles)
        different = {clip for clip in clips if clip}
        if not different:
            return True
        left, bottom = boxes[:, :2].min(axis=0).tolist()
        right, top = boxes[:, 2:].max(axis=0).tolist()
        if all(a - _OUT <= left and b - _OUT <= bottom and right <= c + _OUT and top <= d + _OUT for a, b, c, d in different):
            return True
        known = dict(zip(handles, clips, strict=True))
        for owner, first, last in zip(owners, boxes[0::2].tolist(), boxes[1::2].tolist(), strict=True):
            clip = known.get(owner) if owner else None
            if clip is not None:
                a, b, c, d = clip
                for x0, y0, x1, y1 in (first, last):
                    if not (2 * (a - _OUT) <= x0 + x1 <= 2 * (c + _OUT) and 2 * (b - _OUT) <= y0 + y1 <= 2 * (d + _OUT)):
                        return False
        return True

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
