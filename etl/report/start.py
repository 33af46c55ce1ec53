"""``jixiao`` alone: where things stand in a few lines, and what to do next. No database is made for it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from etl.load.queries import Standing
from etl.messages import say
from etl.report.tables import pairs


def show(standing: Standing | None, home: Path, program: str, write: Callable[[str], None]) -> None:
    """Write how things stand (None: no database has been made yet) and the commands that make sense now."""
    write(say("start.what"))
    write("")
    if standing is None or not standing.documents:
        write(say("start.nothing", home=home))
        steps = ["load", "inspect", "doctor"]
    else:
        years = [row["fiscal_year"] for row in standing.years]
        span = f"{min(years)}–{max(years)}" if len(set(years)) > 1 else "".join(str(year) for year in years)
        count = sum(row["project_count"] for row in standing.years)
        write(say("start.holds", documents=standing.documents.get("loaded", 0), projects=count, years=span or "–"))
        if standing.runs:
            run = standing.runs[0]
            write(
                say(
                    "start.latest", run=run["load_run_id"], started=f"{run['started_at']:%Y-%m-%d %H:%M}", status=say(f"status_words.{run['status']}")
                )
            )
        refused, doubts = standing.documents.get("refused", 0), standing.findings.get("error", 0) + standing.findings.get("warning", 0)
        if refused or doubts:
            write(say("start.look", refused=refused, findings=doubts))
        steps = [*(["findings"] if refused or doubts else []), "report", "query", "load"]
    write("")
    write(say("start.next"))
    for line in pairs((say(f"start.{step}_command", program=program), say(f"start.{step}")) for step in steps):
        write(line)
    write("")
    write(say("help.more", command=program) + " · " + say("start.help", program=program))
