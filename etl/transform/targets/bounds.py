"""A quantity and its comparator as the bounds of a part: scales, money, ranges, whether an end is included."""

from __future__ import annotations

from decimal import Decimal

from etl.transform.statement import Comparator, Part
from etl.transform.targets.context import Context
from etl.transform.targets.numbers import plain_decimal
from etl.transform.targets.tokens import LOWER, UPPER, Quantity
from etl.transform.targets.units import Measure


def _scale(measure: Measure, context: Context) -> tuple[Decimal, str | None, str]:
    """(factor, unit, kind): counts are scaled to the unit, money keeps 万元 and 亿元; a bare 万 beside money is 万元."""
    scale, unit, kind = measure.scale, measure.unit, measure.kind
    if kind == "money" and unit == "元":
        if scale >= 10**4 and scale % 10**4 == 0:
            name = {Decimal(10**4): "万元", Decimal(10**8): "亿元"}.get(scale)
            return (Decimal(1), name, kind) if name else (scale / 10**4, "万元", kind)
        return scale, unit, kind
    if unit is None and scale >= 10**4 and context.money and not (context.unit and context.unit.kind != "money"):
        return (scale / 10**8, "亿元", "money") if scale % 10**8 == 0 else (scale / 10**4, "万元", "money")
    return scale, unit, kind


def set_bound(part: Part, quantity: Quantity, comparator: str, context: Context) -> None:
    """Numbers and comparator of a part."""
    factor, part.unit, _ = _scale(quantity.measure, context)
    if quantity.chinese and part.unit is None and context.money and context.unit is None and quantity.low >= 10**4 and quantity.low % 10**4 == 0:
        factor, part.unit = Decimal("0.0001"), "万元"  # 三十万
    low = plain_decimal(quantity.low * factor) if factor != 1 else quantity.low
    if quantity.high is not None:
        high = plain_decimal(quantity.high * factor) if factor != 1 else quantity.high
        own = quantity.low_measure
        if own is not None and (own.unit is not None or own.scale != 1):
            mine, unit, _ = _scale(own, context)
            worth = {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)}
            if unit is None and part.unit in worth:  # 1.5万-2.5万元
                low = plain_decimal(quantity.low * mine / worth[part.unit])
            elif unit == part.unit or unit is None:
                low = plain_decimal(quantity.low * mine)
            elif {unit, part.unit} <= {"元", "万元", "亿元"}:
                low = plain_decimal(quantity.low * worth[unit] / worth[part.unit])  # type: ignore[index]
        elif low > high and quantity.measure.scale > 1:
            low = quantity.low
        if part.unit is None and own is not None:
            part.unit = own.unit
        part.comparator, part.low, part.high = "range", min(low, high), max(low, high)
        part.low_inclusive, part.high_inclusive = not quantity.low_open, not quantity.high_open
    elif comparator == "within":
        part.comparator, part.low, part.high, part.low_inclusive, part.high_inclusive = "range", -abs(low), abs(low), True, True
    elif comparator in LOWER:
        part.comparator, part.low, part.low_inclusive = _as(comparator), low, comparator == "ge"
    elif comparator in UPPER:
        part.comparator, part.high, part.high_inclusive = _as(comparator), low, comparator == "le"
    else:
        part.comparator, part.low, part.high = ("approx" if comparator == "approx" else "eq"), low, low


def _as(comparator: str) -> Comparator:
    return comparator  # type: ignore[return-value]


def include(part: Part, inclusive: bool) -> None:
    """(含), (不含) behind a number: the flag of its bound."""
    if inclusive and part.comparator in ("gt", "lt"):
        part.comparator = "ge" if part.comparator == "gt" else "le"  # 大于95%（含）
    if part.comparator in LOWER:
        part.low_inclusive = inclusive
    elif part.comparator in UPPER or part.comparator == "range":
        part.high_inclusive = inclusive
