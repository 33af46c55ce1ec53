"""A part back into text, in one canonical form; parsing that gives the part again."""

from __future__ import annotations

import re
from decimal import Decimal

from etl.transform.statement import Part

SYMBOL = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "=", "approx": "约"}
ORDINAL = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "eq": "="}


_MONTH_DAY = re.compile(r"(\d\d)-(\d\d)", re.ASCII)
_ORDINALS = ("月", "季度")
"""Units that say the how-maniest behind a bare number (3月 is March): 3个月."""


def _day(value: Decimal | str | None) -> str:
    """A day as text; one without a year as 12月31日."""
    plain = _MONTH_DAY.fullmatch(str(value))
    return f"{int(plain[1])}月{int(plain[2])}日" if plain else str(value)


def _text(value: Decimal | str | None) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value or "")


def render(part: Part) -> str:
    """The text of a part: entity, span of time, measure, sign, number, unit (``每个司法所每季度≥1场``)."""
    if part.comparator == "qualitative":
        return (ORDINAL.get(part.ordinal or "", "")) + (part.text or "")
    basis = part.basis or ""
    lead = (part.scope or "") + basis + (part.measure or "")
    if part.comparator == "before":
        return f"{part.scope or ''}{basis}{part.measure or ''}{_day(part.high)}前"
    if part.comparator == "period":
        return f"{_day(part.low)}至{_day(part.high)}"
    unit, note = ("个" if part.unit in _ORDINALS else "") + (part.unit or ""), f"（{part.text}）" if part.text else ""
    if part.comparator == "range":
        low_open, high_open = ("(不含)" if part.low_inclusive is False else ""), ("(不含)" if part.high_inclusive is False else "")
        return f"{lead}{_text(part.low)}{low_open}-{_text(part.high)}{unit}{high_open}{note}"
    if part.low is None and part.high is None:
        return f"{'不低于' if part.comparator == 'ge' else '高于'}{basis}"
    number = _text(part.low if part.low is not None else part.high)
    sign = "" if part.comparator == "eq" and part.implied else SYMBOL[part.comparator]
    open_end = "(不含)" if (part.comparator, part.low_inclusive) == ("ge", False) or (part.comparator, part.high_inclusive) == ("le", False) else ""
    return f"{lead}{sign}{number}{unit}{open_end}{note}"
