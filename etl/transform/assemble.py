"""From forms to statements: year, department and money unit settled with their sources, names taken apart, forms of one table brought together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from etl.extract.grid import Place
from etl.finding import Refused
from etl.rules import finding
from etl.transform import facts
from etl.transform import words as vocabulary
from etl.transform.facts import Said, looks_like_organisation
from etl.transform.forms import Form
from etl.transform.ledger import Ledger
from etl.transform.names.departments import DepartmentName
from etl.transform.names.departments import department as read_department
from etl.transform.names.projects import ProjectName, loose_key, project_name
from etl.transform.rows import FormReading, ProjectRow
from etl.transform.statement import Claim, Evidence, Project, PublishedTotal, Statement, StatementKind, YearSource


@dataclass(slots=True)
class Heads:
    """What is known of a document besides its forms: the claim and the cover; ``years`` are those that its forms state themselves."""

    claim: Claim
    cover: list[Said]
    years: dict[int, YearSource] = field(default_factory=dict)


class Done(Protocol):
    """A form that was read."""

    reading: FormReading
    kind: StatementKind
    form: Form


@dataclass(frozen=True, slots=True)
class _Owner:
    """Whose table a form is, and where that was read."""

    name: DepartmentName
    read_from: str
    evidence: Evidence


def year(lines: Sequence[Said], heads: Heads) -> int | None:
    """The fiscal year of a form, wherever it is said first: title, cover, claim, file name; None where nothing says it."""
    found = _year(lines, heads)
    if found is not None:
        heads.years.setdefault(*found)
    return found[0] if found else None


def _year(lines: Sequence[Said], heads: Heads) -> tuple[int, YearSource] | None:
    titled = facts.year_of(lines)
    if titled is not None:
        return titled[0], "title"
    covered = facts.cover_year(heads.cover)
    if covered is not None:
        return covered[0], "cover"
    claim = heads.claim
    if claim.fiscal_year is not None:
        return claim.fiscal_year, claim.fiscal_year_from
    named = facts.file_year(claim.file_name)
    if named is not None:
        return named, "file_name"
    return next(iter(heads.years.items())) if len(heads.years) == 1 else None


def statements(done: Sequence[Done], heads: Heads) -> list[Statement]:
    """The statements of a document. One form among others that lacks its year, its department or the unit of its amounts is left out, with that as a
    finding. Raises Refused where no form has them."""
    found: dict[tuple[str, str, int, str], Statement] = {}
    for statement, item in _whole(done, heads):
        key = (statement.kind, statement.covers, statement.fiscal_year, f"{statement.region_code}/{statement.department_key}")
        known = found.get(key)
        if known is None:
            found[key] = statement
        else:
            _append(known, statement, item.form.ledger)
    return list(found.values())


def _whole(done: Sequence[Done], heads: Heads) -> list[tuple[Statement, Done]]:
    """The statements of the forms that say all that a statement needs, each with its form."""
    found: list[tuple[Statement, Done]] = []
    refusals: list[Refused] = []
    for item in done:
        try:
            found += [(statement, item) for statement in _statements(item, heads)]
        except Refused as refused:
            refusals.append(refused)
            names = "、".join(row.name for row in item.reading.projects if row.name)
            place = refused.place or item.reading.projects[0].evidence.place.label
            item.form.ledger.findings += [finding(rule, place=place, found=names or refused.found) for rule in (refused.rule, "form_left_out")]
    if refusals and not found:
        raise refusals[0]
    return found


def _statements(item: Done, heads: Heads) -> list[Statement]:
    """The statements of one form: one, or one for each department that a list's own column names (a finance bureau's list of a whole county)."""
    reading = item.reading
    named: dict[str, list[ProjectRow]] = {}
    for row in reading.projects:
        named.setdefault(row.department or "", []).append(row)
    if len(named) < 2 or "" in named:
        return [_statement(item, heads)]
    found = []
    for name, rows in named.items():
        part = replace(reading, projects=rows, department=(name, rows[0].evidence), totals=[])
        found.append(_statement(_Part(part, item.kind, item.form), heads, split=True))
    if reading.totals:
        first = reading.totals[0].amount
        item.form.ledger.report("total_of_several", place=first.evidence.place, found=f"{first.yuan:.2f}", expected="、".join(named))
    return found


@dataclass(slots=True)
class _Part:
    """The rows of one department in a form that lists several."""

    reading: FormReading
    kind: StatementKind
    form: Form


def _statement(item: Done, heads: Heads, split: bool = False) -> Statement:
    form, reading, claim = item.form, item.reading, heads.claim
    stated = _year(form.heads, heads)
    if stated is None:
        raise Refused("year_missing", place=form.title.place.label if form.title else "")
    if reading.needs_unit:
        raise Refused("money_unit_missing", place=form.title.place.label if form.title else "")
    ledger = form.ledger
    if claim.fiscal_year is not None and claim.fiscal_year != stated[0]:
        ledger.findings.append(finding("year_conflict", place=_at(form), found=str(stated[0]), expected=str(claim.fiscal_year)))
    covered = facts.cover_year(heads.cover)
    others = {other for said in form.heads if len(said.text) <= facts.HEAD_LENGTH for other in facts.years(said.text)} - {stated[0]}
    others = (others | ({covered[0]} - {stated[0]} if covered else set())) if stated[1] == "title" else set()
    for other in sorted(others):
        ledger.findings.append(finding("year_conflict", place=_at(form), found=str(stated[0]), expected=str(other)))
    owner = _named_owner(reading, heads) if split else _owner(form, reading, heads)
    _region_problems(owner, ledger)
    title = form.title
    evidence = Evidence(title.place, title.text) if title else owner.evidence
    statement = Statement(
        kind=item.kind,
        layout=reading.layout,
        title=title.text if title else None,
        fiscal_year=stated[0],
        fiscal_year_from=stated[1],
        department=owner.name.name,
        department_key=owner.name.key,
        department_from=owner.read_from,
        evidence=evidence,
        covers="project" if reading.covers == "project" and item.kind != "department_overall" else "department",
        department_code=owner.name.code,
        department_function=owner.name.function,
        region_code=owner.name.region_code,
        money_unit=reading.unit,
        money_unit_from=reading.unit_from,
        printed_on=_printed_on(form, heads),
        totals=_totals(reading.totals, ledger),
    )
    unit = _captioned_unit(form)
    statement.projects = [_project(row, n, statement, owner.name, unit) for n, row in enumerate(reading.projects, 1)]
    return statement


def _captioned_unit(form: Form) -> str | None:
    """The spending unit that a caption states for all rows (``预算单位：X``)."""
    caption = facts.department_of(form.heads, ("unit",))
    return caption.value if caption is not None and "unit" in vocabulary.fields(caption.label, "row") else None


def _at(form: Form) -> str:
    return form.title.place.label if form.title else ""


def _totals(totals: Sequence[PublishedTotal], ledger: Ledger) -> list[PublishedTotal]:
    """Each printed total once; a second one of the same scope and source is kept out and reported where it differs."""
    found: dict[tuple[str, str | None, str | None], PublishedTotal] = {}
    for total in totals:
        key = (total.scope, total.unit_name, total.funding_source)
        first = found.setdefault(key, total)
        if first.amount.yuan != total.amount.yuan:
            ledger.report("second_total", place=total.amount.evidence.place, found=str(total.amount.yuan), expected=str(first.amount.yuan))
    return list(found.values())


def _printed_on(form: Form, heads: Heads) -> str | None:
    """The date that the document itself prints as its own (编制日期, cover), if any."""
    lines = [*form.heads, *heads.cover]
    return next((day for day in map(facts.date_of, (said.text for said in lines)) if day), None)


def _owner(form: Form, reading: FormReading, heads: Heads) -> _Owner:
    """Whose table it is: its caption, its rows, the cover, the claim, or the one unit that all of its rows name. Raises Refused where none says
    it."""
    claim = heads.claim
    stated: tuple[str, str, Evidence] | None = None
    caption = facts.department_of(form.heads, ("department",))
    if caption is None and reading.department is None:
        caption = facts.department_of(form.heads)
    if caption is not None:
        stated = (caption.value, "caption", Evidence(caption.said.place, caption.said.text))
    elif reading.department is not None:
        stated = (reading.department[0], "table", reading.department[1])
    else:
        titled = facts.title_owner(form.title)
        titled = titled or facts.cover_name([said for said in form.heads if said.cell is not None and said is not form.title])
        covered = titled or facts.cover_owner(heads.cover) or (facts.cover_name(heads.cover) if claim.department is None else None)
        units = {row.unit for row in reading.projects if row.unit}
        if covered is not None:
            stated = (covered.text, "title" if titled else "cover", Evidence(covered.place, covered.text))
        elif claim.department is None and len(units) == 1 and looks_like_organisation(name := units.pop()):
            stated = (name, "unit", reading.projects[0].evidence)
    region = claim.region_code
    if stated is None:
        if claim.department is None:
            raise Refused("department_missing", place=_at(form))
        evidence = Evidence(form.title.place if form.title else Place(""), claim.department)
        return _Owner(read_department(claim.department, region_code=region), claim.department_from, evidence)
    owner = read_department(stated[0], region_code=region)
    if claim.department is not None:
        claimed = read_department(claim.department, region_code=region)
        if (claimed.key, claimed.region_code) != (owner.key, owner.region_code) and claimed.function != owner.function:
            form.ledger.findings.append(finding("department_conflict", place=stated[2].place.label, found=owner.name, expected=claim.department))
    return _Owner(owner, stated[1], stated[2])


def _named_owner(reading: FormReading, heads: Heads) -> _Owner:
    """The department that the rows themselves name."""
    assert reading.department is not None
    name, evidence = reading.department
    return _Owner(read_department(name, region_code=heads.claim.region_code), "table", evidence)


def _region_problems(owner: _Owner, ledger: Ledger) -> None:
    for problem in owner.name.problems:
        codes = "、".join(problem.candidates) or None
        ledger.findings.append(finding(problem.rule, place=owner.evidence.place.label, found=owner.name.name, expected=codes))


def _project(row: ProjectRow, number: int, statement: Statement, owner: DepartmentName, captioned: str | None) -> Project:
    """A project with its name taken apart and its unit known; a whole department is named by its department."""
    named = row.unit or captioned
    unit = read_department(named, region_code=owner.region_code) if named else None
    printed = row.name or statement.department
    name = project_name(printed, owner=owner, unit=unit)
    return Project(
        row_number=number,
        name=_without_code(name) if row.name else "",
        stem=name.stem,
        evidence=row.evidence,
        unit=unit.name if unit else None,
        unit_code=unit.code if unit else None,
        unit_region_code=unit.region_code if unit else None,
        unit_key=unit.key if unit else None,
        unit_function=unit.function if unit else None,
        code=row.code or name.code,
        funding_document=name.funding_document,
        year_mark=name.year_mark,
        phase=name.phase,
        loose_stem=loose_key(name.stem),
        money=row.money,
        stages=row.stages,
        tasks=row.tasks,
        goals=row.goals,
        indicators=row.indicators,
    )


def _without_code(name: ProjectName) -> str:
    """A project's printed name without the code that a list puts before it (``51100024T000000000001-社区矫正专项经费``); that stands in its own
    field."""
    if not name.code:
        return name.name
    printed = r"\s*".join(map(re.escape, name.code))  # a narrow cell wraps inside the code
    return re.sub(rf"^\s*{printed}[-－—_:：\s]*", "", name.name)


def _append(known: Statement, other: Statement, ledger: Ledger) -> None:
    """Bring a further form of the same table into its statement."""
    for project in other.projects:
        project.row_number = len(known.projects) + 1
        known.projects.append(project)
    known.totals = _totals([*known.totals, *other.totals], ledger)
    known.money_unit = known.money_unit or other.money_unit
    known.money_unit_from = known.money_unit_from or other.money_unit_from
