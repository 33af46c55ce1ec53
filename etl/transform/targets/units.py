"""Units (计量单位): what stands behind a number, in a name's last bracket or in a column; which of them are equal.

Units stay as printed (㎡, M, km); :func:`canonical_unit` is for comparing (DOMAIN 4.1: 场 = 场次, 次 = 次数, 个 = 个数, but 人 ≠ 人次).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from etl.transform.targets.lexicon import AFTER, DEADLINES, ENTITIES, NO_UNIT, NOT_UNITS, PERIODS, STARTS, UNITS
from etl.transform.targets.numbers import SCALES
from etl.transform.targets.printed import text_of

TIMES = frozenset({"年", "月", "季度", "季", "周", "天", "日", "小时", "学年", "学期", "年度", "星期", "工作日", "半年", "分钟", "分", "秒", "时"})
_SPELLED = {"季": "季度", "年度": "年", "时": "小时"}
_JOIN = re.compile(r"[、.·*×,]")
_TEMPLATE = re.compile(r"^(?:单位:)?(?:(?:[≥≤><=]|不低于|不少于|不超过|达到?)+\d*(?:\.\d+)?)?[*xX×○_.\s-]*")
_SPAN = re.compile(r"(?:\d{1,2}|[两二三四五六七八九十半])个?(?:工作日|学期|学年|季度|小时|年|月|周|天|日)", re.ASCII)
"""What a number is given per: 1次/2年."""
_MANY = re.compile(
    r"(?:\d{1,3}|[十百千])?[十百千万亿]?(?:常住人口|人口|人次|人|名|户|例|亩|公里|平方公里|吨|元)|(?:\d{1,3}|[十百千])?[万亿千百](?![\u4e00-\u9fff])",
    re.ASCII,
)
"""So many of something as a denominator: 人/300户, 16/10万."""
_SESSIONS = frozenset(("次", "期", "场", "场次", "批", "批次", "届", "轮", "班"))
_BRACKETED = re.compile(r"\(([\u4e00-\u9fff]{1,2})\)")
_WORD = re.compile(r"[\u4e00-\u9fff]{1,4}")
_OPEN = re.compile(r"[\u4e00-\u9fffA-Za-z]{1,4}")
_BELOW = re.compile(r"[\u4e00-\u9fff]{1,4}?(?=$|[、.·*×,()/]|以|每)|[A-Za-zμ]{1,3}\d?")
_NO_UNIT = tuple({*AFTER.words, *DEADLINES, *STARTS, "余", "多", "来"} - {"完成"})
_SMALL_UNITS = ("次", "份", "天", "日", "月", "套", "年", "班", "只")


@dataclass(frozen=True, slots=True)
class Measure:
    """What stands behind a number: scale, unit as printed, its kind, and the words below a slash (per entity, per time)."""

    end: int
    scale: Decimal
    unit: str | None
    kind: str
    below: tuple[str, ...] = ()


def read_unit(plain: str, at: int, *, open_units: bool = False) -> Measure:
    """Scale and unit at a position (behind a number). ``open_units``: an unknown word that ends the text is a unit too (标箱)."""
    scale = Decimal(1)
    end = at
    found = UNITS.at(plain, end)
    while found is None and plain[end : end + 1] in SCALES and end < len(plain):
        scale *= SCALES[plain[end]]
        end += 1
        found = UNITS.at(plain, end)
    if found is None:
        if plain[end : end + 1] == "/":
            below, stop = _denominator(plain, end + 1)
            return Measure(stop if below else end, scale, None, "", below)
        unknown = _OPEN.fullmatch(plain, end) if open_units else None
        if unknown and not unknown[0].startswith((*_NO_UNIT, *"一二两三四五六七八九十百千万亿")) and not any(n in unknown[0] for n in NOT_UNITS):
            return Measure(len(plain), scale, unknown[0], "count")
        return Measure(end, scale, None, "")
    word, unit = found
    end += len(word)
    written, kind = unit.written, unit.kind
    if kind == "count" and plain[end : end + 1] in _SMALL_UNITS and plain[end : end + 2] not in ("次性", "月底", "月份", "年内", "天内", "日内"):
        written += plain[end]
        end += 1
    bracket = _BRACKETED.match(plain, end)
    if bracket and bracket[1] == written:
        end = bracket.end()  # 1 项(项)
    elif kind == "count" and bracket and bracket[1] in UNITS.words and UNITS.words[bracket[1]].kind not in ("entity", "time"):
        written += bracket[0]  # 台(套)
        end = bracket.end()
    if plain[end : end + 1] in ("·", "*", "×") and (more := _below_word(plain, end + 1)) in TIMES and more:
        written, end = f"{written}·{more}", end + 1 + len(more)  # 人·天
    if plain[end : end + 1] == "/":
        below, stop = _denominator(plain, end + 1)
        listed = below and below[0][0].isdigit() and not is_time(below[0]) and written in _SESSIONS  # 2期/100人 lists two counts
        if below and not listed:
            return Measure(stop, scale, written, kind, below)
    return Measure(end, scale, written, kind)


def _denominator(plain: str, at: int) -> tuple[tuple[str, ...], int]:
    """What stands behind a slash: 元/人·月, also 元/（人·月）."""
    close = plain.find(")", at) if plain[at : at + 1] == "(" else -1
    if close < 0:
        return _below(plain, at)
    below, stop = _below(plain[:close], at + 1)
    return (below, close + 1) if stop == close else ((), at)


def is_time(word: str) -> bool:
    """Whether a word below a slash is a span of time: 季度, 2年."""
    return word in TIMES or _SPAN.fullmatch(word) is not None


def _below(plain: str, at: int) -> tuple[tuple[str, ...], int]:
    """The words of a denominator (人·月; 、 and . may part them) and where they end."""
    words: list[str] = []
    end = at
    while end < len(plain):
        every = plain[end] == "每"  # 元/每人每年
        word = _below_word(plain, end + every)
        if word is None:
            break
        words.append(word)
        end += every + len(word)
        mark = plain[end : end + 1]
        if mark == "每":
            continue
        following = _below_word(plain, end + 1)
        if following is None or not (mark in ("/", "·", "*", "×") or (_JOIN.match(mark) and (following in TIMES or _known(following)))):
            break
        end += 1
    return tuple(words), end


def _below_word(plain: str, at: int) -> str | None:
    span = _SPAN.match(plain, at)
    if span:
        return span[0]
    many = _MANY.match(plain, at)
    if many and len(many[0]) > 1 and (many[0][0].isdigit() or many[0][0] in "十百千万"):
        return many[0]
    found = max((w for w in (UNITS.at(plain, at), ENTITIES.at(plain, at)) if w), key=lambda w: len(w[0]), default=None)
    spelled = next((t for t in sorted(TIMES, key=len, reverse=True) if plain.startswith(t, at)), None)
    if found and len(found[0]) >= len(spelled or ""):
        bracket = _BRACKETED.match(plain, at + len(found[0]))  # 元/台（套）
        return found[0] + (bracket[0] if bracket and bracket[1] in UNITS.words else "")
    if spelled:
        return spelled
    match = _BELOW.match(plain, at)
    return match[0] if match else None


def _known(word: str) -> bool:
    return (UNITS.at(word, 0) or ("",))[0] == word or (ENTITIES.at(word, 0) or ("",))[0] == word


def joined(unit: str | None, below: tuple[str, ...]) -> str | None:
    """A unit with its denominator in one form: 元/人·月."""
    return f"{unit}/{'·'.join(below)}" if unit and below else unit


def basis_of(below: tuple[str, ...]) -> str:
    """The span of time under a slash, as words give it: 次/季 → 每季度."""
    return "每" + _SPELLED.get(below[0], below[0])


@lru_cache(maxsize=8192)
def unit_word(text: str, column: bool = False) -> Measure | None:
    """A whole text as a unit: a name's bracket, a unit column. None where it is none (社区, 含续建), but for a column, where 村 is one too.

    Signs and masks of a template in front of it (``≥**%``) are not part of it.
    """
    no_units = ("graded",) if column else ("entity", "graded")
    plain = text_of(text).plain
    plain = plain[_TEMPLATE.match(plain).end() :]  # type: ignore[union-attr]
    if not plain or plain in ("个数", "数量"):
        return Measure(0, Decimal(1), "个", "count") if plain == "个数" else None
    if plain in ("万", "亿"):
        return Measure(1, SCALES[plain], None, "")
    found = UNITS.words.get(plain)
    if found and (found.kind in no_units or plain in ("比例", "番", "成", "年度")):
        return None
    if found:
        return Measure(len(plain), Decimal(1), found.canonical if plain.endswith("数") else found.written, found.kind)
    measure = read_unit(plain, 0)
    if measure.end == len(plain) and measure.unit and measure.kind not in no_units:
        return measure
    bracket = re.fullmatch(r"(.+)\((.+)\)", plain)
    if bracket and (outer := unit_word(bracket[1], column)) and not outer.below:
        inner = unit_word(bracket[2], column)
        if inner and outer.kind == "count" and bracket[2] in TIMES:
            return Measure(outer.end, outer.scale, outer.unit, outer.kind, (bracket[2],))  # 次（月）
        if inner and canonical_unit(inner.unit or "") == canonical_unit(outer.unit or ""):
            return outer  # 平方米（㎡）
    if column and _WORD.fullmatch(plain) and plain not in NO_UNIT:
        return Measure(len(plain), Decimal(1), plain, "count")
    return None


@lru_cache(maxsize=8192)
def name_unit(name: str) -> Measure | None:
    """The unit in the last bracket of an indicator's name (DOMAIN 4.1), if that is a unit."""
    plain = text_of(name).plain
    groups = re.findall(r"\(([^()]*)\)", plain)
    return unit_word(groups[-1]) if groups else None


