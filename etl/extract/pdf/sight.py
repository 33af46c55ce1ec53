"""What of a page's text nobody can see: painted with nothing, white on white, clipped away, or painted over.

pdfium's text page ignores all of that. Hidden text (a copier's own reading under a scan, leftovers under a clip) must never be loaded as if printed.
Every text object is asked for its render mode, and for its colour and clip too where objects are about as many as runs; where producers cut a run
into many objects (a glyph each), the one in which each run begins answers for it. Where one is suspect, all are looked at closely.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from etl.extract.pdf import raw
from etl.extract.pdf.clips import Clips, Rect
from etl.extract.pdf.colours import any_pale, pale
from etl.extract.pdf.drawn import Drawn, Painted, moved, within

_ALL = 1.5
"""Text objects a run up to which all are asked for colour and clip."""
_OUT = 1.0
"""Points: a character whose middle is so far outside its clip is clipped away."""


class Sight:
    """Tells which characters of a page can be seen. ``pictures``, in page space, are areas on which white text shows, as it does on shades."""

    def __init__(self, drawn: Drawn, painted: Painted, clips: Clips, pictures: Sequence[Rect]) -> None:
        self._drawn, self._clips = drawn, clips
        self._covers, self._shades = painted.covers, [*painted.shades, *pictures]
        self._under: dict[int, list[Rect]] = {}
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
            owners = set(raw.char_objects(text, [start for start, _ in spans]))
            handles = [handle for handle in owners if handle]
        if self._covers:
            self._cover()
        if self._bare or any_pale(handles, raw.fill_colour) or not self._fit(handles, boxes):
            for matrix, handles in drawn:
                self._suspect(handles, matrix)
        return bool(self._bare or self._white or self._clipped or self._under)

    def _cover(self) -> None:
        """Note which texts stand under something opaque that was drawn later (white-out over an old number)."""
        order = self._drawn.order()
        last = max(order[handle] for handle, _ in self._covers)
        for matrix, handles in self._drawn.texts:
            early = [handle for handle in handles if order[handle] < last]
            for handle, (left, bottom, right, top) in zip(early, moved([*map(tuple, raw.bounds(early).tolist())], matrix), strict=True):
                over = [
                    box
                    for cover, box in self._covers
                    if order[cover] > order[handle] and box[0] < right and box[2] > left and box[1] < top and box[3] > bottom
                ]
                if over:
                    self._under[handle] = over

    def _fit(self, handles: list[int], boxes: np.ndarray) -> bool:
        """Whether no clip of the objects cuts the text of the page as a whole."""
        clips = self._clips.different(handles)
        if not clips:
            return True
        left, bottom = boxes[:, :2].min(axis=0).tolist()
        right, top = boxes[:, 2:].max(axis=0).tolist()
        return all(a - _OUT <= left and b - _OUT <= bottom and right <= c + _OUT and top <= d + _OUT for a, b, c, d in clips)

    def _suspect(self, handles: list[int], matrix: raw.Matrix) -> None:
        """Note which objects are white or cut by their clip."""
        self._white.update(handle for handle, flag in zip(handles, pale(handles, raw.fill_colour).tolist(), strict=True) if flag)
        for handle, clip, (left, bottom, right, top) in zip(handles, self._clips.of_all(handles), raw.bounds(handles).tolist(), strict=True):
            if clip and not (clip[0] - _OUT <= left and clip[1] - _OUT <= bottom and right <= clip[2] + _OUT and top <= clip[3] + _OUT):
                self._clipped[handle] = moved([clip], matrix)[0] if matrix != raw.IDENTITY else clip

    def covered(self, handle: int | None) -> bool:
        """Whether something is painted over an object or a part of it."""
        return handle in self._under

    def unseen(self, text: int, indexes: Sequence[int], boxes: np.ndarray) -> set[int]:
        """Which of some characters (by their place in ``indexes``) nobody can see; ``boxes`` are theirs in page space."""
        found = set()
        for number, handle in enumerate(raw.char_objects(text, indexes)):
            if handle in self._bare:
                found.add(number)
            elif handle in self._white or handle in self._clipped or handle in self._under:
                left, bottom, right, top = boxes[number].tolist()
                x, y = (left + right) / 2, (bottom + top) / 2
                a, b, c, d = self._clipped.get(handle, (x, y, x, y))
                inside = a - _OUT <= x <= c + _OUT and b - _OUT <= y <= d + _OUT
                shaded = handle not in self._white or within(x, y, self._shades)
                if not inside or not shaded or within(x, y, self._under.get(handle, [])):
                    found.add(number)
        return found
