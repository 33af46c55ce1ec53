"""The picture of a table around a cell: what is drawn, where, and what happens without a font."""

from __future__ import annotations

import io
import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from etl.extract.document import read_document
from etl.extract.excerpt import Excerpt, chinese_font, excerpt, png, svg
from etl.extract.grid import Cell, Extraction, Grid, Line, Place
from tests.cli import SAMPLES

SVG = "{http://www.w3.org/2000/svg}"


def _grid(cells: list[Cell], rows: int, cols: int) -> Extraction:
    return Extraction("text/csv", [Grid(rows, cols, cells)], [Line("标题", Place("L1")), Line("单位：万元", Place("L2"))])


def _table(rows: int, cols: int) -> Extraction:
    return _grid([Cell(r, c, f"{r}/{c}", Place(f"R{r + 1}C{c + 1}")) for r in range(rows) for c in range(cols)], rows, cols)


@pytest.mark.parametrize("name", ["justice_2024.xlsx", "emergency_2025.docx", "justice_2025.html", "emergency_2024.csv"])
def test_each_format_shows_its_cell(name: str) -> None:
    extraction = read_document((SAMPLES / name).read_bytes())
    cell = next(cell for grid in extraction.grids for cell in grid.cells if cell.text.strip() and cell.row >= 1)
    made = excerpt(extraction, cell.place.label)
    assert made is not None
    (marked,) = [tile for tile in made.tiles if tile.marked]
    assert "".join(marked.lines).startswith(cell.text.replace("\n", "")[:4])


def test_the_neighbourhood_is_shown_and_nothing_overlaps() -> None:
    made = excerpt(_table(60, 40), "R31C21")
    assert made is not None
    shown = {line for tile in made.tiles for line in tile.lines}
    assert {"30/20", "26/20", "33/20", "30/12", "30/28"} <= shown
    assert not {"20/20", "30/11", "0/0"} & shown
    assert _overlaps(made) == []
    assert all(t.x > 0 and t.x + t.width < made.width and t.y > 0 and t.y + t.height < made.height for t in made.tiles)


def test_merged_and_long_cells_keep_to_their_place() -> None:
    cells = [
        Cell(0, 0, "甲" * 900, Place("R1C1"), rowspan=3),
        Cell(0, 1, "跨两列", Place("R1C2"), colspan=2),
        *(Cell(r, c, "≥90%\n第二行", Place(f"R{r + 1}C{c + 1}")) for r in (1, 2) for c in (1, 2)),
    ]
    made = excerpt(_grid(cells, 3, 3), "R2C2")
    assert made is not None
    assert _overlaps(made) == []
    assert any(tile.lines[-1] == "…" for tile in made.tiles)


def test_a_line_outside_tables_is_shown_among_its_neighbours() -> None:
    made = excerpt(_table(2, 2), "L2")
    assert made is not None
    assert [tile.lines for tile in made.tiles] == [("标题",), ("单位：万元",)]
    assert excerpt(_table(2, 2), "L9") is None


def test_the_svg_is_well_formed_whatever_the_text() -> None:
    made = excerpt(_grid([Cell(0, 0, "<a & b>\x00\x0b", Place("R1C1"))], 1, 1), "R1C1")
    assert made is not None
    root = ElementTree.fromstring(svg(made, "R1C1 <&>"))
    assert root.find(f"{SVG}title").text == "R1C1 <&>"  # type: ignore[union-attr]
    assert [text.text for text in root.iter(f"{SVG}text")] == ["<a & b>\ufffd\ufffd"]


def test_a_png_needs_a_font_and_a_machine_may_have_none(tmp_path: Path) -> None:
    assert chinese_font([str(tmp_path), str(tmp_path / "missing")]) is None
    font = chinese_font()
    if font is None:
        pytest.skip("no font with Chinese characters on this machine")
    from PIL import Image

    made = excerpt(_table(3, 3), "R2C2")
    assert made is not None
    image = Image.open(io.BytesIO(png(made, font)))
    assert image.size == (2 * made.width, 2 * made.height)
    (marked,) = [tile for tile in made.tiles if tile.marked]
    assert image.getpixel((2 * (marked.x + marked.width - 6), 2 * (marked.y + 6))) == (0xFF, 0xE9, 0xA8)


def _overlaps(made: Excerpt) -> list[tuple[int, int]]:
    tiles = made.tiles
    return [
        (a, b)
        for a in range(len(tiles))
        for b in range(a)
        if tiles[a].x < tiles[b].x + tiles[b].width
        and tiles[b].x < tiles[a].x + tiles[a].width
        and tiles[a].y < tiles[b].y + tiles[b].height
        and tiles[b].y < tiles[a].y + tiles[a].height
    ]


@pytest.mark.parametrize("lead", range(12))
def test_no_line_ends_inside_a_number(lead: int) -> None:
    """``≥9`` on one line and ``5%`` on the next are read as other numbers than ``≥95%``."""
    text = "指" * lead + "年度指标值:≥95%；周期指标值:≤1,234.50万元；不少于-12.5‰"
    made = excerpt(_grid([Cell(0, 0, text * 3, Place("R1C1")), Cell(0, 1, "短", Place("R1C2"))], 1, 2), "R1C1")
    assert made is not None
    lines = next(tile for tile in made.tiles if tile.marked).lines
    assert "".join(lines) == text * 3
    assert len(lines) > 1
    for line, following in pairwise(lines):
        assert not re.search(r"[≥≤\d.,-]$", line) or not re.match(r"[\d%‰.,]", following), (line, following)
