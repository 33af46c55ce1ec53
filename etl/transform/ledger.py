"""The account of a table's cells: each ends in a fact, is ignored by a named rule, or is reported (DESIGN decision 6)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from etl.extract.grid import Cell, Place
from etl.finding import Finding
from etl.rules import finding
from etl.transform.statement import Account, Evidence


class Ledger:
    """Where the cells of one form went, and what was found on the way. A cell counts once; a fact wins over an ignore, both over a report."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._facts: set[int] = set()
        self._ignored: dict[int, str] = {}
        self._reported: set[int] = set()

    def fact(self, cell: Cell, offset: int = 0) -> Evidence:
        """Count a cell as read; the evidence of what stands at ``offset`` of its text (a joined cell lies in several places)."""
        self._facts.add(id(cell))
        if not cell.pieces:
            return Evidence(cell.place, cell.text)
        ends = [*(piece.offset for piece in cell.pieces[1:]), len(cell.text) + 1]
        n = max((n for n, piece in enumerate(cell.pieces) if piece.offset <= offset), default=0)
        return Evidence(cell.pieces[n].place, cell.text[cell.pieces[n].offset : ends[n] - 1])

    def ignore(self, cell: Cell | None, rule: str) -> None:
        """Count a cell as left out by a named rule: a label, a serial number, a placeholder."""
        if cell is not None:
            self._ignored.setdefault(id(cell), rule)

    def report(
        self,
        rule: str,
        cell: Cell | None = None,
        *,
        place: Place | None = None,
        found: str | None = None,
        expected: str | None = None,
        seq: int | None = None,
    ) -> None:
        """Add a finding, about a cell or a place."""
        where = cell.place if cell is not None else place
        if cell is not None:
            self._reported.add(id(cell))
        self.findings.append(finding(rule, place=where.label if where else "", found=found, expected=expected, seq=seq))

    def reported(self, cell: Cell) -> None:
        """Count a cell as covered by a finding that was made about its header or label."""
        self._reported.add(id(cell))

    def seen(self, cell: Cell) -> bool:
        """Whether a cell is accounted for."""
        return id(cell) in self._facts or id(cell) in self._ignored or id(cell) in self._reported

    def close(self, cells: Iterable[Cell], rule: str = "unread_cell") -> Account:
        """The account of a form's cells with text; those that nothing claimed are reported."""
        account, ignored = Account(), Counter[str]()
        for cell in cells:
            if not self.seen(cell):
                self.report(rule, cell, found=cell.text.strip()[:200])
            account.cells += 1
            if id(cell) in self._facts:
                account.facts += 1
            elif id(cell) in self._ignored:
                ignored[self._ignored[id(cell)]] += 1
            else:
                account.reported += 1
        account.ignored = dict(ignored)
        return account


def merge(accounts: Iterable[Account]) -> Account:
    """The sum of accounts."""
    total, ignored = Account(), Counter[str]()
    for account in accounts:
        total.cells += account.cells
        total.facts += account.facts
        total.reported += account.reported
        ignored.update(account.ignored)
    total.ignored = dict(ignored)
    return total
