"""From a clause's text to tokens: signs, numbers with their units, dates, spans of time, entities, brackets, and what is only text.

Words are found by longest match in the vocabulary.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import replace

from etl.transform.targets import lexicon
from etl.transform.targets.dates import BARE_MONTH_DAY, Span, read_date
from etl.transform.targets.figures import GLUE_BEFORE, INCLUSIVE, read_number, read_range
from etl.transform.targets.numbers import CHINESE
from etl.transform.targets.tokens import Token
from etl.transform.targets.units import read_unit

_EVERY = re.compile(
    r"每(?:一?个|一)?((?:\d{1,3}|[两二三四五六七八九十半])?个?(?:工作日|学年|学期|季度|小时|分钟|星期|年度|[年月季周天日旬]))(?!级|龄)", re.ASCII
)
_YEAR = re.compile(r"20[0-4]\d", re.ASCII)
_CLOSING = frozenset(("以上", "及以上", "以下", "及以下", "以内"))
"""What may close a clause behind the thing that is counted: 三家单位以上."""
_OF_MANY = re.compile(
    r"每(?:\d+|[十百千])?[万千百]?(?=[≥≤<>=])|"
    r"每(?:\d+|[一十百千])[万千]?(?:常住人口|人口|人|户|公里|平方公里|亩|吨|名[\u4e00-\u9fff]{2,6}?)(?=[\d≥≤<>=不]|[\u4e00-\u9fff]{0,10}?[\d≥≤<>=不])",
    re.ASCII,
)
_IDENTIFIER = re.compile(
    r"[A-Za-z]+[-.+]?\d[\w.\-/]*|\d[A-Z]级|[1-6]A(?![A-Za-z])|\d+(?:\+[\dA-Za-z]+)+|[2-6]G(?![A-Za-z])|[248]K(?![A-Za-z])|\d+(?::\d+(?:\.\d+)?)+|\d+(?:\.\d+)?\D{0,3}[×*xX]\d+\S*",
    re.ASCII,
)


def scan(plain: str, *, fiscal_year: int | None = None, timed: bool = False, dated: bool = False) -> list[Token]:
    """The tokens of a clause. ``timed``: the indicator is about a time, so that 2022.5 is a month; ``dated``: about a deadline: 12.30 is a day."""
    whole = BARE_MONTH_DAY.fullmatch(plain) if dated else None
    if whole and len(whole["d"]) == 2 and int(whole["d"]) <= _month_end(int(whole["m"])):
        day = (int(whole["m"]), int(whole["d"]))
        return [Token("date", 0, len(plain), Span(0, len(plain), day, day, None, None, "day"))]
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
    if c == "¥":
        return _priced(plain, at, last)
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
    if last is not None and last.kind in ("number", "inclusive", "date", "bracket"):
        after = lexicon.AFTER.at(plain, at)
        if after and _allowed_after(after[0], last, at + len(after[0]) == len(plain) and last.end == at):
            return Token("after", at, at + len(after[0]), after[1].comparator)
    if last is not None and last.kind == "text" and len(tokens) > 1 and tokens[-2].kind == "number" and plain[at:] in _CLOSING:
        return Token("after", at, len(plain), lexicon.AFTER.words[plain[at:]].comparator)
    before = lexicon.BEFORE.at(plain, at)
    if before and _allowed_before(before[0], plain, at):
        return Token("before", at, at + len(before[0]), before[1])
    return None


def _priced(plain: str, at: int, last: Token | None) -> Token | None:
    """¥450: a sum in 元 where no unit is printed."""
    token = _number_or_date(plain, at + 1, last, None, False) if plain[at + 1 : at + 2].isdigit() else None
    if token is None or token.kind != "number":
        return None
    for measure in (token.value.measure, token.value.low_measure):
        if measure is not None and measure.unit is None:
            token.value.measure = replace(measure, unit="元", kind="money")
    return Token("number", at, token.end, token.value)


def _allowed_after(word: str, last: Token, last_word: bool) -> bool:
    """内 closes a span of time, a length or money; another unit only as the last word (10人内, not 2个县内)."""
    if word == "内" and last.kind == "number":
        return last.value.measure.kind in ("time", "length", "money", "percent", "area") or last_word
    return word not in ("+", "↑") or last.kind == "number"


def _allowed_before(word: str, plain: str, at: int) -> bool:
    """Short words are signs only directly before a number (近300件, 为100%), not inside others (最近, 行为)."""
    if word == "近" and re.match(r"近(?:\d+|[一二两三四五])个?[年月]", plain[at:]):
        return False  # 近三年
    if word in ("近", "为", "超", "达", "逾", "突破", "最低", "最高", "最大", "最长", "约", "均为", "达至"):
        rest = plain[at + len(word) :]
        return bool(re.match(r"[≥≤<>=±\d(-]|不|至少|百分之|零$|每|年|月|人均|上年|去年|[一二两三四五六七八九十]+\D", rest)) and not rest.startswith(
            "标"
        )
    return True


def _bracket(plain: str, at: int) -> Token | None:
    inclusive = INCLUSIVE.match(plain, at)
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
    if plain.startswith(("年底", "年末", "年终", "年度末"), at + 1):
        return Token("basis", at, at + 1, "每年")  # 每年底前: a day of every year
    period = lexicon.PERIODS.at(plain, at)
    if period and plain[at + len(period[0]) : at + len(period[0]) + 1] != "级":
        return Token("basis", at, at + len(period[0]), period[1][0])
    match = _EVERY.match(plain, at)
    if match:
        return Token("basis", at, match.end(), "每" + match[1])
    many = _OF_MANY.match(plain, at)
    if many:
        return Token("scope", at, many.end(), many[0])
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
            verb = min((found for v in lexicon.VERBS if (found := plain.find(v, after, stop)) >= 0), default=stop)  # 每个案件|补贴
            end = verb if verb - after <= 6 else None
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
        signed = last is not None and last.kind == "symbol" and identifier is not None and len(identifier[0]) == 2  # ≥3G is a size, 5G a name
        if identifier and not signed and not (c.isdigit() and (_date(plain, at, last, fiscal_year, timed))):
            return Token("text", at, identifier.end())
    span = _date(plain, at, last, fiscal_year, timed)
    if span is not None:
        return Token("date", at, span.end, span)
    first = read_number(plain, at, last)
    if first is None:
        return None
    if isinstance(first, Token):
        return first
    end, quantity = first
    return read_range(plain, at, end, quantity)


def _month_end(month: int) -> int:
    """12.31 alone is a day, 2.5 a number."""
    return calendar.monthrange(2023, month)[1]


def _date(plain: str, at: int, last: Token | None, fiscal_year: int | None, timed: bool) -> Span | None:
    if GLUE_BEFORE.search(plain[max(0, at - 6) : at]) and plain[at - 1] != "第":
        return None
    span = read_date(plain, at, fiscal_year)
    if span is None and timed and _YEAR.fullmatch(plain):
        return Span(at, len(plain), (1, 1), (12, 31), int(plain), int(plain), "year")
    if span is None:
        day = BARE_MONTH_DAY.match(plain, at)
        rest = plain[day.end() :] if day else ""
        if day and timed and (rest.startswith(tuple(lexicon.DEADLINES)) or (not rest and int(day["d"]) == _month_end(int(day["m"])))):
            return Span(at, day.end(), (int(day["m"]), int(day["d"])), (int(day["m"]), int(day["d"])), None, None, "day")
        return None
    rest = plain[span.end : span.end + 2]
    if not span.sure and span.grain in ("month", "day") and not (timed or rest[:1] in ("前", "底") or rest in ("之前", "以前", "完成")):
        return None
    if plain[at] == "第" and span.grain == "month":
        return None
    signed = last is not None and last.kind in ("symbol", "before") and last.end == at
    if (
        signed
        and span.grain in ("month", "quarter")
        and plain[at].isdigit()
        and span.first_year is None
        and not span.period
        and rest[:1] not in ("前", "底", "末")
        and plain[span.end - 1] not in "底末旬"
        and not plain[:at].endswith(("不迟于", "不晚于", "早于", "晚于", "先于"))
    ):
        return None  # ≤6月 is a duration
    return span
