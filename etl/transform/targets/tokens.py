"""What a clause is made of: tokens, and among them quantities (a number or a range with its unit)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from etl.transform.targets.units import Measure

LOWER, UPPER = ("ge", "gt"), ("le", "lt")


@dataclass(slots=True)
class Quantity:
    """A number with its unit, or the two ends of a range."""

    low: Decimal
    high: Decimal | None
    measure: Measure
    chinese: bool = False
    vague: bool = False
    low_open: bool | None = None
    high_open: bool | None = None
    low_measure: Measure | None = None


@dataclass(slots=True)
class Token:
    """``kind``: symbol, before, after, number, date, basis, relative, scope, bracket, inclusive or text; from ``start`` to ``end``."""

    kind: str
    start: int
    end: int
    value: Any = None


def comparator_of(token: Token) -> str:
    return str(token.value if token.kind == "symbol" else token.value.comparator)
