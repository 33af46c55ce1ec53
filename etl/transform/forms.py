"""Cutting tables into forms: each begins at its title, or at the next card's 项目名称, and ends where the next begins.

A form is the part of a table that speaks of one statement or one card, with what stands above it (title, year, department, money unit).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from etl.extract.grid import Cell, Line
from etl.transform import words as vocabulary
from etl.transform.contents import refine
from etl.transform.facts import Said
from etl.transform.header import Header, headers
from etl.transform.ledger import Ledger
from etl.transform.money import stated_unit
from etl.transform.pages import is_other_title
from etl.transform.table import Table, words

TITLE_LENGTH = 60  # longer texts are goals that speak of targets, not titles


@dataclass(slots=True)
class Form:
    """Rows ``start`` to ``end`` (excluded) of a table. ``heads`` are the lines that say what it is, the title first; ``body`` is its first row
    below them. ``headers`` are empty where a project is named and no header of indicators was found."""

    table: Table
    start: int
    end: int
    title: Said | None
    heads: list[Said]
    body: int
    headers: list[Header]
    ledger: Ledger = field(default_factory=Ledger)


def forms(tables: Sequence[Table]) -> Iterator[Form]:
    """The forms of a document that hold targets, in document order."""
    before: list[Said] = []
    for table in tables:
        above = [Said(line.text, line.place) for line in table.above]
        starts = _starts(table)
        lead: Form | None = None
        for start, end in zip(starts, [*starts[1:], table.rows], strict=True):
            form = _form(table, start, end, above if start == starts[0] else [], before)
            if form is not None:
                if form.title is None and lead is not None and form.body == start:  # cards one below the other under one title
                    form.title, form.heads = lead.title, [*form.heads, *lead.heads]
                lead = lead or form
                yield form
        before = [Said(line.text, line.place) for line in table.below]


def _form(table: Table, start: int, end: int, above: list[Said], before: list[Said]) -> Form | None:
    found = headers(table, start, end)
    if not found and named_project(table, start, end) is None:
        return None
    refine(table, found, end)
    top = min(found[0].first, end) if found else end
    body = _body(table, start, top)
    inside = [Said(words(cell), cell.place, cell) for cell in table.filled(start, body)]
    near = [*reversed(above)]  # the nearest line above is the likeliest title
    title = next((said for said in [*inside, *near, *reversed(before)] if is_title(said.text)), None)
    at_foot = next((n for n, said in enumerate(before) if said is title), len(before))  # a title at the foot of the page before
    heads = [*([title] if title else []), *(said for said in [*inside, *near, *before[at_foot:]] if said is not title)]
    heads += _labelled_years(table, body, top)
    return Form(table, start, end, title, heads, body, found)


def named_project(table: Table, start: int, end: int) -> Cell | None:
    """The name that a card's label 项目名称 has beside it in some rows; None where there is none."""
    for row in range(start, end):
        for label in table.own(row):
            name = table.at(row, label.col + label.colspan) if "project_name" in vocabulary.fields(words(label), "row") else None
            known = name is None or vocabulary.fields(words(name), "column") or vocabulary.fields(words(name), "row")
            if name is not None and not known and not vocabulary.is_placeholder(words(name)):
                return name
    return None


def _labelled_years(table: Table, start: int, end: int) -> Iterator[Said]:
    """The year that a card gives as label and value (``预算年度 | 2024``), as a caption would say it."""
    for cell in table.filled(start, end):
        beside = table.at(cell.row, cell.col + cell.colspan) if "fiscal_year" in vocabulary.fields(words(cell), "row") else None
        if beside is not None and words(beside):
            yield Said(f"年度：{words(beside)}", beside.place, beside)


def is_title(text: str) -> bool:
    """Whether a text is the title of a target table: it names one, is short, and is no label of a card."""
    flat = vocabulary.normal(text)
    if not 4 <= len(flat) <= TITLE_LENGTH or vocabulary.title_kind(flat) is None or flat.endswith(("。", ";")):
        return False
    if vocabulary.fields(flat, "row") or vocabulary.fields(flat, "column"):
        return False
    bare = vocabulary.forms(flat)[-1]
    return bare.endswith(("表", "书", "单", "情况", "目标", "指标", "公开")) or "表" in bare


def _starts(table: Table) -> list[int]:
    """The rows at which forms begin: titles that span the table, and the 项目名称 of another card without a title."""
    found = [0]
    labelled, indicators, foreign = False, False, False
    rows_above = 0  # rows of several cells since the last title: a table above another title is no part of its form
    for row in range(table.rows):
        own = table.own(row)
        if not own:
            continue
        rows_above += len(own) > 2
        first = own[0]
        wide = len(table.cells(row)) == 1 or first.colspan >= table.cols - 1 or len(own) == 1
        if wide and is_title(words(first)):
            if row and (labelled or indicators or foreign or rows_above > 1):
                found.append(row)
            labelled = indicators = foreign = False
            rows_above = 0
        elif wide and row and indicators and (first.colspan > 1 or len(own) == 1) and is_other_title(words(first)):
            found.append(row)  # another table below in the same sheet: it is no part of this one
            labelled, indicators, foreign = False, False, True
        elif "project_name" in vocabulary.fields(words(first), "row") and len(table.cells(row)) > 1 and not _heads_columns(table, row):
            if labelled and indicators:
                found.append(row)
                indicators = False
            labelled = True
        elif _heads_columns(table, row):
            indicators = True
    return list(dict.fromkeys(found))


def _heads_columns(table: Table, row: int) -> bool:
    """Whether a row is a header of columns: most of its cells are column labels, one of them about indicators."""
    known = [vocabulary.fields(words(cell), "column") for cell in table.cells(row) if words(cell)]
    named = {name for names in known for name in names}
    return len(named & {"level1", "level2", "level3", "value", "value_annual", "packed"}) >= 2


def _body(table: Table, start: int, header: int) -> int:
    """The first row below the heads: heads are rows of one or two cells that are no label of a card (title, year, caption)."""
    for row in range(start, header):
        own = table.own(row)
        known = any(vocabulary.fields(words(cell), "row") or vocabulary.money_label(words(cell)) for cell in own)
        if known and len(table.cells(row)) > 1 and not _captions(own):
            return row
    return header


def _captions(own: Sequence[Cell]) -> bool:
    """Whether a row's cells are captions that carry their value with them (``部门名称：X``, ``单位：万元``)."""
    return all("：" in words(cell).rstrip("：") or ":" in words(cell).rstrip(":") or stated_unit(words(cell)) is not None for cell in own)


def cover(lines: Sequence[Line]) -> list[Said]:
    """The lines of a publication's cover: those of its first page, or its first lines where it has no pages."""
    pages = {line.place.page for line in lines}
    first = min((page for page in pages if page is not None), default=None)
    found = [line for line in lines if line.place.page == first][:20]
    return [Said(line.text, line.place) for line in found]
