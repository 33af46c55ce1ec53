"""How sure a reading is: of the characters on which a number hangs, and of no other."""

from __future__ import annotations

from etl.extract.scan.engine import Recognised
from etl.extract.scan.writing import PER_CENT, group_places, numbering, per_mille

SURE, SURE_SECOND, SURE_ORDER = 0.90, 0.70, 0.98
"""The least confidence of digits, signs and separators in the first and second reading; of ``<`` and ``>`` (a damaged ≤ or ≥) in both."""
ORDER = "<>＜＞"
_STOPS = ".,:·，"
_JOINING = _STOPS + "-－"
_COUNTED = "≥≤=≠≈~%‰％＝～万亿+±" + ORDER
_CERTAIN = {"per cent": PER_CENT, "equal": "=＝", "barred": "≤≥"}
"""Signs that need not be sure where the second eye saw them."""


def counted(found: Recognised) -> list[tuple[str, float]]:
    """The characters whose confidence counts: digits, signs, units of thousands, and separators between digits."""
    text = found.text
    groups, numbered = group_places(text), numbering(text)
    counted = []
    for place, (char, sure) in enumerate(zip(text, found.sure, strict=True)):
        between = char in _JOINING and 0 < place < len(text) - 1 and text[place - 1].isdigit() and text[place + 1].isdigit() and place not in groups
        broken = char in "oO0" and place > 0 and text[place - 1] == "%"
        if (char.isdigit() or char in _COUNTED or between) and not broken and place not in numbered:
            counted.append((char, sure))
    return counted


def least(found: Recognised) -> float:
    """How sure the least sure of the characters that count is."""
    return min((sure for _, sure in counted(found)), default=1.0)


def unsure(found: Recognised, limit: float, seen: set[str]) -> list[str]:
    """The characters that count and are less sure than they must be. Signs that the second eye is certain of (``seen``) need not be sure."""
    skipped = "".join(signs for name, signs in _CERTAIN.items() if name in seen) + (PER_CENT if per_mille(found.text) else "")
    order = SURE_ORDER if "plain" not in seen else limit
    return [char for char, sure in counted(found) if sure < (order if char in ORDER else limit) and char not in skipped]
