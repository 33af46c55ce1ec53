"""Delimited and plain text into grids."""

from __future__ import annotations

import pytest

from etl.extract import delimited, text
from etl.finding import Refused


def test_fields_are_cells_labelled_by_record_and_field() -> None:
    grid = delimited.read_grids('项目,"目标\n二行",金额\n\n    甲,"说 ""好"",再说","1,200.00",,\n'.encode("utf-8-sig"))[0]
    assert (grid.rows, grid.cols) == (3, 3 + 2)
    assert [(cell.place.label, cell.text) for cell in grid.cells if cell.text] == [
        ("R1C1", "项目"), ("R1C2", "目标\n二行"), ("R1C3", "金额"), ("R3C1", "    甲"), ("R3C2", '说 "好",再说'), ("R3C3", "1,200.00"),
    ]  # fmt: skip


def test_delimiters_and_encodings() -> None:
    for delimiter in ",;|\t":
        data = "\n".join(delimiter.join(row) for row in (["项目", "总计"], ["甲", "82.60"], ["乙", "3"])).encode("gb18030")
        grid = delimited.read_grids(data)[0]
        assert [cell.text for cell in grid.cells] == ["项目", "总计", "甲", "82.60", "乙", "3"]


def test_one_cell_that_holds_another_delimiter_makes_no_table_of_one_line() -> None:
    data = "绩效目标表\n项目,总计,目标\n甲,1.00,多\n'; DELETE FROM x; --,2.00,少\n丙,3.00,好\n"
    assert [cell.text for cell in delimited.read_grids(data.encode())[0].cells][1:4] == ["项目", "总计", "目标"]


def test_a_line_of_very_many_fields_is_no_table() -> None:
    with pytest.raises(Refused) as refused:
        delimited.read(b"1," * 5_000 + b"\n" + b"2," * 5_000)
    assert (refused.value.rule, refused.value.found) == ("too_large", "5001 columns")


def test_lines_keep_their_indent_and_number() -> None:
    read = text.read("\n标题\n\n    项目甲 \r\n82.60 82.60\f下页\n".encode())
    (grid,) = read.grids
    assert (grid.source, grid.rows, grid.cols) == ("text", 4, 1)
    assert [(cell.place.label, cell.text) for cell in grid.cells] == [("L2", "标题"), ("L4", "    项目甲"), ("L5", "82.60 82.60"), ("L6", "下页")]


def test_broken_characters_are_a_finding() -> None:
    data = ("绩效目标\n" * 400).encode()
    assert [finding.rule for finding in text.read(data[:99] + b"\xff" + data[99:]).findings] == ["undecodable_text"]


def test_a_quote_that_is_not_closed_swallows_nothing() -> None:
    read = delimited.read('项目,目标\n甲,"三星级\n乙,5"型\n丙,9\n'.encode())
    assert [cell.text for cell in read.grids[0].cells] == ["项目", "目标", "甲", '"三星级', "乙", '5"型', "丙", "9"]
    assert [finding.rule for finding in read.findings] == ["unbalanced_quotes"]


def test_records_parted_by_line_separators() -> None:
    text = '项目名称,指标值\u2028甲,≥3\u2028"乙\n丙",5\u2028'
    grid = delimited.read(text.encode()).grids[0]
    assert [cell.text for cell in grid.cells if cell.row < 3] == ["项目名称", "指标值", "甲", "≥3", "乙\n丙", "5"]


def test_blanks_before_a_quote_shift_no_row() -> None:
    grid = delimited.read('项目, 总计, 其他\n甲, "1,200.00",3\n乙,5, 6\n'.encode()).grids[0]
    assert [(cell.row, cell.col, cell.text) for cell in grid.cells if cell.row == 1] == [(1, 0, "甲"), (1, 1, "1,200.00"), (1, 2, "3")]
