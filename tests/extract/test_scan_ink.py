"""What is a stamp's and what is type: on drawn pages, under red stamps that cover type and grey ones that darken it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from etl.extract import scan

if not scan.installed():
    pytest.skip("the extra [ocr] is not installed: pip install 'jixiao[ocr]'", allow_module_level=True)

from PIL import Image, ImageDraw

from etl.extract.scan import ink, straighten
from tests.extract import scan_maker as made

EM = 26
TYPE = (300, 330, 500, 330 + EM)
"""x0, top, x1, bottom of a line of type that stands under the star."""
LETTER = (395, 130)
"""Where a character of the stamp stands, over paper."""


def page() -> Any:
    """A line of type and two rulings, on white."""
    drawn = Image.new("RGB", (2100, 1500), "white")
    draw = ImageDraw.Draw(drawn)
    draw.text(TYPE[:2], "绩效指标完成率", font=made.font(EM), fill="black")
    draw.line((50, 300, 750, 300), fill="black", width=3)
    draw.line((400, 50, 400, 650), fill="black", width=3)
    return drawn


def stamped(colour: tuple[int, int, int], *, covers: bool) -> Any:
    """The page with a round stamp: ring, star and a character of thin strokes; it covers the type by 160 of 255, or darkens it as ink does."""
    below = page()
    layer = Image.new("RGBA", below.size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(layer)
    tone = (*colour, 160)
    draw.ellipse((180, 90, 620, 530), outline=tone, width=14)
    draw.regular_polygon((400, 340, 110), 5, fill=tone)
    draw.text(LETTER, "财", font=made.font(44), fill=tone)
    if covers:
        return np.asarray(Image.alpha_composite(below.convert("RGBA"), layer).convert("RGB"))
    ink_ = np.asarray(Image.alpha_composite(Image.new("RGBA", below.size, "white"), layer).convert("RGB"), float)
    return (np.asarray(below, float) * ink_ / 255).astype(np.uint8)


def darkness(plane: np.ndarray, area: tuple[int, int, int, int]) -> np.ndarray:
    """Which pixels of an area are ink."""
    x0, top, x1, bottom = area
    return plane[top:bottom, x0:x1] < ink.DARK


@pytest.mark.parametrize("covers", [True, False])
def test_a_red_stamp_leaves_the_type_under_it_as_dark_as_elsewhere(covers: bool) -> None:
    clean = darkness(np.asarray(page())[:, :, 0], TYPE)
    found = darkness(ink.flatten(ink.stampless(stamped((210, 45, 45), covers=covers))), TYPE)
    assert (clean & ~found).sum() <= 0.1 * clean.sum() and (found & ~clean).sum() <= 0.1 * clean.sum()


def test_a_grey_stamp_is_wiped_off_with_its_characters_and_the_type_stays() -> None:
    grey = np.asarray(Image.fromarray(stamped((140, 140, 140), covers=False)).convert("L"))
    plain = ink.flatten(grey)
    stamps = ink.stamped(plain, grey, EM)
    result = ink.typed(ink.lifted(plain, stamps, EM), plain, stamps, EM)
    clean, found = darkness(np.asarray(page())[:, :, 0], TYPE), darkness(result, TYPE)
    assert (clean & ~found).sum() <= 0.12 * clean.sum()
    letter = (LETTER[0] + 8, LETTER[1], LETTER[0] + 44, LETTER[1] + 50)  # beside the ruling
    assert (plain[letter[1] : letter[3], letter[0] : letter[2]] < 215).sum() > 300  # it was there
    assert (result[letter[1] : letter[3], letter[0] : letter[2]] < 215).sum() < 20


def test_a_thick_ruling_under_a_stamp_is_not_divided_away_with_it() -> None:
    grey = np.asarray(Image.fromarray(stamped((140, 140, 140), covers=False)).convert("L")).copy()
    grey[296:306, 50:750] = np.minimum(grey[296:306, 50:750], 40)
    plain = ink.flatten(grey)
    lifted = ink.lifted(plain, ink.stamped(plain, grey, EM), EM)
    assert (lifted[299:303, 100:700] < ink.DARK).mean() > 0.98


def test_dirt_at_the_edge_of_a_tilted_page_becomes_no_streak() -> None:
    plain = np.full((300, 400), 255, np.uint8)
    plain[-2:, 200:203] = 0
    tilt = np.array([[0.999, 0.035, 0], [-0.035, 0.999, 20], [0, 0, 1]])
    moved = straighten.apply(plain, tilt, (420, 400), paper=255)
    assert 0 < (moved < 128).sum() <= 12


@pytest.mark.parametrize("tilt", [-1.7, 0.25, 2.6])
def test_the_angle_is_that_of_the_rulings(tilt: float) -> None:
    worn = made.worn(made.table(), tilt=tilt, noise=8)
    plain = ink.flatten(np.asarray(worn.convert("L")))
    assert straighten._angle(plain) == pytest.approx(-tilt, abs=0.08)


def test_what_is_left_of_a_red_stamps_thin_strokes_is_wiped_off() -> None:
    import io

    packed = io.BytesIO()
    Image.fromarray(stamped((190, 45, 45), covers=True)).save(packed, "JPEG", quality=70)  # its colours are coarser than its light
    seen = np.asarray(Image.open(packed).convert("RGB"))
    plain = ink.flatten(ink.stampless(seen))
    stamps = ink.stamped(plain, seen, EM)
    result = ink.typed(ink.lifted(plain, stamps, EM), plain, stamps, EM)
    letter = (LETTER[0] + 8, LETTER[1], LETTER[0] + 44, LETTER[1] + 50)
    clean, found = darkness(np.asarray(page())[:, :, 0], TYPE), darkness(result, TYPE)
    assert (plain[letter[1] : letter[3], letter[0] : letter[2]] < 215).sum() > 20 * (result[letter[1] : letter[3], letter[0] : letter[2]] < 215).sum()
    assert (clean & ~found).sum() <= 0.15 * clean.sum()
