"""Lines that are no rules: underlines, strike-outs and blanks to fill in. They stand at their text and touch no vertical rule."""

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
    """Horizontal rules without underlines and strike-outs.

    Where the other rules of the page meet verticals, one that does not and has text standing on it is no rule, whatever its length; where gaps at the
    corners are the page's style, only one that begins and ends with its text.
    """
    loose = {rule for rule in across if not _meets(rule, down)}
    if not loose:
        return across
    return [rule for rule in across if rule not in loose or not _decorates(rule, found, exact=2 * len(loose) > len(across))]


def _meets(rule: Rule, down: list[Rule]) -> bool:
    """Whether a vertical meets an end of the rule, or crosses it."""
    y, low, high = rule
    low, high, above, under = low - _TOUCH, high + _TOUCH, y + _TOUCH, y - _TOUCH
    for x, top, bottom in down:  # noqa: SIM110  (twice as fast as any())
        if low <= x <= high and top <= above and bottom >= under:
            return True
    return False


def _decorates(rule: Rule, found: Words, exact: bool) -> bool:
    """Whether text stands on a rule or is struck out by it; ``exact``: from its beginning to its end."""
    y, low, high = rule
    x0, top, x1, bottom = found.boxes.T
    near = (top < y) & (y <= bottom + (bottom - top) * _BELOW) & (x0 >= low - _SAME) & (x1 <= high + _SAME)
    if not near.any():
        return False
    return not exact or bool(x0[near].min() <= low + _SAME and x1[near].max() >= high - _SAME)
