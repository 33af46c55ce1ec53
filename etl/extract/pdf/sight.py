"""What of a page's text nobody can see: painted with nothing, white on white, or clipped away.

pdfium's text page ignores all of that. Hidden text (a copier's own reading under a scan, leftovers under a clip) must never be loaded as if printed.
All text objects are asked in bulk; single characters only where one of them is suspect.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import repeat

import numpy as np

from etl.extract.pdf import raw
from etl.extract.pdf.rules import WHITE, Clips, Drawn, Rect, moved

_HIDDEN_MODES = frozenset((3, 7))
"""Text render modes that paint nothing: invisible, and clip only."""
_OUT = 1.0
"""Points: a character whose middle is so far outside its clip is clipped away."""


@dataclass(slots=True)
class Sight:
    """The suspects among a page's text objects. ``shades`` are areas (shading, pictures), in page space, on which white text shows."""

    shades: Sequence[Rect]
    bare: set[int] = field(default_factory=set)
    white: set[int] = field(default_factory=set)
    clipped: dict[int, Rect] = field(default_factory=dict)

    @classmethod
    def of(cls, drawn: Drawn, clips: Clips, shades: Sequence[Rect]) -> Sight:
        """Look at all text objects of a page."""
        sight = cls(shades)
        for matrix, handles in drawn.texts:
            modes = list(map(raw.render_mode, handles))
            if not _HIDDEN_MODES.isdisjoint(modes):
                sight.bare.update(handle for handle, mode in zip(handles, modes, strict=True) if mode in _HIDDEN_MODES)
            pale = _pale(handles)
            if pale.any():
                sight.white.update(handle for handle, flag in zip(handles, pale.tolist(), strict=True) if flag)
            sight._clip(matrix, handles, clips)
        sight.white -= sight.bare
        return sight

    def _clip(self, matrix: raw.Matrix, handles: list[int], clips: Clips) -> None:
        """Keep the clips that cut into their own text object."""
        boxes = clips.of_all(handles)
        if not any(boxes):
            return
        some = [(handle, box) for handle, box in zip(handles, boxes, strict=True) if box]
        inner = raw.bounds([handle for handle, _ in some])
        outer = np.array([box for _, box in some])
        inside = (inner[:, :2] >= outer[:, :2] - _OUT).all(axis=1) & (inner[:, 2:] <= outer[:, 2:] + _OUT).all(axis=1)
        for (handle, box), fits in zip(some, inside.tolist(), strict=True):
            if not fits:
                self.clipped[handle] = moved([box], matrix)[0] if matrix != raw.IDENTITY else box

    def unseen(self, text: int, indexes: Sequence[int], boxes: np.ndarray) -> set[int]:
        """Which of some characters (by their place in ``indexes``) nobody can see; ``boxes`` are theirs in page space."""
        if not (self.bare or self.white or self.clipped):
            return set()
        found = set()
        for number, handle in enumerate(map(raw.char_object, repeat(text), indexes)):
            if handle in self.bare:
                found.add(number)
            elif handle in self.white or handle in self.clipped:
                left, bottom, right, top = boxes[number].tolist()
                x, y = (left + right) / 2, (bottom + top) / 2
                a, b, c, d = self.clipped.get(handle, (x, y, x, y))
                if not (a - _OUT <= x <= c + _OUT and b - _OUT <= y <= d + _OUT) or (
                    handle in self.white and not any(a <= x <= c and b <= y <= d for a, b, c, d in self.shades)
                ):
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
