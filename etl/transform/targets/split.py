"""A value into its conditions (DOMAIN 4.1: two numbers; text + number; 4.2: lists of counts).

It is split at ，、； only where each side holds a number, or one does and the other is a text of its own; two texts stay one part. A comma among
thousands, a 、 inside a denominator (元/人、月) or in a list of nouns (学费、杂费减免率) does not split.
"""

from __future__ import annotations

import re
from dataclasses import replace

from etl.transform.targets.clause import Clause, read_clause
from etl.transform.targets.context import Context
from etl.transform.targets.printed import Text, trimmed
from etl.transform.targets.shape import run_on
from etl.transform.targets.units import TIMES, is_span

_THOUSANDS = re.compile(r"\d,\d{3}(?!\d)", re.ASCII)
_CHINESE = "一二三四五六七八九十"
_FIRST = frozenset("1(一指")
"""What the mark of a list's first item begins with."""
_NUMBERED = re.compile(
    rf"(?<![\d.、])(?:\(\d{{1,2}}\)|\d{{1,2}}[、.)](?=[^\d])|指标\d{{1,2}}(?:[:、]|\.(?!\d)|(?=\D))|\([{_CHINESE}]\)|(?:^|(?<=[;,。]))[{_CHINESE}]、)",
    re.ASCII,
)
_LISTED = re.compile(r"(?:^|(?<=[;,。、]))(\d)、(?=\d+(?:\.\d+)?%)", re.ASCII)
"""1、95%；2、90%: a list whose numbers stand before percentages."""
_INTERVAL = re.compile(r"([\[(【])([^\[\](),、【】]+)[,、~-]([^\[\](),、【】]+)([\])】])")
_YEAR = re.compile(r"(20[0-4]\d)年", re.ASCII)
_MONTH_LIST = re.compile(r"\d、\d{1,2}月", re.ASCII)
_MARKS = frozenset(",、;。")


def pieces(text: Text) -> list[tuple[Text, str]]:
    """The clauses between the separators, each with the separator behind it."""
    plain, found, start, depth = text.plain, [], 0, 0
    for at, c in enumerate(plain):
        depth += (c in "([") - (c in ")]" and depth > 0)
        if c not in _MARKS or depth:
            continue
        if c == "," and _THOUSANDS.match(plain, at - 1 if at else 0):
            continue
        if c == "、" and (_in_denominator(plain, at) or _MONTH_LIST.match(plain, at - 1 if at else 0)):
            continue
        found.append((text.cut(start, at), c))
        start = at + 1
    found.append((text.cut(start, len(plain)), ""))
    return [(t, mark) for t, mark in found if trimmed(t).plain] or [(text, "")]


def _in_denominator(plain: str, at: int) -> bool:
    """元/人、月: a slash before, a span of time behind."""
    slash = plain.rfind("/", max(0, at - 6), at)
    if slash < 0 or any(c in _MARKS or c.isdigit() for c in plain[slash:at]):
        return False
    return any(plain.startswith(t, at + 1) for t in TIMES)


def without_numbering(text: Text) -> Text:
    """Without the numbers of a list (1、…；2、…), where they count 1, 2, …; a single ``1、`` before words goes too.

    A number inside a line (…100%2、…) parts two conditions: it becomes a separator.
    """
    plain = text.plain
    if plain[:1] not in _FIRST:
        return text
    marks = list(_LISTED.finditer(plain)) or list(_NUMBERED.finditer(plain))
    if not marks or marks[0].start() or [_ordinal(m[0]) for m in marks] != list(range(1, len(marks) + 1)):
        return text
    if len(marks) == 1 and not re.match(r"[\u4e00-\u9fff]{2}|[≥≤<>=]|\d+(?:\.\d+)?%", plain[marks[0].end() :]):
        return text
    printed: list[str] = []
    parsed: list[str] = []
    at = 0
    for m in marks:
        joint = ";" if m.start() and plain[m.start() - 1] not in _MARKS else ""
        printed += [text.printed[at : m.start()], joint]
        parsed += [plain[at : m.start()], joint]
        at = m.end()
    return Text("".join([*printed, text.printed[at:]]), "".join([*parsed, plain[at:]]))


def _ordinal(mark: str) -> int:
    """The number of a list's mark: 2、, （二）, 指标2：."""
    digits = re.sub(r"\D", "", mark)
    return int(digits) if digits else _CHINESE.index(re.sub(rf"[^{_CHINESE}]", "", mark)) + 1


