"""What is ink on a scanned page: stamps taken off, shadows flattened, marks measured.

A stamp (印章) is red, and the red channel does not see it. A shadow or a dark desk is divided away by the brightness around each point. A grey copy's
stamp stays as it is: a threshold that took it off would take thin strokes with it.
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
