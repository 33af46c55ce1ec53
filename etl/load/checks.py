"""The checks of ``sql/checks`` (DESIGN decision 10): run over what a load brought in, written to ``ops.finding`` beside the reading problems.

A check is one SELECT, called after its rule in ``etl/rules.csv`` (which holds severity and words). It gets the statements that came in as
``:statements`` and returns **one row for each thing it could test**, with ``hit`` saying whether that failed: so a check that found nothing to test
says ``not_tested``, never ``passed``. Columns, all needed: ``document_id, statement_id, project_year_id, indicator_id, seq, place, found, expected,
difference, hit``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, insert

from etl.load.frames import key
from etl.load.tables import finding
from etl.resources import folder
from etl.rules import rules

_COLUMNS = ("document_id", "statement_id", "project_year_id", "indicator_id", "seq", "place", "found", "expected", "difference")


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


def run_checks(connection: sa.Connection, statement_ids: Collection[int]) -> list[CheckResult]:
    """Run every check over the statements and write its hits to ``ops.finding``; again over the same ones adds nothing.

    ``ops.rule`` must be filled. Works in the transaction of the connection and leaves the commit to the caller.
    """
    return [_run(connection, rule, query, sorted(statement_ids)) for rule, query in checks()]


def _run(connection: sa.Connection, rule: str, query: str, statement_ids: list[int]) -> CheckResult:
    columns = ", ".join(f"t.{name}" for name in _COLUMNS)
    counted = sa.text(
        f"WITH tested AS MATERIALIZED ({query}) "
        f"SELECT n.tested, t.hit, {columns} FROM (SELECT count(*) AS tested FROM tested) AS n LEFT JOIN tested AS t ON t.hit"
    ).bindparams(sa.bindparam("statements", statement_ids, ARRAY(sa.BigInteger)))
    rows = connection.execute(counted).mappings().all()
    hits = {found["finding_id"]: found for found in (_finding(rule, row) for row in rows if row["hit"])}
    if hits:
        connection.execute(insert(finding).on_conflict_do_nothing(index_elements=["finding_id"]), list(hits.values()))
    return CheckResult(rule, rows[0]["tested"], len(hits))


def _finding(rule: str, row: sa.RowMapping) -> dict[str, Any]:
    """A hit as a row of ``ops.finding``; its id is a hash of what it is about, so that the same hit is one finding however often it is found."""
    found = {name: row[name] for name in _COLUMNS}
    about = [found[name] for name in ("document_id", "statement_id", "project_year_id", "seq")]
    identity = key("check", rule, *about, found["place"], found["found"], found["expected"])
    return {"finding_id": identity, "rule": rule, "severity": rules()[rule].severity, "source": "check", "hint": None, **found}
