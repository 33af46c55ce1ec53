"""What a form's reader finds before names are taken apart: projects as printed, with the cells they came from."""

from __future__ import annotations

from dataclasses import dataclass, field

from etl.extract.grid import Cell
from etl.rules import finding
from etl.transform import money
from etl.transform import words as vocabulary
from etl.transform.forms import Form
from etl.transform.ledger import Ledger
from etl.transform.statement import Amount, Evidence, Goal, Horizon, Indicator, Money, MoneyUnit, PublishedTotal, Stage, Task
from etl.transform.table import words


@dataclass(slots=True)
class ProjectRow:
    """A project as its rows print it. ``unit``, ``code`` and ``department`` are texts as printed."""

    name: str
    evidence: Evidence
    cell: Cell | None = None
    unit: str | None = None
    code: str | None = None
    department: str | None = None
    money: Money = field(default_factory=Money)
    stages: dict[Stage, Money] = field(default_factory=dict)
    goals: dict[Horizon, Goal] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)


@dataclass(slots=True)
class FormReading:
    """What a form holds, before its head is settled. ``department`` is what its rows say of whose table it is; ``spoilt``: its rows cannot be told
    apart and none may be loaded."""

    form: Form
    layout: str
    covers: str
    projects: list[ProjectRow] = field(default_factory=list)
    totals: list[PublishedTotal] = field(default_factory=list)
    department: tuple[str, Evidence] | None = None
    needs_unit: bool = False
    spoilt: bool = False
    unit: MoneyUnit | None = None
    unit_from: str | None = None


class Purse:
    """Reads amounts of one form: in the unit of the cell, its column, its form, or else the caller; remembers when none of them says it."""

    def __init__(self, ledger: Ledger, unit: MoneyUnit | None, unit_from: str | None) -> None:
        self.ledger, self.unit, self.unit_from = ledger, unit, unit_from
        self.missing = False
        self.filed: dict[tuple[int, str], set[str]] = {}

    def put(self, purse: Money, label: vocabulary.MoneyLabel, printed: str, amount: Amount) -> None:
        """File an amount under its source, or as the total. Two labels of one source (事业收入, 经营收入) add up, unless one is a part of the other
        (其中); what is printed a second time under the same label is a repetition."""
        if label.source in NOT_FUNDING:
            return
        labels = self.filed.setdefault((id(purse), label.source), set())
        printed = vocabulary.normal(printed)
        if label.source == "total":
            purse.total = purse.total or amount
        elif label.source not in purse.funding:
            purse.funding[label.source] = amount
        elif printed not in labels and not label.nested:
            known = purse.funding[label.source]
            purse.funding[label.source] = Amount(known.yuan + amount.yuan, known.evidence)
        elif printed not in labels:
            self.ledger.report("part_of_amount", place=amount.evidence.place, found=printed, expected=f"{amount.yuan:.2f}")
        labels.add(printed)

    def label(self, cell: Cell) -> None:
        """Take the unit that a label's brackets state (项目资金（万元）) for the amounts that follow; one that contradicts what was said before is
        reported."""
        unit = money.bracketed_unit(words(cell))
        if unit is None or unit == self.unit:
            return
        if self.unit is not None:
            self.ledger.report("money_unit_conflict", place=cell.place, found=NAMES[unit], expected=NAMES[self.unit])
        self.unit, self.unit_from = unit, "header"

    def amount(self, cell: Cell | None, unit: MoneyUnit | None = None) -> Amount | None:
        """The amount in a cell; None where it is blank, or cannot be read (then it is reported)."""
        if cell is None or not words(cell):
            return None
        if vocabulary.is_placeholder(words(cell)):
            self.ledger.ignore(cell, "placeholder")
            return None
        found = money.printed(cell)
        if found is None:
            self.ledger.report("amount_unreadable", cell, found=words(cell))
            return None
        yuan = money.yuan(found, unit or self.unit)
        if yuan is None:
            self.missing = True
            return None
        if unit is not None and self.unit is None:
            self.unit, self.unit_from = unit, "header"
        if found.joined:
            self.ledger.findings.append(finding("amount_joined", place=cell.place.label, found=words(cell), expected=str(found.number)))
        return Amount(yuan, self.ledger.fact(cell))


NOT_FUNDING = ("past", "expenditure")  # money of earlier years, and the spending side of a form: known, and no source of this budget
NAMES: dict[MoneyUnit, str] = {"yuan": "元", "10k_yuan": "万元", "100m_yuan": "亿元"}
