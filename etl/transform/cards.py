"""Cards: forms of one project (or one whole department) in label-and-value rows, followed by a header of indicators and their rows.

A label stands at the left of its value, or above it; money stands beside its label, or in columns under stages or sources. The same walk reads the
central card, its two-block, self-evaluation, whole-department and transfer forms: what differs is in the vocabulary.
"""

from __future__ import annotations

import re
from dataclasses import replace

from etl.extract.grid import Cell, Place
from etl.transform import words as vocabulary
from etl.transform.facts import captions, footer_rule
from etl.transform.forms import Form
from etl.transform.groups import horizon_of
from etl.transform.header import VALUES, Header
from etl.transform.indicators import RowReader, is_one
from etl.transform.purse_block import MoneyBlock
from etl.transform.rows import FormReading, ProjectRow, Purse
from etl.transform.statement import Evidence, Goal, Horizon, Indicator
from etl.transform.table import words
from etl.transform.tasks import TaskReader

_GOALS: dict[str, Horizon | None] = {"goal": "annual", "goal_annual": "annual", "goal_cycle": "cycle", "goal_result": None}
_NAMES = ("project_name", "project_code", "unit", "department", "department_above", "compiler")


class CardReader:
    """Reads one form that is a card. ``horizons`` grows while goals are read: which columns belong to the whole period, which to the year."""

    def __init__(self, form: Form, reading: FormReading, purse: Purse, fiscal_year: int | None) -> None:
        self.form, self.table, self.ledger, self.year = form, form.table, form.ledger, fiscal_year
        self.reading, self.purse = reading, purse
        self.horizons: dict[int, Horizon] = {}
        self.texts: dict[str, Cell] = {}
        self.unmarked = False  # whether the annual goal read so far stood under an unmarked label
        self.project = ProjectRow("", Evidence(_first_place(form), ""))
        self.money = MoneyBlock(self.table, self.purse, self.ledger, self.project)

    def read(self) -> None:
        """Read the whole card into the form's reading."""
        for said in self.form.heads:
            if said.cell is not None:
                self._inline(said.cell)
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
        if name is None:
            name = self._captioned("project_name")
        if name is not None:
            self.project.name, self.project.cell, self.project.evidence = words(name), name, self.ledger.fact(name)
        compiler = self.texts.get("compiler") if "department" in self.texts else None
        self.project.unit = words(self.texts.get("unit") or compiler) or None
        self.project.code = words(self.texts.get("project_code")) or None
        owner = self.texts.get("department") or self.texts.get("department_above") or self.texts.get("compiler")
        if owner is not None:
            self.reading.department = self.reading.department or (words(owner), self.ledger.fact(owner))
        self.reading.projects.append(self.project)

    def _captioned(self, field: str) -> Cell | None:
        """A fact of the card that a caption line above it states (``项目名称：X``), as a cell of its own."""
        for said in self.form.heads:
            for caption in captions(said):
                if field in vocabulary.fields(caption.label, "row") and caption.value:
                    return Cell(0, 0, caption.value, said.place)
        return None

    def _block(self, header: Header) -> int:
        """The rows under a header: indicators or tasks. Returns the first row that no longer belongs to them."""
        self.money.close()
        for row in range(header.first, header.last):
            for cell in self.table.own(row):
                self.ledger.ignore(cell, "header")
        for cell in header.cells:
            self.ledger.ignore(cell, "header")
        if header.kind == "tasks":
            return TaskReader(self.table, header, self.purse, self.ledger, self.project).read(self._end_of(header))
        reader = RowReader(self.table, header, self.ledger, self.year, self.horizons, self._block_horizon(header))
        row = header.last
        while row < self._end_of(header):
            if self._is_footer(header, row):
                return row
            self._block_label(header, row)
            for indicator in reader.read(row, len(self.project.indicators) + 1, self._row_horizon(header, row)):
                self._file(indicator)
            row += 1
        return row

    def _file(self, indicator: Indicator) -> None:
        """Add an indicator, or its targets to the one that an earlier block filed for another horizon (长期 above 年度: older forms)."""
        twin = next((other for other in self.project.indicators if is_one(other, indicator)), None)
        if twin is not None and indicator.actual is None:
            twin.targets.extend(indicator.targets)
        else:
            self.project.indicators.append(indicator)

    def _row_horizon(self, header: Header, row: int) -> Horizon | None:
        """The horizon that a merged cell left of the levels gives to its rows (长期, 年度)."""
        first = min((column.start for column in header.columns if column.field not in ("block", "unknown")), default=0)
        for col in range(first):
            cell = self.table.at(row, col)
            found = horizon_of(words(cell)) if cell is not None and cell.row >= header.last else None
            if cell is not None and found:
                self.ledger.ignore(cell, "label")
                return found
        return None

    def _block_horizon(self, header: Header) -> Horizon:
        """The horizon that the label at the left of a block, or the row above its header, gives to all of its values."""
        first = min((column.start for column in header.columns if column.field not in ("block", "unknown")), default=0)
        cells = [self.table.at(row, col) for row in range(header.first, header.last) for col in range(first)]
        above = self.table.own(header.first - 1) if header.first > self.form.body else []
        printed = " ".join(words(cell) for cell in [*cells, *(above if len(above) == 1 else [])])
        return horizon_of(printed) or "annual"

    def _end_of(self, header: Header) -> int:
        later = [other.first for other in self.form.headers if other.first > header.first]
        return min(later, default=self.form.end)

    def _block_label(self, header: Header, row: int) -> None:
        """The label of the whole block at its left (绩效指标), and empty template texts in columns that no label heads."""
        first = min(column.start for column in header.columns if column.field not in ("block", "unknown"))
        for cell in self.table.own(row):
            if cell.col < first and vocabulary.fields(words(cell), "row"):
                self.ledger.ignore(cell, "label")

    def _is_footer(self, header: Header, row: int) -> bool:
        """Whether a row below the indicators no longer is one: 总分, 备注, 填表人, another label with its value."""
        own = self.table.own(row)
        if not own:
            return False
        if footer_rule(own) is not None:
            return True
        name = header.column("level3", "level2")
        if name is None or own[0].col >= name.start or any(self._text_at(row, value.start) for value in header.all(*VALUES) if len(own) > 2):
            return False
        labels = set(vocabulary.fields(words(own[0]), "row"))
        money_label = vocabulary.money_label(words(own[0])) is not None and own[0].col <= 1
        return bool(labels & {"form_field", "footer_total", *_NAMES, *_GOALS}) or ("block" in labels and len(own) > 1 and money_label)

    def _row(self, row: int) -> None:
        """A row of labels and values, outside the indicators."""
        cells = [cell for cell in self.table.cells(row) if cell.row == row or cell.row < row]
        own = [cell for cell in cells if cell.row == row and not self.ledger.seen(cell)]
        rule = footer_rule([cell for cell in own if words(cell)])
        if rule is not None:
            for cell in own:
                self.ledger.ignore(cell, rule)
            return
        self.money.row(row, own)
        for n, cell in enumerate(own):
            if not words(cell) or self.ledger.seen(cell) or self._inline(cell):
                continue
            names = vocabulary.fields(words(cell), "row")
            if names:
                self._label(names[0], cell, own[n + 1 :])

    def _inline(self, cell: Cell) -> bool:
        """A goal or an amount in its label's own cell (``绩效目标：做好整治``, ``资金总额（万元）：320.5``); False where a cell holds none."""
        label, colon, rest = words(cell).replace("：", ":").partition(":")
        names = vocabulary.fields(label, "row") if colon and rest.strip() else ()
        if names and names[0] in _GOALS:
            self._put_goal(names[0], replace(cell, text=words(cell)[len(label) + 1 :].strip()), cell)
            self.ledger.fact(cell)
            return True
        return self.money.inside(cell)

    def _label(self, name: str, cell: Cell, right: list[Cell]) -> None:
        """One label of a row, with what stands to its right."""
        self.ledger.ignore(cell, "label")
        if name in _GOALS:
            self._goal(name, cell)
            return
        value = self._beside(cell)
        if value is not None:
            self._value(name, value)
        if name == "block":
            self.purse.label(cell)

    def _value(self, name: str, value: Cell) -> None:
        if not words(value):
            return
        if name in _NAMES:
            known = self.texts.setdefault(name, value)
            if name == "project_name" and known is not value and known.row == value.row:
                self.ledger.report("cards_side_by_side", value, found=words(value), expected=words(known))
                self.reading.spoilt = True
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
        right = [cell for cell in self.table.cells(label.row) if cell.col >= label.col + label.colspan and words(cell)]
        subs = [cell for cell in right if set(self._sub_label(cell)) & set(_GOALS)]
        below = self._text_at(label.row + label.rowspan, label.col)
        if subs and label.rowspan == 1 and below is not None:  # the label heads a column of its own
            subs = [label, *subs]
        for sub in subs:
            self.ledger.ignore(sub, "label")
            beside = self._text_at(sub.row, sub.col + sub.colspan)
            self._put_goal(self._sub_label(sub)[0], beside or self._text_at(sub.row + sub.rowspan, sub.col), sub)
        if subs:
            return
        value = right[0] if right and not self._is_label(right[0]) else None
        if value is None and label.colspan >= self.table.cols - 1:
            value = below
        self._put_goal(name, value, label)

    def _text_at(self, row: int, col: int) -> Cell | None:
        """The cell at a slot where it holds a text that is no label."""
        cell = self.table.at(row, col)
        return cell if cell is not None and words(cell) and not self._is_label(cell) else None

    def _sub_label(self, cell: Cell) -> tuple[str, ...]:
        return vocabulary.fields(words(cell), "row") if words(cell) else ()

    def _put_goal(self, name: str, cell: Cell | None, label: Cell) -> None:
        horizon = _GOALS.get(name)
        for col in range(label.col, label.col + label.colspan) if horizon else ():
            self.horizons[col] = horizon  # type: ignore[assignment]
        if cell is None or not words(cell) or self._is_label(cell):
            return
        if horizon is None or vocabulary.is_placeholder(words(cell)):
            self.ledger.ignore(cell, "goal_result" if horizon is None else "placeholder")
            return
        known = self.project.goals.get(horizon)
        if known is not None and name == "goal_annual" and self.unmarked:
            self.project.goals["cycle"] = known  # 总体目标 beside 年度目标 speaks of the whole period
        elif known is not None and re.search(r"目标[2-9]$", vocabulary.normal(words(label))):  # 年度绩效目标2 goes on from 年度绩效目标1 (湖北)
            self.project.goals[horizon] = Goal(f"{known.text}\n{words(cell)}", self.ledger.fact(cell))
            return
        elif known is not None:
            self.ledger.ignore(cell, "adjusted_goal")  # 全年（调整）绩效目标 beside the first one: the promise is the first
            return
        self.unmarked = name == "goal"
        self.project.goals[horizon] = Goal(words(cell), self.ledger.fact(cell))


def _first_place(form: Form) -> Place:
    cell = next(form.table.filled(form.start, form.end))
    return form.title.place if form.title is not None else cell.place
