"""``jixiao report``: a page for people, as one file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from etl.cli._help import suggestions
from etl.cli._options import fiscal_year
from etl.messages import say

if TYPE_CHECKING:
    import sqlalchemy as sa

    from etl.report.page import Subject

DEFAULT = "jixiao-report.html"


def region_prefix(text: str) -> str:
    """Two to six digits: a province, a prefecture, a county; ``440100`` is all of 4401."""
    if not text.isascii() or not text.isdigit() or len(text) not in (2, 4, 6):
        raise typer.BadParameter(say("page.not_region", text=text))
    short = text
    while len(short) > 2 and short.endswith("00"):
        short = short[:-2]
    return short


def report(
    department: Annotated[str | None, typer.Option("--department", metavar="D", help=say("page.option_department"))] = None,
    year: Annotated[int | None, typer.Option("--year", metavar="Y", parser=fiscal_year, help=say("page.option_year"))] = None,
    region: Annotated[str | None, typer.Option("--region", metavar="CODE", parser=region_prefix, help=say("page.option_region"))] = None,
    last_run: Annotated[bool, typer.Option("--last-run", help=say("page.option_last_run"))] = False,
    out: Annotated[Path, typer.Option("--out", metavar="HTML", help=say("page.option_out"))] = Path(DEFAULT),
) -> None:
    """Write the page; its path goes to stdout. Without a choice it is about the last run."""
    from etl import store
    from etl.cli import _database
    from etl.load import reporting
    from etl.report.explain import document_bytes
    from etl.report.page import doubts, page
    from etl.report.steps import steps

    last_run = last_run or (department, year, region) == (None, None, None)
    with _database.reading() as connection, steps() as bar:
        subject = _subject(connection, department, year, region, last_run=last_run)
        rows = {}
        for number, question in enumerate(reporting.QUESTIONS):
            bar.tell("page.asking", number, len(reporting.QUESTIONS))
            rows[question] = reporting.ask(connection, question, subject.about)
        answers = reporting.Answers(**rows)

        def kept(name: str, sha256: str) -> bytes | None:
            return document_bytes(name, sha256, _database.home())

        drawn = doubts.pictures(answers.findings, kept, _database.limits(), lambda done, of: bar.tell("page.drawing", done, of))
        made = page(subject, answers, drawn, lambda ids: reporting.evidence(connection, ids))
    store.write(out.absolute(), made.encode("utf-8"), private=False)
    print(out)


def _subject(connection: sa.Connection, department: str | None, year: int | None, region: str | None, *, last_run: bool) -> Subject:
    """What the page is about. Raises Problem where the database holds nothing of the kind."""
    from etl.cli._errors import Problem
    from etl.load import reporting
    from etl.report.page import Subject

    run = reporting.last_run(connection) if last_run else None
    about = reporting.members(connection, department, year, region, run["load_run_id"] if run else None)
    refused = reporting.refused(connection, run["load_run_id"]) if run else []
    if not about and not refused:
        hint = suggestions(department, reporting.departments(connection)) if department else ""
        raise Problem(say("page.no_such", what=" · ".join(str(part) for part in (department, region, year) if part) or say("page.last_run")) + hint)
    names = list(dict.fromkeys(member.department_name for member in about))
    if department:
        title = names[0] if len(names) == 1 else say("page.like", name=department, count=len(names))
    elif region:
        title = next((m.region_name for m in about if m.region_name and (m.region_code or "").rstrip("0") == region.rstrip("0")), None) or region
    elif run:
        title = say("page.of_run", run=run["load_run_id"], started=f"{run['started_at']:%Y-%m-%d %H:%M}")
    else:
        title = say("page.of_year", year=year)
    return Subject(say("page.title", subject=title), about, datetime.now(UTC).replace(tzinfo=None) + timedelta(hours=8), refused)
