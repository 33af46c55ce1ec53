"""One condition: its tokens become a part (comparator, bounds, unit, basis, scope, measure), or it stays text.

A clause has at most one quantity (or range) or one date. What stands beside it is its sign, its span of time, its entity; the rest is what the
value itself says it measures. A clause with several quantities that none of these explains is not understood: text, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from etl.transform.statement import Comparator, Part
from etl.transform.targets import lexicon
from etl.transform.targets.context import Context
from etl.transform.targets.dates import Span
from etl.transform.targets.numbers import plain_decimal
from etl.transform.targets.printed import Text
from etl.transform.targets.scan import Quantity, Token, scan
from etl.transform.targets.units import TIMES, Measure, basis_of, canonical_unit, joined, read_unit, unit_word

_EDGES = "：:，,、。；; -"
LOWER, UPPER = ("ge", "gt"), ("le", "lt")


@dataclass(slots=True)
class Clause:
    """A clause read: its part, whether that holds a number or date, and problems (rule, found, expected)."""

    part: Part
    numeric: bool
    problems: list[tuple[str, str | None, str | None]] = field(default_factory=list)
    year: int | None = None


def read_clause(text: Text, context: Context, *, sign: str | None = None, year: int | None = None) -> Clause:
    """The reading of one clause. ``sign``: the comparator of a sign column, ``year``: of a date in the clause before."""
    tokens = scan(text.plain, fiscal_year=context.fiscal_year, timed=context.timed)
    tokens = _every(text.plain, _folded(text.plain, tokens))
    chosen = _chosen(text.plain, tokens)
    if chosen is None:
        return _words(text, tokens, sign)
    token = tokens[chosen]
    if token.kind == "date":
        return _dated(text, tokens, chosen, context, sign, year)
    return _number(text, tokens, chosen, context, sign)


def _folded(plain: str, tokens: list[Token]) -> list[Token]:
    """Two bounds of one quantity as a range: ≥90%且≤100%, 60≤得分≤90."""
    numbers = [i for i, t in enumerate(tokens) if t.kind == "number"]
    if len(numbers) != 2:
        return tokens
    (a, b), gap = numbers, tokens[numbers[0] + 1 : numbers[1]]
    first, second = tokens[a].value, tokens[b].value
    if first.high is not None or second.high is not None:
        return tokens
    words = "".join(plain[t.start : t.end] for t in gap if t.kind == "text")
    signs = [t for t in gap if t.kind in ("symbol", "before")]
    lead = tokens[a - 1] if a and tokens[a - 1].kind in ("symbol", "before") and tokens[a - 1].end == tokens[a].start else None
    if (
        lead
        and signs
        and words in ("且", "并且", "并", "但", "同时", "而")
        and {_comparator(lead) in LOWER, _comparator(signs[-1]) in LOWER} == {True, False}
    ):
        pair = [(first, _comparator(lead)), (second, _comparator(signs[-1]))]
        low, high = pair if pair[0][1] in LOWER else pair[::-1]
        start = lead.start
    elif lead is None and len(signs) == 2 and all(_comparator(s) in UPPER for s in signs) and len(words) <= 8:
        low, high, start = (first, "gt" if _comparator(signs[0]) == "lt" else "ge"), (second, _comparator(signs[1])), tokens[a].start
    else:
        return tokens
    merged = Quantity(low[0].low, high[0].low, high[0].measure if high[0].measure.unit else low[0].measure, low_measure=low[0].measure)
    merged.low_open, merged.high_open = low[1] == "gt" or None, high[1] == "lt" or None
    return [t for t in tokens if t.end <= start] + [Token("number", start, tokens[b].end, merged)] + tokens[b + 1 :]


def _every(plain: str, tokens: list[Token]) -> list[Token]:
    """A span of time directly before a count is what it is per: 一年两次, 3个月一次."""
    if len(tokens) < 2:
        return tokens
    first, second = tokens[0], tokens[1]
    if (
        first.kind == second.kind == "number"
        and first.value.high is None
        and (first.value.measure.kind, second.value.measure.kind) == ("time", "count")
    ):
        span = plain[first.start : first.end]
        word = span[1:] if span[0] in "一1" and not span[1:2].isdigit() else span
        first.kind, first.value = "basis", "每" + word.removeprefix("个")
    return tokens


def _comparator(token: Token) -> str:
    return str(token.value if token.kind == "symbol" else token.value.comparator)


def _chosen(plain: str, tokens: list[Token]) -> int | None:
    """The token that is the value: the only number, else the last one behind a measure; else the only date."""
    numbers = [i for i, t in enumerate(tokens) if t.kind == "number"]
    if len(numbers) > 1:  # 110kV变电站1座: a voltage before its noun is no target
        kinds = {i: tokens[i].value.measure.kind in ("power", "data") and i + 1 < len(tokens) and tokens[i + 1].kind == "text" for i in numbers}
        numbers = [i for i in numbers if not kinds[i]] or numbers
    if len(numbers) > 1:
        last = numbers[-1]
        before = plain[tokens[last - 1].start : tokens[last].start] if last else ""
        lead = next((plain[t.start : t.end] for t in reversed(tokens[:last]) if t.kind == "text"), "")
        signed = bool(last) and tokens[last - 1].kind in ("symbol", "before")
        only = lead.rstrip('”"’)》均应须').endswith(lexicon.MEASURES) and not any(t.kind == "text" for t in tokens[last + 1 :])
        if only and (signed or before == lead) and tokens[numbers[0]].value.measure.unit:
            return last
        return None
    if numbers:
        return numbers[0] if _is_value(plain, tokens, numbers[0]) else None
    dates = [i for i, t in enumerate(tokens) if t.kind == "date"]
    return dates[0] if len(dates) == 1 and _is_deadline(plain, tokens, dates[0]) else None


def _is_value(plain: str, tokens: list[Token], at: int) -> bool:
    """Whether a number is the value and not a detail of a text: signed, or nothing but a measure beside it."""
    quantity: Quantity = tokens[at].value
    sign = next((t for t in tokens[:at] if t.kind in ("symbol", "before") and t.end == tokens[at].start), None)
    signed = sign is not None or (at + 1 < len(tokens) and tokens[at + 1].kind == "after")
    before = "".join(plain[t.start : t.end] for t in tokens[:at] if t.kind in ("text", "relative", "date"))
    after = "".join(plain[t.start : t.end] for t in tokens[at + 1 :] if t.kind == "text")
    if signed and not (after and sign is not None and sign.kind == "before" and sign.value.comparator == "eq"):
        return len(after) <= 30
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    if quantity.measure.unit == "年" and following and following.kind == "date" and following.start == tokens[at].end:
        return False  # 22年6月: which century is not said
    if signed:
        return False  # 为300户困难群众提供服务
    if not after:
        if quantity.measure.unit is None and before and not before.endswith(lexicon.MEASURES) and not _filled(before) and before[-1:] not in ":-":
            return len(before) <= 8 and "第" not in before
        framed = any(before.startswith(f) for f in lexicon.FRAMES) and not before.endswith(lexicon.MEASURES)
        return not framed or quantity.measure.kind in ("percent", "money") or len(before) <= 4
    if quantity.measure.kind == "time" and not after.startswith(tuple(lexicon.DEADLINES)):
        return False  # 24小时在线服务
    if quantity.measure.unit is None or (quantity.chinese and quantity.low == 1) or len(after) > 14 or len(before) > 14:
        return False
    return not any(before.startswith(f) for f in lexicon.FRAMES)


def _filled(text: str) -> bool:
    """Whether a text is nothing but words such as 共计, 力争."""
    while text:
        word = next((w for w in lexicon.FILLERS if text.startswith(w)), None)
        if word is None:
            return False
        text = text[len(word) :]
    return True


def _is_deadline(plain: str, tokens: list[Token], at: int) -> bool:
    """Whether a date is a deadline (or period): alone, followed by 前 or 完成, or led by 完成时间为; not the date of a document."""
    token, span = tokens[at], tokens[at].value
    before, after = plain[: token.start], plain[token.end :]
    last = tokens[at - 1] if at else None
    if not span.sure and span.grain in ("year",) and not after and not before and not (last and last.kind == "before"):
        return True
    tail = next((w for w in sorted(lexicon.DEADLINES, key=len, reverse=True) if after.startswith(w)), None)
    if any(after.startswith(s) for s in lexicon.STARTS) and tail is None:
        return False
    if any(before.startswith(f) and not before.startswith(("确保", "保证", "为", "按")) for f in lexicon.FRAMES) and len(before) > 2:
        return False
    if tail:
        return not (span.grain == "year" and not span.sure and tail in ("完成", "验收", "交付", "建成") and len(after) > 4 and not before)
    if span.grain == "year" and not span.sure:
        return False
    leads = ("", "时间", "于", "在", "截至", "截止", "期限", "日期", "预计", "计划", "力争", "不迟于", "不晚于", ":", "为", "到", "至", "自", "从")
    return (not after or len(after) <= 8) and (not before or before.endswith(leads[1:]) or len(before) <= 6)


def _words(text: Text, tokens: list[Token], sign: str | None) -> Clause:
    """A clause without a number: text, a grade (良好以上), or a bound against last year (不低于上年)."""
    plain = text.plain
    relative = next((t for t in tokens if t.kind == "relative"), None)
    basis = relative.value if relative else None
    rest = "".join(plain[t.start : t.end] for t in tokens if t.kind == "text")
    bound = next((t for t in tokens if t.kind in ("symbol", "before")), None)
    comparator = _comparator(bound) if bound else None
    if relative and comparator in LOWER and rest in ("", "水平", "度", "值", "度水平", "的水平", "同期水平", "数", "标准", "指标", "实际", "实绩"):
        part = Part(comparator, basis=basis, low_inclusive=comparator == "ge")  # type: ignore[arg-type]
        return Clause(part, False)
    graded = _graded(text)
    if graded:
        return Clause(graded, False)
    if sign and (word := text.plain.strip()) in lexicon.GRADES and sign in ("ge", "gt", "le", "lt"):
        return Clause(Part("qualitative", text=text.printed, ordinal=sign if word else None), False)
    part = Part("qualitative", text=text.printed or None, basis=basis)
    part.no_target = no_target(plain, [t for t in tokens if t.kind in ("number", "date")])
    return Clause(part, False)


def _graded(text: Text) -> Part | None:
    """良好以上, 不低于合格, ≥良好: a grade with its comparator."""
    plain = text.plain
    bound = lexicon.SYMBOLS.at(plain, 0) or lexicon.BEFORE.at(plain, 0)
    start = len(bound[0]) if bound else 0
    for end in range(len(plain), start, -1):
        if plain[start:end] in lexicon.GRADES:
            rest = plain[end:]
            after = lexicon.AFTER.at(rest, 0) if rest else None
            if (
                rest
                and not (after and len(after[0]) == len(rest))
                and rest not in ("等级", "等次", "标准", "水平", "等级以上", "等次以上", "标准以上")
            ):
                continue
            if rest.endswith("以上"):
                comparator: str | None = "ge"
            elif after:
                comparator = after[1].comparator
            else:
                comparator = bound[1].comparator if bound else None
            if comparator in (None, "eq", "approx") and start == 0:
                return None
            return Part("qualitative", text=text.printed[start:end], ordinal=comparator if comparator in (*LOWER, *UPPER, "eq") else None)
    return None


def no_target(plain: str, numbers: list[Token]) -> bool:
    """Whether words put no target: 据实, 高中低, 全年受援人数 (only what is measured, again), 以…为准."""
    if numbers:
        return False
    if lexicon.PLACEHOLDERS.get(plain) in ("template", "no_target") or plain.startswith(lexicon.NO_TARGET_LEADS):
        return True
    if plain.endswith(lexicon.RESTATES) or any(w in plain for w in lexicon.PUT_OFF):
        return True
    return plain.endswith(lexicon.NO_TARGET_TAILS)


def _signs(tokens: list[Token], at: int) -> tuple[str | None, str | None, bool]:
    """(comparator before the number, after it, whether the one before is weak). Signs may stand before a basis: ≥每年3次.

    The tokens that are signs of this number become ``used``; other signs stay words of the measure (高于全省平均水平5个百分点).
    """
    before, weak = None, False
    stop = tokens[at].start
    for token in reversed(tokens[:at]):
        if token.kind in ("symbol", "before") and token.end == stop:
            found = _comparator(token)
            this_weak = token.kind == "before" and token.value.weak
            if before is None or (weak and not this_weak) or (before == "approx"):
                before, weak = found, this_weak
            elif before == "eq" and not this_weak and found in (*LOWER, *UPPER):
                before = found
            token.kind, stop = "used", token.start
        elif (token.kind in ("basis", "scope", "bracket") and token.end == stop) or (
            token.kind == "text" and token.end == stop and before is None and token.end - token.start <= 4 and _adverb(tokens, token)
        ):
            stop = token.start
        else:
            break
    after = None
    stop = tokens[at].end
    for token in tokens[at + 1 :]:
        if token.kind == "after" and token.start == stop:
            after, stop, token.kind = token.value, token.end, "used"
        elif token.kind in ("inclusive", "bracket", "basis", "scope") and token.start == stop:
            stop = token.end
        else:
            break
    return before, after, weak


def _adverb(tokens: list[Token], verb: Token) -> bool:
    """Whether an adverb stands directly before a verb: 至少|举行."""
    short = verb.kind == "text" and verb.end - verb.start <= 4
    return short and any(t.kind == "before" and t.end == verb.start and t.value.adverb for t in tokens)


def _number(text: Text, tokens: list[Token], at: int, context: Context, column: str | None) -> Clause:
    """The part of a quantity with all that stands around it."""
    quantity: Quantity = tokens[at].value
    before, after, weak = _signs(tokens, at)
    problems: list[tuple[str, str | None, str | None]] = []
    inclusive = next((t.value for t in tokens[at + 1 :] if t.kind == "inclusive"), None)
    comparator = after if after and (before is None or weak or before in ("eq", "approx")) else before
    if before in (*LOWER, *UPPER) and after in (*LOWER, *UPPER) and not weak and (before in LOWER) != (after in LOWER):
        problems.append(("sign_disagrees", text.printed, before))
    implied = comparator in (None, "span") and column is None
    if column and column != "qualitative":
        if comparator and comparator != column and not (weak and comparator == before):
            problems.append(("sign_disagrees", comparator, column))
        comparator = column
    if quantity.vague and comparator in (None, "eq"):
        comparator, implied = "approx", False
    part = Part("eq")
    _bound(part, quantity, comparator or "eq", context)
    part.implied = implied and part.comparator == "eq"
    if inclusive is not None:
        _include(part, inclusive)
    _unit(part, text, tokens, at, context)
    _surroundings(part, text, tokens, at)
    if context.column and part.unit and part.unit_from == "value" and not _same_unit(part.unit, context.column):
        problems.append(("unit_disagrees", part.unit, context.column.unit))
    return Clause(part, True, problems)


def _same_unit(unit: str, column: Measure) -> bool:
    return canonical_unit(unit) == canonical_unit(joined(column.unit, column.below) or "") or canonical_unit(unit) == canonical_unit(
        column.unit or ""
    )


def _scale(measure: Measure, context: Context) -> tuple[Decimal, str | None, str]:
    """(factor, unit, kind): counts are scaled to the unit, money keeps 万元 and 亿元; a bare 万 beside money is 万元."""
    scale, unit, kind = measure.scale, measure.unit, measure.kind
    if kind == "money" and unit == "元":
        if scale >= 10**4 and scale % 10**4 == 0:
            name = {Decimal(10**4): "万元", Decimal(10**8): "亿元"}.get(scale)
            return (Decimal(1), name, kind) if name else (scale / 10**4, "万元", kind)
        return scale, unit, kind
    if unit is None and scale >= 10**4 and context.money and not (context.unit and context.unit.kind != "money"):
        return (scale / 10**8, "亿元", "money") if scale % 10**8 == 0 else (scale / 10**4, "万元", "money")
    return scale, unit, kind


def _bound(part: Part, quantity: Quantity, comparator: str, context: Context) -> None:
    """Numbers and comparator of a part."""
    factor, part.unit, _ = _scale(quantity.measure, context)
    low = plain_decimal(quantity.low * factor) if factor != 1 else quantity.low
    if quantity.high is not None:
        high = plain_decimal(quantity.high * factor) if factor != 1 else quantity.high
        own = quantity.low_measure
        if own is not None and (own.unit is not None or own.scale != 1):
            mine, unit, _ = _scale(own, context)
            if unit == part.unit or unit is None:
                low = plain_decimal(quantity.low * mine)
            elif {unit, part.unit} <= {"元", "万元", "亿元"}:
                worth = {"元": Decimal(1), "万元": Decimal(10**4), "亿元": Decimal(10**8)}
                low = plain_decimal(quantity.low * worth[unit] / worth[part.unit])  # type: ignore[index]
        elif low > high and quantity.measure.scale > 1:
            low = quantity.low
        if part.unit is None and own is not None:
            part.unit = own.unit
        part.comparator, part.low, part.high = "range", min(low, high), max(low, high)
        part.low_inclusive, part.high_inclusive = not quantity.low_open, not quantity.high_open
    elif comparator == "within":
        part.comparator, part.low, part.high, part.low_inclusive, part.high_inclusive = "range", -low, low, True, True
    elif comparator in LOWER:
        part.comparator, part.low, part.low_inclusive = _as(comparator), low, comparator == "ge"
    elif comparator in UPPER:
        part.comparator, part.high, part.high_inclusive = _as(comparator), low, comparator == "le"
    else:
        part.comparator, part.low, part.high = ("approx" if comparator == "approx" else "eq"), low, low


def _as(comparator: str) -> Comparator:
    return comparator  # type: ignore[return-value]


def _include(part: Part, inclusive: bool) -> None:
    """(含), (不含) behind a number: the flag of its bound."""
    if part.comparator in LOWER:
        part.low_inclusive = inclusive
    elif part.comparator in UPPER or part.comparator == "range":
        part.high_inclusive = inclusive


def _unit(part: Part, text: Text, tokens: list[Token], at: int, context: Context) -> None:
    """The unit: behind the number, else in a bracket behind it, else the column's, else the name's."""
    quantity: Quantity = tokens[at].value
    measure = quantity.measure
    if part.unit:
        part.unit_from = "value"
        part.unit = _as_printed(part.unit, text, tokens[at])
        _denominator(part, measure)
        return
    for token in tokens[at + 1 :]:
        if token.kind == "bracket":
            found = unit_word(token.value)
            if found:
                part.unit, part.unit_from = joined(found.unit, found.below), "value"
                _rescale(part, found)
                token.kind = "used"
                return
    given, source = (context.column, "column") if context.column else (context.unit, "name")
    if given and given.kind == "time" and measure.below:
        given = None
    if given and not (measure.below and given.below != measure.below):
        part.unit, part.unit_from = joined(given.unit, given.below), source  # type: ignore[assignment]
        if quantity.measure.scale == 1 or given.scale == 1:
            _rescale(part, given)
    elif measure.below:
        if measure.below[0] in TIMES:
            part.basis = basis_of(measure.below)
        else:
            part.scope = "每" + measure.below[0]


def _rescale(part: Part, given: Measure) -> None:
    """A unit of the name or column that is scaled (万亩) scales the number; 万元 is a unit of its own."""
    if given.scale != 1:
        part.low = plain_decimal(part.low * given.scale) if isinstance(part.low, Decimal) else part.low
        part.high = plain_decimal(part.high * given.scale) if isinstance(part.high, Decimal) else part.high


def _as_printed(unit: str, text: Text, number: Token) -> str:
    """The unit with the brackets and exponents that its print has: 台（套）, m²."""
    start = text.plain.find(unit, number.start, number.end)
    printed = text.printed[start : start + len(unit)] if start >= 0 else unit
    return printed if any(c in "（）²³" for c in printed) else unit


def _denominator(part: Part, measure: Measure) -> None:
    """A slash stays in the unit (元/人·月), but for a count over time alone: 1次/季度 is 次, 每季度."""
    if not measure.below:
        return
    if measure.kind == "count" and len(measure.below) == 1 and measure.below[0] in TIMES:
        part.basis = basis_of(measure.below)
    else:
        part.unit = joined(part.unit, measure.below)


def _surroundings(part: Part, text: Text, tokens: list[Token], at: int) -> None:
    """Basis, scope and measure out of the tokens beside the number; a bracket becomes text."""
    measure: list[str] = []
    scopes: list[str] = []
    notes: list[str] = []
    first_unit, skip = part.unit, 0
    for i, token in enumerate(tokens):
        printed = text.printed[token.start : token.end]
        if i == at or token.kind in ("symbol", "inclusive", "used"):
            continue
        if token.kind in ("basis", "relative") and part.basis is None:
            part.basis = token.value
        elif token.kind == "date" and part.basis is None:
            following = text.plain[token.end :]
            tail = next((w for w in ("之前", "以前", "前") if following.startswith(w)), "")
            part.basis = text.printed[token.start : token.end + len(tail)]
            skip = len(tail)
            if measure and measure[-1].endswith(("比", "较", "与", "于")):  # 较2020年下降5%
                measure[-1] = measure[-1].rstrip("相比较与于")
        elif token.kind == "scope":
            scopes.append(printed)
        elif token.kind == "bracket":
            if (found := read_unit(token.value, 0)).end == len(token.value) and found.unit and found.unit == first_unit:
                continue
            notes.append(printed[1:-1])
        else:
            measure.append(printed[skip:])
            skip = 0
    if scopes:
        part.scope = "".join(scopes)
    words = _stripped("".join(measure))
    part.measure = words or None
    part.text = "；".join(notes) or None


def _stripped(words: str) -> str:
    """A measure without the words that only lead to the number (共计, 力争, 在); a single 应 or 须 only behind a measure (出勤率应)."""
    words = words.strip(_EDGES)
    while words:
        filler = next((f for f in lexicon.FILLERS if words.endswith(f)), None)
        rest = words[: -len(filler)] if filler else words
        if filler is None or (len(filler) == 1 and rest and filler != "在" and not rest.endswith(lexicon.MEASURES)):
            break
        words = rest.strip(_EDGES)
    return words


def _dated(text: Text, tokens: list[Token], at: int, context: Context, column: str | None, year: int | None) -> Clause:
    """A deadline (before: its last day) or a period (both ends)."""
    span: Span = tokens[at].value
    low, high = span.days(context.fiscal_year or year)
    part = Part("period", low=low, high=high) if span.period else Part("before", high=high)
    words: list[Any] = []
    for i, token in enumerate(tokens):
        if i == at or token.kind in ("symbol", "before", "after", "inclusive"):
            continue
        printed = text.printed[token.start : token.end]
        if token.kind == "basis" and part.basis is None:
            part.basis = token.value
        elif token.kind == "scope":
            part.scope = printed
        else:
            words.append(printed)
    rest = "".join(words)
    for tail in sorted(lexicon.DEADLINES, key=len, reverse=True):
        if rest.startswith(tail) and text.printed[tokens[at].end :].startswith(tail):
            rest = rest[len(tail) :]
            break
    part.measure = _stripped(rest) or None
    return Clause(part, True, [], span.last_year)
