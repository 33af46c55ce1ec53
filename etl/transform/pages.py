"""Joining the pages of one table.

A table goes on where the next page begins with a table of the same columns and nothing but a page number stands between. Its header may be
repeated; a row may be cut in the middle of a cell, with or without rules at the cut (``corpus/publications/S01_book``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from etl.extract.grid import Cell, Grid, Line, Piece
from etl.transform import words as vocabulary
from etl.transform.facts import looks_like_organisation
from etl.transform.packed import unpack
from etl.transform.table import Table, append, supplant, table_of, words

EDGE = 4.0  # points within which two pages' column borders are the same: producers round to a quarter of a point, scans less well
NEAR_ROWS = 40  # rows above a page break that tell what a column holds
HEADER_ROWS = 8  # a header that is repeated stands among the first rows of its table

_NUMBER = re.compile(r"[-+]?[\d,，]+(?:\.\d+)?|[/—-]+")
_VALUE = re.compile(r"[≥≤<>＞＜=＝]|[\d,.]+\s*(?:%|％|[\u4e00-\u9fff]{0,4})$|\d{1,4}年?\d{0,2}月|不[低高少超多]|及时$|良好$")
_CUT_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})*,\d{0,2}|\d{1,3}(?:,\d{3})*\.")
_DIGITS = re.compile(r"[\d.,]+%?")
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
    ends = zip((table.edges[0], table.edges[-1]), (grid.edges[0], grid.edges[-1]), strict=True)
    return all(abs(a - b) <= 2 * EDGE for a, b in ends) and not _contradicts(table, grid)


def _contradicts(table: Table, grid: Grid) -> bool:
    """Whether a page's first rows cannot belong to the table: words stand where the table has amounts of money."""
    if _repeated_header(table, grid.slots()):
        return False
    for cell in grid.cells:
        middle = (grid.edges[cell.col] + grid.edges[cell.col + cell.colspan]) / 2
        if cell.row > 1 or not cell.text.strip() or _NUMBER.fullmatch(words(cell)):
            continue
        col = next((n for n in range(table.cols) if table.edges[n] <= middle <= table.edges[n + 1]), None)
        near = [*range(min(HEADER_ROWS, table.rows)), *range(max(HEADER_ROWS, table.rows - NEAR_ROWS), table.rows)]
        column = [(row, table.at(row, col)) for row in near] if col is not None else []
        texts = [words(c) for row, c in column if c is not None and c.row == row and words(c) and c.colspan < table.cols - 1]
        label = max((n for n, text in enumerate(texts) if vocabulary.money_label(text)), default=None)
        below = texts[label + 1 :] if label is not None else []
        if below and all(_NUMBER.fullmatch(text) for text in below):
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
    start, was_open = table.rows, table.open_bottom  # a repeated header hides that the row below it is open at its top
    append(table, rest)
    table.page_starts.append(start)
    table.last_page, table.open_bottom = grid.page, grid.open_bottom
    table.below = list(grid.below)
    table.findings.extend(grid.findings)
    if start >= table.rows:
        return
    is_open = grid.open_top and (was_open or not repeated)
    if is_open and any(_stands_alone(words(cell)) and not _DIGITS.fullmatch(words(cell)) for cell in table.own(start)):
        _mend(table, start, merged_only=True)  # the row is whole: only what is merged over the break goes on
    elif is_open or _goes_on(table, start):
        _mend(table, start)


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
            return count
    return 0


def _is_heading(texts: Sequence[str]) -> bool:
    """Whether a row heads columns or a table: nearly all of its texts are labels. Two cards of one department share rows that are none."""
    labels = sum(bool(vocabulary.fields(text, "column") or vocabulary.money_label(text)) for text in texts)
    return len(texts) == 1 or labels * 3 >= len(texts) * 2 or (labels == 0 and any(":" in text for text in texts))


def _goes_on(table: Table, start: int) -> bool:
    """Whether the first row of a page is the rest of the row above, though rules close both (Writer closes every cut).

    Told by contents alone: an amount above is cut in the middle of its digits; or the row above has a value and this one has nothing in the columns
    of values, and no amount of its own; or, where no such columns are known, it begins blank and none of its texts can stand by itself.
    """
    first = table.own(start)
    upper = [words(table.at(start - 1, cell.col)) for cell in first]
    if not first or len(first) >= len([cell for cell in table.cells(start - 1) if words(cell)]):
        return False
    if any(vocabulary.is_placeholder(words(cell)) for cell in first):
        return False  # an empty line of the form
    if any(_CUT_NUMBER.fullmatch(text) for text in upper):
        return True  # 3,052,70 above 0.00
    if any(text[-1:].isdigit() and re.match(r"[.,]\d", words(cell)) for text, cell in zip(upper, first, strict=True)):
        return True  # ≥89 above .8
    columns = _value_columns(table, start)
    if columns:
        filled = [col for col in columns if words(table.at(start, col))]
        whole = any(_NUMBER.fullmatch(words(cell)) or vocabulary.total_of(words(cell)) is not None for cell in first)
        label = bool(vocabulary.fields(words(first[0]), "row")) or vocabulary.money_label(words(first[0])) is not None
        alone = len(first) == 1 and (looks_like_organisation(words(first[0])) or first[0].colspan > 2)
        if not filled and not whole and not label and not alone and all(upper) and any(words(table.at(start - 1, col)) for col in columns):
            return True
    if words(table.at(start, 0)) or not all(upper):
        return False
    packed = [bool(unpack(text).indicators) for text in upper]
    if any(_stands_alone(text) for text, cell in zip(upper, packed, strict=True) if not cell):
        return False
    if any(_stands_alone(words(cell)) for cell, known in zip(first, packed, strict=True) if not known):
        return False
    return any(packed) or any(not text.endswith(("。", "；", "）", ")")) for text in upper)


def _value_columns(table: Table, start: int) -> list[int]:
    """The columns of values, signs and units above a page break, by the nearest header that heads some."""
    for row in [*range(start - 1, max(-1, start - NEAR_ROWS), -1), *range(min(HEADER_ROWS, start))]:
        cells = [(cell, vocabulary.fields(words(cell), "column")) for cell in table.own(row)]
        if len(cells) > 2 and any({"value", "value_annual", "value_cycle"} & set(names) for _, names in cells):
            wanted = {"value", "value_annual", "value_cycle", "sign", "value_unit", "actual"}
            return [col for cell, names in cells if wanted & set(names) for col in range(cell.col, cell.col + cell.colspan)]
    return []


def _stands_alone(text: str) -> bool:
    """Whether a text is whole by itself: a level's name or a value."""
    return bool(vocabulary.level(text, 1) or vocabulary.level(text, 2) or _VALUE.match(text))


def _mend(table: Table, start: int, merged_only: bool = False) -> None:
    """Join the first row of a page with the last of the page before, cell by cell, each text keeping its own place. ``merged_only``: no cut row,
    only cells that are merged over the break, which the page's rules leave open."""
    seen: set[int] = set()
    for col in range(table.cols):
        upper, lower = table.at(start - 1, col), table.at(start, col)
        if upper is None or lower is None or id(lower) in seen or upper is lower:
            continue
        if merged_only and (upper.rowspan == lower.rowspan == 1 or _stands_alone(words(lower)) or words(upper).endswith("。")):
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
    _close_up(table, start)


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
