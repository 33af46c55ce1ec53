"""The one engine: tables → forms → statements.

The walk: pages of a table are joined (:mod:`pages`), tables are cut into forms at their titles (:mod:`forms`), a form's header says whether it is a
list (:mod:`lists`) or a card (:mod:`cards`), its head gives year, department and money unit (:mod:`facts`), names are taken apart
(:mod:`assemble`). Forms of one department, year and kind are one statement.
"""

from __future__ import annotations

from etl.extract.grid import Extraction
from etl.finding import Finding, Refused
from etl.rules import finding
from etl.transform.assemble import Heads, year
from etl.transform.assemble import statements as assembled
from etl.transform.cards import CardReader
from etl.transform.facts import Said, money_unit_of
from etl.transform.forms import Form, cover, forms, named_project
from etl.transform.layout import layout_of
from etl.transform.ledger import merge
from etl.transform.lists import ListReader
from etl.transform.pages import join
from etl.transform.recognise import names_projects, speaks_of_targets
from etl.transform.rows import NAMES, FormReading, Purse
from etl.transform.samples import said_to_be_sample
from etl.transform.sentences import count_findings, heads_without_rules, refusal, refused_for_rules
from etl.transform.statement import Claim, Reading, StatementKind
from etl.transform.table import Table, words
from etl.transform.text_rows import tables_of_text
from etl.transform.unknown import report_unknown
from etl.transform.words import OTHER_KIND, title_kind


def read(extraction: Extraction, claim: Claim) -> Reading:
    """What a document says, as statements, with what needs a look.

    Raises :class:`~etl.finding.Refused` where the document holds no target table, or does not say its year, department or money unit and the
    claim does not either.
    """
    tables = _tables(extraction)
    first = extraction.grids[0].above if extraction.grids else []
    heads = Heads(claim, cover(extraction.prose or first))  # without pages the cover stands above the first table
    reading, done = Reading(findings=list(extraction.findings)), []
    seen: list[Form] = []
    for form in forms(tables):
        seen.append(form)
        found = _form(form, heads, claim)
        if found is not None:
            done.append(found)
    try:
        if not done:
            raise refusal(seen, extraction.prose)
        reading.statements = assembled(done, heads)
    except Refused as refused:
        raise refused_for_rules(refused, extraction.grids, extraction.prose) from refused
    read_forms = [item.form for item in done]
    for form in seen:
        reading.findings.extend(form.ledger.findings if any(form is other for other in read_forms) else _left_out(form))
    reading.findings.extend(count_findings(reading.statements, extraction.prose))
    reading.findings.extend(finding("borderless_unread", place=line.place.label, found=line.text) for line in heads_without_rules(extraction.prose))
    for table in {id(item.reading.form.table): item.reading.form.table for item in done}.values():
        reading.findings.extend(table.findings)
    reading.account = merge(item.account for item in done)
    reading.findings = list(dict.fromkeys(reading.findings))
    return reading


def _left_out(form: Form) -> list[Finding]:
    """What is said of a form that was not read, beside others that were: the errors that kept it out, where it is a table of targets at all."""
    kind = title_kind(form.title.text) if form.title else None
    name = named_project(form.table, form.start, form.end)
    if kind == OTHER_KIND or (kind is None and (name is None or not form.headers)):
        return []
    errors = [problem for problem in form.ledger.findings if problem.severity == "error"]
    if name is not None and not any(problem.rule == "sample_form" for problem in errors):
        errors.append(finding("form_left_out", place=name.place.label, found=words(name)))
    return errors


def _tables(extraction: Extraction) -> list[Table]:
    text = [grid for grid in extraction.grids if grid.source == "text"]
    return [*join([grid for grid in extraction.grids if grid.source != "text"]), *tables_of_text(text)]


class _Done:
    """A form that was read: its reading, its head, its account."""

    def __init__(self, reading: FormReading, kind: StatementKind, form: Form) -> None:
        self.reading, self.kind, self.form = reading, kind, form
        report_unknown(form)
        self.account = form.ledger.close(form.table.filled(form.start, form.end))


def _form(form: Form, heads: Heads, claim: Claim) -> _Done | None:
    """Read one form; None where it turns out to hold no targets at all."""
    if not form.headers:
        return None
    fiscal_year = year(form.heads, heads)
    kind = _kind(form, claim, fiscal_year)
    layout = layout_of(form.headers)
    if layout is None:
        labels = "、".join(words(column.cell) for column in form.headers[0].columns)
        form.ledger.report("header_without_names", form.headers[0].columns[0].cell, found=labels)
        return None
    stated = money_unit_of(form.heads)
    if stated and claim.money_unit and stated[0] != claim.money_unit:
        form.ledger.report("money_unit_conflict", place=stated[1].place, found=NAMES[stated[0]], expected=NAMES[claim.money_unit])
    purse = Purse(form.ledger, *((stated[0], "table") if stated else (claim.money_unit, "caller" if claim.money_unit else None)))
    reading = FormReading(form, layout.layout, layout.covers)
    _heads_are_read(form)
    lists = [header for header in form.headers if header.kind == "list"]
    if lists:
        for header, stop in zip(lists, [*(after.first for after in lists[1:]), form.end], strict=False):
            ListReader(form, header, stop, reading, purse, fiscal_year).read()
    else:
        CardReader(form, reading, purse, fiscal_year).read()
    _settle_stages(kind, reading)
    reading.unit, reading.unit_from, reading.needs_unit = purse.unit, purse.unit_from, purse.missing
    if reading.spoilt or not any(project.indicators or project.tasks for project in reading.projects):
        return None
    if not speaks_of_targets(form, reading):
        return None
    sample = said_to_be_sample(form, reading)
    if sample is not None:
        form.ledger.report("sample_form", place=reading.projects[0].evidence.place, found=sample)
        return None
    if kind != "department_overall" and not names_projects(form, reading):
        return None
    return _Done(reading, kind, form)


def _settle_stages(kind: StatementKind, reading: FormReading) -> None:
    """全年预算 in a table of targets, with no other stage beside it, is the year's budget (江苏); a stage only where there are several."""
    for project in reading.projects if kind != "self_evaluation" else ():
        if list(project.stages) == ["adjusted"] and project.money.total is None and not project.money.funding:
            project.money = project.stages.pop("adjusted")


def _kind(form: Form, claim: Claim, fiscal_year: int | None) -> StatementKind:
    """What kind of statement a form is: by its title, else by its columns (an actual beside the target is a self-evaluation)."""
    fields = {column.field for header in form.headers for column in header.columns if column.year in (None, fiscal_year)}
    if "actual" in fields and not any(header.kind == "list" and header.column("packed") for header in form.headers):
        return "self_evaluation"
    named = title_kind(form.title.text) if form.title else None
    if named in ("project_targets", None) and "task_name" in fields:
        return "department_overall"
    return named if named not in (None, "self_evaluation", OTHER_KIND) else claim.kind or "project_targets"  # type: ignore[return-value]


def _heads_are_read(form: Form) -> None:
    """The cells of a form's head are facts where they say one, else titles."""
    for said in form.heads:
        if isinstance(said, Said) and said.cell is not None:
            form.ledger.ignore(said.cell, "head")
