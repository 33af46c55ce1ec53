"""The money of a card: amounts beside their labels, or in columns under stages (年初预算数 | 全年预算数 | 全年执行数) or sources."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from etl.extract.grid import Cell
from etl.transform import money
from etl.transform import words as vocabulary
from etl.transform.ledger import Ledger
from etl.transform.rows import ProjectRow, Purse
from etl.transform.statement import Money, Stage
from etl.transform.table import Table, words


class MoneyBlock:
    """Reads the money rows of one card, top down."""

    def __init__(self, table: Table, purse: Purse, ledger: Ledger, project: ProjectRow) -> None:
        self.table, self.purse, self.ledger, self.project = table, purse, ledger, project
        self.columns: list[tuple[Cell, vocabulary.MoneyLabel | None]] = []
        self.stage_of_column: dict[int, str] = {}
        self.staged: set[str] = set()

    def row(self, row: int, own: list[Cell]) -> bool:
        """Read a row if it is one of money; False where it is not."""
        labels = [(cell, vocabulary.money_label(words(cell))) for cell in own]
        known = [(cell, label) for cell, label in labels if label is not None]
        if self._is_column_header(own, known):
            self._open(own, labels)
            return True
        if self.columns and self._has_amounts(own):
            self._column_row(own, known)
            return True
        self.columns = [] if known and not self._under_columns(own) else self.columns
        for cell in own:
            self.inside(cell)
        if not known or not self._is_money_row(known):
            return False
        self._leave(own)
        yearly = any(label.source == "total" and label.stage == "budget" and self._has_amount(cell) for cell, label in known)
        for cell, label in known:
            whole = yearly and label.source == "total" and label.stage is None and self._has_amount(cell)
            self._pair(cell, replace(label, stage="cycle") if whole else label)  # 资金总额 beside 年度资金总额 is the whole period's
        return True

    def _has_amount(self, label: Cell) -> bool:
        beside = self._beside(label)
        return beside is not None and money.printed(beside) is not None

    def inside(self, cell: Cell) -> bool:
        """Read an amount in its label's own cell (``年度资金总额：100``); False where it holds none."""
        label, colon, rest = words(cell).replace("：", ":").partition(":")
        known = vocabulary.money_label(label) if colon and rest.strip() else None
        inner = replace(cell, text=rest, number=None)
        if known is None or money.printed(inner) is None:
            return False
        self.purse.label(replace(cell, text=label))
        self._file(inner, known, label, known.stage)
        self.ledger.fact(cell)
        return True

    def close(self) -> None:
        """End the columns of amounts: what follows is another block."""
        self.columns = []

    def _is_money_row(self, known: list[tuple[Cell, vocabulary.MoneyLabel]]) -> bool:
        """Whether the first money label of a row is followed by an amount or a blank, as labels of money are."""
        cell = self._beside(known[0][0])
        return cell is None or not words(cell) or money.printed(cell) is not None or vocabulary.is_placeholder(words(cell)) or self._label(cell)

    def _label(self, cell: Cell) -> bool:
        return bool(vocabulary.money_label(words(cell)) or vocabulary.fields(words(cell), "row"))

    def _beside(self, cell: Cell) -> Cell | None:
        """The next cell at the right that is not merely a blank between label and amount."""
        found = self.table.at(cell.row, cell.col + cell.colspan)
        while found is not None and not words(found):
            after = self.table.at(cell.row, found.col + found.colspan)
            if after is None or self._label(after) or not (words(after) == "" or money.printed(after)):
                return found
            found = after
        return found

    def _is_column_header(self, own: list[Cell], known: list[tuple[Cell, vocabulary.MoneyLabel]]) -> bool:
        """Two money labels or more, one after the other, without an amount between them."""
        if len(known) < 2 or any(money.printed(cell) is not None for cell in own):
            return False
        stages = sum(label.source == "stage" for _, label in known)
        row = known[0][0].row
        adjacent = sum(b.col <= a.col + a.colspan for (a, _), (b, _) in pairwise(known) if a.row == b.row == row)
        below = [cell for cell in self.table.cells(row + 1) if cell.row == row + 1] if row + 1 < self.table.rows else []
        amounts = {cell.col for cell in below if money.printed(cell) is not None}
        parted = len(amounts) > 1 and amounts <= {cell.col for cell, _ in known}  # without merged cells (csv) blanks stand between the labels
        over = [label.source for cell, label in known if cell.col in amounts]
        parted = parted and len(set(over)) == len(over)  # 预算金额 | 预算金额 head amounts of labels at their left
        return stages >= 2 or (adjacent == len(known) - 1 and adjacent > 0 and bool(amounts)) or parted

    def _open(self, own: list[Cell], labels: list[tuple[Cell, vocabulary.MoneyLabel | None]]) -> None:
        """Begin columns of amounts. The first label is the block's (项目资金) where it stands apart from the columns or says no more than 'money'."""
        self.columns = [(cell, label) for cell, label in labels if words(cell) and not vocabulary.is_placeholder(words(cell))]
        for cell, _ in self.columns:
            self.ledger.ignore(cell, "label")
        first = self.columns[0][0]
        self.purse.label(first)
        is_block = first.rowspan > 1 or "block" in vocabulary.fields(words(first), "row")
        if is_block:
            self.columns = self.columns[1:]

    def _under_columns(self, own: list[Cell]) -> bool:
        return all(not words(cell) or self._label(cell) for cell in own)

    def _has_amounts(self, own: list[Cell]) -> bool:
        """Whether a row holds an amount or a placeholder under one of the open columns, or a money label and blanks."""
        under = [cell for cell in own for column, _ in self.columns if column.col <= cell.col < column.col + column.colspan and words(cell)]
        if any(money.printed(cell) is not None for cell in under):
            return True
        return bool(own) and vocabulary.money_label(words(own[0])) is not None and any(label and label.source == "stage" for _, label in self.columns)

    def _column_row(self, own: list[Cell], known: list[tuple[Cell, vocabulary.MoneyLabel]]) -> None:
        """A row of amounts under stages or sources."""
        heads = [(cell, label) for cell, label in known if not any(column.col == cell.col for column, _ in self.columns)]
        label = heads[0][1] if heads else None
        for cell, _ in heads:
            self.ledger.ignore(cell, "label")
        for cell in own:
            column = next((c for c in self.columns if c[0].col <= cell.col < c[0].col + c[0].colspan), None)
            if column is None or not words(cell) or self.ledger.seen(cell):
                continue
            head = column[1]
            if head is None:
                self.ledger.ignore(cell, "execution_score")  # 分值, 执行率, 得分 of the money rows
                continue
            filed = (label or replace(head, source="total")) if head.source == "stage" else head
            named = heads[0][0] if label is not None and head.source == "stage" else column[0]
            self._file(cell, filed, words(named), head.stage or (label.stage if label else None))

    def _pair(self, cell: Cell, label: vocabulary.MoneyLabel) -> None:
        """A label with its amount at the right. A part without a stage of its own is of the total above it in the same columns."""
        self.ledger.ignore(cell, "label")
        self.purse.label(cell)
        stage = label.stage
        if label.source == "stage":  # a vertical block: 年初预算数 | 100 | 其中：财政拨款 | 100
            label = replace(label, source="total")
            self.staged.add(stage or "budget")
        if label.source == "total":
            self.stage_of_column[cell.col] = stage or "budget"
        if stage is None:
            stage = self.stage_of_column.get(cell.col) or self.stage_of_column.get(
                max((c for c in self.stage_of_column if c <= cell.col), default=-1)
            )
        value = self._beside(cell)
        if value is None or not words(value) or self._label(value):
            return
        self._file(value, label, words(cell), stage)

    def _leave(self, own: list[Cell]) -> None:
        """Labels beside the money that are none of it: the label of the block, and 执行率分值（10） | 10. Others are the card's to read."""
        for n, cell in enumerate(own):
            if self.ledger.seen(cell) or not words(cell) or vocabulary.money_label(words(cell)) is not None:
                continue
            self.purse.label(cell)
            names = vocabulary.fields(words(cell), "row")
            if {"block", "form_field"} & set(names):
                self.ledger.ignore(cell, "label")
            if "form_field" in names:
                for value in own[n + 1 : n + 2]:
                    self.ledger.ignore(value, "form_field")

    def _file(self, cell: Cell, label: vocabulary.MoneyLabel, printed: str, stage: str | None) -> None:
        """Put an amount where its label says; ``printed`` is the label's text."""
        beside = self.table.at(cell.row, cell.col + cell.colspan)
        unit = money.UNIT_NAMES.get(words(beside))  # 项目资金 | 100 | 万元
        if unit is not None:
            self.ledger.ignore(beside, "label")
        amount = self.purse.amount(cell, unit)
        if amount is None:
            return
        by_stage = {"executed", "adjusted"} & {head.stage for _, head in self.columns if head} or (stage or "budget") in self.staged
        if stage in (None, "budget") and not by_stage:
            self.purse.put(self.project.money, label, printed, amount)
        else:
            key: Stage = stage or "budget"  # type: ignore[assignment]
            self.purse.put(self.project.stages.setdefault(key, Money()), label, printed, amount)
