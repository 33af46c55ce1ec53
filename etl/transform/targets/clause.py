"""One condition: its tokens become a part (comparator, bounds, unit, basis, scope, measure), or it stays text.

A clause has at most one quantity (or range) or one date. What stands beside it is its sign, its span of time, its entity; the rest is what the
value itself says it measures. A clause with several quantities that none of these explains is not understood: text, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from etl.transform.statement import Part
from etl.transform.targets import lexicon
from etl.transform.targets.bounds import include, set_bound
from etl.transform.targets.context import MONEY, Context
from etl.transform.targets.dates import Span
from etl.transform.targets.judge import chosen
from etl.transform.targets.printed import Text
from etl.transform.targets.scan import scan
from etl.transform.targets.shape import counted_above, folded, governing, repeated
from etl.transform.targets.surroundings import same_unit, set_surroundings, set_unit, stripped
from etl.transform.targets.tokens import LOWER, UPPER, Quantity, Token, comparator_of
from etl.transform.targets.words import read_words

DEADLINES = sorted(lexicon.DEADLINES, key=len, reverse=True)


@dataclass(slots=True)
class Clause:
    """A clause read: its part, whether that holds a number or date, and problems (rule, found, expected)."""

    part: Part
    numeric: bool
    problems: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    year: int | None = None


def read_clause(text: Text, context: Context, *, sign: str | None = None, year: int | None = None) -> Clause:
    """The reading of one clause. ``sign``: the comparator of a sign column, ``year``: of a date in the clause before."""
    tokens = scan(text.plain, fiscal_year=context.fiscal_year, timed=context.timed, dated=context.dated)
    tokens = repeated(text.plain, folded(text.plain, tokens))
    if (
        not context.money and context.unit is None and ("万" in text.plain or "亿" in text.plain) and any(w in text.plain for w in MONEY)
    ):  # 实现税收500万
        context = replace(context, money=True)
    at = chosen(text.plain, tokens)
    if at is None:
        return Clause(read_words(text, tokens, sign), False)
    token = tokens[at]
    if token.kind == "number" and token.value.measure.kind == "fraction" and len(tokens) == 1 and not context.rate:
        return Clause(read_words(text, tokens, sign), False)  # 1/3 may be anything; of a rate it is 33.33 %
    if token.kind == "date":
        return _dated(text, tokens, at, context, sign, year)
    return _number(text, tokens, at, context, sign)


def _number(text: Text, tokens: list[Token], at: int, context: Context, column: str | None) -> Clause:
    """The part of a quantity with all that stands around it."""
    quantity: Quantity = tokens[at].value
    before, after, weak = _signs(text.plain, tokens, at)
    problems: list[tuple[str, str | None, str | None]] = []
    inclusive = next((t.value for t in (*tokens[at + 1 :], *tokens[:at]) if t.kind == "inclusive"), None)
    comparator = after if after and (before is None or weak or before in ("eq", "approx")) else before
    if before in (*LOWER, *UPPER) and after in (*LOWER, *UPPER) and not weak and (before in LOWER) != (after in LOWER):
        problems.append(("sign_disagrees", text.printed, before))
    implied = comparator in (None, "span") and column is None
    if column:
        if comparator and comparator != column and not (weak and comparator == before):
            problems.append(("sign_disagrees", comparator, column))
        comparator = column
    if quantity.vague and comparator in (None, "eq"):
        comparator, implied = "approx", False
    part = Part("eq")
    set_bound(part, quantity, comparator or "eq", context)
    part.implied = implied and part.comparator == "eq"
    if inclusive is not None:
        include(part, inclusive)
    set_unit(part, text, tokens, at, context)
    set_surroundings(part, text, tokens, at)
    if context.column and context.column.unit and part.unit and part.unit_from == "value" and not same_unit(part.unit, context.column):
        problems.append(("unit_disagrees", part.unit, context.column.unit))
    return Clause(part, True, problems)


def _signs(plain: str, tokens: list[Token], at: int) -> tuple[str | None, str | None, bool]:
    """(comparator before the number, after it, whether the one before is weak). Signs may stand before a basis: ≥每年3次.

    The tokens that are signs of this number become ``used``; other signs stay words of the measure (高于全省平均水平5个百分点).
    """
    before, weak = None, False
    stop = tokens[at].start
    for token in reversed(tokens[:at]):
        if token.kind in ("symbol", "before") and token.end == stop:
            found = comparator_of(token)
            this_weak = token.kind == "before" and token.value.weak
            if before is None or (weak and not this_weak) or (before == "approx"):
                before, weak = found, this_weak
            elif before == "eq" and not this_weak and found in (*LOWER, *UPPER):
                before = found
            token.kind, stop = "used", token.start
        elif (token.kind in ("basis", "scope", "bracket", "inclusive") and token.end == stop) or (
            token.kind == "text" and token.end == stop and before is None and token.end - token.start <= 4 and _adverb(tokens, token)
        ):
            stop = token.start
        else:
            break
    if before is None and (far := governing(plain, tokens, at)) is not None:
        before, weak, far.kind = comparator_of(far), far.kind == "before" and far.value.weak, "used"
    after = None
    stop = tokens[at].end
    for token in tokens[at + 1 :]:
        if token.kind == "after" and token.start == stop:
            after, stop, token.kind = token.value, token.end, "used"
        elif (token.kind in ("inclusive", "bracket", "basis", "scope") and token.start == stop) or counted_above(plain, tokens, token):
            stop = token.end
        else:
            break
    return before, after, weak


def _adverb(tokens: list[Token], verb: Token) -> bool:
    """Whether an adverb stands directly before a verb: 至少|举行."""
    short = verb.kind == "text" and verb.end - verb.start <= 4
    return short and any(t.kind == "before" and t.end == verb.start and t.value.adverb for t in tokens)


def _dated(text: Text, tokens: list[Token], at: int, context: Context, column: str | None, year: int | None) -> Clause:
    """A deadline (before: its last day) or a period (both ends)."""
    span: Span = tokens[at].value
    sign = tokens[at - 1] if at and tokens[at - 1].kind in ("symbol", "before") else None
    if sign and comparator_of(sign) in LOWER and not (sign.kind == "before" and sign.value.weak):
        return Clause(read_words(text, tokens, column), False)  # 晚于12月31日: no deadline
    low, high = span.days(context.fiscal_year or year)
    part = Part("period", low=low, high=high) if span.period else Part("before", high=high)
    words: list[str] = ["", ""]
    for i, token in enumerate(tokens):
        if i == at or token.kind in ("symbol", "before", "after", "inclusive", "bracket"):
            continue
        printed = text.printed[token.start : token.end]
        if token.kind == "basis" and part.basis is None:
            part.basis = token.value
        elif token.kind == "scope":
            part.scope = text.plain[token.start : token.end]
        else:
            words[i > at] += printed
    while tail := next((w for w in DEADLINES if words[1].startswith(w)), ""):  # 前完成, 底前全部完成
        words[1] = words[1][len(tail) :].lstrip("，,")
    part.measure = (stripped(words[0]).rstrip("到至于自由从") + stripped(words[1])) or None
    return Clause(part, True, [], span.last_year)