def read_clauses(text: Text, context: Context, sign: str | None) -> list[Clause]:
    """All conditions of a value in their order."""
    whole = _range_of_interval(without_numbering(text))
    parts = [found for text, mark in pieces(whole) for found in _run_on(text, mark)]
    if len(parts) == 1:
        inner = _unwrapped(trimmed(parts[0][0]))
        return [read_clause(inner, context, sign=sign)] if inner.plain == parts[0][0].plain else read_clauses(inner, context, sign)
    clauses = _clauses(parts, context, sign)
    if not any(c.numeric for c, _, _ in clauses):
        return [replace(read_clause(trimmed(text), context, sign=sign), numeric=False)]
    return _inherited([c for c, _, _ in _grouped(clauses, context, sign)])


def _unwrapped(text: Text) -> Text:
    """Without a bracket around the whole of it: （≥95%）."""
    whole = text.plain[:1] == "(" and text.plain.find(")") == len(text.plain) - 1
    return text.cut(1, len(text.plain) - 1) if whole and len(text.plain) > 2 else text


def _range_of_interval(text: Text) -> Text:
    """[90%,100%) as 90%-100%(不含)."""
    m = _INTERVAL.fullmatch(text.plain)
    if m is None or not (m[2][0].isdigit() and m[3][0].isdigit()):
        return text
    plain = f"{m[2]}{'(不含)' if m[1] == '(' else ''}-{m[3]}{'(不含)' if m[4] == ')' else ''}"
    return Text(plain, plain)


def _run_on(text: Text, mark: str) -> list[tuple[Text, str]]:
    """合格率≥98%优良率≥50%: conditions without a separator, parted behind each number where a measure and a sign follow."""
    found, start = [], 0
    for at in run_on(text.plain):
        found.append((text.cut(start, at), ","))
        start = at
    return [*found, (text.cut(start, len(text.plain)), mark)]


Piece = tuple[Clause, Text, str]


def _clauses(parts: list[tuple[Text, str]], context: Context, sign: str | None) -> list[Piece]:
    found: list[Piece] = []
    year: int | None = None
    for text, mark in parts:
        clause = read_clause(trimmed(text), context, sign=sign, year=year)
        said = _YEAR.search(text.plain)
        year = clause.year or (int(said[1]) if said else year)
        found.append((clause, text, mark))
    return found


def _joined(first: Text, mark: str, second: Text) -> Text:
    return Text(first.printed + ("，" if mark == "," else "；" if mark == ";" else mark) + second.printed, first.plain + mark + second.plain)


def _grouped(clauses: list[Piece], context: Context, sign: str | None) -> list[Piece]:
    """Texts side by side are one; a text before 、 belongs to the measure behind it; 每年， belongs to what follows."""
    out: list[Piece] = []
    for clause, text, mark in clauses:
        before, words, parted = out[-1] if out else (clause, text, "")
        halves = before.part.comparator == "before" and parted == "、" and clause.part.comparator not in ("before", "period", "qualitative")
        if out and (not before.numeric or halves):
            if not clause.numeric:
                joined = _joined(words, parted, text)
                out[-1] = (Clause(replace(before.part, text=trimmed(joined).printed), False), joined, mark)
                continue
            if parted == "、" or _only_span(words.plain):
                joined = Text(
                    words.printed + ("" if parted == "," else parted) + text.printed, words.plain + ("" if parted == "," else parted) + text.plain
                )
                again = read_clause(trimmed(joined), context, sign=sign)
                if again.numeric or (parted == "、" and any(c.isdigit() for c in words.plain)):
                    out[-1] = (again, joined, mark)  # 保障12个乡镇、156个村正常运转 is one text
                    continue
        out.append((clause, text, mark))
    return out


def _only_span(plain: str) -> bool:
    return is_span(plain) or plain in ("其中", "其中:")


def _inherited(clauses: list[Clause]) -> list[Clause]:
    """30、45户: a bare number of a list has the unit of the one that follows it."""
    for first, second in zip(clauses[-2::-1], clauses[:0:-1], strict=False):
        a, b = first.part, second.part
        if (
            first.numeric
            and second.numeric
            and a.unit is None
            and b.unit
            and b.unit_from == "value"
            and a.comparator == b.comparator
            and not a.measure
        ):
            a.unit, a.unit_from = b.unit, "value"
    return clauses
