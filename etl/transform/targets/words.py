"""Clauses without a number: text, grades with their comparator (良好以上), bounds against last year (不低于上年), words that put no target."""

from __future__ import annotations

from etl.transform.statement import Part
from etl.transform.targets import lexicon
from etl.transform.targets.printed import Text
from etl.transform.targets.tokens import LOWER, UPPER, Token, comparator_of


def read_words(text: Text, tokens: list[Token], sign: str | None) -> Part:
    """A clause without a number: text, a grade (良好以上), or a bound against last year (不低于上年)."""
    plain = text.plain
    relative = next((t for t in tokens if t.kind == "relative"), None)
    basis = relative.value if relative else None
    rest = "".join(plain[t.start : t.end] for t in tokens if t.kind == "text")
    bound = next((t for t in tokens if t.kind in ("symbol", "before")), None)
    comparator = comparator_of(bound) if bound else None
    if (
        relative
        and comparator in LOWER
        and rest in ("", "水平", "度", "值", "度水平", "的水平", "同期水平", "平均水平", "度平均水平", "数", "标准", "指标", "实际", "实绩")
    ):
        part = Part(comparator, basis=basis, low_inclusive=comparator == "ge")  # type: ignore[arg-type]
        return part
    graded = _graded(text)
    if graded:
        return graded
    if sign and (word := text.plain.strip()) in lexicon.GRADES and sign in ("ge", "gt", "le", "lt"):
        return Part("qualitative", text=text.printed, ordinal=sign if word else None)
    part = Part("qualitative", text=text.printed or None, basis=basis)
    part.no_target = no_target(plain, [t for t in tokens if t.kind in ("number", "date")])
    return part


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
