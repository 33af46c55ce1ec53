"""Days and periods as values print them (时效指标): 2024年12月31日前, 12月底, 2022.5, 第三季度, 2023.07-2024.01.

A month, quarter or year stands for its last day as a deadline, for its first day where a period begins. The year that a date leaves out is the
fiscal year if known; else the day is ``MM-DD``.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace

from etl.transform.targets.numbers import chinese_number

_C = "一二三四五六七八九十〇零"
_M = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_D = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|二十|[一二三四五六七八九])"
_Y = rf"(?:(?:19|20)\d\d|二[〇零O0]二[{_C}])"
_SHIFT = {**dict.fromkeys("当本今同", 0), **dict.fromkeys("次翌明来下", 1), **dict.fromkeys("上去", -1)}
"""How many years after the fiscal year a word such as 次年 is."""
DATE = re.compile(
    rf"""(?P<y>{_Y})年度?(?:的)?(?P<m>{_M})月份?(?P<d>{_D})(?:[日号](?:\d{{1,2}}[时点:]\d{{0,2}}分?)?|(?=$|前|之前|以前|完成))
    | (?P<y2>{_Y})年度?(?P<m2>{_M})月份?(?:(?P<p2>[上中下]旬)|底|末|份)?
    | (?P<y3>{_Y})(?P<s3>[./-])(?P<m3>1[0-2]|0?[1-9])(?P=s3)(?P<d3>3[01]|[12]\d|0?[1-9])(?!\d)日?
    | (?P<y4>{_Y})(?:年度?)?第?(?P<q4>[一二三四1-4])季度(?:末|底)?
    | (?P<y5>{_Y})(?:年度?)?(?P<h5>[上下])半年(?:末|底)?
    | (?P<y6>{_Y})年度?(?P<e6>年?底|年?末|年终|年内|内)?
    | (?P<y7>{_Y})(?P<s7>[./-])(?P<m7>1[0-2]|0?[1-9])(?![\d./%])
    | (?P<y8>20[0-4]\d)(?P<m8>0[1-9]|1[0-2])(?P<d8>0[1-9]|[12]\d|3[01])?(?=$|前|底|之前|以前|完成|-|~|至)
    | (?P<m9>{_M})月份?(?P<d9>{_D})[日号](?:\d{{1,2}}[时点:]\d{{0,2}}分?)?
    | (?P<m10>{_M})月份?(?:(?P<p10>[上中下]旬)|底|末|份)?
    | (?P<n11>[{"".join(_SHIFT)}])?年度?(?:底|末|终(?!了))
    | 第?(?P<q12>[一二三四1-4])季度(?:末|底)?
    | (?P<h13>[上下])半年(?:末|底)?
    """,
    re.VERBOSE | re.ASCII,
)
MONTHS = re.compile(rf"(?:(?P<y>{_Y})年度?)?(?P<a>{_M})(?:月份?)?(?:-|~|至|到|、)+(?P<b>{_M})月(?:份|底|末)?")
DAYS = re.compile(rf"(?P<d>{_D})[日号]")
OTHER_YEAR = re.compile(rf"[{''.join(_SHIFT)}](?:一)?年度?")
POINTED_MONTHS = re.compile(r"(?P<y>20[0-4]\d)[./](?P<a>1[0-2]|0?[1-9])[-~至到](?P<b>1[0-2]|0?[1-9])(?:月底?)?(?![\d.%‰,])", re.ASCII)
"""2024.1-12: months of one year, never a range of numbers."""
BARE_MONTH_DAY = re.compile(r"(?P<m>1[0-2]|0?[1-9])\.(?P<d>3[01]|[12]\d|0?[1-9])(?![\d.])", re.ASCII)
YEARS = re.compile(r"(?P<a>(?:19|20)\d\d)年?度?(?:-|~|至|到)+(?P<b>(?:19|20)\d\d)(?P<mark>年度?)?(?![\d.,])", re.ASCII)
QUARTERS = re.compile(rf"(?:(?P<y>{_Y})年度?)?第?(?P<a>[一二三四1-4])(?:季度)?(?:-|~|至|到)+第?(?P<b>[一二三四1-4])季度")
TO = re.compile(r"(?:-|~|至|到)+")
_TENTHS = {"上旬": 10, "中旬": 20}
_STARTERS = frozenset(["年", "第", *"0123456789一二三四五六七八九十", *_SHIFT])


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day that a printed date stands for. ``grain``: day, month, quarter, half, year; ``sure`` is false for 2022.5 (a number too)."""

    start: int
    end: int
    first: tuple[int, int]
    last: tuple[int, int]
    first_year: int | None
    last_year: int | None
    grain: str
    sure: bool = True
    period: bool = False

    def days(self, fiscal_year: int | None) -> tuple[str, str]:
        """(first, last) day as ISO text; without any year ``MM-DD``."""
        return _iso(self.first_year or fiscal_year, *self.first), _iso(self.last_year or fiscal_year, *self.last)


