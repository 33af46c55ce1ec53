"""``jixiao load``: the main job."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from etl.cli._options import (
    Corrections,
    Department,
    Executor,
    Jobs,
    Json,
    Links,
    Manifest,
    MoneyUnit,
    Paths,
    Region,
    Roster,
    Succession,
    Verify,
    Year,
    existing,
    one_of,
)
from etl.messages import say

REFUSED = 1


def load(
    paths: Paths = None,
    year: Year = None,
    department: Department = None,
    region: Region = None,
    money_unit: MoneyUnit = None,
    manifest: Manifest = None,
    roster: Roster = None,
    succession: Succession = None,
    links: Links = None,
    corrections: Corrections = None,
    jobs: Jobs = None,
    executor: Executor = None,
    verify: Verify = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("option.dry_run"))] = False,
    replay: Annotated[bool, typer.Option("--replay", help=say("option.replay"))] = False,
    reread: Annotated[bool, typer.Option("--reread", help=say("option.reread"))] = False,
    as_json: Json = False,
    log: Annotated[str | None, typer.Option("--log", metavar="json", parser=one_of(["json"]), help=say("option.log"))] = None,
) -> None:
    """Load documents; leaves with 1 where some were refused."""
    given = list(paths or []) if (replay or reread) and not paths else existing(paths, manifest)
    from etl.cli import _run
    from etl.options import Options
    from etl.report import progress
    from etl.report.tables import Output

    claims = {"year": year, "department": department, "region": region, "money_unit": money_unit}
    files = {"manifest": manifest, "roster": roster, "succession": succession, "links": links, "corrections": corrections}
    options = Options(**claims, **files, jobs=jobs, executor=executor, verify=verify, dry_run=dry_run, replay=replay, reread=reread)  # type: ignore[arg-type]
    sinks = progress.sink(as_json=as_json, out=Output(patient=True), stdout=sys.stdout, stderr=sys.stderr)
    if log == "json":
        from etl.cli import _errors
        from etl.report.events import Events, failure

        sinks = progress.Several([*(sink for sink in sinks.sinks if not isinstance(sink, progress.Terminal)), Events(sys.stderr)])
        _errors.tell_by(failure)
    try:
        summary = _run.load(given, options, sinks)
    finally:
        progress.close(sinks)
    if not as_json and log is None:
        _next_steps(summary)
    if summary.refused:
        raise typer.Exit(REFUSED)


def _next_steps(summary: object) -> None:
    """What to try now, on stderr: a first query, and where to see what needs a look."""
    from etl.cli._errors import program
    from etl.language import language
    from etl.load.queries import FIRST_QUERY
    from etl.report.progress import Summary

    assert isinstance(summary, Summary)
    steps = []
    if (summary.loaded or summary.unchanged) and not summary.dry_run:
        steps += [say("summary.next"), f'  {program()} db psql -c "{FIRST_QUERY[language()]}"']
    if summary.older:
        steps += [say("summary.older", count=summary.older)]
    if summary.unchanged:
        steps += [say("summary.known", count=summary.unchanged, read=summary.read)]
    if summary.reread:
        steps += [say("summary.reread", count=summary.reread, changed=summary.renewed)]
    if summary.uncorrected:
        steps += [say("summary.uncorrected", count=summary.uncorrected)]
    if (summary.refused or sum(summary.findings.values())) and not summary.dry_run:
        steps += [say("summary.look"), f"  {program()} findings"]
    if not summary.documents:
        steps = [say("summary.none")]
    if summary.report is not None:
        steps += [say("summary.report", path=summary.report)]
    for line in steps:
        print(line, file=sys.stderr)
