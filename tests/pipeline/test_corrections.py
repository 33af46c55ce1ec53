"""Corrections: what follows from them, what stays as printed, and what no longer fits."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from pathlib import Path

import pytest

from etl.extract.document import read_document
from etl.extract.grid import Cell, Extraction, Grid, Line, Place
from etl.finding import Refused
from etl.manifest import ManifestError, read_corrections
from etl.pipeline.corrections import Applied, Correction, about, as_printed, correct
from etl.pipeline.reading import Read, Task, read_one
from etl.transform.statement import Claim, Evidence, Reading
from tests.cli import SAMPLES, jixiao

HEADER = "document,place,expected,corrected,reason\n"


def _read(name: str, *corrections: Correction) -> Read:
    return read_one(Task((SAMPLES / name).read_bytes(), Claim(file_name=name), corrections=corrections))


def _amount_cell(name: str) -> Cell:
    """The cell of the first project's total."""
    reading = _read(name).reading
    amount = reading.statements[0].projects[0].money.total
    assert amount is not None
    cells = [cell for grid in read_document((SAMPLES / name).read_bytes()).grids for cell in grid.cells]
    return next(cell for cell in cells if cell.place.label == amount.evidence.place.label)


@pytest.mark.parametrize("name", ["justice_2024.xlsx", "justice_2025.html", "emergency_2024.csv", "emergency_2025.docx"])
def test_money_follows_and_the_print_is_kept(name: str) -> None:
    cell = _amount_cell(name)
    read = _read(name, Correction(cell.place.label, cell.text, "99.5", "漏印小数点"))
    amount = read.reading.statements[0].projects[0].money.total
    assert amount is not None
    assert (amount.yuan, amount.evidence.text) == (Decimal(995_000), cell.text)
    (told,) = [finding for finding in read.reading.findings if finding.rule == "corrected"]
    assert (told.place, told.found, told.expected, told.hint) == (cell.place.label, cell.text, "99.5", "漏印小数点")


def test_only_what_was_corrected_is_another() -> None:
    cell = _amount_cell("justice_2024.xlsx")
    same = _read("justice_2024.xlsx", Correction(cell.place.label, cell.text, cell.text, "核对无误")).reading
    before = _read("justice_2024.xlsx").reading
    assert dataclasses.replace(same, findings=[f for f in same.findings if f.rule != "corrected"]) == before


@pytest.mark.parametrize(("place", "expected", "rule"), [(None, "1 000", "correction_mismatch"), ("Sheet9!Z99", "x", "correction_place")])
def test_what_no_longer_fits_refuses_the_document(place: str | None, expected: str, rule: str) -> None:
    cell = _amount_cell("justice_2024.xlsx")
    read = _read("justice_2024.xlsx", Correction(place or cell.place.label, expected, "1", "x", "corrections.csv", 7))
    assert read.refused is not None
    assert read.refused.rule == rule
    assert "corrections.csv:7" in f"{read.refused.found} {read.refused.expected}"
    assert read.reading.statements == []


def test_blanks_and_line_wraps_do_not_matter_to_the_expected_text() -> None:
    extraction = Extraction("text/csv", [Grid(1, 1, [Cell(0, 0, "每年不少\n于 400 宗", Place("R1C1"))])])
    assert correct(extraction, [Correction("R1C1", "每年不少于400宗", "每年不少于40宗", "x")])[0].printed == "每年不少\n于 400 宗"
    assert extraction.grids[0].cells[0].text == "每年不少于40宗"


def test_lines_outside_tables_are_corrected_too() -> None:
    extraction = Extraction("text/html", [Grid(1, 1, [], above=[Line("2042年度", Place("P1"))])], prose=[Line("说明", Place("P2"))])
    correct(extraction, [Correction("P1", "2042年度", "2024年度", "x")])
    assert [line.text for line in extraction.grids[0].above] == ["2024年度"]
    with pytest.raises(Refused):
        correct(extraction, [Correction("P1", "2042年度", "2024年度", "x")])


def test_a_cell_joined_over_a_page_break_is_told_as_printed() -> None:
    done = [Applied(Correction("p2/t1/R1C7", "年度指标值：≧2280次。", "年度指标值：≥280次。", "x"), "年度指标值：≧2280次。")]
    reading = Reading()
    joined = Evidence(Place("p1/t1/R9C7"), "1、办案数；年度指标值：≥280次。")
    assert as_printed(reading, done) == reading
    from etl.pipeline.corrections import _evidence

    assert _evidence(joined, done).text == "1、办案数；年度指标值：≧2280次。"


@pytest.mark.parametrize(
    ("document", "hit"),
    [("表.pdf", True), ("a/表.pdf", True), ("in/a/表.pdf", True), ("b/表.pdf", False), ("新表.pdf", False), ("AB12", True), ("ab1", False)],
)
def test_a_document_is_known_by_name_end_of_path_or_hash(document: str, hit: bool) -> None:
    correction = Correction("p1", "x", "y", "z")
    assert about([(document, correction)], "in/a/表.pdf", "ab12") == ((correction,) if hit else ())


def test_the_file_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    path = tmp_path / "corrections.csv"
    path.write_text(HEADER + '表.pdf,p1/t1/R2C3,"12.00","1,200.00",少一个零\n', encoding="utf-8")
    (row,) = read_corrections(path)
    assert (row.line, row.document, row.expected, row.corrected) == (2, "表.pdf", "12.00", "1,200.00")
    path.write_text(HEADER + "表.pdf,p1/t1/R2C3,12,13,\n", encoding="utf-8")
    with pytest.raises(ManifestError, match="reason"):
        read_corrections(path)


def test_a_command_line_shows_and_refuses(tmp_path: Path) -> None:
    cell = _amount_cell("justice_2024.xlsx")
    file = tmp_path / "corrections.csv"
    file.write_text(HEADER + f"justice_2024.xlsx,{cell.place.label},{cell.text},777,核对原件\n", encoding="utf-8")
    shown = jixiao("inspect", str(SAMPLES / "justice_2024.xlsx"), "--corrections", str(file), home=tmp_path)
    assert "7,770,000.00" in shown.out and "核对原件" in shown.out
    file.write_text(HEADER + f"justice_2024.xlsx,{cell.place.label},0,777,核对原件\n", encoding="utf-8")
    refused = jixiao("inspect", str(SAMPLES / "justice_2024.xlsx"), "--corrections", str(file), home=tmp_path)
    assert "corrections.csv:2" in refused.out
    assert "7,770,000.00" not in refused.out
