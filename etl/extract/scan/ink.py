"""What is ink on a scanned page: stamps taken off, shadows flattened, marks measured.

A stamp (印章) is red, and the red channel does not see it. A shadow or a dark desk is divided away by the brightness around each point. A grey copy's
stamp is divided away where its ring or star shows that there is one, by the brightness between the thin strokes of type: a threshold for the whole
page that took it off would take thin strokes with it.
"""

from __future__ import annotations

from dataclasses import dataclass
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
_RED, _TINGED = 35, 14
"""Of 255: by so much the red channel is brighter than the others where a stamp is, and where some of its ink may be."""
_SHOWS, _BLACK = 165, 80
"""Of 255: type that a stamp covers is red and darker than the first; type that it darkens is not red and darker than the second."""
_PURE, _COVERS = 165.0, 0.85
"""Of 255: how red ink of a stamp is that covers everything; the most of it that something shows through."""
_CORE, _TELLING = 0.7, 30.0
"""Of the way from type to a grey stamp's ink: what is darker is type; the two are told apart if they are so far apart, of 255."""
_CORE_RED = 0.36
"""Of the way from type to paper: what is left of a red stamp's thin strokes is no darker, type under them is."""
_SPREAD = 0.22
"""Of the type height: so far from where it is darkest a stroke of type under a stamp may pale."""
_UNDER = 40
"""Of 255: by so much type under a stamp is darker than it."""
_DEEPER = 20
"""Of 255: the ink of a stamp is no darker than so much below its median."""
_RULED = 1.6
"""Of the type height: a straight run of ink under a stamp that is longer is a ruling's."""
_TYPE_STROKE = 0.24
"""Of the type height: strokes of type are thinner."""
_GROUND = 700
"""Pixels: the longer side of the copy on which the background is found."""
_BROAD = 45
"""Pixels of that copy: wider than the star of a stamp."""
_REACH = 9
"""Pixels of that copy: wider than a stroke and than a line of type, narrower than a shaded cell."""
_MARK_HEIGHT = (6, 120)
"""Pixels between which a mark can be a character; the share of marks below which the type height lies is :data:`_HIGH`."""
_HIGH = 80


def stampless(picture: Picture) -> Picture:
    """One plane without red stamps, black where black is printed under them; the grey picture itself.

    Where a page is red, it is taken for a mixture of a stamp's ink and of a grey that is printed: how red it is says how much of the ink, what is
    left of the red channel is the grey. The channel alone is enough where ink darkens paper; where it covers type, type is pale in it.
    """
    if picture.ndim == 2:
        return picture
    channel, others = np.ascontiguousarray(picture[:, :, 0]), cv2.max(picture[:, :, 1], picture[:, :, 2])
    tint = float(np.percentile(channel[::7, ::7], 75)) / max(1.0, float(np.percentile(others[::7, ::7], 75)))
    redness = cv2.blur(channel.astype(np.float32) - tint * others, (3, 3))
    paper = _ground(channel, _BROAD).astype(np.float32) / 255
    level, red = channel / np.maximum(paper, 0.1), redness >= _RED
    closed = cv2.morphologyEx(red.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)) == 1
    covered, darkened = (red & (level < _SHOWS)).sum(), (closed & ~red & (level < _BLACK)).sum()
    if not red.any() or covered < 3 * darkened:
        return channel
    share = (redness / np.maximum(paper, 0.1) / _PURE).clip(0, _COVERS)
    typical = float(np.median(share[red]))
    pure = (float(np.median(level[red])) - (1 - typical) * 255) / typical  # the stamp's own ink, so that there is paper where it lies on paper
    share[redness < _TINGED * paper] = 0
    return np.asarray(((channel - share * pure * paper) / (1 - share)).clip(0, 255), np.uint8)


def flatten(plane: Picture) -> Picture:
    """The plane divided by the brightness of the paper around each point: paper is 255 everywhere."""
    return np.asarray(cv2.divide(plane, np.maximum(_ground(plane, _REACH), 1), scale=255.0), np.uint8)


