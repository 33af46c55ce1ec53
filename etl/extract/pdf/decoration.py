"""Lines that are no rules: underlines and strike-outs. They end where their text ends, and touch no vertical rule."""

from __future__ import annotations

from etl.extract.pdf.rules import Rule
from etl.extract.pdf.text import Words

_TOUCH = 1.0
"""Points: a rule's end this near to a vertical meets it."""
_SAME = 1.5
"""Points: an underline ends this near to where its text ends."""
_BELOW = 0.3
"""Of the type's height: an underline stands at most so far below the type."""


def undecorated(across: list[Rule], down: list[Rule], found: Words) -> list[Rule]:
    """Horizontal rules without underlines and strike-outs."""
    return [rule for rule in across if _meets(rule, down) or not _decorates(rule, found)]


def _meets(rule: Rule, down: list[Rule]) -> bool:
    """Whether a vertical meets an end of the rule, or crosses it."""
    y, low, high = rule
    low, high, above, under = low - _TOUCH, high + _TOUCH, y + _TOUCH, y - _TOUCH
    for x, top, bottom in down:  # noqa: SIM110  (twice as fast as any())
        if low <= x <= high and top <= above and bottom >= under:
            return True
    return False


def _decorates(rule: Rule, found: Words) -> bool:
    """Whether the text at or right above a rule begins and ends with it."""
    y, low, high = rule
    x0, top, x1, bottom = found.boxes.T
    near = (top < y) & (y <= bottom + (bottom - top) * _BELOW) & (x0 >= low - _SAME) & (x1 <= high + _SAME)
    return bool(near.any()) and bool(x0[near].min() <= low + _SAME and x1[near].max() >= high - _SAME)
