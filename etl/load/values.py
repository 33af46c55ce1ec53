"""Single values on their way into a column: text that PostgreSQL can hold, numbers, days, and the columns of a target's part."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TypeVar

from etl.transform.statement import Part

Maybe = TypeVar("Maybe", str, "str | None")

_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: Maybe) -> Maybe:
    """A text without what PostgreSQL cannot hold: NUL goes, half a surrogate pair (from a file's name) becomes U+FFFD."""
    if text is None or text.isprintable():
        return text
    if "\0" in text:
        text = text.replace("\0", "")
    return _SURROGATES.sub("\ufffd", text)


def number(value: Decimal) -> Decimal:
    """A finite number. Raises ValueError for NaN and infinity, which break clients (DESIGN, "What clients need")."""
    if not value.is_finite():
        raise ValueError(f"{value} is not a number")
    return value


def day(text: str | None) -> date | None:
    """An ISO day; None where there is none or it is not a whole one (``12-31`` while no year is known)."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def value_columns(part: Part, raw: str) -> tuple[str | bool | Decimal | date | None, ...]:
    """The columns from ``comparator`` to ``raw`` that ``core.target_value`` and ``core.actual_value`` share; days stand apart from numbers."""
    low, low_day = _apart(part.low)
    high, high_day = _apart(part.high)
    bound, bound_day = _apart(part.bound)
    return (
        *(part.comparator, low, high, low_day, high_day, part.low_inclusive, part.high_inclusive, bound, bound_day),
        *(part.direction, part.direction_from, clean(part.unit), part.unit_from, clean(part.basis), clean(part.scope), clean(part.measure)),
        *(clean(part.text), part.implied, part.no_target, clean(raw)),
    )


def _apart(end: Decimal | str | None) -> tuple[Decimal | None, date | None]:
    """An end of a part as number or as day."""
    if isinstance(end, Decimal):
        return number(end), None
    return None, day(end)
