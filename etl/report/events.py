"""``--log json``: one JSON object a line on standard error for each event of a run, for whoever collects logs. Keys and event names are the same in
every language; ``time`` is UTC."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

from etl.report.progress import Silent, Summary, summary_facts


class Events(Silent):
    """A sink that writes events: start, document, waiting, finish."""

    owns_stderr = True  # nothing but events goes there

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def start(self, total: int | None) -> None:
        """The run begins."""
        emit(self.stream, "start", "info", documents=total)

    def waiting(self, why: str) -> None:
        """The database has gone away."""
        emit(self.stream, "waiting", "warning", reason=why)

    def document(
        self, name: str, outcome: str, reason: str | None = None, statements: int = 0, projects: int = 0, targets: int = 0, findings: int = 0
    ) -> None:
        """A document is done."""
        counts = {"statements": statements, "projects": projects, "targets": targets, "findings": findings}
        level = "warning" if outcome == "refused" else "info"
        emit(self.stream, "document", level, file=name, outcome=outcome, reason=reason, **counts)

    def finish(self, summary: Summary) -> None:
        """The run is done."""
        emit(self.stream, "finish", "warning" if summary.refused else "info", **summary_facts(summary))


def failure(kind: str, text: str) -> None:
    """What ends a run before its end, as an event on standard error."""
    emit(sys.stderr, kind, "error", message=text)


def emit(stream: TextIO, event: str, level: str, **facts: Any) -> None:
    """Write one event."""
    moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    print(json.dumps({"time": moment, "level": level, "event": event, **facts}, ensure_ascii=False), file=stream, flush=True)
