"""What a made document is: blocks of lines and tables for the renderers, and the facts that they say for the scorer.

The truth has the shape of the shared corpus's ``.json`` files: amounts as printed, in the document's money unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

N = None
UP = "^"


class Num(str):
    """A cell that a workbook stores as a number, shown by a format; a formula where ``formula`` is given (then ``number`` is its cached value)."""

    number: Decimal
    format: str
    formula: str

    def __new__(cls, shown: str, number: Decimal | int | str, format: str = "General", formula: str = "") -> Num:
        made = super().__new__(cls, shown)
        made.number, made.format, made.formula = Decimal(number), format, formula
        return made


class Day(str):
    """A cell that a workbook stores as a date, shown by a format."""

    day: date
    format: str

    def __new__(cls, shown: str, day: date, format: str) -> Day:
        made = super().__new__(cls, shown)
        made.day, made.format = day, format
        return made


Row = list[str | None]


@dataclass
class Table:
    """Rows of texts: ``None`` goes on from the left, ``"^"`` from above. ``header`` rows at the top are repeated after a page break where asked."""

    rows: list[Row]
    header: int = 0
    hidden_rows: tuple[int, ...] = ()
    hidden_cols: tuple[int, ...] = ()

    @property
    def cols(self) -> int:
        return max(len(row) for row in self.rows)

    def spans(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Each cell's (rowspan, colspan) by its top left slot, in reading order."""
        rows: list[Row] = [[*row, *[""] * (self.cols - len(row))] for row in self.rows]
        found = {}
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if text is None or text == UP:
                    continue
                right, bottom = c, r
                while right + 1 < len(row) and row[right + 1] is None:
                    right += 1
                while bottom + 1 < len(rows) and rows[bottom + 1][c] == UP:
                    bottom += 1
                found[r, c] = (bottom - r + 1, right - c + 1)
        return found

    def text(self, row: int, col: int) -> str:
        """The text at a slot; "" beyond a short row."""
        cells = self.rows[row]
        return (cells[col] or "") if col < len(cells) else ""


@dataclass
class Break:
    """A new page; in a workbook nothing."""


@dataclass
class Sheet:
    """A new sheet of a workbook; elsewhere a new page. A hidden one is left out where there are no sheets."""

    name: str
    hidden: bool = False


Block = str | Table | Break | Sheet


@dataclass
class Made:
    """A made document. ``truth`` is what the corpus calls "expected"; ``formats`` names the formats it makes sense in, all where empty."""

    layout: str
    blocks: list[Block]
    truth: dict[str, Any]
    formats: tuple[str, ...] = ()


@dataclass
class Value:
    """A value in its printed pieces, with the part it is to be read as."""

    sign: str
    number: str
    unit: str
    part: dict[str, Any]
    words: str = ""

    @property
    def text(self) -> str:
        """In one string."""
        return self.words or f"{self.sign}{self.number}{self.unit}"

    def columns(self, names: Sequence[str]) -> list[str]:
        """In columns of sign, number and unit, in the order of ``names``."""
        pieces = {"sign": self.sign, "number": self.words or self.number, "unit": self.unit}
        return [pieces[name] for name in names]


@dataclass
class Ind:
    """An indicator."""

    level1: str
    level2: str
    name: str
    annual: Value | None
    cycle: Value | None = None
    weight: str | None = None
    actual: Value | None = None
    score: str | None = None
    reason: str = ""

    def truth(self, **changes: Any) -> dict[str, Any]:
        """As the scorer wants it."""
        targets = [
            {"horizon": horizon, "raw": value.text, "parts": [value.part]}
            for horizon, value in (("cycle", self.cycle), ("annual", self.annual))
            if value
        ]
        found: dict[str, Any] = {"l1": self.level1, "l2": self.level2, "name": self.name, "weight": self.weight, "targets": targets}
        if self.actual:
            found["actual"] = {"raw": self.actual.text, "parts": [self.actual.part], "score": self.score}
        return found | changes


@dataclass
class Proj:
    """A project with its money in the document's money unit, as printed."""

    name: str
    unit: str
    total: str | None
    funds: dict[str, str] = field(default_factory=dict)
    goal: str = ""
    cycle_goal: str = ""
    code: str | None = None
    inds: list[Ind] = field(default_factory=list)

    def truth(self, **changes: Any) -> dict[str, Any]:
        """As the scorer wants it."""
        goals = {horizon: text for horizon, text in (("annual", self.goal), ("cycle", self.cycle_goal)) if text}
        found = {"name": self.name, "code": self.code, "unit": self.unit, "total": self.total, "funds": dict(self.funds), "goals": goals}
        return {**found, "indicators": [ind.truth() for ind in self.inds], **changes}
