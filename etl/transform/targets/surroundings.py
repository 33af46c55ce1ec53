"""What stands beside a number: its unit, span of time (basis), entity (scope), and what the value itself says it measures."""

from __future__ import annotations

from decimal import Decimal

from etl.transform.statement import Part
from etl.transform.targets import lexicon
from etl.transform.targets.context import Context
from etl.transform.targets.numbers import plain_decimal
from etl.transform.targets.printed import Text
from etl.transform.targets.tokens import Quantity, Token
from etl.transform.targets.units import Measure, basis_of, canonical_unit, is_span, is_time, joined, read_unit, unit_word

_EDGES = "：:，,、。；; -+【】〔〕*★☆▲●%％"


def set_unit(part: Part, text: Text, tokens: list[Token], at: int, context: Context) -> None:
    """The unit: behind the number, else in a bracket behind it, else the column's, else the name's."""
    quantity: Quantity = tokens[at].value
    measure = quantity.measure
    if part.unit:
        part.unit_from = "value"
        part.unit = _as_printed(part.unit, text, tokens[at])
        given = context.column or context.unit
        _denominator(part, given if measure.unit is None and given and given.below and not measure.below else measure)  # 1.2万 | 元/月
        return
    for token in tokens[at + 1 :]:
        if token.kind == "bracket":
            found = unit_word(token.value)
            if found:
                part.unit, part.unit_from = found.unit, "value"
                _denominator(part, found)
                _rescale(part, found)
                token.kind = "used"
                return
    given, source = (context.column, "column") if context.column else (context.unit, "name")
    if given and given.kind == "time" and measure.below:
        given = None
    if given and not (measure.below and given.below != measure.below):
        part.unit, part.unit_from = given.unit, source if given.unit else None  # type: ignore[assignment]
        _denominator(part, given)
        if quantity.measure.scale == 1 or given.scale == 1:
            _rescale(part, given)
    elif measure.below:
        if is_time(measure.below[0]):
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
    if measure.kind == "count" and len(measure.below) == 1 and is_time(measure.below[0]):
        part.basis = basis_of(measure.below)
    else:
        part.unit = joined(part.unit, measure.below)


def set_surroundings(part: Part, text: Text, tokens: list[Token], at: int) -> None:
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
            part.basis = text.plain[token.start : token.end + len(tail)]
            skip = len(tail)
            if measure and measure[-1].endswith(("比", "较", "与", "于")):  # 较2020年下降5%
                measure[-1] = measure[-1].rstrip("相比较与于")
        elif token.kind == "scope":
            scopes.append(text.plain[token.start : token.end])
        elif token.kind == "bracket":
            if (found := read_unit(token.value, 0)).end == len(token.value) and found.unit and found.unit == first_unit:
                continue
            if part.basis is None and is_span(token.value):
                part.basis = lexicon.PERIODS.words[token.value][0] if token.value in lexicon.PERIODS.words else basis_of((token.value,))
                continue  # 10次（每年）
            notes.append(printed[1:-1])
        else:
            measure.append(printed[skip:])
            skip = 0
    if scopes:
        part.scope = "".join(scopes)
    words = stripped("".join(measure))
    part.measure = words or None
    part.text = "；".join(notes) or None


def stripped(words: str) -> str:
    """A measure without the words that only lead to the number (共计, 力争, 在); a single 应 or 须 only behind a measure (出勤率应)."""
    words = words.strip(_EDGES).removeprefix("的")
    while words:
        filler = next((f for f in lexicon.FILLERS if words.endswith(f)), None)
        rest = words[: -len(filler)] if filler else words
        if filler is None or (len(filler) == 1 and rest and filler not in "在的" and not rest.endswith(lexicon.MEASURES)):
            break
        words = rest.strip(_EDGES)
    return words


def same_unit(unit: str, column: Measure) -> bool:
    return canonical_unit(unit) == canonical_unit(joined(column.unit, column.below) or "") or canonical_unit(unit) == canonical_unit(
        column.unit or ""
    )
