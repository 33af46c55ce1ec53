"""Administrative divisions (行政区划, GB/T 2260) with the time each was in force, and how their names are found in other names.

The table ``vocabulary/regions.csv`` is built by ``tools/build_regions.py``, which says where it comes from. It holds 000000 中央 too.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from etl.transform.names.words import vocabulary

RegionLevel = Literal["state", "province", "prefecture", "county"]
STATE = "000000"


@dataclass(frozen=True, slots=True)
class Region:
    """A division under one name. ``valid_from`` and ``valid_to`` are ISO days; ``valid_to`` is the first day it was gone, None while in force."""

    region_code: str
    name: str
    full_name: str
    level: RegionLevel
    parent_code: str | None
    valid_from: str
    valid_to: str | None

    def in_force(self, year: int) -> bool:
        """Whether it was in force on some day of the year."""
        return self.valid_from <= f"{year}-12-31" and (self.valid_to is None or self.valid_to > f"{year}-01-01")


@cache
def all_regions() -> tuple[Region, ...]:
    """Every division under each of its names, by code and then day."""
    return tuple(
        Region(**{**row, "parent_code": row["parent_code"] or None, "valid_to": row["valid_to"] or None})  # type: ignore[arg-type]
        for row in vocabulary("regions")
    )


@cache
def _by_code() -> dict[str, tuple[Region, ...]]:
    found: dict[str, tuple[Region, ...]] = {}
    for item in all_regions():
        found[item.region_code] = (*found.get(item.region_code, ()), item)
    return found


def region(code: str, year: int | None = None) -> Region | None:
    """The division of a code: as it was in a year (at its end), else as it is now or last was; None for a code that the table does not hold.

    A year before or after its time gives the nearest: the code is still that division's.
    """
    rows = _by_code().get(code)
    if not rows:
        return None
    if year is not None:
        there = [row for row in rows if row.in_force(year)]
        return there[-1] if there else rows[0] if rows[0].valid_from > f"{year}-12-31" else rows[-1]
    return rows[-1]


@cache
def ancestors(code: str) -> frozenset[str]:
    """The codes above a division, itself and the state included. Districts of a municipality have it as their parent."""
    found = {STATE}
    item = region(code)
    while item is not None:
        found.add(item.region_code)
        item = region(item.parent_code) if item.parent_code else None
    return frozenset(found)


def within(code: str, above: str) -> bool:
    """Whether a division is, or lies in, another."""
    return above in ancestors(code)
