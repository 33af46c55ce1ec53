"""``jixiao load``: one run of the loader, its lock held, its record kept however it ends.

Documents are committed in groups, each whole or not at all: a run that is killed loses at most the group in hand, and the next one goes on where it
stopped, because a document that is loaded already is not read again.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import sqlalchemy as sa

from etl import store
from etl.finding import Refused
from etl.language import language
from etl.load import companions, database, runs, writer
from etl.load.errors import unreachable
from etl.load.frames import Incoming
from etl.options import Options
from etl.pipeline.given import Given, Item
from etl.pipeline.reading import Read, Task, limits, read_one
from etl.report.progress import Progress, Summary
from etl.rules import explain
from etl.settings import Settings, read_settings
from etl.transform.statement import Reading
from etl.workers import Workers

GROUP_DOCUMENTS = 64  # committed together: enough that the merge is cheap, few enough that a kill loses little
GROUP_BYTES = 64 * 2**20
ASKED_AT_ONCE = 32  # documents of which it is asked in one go whether they are known; their bytes are held meanwhile
ASKED_BYTES = 32 * 2**20


def load(paths: Sequence[str], options: Options, sink: Progress) -> Summary:
    """Load documents into the database.

    Raises LockHeld where another loader is at work, DatabaseUnreachable, and UsageProblem for a wrong path, manifest or setting.
    """
    settings = read_settings(jobs=options.jobs)
    given = Given(paths, options, settings)
    engine = database.engine(settings)
    try:
        if not options.dry_run:
            database.upgrade(engine)
        with engine.connect() as holder, database.exclusive(holder), engine.connect() as connection:
            return _Run(connection, given, settings, sink).go()
    except sa.exc.OperationalError as error:
        raise unreachable("lost", why=" ".join(str(error.orig).split())) from error
    finally:
        engine.dispose()


@dataclass(slots=True)
class _Group:
    """Documents that are committed together, with what is told of each once they are."""

    incoming: list[Incoming] = field(default_factory=list)
    byte_size: int = 0

    def full(self) -> bool:
        return len(self.incoming) >= GROUP_DOCUMENTS or self.byte_size >= GROUP_BYTES


class _Run:
    """One run."""

    def __init__(self, connection: sa.Connection, given: Given, settings: Settings, sink: Progress) -> None:
        self.connection, self.given, self.settings, self.sink = connection, given, settings, sink
        self.dry = given.options.dry_run
        self.summary = Summary(documents=len(given.sources), dry_run=self.dry)
        self.record: runs.Run | None = None
        self.outcomes: list[str] = []

    def go(self) -> Summary:
        """Load everything."""
        started = time.monotonic()
        self.sink.start(len(self.given.sources))
        if not self.dry:
            self.record = runs.begin_run(self.connection, len(self.given.sources))
        status = "failed"
        try:
            self._companions()
            self._documents()
            status = "completed"
        finally:
            if self.record is not None and not self.connection.invalidated:
                self.connection.rollback()
                runs.finish_run(self.connection, self.record, self.outcomes, status)
        if self.record is not None:
            self.summary.findings = runs.findings_of(self.connection, self.record)
        self.summary.seconds = time.monotonic() - started
        self.sink.finish(self.summary)
        return self.summary

    def _companions(self) -> None:
        """What a steward gives beside the documents: who is expected, and who follows whom."""
        if self.dry:
            return
        if self.given.roster is not None:
            companions.put_roster(self.connection, self.given.roster)
        if self.given.successions is not None:
            companions.put_successions(self.connection, self.given.successions)

    def _documents(self) -> None:
        group = _Group()
        jobs = min(self.settings.jobs, len(self.given.sources) or 1)
        with Workers(read_one, jobs, limits(self.settings)) as workers:
            for item, result in workers.map(self._unknown()):
                read = result if isinstance(result, Read) else Read(None, Reading(), result)
                read = read if item.refused is None else replace(read, refused=item.refused)
                self.sink.read(item.source.name)
                self._keep(item)
                group.incoming.append(_incoming(item, read))
                group.byte_size += item.byte_size
                item.data = b""
                if group.full():
                    self._commit(group)
                    group = _Group()
        self._commit(group)

    def _unknown(self) -> Iterator[tuple[Item, Task]]:
        """The documents that are not loaded yet; of the others it is told at once that they are unchanged."""
        waiting: list[Item] = []
        for item in self.given.items():
            waiting.append(item)
            if len(waiting) >= ASKED_AT_ONCE or sum(one.byte_size for one in waiting) >= ASKED_BYTES:
                yield from self._ask(waiting)
                waiting = []
        yield from self._ask(waiting)

    def _ask(self, items: list[Item]) -> Iterator[tuple[Item, Task]]:
        known = writer.known(self.connection, [item.sha256 for item in items]) if items else {}
        self.connection.rollback()
        for item in items:
            before = known.get(item.sha256)
            if before is not None and before.outcome == "loaded":
                self._tell(item.source.name, "unchanged")
                continue
            self.sink.begin(item.source.name)
            yield item, Task(item.data, item.claim, self.given.options.verify)

    def _keep(self, item: Item) -> None:
        if not self.dry and item.refused is None:
            store.keep(self.settings.home, item.sha256, item.data)

    def _commit(self, group: _Group) -> None:
        """Write a group, then tell of each of its documents."""
        if not group.incoming:
            return
        if self.record is None:
            for document in group.incoming:
                self._told(document, document.outcome, document.reason)
            return
        for document, outcome in zip(group.incoming, writer.load(self.connection, group.incoming, self.record), strict=True):
            self._told(document, outcome.outcome, outcome.reason)

    def _told(self, document: Incoming, outcome: str, reason: str | None) -> None:
        """Count a document and tell of it."""
        projects = [project for statement in document.statements for project in statement.projects]
        indicators = [indicator for project in projects for indicator in project.indicators]
        targets = sum(len(indicator.targets) for indicator in indicators)
        if outcome == "loaded":
            summary = self.summary
            summary.statements += len(document.statements)
            summary.projects += len(projects)
            summary.indicators += len(indicators)
            summary.targets += targets
            summary.total_yuan += sum((p.money.total.yuan for p in projects if p.money.total), Decimal(0))
        counts = (len(document.statements), len(projects), targets, len(document.findings)) if outcome == "loaded" else (0, 0, 0, 0)
        self._tell(document.name, outcome, reason, *counts)

    def _tell(self, name: str, outcome: str, reason: str | None = None, *counts: int) -> None:
        """``counts``: statements, projects, targets, findings."""
        self.outcomes.append(outcome)
        setattr(self.summary, outcome, getattr(self.summary, outcome) + 1)
        self.sink.document(name, outcome, reason, *counts)


def _incoming(item: Item, read: Read) -> Incoming:
    """A document as the writer takes it."""
    refused: Refused | None = read.refused
    return Incoming(
        name=item.source.name,
        sha256=item.sha256,
        byte_size=item.byte_size,
        outcome="refused" if refused else "loaded",
        media_type=read.media_type,
        reason=explain(refused, language()) if refused else None,
        reason_rule=refused.rule if refused else None,
        claim=item.claim,
        statements=[] if refused else read.reading.statements,
        findings=read.reading.findings,
    )
