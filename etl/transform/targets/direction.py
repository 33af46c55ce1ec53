"""Which way is better (指标方向): DESIGN, "Words with one meaning everywhere"; DOMAIN 2.2 (a target of exactly zero is negative)."""

from __future__ import annotations

from functools import lru_cache

from etl.transform.statement import Direction, DirectionSource, Part
from etl.transform.targets.lexicon import rows
from etl.transform.targets.printed import text_of

FALLING = ("下降", "降低", "减少", "压减", "缩短", "节约", "降幅")


def direction(part: Part, name: str | None, printed: Direction | None) -> tuple[Direction, DirectionSource | None]:
    """(direction, where it comes from): the comparator's; for eq, range and approx the printed one, else the name's, else zero's, else positive.

    Words have none. For a day an earlier one is stricter: negative. A rate of falling (比上年下降5%) is positive whatever the name.
    """
    comparator = part.comparator
    if comparator in ("ge", "gt"):
        return "positive", "comparator"
    if comparator in ("le", "lt", "before", "period"):
        return "negative", "comparator"
    if comparator == "qualitative":
        return "none", None
    if printed in ("positive", "negative"):
        return printed, "printed"
    if part.measure and part.measure.endswith(FALLING):
        return "positive", "name"
    if name and name_direction(name) == "negative":  # a positive word only keeps a shorter negative one from counting (投诉办结率)
        return "negative", "name"
    if part.comparator == "eq" and part.low == 0:
        return "negative", "zero"
    return "positive", "default"


@lru_cache(maxsize=8192)
def name_direction(name: str) -> Direction | None:
    """The direction that an indicator's name tells by ``direction_words.csv``; the longest word counts, the last among equals."""
    plain = text_of(name).plain
    best: tuple[int, int, str] | None = None
    for row in rows("direction_words"):
        at = plain.rfind(row["word"])
        if at >= 0 and (best is None or (len(row["word"]), at) > best[:2]):
            best = (len(row["word"]), at, row["direction"])
    return best[2] if best else None  # type: ignore[return-value]
