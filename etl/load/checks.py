"""The checks of ``sql/checks`` (DESIGN decision 10): run over what a load brought in, written to ``ops.finding`` beside the reading problems.

A check is one SELECT, called after its rule in ``etl/rules.csv`` (which holds severity and words). It returns **one row for each thing it could
test**, with ``hit`` saying whether that failed: so a check that found nothing to test says ``not_tested``, never ``passed``. Columns, all needed:
``document_id, statement_id, project_year_id, indicator_id, seq, place, found, expected, difference, hit``; a column ``severity`` may make a row
milder or graver than its rule (null: the rule's).

What a check asks of one statement alone is about ``:statements``, those that came in. What it asks of several (a project's years, peers) may change
for others too when one comes in, early or late: such a check is about ``:affected`` or ``:peers`` (:mod:`etl.load.scope`), and what it found there
before and finds no more is taken back. Those that compare read the summaries behind the views (:mod:`etl.load.summaries`), so they run after them.
A check of which a parameter is empty has nothing to test.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.dialects.postgresql import ARRAY

from etl.load import merge, scope, staging, statistics
from etl.load.keys import key
from etl.load.tables import finding
from etl.resources import folder
from etl.rules import rules

_COLUMNS = ("document_id", "statement_id", "project_year_id", "indicator_id", "seq", "place", "found", "expected", "difference")
_BULK = 5  # a finding has that many foreign keys: a bulk sooner than rows of facts
_RETESTED = ("affected", "peers")
_PEERS = ":peers"
_PARAMETER = re.compile(r"(?<!:):([a-z_]+)")

# Most checks ask the same of what came in; it is joined once, for all of them. The lists of words come along.
_LAID_OUT = ("checked_target", "checked_indicator", "checked_project", "check_pattern")
_HELPER = re.compile(rf"\bcore\.({'|'.join(_LAID_OUT)})\b")


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check did: how many things it tested (statements, rows or indicators, as its file says) and how many of them failed."""

    rule: str
    tested: int
    hits: int

    @property
    def status(self) -> Literal["failed", "passed", "not_tested"]:
        """``not_tested`` where the statements print nothing that the check could be tried on."""
        if not self.tested:
            return "not_tested"
        return "failed" if self.hits else "passed"


