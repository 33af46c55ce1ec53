"""The vocabulary of target values: no row twice, every unit and sign of a known kind, every canonical unit its own."""

from __future__ import annotations

from collections import Counter

import pytest

from etl.transform.targets import canonical_unit, parse
from etl.transform.targets.lexicon import UNITS, rows

KEYS = {
    "units": ("unit",),
    "signs": ("text", "place"),
    "numerals": ("numeral",),
    "periods": ("word",),
    "entities": ("word", "role"),
    "placeholders": ("text",),
    "value_words": ("word", "role"),
    "name_words": ("word", "context"),
    "direction_words": ("word",),
}


@pytest.mark.parametrize("name", KEYS)
def test_no_row_stands_twice(name: str) -> None:
    counted = Counter(tuple(row[k] for k in KEYS[name]) for row in rows(name))
    assert [key for key, n in counted.items() if n > 1] == []


def test_signs_name_a_comparator() -> None:
    known = {"ge", "gt", "eq", "lt", "le", "approx", "within", "span", "qualitative"}
    assert {r["comparator"] for r in rows("signs") if r["place"] != "modal"} <= known
    assert {r["place"] for r in rows("signs")} == {"symbol", "before", "after", "modal", "column"}


def test_a_canonical_unit_is_its_own_canonical_unit() -> None:
    wrong = {u: (canonical_unit(u), canonical_unit(canonical_unit(u))) for u in UNITS.words if canonical_unit(canonical_unit(u)) != canonical_unit(u)}
    assert wrong == {}


def test_every_unit_is_read_behind_a_number() -> None:
    spelled = ("成",)  # 九成 is percent
    wrong = {}
    for row in rows("units"):
        part = parse(f"≥3{row['unit']}").parts[0]
        if row["unit"] not in spelled and canonical_unit(part.unit or "") != canonical_unit(row["unit"]):
            wrong[row["unit"]] = (part.comparator, part.low, part.unit)
    assert wrong == {}
