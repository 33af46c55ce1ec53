"""``jixiao load``: one run of the loader, its lock held, its record kept however it ends.

Documents are committed in groups, each whole or not at all: a run that is killed loses at most the group in hand, and the next one goes on where it
stopped, because a document that is loaded already is not read again. A database that goes away is waited for (:mod:`etl.load.steady`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import psycopg
import sqlalchemy as sa

from etl import __version__, store
from etl.finding import Refused
from etl.language import language
from etl.load import companions, database, queries, record, runs, writer
from etl.load.errors import unreachable
from etl.load.frames import Incoming
from etl.load.steady import Steady, reason
from etl.options import Options
from etl.pipeline import again
from etl.pipeline.cluster import Cluster
from etl.pipeline.given import Given, Item
from etl.pipeline.reading import Read, Task, limits, read_one
from etl.report import account
from etl.report.progress import Progress, Summary
from etl.rules import explain
from etl.settings import Settings, read_settings
from etl.transform.statement import Reading
from etl.workers import Workers

GROUP_DOCUMENTS = 64  # committed together: enough that the merge is cheap, few enough that a kill loses little
GROUP_BYTES = 64 * 2**20
ASKED_AT_ONCE = 32  # documents of which it is asked in one go whether they are known; their bytes are held meanwhile
ASKED_BYTES = 32 * 2**20
STALE_SECONDS = 86_400  # what a killed process left half-written is removed after a day


def load(paths: Sequence[str], options: Options, sink: Progress) -> Summary:
    """Load documents into the database.

    Raises LockHeld where another loader is at work, DatabaseUnreachable (a full disk too), and UsageProblem for a wrong path, manifest or setting.
    """
    settings = read_settings(jobs=options.jobs)
    given = Given(paths, options, settings)
    try:
        if not options.dry_run:
            engine = database.engine(settings)
            try:
                database.upgrade(engine, sink.preparing)
            finally:
                engine.dispose()
        with Steady(settings, settings.database_wait_seconds, sink.waiting) as steady:
            return _Run(steady, given, settings, sink).go()
    except (sa.exc.DBAPIError, psycopg.Error) as error:
        raise _said(error) from error


def _said(error: sa.exc.DBAPIError | psycopg.Error) -> Exception:
    """What the database cannot do just now, in words: a full disk, a server that only reads; all else as it is."""
    origin = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    code = getattr(origin, "sqlstate", None)
    if code == "53100" or "No space left" in str(origin) or "File too large" in str(origin) or "quota" in str(origin):
        return unreachable("disk_full", why=reason(error))
    if code == "25006":
        return unreachable("read_only", why=reason(error))
    if code == "42501":
        return unreachable("may_not_write", why=reason(error))
    if isinstance(origin, psycopg.OperationalError):
        return unreachable("lost", why=reason(error))
    return error


@dataclass(slots=True)
class _Group:
    """Documents that are committed together, with what is told of each once they are."""

    incoming: list[Incoming] = field(default_factory=list)
    byte_size: int = 0

    def full(self) -> bool:
        return len(self.incoming) >= GROUP_DOCUMENTS or self.byte_size >= GROUP_BYTES


class _Run:
    """One run."""

    def __init__(self, steady: Steady, given: Given, settings: Settings, sink: Progress) -> None:
        self.steady, self.given, self.settings, self.sink = steady, given, settings, sink
        self.dry = given.options.dry_run
        self.summary = Summary(documents=len(given.sources), dry_run=self.dry)
        self.record: runs.Run | None = None
        self.outcomes: list[str] = []

    def go(self) -> Summary:
        """Load everything."""
        started = time.monotonic()
        again.take(self.given, self.steady)
        self.summary.documents = len(self.given.sources)
        self.given.found = self.sink.more
        self.sink.start(len(self.given.sources))
        if not self.dry:
            store.sweep(self.settings.home, time.time() - STALE_SECONDS)
            self.record = self.steady.do(lambda connection: runs.begin_run(connection, len(self.given.sources)))
        try:
            self._companions()
            self._documents()
            if not self.dry:
                self.steady.do(writer.finish)
        except BaseException:
            self._finish("failed", patient=False)
            raise
        self._finish("completed", patient=True)
        self.summary.documents = len(self.outcomes)
        if (run := self.record) is not None:
            self.summary.findings = self.steady.do(lambda connection: runs.findings_of(connection, run))
        self.summary.seconds = time.monotonic() - started
        if run is not None:
            self.summary.report = self.steady.do(lambda connection: account.write(connection, self.settings.home, run, self.summary))
        self.sink.finish(self.summary)
        return self.summary

    def _finish(self, status: str, *, patient: bool) -> None:
        """Record how the run ended; on the way out because of an error only if it can be said at once."""
        run = self.record
        if run is None:
            return

        def ask(connection: sa.Connection) -> None:
            runs.finish_run(connection, run, self.outcomes, status)

        if patient:
            self.steady.do(ask)
        else:
            self.steady.last(ask)

    def _companions(self) -> None:
        """What a steward gives beside the documents: who is expected, and who follows whom."""
        if self.dry:
            return
        if (roster := self.given.roster) is not None:
            self.steady.do(lambda connection: companions.put_roster(connection, roster))
        if (successions := self.given.successions) is not None:
            self.steady.do(lambda connection: companions.put_successions(connection, successions))
        if (confirmed := self.given.links) is not None:
            self.steady.do(lambda connection: companions.put_links(connection, confirmed))

    def _documents(self) -> None:
        group = _Group()
        with self._readers() as workers:
            for item, result in workers.map(self._unknown()):
                read = result if isinstance(result, Read) else Read(None, Reading(), result)
                read = read if item.refused is None else replace(read, refused=item.refused)
                self.sink.read(item.name)
                self._keep(item)
                group.incoming.append(_incoming(item, read))
                group.byte_size += item.byte_size
                item.data = b""
                if group.full():
                    self._commit(group)
                    group = _Group()
        self._commit(group)

    def _readers(self) -> Workers[Task, Read] | Cluster[Task, Read]:
        """Who reads: child processes here, or a cluster's."""
        if self.given.options.executor:
            return Cluster(self.given.options.executor, read_one, limits(self.settings))
        # While a group is written the next one is read.
        return Workers(read_one, self.settings.jobs, limits(self.settings), ahead=GROUP_DOCUMENTS, weigh=lambda task: len(task.data))

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
        known = self._known([item.sha256 for item in items])
        loaded = {sha256: before for sha256, before in known.items() if before.outcome == "loaded"}
        if self.given.options.reread:
            again.prepare(items, {sha256: before.reading for sha256, before in loaded.items()}, self.given, self.steady)
        for item in items:
            before = loaded.get(item.sha256)
            if before is not None and item.read_again is None:
                self.summary.older += before.parser_version != __version__
                self.summary.uncorrected += self._uncorrected(item)
                self._tell(item.name, "unchanged")
                continue
            self.sink.begin(item.name)
            self.summary.read += item.refused is None
            reread = item.read_again is not None
            corrections = again.corrections(item, self.given, self.steady) if reread else self.given.corrections_of(item)
            yield item, Task(b"" if item.refused else item.data, item.claim, self.given.options.verify, corrections)

    def _uncorrected(self, item: Item) -> int:
        """How many corrections of a document that is loaded already were not applied when it was."""
        wanted = {(c.place, c.corrected) for c in self.given.corrections_of(item)}
        return len(wanted - self.steady.do(lambda connection: record.corrected(connection, item.sha256))) if wanted else 0

    def _known(self, fingerprints: list[str]) -> dict[str, writer.Known]:
        if not fingerprints:
            return {}

        def ask(connection: sa.Connection) -> dict[str, writer.Known]:
            with connection.begin():  # a dry run may come before the first load: then nothing is known
                return writer.known(connection, fingerprints) if not self.dry or queries.there(connection) else {}

        return self.steady.do(ask)

    def _keep(self, item: Item) -> None:
        if not self.dry and item.data:
            store.keep(self.settings.home, item.sha256, item.data)

    def _commit(self, group: _Group) -> None:
        """Write a group, then tell of each of its documents."""
        if not group.incoming:
            return
        run = self.record
        if run is None:
            same = self.steady.do(lambda connection: writer.same(connection, group.incoming))
            for document in group.incoming:
                self._told(document, "unchanged" if document.sha256 in same else document.outcome, document.reason)
            return

        def once_more(connection: sa.Connection) -> list[writer.Outcome]:
            """The same after the server was away: what it had committed before it could say so is ours, and loaded."""
            with connection.begin():
                known = writer.known(connection, [d.sha256 for d in group.incoming])
            there = {d.sha256 for d in group.incoming if d.sha256 in known and known[d.sha256].outcome == "loaded"}
            there -= {d.sha256 for d in group.incoming if d.read_again is not None and known[d.sha256].reading == d.read_again}
            outcomes = writer.load(connection, group.incoming, run)
            return [replace(o, outcome="loaded") if o.outcome == "unchanged" and o.sha256 in there else o for o in outcomes]

        outcomes = self.steady.do(lambda connection: writer.load(connection, group.incoming, run), again=once_more)
        for document, outcome in zip(group.incoming, outcomes, strict=True):
            self._told(document, outcome.outcome, outcome.reason)

    def _told(self, document: Incoming, outcome: str, reason: str | None) -> None:
        """Count a document and tell of it."""
        projects = [project for statement in document.statements for project in statement.projects]
        indicators = [indicator for project in projects for indicator in project.indicators]
        targets = sum(len(indicator.targets) for indicator in indicators)
        if document.read_again is not None:
            self.summary.reread += 1
            self.summary.renewed += outcome == "loaded"
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
        name=item.name,
        sha256=item.sha256,
        byte_size=item.byte_size,
        outcome="refused" if refused else "loaded",
        media_type=read.media_type,
        reason=explain(refused, language()) if refused else None,
        reason_rule=refused.rule if refused else None,
        claim=item.claim,
        statements=[] if refused else read.reading.statements,
        findings=read.reading.findings,
        read_again=item.read_again,
    )
