"""``jixiao status``: what the database holds, how fresh it is, the latest runs."""

from __future__ import annotations

from collections.abc import Callable

from etl.load.queries import Standing
from etl.load.record import Standings
from etl.messages import say
from etl.report.tables import table

SEVERITIES = ("error", "warning", "info")


OLDEST = 5
"""Departments that are shown: those whose documents came longest ago."""


def show(standing: Standing, more: Standings, where: str, write: Callable[[str], None]) -> None:
    """Write how things stand; ``where`` is the database's address without a password."""
    write(say("status_words.where", where=where))
    if not standing.runs and not standing.documents:
        write(say("status_words.empty"))
        return
    if standing.years:
        _years(standing, write)
    _freshness(more, write)
    _runs(standing, write)
    write("")
    error, warning, info = (standing.findings.get(name, 0) for name in SEVERITIES)
    write(say("status_words.findings", error=error, warning=warning, info=info))
    if standing.documents.get("refused"):
        write(say("status_words.refused", count=standing.documents["refused"]))
    if more.older:
        write(say("status_words.older", count=more.older))


def _years(standing: Standing, write: Callable[[str], None]) -> None:
    write("")
    write(say("status_words.years"))
    header = [say(f"column.{name}") for name in ("year", "departments", "projects", "yuan", "documents", "latest")]
    rows = [
        (
            y["fiscal_year"],
            y["department_count"],
            y["project_count"],
            "" if y["total_yuan"] is None else f"{y['total_yuan']:,.2f}",
            y["document_count"],
            f"{y['last_loaded_at']:%Y-%m-%d %H:%M}",
        )
        for y in standing.years
    ]
    table(header, rows, right=(1, 2, 3, 4))


def _freshness(more: Standings, write: Callable[[str], None]) -> None:
    if not more.departments:
        return
    write("")
    write(say("status_words.fresh", count=len(more.departments)))
    header = [say(f"column.{name}") for name in ("department", "year", "latest")]
    rows = [(d["department"], d["latest_year"], f"{d['last_loaded_at']:%Y-%m-%d %H:%M}") for d in more.departments[:OLDEST]]
    table(header, rows)


def _runs(standing: Standing, write: Callable[[str], None]) -> None:
    write("")
    write(say("status_words.runs"))
    header = [say(f"column.{name}") for name in ("run", "started", "state", "documents", "loaded", "unchanged", "refused")]
    counts = ("document_count", "loaded_count", "unchanged_count", "refused_count")
    rows = [
        (r["load_run_id"], f"{r['started_at']:%Y-%m-%d %H:%M:%S}", say(f"status_words.{r['status']}"), *(r[name] for name in counts))
        for r in standing.runs
    ]
    table(header, rows, right=(3, 4, 5, 6))
