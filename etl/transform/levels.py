"""Levels of indicators: what is filed, what is derived where a cell is merged or missing, and the kind that follows (DOMAIN 2.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from etl.transform import words as vocabulary

_SCORE = re.compile(r"\s*[(（]\s*[\d.\-—~～]+\s*[)）]?\s*分?\s*[)）]?\s*$|\s*[\d.]+\s*分\s*$")
_COST = "成本指标"


@dataclass(frozen=True, slots=True)
class Levels:
    """Level 1 and 2 of an indicator, as filed or derived."""

    level1: str | None = None
    level2: str | None = None


def bare(name: str) -> str | None:
    """A level's name as printed, without the score that some forms put behind it (``产出指标（50分）``)."""
    return _SCORE.sub("", name).strip() or None


def fill(level1: str | None, level2: str | None, above: Levels) -> Levels:
    """The levels of a row whose cells may be blank, below a row of the same project.

    A blank level 1 is that of the row above only where level 2 is blank too or belongs to it; else it is derived from level 2, never filled from the
    neighbour (a Shanghai form prints none for 生态环境成本指标). A blank level 2 goes on only under the same level 1.
    """
    if level2 is None:
        return Levels(level1, None) if level1 and level1 != above.level1 else above
    if level1 is not None:
        return Levels(level1, level2)
    known = vocabulary.level(level2, 2)
    if known is None or known.level1 is None:
        return Levels(above.level1, level2)
    same = above.level1 is not None and _root(above.level1) == _root(known.level1)
    under_cost = above.level1 is not None and _root(above.level1) == _root(_COST) and known.kind == "output.cost"
    return Levels(above.level1 if same or under_cost else known.level1, level2)


def _root(level1: str) -> str:
    """What a level-1 name stands for, synonyms brought together."""
    known = vocabulary.level(level1, 1)
    return (known.code or known.kind or vocabulary.normal(known.name)[:2]) if known else level1


def kind(levels: Levels, level1_code: str | None = None, level2_code: str | None = None) -> str | None:
    """The canonical kind (``output.quantity``): level 2 decides, by name, else by code; level 1 only where it has one kind. None where none tells."""
    known = vocabulary.level(levels.level2, 2) if levels.level2 else None
    found = known.kind if known else _CODES.get(level2_code or "")
    if found == "output.cost" and levels.level1 and _root(levels.level1) == _root(_COST):
        return "cost.economic"
    if found is None and levels.level1:
        top = vocabulary.level(levels.level1, 1)
        found = top.kind if top else None
    return found


_CODES = {row["code"]: row["kind"] for row in vocabulary.rows("levels.csv") if row["level"] == "2" and row["code"]}


def unknown(levels: Levels) -> list[str]:
    """The level names that the vocabulary does not know, to be reported with a row ready to paste."""
    asked = [(levels.level1, 1), (levels.level2, 2)]
    return [name for name, number in asked if name and not vocabulary.level(name, number) and not vocabulary.level(name, 3 - number)]
