"""The report of a run (装载报告): what came, what changed by department and year, what needs a look. A JSON file and a text a person reads, in
``JIXIAO_HOME/reports``, the latest :data:`KEPT` runs of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from etl import store
from etl.language import language
from etl.load import record, runs
from etl.messages import called, say
from etl.report.progress import Summary, summary_lines
from etl.rules import rules

KEPT = 400
"""Runs whose reports are kept: more than a year of nights."""


def write(connection: sa.Connection, home: Path, run: runs.Run, summary: Summary) -> Path:
    """Write both files; returns the path of the text. Raises OSError."""
    found = record.brought(connection, run.load_run_id)
    path = home / "reports" / f"load-{run.load_run_id:06}.json"
    store.write(path, (json.dumps(_facts(run, summary, found), ensure_ascii=False, indent=1) + "\n").encode())
    text = path.with_suffix(".txt")
    store.write(text, ("\n".join(_lines(run, summary, found)) + "\n").encode())
    for old in sorted(path.parent.glob("load-*.*"))[: -2 * KEPT]:
        with suppress(OSError):
            old.unlink()
    return text


def _facts(run: runs.Run, summary: Summary, found: record.Brought) -> dict[str, Any]:
    """The run as JSON: keys are the same in every language, money is an exact string."""
    names = ("documents", "loaded", "unchanged", "refused", "statements", "projects", "indicators", "targets", "older", "reread", "renewed", "read")
    return {
        "load_run_id": run.load_run_id,
        "started_at": found.started_at,
        "version": found.version,
        "host": found.host,
        "seconds": round(summary.seconds, 3),
        **{name: getattr(summary, name) for name in names},
        "total_yuan": f"{summary.total_yuan:.2f}",
        "findings": summary.findings,
        "changes": [{name: _plain(value) for name, value in row.items()} for row in found.changes],
        "look": [dict(row) for row in found.look],
        "refused_documents": [dict(row) for row in found.refused],
    }


def _plain(value: Any) -> Any:
    return f"{value:.2f}" if isinstance(value, Decimal) else value


def _lines(run: runs.Run, summary: Summary, found: record.Brought) -> Iterator[str]:
    yield f"jixiao {found.version} · {say('column.run')} {run.load_run_id} · {found.started_at} · {found.host}"
    yield ""
    yield from summary_lines(summary)
    if summary.older:
        yield say("summary.older", count=summary.older)
    if summary.unchanged:
        yield say("summary.known", count=summary.unchanged, read=summary.read)
    if summary.reread:
        yield say("summary.reread", count=summary.reread, changed=summary.renewed)
    yield ""
    yield say("load_report.changes")
    for row in found.changes:
        money = "" if row["total_yuan"] is None else f"{row['total_yuan']:,.2f}"
        yield "  " + say(
            "load_report.change", year=row["fiscal_year"], department=row["department"], kind=called("statement_kind", row["statement_kind"]),
            documents=row["documents"],
            projects=row["projects"], yuan=money or "-", supersedes=row["supersedes"],
        )  # fmt: skip
    if not found.changes:
        yield "  " + say("load_report.nothing")
    yield ""
    yield say("load_report.look")
    for row in found.refused:
        yield f"  {say('outcome.refused')}  {row['name']}: {row['reason']}"
    for row in found.look:
        rule = rules()[row["rule"]]
        yield f"  {say('severity.' + row['severity'])}  {rule.name(language())} × {row['findings']}  ({row['example']}): {rule.hint(language())}"
    if not found.refused and not found.look:
        yield "  " + say("show.clean")
