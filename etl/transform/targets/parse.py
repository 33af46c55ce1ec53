"""From a printed value (指标值) to its parts, in the order of work of DOMAIN 4.1. It never fails: what it does not understand is text."""

from __future__ import annotations

import re
from copy import copy
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from etl.transform.statement import Direction, Part
from etl.transform.targets import lexicon
from etl.transform.targets.clause import Clause
from etl.transform.targets.context import Context, context_of
from etl.transform.targets.damage import damage, lost_sign
from etl.transform.targets.direction import direction
from etl.transform.targets.printed import Text, text_of, trimmed
from etl.transform.targets.split import read_clauses, without_numbering
from etl.transform.targets.units import read_unit, unit_word
from etl.transform.targets.value import Problem, Value

Role = Literal["target", "actual"]
_BLANK = re.compile(r"[\s/\\|*#_~×xX○〇□…。.、,;:·!-]*")
_TEMPLATE = re.compile(r"(?:[≥≤>=<]|不低于|不少于|不超过|达到?)*(?:[*×○□…]+|[xXyY]{1,4}|_+|\.{2,})(?:[%‰]|[\u4e00-\u9fff/()]{0,8})")
_DAY_UNIT = re.compile(r"[年月日号]份?(?:底|末|前|底前|之前|以前)|月份|号")
"""What a unit column holds beside a deadline."""
_ZERO = ("无", "零", "没有", "未发生", "不发生", "未出现", "零发生", "无发生")
_EVENT = "事故|投诉|伤亡|事件|案件|差错|违规|违纪|违法|上访|信访|死亡|发生|舆情|火灾|泄密|疫情"
_ZERO_EVENT = re.compile(rf"(?:零|无|未发生|未出现|不发生|不出现|没有|杜绝)[\u4e00-\u9fff]{{0,6}}?(?:{_EVENT})(?:发生)?(?:情况)?")
"""零事故, 无重大安全事故发生: none of what is counted."""
_DASH_FIRST = re.compile(r"[≥≤＞＜＝>=<]*[—–─━]+\d")
"""—95%: a dash of words before a number is no minus for certain."""
_ONLY_MARKS = re.compile(r"[≥≤<>=]+[%‰]?|[%‰]")
_BOUND_IN_NAME = re.compile(
    r"(?:不[低高少多超大小]?[于过]?|[≥≤>=<]|达到?|超过|低于|高于)\d[\d.,]*|\d[\d.,]*[%‰\u4e00-\u9fff]{0,3}以[上下内]", re.ASCII
)


def parse(
    raw: str,
    *,
    name: str | None = None,
    level2: str | None = None,
    sign: str | None = None,
    unit: str | None = None,
    fiscal_year: int | None = None,
    printed_direction: Direction | None = None,
    role: Role = "target",
) -> Value:
    """The reading of a value. ``name`` and ``level2`` are the indicator's; ``sign`` and ``unit`` the cells of their columns, if the table has them.

    A sign column wins over words; where both disagree, or the unit column contradicts the value, that is a problem. ``fiscal_year`` completes
    dates. ``printed_direction`` is the column 指标方向性. Never raises.

    >>> value = parse("每季度不少于2次")
    >>> [(p.comparator, p.low, p.unit, p.basis) for p in value.parts]
    [('ge', Decimal('2'), '次', '每季度')]
    """
    found = _parse(raw, name, level2, sign, unit, fiscal_year, printed_direction, role)
    return Value([copy(p) for p in found.parts], list(found.problems), found.placeholder)


