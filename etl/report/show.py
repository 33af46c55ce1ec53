"""``jixiao inspect`` for people: what was understood of a document, what needs a look, and where its cells went."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from etl.extract.grid import Grid
from etl.finding import Finding
from etl.language import language
from etl.messages import called, say
from etl.report.findings import Line, short
from etl.report.findings import write as lines
from etl.report.inspection import Inspected
from etl.report.tables import aligned, is_terminal, table
from etl.rules import explain, rules
from etl.transform.statement import Money, Project, Reading, Statement

Write = Callable[[str], None]

MONEY_UNITS = {"yuan": "元", "10k_yuan": "万元", "100m_yuan": "亿元"}


def show(document: Inspected, write: Write) -> None:
    """Write all about one document."""
    write(f"{document.name}  ({document.media_type or '?'})")
    if document.refused:
        write(say("show.refused", reason=explain(document.refused, language())))
    else:
        for statement in document.reading.statements:
            _statement(statement, write)
    _findings(document.name, document.reading.findings, write)
    _account(document.reading, write)


def _statement(statement: Statement, write: Write) -> None:
    """A statement: its heading facts and a row a project."""
    unit = MONEY_UNITS.get(statement.money_unit or "", "?")
    write("")
    write(statement.title or say("show.untitled"))
    year_from = say(f"year_from.{statement.fiscal_year_from}")
    department, year, layout = statement.department, statement.fiscal_year, statement.layout
    write(say("show.facts", department=department, year=year, year_from=year_from, unit=unit, layout=layout))
    header = [say(f"column.{name}") for name in ("project", "yuan", "sources", "indicators", "targets")]
    table(header, (_project(project) for project in statement.projects), right=(1, 3, 4))
    indicators = [i for project in statement.projects for i in project.indicators]
    total = "?" if statement.total_yuan is None else f"{statement.total_yuan:,.2f}"
    targets = sum(len(i.targets) for i in indicators)
    write(say("show.total", yuan=total, projects=len(statement.projects), indicators=len(indicators), targets=targets))


def _project(project: Project) -> Sequence[object]:
    total = f"{project.money.total.yuan:,.2f}" if project.money.total else ""
    targets = sum(len(indicator.targets) for indicator in project.indicators)
    return project.name, total, _sources(project.money), len(project.indicators), targets


def _sources(money: Money) -> str:
    """The sources that hold money."""
    return ", ".join(called("funding_source", source) for source, amount in money.funding.items() if amount.yuan)


def _findings(name: str, findings: Sequence[Finding], write: Write) -> None:
    """What needs a look."""
    write("")
    if not findings:
        write(say("show.no_findings"))
        return
    lines([line_of(name, finding) for finding in findings])


def line_of(name: str, finding: Finding) -> Line:
    """A finding of the document ``name`` in words."""
    rule = rules()[finding.rule]
    words = rule.message(language(), finding.found, finding.expected)
    hint = finding.hint or rule.hint(language())
    return Line(short(name), say(f"severity.{finding.severity}"), finding.rule, finding.place, words, hint)


def _account(reading: Reading, write: Write) -> None:
    account = reading.account
    if account.cells:
        ignored = f"{sum(account.ignored.values())}"
        if account.ignored:
            ignored += " (" + ", ".join(f"{called('ignored', rule)} {count}" for rule, count in sorted(account.ignored.items())) + ")"
        write(say("show.account", cells=account.cells, facts=account.facts, ignored=ignored, reported=account.reported))


def show_grids(name: str, grids: Iterable[Grid], write: Write) -> None:
    """The tables of a document as they were read: a merged cell stands in its first slot."""
    write(name)
    found = list(grids)
    for grid in found:
        place = grid.sheet or (f"p{grid.page}/t{grid.index}" if grid.page else f"t{grid.index}")
        write("")
        write(say("show.grid", place=place, rows=grid.rows, cols=grid.cols))
        _grid(grid, write)
    if not found:
        write(say("show.no_tables"))


def _grid(grid: Grid, write: Write) -> None:
    import sys

    texts = [[""] * grid.cols for _ in range(grid.rows)]
    for cell in grid.cells:
        texts[cell.row][cell.col] = cell.text
    header = [str(number) for number in range(grid.cols)]
    if is_terminal(sys.stdout):
        table(header, texts)
    else:
        for line in aligned(header, texts):
            write(line)
