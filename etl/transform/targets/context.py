"""What stands around a value and helps to read it: the indicator's name, its level 2, the unit column, the fiscal year.

Numbers in the name never enter the value (DOMAIN 4.1); the name gives a unit in its last bracket, and says whether the value is money, a time, a
count or a rate.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from etl.transform.targets.lexicon import context
from etl.transform.targets.printed import text_of
from etl.transform.targets.units import Measure, name_unit, unit_word

MONEY, _TIME, _COUNT, _RATE, _VOID = (context(c) for c in ("money", "time", "count", "rate", "void"))
_HEADS = (*(w for w in _COUNT if len(w) > 1), *context("people"))
"""What a name ends in that counts things (免费开放人次): no money, whatever else it names."""
_OF_TIME = ("天数", "日数", "时数", "年数", "月数")
_DEADLINE = context("deadline")
_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Context:
    """``unit``: of the name's bracket; ``column``: of the unit column; ``money`` … ``void``: what the name and level 2 speak of."""

    unit: Measure | None = None
    column: Measure | None = None
    money: bool = False
    timed: bool = False
    dated: bool = False
    count: bool = False
    rate: bool = False
    void: bool = False
    fiscal_year: int | None = None


def _of_money(unit: Measure | None, money: bool, column: bool = False) -> Measure | None:
    """A bare 万 in a bracket or unit column is 万元 beside money; else a bracket scales the number, and a column's is its unit as it stands."""
    if unit is None or unit.unit is not None or not (money or column):
        return unit
    scale = "万" if unit.scale == 10**4 else "亿"
    return replace(unit, scale=Decimal(1), unit=scale + "元" if money else scale, kind="money" if money else "count")


@lru_cache(maxsize=8192)
def context_of(name: str | None, level2: str | None, unit: str | None, fiscal_year: int | None) -> Context:
    """The context of a value; all of it may be missing."""
    plain = text_of(name or "").plain
    level = text_of(level2 or "").plain
    bare = _BRACKETS.sub("", plain)
    found = name_unit(name) if name else None
    if found and found.kind == "time" and bare.endswith(_HEADS) and not bare.endswith(_OF_TIME):
        found = None  # 培训次数（季度） counts per quarter
    both = plain + "|" + level
    money = (any(w in both for w in MONEY) and not bare.endswith(_HEADS)) or (found is not None and found.kind == "money")
    return Context(
        unit=_of_money(found, money),
        column=_of_money(unit_word(unit, column=True) if unit else None, money, column=True),
        money=money,
        timed=any(w in both for w in _TIME) and not bare.endswith((*_HEADS, *_RATE)),
        dated=bare.endswith(_DEADLINE),
        count=bare.endswith(_COUNT) or (found is not None and found.kind == "count"),
        rate=bare.endswith(_RATE),
        void=any(w in plain for w in _VOID),
        fiscal_year=fiscal_year,
    )
