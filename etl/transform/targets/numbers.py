"""Numbers as values print them: 1,500,000, 1.2, 三百二十, 百分之九十八, 三分之二; with scales (万, 亿) and percent in words.

Chinese numerals are read only where a known unit follows (the caller sees to that): 一般 and 第三方 stay text (DOMAIN 4.1).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from etl.transform.targets.lexicon import rows

DIGITS = {row["numeral"]: int(row["value"]) for row in rows("numerals") if row["role"] == "digit"}
STEPS = {row["numeral"]: int(row["value"]) for row in rows("numerals") if row["role"] == "step"}
GROUPS = {row["numeral"]: int(row["value"]) for row in rows("numerals") if row["role"] == "group"}
NUMERALS = "".join([*DIGITS, *STEPS, *GROUPS])
SCALES = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "亿": Decimal(10**8)}

ARABIC = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?", re.ASCII)
CHINESE = re.compile(rf"[{NUMERALS}]+(?:点[{''.join(DIGITS)}]+)?")
FRACTION = re.compile(rf"(百分之|千分之|万分之|[{NUMERALS}]+分之)(\d+(?:\.\d+)?|[{NUMERALS}]+(?:点[{''.join(DIGITS)}]+)?)", re.ASCII)
PER = {"百分之": "%", "千分之": "‰", "万分之": "‱"}


def plain_decimal(value: Decimal) -> Decimal:
    """The number without an exponent, and without zeros that a scale made."""
    whole = value.to_integral_value()
    return Decimal(int(whole)) if whole == value else Decimal(format(value.normalize(), "f"))


@lru_cache(maxsize=4096)
def chinese_number(text: str) -> Decimal | None:
    """The value of a Chinese numeral; None where it is not one (十百, 二〇二二 is read digit by digit).

    >>> chinese_number("一百二十"), chinese_number("两万三千"), chinese_number("九十五点五"), chinese_number("百十百")
    (Decimal('120'), Decimal('23000'), Decimal('95.5'), None)
    """
    whole, point, part = text.partition("点")
    fraction = Decimal("0." + "".join(str(DIGITS[c]) for c in part)) if point and part else Decimal(0)
    if all(c in DIGITS for c in whole):
        if len(whole) > 1 and not (len(whole) == 4 or "零" in whole or "〇" in whole):
            return None  # 三四 is vague
        return Decimal("".join(str(DIGITS[c]) for c in whole)) + fraction
    total, section, digit, last_step = 0, 0, None, 10**9
    for c in whole:
        if c in DIGITS:
            if digit not in (None, 0):
                return None
            digit = DIGITS[c]
        elif c in STEPS:
            if STEPS[c] >= last_step or digit == 0:
                return None
            section += (1 if digit is None else digit) * STEPS[c]
            digit, last_step = None, STEPS[c]
        else:
            section = (section + (digit or 0)) or 0
            if section + total == 0:
                return None
            total = (total + section) * GROUPS[c] if c == "亿" else total + section * GROUPS[c]
            section, digit, last_step = 0, None, 10**9
    step = {**STEPS, **GROUPS}.get(whole[-2], 0) if digit else 0
    return Decimal(total + section + (digit or 0) * max(1, step // 10)) + fraction  # 一百五 is 150


def fraction(match: re.Match[str]) -> tuple[Decimal, str] | None:
    """(value, unit) of 百分之九十八 (98 %), 千分之三 (3 ‰), 三分之二 (66.67 %)."""
    whole, part = match[1], match[2]
    top = Decimal(part) if part[0].isascii() else chinese_number(part)
    if top is None:
        return None
    if whole in PER:
        return top, PER[whole]
    below = chinese_number(whole[:-2])
    return (share(top, below), "%") if below else None


def share(top: Decimal, below: Decimal) -> Decimal:
    """A fraction as percent with two decimals (三分之二 = 66.67 %)."""
    return plain_decimal((top * 100 / below).quantize(Decimal("0.01")))
