"""What a run tells while it goes on, and to whom: the pipeline calls a :class:`Progress` and knows of no terminal.

A terminal gets a bar on stderr; a pipe one line a document on stdout; ``--json`` one JSON object a line. All of them end with a summary.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from etl.messages import say
from etl.report.steps import Steps
from etl.report.tables import is_terminal, pairs
from etl.report.width import columns, wrapped

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID


@dataclass(slots=True)
class Summary:
    """What a run did (装载结果). Counts of statements to targets and the money are of the documents loaded in it; ``total_yuan`` is the sum
    of its projects' annual budgets. ``findings`` counts by severity. ``seconds`` is wall time. ``older`` counts unchanged
    documents that an earlier version of jixiao has read, ``uncorrected`` corrections that
    came too late for an unchanged one; ``reread`` counts loaded documents that were read again, ``renewed`` those of them that said something else.
    ``read`` counts documents that were given to a reader: what is known by its hash is not. ``report`` is the file that tells all of it."""

    documents: int = 0
    loaded: int = 0
    unchanged: int = 0
    refused: int = 0
    statements: int = 0
    projects: int = 0
    indicators: int = 0
    targets: int = 0
    total_yuan: Decimal = Decimal(0)
    findings: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    dry_run: bool = False
    older: int = 0
    uncorrected: int = 0
    reread: int = 0
    renewed: int = 0
    read: int = 0
    report: Path | None = None


class Progress(Protocol):
    """What the pipeline calls: start, then for each document begin, read and document, last finish. All from one thread.

    Documents are read side by side and written in groups: many begin before the first is read, many are read before the first is done. One that is
    known already is done without the other two.
    """

    def preparing(self, step: str, done: int, of: int) -> None:
        """Before the start: the database is brought up to date. ``step`` is a key of the messages (``steps.summaries``)."""

    def start(self, total: int | None) -> None:
        """The run begins; ``total`` documents, None where that is not known yet."""

    def more(self, count: int) -> None:
        """There are so many documents more than was known: an archive holds several."""

    def waiting(self, why: str) -> None:
        """The database has gone away; it is waited for."""

    def begin(self, name: str) -> None:
        """A document is given to a reader."""

    def read(self, name: str) -> None:
        """A document has been read, or refused by a reader; it waits to be written."""

    def document(
        self, name: str, outcome: str, reason: str | None = None, statements: int = 0, projects: int = 0, targets: int = 0, findings: int = 0
    ) -> None:
        """A document is done. ``outcome``: loaded, unchanged, refused; ``reason`` in the user's language, where it was refused."""

    def finish(self, summary: Summary) -> None:
        """The run is done."""


class Silent:
    """Tells nothing; what other sinks build on."""

    def preparing(self, step: str, done: int, of: int) -> None:
        """See :class:`Progress`."""

    def start(self, total: int | None) -> None:
        """See :class:`Progress`."""

    def more(self, count: int) -> None:
        """See :class:`Progress`."""

    def waiting(self, why: str) -> None:
        """See :class:`Progress`."""

    def begin(self, name: str) -> None:
        """See :class:`Progress`."""

    def read(self, name: str) -> None:
        """See :class:`Progress`."""

    def document(
        self, name: str, outcome: str, reason: str | None = None, statements: int = 0, projects: int = 0, targets: int = 0, findings: int = 0
    ) -> None:
        """See :class:`Progress`."""

    def finish(self, summary: Summary) -> None:
        """See :class:`Progress`."""


class Lines(Silent):
    """For pipes: ``outcome<TAB>name<TAB>counts or reason`` a document, then the summary, on stdout."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self.write = write

    def document(
        self, name: str, outcome: str, reason: str | None = None, statements: int = 0, projects: int = 0, targets: int = 0, findings: int = 0
    ) -> None:
        """Write the document's line."""
        counts = say("summary.line", statements=statements, projects=projects, targets=targets, findings=findings)
        detail = reason or ("" if outcome == "unchanged" else counts)
        self.write("\t".join((say(f"outcome.{outcome}"), _flat(name), _flat(detail))).rstrip("\t"))

    def finish(self, summary: Summary) -> None:
        """Write the summary table."""
        for line in summary_lines(summary):
            self.write(line)