def checks() -> Iterator[tuple[str, str]]:
    """Rule and query of every check, in the order of their names. Raises KeyError for a file whose rule the catalogue lacks."""
    for path in sorted((folder("sql") / "checks").glob("*.sql")):
        rules()[path.stem]
        yield path.stem, re.sub(r"^\s*--.*$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE).strip()


def run_checks(connection: sa.Connection, statement_ids: Collection[int], *, beside: Collection[int] = ()) -> list[CheckResult]:
    """Run every check over the statements, and over those whose results they may change; write the hits to ``ops.finding``.

    ``beside``: statements that count no more, of which only what they were compared with is tested again. Again over the same ones adds nothing.
    ``ops.rule`` must be filled; currentness, links and summaries must be as they will stay. Works in the transaction of the connection and leaves
    the commit to the caller.
    """
    if statement_ids or beside:
        statistics.refresh(connection)
    given: scope.Scope = {"statements": sorted(statement_ids), **scope.around(connection, [*statement_ids, *beside])}
    if statement_ids:
        _lay_out(connection, given["statements"])
    return _run_all(connection, given, [(rule, query) for rule, query in checks() if _PEERS not in query])


def run_peer_checks(connection: sa.Connection, peers: list[int]) -> list[CheckResult]:
    """Run the checks that compare peers, over these statements, and take back what they found there before and find no more.

    Once at the end of a load, over all that :func:`etl.load.scope.peers` gives, since every document changes what many are compared with.
    """
    return _run_all(connection, {"peers": peers}, [(rule, query) for rule, query in checks() if _PEERS in query])


def _run_all(connection: sa.Connection, given: scope.Scope, wanted: list[tuple[str, str]]) -> list[CheckResult]:
    hits: dict[int, dict[str, Any]] = {}
    results = [_run(connection, rule, query, given, hits) for rule, query in wanted]
    _write(connection, list(hits.values()))
    return results


def _lay_out(connection: sa.Connection, statements: list[int]) -> None:
    """Fill the helpers of the checks into temporary tables, for these statements."""
    tables = ", ".join(f"pg_temp.{name}" for name in _LAID_OUT)
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {tables}")
    for name in _LAID_OUT:
        only = "" if name == "check_pattern" else " WHERE statement_id = ANY(:statements)"
        query = sa.text(f"CREATE TEMPORARY TABLE {name} ON COMMIT DROP AS SELECT * FROM core.{name}{only}")
        connection.execute(query, {} if not only else {"statements": statements})
    connection.exec_driver_sql(f"ANALYZE {tables}")


def _run(connection: sa.Connection, rule: str, query: str, given: scope.Scope, all_hits: dict[int, dict[str, Any]]) -> CheckResult:
    """Run one check, add its hits to those of the others, and take back what it found before and does no more."""
    named = set(_PARAMETER.findall(query))
    tested, rows = _asked(connection, query, named, given) if all(given[name] for name in named) else (0, [])
    hits = {found["finding_id"]: found for found in (_finding(rule, row) for row in rows)}
    for again in named.intersection(_RETESTED):
        if given[again]:
            _take_back(connection, rule, given[again], list(hits))
    all_hits.update(hits)
    return CheckResult(rule, tested, len(hits))


def _asked(connection: sa.Connection, query: str, named: set[str], given: scope.Scope) -> tuple[int, list[dict[str, Any]]]:
    """How many a check's query tested, and the rows that hit.

    The words of a row are made for hits only: an aggregate computes nothing that its filter leaves out, where a row of a query is made whole.
    """
    if named == {"statements"}:
        query = _HELPER.sub(r"pg_temp.\1", query)
    asked = sa.text(f"SELECT count(*), CAST(json_agg(to_json(t)) FILTER (WHERE t.hit) AS text) FROM ({query}) AS t").bindparams(
        *(sa.bindparam(name, given[name], ARRAY(sa.BigInteger)) for name in named)
    )
    tested, hits = connection.execute(asked).one()
    return tested, json.loads(hits, parse_float=Decimal) if hits else []


def _write(connection: sa.Connection, hits: list[dict[str, Any]]) -> None:
    """Put findings into their table, those that are not there yet."""
    if not hits:
        return
    cursor = staging.driver(connection).cursor()
    place, target = staging.stage(finding), staging.target(finding)
    cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(place))
    cursor.execute(
        sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT * FROM {} WITH NO DATA").format(sql.Identifier("stage_finding"), target)
    )
    columns = [column.name for column in finding.columns]
    staging.copy(cursor, finding, (tuple(hit[name] for name in columns) for hit in hits))
    with merge.keys_by_set(cursor, _BULK * len(hits)) as by_set:
        if by_set:
            cursor.execute(sql.SQL("ANALYZE {}").format(place))
            merge.check_references(cursor, [finding.fullname], with_documents=())
        cursor.execute(sql.SQL("INSERT INTO {} SELECT * FROM {} ON CONFLICT DO NOTHING").format(target, place))


def _take_back(connection: sa.Connection, rule: str, statements: list[int], still: list[int]) -> None:
    """Remove what the check found about statements and finds no more: a neighbour came, changed or was superseded."""
    gone = "DELETE FROM ops.finding WHERE statement_id = ANY(:statements) AND rule = :rule AND source = 'check' AND finding_id <> ALL(:still)"
    connection.execute(sa.text(gone), {"statements": statements, "rule": rule, "still": still})


def _finding(rule: str, row: dict[str, Any]) -> dict[str, Any]:
    """A hit as a row of ``ops.finding``; its id is a hash of what it is about, so that the same hit is one finding however often it is found."""
    found = {name: row[name] for name in _COLUMNS}
    about = [found[name] for name in ("document_id", "statement_id", "project_year_id", "seq")]
    identity = key("check", rule, *about, found["place"], found["found"], found["expected"])
    severity = row.get("severity") or rules()[rule].severity
    return {"finding_id": identity, "rule": rule, "severity": severity, "source": "check", "hint": None, **found}
