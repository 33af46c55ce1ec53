"""The one engine: tables → forms → statements.

The walk: pages of a table are joined (:mod:`pages`), tables are cut into forms at their titles (:mod:`forms`), a form's header says whether it is a
list (:mod:`lists`) or a card (:mod:`cards`), its head gives year, department and money unit (:mod:`facts`), names are taken apart
(:mod:`assemble`). Forms of one department, year and kind are one statement.
"""

from __future__ import annotations

from etl.extract.grid import Extraction
from etl.finding import Refused
from etl.rules import finding
from etl.transform.assemble import Heads, year
from etl.transform.assemble import statements as assembled
from etl.transform.cards import CardReader
from etl.transform.facts import Said, money_unit_of
from etl.transform.forms import Form, cover, forms
from etl.transform.layout import layout_of
from etl.transform.ledger import merge
from etl.transform.lists import ListReader
from etl.transform.pages import join
from etl.transform.rows import NAMES, FormReading, Purse
from etl.transform.sentences import count_findings, heads_without_rules, refusal, refused_for_rules
from etl.transform.statement import Claim, Reading, StatementKind
from etl.transform.table import Table, words
from etl.transform.text_rows import tables_of_text
from etl.transform.unknown import report_unknown
from etl.transform.words import OTHER_KIND, level, normal, title_kind


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
    for item in done:
        reading.findings.extend(item.reading.form.ledger.findings)
    reading.findings.extend(count_findings(reading.statements, extraction.prose))
    reading.findings.extend(finding("borderless_unread", place=line.place.label, found=line.text) for line in heads_without_rules(extraction.prose))
    for table in {id(item.reading.form.table): item.reading.form.table for item in done}.values():
        reading.findings.extend(table.findings)
    reading.account = merge(item.account for item in done)
    reading.findings = list(dict.fromkeys(reading.findings))
    return reading


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
    kind = _kind(form, claim)
    layout = layout_of(form.headers)
    if layout is None:
        labels = "、".join(words(column.cell) for column in form.headers[0].columns)
        form.ledger.report("header_without_names", form.headers[0].columns[0].cell, found=labels)
        return None
    fiscal_year = year(form.heads, heads)
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
    if not _speaks_of_targets(form, reading):
        return None
    if kind != "department_overall" and not _names_projects(form, reading):
        return None
    return _Done(reading, kind, form)


def _settle_stages(kind: StatementKind, reading: FormReading) -> None:
    """全年预算 in a table of targets, with no other stage beside it, is the year's budget (江苏); a stage only where there are several."""
    for project in reading.projects if kind != "self_evaluation" else ():
        if list(project.stages) == ["adjusted"] and project.money.total is None and not project.money.funding:
            project.money = project.stages.pop("adjusted")


def _names_projects(form: Form, reading: FormReading) -> bool:
    """Whether a form names its projects; a whole department's self-evaluation need not, any other card without a name is none."""
    if all(project.name for project in reading.projects) or (form.title is not None and "整体" in form.title.text):
        return True
    form.ledger.report("project_without_name", place=reading.projects[0].evidence.place, found=form.title.text if form.title else None)
    return False


def _speaks_of_targets(form: Form, reading: FormReading) -> bool:
    """Whether a form shows what it is: a title of the field's, or levels that the vocabulary knows; a statistic of 指标 and 指标值 has neither.

    A title of another kind (责任书: the duties of officials) settles it. Without a title a level may stand by chance (a factory's 质量指标): most
    indicators must have one, of two groups or under a printed 产出指标 or 效益指标. A list of bare 项目 needs levels, money or goals too.
    """
    named = title_kind(form.title.text) if form.title is not None else None
    kinds = [indicator.kind for project in reading.projects for indicator in project.indicators]
    known = [kind.split(".")[0] for kind in kinds if kind]
    shown = _is_titled(form, reading, known) if named else 0 < len(kinds) <= 2 * len(known) and _is_levelled(form, reading, known)
    if shown and named != OTHER_KIND:
        return True
    form.ledger.report("not_targets", place=reading.projects[0].evidence.place, found=form.heads[0].text if form.heads else None)
    return False


def _is_levelled(form: Form, reading: FormReading, known: list[str]) -> bool:
    """Whether the levels alone are a target table's: kinds of two groups, or level 1 printed as 产出指标 or 效益指标."""
    printed = any(header.column("level1") for header in form.headers)
    tops = [level(i.level1, 1) for project in reading.projects for i in project.indicators if printed and i.level1]
    return len(set(known)) > 1 or any(top is not None and top.code in ("1", "2") for top in tops)


def _is_titled(form: Form, reading: FormReading, known: list[str]) -> bool:
    """Whether what stands under a title of the field's is worth it: levels, money or goals, or a column that says that its names are projects'."""
    names = [column for header in form.headers for column in header.all("project_name")]
    bare = bool(names) and all(normal(words(column.cell)) in ("项目", "名称") for column in names)
    paid = any(project.goals or project.money.total or project.money.funding for project in reading.projects)
    return bool(known) or paid or not bare


def _kind(form: Form, claim: Claim) -> StatementKind:
    """What kind of statement a form is: by its title, else by its columns (an actual beside the target is a self-evaluation)."""
    fields = {column.field for header in form.headers for column in header.columns}
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
