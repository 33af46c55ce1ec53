"""From what was read to rows: each document becomes rows for every table, their ids hashes of natural keys (DESIGN decision 2).

Pure functions, so that a worker can do it anywhere and the same document gives the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, TypeVar

from etl.finding import Finding
from etl.load import tables
from etl.load.keys import PROJECT_KINDS, key
from etl.load.places import About, Places
from etl.load.values import clean, day, number, value_columns
from etl.rules import finding
from etl.transform.statement import Actual, Amount, Claim, Evidence, Indicator, Money, Project, Stage, Statement

Value = str | int | bool | Decimal | date | None
Rows = dict[str, list[tuple[Value, ...]]]

Item = TypeVar("Item")


@dataclass(slots=True)
class Incoming:
    """A document on its way into the database: what it is, what was claimed of it, and what was read, or why it was refused.

    ``name`` is its path or URL as given, ``sha256`` in lower hexadecimal, ``reason`` in words, ``reason_rule`` the id of the refusal's rule.
    ``read_again``: it is loaded, and was read again although it is; the number is that of the reading that counted then.
    """

    name: str
    sha256: str
    byte_size: int
    outcome: Literal["loaded", "refused"] = "loaded"
    media_type: str | None = None
    reason: str | None = None
    reason_rule: str | None = None
    claim: Claim = field(default_factory=Claim)
    statements: list[Statement] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    read_again: int | None = None

    @property
    def document_id(self) -> int:
        """Its id."""
        return key("document", self.sha256)

    @property
    def published(self) -> tuple[date | None, str | None]:
        """The day of publication and where it is known from: the manifest, else the latest that a statement prints."""
        claimed = day(self.claim.published_on)
        if claimed:
            return claimed, "manifest"
        printed = [found for s in self.statements if (found := day(s.printed_on))]
        return (max(printed), "printed") if printed else (None, None)


def frame(document: Incoming, reading: int = 1) -> Rows:
    """The rows of one document by table (``core.target_value``), but for its own in ``ops.document``, which the writer knows the rest of.

    ``reading``: which reading of the document these are the rows of. The fields of a row are the table's columns in order. Raises ValueError for
    what no row can hold (a number that is none).
    """
    made = _Frame(document, reading)
    for ordinal, statement in enumerate(document.statements, 1):
        made.statement(ordinal, statement)
    made.evidence()
    made.findings()
    return made.rows


class _Frame:
    """The rows of one document as they grow."""

    def __init__(self, document: Incoming, reading: int) -> None:
        self.document, self.id, self.reading = document, document.document_id, reading
        self.again = () if reading == 1 else (reading,)  # ids of a first reading are those that they were before there were others
        self.rows: Rows = {table.fullname: [] for table in tables.metadata.sorted_tables}
        self.cells: dict[str, tuple[int, Evidence]] = {}
        self.found = list(document.findings)
        self.places = Places()
        self.indicator_ids: dict[About, int] = {}
        self.shared: set[tuple[Value, ...]] = set()

    def add(self, table: str, *values: Value) -> None:
        self.rows[table].append(values)

    def add_once(self, table: str, *values: Value) -> None:
        """Add a row that may come again in the same document."""
        if values not in self.shared:
            self.shared.add(values)
            self.rows[table].append(values)

    def at(self, evidence: Evidence, about: About | None = None) -> int:
        """The id of a cell, kept once a place; where its text was told differently, the longest stays: the whole cell."""
        label = evidence.place.label
        if about:
            self.places.note(label, about)
        known = self.cells.get(label)
        if known is None:
            self.cells[label] = made = (key("evidence", self.id, clean(label), *self.again), evidence)
            return made[0]
        if (len(evidence.text), known[1].text) > (len(known[1].text), evidence.text):
            self.cells[label] = (known[0], evidence)
        return known[0]

    def department(self, region: str | None, name_key: str, name: str, function: str | None, parent: int | None = None) -> int:
        region, name_key = clean(region), clean(name_key)
        made = key("department", region, name_key)
        self.add_once("core.department", made, clean(name), name_key, region, clean(function), None if parent == made else parent)
        return made

    def statement_id(self, ordinal: int) -> int:
        return key("statement", self.id, ordinal, *self.again)

    def statement(self, ordinal: int, s: Statement) -> None:
        made = self.statement_id(ordinal)
        department = self.department(s.region_code, s.department_key, s.department, s.department_function)
        self.add(
            "ops.statement",
            *(made, self.id, ordinal, s.kind, s.covers, s.layout, clean(s.title), department, s.department_from, s.fiscal_year),
            *(s.fiscal_year_from, s.money_unit, s.money_unit_from, None, self.at(s.evidence, About(ordinal)), self.reading),
        )
        self.totals(made, s)
        for project in s.projects:
            self.project(ordinal, made, department, s, project)

    def totals(self, statement: int, s: Statement) -> None:
        """Totals as printed; one printed twice is kept once, and a finding says so where the two differ."""
        seen: dict[tuple[Value, ...], Decimal] = {}
        for total in s.totals:
            natural = (statement, total.scope, clean(total.unit_name), total.funding_source)
            if natural in seen:
                if seen[natural] != total.amount.yuan:
                    place, shown = total.amount.evidence.place.label, (str(total.amount.yuan), str(seen[natural]))
                    self.found.append(finding("second_total", place=place, found=shown[0], expected=shown[1]))
                continue
            seen[natural] = total.amount.yuan
            self.add("core.published_total", key("published_total", *natural), *natural, *self.amount(total.amount))

    def amount(self, amount: Amount) -> tuple[Decimal, int]:
        return number(amount.yuan), self.at(amount.evidence)

    def project(self, ordinal: int, statement: int, department: int, s: Statement, p: Project) -> None:
        stem, kind = clean(p.stem), PROJECT_KINDS.get(s.kind, "project")
        project, row = key("project", department, kind, stem), key("project_year", statement, p.row_number)
        self.add_once("core.project", project, department, kind, stem, clean(p.code), clean(p.loose_stem))
        unit = self.department(p.unit_region_code, p.unit_key or p.unit, p.unit, p.unit_function, department) if p.unit else None
        annual, cycle = p.goals.get("annual"), p.goals.get("cycle")
        budget = p.stages.get("budget") or Money()
        total = p.money.total or budget.total
        self.add(
            "core.project_year",
            *(row, project, statement, p.row_number, s.fiscal_year, unit, clean(p.name), clean(p.code), clean(p.funding_document)),
            *(clean(p.year_mark), clean(p.phase)),
            *((clean(annual.text), self.at(annual.evidence)) if annual else (None, None)),
            *((clean(cycle.text), self.at(cycle.evidence)) if cycle else (None, None)),
            *(self.amount(total) if total else (None, None)),
            *(self.at(p.evidence, About(ordinal, p.row_number)), True),
        )
        stages: dict[Stage, dict[str, Amount]] = {stage: money.funding for stage, money in p.stages.items()}
        stages["budget"] = budget.funding | p.money.funding
        for stage, sources in stages.items():
            for source, amount in sources.items():
                self.add("core.funding", row, stage, source, *self.amount(amount))
        for stage, money in p.stages.items():
            if money.total:
                self.add("core.stage_total", row, stage, *self.amount(money.total))
        self.tasks(row, p)
        self.indicators(ordinal, row, p)

    def tasks(self, row: int, p: Project) -> None:
        for seq, task in _numbered((t.seq, t) for t in p.tasks):
            total = number(task.money.total.yuan) if task.money.total else None
            self.add("core.task", row, seq, clean(task.name), clean(task.content), clean(task.goal), total, self.at(task.evidence))
            for source, amount in task.money.funding.items():
                self.add("core.task_funding", row, seq, source, *self.amount(amount))

    def indicators(self, ordinal: int, row: int, p: Project) -> None:
        for seq, i in _numbered((i.seq, i) for i in p.indicators):
            about = About(ordinal, p.row_number, seq)
            natural = tuple(clean(part) for part in (i.level1, i.level1_code, i.level2, i.level2_code, i.kind, i.name, i.stem))
            self.indicator_ids[about] = indicator = key("indicator", *natural)
            self.add_once("core.indicator", indicator, *natural)
            if seq != i.seq:  # printed twice: kept, under the next free number, and said
                place = i.targets[0].evidence.place.label if i.targets else p.evidence.place.label
                self.found.append(finding("B7", place=place, found=str(i.seq), expected=str(seq), row=p.row_number, seq=seq))
            self.targets(row, indicator, about, i)
            if i.actual:
                self.actual(row, indicator, about, i, i.actual)

    def targets(self, row: int, indicator: int, about: About, i: Indicator) -> None:
        weight = None if i.weight is None else number(i.weight)
        parts = {"annual": 0, "cycle": 0}
        for target in i.targets:
            cell = self.at(target.evidence, about)
            for part in target.parts:
                parts[target.horizon] = nth = parts[target.horizon] + 1
                made = key("target_value", row, about.seq, target.horizon, nth)
                columns = value_columns(part, target.raw)
                self.add("core.target_value", made, target.horizon, row, indicator, about.seq, nth, *columns, cell, weight)

    def actual(self, row: int, indicator: int, about: About, i: Indicator, actual: Actual) -> None:
        cell = self.at(actual.evidence, about)
        weight, score = (None if n is None else number(n) for n in (i.weight, actual.score))
        for nth, part in enumerate(actual.parts, 1):
            made, columns = key("actual_value", row, about.seq, nth), value_columns(part, actual.raw)
            self.add("core.actual_value", made, row, indicator, about.seq, nth, *columns, cell, weight, score, clean(actual.reason))

    def evidence(self) -> None:
        for made, cell in self.cells.values():
            box = " ".join(f"{side:.2f}" for side in cell.place.box) if cell.place.box else None
            self.add("core.evidence", made, self.id, cell.place.page, box, clean(cell.place.label), clean(cell.text), self.reading)

    def findings(self) -> None:
        """The findings, each with the statement, row and indicator that it is about, as far as its place or numbers tell."""
        reason = self.document.reason_rule
        if reason and all(problem.rule != reason for problem in self.found):
            self.found.append(finding(reason))
        seen = set()
        for f in self.found:
            about = self.places.find(f.place)
            ordinal = 1 if len(self.document.statements) == 1 else about.ordinal
            row, seq = f.row_number or about.row_number, f.seq or about.seq
            place, found, expected = clean(f.place) or "", clean(f.found), clean(f.expected)
            made = key("finding", self.id, ordinal, "reading", f.rule, place, found, expected, row, seq)
            if made in seen:
                continue
            seen.add(made)
            statement = self.statement_id(ordinal) if ordinal else None
            project_year = self.row_of(ordinal, statement, row)
            indicator = self.indicator_ids.get(About(ordinal, row, seq))
            self.add(
                "ops.finding",
                *(made, self.id, statement, project_year, indicator, seq, f.rule, f.severity, "reading", place, found, expected),
                *(None if f.difference is None else number(f.difference), clean(f.hint)),
            )

    def row_of(self, ordinal: int | None, statement: int | None, row: int | None) -> int | None:
        """The id of a project row, if the statement has it."""
        if ordinal is None or row is None or all(p.row_number != row for p in self.document.statements[ordinal - 1].projects):
            return None
        return key("project_year", statement, row)


def _numbered(items: Iterable[tuple[int, Item]]) -> list[tuple[int, Item]]:
    """Items with their numbers, one that repeats replaced by the next that is free."""
    listed = list(items)
    free = max((seq for seq, _ in listed), default=0) + 1
    made, used = [], set()
    for seq, item in listed:
        if seq in used:
            seq, free = free, free + 1  # noqa: PLW2901
        used.add(seq)
        made.append((seq, item))
    return made
