"""Joining the pages of one table.

A table goes on where the next page begins with a table of the same columns and nothing but a page number stands between. Its header may be
repeated; a row may be cut in the middle of a cell, with or without rules at the cut (``corpus/publications/S01_book``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from etl.extract.grid import Cell, Grid, Line, Piece
from etl.rules import finding
from etl.transform import words as vocabulary
from etl.transform.breaks import HEADER_ROWS, NEAR_ROWS, Break, Pair, level_of
from etl.transform.table import Table, append, supplant, table_of, words

MOST_LACKING = 2  # columns that a page may lack: a unit merged over it, and its serial number
EDGE = 4.0  # points within which two pages' column borders are the same: producers round to a quarter of a point, scans less well

_SERIAL = re.compile(r"\d{1,2}|[一二三四五六七八九十]{1,2}|栏次|列次")
_PAGE_MARK = re.compile(r"[-—第共页/\s\d·.|Pagepgof]*")


def join(grids: Sequence[Grid]) -> list[Table]:
    """The tables of a document, each with all of its pages, in document order."""
    tables: list[Table] = []
    for number, grid in enumerate(grids):
        last_on_page = number == 0 or grids[number - 1].page != grid.page
        if tables and last_on_page and _continues(tables[-1], grid):
            _add(tables[-1], grid)
        else:
            tables.append(table_of(grid))
    return tables


def _continues(table: Table, grid: Grid) -> bool:
    """Whether a page's first grid goes on with the table of the page before."""
    head = [cell for cell in grid.cells if cell.row == 0 and cell.text.strip()]
    titled = len(head) == 1 and head[0].colspan >= grid.cols - 1 and is_other_title(head[0].text)
    if titled and not _repeated_header(table, grid.slots()):
        return False
    if grid.page is None or table.last_page is None or grid.page != table.last_page + 1 or not grid.edges or not table.edges:
        return False
    between = [*table.below, *grid.above]
    if any(not _is_page_mark(line) for line in between) and any(_announces(line) for line in between):
        return False
    right = abs(table.edges[-1] - grid.edges[-1]) <= 2 * EDGE
    left = abs(table.edges[0] - grid.edges[0]) <= 2 * EDGE or _lacks(table, grid) > 0
    return left and right and not _contradicts(table, grid)


def _lacks(table: Table, grid: Grid) -> int:
    """How many of a table's first columns a page lacks because what is merged over the whole page begins before it and ends below it: no rule across
    touches their left border there. 0 where the page's columns are not the others of the table."""
    first = next((n for n in range(1, table.cols) if abs(table.edges[n] - grid.edges[0]) <= EDGE), 0)
    same = all(any(abs(edge - other) <= EDGE for other in grid.edges) for edge in table.edges[first:])
    above = [table.at(table.rows - 1, col) for col in range(first)]
    open_there = table.open_bottom or any(cell is not None and cell.row + cell.rowspan > table.page_starts[-1] for cell in above if table.page_starts)
    return first if first <= MOST_LACKING and same and open_there and all(cell is not None for cell in above) else 0


def _contradicts(table: Table, grid: Grid) -> bool:
    """Whether a page's first rows cannot belong to the table: words stand where the table has amounts of money."""
    if _repeated_header(table, grid.slots()):
        return False
    for cell in grid.cells:
        middle = (grid.edges[cell.col] + grid.edges[cell.col + cell.colspan]) / 2
        if cell.row > 1 or not any(char.isalpha() for char in cell.text):
            continue
        col = next((n for n in range(table.cols) if table.edges[n] <= middle <= table.edges[n + 1]), None)
        near = [*range(min(HEADER_ROWS, table.rows)), *range(max(HEADER_ROWS, table.rows - NEAR_ROWS), table.rows)]
        column = [(row, table.at(row, col)) for row in near] if col is not None else []
        texts = [words(c) for row, c in column if c is not None and c.row == row and words(c) and c.colspan < table.cols - 1]
        label = max((n for n, text in enumerate(texts) if vocabulary.money_label(text)), default=None)
        below = texts[label + 1 :] if label is not None else []
        if below and not any(char.isalpha() for text in below for char in text):
            return True
    return False


