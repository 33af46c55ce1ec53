"""The one way into the database: many documents a transaction, each whole or not at all (DESIGN decisions 3, 6 and 9).

A group of documents is staged and merged at once. If the database will not have it, the group is halved until the document is found that it will
not have; that one is refused on record, with the reason, and the others are loaded.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal

import psycopg
import sqlalchemy as sa

from etl import __version__
from etl.language import language
from etl.load import checks, current, links, merge, peers, readings, staging, suggestions, summaries
from etl.load.frames import Incoming, Rows, Value, frame
from etl.load.runs import Run
from etl.load.values import clean
from etl.rules import finding, rules

REFUSED_BY_DATABASE = "not_loadable"


@dataclass(frozen=True, slots=True)
class Known:
    """What the database knows of a document already. ``claim``: region, department, year, kind and day of publication that were claimed.
    ``reading``: the one that counts. ``record``: its name, place in the order of loading and time of loading, which stay as they are.
    """

    document_id: int
    outcome: str
    reason: str | None
    reason_rule: str | None
    parser_version: str
    claim: tuple[object, ...] = ()
    reading: int = 1
    record: tuple[str, int, datetime] | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a document. ``counts``: rows that it brought, by table (``core.target_value``); empty unless it was loaded."""

    name: str
    sha256: str
    document_id: int
    outcome: Literal["loaded", "unchanged", "refused"]
    reason: str | None = None
    reason_rule: str | None = None
    counts: dict[str, int] = field(default_factory=dict)


def known(connection: sa.Connection, fingerprints: Iterable[str]) -> dict[str, Known]:
    """What is known of documents, by sha256: ask before reading. One whose outcome is ``loaded`` need not be read again."""
    query = sa.text(
        "SELECT sha256, document_id, outcome, reason, reason_rule, parser_version, "
        "claimed_region_code, claimed_department, claimed_fiscal_year, claimed_kind, published_on, "
        "reading, name, load_order, loaded_at FROM ops.document WHERE sha256 = ANY(:given)"
    )
    found = connection.execute(query, {"given": list(fingerprints)})
    return {row[0]: Known(row[1], row[2], row[3], row[4], row[5], tuple(row[6:11]), row[11], tuple(row[12:])) for row in found}


def load(connection: sa.Connection, documents: Sequence[Incoming], run: Run) -> list[Outcome]:
    """Load documents in one transaction, in their order; returns what became of each.

    The connection must hold the loader's lock and be in no transaction. A document that is loaded already is ``unchanged`` and nothing is written;
    a refused one that is refused again for the same reason is left as it is on record. One that is loaded and was read again is ``loaded`` where
    that makes a new reading, ``unchanged`` where it says the same, ``refused`` where what there is stays (:mod:`etl.load.readings`). A driver's
    error that is no document's fault (server gone, disk full) is raised, and nothing of the group is written.
    """
    with connection.begin():
        before = known(connection, [document.sha256 for document in documents])
        order = itertools.count(int(connection.scalar(sa.text("SELECT coalesce(max(load_order), 0) FROM ops.document")) or 0) + 1)
        work, same, done = _read_again(connection, documents, before, run)
        first: set[str] = set()
        for document in documents:
            if _is_news(document, before.get(document.sha256)) and document.sha256 not in first:
                first.add(document.sha256)
                work.append(_prepare(document, run, next(order), before.get(document.sha256)))
        done |= {outcome.sha256: outcome for outcome in _load_group(connection, work)}
        _follow(connection, [item for item in work if done[item.document.sha256].outcome == "loaded"], same)
        for outcome in done.values():
            if outcome.outcome == "refused" and _is_loaded(before.get(outcome.sha256)):
                readings.put_refusal(connection, outcome.document_id, outcome.reason)
    return _outcomes(documents, before, done)


