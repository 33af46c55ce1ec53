"""A table's slots: a merged cell stands in all of its slots, begins in one row, and is counted once."""

from __future__ import annotations

import pytest

from etl.extract.grid import Cell, Place
from etl.transform.table import append, supplant, table_of, words
from tests.transform.build import grid

TABLE = grid([["甲", None, "乙"], ["丙", "丁", "^"], ["", "戊", "己"]])


def test_a_merged_cell_is_looked_up_in_each_slot_and_listed_once() -> None:
    table = table_of(TABLE)
    assert (table.rows, table.cols) == (3, 3)
    assert [words(cell) for cell in table.cells(1)] == ["丙", "丁", "乙"]
    assert [words(cell) for cell in table.own(1)] == ["丙", "丁"]
    assert [words(cell) for cell in table.filled()] == ["甲", "乙", "丙", "丁", "戊", "己"]
    assert table.at(0, 1) is table.at(0, 0) and table.at(3, 0) is None and table.at(0, -1) is None


def test_rows_put_below_count_on() -> None:
    table = table_of(TABLE)
    append(table, grid([["庚", None, "辛"]]).slots())
    assert [(cell.row, cell.col, cell.colspan) for cell in table.own(3)] == [(3, 0, 2), (3, 2, 1)]


def test_a_cell_is_put_into_every_slot_of_another() -> None:
    table = table_of(TABLE)
    old, new = table.at(0, 0), table.at(2, 1)
    assert old is not None and new is not None
    supplant(table, old, new)
    assert table.at(0, 0) is table.at(0, 1) is new


def test_a_wrapped_text_is_joined_without_a_blank() -> None:
    (cell,) = grid([["满意度指\n标"]]).cells
    assert words(cell) == "满意度指标" and words(None) == ""


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1,38\n4", "1,384"),
        ("1,2\n00.00", "1,200.00"),
        ("≥1,0\n00", "≥1,000"),
        ("12.\n5", "12.5"),
        ("1,384\n.5", "1,384.5"),
        ("1,06\n5.2\n8", "1,065.28"),
    ],
)
def test_a_number_broken_inside_its_groups_is_one(text: str, read: str) -> None:
    assert words(Cell(0, 0, text, Place("R1C1"))) == read


@pytest.mark.parametrize("text", ["98\n7", "1\n2,345", "12,345\n678", "1,38\n45", "100.00\n200.00"])
def test_two_numbers_in_a_cell_stay_two(text: str) -> None:
    assert words(Cell(0, 0, text, Place("R1C1"))) == text.replace("\n", " ")