def is_other_title(text: str) -> bool:
    """Whether a text that spans a table is the title of a table, whatever its kind."""
    flat = vocabulary.forms(text)[-1] if vocabulary.forms(text) else ""
    return flat.endswith("表") and 4 <= len(flat) <= 40


def _is_page_mark(line: Line) -> bool:
    return bool(_PAGE_MARK.fullmatch(line.text))


def _announces(line: Line) -> bool:
    """Whether a line between two tables says that another one begins: a title or a caption with a unit."""
    text = vocabulary.normal(line.text)
    return vocabulary.title_kind(text) is not None or text.endswith("表") or "单位:" in text


def _add(table: Table, grid: Grid) -> None:
    """Join a page to its table: columns brought together, a repeated header taken out, a row cut in the middle made one again."""
    slots = _one_column_set(table, grid)
    repeated = _repeated_header(table, slots)
    for row in slots[:repeated]:
        table.repeated.extend(cell for cell in _distinct(row) if cell.text.strip())
    rest = [[None if cell is None or cell.row < repeated else cell for cell in row] for row in slots[repeated:]]
    for cell in {id(cell): cell for row in rest for cell in row if cell is not None}.values():
        cell.row -= repeated
    start, was_open, was_closed = table.rows, table.open_bottom, table.closed_bottom
    lacking = _lacks(table, grid) if abs(table.edges[0] - grid.edges[0]) > 2 * EDGE else 0
    append(table, rest)
    for merged in [table.at(start - 1, col) for col in range(lacking)]:
        if merged is not None:
            _spread(table, merged)
    table.page_starts.append(start)
    table.last_page, table.open_bottom, table.closed_bottom = grid.page, grid.open_bottom, grid.closed_bottom
    table.below = list(grid.below)
    table.findings.extend(grid.findings)
    if start >= table.rows:
        return
    # A repeated header hides that the row below it is open at its top.
    closed: Literal[False] | None = False if was_closed and (grid.closed_top or not grid.open_top) else None
    at_break = Break(table, start, grid.open_top and (was_open or not repeated), closed)
    table.findings.extend(finding("row_across_pages", place=cell.place.label, found=words(cell)) for cell in at_break.doubtful)
    if _mend(table, at_break.going_on()):
        _close_up(table, start)


def _spread(table: Table, cell: Cell) -> None:
    """Let a cell go on to the last row of a table."""
    whole = replace(cell, rowspan=table.rows - cell.row)
    for row in table.slots[cell.row :]:
        row[cell.col : cell.col + cell.colspan] = [whole] * cell.colspan


def _distinct(row: Sequence[Cell | None]) -> list[Cell]:
    return list({id(cell): cell for cell in row if cell is not None}.values())


def _one_column_set(table: Table, grid: Grid) -> list[list[Cell | None]]:
    """The grid's slots in the columns of both; the table's own slots are widened where the page shows a border that it lacks."""
    union: list[float] = []
    for edge in sorted((*table.edges, *grid.edges)):
        if not union or edge - union[-1] > EDGE:
            union.append(edge)

    def positions(edges: Sequence[float]) -> list[int]:
        return [min(range(len(union)), key=lambda n: abs(union[n] - edge)) for edge in edges]

    def widened(slots: list[list[Cell | None]], edges: Sequence[float]) -> list[list[Cell | None]]:
        at = positions(edges)
        moved: dict[int, Cell] = {}
        for cell in (cell for row in slots for cell in row if cell is not None):
            if id(cell) not in moved:
                first, last = at[cell.col], at[min(cell.col + cell.colspan, len(at) - 1)]
                moved[id(cell)] = replace(cell, col=first, colspan=max(1, last - first))
        wide: list[list[Cell | None]] = []
        for row in slots:
            line: list[Cell | None] = [None] * (len(union) - 1)
            for cell in _distinct(row):
                new = moved[id(cell)]
                line[new.col : new.col + new.colspan] = [new] * new.colspan
            wide.append(line)
        return wide

    if len(union) != len(table.edges):  # seldom: a page shows a border that no page before had
        table.slots = widened(table.slots, table.edges)
        table.edges = tuple(union)
    return widened(grid.slots(), grid.edges)


