"""Lists: tables whose header has a column of project names; a row is a project (packed list) or one of its indicators (indicator rows)."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from etl.extract.grid import Cell
from etl.transform import words as vocabulary
from etl.transform.facts import Said, captions, flat, footer_rule, looks_like_organisation
from etl.transform.forms import Form
from etl.transform.header import VALUES, Column, Header
from etl.transform.indicators import RowReader
from etl.transform.money import bracketed_unit, printed
from etl.transform.packed import unpack
from etl.transform.packing import packed_indicators
from etl.transform.rows import NOT_FUNDING, FormReading, ProjectRow, Purse
from etl.transform.statement import Goal, Horizon, Money, MoneyUnit, PublishedTotal
from etl.transform.table import words

_SERIAL = re.compile(r"[(（]?(?:\d{1,2}|[一二三四五六七八九十甲乙丙丁A-Z]|栏次|列次)[)）]?(?:=.*)?")
_GOALS: dict[str, Horizon] = {"goal": "annual", "goal_annual": "annual", "goal_cycle": "cycle"}


class ListReader:
    """Reads the rows below one list header."""

    def __init__(self, form: Form, header: Header, end: int, reading: FormReading, purse: Purse, fiscal_year: int | None) -> None:
        self.form, self.table, self.header, self.end = form, form.table, header, end
        self.reading, self.purse, self.ledger, self.year = reading, purse, form.ledger, fiscal_year
        self.rows = RowReader(self.table, header, self.ledger, fiscal_year)
        self.name = header.column("project_name", "unit_or_project")
        self.packed = header.column("packed")
        self.unit: str | None = None
        self.project: ProjectRow | None = None
        self.depth = self._depth()
        self.unit_above: str | None = None
        self.plain = all(cell.rowspan == cell.colspan == 1 for row in range(header.last, end) for cell in self.table.cells(row))

    def read(self) -> None:
        """Read every row; what it says goes to the form's reading."""
        self._ignore([cell for row in range(self.header.first, self.header.last) for cell in self.table.own(row)], "header")
        self._ignore(self.header.cells, "header")
        for row in range(self.header.last, self.end):
            own = [cell for cell in self.table.own(row) if not self._is_blank(cell)]
            if own:
                self._row(row, own)

    def _is_blank(self, cell: Cell) -> bool:
        """Whether a cell outside the values holds a placeholder: then it tells nothing of its row."""
        if not vocabulary.is_placeholder(words(cell)) or any(
            c.start <= cell.col < c.end for c in self.header.all(*VALUES, "actual", "sign", "value_unit")
        ):
            return False
        self.ledger.ignore(cell, "placeholder")
        return True

    def _row(self, row: int, own: list[Cell]) -> None:
        if (rule := footer_rule(own)) is not None:
            self._ignore(own, rule)
        elif self._repeats_header(own):
            self._ignore(own, "repeated_header")
        elif len(own) > 2 and all(_SERIAL.fullmatch(words(cell)) for cell in own):
            self._ignore(own, "column_numbers")
        elif vocabulary.total_of(words(own[0])) is not None and self._is_sum(row, own):
            self._total(row, own[0])
        elif len(own) == 1 and self._single(row, own[0]):
            return
        elif self._is_unit_row(row, own):
            self._unit_row(row, own)
        else:
            self._data(row)

    def _ignore(self, cells: list[Cell], rule: str) -> None:
        for cell in cells:
            self.ledger.ignore(cell, rule)

    def _repeats_header(self, own: list[Cell]) -> bool:
        labels = {vocabulary.normal(words(column.cell)) for column in self.header.columns}
        labels |= {vocabulary.normal(words(cell)) for row in range(self.header.first, self.header.last) for cell in self.table.own(row)}
        return len(own) > 1 and all(vocabulary.normal(words(cell)) in labels for cell in own)

    def _money_cells(self, row: int) -> list[tuple[Column, Cell]]:
        """The cells with text in the money columns of a row."""
        found = ((column, self.table.at(row, column.start)) for column in self.header.all("money"))
        return [(column, cell) for column, cell in found if cell is not None and words(cell) and cell.row == row]

    def _total(self, row: int, label: Cell) -> None:
        scope = vocabulary.total_of(words(label))
        self.unit_above = None
        self.ledger.ignore(label, "total_label")
        if scope == "本页":
            self._ignore([cell for _, cell in self._money_cells(row)], "page_total")
            return
        self._publish(row, self.unit if scope == "小计" else scope or None, bracketed_unit(words(label)))

    def _is_sum(self, row: int, own: list[Cell]) -> bool:
        """Whether a row labelled 合计 holds money and nothing that only projects have."""
        rest = [cell for cell in own[1:] if not self._is_money(cell) and not vocabulary.is_placeholder(words(cell))]
        return bool(self._money_cells(row)) and not rest

    def _publish(self, row: int, unit: str | None, money_unit: MoneyUnit | None = None) -> None:
        """The amounts of a 合计 or unit row."""
        for column, cell in self._money_cells(row):
            amount = self.purse.amount(cell, money_unit or column.money_unit)
            if amount is not None and column.label is not None and column.label.source not in (*NOT_FUNDING, "stage"):
                source = None if column.label.source == "total" else column.label.source
                self.reading.totals.append(PublishedTotal("unit" if unit else "statement", amount, unit, source))

    def _single(self, row: int, cell: Cell) -> bool:
        """A row with one text: a caption (``部门：206-X``), a unit of the rows below, or a note. False where it is none of these."""
        text = words(cell)
        wide = cell.colspan >= self.table.cols - 1
        stated = [caption for caption in captions(Said(text, cell.place, cell)) if caption.value]
        if stated and "department" in (*vocabulary.fields(stated[0].label, "row"), *vocabulary.fields(stated[0].label, "column")):
            self.reading.department = self.reading.department or (stated[0].value, self.ledger.fact(cell))
            return True
        if wide and self.name is not None and not looks_like_organisation(text) and any(c.start > self.name.end for c in self.header.columns):
            self.ledger.ignore(cell, "group_heading")
            return True
        at_name = self.name is not None and (wide or cell.col in range(self.name.start, self.name.end) or cell.col == 0)
        if at_name and looks_like_organisation(text) and not self._continues(row):
            self.unit, self.project = text, None
            self.ledger.fact(cell)
            return True
        return False

    def _continues(self, row: int) -> bool:
        """Whether merged project cells from above still cover a row."""
        cell = self.table.at(row, self.name.start) if self.name else None
        return cell is not None and cell.row < row and bool(words(cell))

    def _depth(self) -> int:
        """The indent of the projects' names where others stand further out: the level of a row is its indent (DOMAIN 3.2). 0 where none does."""
        if self.name is None:
            return 0
        projects, others = set[int](), set[int]()
        for row in range(self.header.last, self.end):
            cell = self.table.at(row, self.name.start)
            if cell is None or cell.row != row or not words(cell) or vocabulary.total_of(words(cell)) is not None:
                continue
            plain = all(c is cell or self._is_money(c) or vocabulary.is_placeholder(words(c)) for c in self.table.own(row))
            (others if plain else projects).add(indent(cell))
        return min(projects) if projects and others and min(others) < min(projects) and min(projects) > 1 else 0

    def _is_unit_row(self, row: int, own: list[Cell]) -> bool:
        """A unit with its subtotal: a name and money, but neither goal nor indicators."""
        own = [cell for cell in own if not any(c.start <= cell.col < c.end for c in self.header.all("sequence", "unit_code"))]
        own = [cell for cell in own if not vocabulary.is_placeholder(words(cell))]  # — in the columns of values, as in the others
        if not own or self.name is None or own[0].col not in range(self.name.start, self.name.end):
            return False
        if any(cell.col not in range(self.name.start, self.name.end) and not self._is_money(cell) for cell in own):
            return False
        if self.depth:
            return indent(own[0]) < self.depth
        return looks_like_organisation(words(own[0])) and (not self.reading.projects or self._sums_below(row))

    def _sums_below(self, row: int) -> bool:
        """Whether a row's total is the sum of the rows below it, up to the next that has only a name and money: then it is a unit, not a project."""
        column = next((c for c in self.header.all("money") if c.label is not None and c.label.source == "total"), None)
        total = printed(self.table.at(row, column.start)) if column else None
        summed, count = Decimal(0), 0
        for below in range(row + 1, self.end) if column and total else ():
            name = self.table.at(below, self.name.start) if self.name else None
            cell = self.table.at(below, column.start) if column else None
            amount = printed(cell) if cell is not None and cell.row == below else None
            if amount is None or not words(name):
                continue
            if all(c is name or self._is_money(c) for c in self.table.own(below)):
                break
            summed, count = summed + amount.number, count + 1
        return total is not None and count > 0 and abs(summed - total.number) <= Decimal("0.01") * count

    def _is_money(self, cell: Cell) -> bool:
        return any(column.start <= cell.col < column.end for column in self.header.all("money"))

    def _unit_row(self, row: int, own: list[Cell]) -> None:
        name = next(cell for cell in own if self.name is not None and self.name.start <= cell.col < self.name.end)
        self.unit, self.project = words(name), None
        self.ledger.fact(name)
        self._ignore([cell for cell in own if cell.col < name.col], "unit_code")
        self._ignore([cell for cell in own if cell.col > name.col and vocabulary.is_placeholder(words(cell))], "placeholder")
        self._publish(row, self.unit)

    def _data(self, row: int) -> None:
        """A row of a project: its first, or another of its indicators."""
        name = self.table.at(row, self.name.start) if self.name else None
        if (
            name is not None
            and words(name)
            and not vocabulary.is_placeholder(words(name))
            and (self.project is None or (name is not self.project.cell and not self._same_project(row, name)))
        ):
            self._begin(row, name)
        if self.project is None:
            self._orphan(row)
            return
        self._project_cells(row, self.project)
        if self.packed is not None:
            cell = self.table.at(row, self.packed.start)
            if cell is not None and words(cell) and cell.row == row:
                self._packed(cell, self.project)
        else:
            self.project.indicators.extend(self.rows.read(row, len(self.project.indicators) + 1))

    def _same_project(self, row: int, name: Cell) -> bool:
        """Whether a name printed again in an unmerged row is still the project above: same name, and nothing that contradicts it."""
        project = self.project
        if project is None or self.packed is not None or flat(words(name)) != flat(project.name):
            return False
        if name.rowspan > 1 or (project.cell is not None and project.cell.rowspan > 1):
            return False  # a name merged over its rows ends with its merge: two of one name are twins (DOMAIN 1.2)
        unit = self._text("unit", row)
        totals = [(column, cell) for column, cell in self._money_cells(row) if column.label and column.label.source == "total"]
        total = self.purse.amount(totals[0][1], totals[0][0].money_unit) if totals else None
        same_money = total is None or project.money.total is None or total.yuan == project.money.total.yuan
        return (unit is None or project.unit is None or flat(unit) == flat(project.unit)) and same_money

    def _begin(self, row: int, name: Cell) -> None:
        self.project = ProjectRow(words(name), self.ledger.fact(name), name, self.unit or self._unit_printed_above())
        self.reading.projects.append(self.project)
        self.rows.restart()

    def _unit_printed_above(self) -> str | None:
        """The unit that is printed once, left of its projects, in a table without merged cells (csv): a blank goes on from above, up to a sum."""
        column = self.header.column("unit")
        return self.unit_above if self.plain and column is not None and self.name is not None and column.start < self.name.start else None

    def _text(self, field: str, row: int) -> str | None:
        column = self.header.column(field)
        cell = self.table.at(row, column.start) if column else None
        return words(cell) or None

    def _orphan(self, row: int) -> None:
        for cell in self.table.own(row):
            self.ledger.report("row_without_project", cell, found=words(cell))

    def _project_cells(self, row: int, project: ProjectRow) -> None:
        """The cells that speak of the project as a whole; merged ones stand in each of its rows and are read once."""
        for column in self.header.columns:
            cell = self.table.at(row, column.start)
            if cell is None or not words(cell) or (column.field in ("unit", "project_code", "department") and vocabulary.is_placeholder(words(cell))):
                continue
            if column.field == "money" and cell.row == row and column.year in (None, self.year):
                self._money(column, cell, project)
            elif column.field in ("unit", "project_code", "department"):
                self._named(column.field, cell, project)
            elif column.field in _GOALS and _GOALS[column.field] not in project.goals:
                project.goals[_GOALS[column.field]] = Goal(words(cell), self.ledger.fact(cell))
            elif column.field in _GOALS and words(cell) == project.goals[_GOALS[column.field]].text:
                self.ledger.fact(cell)
            elif column.field == "money" and cell.row == row:
                self.ledger.ignore(cell, "other_year")
            elif column.field in ("sequence", "unit_code", "period"):
                self.ledger.ignore(cell, column.field)
            elif column.field == "project_name" and words(cell) == project.name:
                self.ledger.fact(cell)

    def _named(self, field: str, cell: Cell, project: ProjectRow) -> None:
        self.ledger.fact(cell)
        if field == "unit":
            project.unit = self.unit_above = words(cell)
        elif field == "project_code":
            project.code = project.code or words(cell)
        elif field == "department":
            project.department = project.department or words(cell)
            self.reading.department = self.reading.department or (words(cell), self.ledger.fact(cell))

    def _money(self, column: Column, cell: Cell, project: ProjectRow) -> None:
        amount = self.purse.amount(cell, column.money_unit)
        if amount is None or column.label is None:
            return
        if column.label.source == "stage":
            staged = project.stages.setdefault(column.label.stage, Money())  # type: ignore[arg-type]
            self.purse.put(staged, replace(column.label, source="total"), words(column.cell), amount)
            return
        purse = project.stages.setdefault(column.label.stage, Money()) if column.label.stage not in (None, "budget") else project.money  # type: ignore[arg-type]
        self.purse.put(purse, column.label, words(column.cell), amount)

    def _packed(self, cell: Cell, project: ProjectRow) -> None:
        if unpack(cell.text).indicators:
            project.indicators.extend(packed_indicators(cell, self.ledger, self.year))
        elif not vocabulary.is_placeholder(words(cell)):
            self.ledger.report("packed_rest", cell, found=words(cell)[:200])


def indent(cell: Cell) -> int:
    """How many blanks a cell's text begins with."""
    return len(cell.text) - len(cell.text.lstrip())
