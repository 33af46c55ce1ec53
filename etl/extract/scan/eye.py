"""Finds the pixels of one sign of a recognised line, and asks :mod:`.signs` about them.

The recogniser says roughly where each character stands; the emptiest column between two characters says where one ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from etl.extract.scan import signs
from etl.extract.scan.engine import Recognised
from etl.extract.scan.ink import DARK, Picture
from etl.extract.scan.strips import TIGHT, Strip

Answer = TypeVar("Answer")

_WIDE = 0.35
"""Type heights: a Chinese character begins at least so far before its middle."""
_PITCH, _BESIDE, _DIGIT, _INKED = 1.45, 0.55, 0.42, 0.03
"""Type heights from the middle of a digit to that of what stands before it, if nothing is between; to the edge of that, to the edge of the digit;
and, of the type height squared, the least ink that a sign has."""
_COUNTABLE = 13.5
"""Pixels: in lower type the third ring of a ‰ may be no more than a shade."""


@dataclass(frozen=True, slots=True)
class Eye:
    """A line as first recognised, the strip it was read from, and the flattened page."""

    strip: Strip
    found: Recognised
    plain: Picture

    def rings(self, place: int) -> int | None:
        """The rings of the per cent sign at a place of the text."""
        after = place + 1
        while self.found.text[place] not in "‰" and self.found.text[after : after + 1] in ("0", "o", "O"):
            after += 1  # a ‰ taken apart
        found = _asked(signs.rings, self._part(place, after))
        return None if found == 2 and self.strip.type < _COUNTABLE else found

    def barred(self, place: int) -> bool | None:
        """Whether the angle at a place has a bar."""
        return _asked(signs.barred, self._part(place, place + 1))

    def equal(self, place: int) -> bool | None:
        """Whether the two bars at a place are equally long."""
        return _asked(signs.equal, self._part(place, place + 1))

    def hangs(self, place: int) -> bool | None:
        """Whether the stop between two digits at a place is a comma."""
        stop, before, after = (self._part(at, at + 1) for at in (place, place - 1, place + 1))
        if stop is None or before is None or after is None:
            return None
        return signs.hangs(stop, before, after)

    def skipped(self, place: int) -> bool:
        """Whether there is ink of a character that was not read before the digit at a place: a recogniser drops a ≥ and is sure of the rest."""
        mine = self._middle(place)
        before = self._middle(place - 1) if place else self.strip.area[0] - round(_BESIDE * self.strip.type)
        if mine - before < _PITCH * self.strip.type:
            return False
        top, bottom = self.strip.area[1], self.strip.area[3]
        between = self.plain[top:bottom, before + round(_BESIDE * self.strip.type) : mine - round(_DIGIT * self.strip.type)]
        return bool((between < DARK).sum() >= _INKED * self.strip.type**2)

    def _part(self, start: int, end: int) -> Picture | None:
        """The page where the characters from ``start`` to before ``end`` stand, with some margin above and below."""
        x0, top, x1, bottom = self.strip.area
        margin = max(2, round(TIGHT * self.strip.type))
        left = x0 - margin if start == 0 else self._gap(start - 1, start, first=True)
        right = x1 + margin if end >= len(self.found.text) else self._gap(end - 1, end, first=False)
        up, low = max(self.strip.within[1], top - margin), min(self.strip.within[3], bottom + margin)
        left, right = max(self.strip.within[0], left, 0), min(self.strip.within[2], right)
        return np.ascontiguousarray(self.plain[up:low, left:right]) if right - left >= 3 and low - up >= 4 else None

    def _gap(self, one: int, other: int, *, first: bool) -> int:
        """The emptiest column between the middles of two characters: the first or the last of those that are as empty."""
        low, high = self._middle(one), self._middle(other)
        if self.found.text[other] >= "\u2e80" and not first:
            high = max(low + 2, high - round(_WIDE * self.strip.type))
        top, bottom = self.strip.area[1], self.strip.area[3]
        if high - low < 2:
            return low
        ink = 255.0 - self.plain[top:bottom, low:high].min(axis=0)
        empty = np.flatnonzero(ink <= ink.min() + 0.1 * max(1.0, ink.max() - ink.min()))
        return low + int(empty[0 if first else -1]) + (0 if not first else 1)

    def _middle(self, place: int) -> int:
        """The column of the page around which a character stands."""
        x0, _, x1, _ = self.strip.area
        margin = max(2, round(TIGHT * self.strip.type))
        return int(np.clip(x0 - margin + round(self.found.at[place] * (x1 - x0 + 2 * margin)), 0, self.plain.shape[1] - 1))


def _asked(question: Callable[[Picture], Answer | None], part: Picture | None) -> Answer | None:
    return None if part is None else question(part)