def _texts(row: Sequence[Cell | None]) -> list[str]:
    return [vocabulary.normal(cell.text) for cell in _distinct(row) if cell.text.strip()]


def _repeated_header(table: Table, slots: list[list[Cell | None]]) -> int:
    """How many of a page's first rows repeat rows at the table's head (at least two cells with the same words)."""
    for start in range(min(HEADER_ROWS, table.rows)):
        count = 0
        while count < len(slots) and start + count < min(HEADER_ROWS, table.rows):
            here, there = _texts(slots[count]), _texts(table.slots[start + count])
            if here != there or not here or not _is_heading(here):
                break
            count += 1
        if count and any(len(_texts(row)) > 1 for row in slots[:count]):
            return 0 if _is_awaited(table, slots[:count]) else count
    return 0


def _is_awaited(table: Table, slots: Sequence[Sequence[Cell | None]]) -> bool:
    """Whether the header at a page's top is the first of its own card: the card's name stands above the break, its header does not yet."""
    heads = [_texts(row) for row in slots]
    for row in range(table.rows - 1, -1, -1):
        texts = _texts(table.slots[row])
        if texts in heads:
            return False
        if texts and "project_name" in vocabulary.fields(texts[0], "row"):
            return True
    return False


def _is_heading(texts: Sequence[str]) -> bool:
    """Whether a row heads columns or a table: nearly all of its texts are labels. Two cards of one department share rows that are none."""
    if len(texts) > 2 and all(_SERIAL.fullmatch(text) for text in texts):
        return True
    labels = sum(bool(vocabulary.fields(text, "column") or vocabulary.money_label(text) or level_of(text)) for text in texts)
    return len(texts) == 1 or labels * 3 >= len(texts) * 2 or (labels == 0 and any(":" in text for text in texts))


def _mend(table: Table, pairs: Sequence[Pair]) -> bool:
    """Join cells of the first row of a page with those of the last row before, each text keeping its own place. False where there is none."""
    seen: set[int] = set()
    for pair in pairs:
        upper, lower = table.at(pair.lower.row - 1, pair.lower.col), pair.lower
        if upper is None or id(lower) in seen:
            continue
        seen.add(id(lower))
        pieces = upper.pieces or (Piece(0, upper.place),)
        text = upper.text
        if lower.text.strip():
            offset = len(upper.text) + 1 if upper.text else 0
            text = f"{upper.text}\n{lower.text.lstrip()}" if upper.text else lower.text
            pieces = (*(pieces if upper.text.strip() else ()), Piece(offset, lower.place))
        bottom = max(upper.row + upper.rowspan, lower.row + lower.rowspan)
        place = upper.place if upper.text.strip() or not lower.text.strip() else lower.place
        joined = replace(upper, text=text, place=place, rowspan=bottom - upper.row, pieces=pieces if len(pieces) > 1 else ())
        supplant(table, upper, joined)
        supplant(table, lower, joined)
    return bool(seen)


def _close_up(table: Table, start: int) -> None:
    """Take out the row that a cut left behind: all of its slots belong to cells of the row above."""
    if any(cell is not None and cell.row == start for cell in table.slots[start]):
        return
    del table.slots[start]
    lower = table.slots[start - 1 :]
    for cell in {id(cell): cell for row in lower for cell in row if cell is not None}.values():
        if cell.row > start:
            cell.row -= 1
        elif cell.row + cell.rowspan > start:
            cell.rowspan -= 1
    table.page_starts = [row if row <= start else row - 1 for row in table.page_starts]
