"""Plain text of a PDF whose columns are lost: rows are known by their indent (the seed's own form; DOMAIN 3.2 and 8).

A line of column labels is the header; a row begins at a line indented by four or five blanks, or at a line of a name and amounts that is not
indented (合计, unit rows); its amounts end the name; the goal goes on to the first packed indicator. Amounts keep their order but not their column:
where fewer are left than there are columns, which is said in a finding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from etl.extract.grid import Cell, Grid, Line, Piece, Place
from etl.rules import finding
from etl.transform import words as vocabulary
from etl.transform.packed import is_packed
from etl.transform.table import Table

_AMOUNT = r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+\.\d+"
_AMOUNTS = re.compile(rf"^(?P<name>.*?)\s*(?P<amounts>(?:{_AMOUNT})(?:\s+(?:{_AMOUNT}))*)\s*$")
_INDENT = 3  # the seed's rows begin after four or five blanks; a wrap begins at the margin


@dataclass(slots=True)
class _Row:
    """The lines of a row, part by part."""

    indent: int
    name: list[Cell] = field(default_factory=list)
    amounts: list[str] = field(default_factory=list)
    money: Cell | None = None
    goal: list[Cell] = field(default_factory=list)
    packed: list[Cell] = field(default_factory=list)


def tables_of_text(grids: Sequence[Grid]) -> list[Table]:
    """The tables in runs of text; none where no line is a header of a packed list."""
    return [table for grid in grids for table in _tables(grid)]


def _tables(grid: Grid) -> list[Table]:
    lines = sorted(grid.cells, key=lambda cell: cell.row)
    heads = [n for n, line in enumerate(lines) if _labels(line) is not None]
    found = []
    for n, head in enumerate(heads):
        start = 0 if n == 0 else _title_above(lines, heads[n - 1], head)
        end = len(lines) if n + 1 == len(heads) else _title_above(lines, head, heads[n + 1])
        found.append(_table(lines[start:head], lines[head], lines[head + 1 : end], grid))
    return found


def _title_above(lines: Sequence[Cell], low: int, head: int) -> int:
    """The line at which the table with this header begins: the nearest title above it."""
    titles = (n for n in range(head - 1, low, -1) if vocabulary.title_kind(lines[n].text) and len(lines[n].text.strip()) < 40)
    return next(titles, head)


def _labels(line: Cell) -> list[str] | None:
    """The column labels of a header line, or None where it is none."""
    labels = line.text.split()
    known = [vocabulary.fields(label, "column") or vocabulary.money_label(label) for label in labels]
    named = {names[0] for names in known if isinstance(names, tuple) and names}
    return labels if len(labels) > 2 and all(known) and {"project_name", "packed"} <= named else None


def _table(above: Sequence[Cell], head: Cell, lines: Sequence[Cell], grid: Grid) -> Table:
    """One table, its rows put together from the lines below the header."""
    labels = _labels(head) or []
    money = [n for n, label in enumerate(labels) if not vocabulary.fields(label, "column")]
    goal = next((n for n, label in enumerate(labels) if "goal" in "".join(vocabulary.fields(label, "column")[:1])), None)
    packed = next(n for n, label in enumerate(labels) if "packed" in vocabulary.fields(label, "column"))
    table = Table([], "text", above=[Line(cell.text.strip(), cell.place) for cell in above])
    table.slots.append([Cell(0, n, label, Place(f"{head.place.label}:{n + 1}")) for n, label in enumerate(labels)])
    lost: dict[int, str] = {}
    for number, row in enumerate(_rows(lines), 1):
        slots = [Cell(number, n, "", Place(f"{head.place.label}/empty")) for n in range(len(labels))]
        slots[0] = _joined(row.name, number, 0, row.indent)
        for n, amount in zip(money, row.amounts, strict=False):
            assert row.money is not None
            slots[n] = Cell(number, n, amount, Place(f"{row.money.place.label}:{n + 1}"))
        if goal is not None and row.goal:
            slots[goal] = _joined(row.goal, number, goal)
        if row.packed:
            slots[packed] = _joined(row.packed, number, packed)
        if row.amounts and len(row.amounts) < len(money):
            lost.setdefault(len(row.amounts), "、".join(labels[n] for n in money[: len(row.amounts)]))
        table.slots.append(list(slots))
    table.findings += [finding("column_lost", place=head.place.label, found=str(n), expected=names) for n, names in lost.items()]
    return table


def _joined(cells: Sequence[Cell], row: int, col: int, indent: int = 0) -> Cell:
    """One cell of several lines; each line keeps its place."""
    if not cells:
        return Cell(row, col, "", Place(""))
    text, pieces = " " * indent, []
    for cell in cells:
        pieces.append(Piece(len(text), cell.place))
        text += cell.text.strip() + "\n"
    return Cell(row, col, text.rstrip("\n"), cells[0].place, pieces=tuple(pieces) if len(pieces) > 1 else ())


def _rows(lines: Sequence[Cell]) -> list[_Row]:
    """The rows that the lines make."""
    rows: list[_Row] = []
    for line in lines:
        text, indent = line.text.strip(), len(line.text) - len(line.text.lstrip())
        amounts = _AMOUNTS.match(text)
        row = rows[-1] if rows else None
        plain = amounts is not None and indent < _INDENT and bool(amounts["name"]) and (row is None or (not row.goal and not row.packed))
        if indent >= _INDENT or row is None or (plain and row.money is not None):
            row = _Row(indent)
            rows.append(row)
        _add(row, line, text, amounts)
    return rows


def _add(row: _Row, line: Cell, text: str, amounts: re.Match[str] | None) -> None:
    """Put a line into the part of the row that it belongs to: name, then amounts, then goal, then indicators."""
    if row.packed or is_packed(text):
        row.packed.append(line)
    elif row.money is not None:
        row.goal.append(line)
    elif amounts is not None:
        if amounts["name"]:
            row.name.append(Cell(line.row, 0, amounts["name"], line.place))
        row.amounts, row.money = re.findall(_AMOUNT, amounts["amounts"]), line
    else:
        row.name.append(line)
