"""``jixiao doctor``: is all fit for a night unattended?"""

from __future__ import annotations

import json
from dataclasses import asdict

import typer

from etl.cli._options import Json
from etl.messages import say

WRONG = 1


def doctor(as_json: Json = False) -> None:
    """Check Python, folders, memory, programs and database; leaves with 1 where something has to be put right."""
    from etl.cli._database import settings
    from etl.report.doctor import checks
    from etl.report.tables import Output

    out, wrong = Output(), 0
    for check in checks(settings()):
        wrong += check.state == "wrong"
        if as_json:
            out(json.dumps(asdict(check), ensure_ascii=False))
            continue
        out("  ".join((say(f"doctor_state.{check.state}"), say(f"doctor_name.{check.name}") + ": " + check.found)))
        if check.advice:
            out(f"    {check.advice}")
    if wrong:
        raise typer.Exit(WRONG)
