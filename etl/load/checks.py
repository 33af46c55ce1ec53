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

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, insert

from etl.load import scope, statistics
from etl.load.frames import key
from etl.load.tables import finding
from etl.resources import folder
from etl.rules import rules

_COLUMNS = ("document_id", "statement_id", "project_year_id", "indicator_id", "seq", "place", "found", "expected", "difference")
_RETESTED = ("affected", "peers")
_TEXTS = ("functions",)
_PARAMETER = re.compile(r"(?<!:):([a-z_]+)")


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
    return [_run(connection, rule, query, given) for rule, query in checks()]


def _run(connection: sa.Connection, rule: str, query: str, given: scope.Scope) -> CheckResult:
    named = set(_PARAMETER.findall(query))
    if not all(given[name] for name in named):
        return _told(connection, rule, named, given, 0, {})
    columns = ", ".join(f"t.{name}" for name in _COLUMNS)
    counted = sa.text(
        f"WITH tested AS MATERIALIZED ({query}) SELECT n.tested, t.hit, {columns}, to_jsonb(t) ->> 'severity' AS severity "
        "FROM (SELECT count(*) AS tested FROM tested) AS n LEFT JOIN tested AS t ON t.hit"
    ).bindparams(*(sa.bindparam(name, given[name], ARRAY(sa.Text if name in _TEXTS else sa.BigInteger)) for name in named))
    rows = connection.execute(counted).mappings().all()
    hits = {found["finding_id"]: found for found in (_finding(rule, row) for row in rows if row["hit"])}
    return _told(connection, rule, named, given, rows[0]["tested"], hits)


def _told(connection: sa.Connection, rule: str, named: set[str], given: scope.Scope, tested: int, hits: dict[int, dict[str, Any]]) -> CheckResult:
    """Write what a check found, and take back what it found before and does no more."""
    for again in named.intersection(_RETESTED):
        if given[again]:
            _take_back(connection, rule, given[again], list(hits))
    if hits:
        connection.execute(insert(finding).on_conflict_do_nothing(index_elements=["finding_id"]), list(hits.values()))
    return CheckResult(rule, tested, len(hits))


def _take_back(connection: sa.Connection, rule: str, statements: list[int] | list[str], still: list[int]) -> None:
    """Remove what the check found about statements and finds no more: a neighbour came, changed or was superseded."""
    gone = "DELETE FROM ops.finding WHERE statement_id = ANY(:statements) AND rule = :rule AND source = 'check' AND finding_id <> ALL(:still)"
    connection.execute(sa.text(gone), {"statements": statements, "rule": rule, "still": still})


def _finding(rule: str, row: sa.RowMapping) -> dict[str, Any]:
    """A hit as a row of ``ops.finding``; its id is a hash of what it is about, so that the same hit is one finding however often it is found."""
    found = {name: row[name] for name in _COLUMNS}
    about = [found[name] for name in ("document_id", "statement_id", "project_year_id", "seq")]
    identity = key("check", rule, *about, found["place"], found["found"], found["expected"])
    severity = row["severity"] or rules()[rule].severity
    return {"finding_id": identity, "rule": rule, "severity": severity, "source": "check", "hint": None, **found}
