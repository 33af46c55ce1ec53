"""The second eye for signs: drawn small, blurred and noisy, a sign is never taken for the other, and often told."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from etl.extract import scan

if not scan.installed():
    pytest.skip("the extra [ocr] is not installed: pip install 'jixiao[ocr]'", allow_module_level=True)

import cv2
from PIL import Image, ImageDraw

from etl.extract.scan import signs, writing
from tests.extract import scan_maker as made

SIZES = (14, 18, 22, 28, 40)


def drawn(text: str, size: int, seed: int) -> np.ndarray:
    """A text as a scanner sees it, with its margins."""
    rng = np.random.default_rng(seed)
    page = Image.new("L", (4 * size * (len(text) + 1), 8 * size), "white")
    ImageDraw.Draw(page).text((2 * size + seed % 4, size + seed % 3), text, font=made.font(4 * size), fill=30)
    small = cv2.GaussianBlur(cv2.resize(np.asarray(page), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA), (0, 0), 0.4)
    return np.clip(small + rng.normal(0, 4, small.shape), 0, 255).astype(np.uint8)


@pytest.mark.parametrize(
    ("ask", "text", "wanted"),
    [
        (signs.rings, "%", 2),
        (signs.rings, "‰", 3),
        (signs.barred, "≥", True),
        (signs.barred, "≤", True),
        (signs.barred, ">", False),
        (signs.barred, "<", False),
        (signs.equal, "=", True),
        (signs.equal, "二", False),
    ],
)
def test_a_sign_is_never_taken_for_the_other_and_often_told(ask: Callable[[np.ndarray], object], text: str, wanted: object) -> None:
    answers = [ask(drawn(text, size, seed)) for size in SIZES for seed in range(4)]
    assert set(answers) <= {wanted, None}, answers
    assert answers.count(wanted) >= len(answers) / 3, answers


@pytest.mark.parametrize(("text", "wanted"), [("2,3", True), ("2.3", False)])
def test_a_comma_hangs_below_the_digits_and_a_point_does_not(text: str, wanted: bool) -> None:
    answers = []
    for size in SIZES:
        page = drawn(text, size, 1)
        columns = np.flatnonzero(cv2.GaussianBlur(page, (0, 0), 0.6).min(axis=0) < 190)
        left, middle, right = (group for group in np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1))
        before, stop, after = (np.ascontiguousarray(page[:, group[0] - 1 : group[-1] + 2]) for group in (left, middle, right))
        answers.append(signs.hangs(stop, before, after))
    assert set(answers) <= {wanted, None} and answers.count(wanted) >= 3, answers


def test_an_empty_picture_shows_nothing() -> None:
    paper = np.full((20, 20), 255, np.uint8)
    assert [signs.rings(paper), signs.barred(paper), signs.equal(paper), signs.hangs(paper, paper, paper)] == [None] * 4


def test_stops_that_change_a_number_a_thousand_times_are_told() -> None:
    assert writing.telling_stops("2,316") == [1] and writing.telling_stops("共2.316万元") == [2]
    assert writing.telling_stops("1,310.50") == writing.telling_stops("0.123") == writing.telling_stops("3.14") == []


@pytest.mark.parametrize(("text", "wanted"), [("1.310.50", "1,310.50"), ("1，310.50", "1,310.50"), ("1.310", "1.310"), ("12.5.3", "12.5.3")])
def test_points_before_groups_of_three_digits_and_a_point_were_commas(text: str, wanted: str) -> None:
    assert writing.grouped(text) == wanted