def _iso(year: int | None, month: int, day: int) -> str:
    last = calendar.monthrange(year, month)[1] if year else (29 if month == 2 and day == 29 else calendar.monthrange(2023, month)[1])
    day = min(day, last)
    return f"{year}-{month:02}-{day:02}" if year else f"{month:02}-{day:02}"


_PRINTED = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?<!\d)(?P<y>(?:19|20)\d\d)年度?(?P<m>\d{1,2})月份?(?:(?P<d>\d{1,2})[日号])?",
        r"(?<![\d./-])(?P<y>(?:19|20)\d\d)(?P<s>[./-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d./%‰-])",
        r"(?<![\d年./-])(?P<y>)(?P<m>\d{1,2})月份?(?P<d>\d{1,2})[日号]",
    )
)
"""What can be nothing but a date by its form, whatever its numbers are."""


def impossible(plain: str, fiscal_year: int | None = None) -> str | None:
    """The first date of a text that no calendar has (2023年13月45日, 2024-02-30, 2月30日), as printed; None where there is none.

    A date without a year is one of ``fiscal_year``, if that is known: 2月29日 of 2023 is none.
    """
    for found in (found for form in _PRINTED for found in form.finditer(plain)):
        year, month, day = int(found["y"] or fiscal_year or 2024), int(found["m"]), int(found["d"] or 1)
        if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
            return found[0]
    return None


def _number(text: str) -> int:
    if text.isascii():
        return int(text)
    if len(text) == 4:
        text = text.replace("O", "〇").replace("0", "〇")
    return int(chinese_number(text) or 0)


def read_date(plain: str, at: int, fiscal_year: int | None = None) -> Span | None:
    """The date or period that stands at a position; None where there is none."""
    if plain[at] not in _STARTERS:
        return None
    span = years(plain, at) or quarters(plain, at) or _pointed(plain, at)
    if span is not None:
        return span
    months = MONTHS.match(plain, at)
    if months and (months["y"] or months["a"].isascii()) and months["b"].isascii() == months["a"].isascii() and not _counted(plain, months.end()):
        year = _number(months["y"]) if months["y"] else None
        a, b = _number(months["a"]), _number(months["b"])
        if a <= b:
            day = DAYS.match(plain, months.end())
            end = months.end()
            return Span(at, end, (a, 1), (b, 31), year, year, "month", period=True) if not day else _to(plain, at, fiscal_year)
    return _to(plain, at, fiscal_year)


def _to(plain: str, at: int, fiscal_year: int | None) -> Span | None:
    """A date, and a second one behind a dash: a period."""
    begin = _one(plain, at, fiscal_year)
    if begin is None:
        return None
    dash = TO.match(plain, begin.end)
    if dash and dash.end() < len(plain):
        close = _one(plain, dash.end(), fiscal_year)
        if close is None and begin.first_year and begin.grain == "day" and (point := BARE_MONTH_DAY.match(plain, dash.end())):
            close = replace(begin, end=point.end(), last=(int(point["m"]), int(point["d"])))  # 2022.9.1-12.31
        if close is None and begin.grain == "day" and (day := DAYS.match(plain, dash.end())):
            close = replace(begin, start=dash.end(), end=day.end(), last=(begin.last[0], _number(day["d"])))
        if close is None and begin.grain in ("month", "day") and not begin.sure:
            return None
        if close is not None:
            last_year = close.last_year or begin.first_year
            first_year = begin.first_year or (close.last_year if close.last_year and begin.first <= close.last else None)
            sure = begin.sure or close.sure or (begin.grain == close.grain and begin.grain in ("month", "day"))
            if begin.first_year is None and close.last_year is None and begin.first > close.last and fiscal_year:
                last_year = fiscal_year + 1  # 11月-3月: into the year after
            if begin.first_year and close.last_year and (begin.first_year, begin.first) > (close.last_year, close.last):
                return None
            return Span(at, close.end, begin.first, close.last, first_year, last_year, close.grain, sure, period=True)
    return begin


