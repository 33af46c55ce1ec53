"""A part in one line, for tables of cases: comparator, bounds, unit, then what else is set (``ge 3 人 scope=每村``)."""

from __future__ import annotations

from etl.transform.statement import Part
from etl.transform.targets import Value

_FIELDS = ("basis", "scope", "measure", "ordinal")


def short(part: Part) -> str:
    """One part. ``*`` marks an implied eq; words show their text; open ends that the comparator does not say show as ``(`` and ``)``."""
    words = [part.comparator + ("*" if part.implied else "")]
    bounds = [str(b) for b in (part.low, part.high) if b is not None]
    words += [bounds[0]] if part.comparator in ("eq", "approx") else bounds
    if part.comparator in ("ge", "range") and part.low_inclusive is False:
        words.append("(")
    if part.comparator in ("le", "range") and part.high_inclusive is False:
        words.append(")")
    words += [part.unit] if part.unit else []
    if part.comparator == "qualitative":
        words.append(part.text or "")
    words += [f"{k}={v}" for k in _FIELDS if (v := getattr(part, k))]
    words += ["no_target"] if part.no_target else []
    return " ".join(words)


def shown(value: Value) -> str:
    """All parts, parted by `` | ``; ``placeholder`` where there is no value."""
    return "placeholder" if value.placeholder else " | ".join(short(p) for p in value.parts)
