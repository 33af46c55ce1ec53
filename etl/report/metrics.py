"""``jixiao status`` for programs: one JSON object, or the text that node_exporter's textfile collector takes in.

Format: https://github.com/prometheus/docs/blob/main/docs/instrumenting/exposition_formats.md (text, 0.0.4). Names and labels are the same in every
language; times are seconds since 1970 (Prometheus) or 北京时间 (JSON), money an exact string.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.engine import RowMapping

from etl import __version__
from etl.load.queries import Standing
from etl.load.record import Standings

OUTCOMES, SEVERITIES = ("loaded", "refused"), ("error", "warning", "info")


def as_json(standing: Standing, more: Standings, where: str) -> dict[str, Any]:
    """How things stand, as one JSON object; ``where`` is the database's address without a password."""
    return {
        "version": __version__,
        "database": where,
        "database_bytes": more.database_bytes,
        "documents": {outcome: standing.documents.get(outcome, 0) for outcome in OUTCOMES},
        "findings": {severity: standing.findings.get(severity, 0) for severity in SEVERITIES},
        "older_version_documents": more.older,
        "last_completed_at": _plain(more.last_completed_at),
        "runs": [_row(run) for run in standing.runs],
        "years": [_row(year) for year in standing.years],
        "departments": [_row(one) for one in more.departments],
    }


def _row(row: RowMapping) -> dict[str, Any]:
    return {name: _plain(value) for name, value in row.items() if not name.endswith("_epoch")}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return f"{value:.2f}" if isinstance(value, Decimal) else value


def prometheus(standing: Standing | None, more: Standings | None) -> str:
    """The same as metrics; without a standing only that the database cannot be reached."""
    lines = list(_metric("jixiao_up", "1 if the database could be asked, else 0", [({}, int(standing is not None))]))
    lines += _metric("jixiao_info", "Version of jixiao", [({"version": __version__}, 1)])
    if standing is not None and more is not None:
        lines += _standing(standing, more)
    return "\n".join(lines) + "\n"


def _standing(standing: Standing, more: Standings) -> Iterator[str]:
    by_outcome = [({"outcome": outcome}, standing.documents.get(outcome, 0)) for outcome in OUTCOMES]
    yield from _metric("jixiao_documents", "Documents on record, by outcome", by_outcome)
    by_severity = [({"severity": severity}, standing.findings.get(severity, 0)) for severity in SEVERITIES]
    yield from _metric("jixiao_findings", "Findings on record, by severity", by_severity)
    yield from _metric("jixiao_older_version_documents", "Loaded documents that an earlier version has read", [({}, more.older)])
    yield from _metric("jixiao_database_bytes", "Size of the database", [({}, more.database_bytes)])
    if more.last_completed_epoch is not None:
        yield from _metric("jixiao_last_completed_run_timestamp_seconds", "End of the latest completed run", [({}, more.last_completed_epoch)])
    if standing.runs:
        run = standing.runs[0]
        states: list[tuple[Mapping[str, str], int]] = [
            ({"status": state}, int(run["status"] == state)) for state in ("running", "completed", "failed", "killed")
        ]
        yield from _metric("jixiao_last_run_status", "1 for the state of the latest run", states)
        counts = [({"outcome": name}, int(run[f"{name}_count"])) for name in ("loaded", "unchanged", "refused")]
        yield from _metric("jixiao_last_run_documents", "Documents of the latest run, by outcome", counts)
    names = ("department_id", "department", "region_code")
    fresh = [({name: one[name] or "" for name in names}, one["last_loaded_epoch"]) for one in more.departments]
    yield from _metric("jixiao_department_last_loaded_timestamp_seconds", "When a department's documents last came", fresh)


def _metric(name: str, meaning: str, samples: Iterable[tuple[Mapping[str, str], int]]) -> Iterator[str]:
    """A metric with its help and type; nothing where it has no samples."""
    found = list(samples)
    if found:
        yield f"# HELP {name} {meaning}"
        yield f"# TYPE {name} gauge"
    for labels, value in found:
        inside = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
        yield f"{name}{{{inside}}} {value}" if inside else f"{name} {value}"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def write(path: Path, text: str) -> None:
    """Put the metrics in their place, whole or not at all; everyone may read them, since node_exporter is another user. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=".jixiao-")  # no .prom at its end: the collector leaves it alone
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