def _follow(connection: sa.Connection, loaded: list[_Work], same: list[int]) -> None:
    """What follows from what was loaded, and from the documents ``same`` whose facts are as they were: currentness, links, summaries, checks."""
    again = [item.document.document_id for item in loaded if item.before is not None and item.before.outcome == "loaded"]
    came_in = [int(str(row[0])) for item in loaded for row in item.rows["ops.statement"]] + readings.statements(connection, same)
    ended = readings.statements(connection, again, before=1)
    statements = came_in + ended
    readings.supersede(connection, again)
    current.recompute(connection, statements)
    linked = links.refresh(connection, statements)
    suggestions.refresh(connection, statements)
    if statements:
        named = {int(str(row[0])) for item in loaded for row in item.rows["core.department"]}
        summaries.refresh(connection, statements, named=named, linked=linked)
        checks.run_checks(connection, came_in, beside=ended)
        summaries.count_findings(connection)


def _read_again(
    connection: sa.Connection, documents: Sequence[Incoming], before: dict[str, Known], run: Run
) -> tuple[list[_Work], list[int], dict[str, Outcome]]:
    """Of the documents that are loaded and were read again: those that make a new reading; those with the same facts of which something else has
    changed, by id; and the outcomes of those that are refused. Notes on record which version has read those with the same facts.
    """
    work: dict[int, _Work] = {}
    done: dict[str, Outcome] = {}
    compared: list[tuple[int, Rows]] = []
    for document in documents:
        known = before.get(document.sha256)
        if document.read_again is None or known is None or known.outcome != "loaded" or document.document_id in work:
            continue
        item = _prepare(document, run, 0, known)
        if item.document.outcome == "refused":
            done[document.sha256] = _outcome(item)
        else:
            work[document.document_id] = item
            compared.append((document.document_id, frame(document, known.reading)))
    facts, findings = readings.differing(connection, compared) if compared else (set[int](), set[int]())
    changed = []
    for document_id, rows in compared:
        if document_id in facts:
            continue
        item = work.pop(document_id)
        assert item.before is not None
        if document_id in findings:
            readings.exchange_findings(connection, document_id, rows)
        if document_id in findings or _claim(item.document) != item.before.claim:
            changed.append(document_id)
        readings.note(connection, item.document, _claim(item.document))
    return list(work.values()), changed, done


def same(connection: sa.Connection, documents: Sequence[Incoming]) -> set[str]:
    """Of documents that are loaded and were read again those, by sha256, whose reading says what is there. Changes nothing."""
    asked = [document for document in documents if document.read_again is not None and document.outcome == "loaded"]
    if not asked:
        return set()
    transaction = connection.begin()
    try:
        facts, _ = readings.differing(connection, [(d.document_id, frame(d, d.read_again or 1)) for d in asked])
    finally:
        transaction.rollback()
    return {document.sha256 for document in asked if document.document_id not in facts}


def _is_loaded(known: Known | None) -> bool:
    return known is not None and known.outcome == "loaded"


def finish(connection: sa.Connection) -> None:
    """The end of a load, in a transaction of its own: what documents change together (:mod:`etl.load.peers`)."""
    with connection.begin():
        peers.compare(connection)


@dataclass(slots=True)
class _Work:
    """A document with its rows, and what makes its record: the run, its place in the order of loading, and what was known of it."""

    document: Incoming
    rows: Rows
    run: Run
    order: int
    before: Known | None = None


def _is_news(document: Incoming, before: Known | None) -> bool:
    """Whether there is anything to write."""
    if before is None:
        return True
    if before.outcome == "loaded":
        return False
    return document.outcome == "loaded" or (document.reason, document.reason_rule, _claim(document)) != (
        before.reason,
        before.reason_rule,
        before.claim,
    )


def _claim(document: Incoming) -> tuple[Value, ...]:
    claim = document.claim
    return claim.region_code, claim.department, claim.fiscal_year, claim.kind, document.published[0]


