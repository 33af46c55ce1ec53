"""Which objects are painted with white, or with nothing: on white paper nobody sees them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from etl.extract.pdf import raw

WHITE = 250
"""Of 255: paler in all three colours is white."""

_BLACK = np.array([[0], [0], [0], [255]], np.uint32)

Ask = Callable[..., Any]
"""``raw.fill_colour`` or ``raw.stroke_colour``."""


def colours(handles: Sequence[int], ask: Ask) -> np.ndarray:
    """Red, green, blue and alpha (0 to 255) of objects, each in a row; black where it cannot be told (patterns)."""
    return raw.answers(ask, handles, _BLACK)


def pale(handles: Sequence[int], ask: Ask) -> np.ndarray:
    """Which objects are white or transparent; those whose colour cannot be told are not."""
    found = colours(handles, ask)
    return np.asarray((found[:3].min(axis=0) >= WHITE) | (found[3] == 0))


def any_pale(handles: Sequence[int], ask: Ask) -> bool:
    """Whether :func:`pale` may hold for one of some objects: it is as blue as white is, or transparent."""
    blue, alpha = raw.extremes(ask, handles)
    return blue >= WHITE or not alpha
