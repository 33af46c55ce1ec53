"""Whether a text could go on below a page break, told by the room its lines leave.

A line is broken where the next word no longer fits. So a text whose last line has room for the word that would follow has ended there, whatever
stands in the same column of the next page; only a full line can go on. How much fits into a column is read off the table's own lines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from etl.extract.grid import Cell

WRAPS = 3  # a table with fewer broken lines than these does not tell how wide its letters are
MARGIN = 1.4  # widths of a Chinese character that a cell may leave blank at its sides (Word: 0.19 cm each)

_AFTER = r"[，。；：、！？）)》”’】\]%％:;,.!?]"  # what no line begins with: it draws the character before it down to its own line
_WORD = re.compile(rf"[（(《“‘【\[]*(?:[A-Za-z0-9/+-]+|[≥≤＞＜=＝<>]+\s*\d*|.)(?:{_AFTER}+[A-Za-z0-9]*)*", re.S)
_PARAGRAPH = re.compile(r"(?:[(（]?[\d一二三四五六七八九十]{1,2}[)）、.．:：]|[—–●◆■※*·-])")
_STOP = re.compile(r"[。；;：:.]\s*$")


_WIDTHS = {"W": (1.0, 1.0), "F": (1.0, 1.0), "A": (0.5, 1.0)}  # at least, at most; letters and digits are narrower, the more so in some types


def least(text: str) -> float:
    """The least width of a line, in Chinese characters."""
    return sum(_WIDTHS.get(unicodedata.east_asian_width(char), (0.3, 0.6))[0] for char in text)


def most(text: str) -> float:
    """The greatest width of a line, in Chinese characters."""
    return sum(_WIDTHS.get(unicodedata.east_asian_width(char), (0.3, 0.6))[1] for char in text)


class Room:
    """What the lines of cells tell of their columns' room."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self.seen: dict[tuple[int, int], float] = {}
        ratios: list[float] = []
        for cell in cells:
            for text, sides in _fragments(cell):
                lines = text.split("\n")
                self.seen[sides] = max(self.seen.get(sides, 0.0), *map(least, lines))
                ratios += [(sides[1] - sides[0]) / least(line) for line in lines[:-1] if least(line) >= 2]
        self.letter = sorted(ratios)[WRAPS - 1] if len(ratios) >= WRAPS else None  # no single odd line decides

    def full(self, upper: Cell, rest: str) -> bool | None:
        """Whether the last line of a cell above a page break has no room for the first word of ``rest``: True where it is full, False where it is
        not, None where the table does not tell, or where the text may end a paragraph."""
        if self.letter is None or not upper.text.strip() or not rest.strip():
            return None
        text, sides = _fragments(upper)[-1]
        last = text.split("\n")[-1]
        found = _WORD.match(rest.lstrip())
        need = most(last + (found[0] if found else rest.lstrip()[0]))
        if need <= max(self.seen.get(sides, 0.0), (sides[1] - sides[0]) / self.letter - MARGIN):
            return None if _STOP.search(last) or _PARAGRAPH.match(rest.lstrip()) else False
        return True


def _fragments(cell: Cell) -> list[tuple[str, tuple[int, int]]]:
    """The texts of a cell, one a page, each with the left and right side of its box."""
    starts = [(piece.offset, piece.place) for piece in cell.pieces] or [(0, cell.place)]
    ends = [*(offset for offset, _ in starts[1:]), len(cell.text) + 1]
    found = []
    for (offset, place), end in zip(starts, ends, strict=True):
        if place.box is not None:
            found.append((cell.text[offset : end - 1], (round(place.box.x0), round(place.box.x1))))
    return found or [(cell.text, (0, 0))]
