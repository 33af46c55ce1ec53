"""Straightens a page by its rulings: the angle of most of them, then the outer frame's four corners to a rectangle.

The second step also undoes the tilt of a telephone held over the page. All is one matrix from the picture's own pixels, applied once.
"""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from etl.extract.scan.ink import Mask, Picture, dark

Matrix = NDArray[np.float64]
"""3 × 3, from points (x, y, 1) of one picture to another's."""

_SMALL = 1400
"""Pixels: the longer side of the copy on which angle and corners are found."""
_LONG = 14
"""Of the longer side of the page: shorter straight lines are none (characters); a ruling in noise is found in pieces."""
_LEAST_ANGLE = 0.04
"""Degrees: less moves a line of a whole page by a pixel."""
_MOST_ANGLE = 20.0
"""Degrees: no scanner feeds a page so askew; strokes of a page without rulings give any angle."""
_SPREAD, _AGREED = 4.0, 0.6
"""Degrees around the angle within which this share of the ruled length must lie: a telephone's rulings run together, but no farther."""
_LEAST_SHIFT = 1.5
"""Pixels of the copy: corners that far from their rectangle are left there."""
_MOST_SHIFT = 0.12
"""Of the frame's diagonal: corners farther from a rectangle are no frame seen at an angle."""
_LEAST_FRAME = 0.05
"""Of the longer side: a smaller frame is a character, or says too little of the page's tilt."""
_ON_LINE = 0.8
"""Of a side of the frame: so much must be ruled, else the four corners are not the corners of one frame."""


def straight(plain: Picture) -> tuple[Matrix, tuple[int, int]]:
    """The matrix that straightens a flattened page, and the width and height of the result. The identity where the page is straight."""
    height, width = plain.shape
    scale = min(1.0, _SMALL / max(height, width))
    ink = _small(plain, scale)
    turn, size = _turned(_angle(cv2.resize(plain, ink.shape[::-1], interpolation=cv2.INTER_AREA)), ink.shape[1], ink.shape[0])
    ink = ink if np.array_equal(turn, np.eye(3)) else np.asarray(cv2.warpPerspective(ink, turn, size, flags=cv2.INTER_NEAREST), np.uint8)
    squeeze = np.diag([scale, scale, 1.0])
    matrix = np.linalg.inv(squeeze) @ _squared(ink) @ turn @ squeeze
    return matrix, (round(size[0] / scale), round(size[1] / scale))


def apply(picture: Picture, matrix: Matrix, size: tuple[int, int], paper: int | None = None) -> Picture:
    """A picture as a matrix moves it; what lies outside it is ``paper``, else continued from its edge (dirt at the edge becomes a streak)."""
    if np.allclose(matrix, np.eye(3), atol=1e-9):
        return picture
    border, value = (cv2.BORDER_REPLICATE, 0) if paper is None else (cv2.BORDER_CONSTANT, paper)
    moved = cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_CUBIC, borderMode=border, borderValue=(value, value, value))
    return np.asarray(moved, np.uint8)


def _small(plain: Picture, scale: float) -> Mask:
    """The ink of a smaller copy on which thin rulings have not faded."""
    if scale == 1.0:
        return dark(plain, 180)
    darkest = cv2.erode(plain, np.ones((2, 2), np.uint8))
    size = (round(plain.shape[1] * scale), round(plain.shape[0] * scale))
    return dark(np.asarray(cv2.resize(darkest, size, interpolation=cv2.INTER_AREA), np.uint8), 180)


def _angle(small: Picture) -> float:
    """Degrees by which most of the ruled length is turned, between -45 and 45 (clockwise is positive). ``small``: a smaller copy of the page."""
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(np.ascontiguousarray(small))[0]
    lines = np.zeros((0, 4)) if found is None else np.asarray(found, float).reshape(-1, 4)
    lines = lines[np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]) >= max(small.shape) / _LONG]
    if not len(lines):
        return 0.0
    run, rise = lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1]
    angles = (np.degrees(np.arctan2(rise, run)) + 45) % 90 - 45
    order = np.argsort(angles)
    weights = np.cumsum(np.hypot(run, rise)[order])
    angle = float(angles[order][np.searchsorted(weights, weights[-1] / 2)])
    agreed = np.hypot(run, rise)[np.abs(angles - angle) <= _SPREAD].sum()
    return angle if _LEAST_ANGLE <= abs(angle) <= _MOST_ANGLE and agreed >= _AGREED * weights[-1] else 0.0


def _turned(angle: float, width: int, height: int) -> tuple[Matrix, tuple[int, int]]:
    """The rotation that takes ``angle`` back, on a canvas that holds the whole page."""
    if not angle:
        return np.eye(3), (width, height)
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    wide, high = math.ceil(width * abs(cos) + height * abs(sin)), math.ceil(width * abs(sin) + height * abs(cos))
    x, y = width / 2, height / 2
    turn = np.array([[cos, sin, wide / 2 - cos * x - sin * y], [-sin, cos, high / 2 + sin * x - cos * y], [0, 0, 1]])
    return turn, (wide, high)


def _squared(ink: Mask) -> Matrix:
    """The matrix that makes the outer frame of the largest table a rectangle; the identity where there is no whole frame."""
    corners = _corners(ink)
    if corners is None:
        return np.eye(3)
    x, y = corners.T
    left, right, top, bottom = (x[0] + x[3]) / 2, (x[1] + x[2]) / 2, (y[0] + y[1]) / 2, (y[2] + y[3]) / 2
    wanted = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    shift = float(np.abs(wanted - corners).max())
    if shift < _LEAST_SHIFT or shift > _MOST_SHIFT * math.hypot(right - left, bottom - top):
        return np.eye(3)
    return np.asarray(cv2.getPerspectiveTransform(corners.astype(np.float32), wanted.astype(np.float32)), float)


def _corners(ink: Mask) -> NDArray[np.float64] | None:
    """Top left, top right, bottom right, bottom left corner of the frame of the table with most rulings."""
    long = max(ink.shape) // 45
    thick = cv2.dilate(ink, np.ones((3, 3), np.uint8))
    rules = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, long), np.uint8)) | cv2.morphologyEx(
        thick, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8)
    )
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(rules, np.uint8), connectivity=8)
    if count < 2:
        return None
    ys, xs = np.nonzero(labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax()))
    points = np.stack([xs, ys], axis=1).astype(float)
    ends = [(xs + ys).argmin(), (ys - xs).argmin(), (xs + ys).argmax(), (ys - xs).argmax()]
    corners = points[ends]
    if np.ptp(corners, axis=0).min() < _LEAST_FRAME * max(ink.shape):
        return None
    sides = zip(corners, np.roll(corners, -1, axis=0), strict=True)
    return corners if all(_ruled(thick, start, end) >= _ON_LINE for start, end in sides) else None


def _ruled(thick: Mask, start: NDArray[np.float64], end: NDArray[np.float64]) -> float:
    """The share of the line between two points with ink at most two pixels away."""
    steps = max(2, int(np.hypot(*(end - start))))
    at = np.linspace(start, end, steps).round().astype(int)
    near = cv2.dilate(thick, np.ones((3, 3), np.uint8))
    return float(near[at[:, 1].clip(0, near.shape[0] - 1), at[:, 0].clip(0, near.shape[1] - 1)].mean())
