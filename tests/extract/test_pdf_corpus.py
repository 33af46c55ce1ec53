"""Every cell of the corpus's PDFs, placed, with its spans."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from etl.extract.pdf import read, read_grids
from etl.finding import Refused
from tests.corpus import corpus

LAYOUTS = ["L01_central_card_2022", "L02_card_2015_mid_and_annual", "L03_self_eval_2020", "L04_flat_list_yn05_2", "L05_gd_packed_list"]
LAYOUTS += ["L06_dept_overall_88", "L08_transfer_region_163", "L16_sichuan_list", "R01_shanghai_putuo_2026"]

Cells = dict[tuple[int, int], tuple[int, int, str]]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def truth(layout: Path) -> Cells:
    """The cells of a layout's CSV, merged as its JSON says."""
    with layout.with_suffix(".csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    cells = {(row, col): (1, 1, squeezed(text)) for row, line in enumerate(rows) for col, text in enumerate(line)}
    for merge in json.loads(layout.with_suffix(".json").read_text(encoding="utf-8"))["merges"]:
        match = re.fullmatch(r"([A-Z]+)(\d+):([A-Z]+)(\d+)", merge)
        assert match
        left, top, right, bottom = column(match[1]), int(match[2]) - 1, column(match[3]), int(match[4]) - 1
        text = cells[top, left][2]
        for row in range(top, bottom + 1):
            for col in range(left, right + 1):
                cells.pop((row, col), None)
        cells[top, left] = (bottom - top + 1, right - left + 1, text)
    return cells


@pytest.mark.parametrize("producer", ["calc", "writer"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(layout: str, producer: str) -> None:
    found: Cells = {}
    first = 0
    for grid in read_grids(corpus("layouts", f"{layout}.{producer}.pdf").read_bytes()):
        assert grid.findings == []
        top = {cell.col: cell for cell in grid.cells if cell.row == 0}
        if grid.page != 1 and not top[0].text:  # Writer closes a cut row with rules on both pages
            for col, cell in top.items():
                rowspan, colspan, text = found[first - 1, col]
                found[first - 1, col] = (rowspan, colspan, text + squeezed(cell.text))
            first -= 1
        start = 1 if grid.page != 1 and not top[0].text else 0
        found |= {(cell.row + first, cell.col): (cell.rowspan, cell.colspan, squeezed(cell.text)) for cell in grid.cells if cell.row >= start}
        first += grid.rows
    assert found == truth(corpus("layouts", f"{layout}.csv"))


@pytest.mark.parametrize("producer", ["calc", "writer"])
def test_the_seed(producer: str) -> None:
    """All that the checked transcription holds stands in its column, in its order, over all page breaks."""
    projects = json.loads(corpus("seed", "truth.json").read_text(encoding="utf-8"))["projects"]
    result = read(corpus("seed", f"tianhe_justice_bureau.{producer}.pdf").read_bytes())
    columns = [""] * 7
    for grid in result.grids:
        assert (grid.cols, grid.findings) == (7, [])
        for cell in grid.cells:
            columns[cell.col] += squeezed(cell.text)
    for col, key in ((0, "name"), (1, "total"), (2, "fiscal_appropriation"), (5, "goal")):
        expected = "".join(squeezed(project[key]) for project in projects)
        assert columns[col].endswith(expected), key
    for project in projects:
        for indicator in project["indicators"]:
            name, cycle, annual = (squeezed(indicator[key]) for key in ("name", "cycle_value", "annual_value"))
            assert f"{name}；实施周期指标值:{cycle}；年度指标值:{annual}。" in columns[6]


def test_a_second_reading_agrees_on_a_card() -> None:
    result = read(corpus("layouts", f"{LAYOUTS[0]}.calc.pdf").read_bytes(), verify=True)
    assert [grid.findings for grid in result.grids] == [[]]


def test_a_book_keeps_its_captions_and_its_cover() -> None:
    result = read(corpus("publications", "S01_book.pdf").read_bytes())
    grid = next(grid for grid in result.grids if grid.page == 17)
    assert [line.text for line in grid.above] == ["部门预算项目绩效目标表", "单位：万元"]
    assert result.pages == 18 and "2024年3月" in [line.text for line in result.prose]


def test_two_cards_of_one_page() -> None:
    grids = read_grids(corpus("publications", "S04_cards.pdf").read_bytes())
    assert [(grid.page, grid.index) for grid in grids] == [(1, 1), (1, 2), (2, 1), (3, 1)]


def test_scans_are_refused_without_the_extra_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.extract.scan.installed", lambda: False)
    for path in sorted(corpus("scans").glob("*.pdf")):
        with pytest.raises(Refused) as refused:
            read(path.read_bytes())
        assert refused.value.rule == "scan_needs_ocr"
