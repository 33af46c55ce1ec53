"""Where a page's own space lies on the page as it is shown: the /Rotate of a page, its crop box, and tables that lie on their side."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from etl.extract.grid import Box


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
        left, bottom, right, top = boxes.T
        if self.read == 1:
            sides = (bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        elif self.read == 2:
            sides = (self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        elif self.read == 3:
            sides = (self.top - top, self.right - right, self.top - bottom, self.right - left)
        else:
            sides = (left - self.left, self.top - top, right - self.left, self.top - bottom)
        return np.stack(sides, axis=1)

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