def unit_of_name(name: str | None) -> str | None:
    """The unit that an indicator's name gives in its last bracket, scale included; None where it gives none.

    >>> unit_of_name("林木采伐监管（万立方米）"), unit_of_name("建设项目个数（含续建）"), unit_of_name("成活率（≥**%）")
    ('万立方米', None, '%')
    """
    found = name_unit(name) if name else None
    if found is None:
        return None
    scale = {Decimal(10**4): "万", Decimal(10**8): "亿", Decimal(1000): "千", Decimal(100): "百"}.get(found.scale, "")
    return scale + (joined(found.unit, found.below) or "")


@lru_cache(maxsize=8192)
def canonical_unit(unit: str) -> str:
    """The unit by which two are compared: 场次 → 场, 次数 → 次, ㎡ → 平方米, 元/人.月 → 元/人·月. Unknown units stand for themselves.

    >>> canonical_unit("场次"), canonical_unit("个数"), canonical_unit("人"), canonical_unit("人次"), canonical_unit("元/季")
    ('场', '个', '人', '人次', '元/季度')
    """
    plain = text_of(unit).plain
    head, *below = plain.split("/")
    words = [w for part in below for w in _JOIN.split(part) if w]
    words = [w for found in words for w in ((found[0], found[1]) if found in ("人年", "人月", "人天", "人日") else (found,))]  # 元/人年
    words = [_SPELLED.get(w, UNITS.words[w].canonical if w in UNITS.words else w) for w in words]
    scale = ""
    if head not in UNITS.words and head[:1] in ("万", "亿"):
        scale, head = head[0], head[1:]
    if head in UNITS.words:
        head = UNITS.words[head].canonical
    return "/".join([scale + head, *(["·".join(words)] if words else [])])


def is_span(word: str) -> bool:
    """Whether a word is a span of time that numbers are given per."""
    return word in TIMES or word in PERIODS.words
