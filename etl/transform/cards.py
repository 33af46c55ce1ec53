"""Cards: forms of one project (or one whole department) in label-and-value rows, followed by a header of indicators and their rows.

A label stands at the left of its value, or above it; money stands beside its label, or in columns under stages or sources. The same walk reads the
central card, its two-block, self-evaluation, whole-department and transfer forms: what differs is in the vocabulary.
"""

from __future__ import annotations

from etl.extract.grid import Cell, Place
from etl.transform import words as vocabulary
from etl.transform.forms import Form
from etl.transform.header import Header
from etl.transform.indicators import RowReader
from etl.transform.money import bracketed_unit
from etl.transform.purse_block import MoneyBlock
from etl.transform.rows import FormReading, ProjectRow, Purse
from etl.transform.statement import Evidence, Goal, Horizon
from etl.transform.table import words
from etl.transform.tasks import TaskReader

_GOALS: dict[str, Horizon | None] = {"goal": "annual", "goal_annual": "annual", "goal_cycle": "cycle", "goal_result": None}
_NAMES = ("project_name", "project_code", "unit", "department", "department_above")


class CardReader:
    """Reads one form that is a card. ``horizons`` grows while goals are read: which columns belong to the whole period, which to the year."""

    def __init__(self, form: Form, reading: FormReading, purse: Purse, fiscal_year: int | None) -> None:
        self.form, self.table, self.ledger, self.year = form, form.table, form.ledger, fiscal_year
        self.reading, self.purse = reading, purse
        self.horizons: dict[int, Horizon] = {}
        self.texts: dict[str, Cell] = {}
        self.project = ProjectRow("", Evidence(_first_place(form), ""))
        self.money = MoneyBlock(self.table, self.purse, self.ledger, self.project)

    def read(self) -> None:
        """Read the whole card into the form's reading."""
        row = self.form.body
        for header in [*self.form.headers, None]:
            end = header.first if header is not None else self.form.end
            while row < end:
                self._row(row)
                row += 1
            if header is not None:
                row = max(row, self._block(header))
        self._settle()

    def _settle(self) -> None:
        name = self.texts.get("project_name")
        if name is not None:
            self.project.name, self.project.cell, self.project.evidence = words(name), name, self.ledger.fact(name)
        self.project.unit = words(self.texts.get("unit")) or None
        self.project.code = words(self.texts.get("project_code")) or None
        owner = self.texts.get("department") or self.texts.get("department_above")
        if owner is not None:
            self.reading.department = self.reading.department or (words(owner), self.ledger.fact(owner))
        self.reading.projects.append(self.project)

    def _block(self, header: Header) -> int:
        """The rows under a header: indicators or tasks. Returns the first row that no longer belongs to them."""
        self.money.close()
        for row in range(header.first, header.last):
            for cell in self.table.own(row):
                if not self.ledger.seen(cell):
                    self.ledger.ignore(cell, "header")
        if header.kind == "tasks":
            return TaskReader(self.table, header, self.purse, self.ledger, self.project).read(self.form.end)
        reader = RowReader(self.table, header, self.ledger, self.year, self.horizons)
        row = header.last
        while row < self._end_of(header):
            if self._is_footer(row):
                return row
            self._block_label(header, row)
            self.project.indicators.extend(reader.read(row, len(self.project.indicators) + 1))
            row += 1
        return row

    def _end_of(self, header: Header) -> int:
        later = [other.first for other in self.form.headers if other.first > header.first]
        return min(later, default=self.form.end)

    def _block_label(self, header: Header, row: int) -> None:
        """The label of the whole block at its left (绩效指标), and empty template texts in columns that no label heads."""
        first = min(column.start for column in header.columns if column.field not in ("block", "unknown"))
        for cell in self.table.own(row):
            if cell.col < first and vocabulary.fields(words(cell), "row"):
                self.ledger.ignore(cell, "label")

    def _is_footer(self, row: int) -> bool:
        """Whether a row below the indicators no longer is one: 总分, 备注, 填表人, another label with its value."""
        own = self.table.own(row)
        if not own:
            return False
        labels = set(vocabulary.fields(words(own[0]), "row"))
        money_label = vocabulary.money_label(words(own[0])) is not None and own[0].col <= 1
        return bool(labels & {"form_field", "footer_total", *_NAMES, *_GOALS}) or ("block" in labels and len(own) > 1 and money_label)

    def _row(self, row: int) -> None:
        """A row of labels and values, outside the indicators."""
        cells = [cell for cell in self.table.cells(row) if cell.row == row or cell.row < row]
        own = [cell for cell in cells if cell.row == row and not self.ledger.seen(cell)]
        if self.money.row(row, own):
            return
        for n, cell in enumerate(own):
            if not words(cell) or self.ledger.seen(cell):
                continue
            names = vocabulary.fields(words(cell), "row")
            if names:
                self._label(names[0], cell, own[n + 1 :])

    def _label(self, name: str, cell: Cell, right: list[Cell]) -> None:
        """One label of a row, with what stands to its right."""
        self.ledger.ignore(cell, "label")
        if name in _GOALS:
            self._goal(name, cell)
            return
        value = self._beside(cell)
        if value is not None:
            self._value(name, value)
        if name == "block" and self.purse.unit is None and bracketed_unit(words(cell)):
            self.purse.unit, self.purse.unit_from = bracketed_unit(words(cell)), "header"

    def _value(self, name: str, value: Cell) -> None:
        if not words(value):
            return
        if name in _NAMES:
            self.texts.setdefault(name, value)
            self.ledger.fact(value)
        elif name in ("form_field", "footer_total", "sequence"):
            self.ledger.ignore(value, name)

    def _beside(self, label: Cell) -> Cell | None:
        """The cell at the right of a label, unless it is a label itself."""
        found = self.table.at(label.row, label.col + label.colspan)
        while found is not None and not words(found) and found.col + found.colspan < self.table.cols:
            after = self.table.at(label.row, found.col + found.colspan)
            if after is None or self._is_label(after):
                break
            found = after
        return None if found is None or self._is_label(found) else found

    def _is_label(self, cell: Cell) -> bool:
        return bool(vocabulary.fields(words(cell), "row") or vocabulary.money_label(words(cell)))

    def _goal(self, name: str, label: Cell) -> None:
        """A goal's label: its text is at the right, or its sub-labels are (中期目标 | 年度目标) and their texts stand below them."""
        right = [cell for cell in self.table.cells(label.row) if cell.col >= label.col + label.colspan]
        subs = [cell for cell in right if set(self._sub_label(cell)) & set(_GOALS)]
        if subs:
            for sub in subs:
                self.ledger.ignore(sub, "label")
                below = self.table.at(sub.row + sub.rowspan, sub.col)
                self._put_goal(self._sub_label(sub)[0], below, sub)
            return
        value = right[0] if right and not self._is_label(right[0]) else None
        if value is None and label.colspan >= self.table.cols - 1:
            value = self.table.at(label.row + label.rowspan, label.col)
        self._put_goal(name, value, label)

    def _sub_label(self, cell: Cell) -> tuple[str, ...]:
        return vocabulary.fields(words(cell), "row") if words(cell) else ()

    def _put_goal(self, name: str, cell: Cell | None, label: Cell) -> None:
        horizon = _GOALS.get(name)
        for col in range(label.col, label.col + label.colspan) if horizon else ():
            self.horizons[col] = horizon  # type: ignore[assignment]
        if cell is None or not words(cell):
            return
        if horizon is None or vocabulary.is_placeholder(words(cell)):
            self.ledger.ignore(cell, "goal_result" if horizon is None else "placeholder")
            return
        if horizon in self.project.goals and name == "goal_annual":
            self.project.goals["cycle"] = self.project.goals[horizon]  # 总体目标 beside 年度目标 speaks of the whole period
        self.project.goals.setdefault(horizon, Goal(words(cell), self.ledger.fact(cell)))
        if name == "goal_annual":
            self.project.goals["annual"] = Goal(words(cell), self.ledger.fact(cell))


def _first_place(form: Form) -> Place:
    cell = next(form.table.filled(form.start, form.end))
    return form.title.place if form.title is not None else cell.place