class Json(Silent):
    """For programs: a JSON object a document, then ``{"summary": …}``. Keys are the same in every language."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self.write = write

    def document(
        self, name: str, outcome: str, reason: str | None = None, statements: int = 0, projects: int = 0, targets: int = 0, findings: int = 0
    ) -> None:
        """Write the document's object."""
        counts = {"statements": statements, "projects": projects, "targets": targets, "findings": findings}
        self.write(json.dumps({"file": name, "outcome": outcome, "reason": reason, **counts}, ensure_ascii=False))

    def finish(self, summary: Summary) -> None:
        """Write the summary's object; money is an exact string."""
        self.write(json.dumps({"summary": summary_facts(summary)}, ensure_ascii=False))


class Terminal(Silent):
    """For people: a bar with documents done, the current file and the time left, on stderr; at the end the refused ones and the summary."""

    def __init__(self, write: Callable[[str], None], quiet: bool = False) -> None:
        """``quiet``: only the bar, for where the lines go into a pipe."""
        self.write, self.quiet = write, quiet
        self.refused: list[tuple[str, str]] = []
        self.bar: Bar | None = None
        self.task: TaskID | None = None
        self.steps = Steps(watched=True)
        self.unwritten = 0  # documents read and not yet written
        self.begun = False

    def preparing(self, step: str, done: int, of: int) -> None:
        """Show a bar of its own, until the run starts."""
        self.steps.tell(step, done, of)

    def start(self, total: int | None) -> None:
        """Show the bar."""
        self.steps.close()
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar
        from rich.table import Column

        self.bar = Bar(
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            TextColumn(say("progress.left")),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[file]}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis", ratio=1)),
            console=Console(stderr=True),
            transient=True,
            expand=True,
        )
        self.task = self.bar.add_task("", total=total, file="")
        self.bar.start()

    def more(self, count: int) -> None:
        """Make room in the bar."""
        if self.bar is not None and self.task is not None:
            self.bar.update(self.task, total=(self.bar.tasks[0].total or 0) + count)

    def begin(self, name: str) -> None:
        """Show the first file at once; later ones as they are read."""
        if not self.begun:
            self._show(name, 0)
        self.begun = True

    def read(self, name: str) -> None:
        """Move the bar and show the file."""
        self.unwritten += 1
        self._show(name, 1)

    def document(
        self, name: str, outcome: str, reason: str | None = None, statements: int = 0, projects: int = 0, targets: int = 0, findings: int = 0
    ) -> None:
        """Move the bar, unless reading the document has; keep a refusal for the end."""
        if outcome == "refused":
            self.refused.append((name, reason or ""))
        if outcome != "unchanged" and self.unwritten:
            self.unwritten -= 1
        else:
            self._show(name, 1)

    def _show(self, name: str, steps: int) -> None:
        """Move the bar by ``steps`` and show a file; when all are read, that they are being written."""
        if self.bar is None or self.task is None:
            return
        self.bar.update(self.task, advance=steps, file=_short(name))
        if self.unwritten and self.bar.tasks[0].finished:
            self.bar.update(self.task, file=say("progress.writing"))

    def close(self) -> None:
        """Take the bar away; also after an error, so that the cursor comes back."""
        self.steps.close()
        if self.bar:
            self.bar.stop()
            self.bar = None

    def finish(self, summary: Summary) -> None:
        """Replace the bar by the refusals and the summary table."""
        self.close()
        if self.quiet:
            return
        for name, reason in self.refused:
            self.write(f"{say('outcome.refused')}  {name}")
            for line in wrapped(reason, columns() - 4):
                self.write(f"    {line}")
        for line in summary_lines(summary):
            self.write(line)


