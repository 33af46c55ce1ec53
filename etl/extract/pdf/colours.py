"""Which objects are painted with white, or with nothing: on white paper nobody sees them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

import numpy as np

WHITE = 250
"""Of 255: paler in all three colours is white."""

Ask = Callable[..., Any]
"""``raw.fill_colour`` or ``raw.stroke_colour``."""


def colours(handles: Sequence[int], ask: Ask) -> np.ndarray:
    """Red, green, blue and alpha (0 to 255) of objects; black where it cannot be told (patterns)."""
    found = np.zeros((len(handles), 4), np.uint32)
    found[:, 3] = 255
    at = found.ctypes.data
    end = at + 16 * len(handles)
    deque(map(ask, handles, range(at, end, 16), range(at + 4, end, 16), range(at + 8, end, 16), range(at + 12, end + 16, 16)), maxlen=0)
    return found


def pale(handles: Sequence[int], ask: Ask) -> np.ndarray:
    """Which objects are white or transparent; those whose colour cannot be told are not."""
    found = colours(handles, ask)
    return np.asarray((found[:, :3].min(axis=1) >= WHITE) | (found[:, 3] == 0))


def any_pale(handles: Sequence[int], ask: Ask) -> bool:
    """Whether :func:`pale` may hold for one of some objects: it is as red as white is, or transparent. Cheaper: it asks for no green and blue."""
    found = np.zeros((len(handles) + 1, 4), np.uint32)
    found[:, 3] = 255
    at = found.ctypes.data
    end = at + 16 * len(handles)
    spare = repeat(end)
    deque(map(ask, handles, range(at, end, 16), spare, spare, range(at + 12, end, 16)), maxlen=0)
    return bool(found[:-1, 0].max(initial=0) >= WHITE or not found[:-1, 3].all())
