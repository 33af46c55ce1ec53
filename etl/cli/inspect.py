"""``jixiao inspect``: what would be loaded, without a database."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from etl.cli._options import Corrections, Department, Jobs, Json, Manifest, MoneyUnit, Paths, Region, Verify, Year, existing
from etl.messages import say

if TYPE_CHECKING:
    from etl.cli._run import Tables
    from etl.report.inspection import Inspected

REFUSED = 1


def inspect(
    paths: Paths = None,
    year: Year = None,
    department: Department = None,
    region: Region = None,
    money_unit: MoneyUnit = None,
    manifest: Manifest = None,
    corrections: Corrections = None,
    jobs: Jobs = None,
    verify: Verify = False,
    as_json: Json = False,
    grid: Annotated[bool, typer.Option("--grid", help=say("option.grid"))] = False,
    values: Annotated[Path | None, typer.Option("--values", metavar="FILE.json", help=say("option.values"))] = None,
) -> None:
    """Show readings, grids or values; leaves with 1 where some documents were refused."""
    if values is not None:
        if paths or grid:
            raise typer.BadParameter(say("error.values_alone"))
        _values(values)
        return
    given = existing(paths, manifest)
    from etl.cli import _run
    from etl.options import Options

    claims = {"year": year, "department": department, "region": region, "money_unit": money_unit}
    options = Options(**claims, manifest=manifest, corrections=corrections, jobs=jobs, verify=verify)  # type: ignore[arg-type]
    if grid:
        refused = _grids(_run.grids(given, options), as_json)
    else:
        refused = _lines(_run.inspect_lines(given, options)) if as_json else _readings(_run.inspect(given, options))
    if refused:
        raise typer.Exit(REFUSED)


def _lines(documents: Iterable[tuple[bool, str]]) -> int:
    """Print the line of every document as it is read; returns how many were refused."""
    from etl.report.tables import Output

    out, refused = Output(), 0
    for is_refused, line in documents:
        refused += is_refused
        out(line)
    return refused


def _readings(documents: Iterable[Inspected]) -> int:
    """Show every document as it is read; returns how many were refused."""
    from etl.report.show import show
    from etl.report.tables import Output

    out, refused = Output(), 0
    for document in documents:
        refused += document.refused is not None
        show(document, out)
    return refused


def _grids(documents: Iterable[Tables], as_json: bool) -> int:
    """Print the tables of every document; returns how many were refused (their reason goes to stderr)."""
    import sys

    from etl.language import language
    from etl.report.inspection import grid_json
    from etl.report.show import show_grids
    from etl.report.tables import Output
    from etl.rules import explain

    out, refused = Output(), 0
    for document in documents:
        if document.refused is not None:
            refused += 1
            print(f"{document.name}: {explain(document.refused, language())}", file=sys.stderr)
        elif as_json:
            for grid in document.grids:
                out(json.dumps(grid_json(grid), ensure_ascii=False))
        else:
            show_grids(document.name, document.grids, out)
    return refused


def _values(path: Path) -> None:
    """Print the reading of each value of a list, one JSON line a value."""
    from etl.cli._errors import Problem
    from etl.cli._run import values
    from etl.report.tables import Output

    out = Output()
    try:
        rows = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Problem(say("error.unreadable", path=path, problem=error.strerror)) from None
    except ValueError as error:
        raise Problem(say("error.values_file", path=path, problem=error)) from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) and isinstance(row.get("raw"), str) for row in rows):
        raise Problem(say("error.values_file", path=path, problem='"raw"'))
    for line in values(rows):
        out(line)