def _ground(plane: Picture, reach: int) -> Picture:
    """The brightness of the paper around each point, no mark narrower than ``reach`` pixels of a small copy seen."""
    height, width = plane.shape
    scale = min(1.0, _GROUND / max(height, width))
    small = cv2.resize(plane, (max(1, round(width * scale)), max(1, round(height * scale))), interpolation=cv2.INTER_AREA)
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    ground = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, around), 2 * (_REACH // 2) + 1)
    return np.asarray(cv2.resize(ground, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


@dataclass(frozen=True, slots=True)
class Stamps:
    """Where a page's stamps are. ``pale``: strokes too thick and too pale for type, with some paper around them; ``strokes``: those of them that are
    of a stamp; ``boxes``: x, y, width, height of each grey one; ``red``: around what is red; ``bright``: how bright its ink is; ``veil``:
    how bright black is under it (0 where it darkens what it lies on, more where it covers it); ``type``: how dark the page's type is.
    """

    pale: Mask
    strokes: Mask
    boxes: list[tuple[int, int, int, int]]
    red: Mask
    bright: float
    veil: float
    type: float


def stamped(plain: Picture, seen: Picture, em: float) -> Stamps:
    """The grey stamps of a flattened page, told by their size, and, as ``pale``, what is red on the page as ``seen``. ``em``: the type height."""
    low, high = _STAMPED
    size = max(3, round(_STAMP_STROKE * em))
    middle = ((plain >= low) & (plain < high)).astype(np.uint8)
    middle = np.asarray(cv2.morphologyEx(middle, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))), np.uint8)
    around = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * size + 1, 2 * size + 1))
    pale = np.asarray(cv2.dilate(middle, around), np.uint8)
    found, within = np.zeros_like(pale), []
    for x, y, width, height in _large(pale, em):
        if middle[y : y + height, x : x + width].sum() >= em * em:
            found[y : y + height, x : x + width] = 1
            within.append((x, y, width, height))
    red, strokes = np.asarray(cv2.dilate(_red(seen), around), np.uint8), np.asarray(pale & found, np.uint8)
    solid = cv2.morphologyEx(np.asarray(middle & found, np.uint8), cv2.MORPH_CLOSE, around)
    values, outside = plain[solid == 1], plain[(plain < DARK) & (strokes == 0)]
    paler = values[values >= low]
    bright, darkness = float(np.median(paler)) if len(paler) else 255.0, float(np.median(outside)) if len(outside) else 0.0
    veil = _veil(values, bright, darkness, em)
    return Stamps(np.asarray(pale | red, np.uint8), strokes, within, np.asarray(cv2.dilate(red, around), np.uint8), bright, veil, darkness)


def _large(strokes: Mask, em: float) -> list[tuple[int, int, int, int]]:
    """x, y, width, height of what is as large as a stamp: strokes with the paper around them, so that what crosses a ring does not part it."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(strokes, connectivity=8)
    return [(x, y, width, height) for x, y, width, height, _ in stats[1:].tolist() if min(width, height) >= _STAMP_REACH * em]


def _veil(values: Picture, bright: float, darkness: float, em: float) -> float:
    """How bright black is under a stamp, from the pixels in its strokes."""
    under = values[values < bright - _UNDER]
    if len(under) < em * em:
        return 0.0
    return max(0.0, (255 * float(np.percentile(under, 10)) - darkness * bright) / (255 - darkness))


def _red(seen: Picture) -> Mask:
    """Where a page in colour is red."""
    if seen.ndim == 2:
        return np.zeros(seen.shape, np.uint8)
    red = cv2.subtract(seen[:, :, 0], cv2.max(seen[:, :, 1], seen[:, :, 2])) >= _RED
    return np.asarray(cv2.morphologyEx(red.astype(np.uint8), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8)), np.uint8)


def lifted(plain: Picture, stamps: Stamps, em: float) -> Picture:
    """A flattened page with its stamps divided away: type under or over a stamp is darker than it by as much as on paper. What is darker than a
    stamp's ink is never taken for it, however thick (a ruling).
    """
    if not stamps.strokes.any():
        return plain
    size = max(3, round(_TYPE_STROKE * em)) | 1
    between = cv2.morphologyEx(plain, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    ground = np.maximum(between, max(_STAMPED[0], round(stamps.bright) - _DEEPER)).astype(np.float32)
    veil = np.minimum(stamps.veil * (255 - ground) / max(1.0, 255 - stamps.bright), ground - _UNDER)
    without = ((plain - veil) * (255 / (ground - veil))).clip(0, 255)
    return np.asarray(np.where(stamps.strokes == 1, without, plain), np.uint8)


def typed(lifted_: Picture, plain: Picture, stamps: Stamps, em: float) -> Picture:
    """A lifted page without the thin strokes of its stamps (their characters, the edges of ring and star) and the rulings under grey ones: only what
    is near ink clearly darker than the stamp's is kept. ``plain`` is the page before its stamps were divided away.
    """
    result, core = lifted_.copy(), stamps.type + _CORE * (stamps.bright - stamps.type)
    for x, y, width, height in stamps.boxes if stamps.bright - stamps.type >= _TELLING else []:
        part, seeds = result[y : y + height, x : x + width], (plain[y : y + height, x : x + width] < core).astype(np.uint8)
        _wipe(part, seeds & ~_ruled(seeds, em), np.ones_like(seeds), em)
    if stamps.red.any():
        _wipe(result, (plain < stamps.type + _CORE_RED * (255 - stamps.type)).astype(np.uint8), stamps.red, em)
    return result


def _wipe(part: Picture, seeds: Mask, within: Mask, em: float) -> None:
    """Make paper of the shade ``within`` some place that is not near a seed."""
    shade, near = (part < _FAINTEST).astype(np.uint8), seeds
    for _ in range(max(2, round(_SPREAD * em))):
        near = cv2.dilate(near, np.ones((3, 3), np.uint8)) & shade
    part[(shade == 1) & (near == 0) & (within == 1)] = 255


def _ruled(seeds: Mask, em: float) -> Mask:
    """What of a mask of ink are rulings: runs longer than a character's strokes."""
    long = round(_RULED * em)
    found = [cv2.morphologyEx(seeds, cv2.MORPH_OPEN, np.ones(shape, np.uint8)) for shape in ((1, long), (long, 1))]
    return np.asarray(cv2.dilate(found[0] | found[1], np.ones((3, 3), np.uint8)), np.uint8)


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
