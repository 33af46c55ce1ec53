"""Made documents for the tests of the engine: rows of texts become grids, grids become readings. Nothing here is copied from a real table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from etl.extract.grid import Box, Cell, Extraction, Grid, GridSource, Line, Place
from etl.report.inspection import Inspected, as_json
from etl.transform.engine import read
from etl.transform.statement import Claim, Indicator, Project, Reading, Statement, Target

YEAR = Claim(fiscal_year=2024)


def slot(name: str) -> tuple[int, int]:
    """A cell's name as row and column from 0: ``B3`` is (2, 1)."""
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", name).groups()  # type: ignore[union-attr]
    col = 0
    for letter in letters:
        col = col * 26 + ord(letter) - 64
    return int(digits) - 1, col - 1


def grid(
    rows: Sequence[Sequence[str | None]],
    merges: Iterable[str] = (),
    *,
    above: Sequence[str] = (),
    below: Sequence[str] = (),
    page: int | None = None,
    index: int = 1,
    edges: Sequence[float] = (),
    open_top: bool = False,
    open_bottom: bool = False,
    source: GridSource = "cells",
) -> Grid:
    """A grid of texts. ``None`` continues the cell at its left, ``"^"`` the cell above; ``merges`` are ranges (``A1:C1``), their text top left.

    ``edges`` default to columns 60 points wide where there is a page. ``above`` and ``below`` are the lines around the table.
    """
    cols = max((len(row) for row in rows), default=0)
    texts = [[*row, *[""] * (cols - len(row))] for row in rows]
    spans = {(*slot(a), *slot(b)) for a, b in (merge.split(":") for merge in merges)} | _marked(texts)
    covered = {(r, c) for top, left, bottom, right in spans for r in range(top, bottom + 1) for c in range(left, right + 1)}
    cells = []
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            span = next((s for s in spans if s[:2] == (r, c)), None)
            if span is None and (r, c) in covered:
                continue
            rowspan, colspan = (span[2] - r + 1, span[3] - c + 1) if span else (1, 1)
            cells.append(Cell(r, c, (text or "").rstrip(), _place(r, c, page, index), rowspan, colspan))
    borders = tuple(edges) if edges or page is None else tuple(40.0 + 60 * n for n in range(cols + 1))
    lines = [[Line(text, Place(f"p{page or 0}/L{n}", page)) for n, text in enumerate(side, start)] for start, side in ((1, above), (90, below))]
    return Grid(
        len(rows), cols, cells, index, page, None, source, lines[0], lines[1], edges=borders, open_top=open_top, open_bottom=open_bottom
    )  # fmt: skip


def _marked(texts: list[list[str | None]]) -> set[tuple[int, int, int, int]]:
    """The spans that ``None`` (goes on from the left) and ``^`` (goes on from above) mark."""
    found = set()
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            if text is None or text == "^":
                continue
            right, bottom = c, r
            while right + 1 < len(row) and row[right + 1] is None:
                right += 1
            while bottom + 1 < len(texts) and texts[bottom + 1][c] == "^":
                bottom += 1
            if right > c or bottom > r:
                found.add((r, c, bottom, right))
    return found


def _place(row: int, col: int, page: int | None, index: int) -> Place:
    if page is None:
        return Place(f"t{index}/R{row + 1}C{col + 1}")
    return Place(f"p{page}/t{index}/R{row + 1}C{col + 1}", page, Box(40.0 + 60 * col, 80.0 + 20 * row, 100.0 + 60 * col, 100.0 + 20 * row))


def text_grid(text: str) -> Grid:
    """The lines of a text copy, as the reader of plain texts gives them: one cell a line, its indent kept."""
    lines = [line.rstrip() for line in text.strip("\n").split("\n")]
    cells = [Cell(n, 0, line, Place(f"L{n + 1}")) for n, line in enumerate(lines)]
    return Grid(len(cells), 1, [cell for cell in cells if cell.text], source="text")


def document(*grids: Grid, prose: Sequence[str] = ()) -> Extraction:
    """A document that holds these tables; ``prose`` are the lines of its cover."""
    return Extraction("text/x-made", list(grids), [Line(text, Place(f"P{n}")) for n, text in enumerate(prose, 1)])


def reading(*grids: Grid, claim: Claim = YEAR, prose: Sequence[str] = ()) -> Reading:
    """What the engine understands of a document of these tables."""
    return read(document(*grids, prose=prose), claim)


def statement(*grids: Grid, claim: Claim = YEAR, prose: Sequence[str] = ()) -> Statement:
    """The one statement of a made document; every cell of it must be accounted for."""
    found = reading(*grids, claim=claim, prose=prose)
    accounted(found)
    assert len(found.statements) == 1, [(s.kind, s.title, s.department) for s in found.statements]
    return found.statements[0]


def accounted(found: Reading) -> None:
    """DESIGN decision 6: each cell ends in a fact, in a named ignore, or in a finding."""
    account = found.account
    assert account.cells == account.facts + sum(account.ignored.values()) + account.reported


def rules(found: Reading) -> list[str]:
    """The rules of a reading's findings, sorted."""
    return sorted(item.rule for item in found.findings)


def only(projects: Statement | Reading) -> Project:
    """The one project of a statement or reading."""
    (project,) = (projects.statements[0] if isinstance(projects, Reading) else projects).projects
    return project


def values(indicator: Indicator) -> dict[str, str]:
    """Each horizon's printed target."""
    return {target.horizon: target.raw for target in indicator.targets}


def shown(project: Project) -> list[tuple[str | None, str | None, str, dict[str, str]]]:
    """A project's indicators as (level 1, level 2, name, targets by horizon)."""
    return [(i.level1, i.level2, i.name, values(i)) for i in project.indicators]


def target(text_parts: Target) -> tuple[str, str, str, str | None]:
    """A target of one part as (comparator, low, high, unit)."""
    (part,) = text_parts.parts
    return part.comparator, str(part.low), str(part.high), part.unit


def facts(found: Reading) -> dict[str, Any]:
    """A reading without its places: what two renderings of one table must have in common."""
    line = as_json(Inspected("made", "0", None, found), "zh")
    return {"statements": _placeless(line["statements"]), "rules": sorted({item["rule"] for item in line["findings"]})}


def _placeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _placeless(item) for key, item in value.items() if key not in ("evidence", "money_places", "page", "box", "place")}
    return [_placeless(item) for item in value] if isinstance(value, list) else value