class Several:
    """Tells several sinks the same."""

    def __init__(self, sinks: Sequence[Progress]) -> None:
        self.sinks = sinks

    def preparing(self, step: str, done: int, of: int) -> None:
        """See :class:`Progress`."""
        for sink in self.sinks:
            sink.preparing(step, done, of)

    def start(self, total: int | None) -> None:
        """See :class:`Progress`."""
        for sink in self.sinks:
            sink.start(total)

    def more(self, count: int) -> None:
        """See :class:`Progress`."""
        for sink in self.sinks:
            sink.more(count)

    def waiting(self, why: str) -> None:
        """See :class:`Progress`; a line on stderr, whoever listens."""
        if not any(getattr(sink, "owns_stderr", False) for sink in self.sinks):
            print(say("progress.waiting", why=why), file=sys.stderr, flush=True)
        for sink in self.sinks:
            sink.waiting(why)

    def begin(self, name: str) -> None:
        """See :class:`Progress`."""
        for sink in self.sinks:
            sink.begin(name)

    def read(self, name: str) -> None:
        """See :class:`Progress`."""
        for sink in self.sinks:
            sink.read(name)

    def document(self, *facts: Any, **more: Any) -> None:
        """See :class:`Progress`."""
        for sink in self.sinks:
            sink.document(*facts, **more)

    def finish(self, summary: Summary) -> None:
        """See :class:`Progress`."""
        for sink in self.sinks:
            sink.finish(summary)


def summary_facts(summary: Summary) -> dict[str, Any]:
    """The summary for programs; money is an exact string."""
    return asdict(summary) | {
        "total_yuan": f"{summary.total_yuan:.2f}",
        "seconds": round(summary.seconds, 3),
        "report": None if summary.report is None else str(summary.report),
    }


def summary_lines(summary: Summary) -> list[str]:
    """The summary table: a title and a line a figure, aligned; figures that say nothing (no refused, no findings …) stay, as 0."""
    counts = [(say(f"summary.{name}"), f"{getattr(summary, name):,}") for name in ("documents", "loaded", "unchanged", "refused")]
    counts += [(say(f"summary.{name}"), f"{getattr(summary, name):,}") for name in ("statements", "projects", "indicators", "targets")]
    by_severity = ", ".join(f"{say(f'severity.{name}')} {count:,}" for name, count in summary.findings.items() if count)
    findings = f"{sum(summary.findings.values()):,}" + (f"  ({by_severity})" if by_severity else "")
    counts += [(say("summary.total_yuan"), f"{summary.total_yuan:,.2f}"), (say("summary.findings"), findings)]
    counts += [(say("summary.seconds"), f"{summary.seconds:.1f}")]
    return [say("summary.dry_title" if summary.dry_run else "summary.title"), *pairs(counts)]


def sink(*, as_json: bool, out: Callable[[str], None], stdout: TextIO = sys.stdout, stderr: TextIO = sys.stderr) -> Several:
    """The sinks that fit where stdout and stderr go."""
    if as_json:
        main: Silent = Json(out)
        return Several([main, Terminal(out, quiet=True)] if is_terminal(stderr) and not is_terminal(stdout) else [main])
    if is_terminal(stdout):
        return Several([Terminal(out)])
    bar = [Terminal(out, quiet=True)] if is_terminal(stderr) else []
    return Several([Lines(out), *bar])


def close(sinks: Several) -> None:
    """Take away whatever is still on the screen."""
    for one in sinks.sinks:
        if isinstance(one, Terminal):
            one.close()


def _flat(text: str) -> str:
    """One line without tabs."""
    return " ".join(text.split())


def _short(name: str) -> str:
    """A file by its last part: the folder would crowd the bar out."""
    return name.rstrip("/").rsplit("/", 1)[-1]
