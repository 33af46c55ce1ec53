"""Which ink of a cell is a line of text: no dirt between lines, nothing that a wiped ruling left."""

from __future__ import annotations

import numpy as np
import pytest

from etl.extract import scan

if not scan.installed():
    pytest.skip("the extra [ocr] is not installed: pip install 'jixiao[ocr]'", allow_module_level=True)

from PIL import Image, ImageDraw

from etl.extract.scan import strips
from tests.extract import scan_maker as made

EM = 24
WITHIN = (10, 10, 310, 110)


def cell(text: str = "年度资金总额：") -> np.ndarray:
    """The ink of a cell with a line of text at its middle."""
    page = Image.new("L", (320, 120), "white")
    ImageDraw.Draw(page).text((20, 46), text, font=made.font(EM), fill="black")
    return (np.asarray(page) < 150).astype(np.uint8)


def rows(ink: np.ndarray) -> list[tuple[int, int]]:
    return [(strip.area[1], strip.area[3]) for strip in strips.lines(ink, WITHIN, EM, 0)]


def test_a_speck_below_a_line_is_no_line() -> None:
    ink, clean = cell(), rows(cell())
    ink[clean[0][1] + 8 : clean[0][1] + 10, 60:63] = 1
    assert len(clean) == 1 and rows(ink) == clean


def test_what_is_left_of_a_ruling_at_the_edge_of_a_cell_is_no_line() -> None:
    ink, clean = cell(), rows(cell())
    ink[11:13, 40:140] = 1
    assert rows(ink) == clean


def test_a_dash_alone_is_a_line_and_so_are_specks_alone() -> None:
    dash = np.zeros((120, 320), np.uint8)
    dash[58:61, 100:124] = 1
    assert len(rows(dash)) == 1
    percent = np.zeros((120, 320), np.uint8)  # a sign whose thin strokes broke
    for x, y in ((100, 50), (104, 54), (108, 58), (112, 50), (100, 60)):
        percent[y : y + 2, x : x + 3] = 1
    assert rows(percent)


def test_the_beginning_of_a_line_is_cut_off_it() -> None:
    ink = cell("实施周期指标值年度指标值")
    (strip,) = strips.lines(ink, WITHIN, EM, 0)
    piece = strips.beginning(255 * (1 - ink), strip, 4.0)
    assert piece.area[0] == strip.area[0] and piece.area[2] - piece.area[0] == round(4 * strip.type)
