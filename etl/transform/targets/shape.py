"""Tokens that belong together before a clause is read: two bounds of one quantity, a span of time before a count, conditions run on."""

from __future__ import annotations

import re

from etl.transform.targets import lexicon
from etl.transform.targets.scan import scan
from etl.transform.targets.tokens import LOWER, UPPER, Quantity, Token, comparator_of

_TWO_NUMBERS = re.compile(r"\d[^\d.,]+\d", re.ASCII)


def run_on(plain: str) -> list[int]:
    """Where a clause of several numbers is to be cut: behind a number, where a measure with a sign, or a span of time, of the next one follows."""
    if not _TWO_NUMBERS.search(plain):
        return []
    tokens = scan(plain)
    spans = [i for i, t in enumerate(tokens) if t.kind in ("basis", "date")]
    if len(spans) > 1 and spans[0] == 0 and all(tokens[i - 1].kind == "number" for i in spans[1:]) and tokens[-1].kind == "number":
        return [tokens[i].start for i in spans[1:]]  # 第一季度25%第二季度50%
    if sum(c in "≥≤<>=" for c in plain) < 2:
        return []
    cuts = []
    for i, token in enumerate(tokens[:-3]):
        if token.kind == "number" and i and tokens[i - 1].kind == "symbol":
            rest = tokens[i + 1 :]
            if rest[0].kind == "after":
                rest = rest[1:]
            kinds = [t.kind for t in rest[:3]]
            if kinds == ["text", "symbol", "number"] and plain[rest[0].start : rest[0].end].endswith(lexicon.MEASURES):
                cuts.append(rest[0].start)
    return cuts


def folded(plain: str, tokens: list[Token]) -> list[Token]:
    """Two bounds of one quantity as a range: ≥90%且≤100%, 60≤得分≤90."""
    numbers = [i for i, t in enumerate(tokens) if t.kind == "number"]
    if len(numbers) != 2:
        return tokens
    (a, b), gap = numbers, tokens[numbers[0] + 1 : numbers[1]]
    first, second = tokens[a].value, tokens[b].value
    if first.high is not None or second.high is not None:
        return tokens
    if _from_to(tokens, a, b):
        return _merged(tokens, a, b, tokens[a].start, (first, "ge"), (second, "le"))
    words = "".join(plain[t.start : t.end] for t in gap if t.kind == "text")
    signs = [t for t in gap if t.kind in ("symbol", "before")]
    lead = tokens[a - 1] if a and tokens[a - 1].kind in ("symbol", "before") and tokens[a - 1].end == tokens[a].start else None
    if (
        lead
        and signs
        and words in ("", "且", "并且", "并", "但", "同时", "而")
        and {comparator_of(lead) in LOWER, comparator_of(signs[-1]) in LOWER} == {True, False}
    ):
        pair = [(first, comparator_of(lead)), (second, comparator_of(signs[-1]))]
        low, high = pair if pair[0][1] in LOWER else pair[::-1]
        start = lead.start
    elif lead is None and len(signs) == 2 and all(comparator_of(s) in UPPER for s in signs) and len(words) <= 8:
        low, high, start = (first, "gt" if comparator_of(signs[0]) == "lt" else "ge"), (second, comparator_of(signs[1])), tokens[a].start
    else:
        return tokens
    return _merged(tokens, a, b, start, low, high)


def _merged(tokens: list[Token], a: int, b: int, start: int, low: tuple[Quantity, str], high: tuple[Quantity, str]) -> list[Token]:
    """The tokens with the two numbers ``a`` and ``b`` (and what is between them, from ``start``) as one range."""
    merged = Quantity(low[0].low, high[0].low, high[0].measure if high[0].measure.unit else low[0].measure, low_measure=low[0].measure)
    merged.low_open, merged.high_open = low[1] == "gt" or None, high[1] == "lt" or None
    return [t for t in tokens if t.end <= start] + [Token("number", start, tokens[b].end, merged)] + tokens[b + 1 :]


def _from_to(tokens: list[Token], a: int, b: int) -> bool:
    """3次以上5次以下: the words behind each number say which end it is."""
    between = [t.value for t in tokens[a + 1 : b] if t.kind == "after"]
    behind = tokens[b + 1 : b + 2]
    only = all(t.kind in ("after", "inclusive") for t in tokens[a + 1 : b])
    return only and between == ["ge"] and bool(behind) and (behind[0].kind, behind[0].value) == ("after", "le")


def governing(plain: str, tokens: list[Token], at: int) -> Token | None:
    """The sign of a number that stands before the noun the number is of: ≥任务数的95%, 不超过预算450万元, 达到计划的100%.

    A comparison with something else is none, its number is the difference: 高于全省平均水平5个百分点.
    """
    back = at
    while back and tokens[back - 1].kind in ("text", "relative", "basis", "scope") and tokens[back - 1].end == tokens[back].start:
        back -= 1
    if not 0 < back < at or tokens[back - 1].kind not in ("symbol", "before") or tokens[back - 1].end != tokens[back].start:
        return None
    sign, noun = tokens[back - 1], plain[tokens[back].start : tokens[at].start]
    if len(noun) > 12 or noun.endswith(("水平", "平均", "均值", "平均值", "平均数")) or tokens[at].value.measure.kind == "points":
        return None
    if sign.kind == "symbol":
        return sign if sign.value in (*LOWER, *UPPER, "eq") else None
    word = plain[sign.start : sign.end]
    if noun.endswith("的") or word.startswith("控制") or (word.startswith("不") and sign.value.comparator in ("ge", "le")):
        return sign
    return sign if sign.value.weak and sign.value.comparator == "ge" and noun.endswith(lexicon.MEASURES) else None


def counted_above(plain: str, tokens: list[Token], noun: Token) -> bool:
    """Whether what is counted stands between its number and the word that ends the clause: 三家单位|以上, but not 3项省级|以上."""
    after = tokens[-1]
    word = plain[noun.start : noun.end]
    of_a_kind = word in lexicon.ENTITIES.words or word.endswith((*lexicon.ENDINGS, *lexicon.PERSONS))
    return noun.kind == "text" and after.kind == "after" and after.start == noun.end and noun.end - noun.start <= 8 and of_a_kind


def repeated(plain: str, tokens: list[Token]) -> list[Token]:
    """A span of time directly before a count is what it is per: 一年两次, 3个月一次."""
    if len(tokens) < 2:
        return tokens
    first = tokens[0]
    second = next((t for t in tokens[1:] if t.kind not in ("symbol", "before", "after")), tokens[1])
    word = plain[first.start : first.end]
    if first.kind == "text" and word in lexicon.SPANS and second.kind == "number" and second.value.measure.kind == "count":
        first.kind, first.value = "basis", lexicon.SPANS[word]  # 年≥4次
        return tokens
    if second is not tokens[1] and (
        word[-1:] not in ("年", "月", "周", "度") or (tokens[1].kind == "after" and plain[tokens[1].start : tokens[1].end] != "内")
    ):
        return tokens  # 3天内不少于4次
    if (
        first.kind == second.kind == "number"
        and first.value.high is None
        and (first.value.measure.kind, second.value.measure.kind) == ("time", "count")
    ):
        span = plain[first.start : first.end]
        word = span[1:] if span[0] in "一1" and not span[1:2].isdigit() else span
        first.kind, first.value = "basis", "每" + word.removeprefix("个")
        if tokens[1].kind == "after":
            tokens[1].kind = "used"  # 一年内4次
    return tokens
