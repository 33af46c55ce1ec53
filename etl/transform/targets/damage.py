"""Numbers that the print has damaged (C9): they are named as findings and never given (DOMAIN 1.5, 4.1, 4.2).

≥ becomes 2 in ``292%``, ＝ becomes 二 in ``二100``; a digit becomes a letter (``M.8万元``); digits are masked (``≤****000元``);
a date is one that no calendar has (``2024-02-30``).
"""

from __future__ import annotations

import re

from etl.transform.statement import Part
from etl.transform.targets.dates import impossible
from etl.transform.targets.value import Problem

_DIGIT = re.compile(r"\d", re.ASCII)
_CLEAN = re.compile(r"[≥≤<>=]?\d+(?:\.\d+)?[%\u4e00-\u9fff]{0,4}", re.ASCII)
"""A sign, one number, a unit: nothing to look for, but for a lost sign."""
_TWO = re.compile(r"2(100|[1-9]\d)(\.\d+)?", re.ASCII)
_TWO_PERCENT = re.compile(r"2(100|[1-9]\d)(\.\d+)?(?:%|百分比|\(%\))(?:\(百分比\)|\(?含[^\d]*\)?|及?以上)*", re.ASCII)
_NEVER_MORE = re.compile(r"(?<!增长)(?<!增幅)(?:率|满意度)$")
"""A share: no more than 100 %."""
_CHINESE_THEN_DIGIT = re.compile(r"(?:^|[率数量度为达:,、;])[一二三工士土](?=[1-9]\d*)", re.ASCII)
_PERCENT_FIRST = re.compile(r"^[=≥≤<>]*%\s*[=≥≤>-]?\s*\d", re.ASCII)
_SIGN_LAST = re.compile(r"\d+(?:\.\d+)?%?[≥≤]", re.ASCII)
_LETTER = re.compile(
    r"(?:^|[≥≤<>=])[A-Za-z]\.\d|\d[oOlI]+(?=[%\d万亿元人次个])|^\d+[≥≤]+\d|(?:^|[≥≤<>=])[oOlI]\d+(?=[%‰万亿元人次个项家户])", re.ASCII
)
_POINT = re.compile(r"(?:^|[^\d.])\.\d|\d\.(?=[%‰万亿元人次个]|$)|\d\.\.+\d|\d。\d|\d\.? [\d]", re.ASCII)
_BLANK_OR_COMMA = re.compile(r"\d,\d{1,2}(?!\d)|\d,\d{4,}|(?<!\d)\d{4,},\d{3}(?!\d)", re.ASCII)
_REPLACED = re.compile("\ufffd|[0-9][\u25a1\u25af]|[\u25a1\u25af][0-9]")
_MASK = re.compile(r"[*×]{2,}\d|(?<![mM])\d[*×]{2,}|[≥≤=<>]\*\d|\d\*(?=[%万亿元人次个]|$)|[xX]{2,}\d|\d[xX]{2,}")
_ONE_LISTED = re.compile(r"1、\d+(?:\.\d+)?[^\d、,;%]{0,4}", re.ASCII)
"""1、12次: the mark of a list, or two numbers."""
_POINTS = re.compile(r"(?<![\d.A-Za-z])\d+\.\d+\.\d+(?![\d.])", re.ASCII)
_DATE_POINTS = re.compile(r"(?:19|20)\d\d\.\d{1,2}\.\d{1,2}", re.ASCII)


def damage(plain: str, fiscal_year: int | None = None) -> Problem | None:
    """The problem of a damaged number, None where the text shows none. ``plain`` is the whole value."""
    if not _DIGIT.search(plain):
        return Problem("damaged_number", plain) if "\ufffd" in plain else None
    if _CLEAN.fullmatch(plain) and plain[0] != "2":
        return None
    two = _TWO_PERCENT.fullmatch(plain)
    if two and float(two[1] + (two[2] or "")) <= 100:
        return Problem("suspect_sign", plain, "≥" + plain[1:])
    sign = _CHINESE_THEN_DIGIT.search(plain)
    if sign:
        return Problem("suspect_sign", plain, plain[: sign.end() - 1] + "＝" + plain[sign.end() :])
    if _PERCENT_FIRST.match(plain):
        return Problem("suspect_sign", plain, plain[1:] + "%")
    if _SIGN_LAST.fullmatch(plain):
        return Problem("suspect_sign", plain, plain[-1] + plain[:-1])
    if date := impossible(plain, fiscal_year):
        return Problem("impossible_date", date)
    if _MASK.search(plain):
        return Problem("masked_digits", plain)
    if _LETTER.search(plain) or _POINT.search(plain) or _REPLACED.search(plain) or (_BLANK_OR_COMMA.search(plain) and plain[0] not in "[(【"):
        return Problem("damaged_number", plain)
    if _ONE_LISTED.fullmatch(plain) and "月" not in plain:
        return Problem("damaged_number", plain)
    if any(not _DATE_POINTS.fullmatch(m[0]) for m in _POINTS.finditer(plain)):
        return Problem("damaged_number", plain)
    return None


def lost_sign(printed: str, part: Part, name: str | None) -> Problem | None:
    """≥ that became the first digit of a percentage whose unit stands elsewhere, or behind what it measures: 295 of 满意度（%）, 满意度295%."""
    if part.comparator != "eq" or not part.implied or part.unit != "%" or part.low is None:
        return None
    if part.unit_from != "value" and any(w in (name or "") for w in ("增长", "增幅", "增速", "提高")):
        return None
    number = format(part.low, "f")
    two = _TWO.fullmatch(number)
    if not two or float(two[1] + (two[2] or "")) > 100 or (part.measure and not _NEVER_MORE.search(part.measure)):
        return None
    return Problem("suspect_sign", printed, "≥" + number[1:])
