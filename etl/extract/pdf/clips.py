"""Clip paths: the boxes to which objects are cut as shown, which pdfium's bounds and its text page ignore."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

from etl.extract.pdf import raw

Rect = tuple[float, float, float, float]
"""left, bottom, right, top in page space, or x0, top, x1, bottom on the page as it is read."""


class Clips:
    """The boxes to which clip paths cut objects. Objects of one graphics state share the last segment of their clip, so each is walked once."""

    def __init__(self) -> None:
        self._known: dict[int | None, Rect | None] = {}

    def of_all(self, handles: list[int]) -> list[Rect | None]:
        """For each object the box (left, bottom, right, top), in its outer space, to which it is clipped; None where nothing clips it."""
        return list(map(self._known.get, self._keys(handles))) or [None] * len(handles)

    def different(self, handles: list[int]) -> list[Rect]:
        """The boxes of :meth:`of_all`, each once."""
        return [box for box in map(self._known.get, set(self._keys(handles))) if box is not None]

    def _keys(self, handles: list[int]) -> list[int | None]:
        """For each object the last path of its clip (None: no clip), its box known; nothing where no object has one."""
        clips = list(map(raw.clip_path, handles))
        counts = list(map(raw.count_clips, clips))
        if max(counts, default=0) <= 0:  # office programs and browsers clip nothing: a third of the calls is spared
            return []
        keys = list(map(raw.clip_segment, clips, [count - 1 for count in counts], repeat(0)))
        known = self._known
        for key in set(keys).difference(known):
            index = keys.index(key)
            known[key] = self._walk(clips[index], counts[index]) if key else None
        return keys

    def _walk(self, clip: int, count: int) -> Rect:
        box = (-1e9, -1e9, 1e9, 1e9)
        for index in range(count):
            length = raw.count_clip_segments(clip, index)
            if length <= 0:
                continue
            xs, ys = zip(*raw.points(map(raw.clip_segment, repeat(clip), repeat(index), range(length))), strict=True)
            box = (max(box[0], min(xs)), max(box[1], min(ys)), min(box[2], max(xs)), min(box[3], max(ys)))
        return box


def cut_to(box: Sequence[float], clip: Rect) -> Rect | None:
    """What a clip leaves of a box."""
    left, bottom, right, top = max(box[0], clip[0]), max(box[1], clip[1]), min(box[2], clip[2]), min(box[3], clip[3])
    return (left, bottom, right, top) if left <= right and bottom <= top else None
