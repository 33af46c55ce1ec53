"""Scanned pages read whole: grid, texts and doubts of pictures that a script drew."""

from __future__ import annotations

from typing import Any

import pytest

from etl.extract import scan
from etl.extract.document import read_document
from etl.extract.grid import Grid
from etl.finding import Refused
from tests.extract import scan_maker as made

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not scan.installed(), reason="the extra [ocr] is not installed: pip install 'jixiao[ocr]'")]


def texts(grid: Grid) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in grid.cells if cell.row == row) for row in range(grid.rows)]


def test_a_tilted_colour_scan_with_a_red_stamp_is_right_or_marked_in_every_cell() -> None:
    page = made.worn(made.stamp(made.table(above="2024年度项目绩效目标表"), (210, 30, 40), (500, 180), 320), tilt=1.1)
    result = read_document(made.pdf(page))
    (grid,) = result.grids
    marked = {found.place for found in grid.findings}
    wrong = [cell.place.label for cell in grid.cells if cell.text != made.ROWS[cell.row][cell.col]]
    assert (grid.rows, grid.cols, len(grid.cells)) == (4, 4, 16)
    assert set(wrong) <= marked and len(marked) <= 1, (texts(grid), grid.findings)  # ‰ under noise may be in doubt, never silent
    assert [line.text for line in grid.above] == ["2024年度项目绩效目标表"]
    assert [found.rule for found in result.findings] == ["ocr_reader"] and "sha256" in (result.findings[0].found or "")


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_page_is_turned_back_and_its_boxes_are_of_the_page_as_shown(quarters: int) -> None:
    page = made.table()
    turned = page.rotate(90 * quarters, expand=True)
    (grid,) = read_document(made.pdf(made.worn(turned))).grids
    assert texts(grid)[1] == made.ROWS[1]
    box = grid.cells[0].place.box
    assert box is not None
    points = 72 / 200
    middle = ((box.x0 + box.x1) / 2 / points / turned.width, (box.top + box.bottom) / 2 / points / turned.height)
    upright = {1: (1 - middle[1], middle[0]), 2: (1 - middle[0], 1 - middle[1]), 3: (middle[1], 1 - middle[0])}[quarters]
    assert upright[0] < 0.5 and upright[1] < 0.5  # the table's first cell, at the top left of the page as read


def test_the_box_of_a_cell_lies_where_it_is_drawn() -> None:
    (grid,) = read_document(made.pdf(made.table())).grids
    box, em = grid.cells[0].place.box, 28 * 72 / 200
    assert box is not None and box == pytest.approx((5 * em, 5 * em, 14 * em, 7 * em), abs=1.0)


def test_a_row_at_the_pages_edge_without_a_ruling_is_a_row() -> None:
    (grid,) = read_document(made.pdf(made.worn(made.table(open_end=True)))).grids
    assert texts(grid)[-1] == made.ROWS[-1] and grid.open_bottom


def test_a_page_without_rulings_is_refused_with_its_reason() -> None:
    with pytest.raises(Refused) as refused:
        read_document(made.pdf(made.worn(made.table(rules=False))))
    assert (refused.value.rule, refused.value.place) == ("ocr_no_rulings", "p1")


def test_type_too_small_is_refused_with_its_height() -> None:
    with pytest.raises(Refused) as refused:
        read_document(made.pdf(made.worn(made.table(dpi=60)), dpi=60))
    assert refused.value.rule == "ocr_type_too_small" and int(refused.value.found or 99) < 10


def test_small_type_is_read_with_a_finding_on_every_number_that_is_not_clear() -> None:
    (grid,) = read_document(made.pdf(made.table(dpi=92), dpi=92)).grids
    doubted = {found.place for found in grid.findings}
    wrong = {cell.place.label for cell in grid.cells if any(char.isdigit() for char in cell.text) and cell.text != made.ROWS[cell.row][cell.col]}
    assert wrong <= doubted and "ocr_small_type" in {found.rule for found in grid.findings}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF"])
def test_image_files_are_read(kind: str) -> None:
    result = read_document(made.saved(made.table(), kind))
    assert texts(result.grids[0]) == [*made.ROWS] and result.media_type == f"image/{kind.lower()}" and result.pages == 1


def test_frames_of_a_tiff_are_pages() -> None:
    import io

    page, out = made.table(), io.BytesIO()
    page.save(out, "TIFF", save_all=True, append_images=[made.table(rows=made.ROWS[:3])])
    assert [(grid.page, grid.rows) for grid in read_document(out.getvalue()).grids] == [(1, 4), (2, 3)]


def test_the_same_file_gives_the_same_answer() -> None:
    data = made.pdf(made.worn(made.table(), tilt=-0.6))
    assert read_document(data) == read_document(data)


def test_a_cut_image_is_damaged() -> None:
    with pytest.raises(Refused) as refused:
        read_document(made.saved(made.table(), "PNG")[:2000])
    assert refused.value.rule == "damaged_file"


def test_without_the_extra_scans_are_refused_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    from etl.rules import explain

    monkeypatch.setattr(scan, "installed", lambda: False)
    for data in (made.saved(made.table()), made.pdf(made.table())):
        with pytest.raises(Refused) as refused:
            read_document(data)
        assert refused.value.rule == "scan_needs_ocr"
        assert "pip install 'jixiao[ocr]'" in explain(refused.value, "en") and "pip install 'jixiao[ocr]'" in explain(refused.value, "zh")


def test_nothing_is_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    from etl.extract.scan import engine

    def no(*_: Any, **__: Any) -> Any:
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr(socket.socket, "connect", no)
    engine._recognisers.cache_clear()
    (grid,) = read_document(made.pdf(made.table())).grids
    assert texts(grid)[0] == made.ROWS[0]


def test_a_page_with_one_ruling_across_holds_the_ends_of_two_rows_that_page_breaks_cut() -> None:
    from PIL import ImageDraw

    page = made.table(rules=False, rows=made.ROWS[:2])
    draw, em = ImageDraw.Draw(page), 28
    xs = [5 * em]
    for columns in made.WIDTHS:
        xs.append(xs[-1] + columns * em)
    draw.line((xs[0], 7 * em, xs[-1], 7 * em), fill="black", width=2)
    for x in xs:
        draw.line((x, 3 * em, x, 11 * em), fill="black", width=2)
    (grid,) = read_document(made.pdf(made.worn(page))).grids
    assert texts(grid) == [*made.ROWS[:2]] and grid.open_top and grid.open_bottom