@lru_cache(maxsize=65536)
def _parse(
    raw: str,
    name: str | None,
    level2: str | None,
    sign: str | None,
    unit: str | None,
    fiscal_year: int | None,
    printed_direction: Direction | None,
    role: Role,
) -> Value:
    context = context_of(name, level2, unit, fiscal_year)
    text = trimmed(text_of(raw), marks="。;,、:")
    if unit and _DAY_UNIT.fullmatch(text_of(unit).plain) and text.plain.isdigit() and column_sign(sign) in (None, "eq"):
        text, unit = text_of(raw.strip() + unit), None  # 12 | 月底
        context = context_of(name, level2, None, fiscal_year)
    comparator = column_sign(sign)
    text = _without_columns(text, sign, unit, comparator)
    if _is_placeholder(text.plain, context):
        problems = [Problem("bound_only_in_name", name)] if name and _BOUND_IN_NAME.search(text_of(name).plain) else []
        return Value([], problems, True)
    broken = damage(without_numbering(text).plain, fiscal_year)
    if broken is None and _DASH_FIRST.match(text.printed):
        broken = Problem("damaged_number", text.printed)
    if broken:
        return Value([Part("qualitative", text=text.printed)], [broken])
    clauses = _zero(text, context) or read_clauses(text, context, None if comparator == "qualitative" else comparator)
    lost = next((p for c in clauses if (p := lost_sign(text.printed, c.part, name))), None) if comparator is None else None
    if lost:
        return Value([Part("qualitative", text=text.printed)], [lost])
    problems = [Problem(*p) for c in clauses for p in c.problems]
    if any(w in text.plain for w in lexicon.PUT_OFF) and not any(c.numeric for c in clauses):
        problems.append(Problem("target_put_off", text.printed))
    if role == "actual" and text.plain[:1] and lexicon.SYMBOLS.at(text.plain, 0) and any(c.numeric for c in clauses):
        problems.append(Problem("actual_repeats_sign", text.printed))
    for clause in clauses:
        part = clause.part
        part.direction, part.direction_from = direction(part, name, printed_direction)
        if part.direction_from == "comparator" and printed_direction in ("positive", "negative") and printed_direction != part.direction:
            problems.append(Problem("G1", text.printed, "正向" if printed_direction == "positive" else "反向"))
    return Value([c.part for c in clauses], problems)


def column_sign(sign: str | None) -> str | None:
    """The comparator that a sign column gives (≥, 大于等于, 定性, code 1 … 6); None where the cell holds none."""
    plain = text_of(sign or "").plain
    for table in (lexicon.SYMBOLS, lexicon.BEFORE, lexicon.COLUMN):
        if plain in table.words:
            return table.words[plain].comparator
    return None


def _without_columns(text: Text, sign: str | None, unit: str | None, comparator: str | None) -> Text:
    """Without the sign before and the unit behind it that :func:`compose` put there; 定性 goes in any case."""
    printed_sign = text_of(sign or "").plain
    if printed_sign and comparator and text.plain.startswith(printed_sign) and len(text.plain) > len(printed_sign):
        text = text.cut(len(printed_sign), len(text.plain))
    elif text.plain.startswith("定性") and len(text.plain) > 2 and not text.plain.startswith(("定性指标", "定性为")):
        text = text.cut(2, len(text.plain))
    elif text.plain[:1] == "=" and len(text.plain) > 1 and not any(c.isdigit() or c in "%零一二两三四五六七八九十百" for c in text.plain):
        text = text.cut(1, len(text.plain))
    printed_unit = text_of(unit or "").plain
    known = read_unit(printed_unit, 0).end == len(printed_unit)
    digits = any(c.isdigit() for c in text.plain)
    if (
        printed_unit
        and text.plain.endswith(printed_unit)
        and text.plain != printed_unit
        and not (digits and (known or unit_word(printed_unit, True) is None))
    ):
        text = text.cut(0, len(text.plain) - len(printed_unit))
    return text


def _is_placeholder(plain: str, context: Context) -> bool:
    if not plain or _BLANK.fullmatch(plain) or _ONLY_MARKS.fullmatch(plain) or lexicon.PLACEHOLDERS.get(plain) == "placeholder":
        return True
    if plain[0] in "≥≤<>=(" and plain.lstrip("≥≤<>=()") in lexicon.UNITS.words:
        return True  # ≥万元, （ ）次: nothing filled in
    if context.void and plain in ("无", "0"):
        return True
    return bool(_TEMPLATE.fullmatch(plain)) and not any(c.isdigit() for c in plain)


def _zero(text: Text, context: Context) -> list[Clause] | None:
    """无, 零, 零事故: 0 where the name is a count (DOMAIN 4.1)."""
    if context.count and not context.rate and (text.plain in _ZERO or _ZERO_EVENT.fullmatch(text.plain)):
        part = Part("eq", low=Decimal(0), high=Decimal(0), implied=True)
        given, source = (context.column, "column") if context.column else (context.unit, "name")
        if given:
            part.unit, part.unit_from = given.unit, source  # type: ignore[assignment]
        return [Clause(part, True)]
    return None
