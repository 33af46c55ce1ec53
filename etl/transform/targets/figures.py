"""Numbers in a clause: digits or numerals with scale and unit, ranges; or text, where a number is part of a word (GB50016, 5G, 数百人)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from etl.transform.targets import lexicon
from etl.transform.targets.numbers import ARABIC, CHINESE, FRACTION, chinese_number, fraction, share
from etl.transform.targets.tokens import Quantity, Token
from etl.transform.targets.units import Measure, read_unit

_RANGE = re.compile(r"(?:-|~|至|到){1,2}")
INCLUSIVE = re.compile(r"\((不含|不包含|不包括|含|包含|包括|含本数|不含本数|不?含\d+[%\u4e00-\u9fff]{0,3})\)")
GLUE_BEFORE = re.compile(r"[A-Za-z\[〔#№][-+]?$|第$|零下$|(?<![底末日月年度提])前$|[A-Za-z]\d*[-.]$")
_GLUE_AFTER = re.compile(r"[A-Za-z][A-Za-z0-9]*|号|[×:]\d[\d:.]*|[-+](?=[A-Za-z])")
_INCLUDED = re.compile(r"\(含\)(?!以)")
_HALF = re.compile(r"半个?(?=小时|天|日|月|年|学期)")
_A_HALF = re.compile(r"个半(?=小时|天|月|学期)")
_AND_HALF = re.compile(r"个?(小时|天|月|年|学期)半(?![年月天])")
_SIMPLE_FRACTION = re.compile(r"(\d{1,3})/(\d{1,4})(?![\d./万千百])", re.ASCII)
_SCALE_WORD = re.compile(r"余|多|来")


def read_number(plain: str, at: int, last: Token | None) -> tuple[int, Quantity] | Token | None:
    """A number with its unit; a text token where the number is part of a word."""
    c = plain[at]
    if c == "半":
        return _half(plain, at, last)
    ratio = FRACTION.match(plain, at) if c not in "0123456789-" else None
    if ratio and (value := fraction(ratio)):
        number, unit = value
        return ratio.end(), Quantity(number, None, Measure(ratio.end(), Decimal(1), unit, "percent"), chinese=True)
    if (c.isdigit() and c.isascii()) or (c == "-" and plain[at + 1 : at + 2].isdigit() and (last is None or last.kind != "number")):
        return _arabic(plain, at)
    if c in "零〇一二两三四五六七八九十百壹贰叁":
        if c == "零" and last is not None and last.kind in ("symbol", "before") and not plain[at + 1 : at + 2]:
            return at + 1, Quantity(Decimal(0), None, Measure(at + 1, Decimal(1), None, ""), chinese=True)  # 事故为零
        return _chinese(plain, at)
    return None


def _arabic(plain: str, at: int) -> tuple[int, Quantity] | Token | None:
    match = ARABIC.match(plain, at)
    if match is None:
        return None
    end = match.end()
    if GLUE_BEFORE.search(plain[max(0, at - 6) : at]):
        return Token("text", at, end)
    part = _SIMPLE_FRACTION.match(plain, at)
    if part and 0 < int(part[1]) < int(part[2]) and int(part[2]) < 60:  # 80/100 are points
        if part.end() < len(plain) and not lexicon.AFTER.at(plain, part.end()):
            return Token("text", at, part.end())
        return part.end(), Quantity(share(Decimal(part[1]), Decimal(part[2])), None, Measure(part.end(), Decimal(1), "%", "fraction"))
    if lexicon.SPOILERS.at(plain, end):
        return Token("text", at, end)
    value = Decimal(match[0].replace(",", ""))
    if halves := _and_half(plain, end, value, chinese=False):
        return halves
    noted = _INCLUDED.match(plain, end)
    if noted and read_unit(plain, noted.end()).unit:
        end = noted.end()  # 10（含）人以上
    vague = _SCALE_WORD.match(plain, end)
    rest = vague.end() if vague else end
    measure = read_unit(plain, rest, open_units=not vague)
    if measure.unit is None and not measure.below and measure.scale == 1:
        glued = _GLUE_AFTER.match(plain, end)
        if glued:
            return Token("text", at, glued.end())
        if vague:
            measure = Measure(end, Decimal(1), None, "")
            vague = None
    if vague is None and _SCALE_WORD.match(plain, measure.end) and measure.end < len(plain):
        more = read_unit(plain, measure.end + 1)  # 10万余人, 3年多
        if more.unit and measure.unit is None:
            measure = Measure(more.end, measure.scale * more.scale, more.unit, more.kind, more.below)
            vague = _SCALE_WORD.match("余")
        elif measure.end + 1 == len(plain):
            measure = Measure(measure.end + 1, measure.scale, measure.unit, measure.kind, measure.below)
            vague = _SCALE_WORD.match("余")
    if measure.unit in ("日", "号") and (
        plain.startswith(("前", "之前", "以前"), measure.end)
        or plain[:at].endswith(("每月", "不迟于", "不晚于", "每季度末", "每季末", "次月", "当月"))
    ):
        return Token("text", at, measure.end)  # 每月10日前: a day without a month
    if measure.kind == "time" and plain[at - 1 : at] == "近":
        return Token("text", at, measure.end)  # 近3年
    return measure.end, _tens(Quantity(value, None, measure, vague=vague is not None))


def _chinese(plain: str, at: int) -> tuple[int, Quantity] | Token | None:
    if at and plain[at - 1] in "第数几上好成前" and plain[at - 2 : at - 1] not in tuple("底末日月年度提"):  # 第三方, 前三名; 数百人 is vague
        match = CHINESE.match(plain, at)
        return Token("text", at, match.end()) if match else None
    match = CHINESE.match(plain, at)
    if match is None:
        return None
    word = match[0]
    for stop in range(len(word), 0, -1):  # 三千米: 三千 米, or 三 千米
        value = chinese_number(word[:stop])
        if value is not None and (halves := _and_half(plain, at + stop, value, chinese=True)):
            return halves
        measure = read_unit(plain, at + stop)
        if value is not None and measure.unit and measure.kind not in ("graded", "entity") and not lexicon.SPOILERS.at(plain, at + stop):
            if measure.unit == "成" or measure.kind == "ratio":
                return _tenths(plain, at + stop, value, measure)
            return measure.end, Quantity(value, None, measure, chinese=True)
    dash = _RANGE.match(plain, at + len(word))
    close = CHINESE.match(plain, dash.end()) if dash else None
    if close and (value := chinese_number(word)) is not None and read_unit(plain, close.end()).kind in ("count", "time", "money", "points", "ratio"):
        return at + len(word), Quantity(value, None, Measure(at + len(word), Decimal(1), None, ""), chinese=True)  # 三至五次
    if len(word) > 1 and len(word) == len(plain):
        value = chinese_number(word)
        if value is not None:
            return at + len(word), Quantity(value, None, Measure(at + len(word), Decimal(1), None, ""), chinese=True)
    return Token("text", at, at + len(word))


def _and_half(plain: str, at: int, value: Decimal, *, chinese: bool) -> tuple[int, Quantity] | None:
    """3个半小时, 一年半: a half more of a span of time."""
    half = _A_HALF.match(plain, at)
    if half:
        measure = read_unit(plain, half.end())
        return measure.end, Quantity(value + Decimal("0.5"), None, measure, chinese=chinese)
    half = _AND_HALF.match(plain, at)
    if half is None:
        return None
    unit = read_unit(plain, half.start(1))
    return half.end(), Quantity(value + Decimal("0.5"), None, replace(unit, end=half.end()), chinese=chinese)


def _half(plain: str, at: int, last: Token | None) -> tuple[int, Quantity] | None:
    """半小时内, ≤半年: half a span of time, but only with a sign (半年一次 says how often)."""
    half = _HALF.match(plain, at)
    if half is None:
        return None
    measure = read_unit(plain, half.end())
    signed = (last is not None and last.kind in ("symbol", "before") and last.end == at) or lexicon.AFTER.at(plain, measure.end) is not None
    return (measure.end, Quantity(Decimal("0.5"), None, measure, chinese=True)) if signed and measure.kind == "time" else None


def _tenths(plain: str, at: int, value: Decimal, measure: Measure) -> tuple[int, Quantity]:
    """九成 is 90 %, 九成五 95 %."""
    if measure.unit != "成":
        return measure.end, Quantity(value, None, measure, chinese=True)
    extra = chinese_number(plain[at + 1]) if plain[at + 1 : at + 2] in tuple("一二三四五六七八九") else None
    end = measure.end + (1 if extra else 0)
    return end, Quantity(value * 10 + (extra or 0), None, Measure(end, Decimal(1), "%", "percent"), chinese=True)


def _tens(quantity: Quantity) -> Quantity:
    """9成 is 90 %."""
    if quantity.measure.unit != "成":
        return quantity
    return Quantity(quantity.low * 10, None, Measure(quantity.measure.end, Decimal(1), "%", "percent"), vague=quantity.vague)


def read_range(plain: str, at: int, end: int, first: Quantity) -> Token:
    """The quantity alone, or with a second one behind a dash: a range. Each end may say 含 or 不含."""
    stop, low_open = _inclusion(plain, end)
    dash = _RANGE.match(plain, stop)
    if dash and dash.end() < len(plain) and first.measure.kind != "fraction":
        second = read_number(plain, dash.end(), None)
        bare = CHINESE.match(plain, dash.end()) if first.chinese and first.measure.kind == "percent" and isinstance(second, Token) else None
        if bare and (value := chinese_number(bare[0])) is not None:  # 百分之五到十
            second = bare.end(), Quantity(value, None, replace(first.measure, end=bare.end()), chinese=True)
        if isinstance(second, tuple) and _year_and_month(first, second[1]):
            return Token("text", at, second[0])
        if isinstance(second, tuple) and second[1].measure.kind != "fraction":
            high = second[1]
            high.high, high.low, high.low_measure, high.low_open = high.low, first.low, first.measure, low_open
            return Token("number", at, second[0], high)
    return Token("number", at, end, first)


def _year_and_month(first: Quantity, second: Quantity) -> bool:
    """2022-6 is no range."""
    return (
        first.measure.unit is None and first.low == int(first.low) and 1990 <= first.low <= 2099 and second.low <= 12 and second.measure.unit is None
    )


def _inclusion(plain: str, at: int) -> tuple[int, bool | None]:
    match = INCLUSIVE.match(plain, at)
    return (match.end(), match[1].startswith("不")) if match else (at, None)