def years(plain: str, at: int) -> Span | None:
    """2022-2025年: a span of years, never a range of numbers (DOMAIN 4.1)."""
    m = YEARS.match(plain, at)
    if m is None or not 0 < int(m["b"]) - int(m["a"]) <= 30:
        return None
    return Span(at, m.end(), (1, 1), (12, 31), int(m["a"]), int(m["b"]), "year", sure=bool(m["mark"]), period=True)


def quarters(plain: str, at: int) -> Span | None:
    """第一至第四季度: a period of quarters."""
    m = QUARTERS.match(plain, at)
    if m is None:
        return None
    year, a, b = _number(m["y"]) if m["y"] else None, _number(m["a"]), _number(m["b"])
    return Span(at, m.end(), (3 * a - 2, 1), (3 * b, 31), year, year, "quarter", period=True) if a < b else None


def _counted(plain: str, at: int) -> bool:
    """Whether what looks like a month is followed by a word of counting: 3-6月龄."""
    return plain[at : at + 1] in ("龄", "均")


def _pointed(plain: str, at: int) -> Span | None:
    m = POINTED_MONTHS.match(plain, at)
    if m is None or int(m["a"]) >= int(m["b"]) or plain[at - 1 : at].isdigit():
        return None
    year = int(m["y"])
    return Span(at, m.end(), (int(m["a"]), 1), (int(m["b"]), 31), year, year, "month", period=True)


def _one(plain: str, at: int, fiscal_year: int | None) -> Span | None:
    """One day, month, quarter, half or year; behind 次年, 上年 … it is of another year than the fiscal one, which must be known then."""
    other = OTHER_YEAR.match(plain, at)
    if other and (span := _dated(plain, other.end())) and span.first_year is None:
        shift = _SHIFT[other[0][0]]
        if shift and fiscal_year is None:
            return None
        year = fiscal_year + shift if shift and fiscal_year else None
        return replace(span, start=at, first_year=year, last_year=year)
    span = _dated(plain, at)
    shift = _SHIFT.get(plain[at], 0) if span and span.first_year is None and plain[at + 1 : at + 2] == "年" else 0
    if span is None or not shift:
        return span
    return replace(span, first_year=fiscal_year + shift, last_year=fiscal_year + shift) if fiscal_year else None


def _dated(plain: str, at: int) -> Span | None:
    """What :data:`DATE` finds at a position, with the year that it prints."""
    m = DATE.match(plain, at)
    if m is None or not (at == 0 or not plain[at - 1].isascii() or not plain[at - 1].isalnum()):
        return None
    g = m.groupdict()
    year = next((_number(g[k]) for k in ("y", "y2", "y3", "y4", "y5", "y6", "y7", "y8") if g[k]), None)
    month = next((_number(g[k]) for k in ("m", "m2", "m3", "m7", "m8", "m9", "m10") if g[k]), None)
    day = next((_number(g[k]) for k in ("d", "d3", "d8", "d9") if g[k]), None)
    tenth = g["p2"] or g["p10"]
    quarter, half = g["q4"] or g["q12"], g["h5"] or g["h13"]
    sure = (g["y7"] is None or (g["s7"] != "." and len(g["m7"]) == 2)) and g["y8"] is None
    if month and (not 1 <= month <= 12 or (not day and plain[m.end() : m.end() + 1] == "初")):
        return None  # 3月初: which day is not said
    if day and month:
        return _known(Span(at, m.end(), (month, day), (month, day), year, year, "day", sure))
    if month:
        if g["m10"] and (plain[m.end() : m.end() + 1] in ("度", "均", "龄", "嫂") or plain[at - 1 : at] in ("每", "第")):
            return None
        return Span(at, m.end(), (month, 1), (month, _TENTHS.get(tenth or "", 31)), year, year, "month", sure)
    if quarter:
        q = _number(quarter)
        return Span(at, m.end(), (3 * q - 2, 1), (3 * q, 31), year, year, "quarter")
    if half:
        return Span(at, m.end(), (1, 1) if half == "上" else (7, 1), (6, 30) if half == "上" else (12, 31), year, year, "half")
    return Span(at, m.end(), (1, 1), (12, 31), year, year, "year", sure=bool(g["e6"]) or g["y6"] is None)


def _known(span: Span) -> Span | None:
    """None for a day that no calendar has (2月31日)."""
    month, day = span.first
    year = span.first_year
    return span if day <= calendar.monthrange(year or 2024, month)[1] else None
