"""Annual tasks of a whole-department form (年度重点工作任务), each with its money, and their total, which is the department's."""

from __future__ import annotations

from etl.extract.grid import Cell
from etl.transform import words as vocabulary
from etl.transform.header import Header
from etl.transform.ledger import Ledger
from etl.transform.rows import ProjectRow, Purse
from etl.transform.statement import Money, Task
from etl.transform.table import Table, words


class TaskReader:
    """Reads the rows under a header of tasks."""

    def __init__(self, table: Table, header: Header, purse: Purse, ledger: Ledger, project: ProjectRow) -> None:
        self.table, self.header, self.purse, self.ledger, self.project = table, header, purse, ledger, project

    def read(self, end: int) -> int:
        """Read the tasks; returns the first row below them."""
        name = self.header.column("task_name")
        assert name is not None
        for row in range(self.header.last, end):
            own = self.table.own(row)
            label = own[0] if own else None
            if label is not None and label.col < name.start and set(vocabulary.fields(words(label), "row")) - {"block"}:
                return row
            cell = self.table.at(row, name.start)
            if cell is None or not words(cell) or cell.row != row:
                continue
            if vocabulary.total_of(words(cell)) is not None:
                self.ledger.ignore(cell, "total_label")
                self._money(row, self.project.money)
            elif vocabulary.is_placeholder(words(cell)):
                for empty in own:
                    self.ledger.ignore(empty, "template_row")
            else:
                self._task(row, cell)
        return end

    def _task(self, row: int, cell: Cell) -> None:
        task = Task(len(self.project.tasks) + 1, words(cell), self.ledger.fact(cell), self._text("task_content", row), self._text("task_goal", row))
        self._money(row, task.money)
        self.project.tasks.append(task)

    def _text(self, field: str, row: int) -> str | None:
        column = self.header.column(field)
        cell = self.table.at(row, column.start) if column else None
        if cell is None or not words(cell):
            return None
        self.ledger.fact(cell)
        return words(cell)

    def _money(self, row: int, purse: Money) -> None:
        for column in self.header.all("money"):
            cell = self.table.at(row, column.start)
            if column.label is not None and cell is not None and cell.row == row:
                amount = self.purse.amount(cell, column.money_unit)
                if amount is not None:
                    self.purse.put(purse, column.label, words(column.cell), amount)
