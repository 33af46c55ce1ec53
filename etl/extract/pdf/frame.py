"""Where a page's own space lies on the page as it is shown: the /Rotate of a page, its crop box, and tables that lie on their side."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from etl.extract.grid import Box
from etl.extract.pdf.clips import Rect

_TURNS = (
    ((0, 3, 2, 1), (1, -1, 1, -1)),
    ((1, 0, 3, 2), (1, 1, 1, 1)),
    ((2, 1, 0, 3), (-1, 1, -1, 1)),
    ((3, 2, 1, 0), (-1, -1, -1, -1)),
)
"""For each number of quarter turns: which of left, bottom, right, top become x0, top, x1, bottom, and which way they then count."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Turns boxes of page space (left, bottom, right, top) to the page as it is read: x to the right, y down, from the top left corner.

    ``shown`` counts the quarter turns clockwise that /Rotate asks for, ``read`` those that make the text upright (more, where a table was
    drawn on its side).
    """

    left: float
    bottom: float
    right: float
    top: float
    shown: int = 0
    read: int = 0

    def turned(self, quarters: int) -> Frame:
        """The frame for text that needs ``quarters`` more turns to stand upright."""
        return replace(self, read=(self.shown + quarters) % 4)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as it is read."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.read % 2 else (width, height)

    def boxes(self, boxes: np.ndarray) -> np.ndarray:
        """Boxes of page space as an array of (x0, top, x1, bottom) of the page as it is read."""
        sides, signs = _TURNS[self.read]
        edges = (self.left, self.bottom, self.right, self.top)
        turned: np.ndarray = boxes.T.take(sides, 0)
        for first in (0, 1):  # x0 and x1, then top and bottom
            both, edge = turned[first::2], edges[sides[first]]
            if signs[first] < 0:
                np.subtract(edge, both, both)
            elif edge:
                np.subtract(both, edge, both)
        return turned.T

    def place(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """A box of the page as it is read, on the page as it is shown."""
        quarters = (self.read - self.shown) % 4
        width, height = self.size
        if quarters == 1:
            x0, top, x1, bottom = top, width - x1, bottom, width - x0
        elif quarters == 2:
            x0, top, x1, bottom = width - x1, height - bottom, width - x0, height - top
        elif quarters == 3:
            x0, top, x1, bottom = height - bottom, x0, height - top, x1
        return Box(round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))

    def corners(self, corners: Rect) -> Box:
        """:meth:`place` of a box given as one."""
        return self.place(*corners)
