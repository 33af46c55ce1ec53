"""Characters that a recogniser left out: ink before a number that no character stands for."""

from __future__ import annotations

import numpy as np
import pytest

from etl.extract import scan

if not scan.installed():
    pytest.skip("the extra [ocr] is not installed: pip install 'jixiao[ocr]'", allow_module_level=True)

from PIL import Image, ImageDraw

from etl.extract.scan.engine import Recognised
from etl.extract.scan.eye import Eye
from etl.extract.scan.strips import TIGHT, Strip
from tests.extract import scan_maker as made

EM = 28


def eye(text: str, read: str) -> Eye:
    """A line that shows ``text`` and was recognised as ``read``, a part of it in order."""
    face = made.font(EM)
    page = Image.new("L", (800, 80), "white")
    ImageDraw.Draw(page).text((20, 20), text, font=face, fill="black")
    plain = np.asarray(page)
    rows, columns = np.flatnonzero((plain < 190).any(axis=1)), np.flatnonzero((plain < 190).any(axis=0))
    strip = Strip(0, (int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1), (0, 0, 800, 80), EM)
    margin = max(2, round(TIGHT * EM))
    at, place = [], 0
    for char in read:
        place = text.index(char, place)
        middle = 20 + face.getlength(text[:place]) + face.getlength(char) / 2
        at.append((middle - strip.area[0] + margin) / (strip.area[2] - strip.area[0] + 2 * margin))
        place += 1
    return Eye(strip, Recognised(read, (1.0,) * len(read), tuple(at)), plain)


@pytest.mark.parametrize(
    ("text", "read", "place"), [("年度指标值：≥5个", "年度指标值：5个", 6), ("≥95%", "95%", 0), ("指标：不超过30", "指标：30", 3)]
)
def test_a_sign_that_was_left_out_before_a_number_is_missed(text: str, read: str, place: int) -> None:
    assert eye(text, read).skipped(place)
    assert not eye(text, text).skipped(text.index(read[place]))


@pytest.mark.parametrize("text", ["年度指标值： 5个", "每季度 1 次", "（2024年）", "95%", "共12人"])
def test_a_blank_before_a_number_is_none(text: str) -> None:
    digit = next(place for place, char in enumerate(text) if char.isdigit())
    assert not eye(text, text).skipped(digit)
    read = text.replace(" ", "")
    assert not eye(text, read).skipped(next(place for place, char in enumerate(read) if char.isdigit()))
