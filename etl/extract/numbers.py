"""What a workbook shows for a stored number: Excel's number formats (ECMA-376 part 1, 18.8.30 and 18.8.31), as far as budgets use them.

A format never changes a text cell (DOMAIN 3.3). Stored doubles carry noise (``82800.92000000001``): Excel keeps 15 digits, so do we.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

GENERAL = "General"

# Formats known by number only. 27-36 and 50-58 are those of Chinese Excel.
BUILT_IN = {
    0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日", 32: "h时mm分",
    33: "h时mm分ss秒", 34: "h时mm分", 35: "h时mm分ss秒", 36: "yyyy年m月", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: "#,##0", 42: '"¥"#,##0', 43: "#,##0.00", 44: '"¥"#,##0.00', 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@", 50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日",
    54: "m月d日", 55: "h时mm分", 56: "h时mm分ss秒", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip

_EXACT = Context(prec=15, rounding=ROUND_HALF_UP)
_TOKEN = re.compile(
    r'"([^"]*)"?|\\(.)|\[([^\]]*)\]|_.|\*.|(General|G/通用格式)|(AM/PM|A/P|上午/下午)|([yeg]+|m+|d+|h+|s+)|([0#?.,%]+|E[+-])|(@)|(.)', re.I | re.S
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_LARGEST = Decimal(10) ** 40
_FORMATTABLE = 5000


class Shown(NamedTuple):
    """A number as its format shows it; whether as a percentage; whether the stored number is the one shown (not for dates, nor in thousands)."""

    text: str
    percent: bool = False
    same: bool = True


class _Section(NamedTuple):
    """One of the up to four parts of a format (for positive; negative; zero; text), as tokens: (kind, characters)."""

    tokens: tuple[tuple[str, str], ...]
    condition: tuple[str, Decimal] | None

    def has(self, kind: str) -> bool:
        return any(token[0] == kind for token in self.tokens)


def stored(text: str) -> Decimal | None:
    """The number of a stored value, float noise rounded away; None where it is none (or not finite)."""
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= _LARGEST:
        return None
    return plain(_EXACT.plus(number))


def plain(number: Decimal) -> Decimal:
    """The same number without needless zeros or an exponent (``1E+2`` → ``100``)."""
    number = number.normalize(_EXACT)
    exponent = number.as_tuple().exponent
    return number.quantize(Decimal(1)) if isinstance(exponent, int) and 0 < exponent < 28 else number


def show(number: Decimal, code: str, *, date1904: bool = False) -> Shown:
    """A stored number as the format ``code`` shows it; dates as ISO text, or as 2025年9月30日 where the format says 年, 2025年9月 and
    9月30日 where it leaves out day or year."""
    sections = _sections(code[:_FORMATTABLE])
    section, magnitude = _choose(sections, number)
    if section.has("date"):
        return Shown(_date(number, section, date1904) or _general(number), same=False)
    digits = "".join(token[1] for token in section.tokens if token[0] == "digits")
    if section.has("general") or section.has("text"):
        body = _general(magnitude)
        return Shown("".join(body if kind in ("general", "text") else text for kind, text in section.tokens if kind != "digits").strip())
    if not digits:
        literal = "".join(text for kind, text in section.tokens if kind == "literal")
        return Shown(literal.strip())  # ";;;" hides the number, "\"-\"" shows a dash for zero
    if "/" in "".join(text for kind, text in section.tokens if kind == "literal") and "?" in digits:
        return Shown(_general(number))  # fractions: never seen in a budget, and never wrong as a decimal
    percent = digits.count("%")
    body = _digits(magnitude.scaleb(2 * percent), digits)
    return Shown(_assemble(section, body, percent), percent > 0, not _thousands(digits))


@lru_cache(maxsize=512)
def _sections(code: str) -> tuple[_Section, ...]:
    """A format's parts."""
    parts: list[_Section] = []
    tokens: list[tuple[str, str]] = []
    condition = None
    for match in _TOKEN.finditer(code):
        quoted, escaped, bracket, general, clock, date, digits, text, other = match.groups()
        if other == ";":
            parts.append(_Section(tuple(tokens), condition))
            tokens, condition = [], None
        elif quoted is not None or escaped is not None:
            tokens.append(("literal", quoted if quoted is not None else escaped))
        elif bracket is not None:
            found = _CONDITION.fullmatch(bracket)
            if found:
                condition = (found[1], Decimal(found[2]))
            elif bracket.startswith("$"):
                tokens.append(("literal", bracket[1:].partition("-")[0]))
            elif bracket and not bracket.strip("hmsHMS"):
                tokens.append(("date", f"[{bracket.lower()}]"))
        elif general:
            tokens.append(("general", general))
        elif clock or date:
            tokens.append(("date", (clock and "clock") or date.lower()))
        elif digits:
            tokens.append(("digits", digits))
        elif text:
            tokens.append(("text", text))
        elif other:
            tokens.append(("literal", other))
    return (*parts, _Section(tuple(tokens), condition))


