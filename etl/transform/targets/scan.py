"""From a clause's text to tokens: signs, numbers with their units, dates, spans of time, entities, brackets, and what is only text.

Words are found by longest match in the vocabulary. A number inside a name of something (GB50016, 第三方, 5G, 2022年度) is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from etl.transform.targets import lexicon
from etl.transform.targets.dates import BARE_MONTH_DAY, Span, read_date
from etl.transform.targets.numbers import ARABIC, CHINESE, FRACTION, chinese_number, fraction, share
from etl.transform.targets.units import Measure, read_unit

_RANGE = re.compile(r"(?:-|~|至|到){1,2}")
_EVERY = re.compile(
    r"每(?:一?个|一)?((?:\d{1,3}|[两二三四五六七八九十半])?个?(?:工作日|学年|学期|季度|小时|分钟|星期|年度|[年月季周天日旬]))(?!级|龄)", re.ASCII
)
_INCLUSIVE = re.compile(r"\((不含|不包含|不包括|含|包含|包括|含本数|不含本数|不?含\d+[%\u4e00-\u9fff]{0,3})\)")
_GLUE_BEFORE = re.compile(r"[A-Za-z\[〔#№][-+]?$|第$|[A-Za-z]\d*[-.]$")
_GLUE_AFTER = re.compile(r"[A-Za-z][A-Za-z0-9]*|号(?!楼)|[×:](?=\d)|[-+](?=[A-Za-z])")
_SIMPLE_FRACTION = re.compile(r"(\d{1,3})/(\d{1,4})(?![\d./])", re.ASCII)
_IDENTIFIER = re.compile(
    r"[A-Za-z]+[-.+]?\d[\w.\-/]*|\d[A-Z]级|[2-6]G(?![A-Za-z])|[248]K(?![A-Za-z])|\d+(?::\d+(?:\.\d+)?)+|\d+(?:\.\d+)?\D{0,3}[×*xX]\d+\S*", re.ASCII
)
_SCALE_WORD = re.compile(r"余|多|来")


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
    bare_unit: bool = False


@dataclass(slots=True)
class Token:
    """``kind``: symbol, before, after, number, date, basis, relative, scope, bracket, inclusive or text; from ``start`` to ``end``."""

    kind: str
    start: int
    end: int
    value: Any = None


def scan(plain: str, *, fiscal_year: int | None = None, timed: bool = False) -> list[Token]:
    """The tokens of a clause. ``timed``: the indicator is about a time, so that 2022.5 is a month."""
    tokens: list[Token] = []
    at, size = 0, len(plain)
    while at < size:
        token = _token(plain, at, tokens, fiscal_year, timed)
        if token is None:
            if tokens and tokens[-1].kind == "text":
                tokens[-1].end = at + 1
            else:
                tokens.append(Token("text", at, at + 1))
            at += 1
        else:
            if token.kind == "text" and tokens and tokens[-1].kind == "text":
                tokens[-1].end = token.end
            else:
                tokens.append(token)
            at = token.end
    return tokens


def _token(plain: str, at: int, tokens: list[Token], fiscal_year: int | None, timed: bool) -> Token | None:
    """The token at a position; None for a character of text."""
    c = plain[at]
    last = tokens[-1] if tokens else None
    idiom = lexicon.IDIOMS.at(plain, at)
    if idiom:
        return Token("text", at, at + len(idiom[0]))
    if c == "(":
        return _bracket(plain, at)
    found = lexicon.SYMBOLS.at(plain, at)
    if found and not (found[1].comparator in ("ge", "le") and c in "《》" and not plain[at + len(found[0]) :][:1].isdigit()):
        return Token("symbol", at, at + len(found[0]), found[1].comparator)
    if c == "每":
        return _every(plain, at, fiscal_year, timed)
    token = _number_or_date(plain, at, last, fiscal_year, timed)
    if token is not None:
        return token
    period = lexicon.PERIODS.at(plain, at)
    if period and not (plain[at - 1 : at] in ("每", "个") and at):
        word, (basis, kind) = period
        return Token("relative" if kind == "relative" else "basis", at, at + len(word), basis)
    average = lexicon.AVERAGES.at(plain, at)
    if average:
        return Token("scope", at, at + len(average[0]), average[0])
    if last is not None and last.kind in ("number", "inclusive", "date"):
        after = lexicon.AFTER.at(plain, at)
        if after and _allowed_after(after[0], last):
            return Token("after", at, at + len(after[0]), after[1].comparator)
    before = lexicon.BEFORE.at(plain, at)
    if before and _allowed_before(before[0], plain, at):
        return Token("before", at, at + len(before[0]), before[1])
    return None


def _allowed_after(word: str, last: Token) -> bool:
    if word == "内" and last.kind == "number":
        return last.value.measure.kind in ("time", "length", "money", "percent", "area")
    return word not in ("+", "↑") or last.kind == "number"


def _allowed_before(word: str, plain: str, at: int) -> bool:
    """Short words are signs only directly before a number (近300件, 为100%), not inside others (最近, 行为)."""
    if word in ("近", "为", "超", "达", "逾", "突破", "最低", "最高", "最大", "最长", "约", "均为", "达至"):
        rest = plain[at + len(word) :]
        return bool(re.match(r"[≥≤<>=±\d(-]|不|至少|百分之|每|年|月|人均|上年|去年|[一二两三四五六七八九十]+\D", rest)) and not rest.startswith("标")
    return True


def _bracket(plain: str, at: int) -> Token | None:
    inclusive = _INCLUSIVE.match(plain, at)
    if inclusive:
        return Token("inclusive", at, inclusive.end(), not inclusive[1].startswith("不"))
    depth = 0
    for end in range(at, len(plain)):
        depth += (plain[end] == "(") - (plain[end] == ")")
        if depth == 0:
            return Token("bracket", at, end + 1, plain[at + 1 : end])
    return None


def _every(plain: str, at: int, fiscal_year: int | None, timed: bool) -> Token | None:
    """每季度, 每2年: a basis; 每个司法所, 每户: a scope."""
    period = lexicon.PERIODS.at(plain, at)
    if period and plain[at + len(period[0]) : at + len(period[0]) + 1] != "级":
        return Token("basis", at, at + len(period[0]), period[1][0])
    match = _EVERY.match(plain, at)
    if match:
        return Token("basis", at, match.end(), "每" + match[1])
    start = at + 1
    stop = start
    while stop < len(plain) and not _boundary(plain, stop):
        stop += 1
    classifier = lexicon.CLASSIFIERS.at(plain, start, stop)
    if classifier:
        after = start + len(classifier[0])
        persons = classifier[0] in ("名", "位", "一名")
        end = None if persons else _ending(plain, after, stop, lexicon.ENDINGS)
        end = end or _ending(plain, after, stop, lexicon.PERSONS)
        if end is None:
            end = stop if stop - after <= 6 else None
        return Token("scope", at, end, plain[at:end]) if end else None
    words = [w[0] for w in (lexicon.ENTITIES.at(plain, start, stop), lexicon.UNITS.at(plain, start, stop)) if w]
    if words:
        end = start + max(map(len, words))
        return Token("scope", at, end, plain[at:end])
    end = _ending(plain, start, stop, lexicon.ENDINGS + lexicon.PERSONS) or (stop if 0 < stop - start <= 4 else None)
    return Token("scope", at, end, plain[at:end]) if end else None


def _boundary(plain: str, at: int) -> bool:
    c = plain[at]
    if c in "每(,、;。/ " or c.isdigit() or lexicon.SYMBOLS.at(plain, at) is not None:
        return True
    word = lexicon.BEFORE.at(plain, at) or lexicon.PERIODS.at(plain, at)
    if word and (len(word[0]) > 1 or _allowed_before(word[0], plain, at)):
        return True
    return c in "一二两三四五六七八九十" and (m := CHINESE.match(plain, at)) is not None and read_unit(plain, m.end()).unit is not None


def _ending(plain: str, start: int, stop: int, endings: tuple[str, ...]) -> int | None:
    """Where the last word of a kind ends between two positions: the entity reaches so far (居委调委会|调解员)."""
    for end in range(stop, start, -1):
        if plain.endswith(endings, start, end):
            return end
    return None


def _number_or_date(plain: str, at: int, last: Token | None, fiscal_year: int | None, timed: bool) -> Token | None:
    c = plain[at]
    if (c.isascii() and c.isalnum()) or c == "T":
        identifier = _IDENTIFIER.match(plain, at) if not (at and plain[at - 1].isdigit()) else None
        if identifier and not (c.isdigit() and (_date(plain, at, last, fiscal_year, timed))):
            return Token("text", at, identifier.end())
    span = _date(plain, at, last, fiscal_year, timed)
    if span is not None:
        return Token("date", at, span.end, span)
    first = _one(plain, at, last)
    if first is None:
        return None
    if isinstance(first, Token):
        return first
    end, quantity = first
    return _range(plain, at, end, quantity)


def _date(plain: str, at: int, last: Token | None, fiscal_year: int | None, timed: bool) -> Span | None:
    if _GLUE_BEFORE.search(plain[max(0, at - 6) : at]) and plain[at - 1] != "第":
        return None
    span = read_date(plain, at, fiscal_year)
    if span is None:
        day = BARE_MONTH_DAY.match(plain, at)
        rest = plain[day.end() :] if day else ""
        if day and timed and (not rest or rest.startswith(tuple(lexicon.DEADLINES))):
            return Span(at, day.end(), (int(day["m"]), int(day["d"])), (int(day["m"]), int(day["d"])), None, None, "day")
        return None
    rest = plain[span.end : span.end + 2]
    if not span.sure and span.grain in ("month", "day") and not (timed or rest[:1] in ("前", "底") or rest in ("之前", "以前", "完成")):
        return None
    if plain[at] == "第" and span.grain == "month":
        return None
    signed = last is not None and last.kind in ("symbol", "before") and last.end == at
    if signed and span.grain == "month" and span.first_year is None and not span.period and rest[:1] not in ("前", "底", "末"):
        return None  # ≤6月 is a duration
    return span


def _one(plain: str, at: int, last: Token | None) -> tuple[int, Quantity] | Token | None:
    """A number with its unit; a text token where the number is part of a word."""
    c = plain[at]
    ratio = FRACTION.match(plain, at) if c not in "0123456789-" else None
    if ratio and (value := fraction(ratio)):
        number, unit = value
        return ratio.end(), Quantity(number, None, Measure(ratio.end(), Decimal(1), unit, "percent"), chinese=True)
    if (c.isdigit() and c.isascii()) or (c == "-" and plain[at + 1 : at + 2].isdigit() and (last is None or last.kind != "number")):
        return _arabic(plain, at)
    if c in "零〇一二两三四五六七八九十百壹贰叁":
        return _chinese(plain, at)
    return None


def _arabic(plain: str, at: int) -> tuple[int, Quantity] | Token | None:
    match = ARABIC.match(plain, at)
    if match is None:
        return None
    end = match.end()
    if _GLUE_BEFORE.search(plain[max(0, at - 6) : at]):
        return Token("text", at, end)
    part = _SIMPLE_FRACTION.match(plain, at)
    if part and 0 < int(part[1]) < int(part[2]):
        return part.end(), Quantity(share(Decimal(part[1]), Decimal(part[2])), None, Measure(part.end(), Decimal(1), "%", "fraction"))
    value = Decimal(match[0].replace(",", ""))
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
    if measure.unit == "次" and plain.startswith("性", measure.end):
        return Token("text", at, measure.end + 1)
    if measure.unit in ("日", "号") and (
        plain.startswith(("前", "之前", "以前"), measure.end)
        or plain[:at].endswith(("每月", "不迟于", "不晚于", "每季度末", "每季末", "次月", "当月"))
    ):
        return Token("text", at, measure.end)  # 每月10日前: a day without a month
    return measure.end, _tens(Quantity(value, None, measure, vague=vague is not None))


def _chinese(plain: str, at: int) -> tuple[int, Quantity] | Token | None:
    if at and plain[at - 1] in "第数几上好成":  # 第三方; 数百人 is vague
        match = CHINESE.match(plain, at)
        return Token("text", at, match.end()) if match else None
    match = CHINESE.match(plain, at)
    if match is None:
        return None
    word = match[0]
    for stop in range(len(word), 0, -1):  # 三千米: 三千 米, or 三 千米
        value = chinese_number(word[:stop])
        measure = read_unit(plain, at + stop)
        if value is not None and measure.unit and measure.kind not in ("graded", "entity") and not plain.startswith("性", measure.end):
            if measure.unit == "成" or measure.kind == "ratio":
                return _tenths(plain, at + stop, value, measure)
            return measure.end, Quantity(value, None, measure, chinese=True)
    if len(word) > 1 and len(word) == len(plain):
        value = chinese_number(word)
        if value is not None:
            return at + len(word), Quantity(value, None, Measure(at + len(word), Decimal(1), None, ""), chinese=True)
    return Token("text", at, at + len(word))


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


def _range(plain: str, at: int, end: int, first: Quantity) -> Token:
    """The quantity alone, or with a second one behind a dash: a range. Each end may say 含 or 不含."""
    stop, low_open = _inclusion(plain, end)
    dash = _RANGE.match(plain, stop)
    if dash and dash.end() < len(plain) and first.measure.kind != "fraction":
        second = _one(plain, dash.end(), None)
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
    match = _INCLUSIVE.match(plain, at)
    return (match.end(), match[1].startswith("不")) if match else (at, None)