def _prepare(document: Incoming, run: Run, order: int, before: Known | None = None) -> _Work:
    """The rows of a document, its own among them; one that no rows can be made of is refused."""
    reading = before.reading + 1 if before is not None and before.outcome == "loaded" else 1
    try:
        rows = frame(document, reading)
    except (ValueError, KeyError) as error:
        document = _refuse(document, f"{type(error).__name__}: {error}")
        rows = frame(document)
    return _Work(document, {**rows, "ops.document": [_document_row(document, run, order, before)]}, run, order, before)


def _document_row(document: Incoming, run: Run, order: int, before: Known | None) -> tuple[Value, ...]:
    """The row of ``ops.document``. A new reading of a loaded one changes neither its name nor when it came: that decides what is current."""
    published_on, published_from = document.published
    name, when, reading = clean(document.name), datetime.now(UTC), 1
    if before is not None and before.outcome == "loaded" and before.record:
        name, order, when = before.record
        reading = before.reading + 1
    region, department, year, kind, _ = _claim(document)
    return (
        *(document.document_id, document.sha256, name, document.byte_size, document.media_type, document.outcome),
        *(clean(document.reason), document.reason_rule, region, department, year, kind, published_on, published_from),
        *(__version__, run.load_run_id, order, when, reading),
    )


def _refuse(document: Incoming, why: str) -> Incoming:
    """The same document, refused because the database will not have it."""
    rule = rules()[REFUSED_BY_DATABASE]
    found = [f for f in document.findings if f.row_number is None]
    reason = f"{rule.message(language(), why, None)}; {rule.hint(language())}"
    problem = finding(REFUSED_BY_DATABASE, found=why)
    return replace(document, outcome="refused", reason=reason, reason_rule=rule.rule, statements=[], findings=[*found, problem])


def _load_group(connection: sa.Connection, work: list[_Work]) -> list[Outcome]:
    """Stage and merge a group; halve it where the database will not have it. Rows of a document that is refused so are replaced in place."""
    if not work:
        return []
    try:
        with connection.begin_nested():
            staged = staging.fill(connection, [(item.document.document_id, item.rows) for item in work])
            merge.merge(connection, staged)
    except merge.DOCUMENTS_FAULTS as error:
        if len(work) > 1:
            middle = len(work) // 2
            return _load_group(connection, work[:middle]) + _load_group(connection, work[middle:])
        (item,) = work
        if item.document.reason_rule == REFUSED_BY_DATABASE:
            raise
        item.document = _refuse(item.document, " ".join(str(error).split()))
        if _is_loaded(item.before):  # what an earlier reading says of it stays
            return [_outcome(item)]
        item.rows = {**frame(item.document), "ops.document": [_document_row(item.document, item.run, item.order, item.before)]}
        return _load_group(connection, work)
    except psycopg.OperationalError as error:  # the server is gone, the disk is full: said as everywhere else
        raise sa.exc.OperationalError("COPY and merge", None, error) from error
    return [_outcome(item) for item in work]


def _outcome(item: _Work) -> Outcome:
    document = item.document
    counts = {table: len(rows) for table, rows in item.rows.items() if rows} if document.outcome == "loaded" else {}
    return Outcome(document.name, document.sha256, document.document_id, document.outcome, document.reason, document.reason_rule, counts)


def _outcomes(documents: Sequence[Incoming], before: dict[str, Known], done: dict[str, Outcome]) -> list[Outcome]:
    """What became of each document, in their order; the second of two with the same bytes is refused like the first, else unchanged."""
    made = []
    told: set[str] = set()
    for document in documents:
        if document.sha256 in done and document.sha256 not in told:
            made.append(done[document.sha256])
        else:
            outcome = done[document.sha256].outcome if document.sha256 in done else before[document.sha256].outcome
            refused = outcome == "refused"
            reason = (document.reason, document.reason_rule) if refused else (None, None)
            made.append(Outcome(document.name, document.sha256, document.document_id, "refused" if refused else "unchanged", *reason))
        told.add(document.sha256)
    return made