def _choose(sections: tuple[_Section, ...], number: Decimal) -> tuple[_Section, Decimal]:
    """The part of the format that a number takes, and the number as that part shows it (a negative part brings its own sign)."""
    numeric = sections[:3]
    compare = {"<": number.__lt__, ">": number.__gt__, "<=": number.__le__, ">=": number.__ge__, "=": number.__eq__, "<>": number.__ne__}
    if any(section.condition for section in numeric):
        for section in numeric:
            if section.condition is None or compare[section.condition[0]](section.condition[1]):
                return section, number
        return numeric[-1], number
    if number < 0 and len(sections) > 1:
        return sections[1], -number
    if number == 0 and len(sections) > 2:
        return sections[2], number
    return sections[0], number


def _thousands(digits: str) -> int:
    """How many commas after its last digit divide what a format shows, each by a thousand."""
    shown = digits.replace("%", "").partition("E")[0]
    return len(shown) - len(shown.rstrip(","))


def _general(number: Decimal) -> str:
    """A number in full, without an exponent."""
    return f"{plain(number):f}"


def _digits(number: Decimal, digits: str) -> str:
    """The number in the digits of a format such as ``#,##0.00`` or ``0.0#``; a comma after the last digit divides by a thousand."""
    pattern = digits.replace("%", "")
    if "E" in pattern.upper():
        return f"{number:.{len(re.findall('[0#?]', pattern.upper().partition('E')[0].partition('.')[2]))}E}"
    whole, _, fraction = pattern.partition(".")
    places = len(fraction.rstrip(","))
    wanted = number.scaleb(-3 * _thousands(digits))
    rounded = wanted.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, Context(prec=80))
    text = f"{abs(rounded):,f}" if "," in whole.rstrip(",") else f"{abs(rounded):f}"
    head, _, tail = text.partition(".")
    least = len(fraction.rstrip(",").rstrip("#?"))
    while len(tail) > least and tail.endswith("0"):
        tail = tail[:-1]
    if head == "0" and "0" not in whole and tail:
        head = ""
    head = head.rjust(whole.count("0"), "0") if "," not in whole else head
    sign = "-" if rounded < 0 else ""
    return f"{sign}{head}.{tail}" if tail else f"{sign}{head}"


def _assemble(section: _Section, body: str, percent: int) -> str:
    """The digits among the literals of the format; a percent sign stands where the format has it, or at the end."""
    shown, placed = [], False
    for kind, text in section.tokens:
        if kind == "literal":
            shown.append(text)
        elif kind == "digits":
            before, sign, after = text.partition("%")
            if not placed and (before or after):
                shown += ["%" * bool(sign and not before), body]
                placed = True
                shown.append("%" * bool(sign and before))
            else:
                shown.append("%" * bool(sign))
    text = "".join(shown).strip()
    sign, text = ("-", text.replace("-", "", 1)) if body.startswith("-") and not text.startswith("-") and text.find("-") > 0 else ("", text)
    return sign + text + "%" * max(0, percent - text.count("%"))


def _date(number: Decimal, section: _Section, date1904: bool) -> str | None:
    """The text of a serial date or time; None where the number is none (negative, past the year 9999)."""
    kinds = "".join(text for kind, text in section.tokens if kind == "date")
    year, day = "y" in kinds or "e" in kinds, "d" in kinds
    clock = "h" in kinds or "s" in kinds or "clock" in kinds
    month = "m" in kinds.replace("mm", "m") and (year or day or not clock)
    try:
        moment = _moment(number, date1904)
    except (OverflowError, ValueError):
        return None
    if "[" in kinds:
        seconds = int((number * 86400).to_integral_value(ROUND_HALF_UP))
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    time = f"{moment:%H:%M:%S}" if "s" in kinds else f"{moment:%H:%M}"
    if not (year or day or month):
        return time
    if year and month and not day:
        date = f"{moment.year}年{moment.month}月"
    elif month and day and not year:
        date = f"{moment.month}月{moment.day}日"
    elif year and not month and not day:
        date = f"{moment.year}年" if any("年" in text for kind, text in section.tokens if kind == "literal") else f"{moment.year}"
    elif "年" in {text for kind, text in section.tokens if kind == "literal"}:
        date = f"{moment.year}年{moment.month}月{moment.day}日"
    else:
        date = moment.date().isoformat()
    return f"{date} {time}" if clock and (moment.hour or moment.minute or moment.second) else date


def _moment(number: Decimal, date1904: bool) -> dt.datetime:
    """The moment of a serial number; 1900 counts a 29 February that never was, so days before it lie one further on."""
    if number < 0:
        raise ValueError("a date before the first day")
    start = dt.datetime(1904, 1, 1) if date1904 else dt.datetime(1899, 12, 30) if number >= 60 else dt.datetime(1899, 12, 31)
    return start + dt.timedelta(seconds=int((number * 86400).to_integral_value(ROUND_HALF_UP)))
