"""A document that flows (html, docx): paragraphs and tables one after another, tables inside tables.

Collects both in document order and gives each table the lines around it. A table that holds other tables is mostly there for the page's layout:
the text of its cells counts as lines around the inner ones too, since titles and captions stand there (corpus ``S09_page.html``).
"""

from __future__ import annotations

from bisect import bisect_left

from etl.extract.grid import Cell, Grid, Line, Place
from etl.finding import Finding, Refused

MAX_CELLS = 1_000_000
MAX_SLOTS = 4_000_000
MAX_COLUMNS = 4096


class Flow:
    """Lines and tables in the order in which they are met."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._tables: list[Grid | None] = []
        self._leaf: list[tuple[Grid, int, int, bool]] = []  # grid, lines before its start, lines before its end, holds no table
        self._cells = 0

    def line(self, text: str) -> None:
        """A line of text outside tables (or in a table that lays out a page); blank ones are let go."""
        text = text.rstrip()
        if text.strip():
            self.lines.append(Line(text, Place(f"P{len(self.lines) + 1}")))

    def number(self) -> int:
        """The number of the table that begins here, from 1, in document order."""
        self._tables.append(None)
        return len(self._tables)

    def table(self, table: Table, began: int, leaf: bool) -> None:
        """A finished table; ``began`` is the number of lines when it began."""
        self._cells += len(table.cells)
        if self._cells > MAX_CELLS:
            raise Refused("too_large", found=f"> {MAX_CELLS} cells", expected=f"{MAX_CELLS}")
        grid = table.grid()
        self._tables[grid.index - 1] = grid
        self._leaf.append((grid, began, len(self.lines), leaf))

    def grids(self) -> list[Grid]:
        """The tables that hold text, in document order, each with the lines between it and its neighbours that hold no table themselves."""
        tables = sorted(self._leaf, key=lambda entry: entry[0].index)
        begins = [began for _, began, _, leaf in tables if leaf]
        before = 0
        for grid, began, ended, leaf in tables:
            at = bisect_left(begins, ended)
            if leaf:
                begins.pop(0)
                at = 0
            after = begins[at] if at < len(begins) else len(self.lines)
            grid.above, grid.below = self.lines[before:began], self.lines[ended:after]
            before = ended if leaf else before
        return [grid for grid in self._tables if grid is not None and any(cell.text for cell in grid.cells)]


class Table:
    """A table under construction: cells put one after another find their column past those that reach down from above."""

    def __init__(self, index: int) -> None:
        self.index = index
        self.cells: list[Cell] = []
        self.findings: list[Finding] = []
        self.rows = 0
        self._until: dict[int, int] = {}  # column → first row in which it is free again
        self._col = 0
        self._group = 0  # the first cell of the row group

    def row(self) -> None:
        """Begin the next row."""
        self.rows += 1
        self._col = 0

    def skip(self, columns: int) -> None:
        """Leave out columns at the row's start (docx: gridBefore)."""
        self._col += columns

    def put(self, rowspan: int, colspan: int) -> Cell:
        """The next cell of the row, its text still empty; one that would run into a cell from above ends there."""
        row, col = self.rows - 1, self._col
        while self._until.get(col, 0) > row:
            col += 1
        if col > MAX_COLUMNS:
            raise Refused("too_large", place=f"t{self.index}", found=f"> {MAX_COLUMNS} columns", expected=f"{MAX_COLUMNS}")
        width = 1
        while width < colspan and self._until.get(col + width, 0) <= row:
            width += 1
        below = row + rowspan
        for at in range(col, col + width):
            self._until[at] = below
        self._col = col + width
        cell = Cell(row, col, "", Place(self.label(row, col)), rowspan, width)
        self.cells.append(cell)
        return cell

    def label(self, row: int, col: int) -> str:
        """``t1/R5C7`` for row 4, column 6 (from 0)."""
        return f"t{self.index}/R{row + 1}C{col + 1}"

    def end_group(self) -> None:
        """A row group (thead, tbody) ends: no cell reaches out of it."""
        for col, until in self._until.items():
            self._until[col] = min(until, self.rows)
        for cell in self.cells[self._group :]:
            cell.rowspan = max(1, min(cell.rowspan, self.rows - cell.row))
        self._group = len(self.cells)

    def grid(self) -> Grid:
        """The finished table, spans within its bounds."""
        cols = max((cell.col + cell.colspan for cell in self.cells), default=0)
        if cols > 100:  # a span wider than the table (colspan=999 for "the whole width") makes no columns
            cols = max(cell.col for cell in self.cells) + 1
        if self.rows * cols > MAX_SLOTS:
            raise Refused("too_large", place=f"t{self.index}", found=f"{self.rows} × {cols}", expected=f"{MAX_SLOTS}")
        for cell in self.cells:
            cell.rowspan = max(1, min(cell.rowspan, self.rows - cell.row))
            cell.colspan = min(cell.colspan, cols - cell.col)
        return Grid(self.rows, cols, self.cells, index=self.index, findings=self.findings)
