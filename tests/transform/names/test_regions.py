"""The regions table and its history."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from etl.transform.names.regions import all_regions, ancestors, region, within


def test_history_of_a_code_and_of_a_place() -> None:
    assert (region("210112", 2010) or 0).name == "东陵区"  # type: ignore[union-attr]
    assert (region("210112", 2024) or 0).name == "浑南区"  # type: ignore[union-attr]
    old, new = region("440183"), region("440118")
    assert old and new and old.valid_to == new.valid_from and not old.in_force(2024) and new.in_force(2024)
    assert (region("110101", 1900) or 0).name == "东城区"  # type: ignore[union-attr]
    assert region("999999") is None


def test_levels_and_parents() -> None:
    state = region("000000")
    assert state and state.level == "state" and state.parent_code is None
    assert ancestors("440106") == {"440106", "440100", "440000", "000000"}
    assert ancestors("110105") == {"110105", "110000", "000000"}
    xiantao = region("429004")
    assert xiantao and xiantao.full_name == "湖北省仙桃市" and within("429004", "420000")
    assert not within("440106", "440300")


def test_the_table_is_sound() -> None:
    rows = all_regions()
    codes = {row.region_code for row in rows}
    levels = Counter(row.level for row in rows if row.valid_to is None)
    assert levels["province"] == 34 and levels["prefecture"] > 330 and levels["county"] > 2800
    for row in rows:
        assert row.parent_code is None or row.parent_code in codes, row
        assert row.valid_to is None or row.valid_from < row.valid_to, row
        assert len(row.name) > 1 and row.full_name.endswith(row.name), row
    for before, after in pairwise(rows):
        if before.region_code == after.region_code:  # one name at a time
            assert before.valid_to is not None and before.valid_to <= after.valid_from, (before, after)
