"""Which statement, row and indicator stands at a place of a document, so that a finding about the place is about them too."""

from __future__ import annotations

import re
from typing import NamedTuple

_LAST_STEP = re.compile(r"[ :/#][^ :/#]*$")


class About(NamedTuple):
    """What a place is about: the statement's ordinal, the row's number in it, the indicator's in that; None as far as it is not known."""

    ordinal: int | None = None
    row_number: int | None = None
    seq: int | None = None


class Places:
    """The places of a document's facts, by label."""

    def __init__(self) -> None:
        self._known: dict[str, About] = {}

    def note(self, label: str, about: About) -> None:
        """Say what stands at a place; where several things do (a packed cell), only what they have in common is kept."""
        known = self._known.setdefault(label, about)
        if known != about:
            same = [a if a == b else None for a, b in zip(known, about, strict=True)]
            self._known[label] = About(same[0], same[1] if same[0] else None, same[2] if same[0] and same[1] else None)

    def find(self, place: str) -> About:
        """What stands at a finding's place: at its label, or at the one that it begins with (``p2/t1/R5C7 第3条``: ``p2/t1/R5C7``)."""
        while place:
            if place in self._known:
                return self._known[place]
            shorter = _LAST_STEP.sub("", place)
            if shorter == place:
                break
            place = shorter
        return About()
