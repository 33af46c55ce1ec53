"""What is ink on a scanned page: stamps taken off, shadows flattened, marks measured.

A stamp (印章) is red, and the red channel does not see it. A shadow or a dark desk is divided away by the brightness around each point. A grey copy's
stamp is divided away where its ring or star shows that there is one, by the brightness between the thin strokes of type: a threshold for the whole
page that took it off would take thin strokes with it.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""Rows, columns and, where the page is in colour, red, green and blue."""
Mask = NDArray[np.uint8]
"""Rows and columns, 1 where something is."""

DARK = 150
"""Of 255, on a flattened page: what is darker is ink."""
PALE = 205
"""Of 255: what is darker belongs to a mark that ink began; thin strokes of small signs (＞) are no darker."""
FAINT = 190
"""Of 255: away from stamps, what is darker is ink; a hairline (= in a Song face at 150 dpi) is no darker."""
_FAINTEST = 215
"""Of 255, smoothed: what is darker than noise and the shadow of a fold."""
_STAMPED = (110, 212)
"""Of 255: how bright the ink of a stamp is on a grey copy."""
_STAMP_STROKE, _STAMP_REACH = 0.14, 4.0
"""Of the type height: the strokes of a stamp are thicker than the first; its ring or star is larger than the second."""
_RED = 35
"""Of 255: by so much the red channel is brighter than the others where a stamp is."""
_TYPE_STROKE = 0.24
"""Of the type height: strokes of type are thinner."""
_GROUND = 700
"""Pixels: the longer side of the copy on which the background is found."""
_REACH = 9
"""Pixels of that copy: wider than a stroke and than a line of type, narrower than a shaded cell."""
_MARK_HEIGHT = (6, 120)
"""Pixels between which a mark can be a character; the share of marks below which the type height lies is :data:`_HIGH`."""
_HIGH = 80


def stampless(picture: Picture) -> Picture:
    """One plane in which red is paper: the red channel, or the grey picture itself."""
    return picture if picture.ndim == 2 else np.ascontiguousarray(picture[:, :, 0])


def flatten(plane: Picture) -> Picture:
    """The plane divided by the brightness of the paper around each point: paper is 255 everywhere."""
    height, width = plane.shape
    scale = min(1.0, _GROUND / max(height, width))
    small = cv2.resize(plane, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=cv2.INTER_AREA)
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_REACH, _REACH))
    ground = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, around), 2 * (_REACH // 2) + 1)
    ground = cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(plane, np.maximum(ground, 1), scale=255.0), np.uint8)


def stamped(plain: Picture, seen: Picture, em: float) -> tuple[Mask, Mask]:
    """Where there are strokes too thick and too pale for type on a flattened page, with some paper around them; and those of them that are of a
    stamp, which is told by its size or by being red on the page as ``seen``. ``em``: the type height.
    """
    low, high = _STAMPED
    size = max(3, round(_STAMP_STROKE * em))
    middle = ((plain >= low) & (plain < high)).astype(np.uint8)
    middle = np.asarray(cv2.morphologyEx(middle, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))), np.uint8)
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * size + 1, 2 * size + 1))
    pale = np.asarray(cv2.dilate(middle, around), np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(pale, connectivity=8)  # joined where rulings and type cross the stamp's ring
    found = np.zeros_like(pale)
    for x, y, width, height, _ in stats[1:].tolist():
        if min(width, height) >= _STAMP_REACH * em and middle[y : y + height, x : x + width].sum() >= em * em:
            found[y : y + height, x : x + width] = 1
    red = _red(seen, around)
    return pale | red, np.asarray((pale & found) | red, np.uint8)


def _red(seen: Picture, around: Any) -> Mask:
    """Where a page in colour is red, with some paper around."""
    if seen.ndim == 2:
        return np.zeros(seen.shape, np.uint8)
    red = cv2.subtract(seen[:, :, 0], cv2.max(seen[:, :, 1], seen[:, :, 2])) >= _RED
    return np.asarray(cv2.dilate(cv2.morphologyEx(red.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)), around), np.uint8)


def lifted(plain: Picture, stamps: Mask, em: float) -> Picture:
    """A flattened page with its stamps divided away: type printed over a stamp is darker than it by as much as over paper."""
    if not stamps.any():
        return plain
    size = max(3, round(_TYPE_STROKE * em)) | 1
    between = cv2.morphologyEx(plain, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    ground = np.maximum(between, _STAMPED[0])
    return np.asarray(np.where(stamps == 1, cv2.divide(plain, ground, scale=255.0), plain), np.uint8)


def inked(plain: Picture, pale: Mask, below: int = DARK) -> Mask:
    """A mask of ink: what is darker than :data:`FAINT`, and than ``below`` where strokes are thick and pale."""
    return np.asarray(plain < np.where(pale == 1, below, FAINT), np.uint8)


def faint(plain: Picture, pale: Mask) -> Mask:
    """A mask of what is hardly darker than paper, away from stamps: where a cell holds nothing else, it may be a hairline sign (= in a Song face)."""
    return np.asarray((cv2.GaussianBlur(plain, (3, 3), 0) < _FAINTEST) & (pale == 0), np.uint8)


def dark(plain: Picture, below: int = DARK) -> Mask:
    """A mask of what is darker than ``below``."""
    return (plain < below).astype(np.uint8)


def marks(ink: Mask) -> NDArray[np.int32]:
    """The connected marks of ink, one a row: x, y, width, height, area in pixels."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    return np.asarray(stats[1:], np.int32)


def type_height(found: NDArray[np.int32]) -> float:
    """The height of the page's type in pixels, from its marks; 0 where there are none. Chinese characters are as high as their type."""
    width, height = found[:, 2], found[:, 3]
    low, high = _MARK_HEIGHT
    typical = (height >= low) & (height <= high) & (width <= 2 * height) & (height <= 2.5 * width)
    return float(np.percentile(height[typical], _HIGH)) if typical.any() else 0.0


def bgr(picture: Picture) -> Any:
    """A picture in the channel order of the recogniser."""
    return cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR if picture.ndim == 2 else cv2.COLOR_RGB2BGR)
