"""The record of each run of the loader (``ops.load_run``): begun before the first document, ended after the last, else known as killed."""

from __future__ import annotations

import os
import platform
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from etl import __version__


@dataclass(frozen=True, slots=True)
class Run:
    """A run of the loader."""

    load_run_id: int
    killed: int = 0  # how many earlier runs were found to have been killed


def begin_run(connection: sa.Connection, document_count: int) -> Run:
    """Record that a run begins (committed at once). Call under :func:`etl.load.database.exclusive`: runs that still say ``running`` were killed."""
    host = f"{platform.node()}:{os.getpid()}"
    with connection.begin():
        killed = connection.execute(sa.text("UPDATE ops.load_run SET status = 'killed' WHERE status = 'running'")).rowcount
        made = connection.scalar(
            sa.text(
                "INSERT INTO ops.load_run (started_at, status, version, host, document_count, loaded_count, unchanged_count, refused_count) "
                "VALUES (clock_timestamp(), 'running', :version, :host, :count, 0, 0, 0) RETURNING load_run_id"
            ),
            {"version": __version__, "host": host, "count": document_count},
        )
    return Run(int(made or 0), killed)


def finish_run(connection: sa.Connection, run: Run, outcomes: Iterable[str], status: str = "completed") -> None:
    """Record how a run ended: the outcome of each of its documents (``loaded``, ``unchanged``, ``refused``), and ``completed`` or ``failed``."""
    count = Counter(outcomes)
    with connection.begin():
        connection.execute(
            sa.text(
                "UPDATE ops.load_run SET finished_at = clock_timestamp(), status = :status, document_count = greatest(document_count, :total), "
                "loaded_count = :loaded, unchanged_count = :unchanged, refused_count = :refused WHERE load_run_id = :run"
            ),
            {
                "status": status,
                "total": count.total(),
                "run": run.load_run_id,
                **{outcome: count[outcome] for outcome in ("loaded", "unchanged", "refused")},
            },
        )


def findings_of(connection: sa.Connection, run: Run) -> dict[str, int]:
    """How many findings the documents of a run have, by severity, the gravest first."""
    with connection.begin():
        found = connection.execute(
            sa.text(
                "SELECT f.severity, count(*) FROM ops.finding f JOIN ops.document d USING (document_id) "
                "WHERE d.load_run_id = :run GROUP BY f.severity"
            ),
            {"run": run.load_run_id},
        )
        counts = {str(severity): int(count) for severity, count in found}
    return {severity: counts.get(severity, 0) for severity in ("error", "warning", "info")}
