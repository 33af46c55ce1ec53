"""What is on record of documents and of runs: refused documents for ``load --replay``, and what a run brought for its report. Only reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping

from etl import __version__


@dataclass(frozen=True, slots=True)
class Recorded:
    """A document on record with what was claimed of it. ``published_on`` only where a manifest gave it (ISO text); the last three where it is loaded,
    and only as far as its statements rest on what was claimed.
    """

    name: str
    sha256: str
    region_code: str | None
    department: str | None
    fiscal_year: int | None
    kind: str | None
    published_on: str | None
    money_unit: str | None = None
    fiscal_year_from: str | None = None
    department_from: str | None = None


_REFUSED = """
SELECT name, sha256, claimed_region_code, claimed_department, claimed_fiscal_year, claimed_kind,
       CASE WHEN published_from = 'manifest' THEN published_on::text END
FROM ops.document WHERE outcome = 'refused' AND byte_size > 0 ORDER BY load_order
"""


def refused(connection: sa.Connection) -> list[Recorded]:
    """Refused documents whose bytes were seen, in the order in which they came."""
    with connection.begin():
        return [Recorded(*row) for row in connection.execute(sa.text(_REFUSED))]


# Its statements say what they took from the claim: a reading again must be given the same.
_LOADED = """
SELECT d.name, d.sha256, d.claimed_region_code, d.claimed_department, d.claimed_fiscal_year, d.claimed_kind,
       CASE WHEN d.published_from = 'manifest' THEN d.published_on::text END,
       min(s.money_unit) FILTER (WHERE s.money_unit_from = 'caller'),
       min(s.fiscal_year_from) FILTER (WHERE s.fiscal_year_from IN ('caller', 'manifest')),
       min(s.department_from) FILTER (WHERE s.department_from IN ('caller', 'manifest'))
FROM ops.document d LEFT JOIN ops.statement s USING (document_id, reading)
WHERE d.outcome = 'loaded' AND {which} GROUP BY d.document_id ORDER BY d.load_order
"""


def older(connection: sa.Connection) -> list[Recorded]:
    """Loaded documents that another version of this program has read, in the order in which they came."""
    with connection.begin():
        query = sa.text(_LOADED.format(which="d.parser_version <> :version"))
        return [Recorded(*row) for row in connection.execute(query, {"version": __version__})]


def loaded(connection: sa.Connection, fingerprints: list[str]) -> dict[str, Recorded]:
    """Loaded documents by their sha256."""
    with connection.begin():
        query = sa.text(_LOADED.format(which="d.sha256 = ANY(:given)"))
        return {row[1]: Recorded(*row) for row in connection.execute(query, {"given": fingerprints})}


def corrections(connection: sa.Connection, sha256: str) -> list[tuple[str, str, str, str]]:
    """The corrections that a document's reading rests on: place, text as printed, corrected text, reason."""
    query = """SELECT f.place, coalesce(f.found, ''), coalesce(f.expected, ''), coalesce(f.hint, '')
        FROM ops.finding f JOIN ops.document d USING (document_id) WHERE d.sha256 = :sha256 AND f.rule = 'corrected' ORDER BY f.place"""
    with connection.begin():
        return [tuple(row) for row in connection.execute(sa.text(query), {"sha256": sha256})]


def corrected(connection: sa.Connection, sha256: str) -> set[tuple[str, str]]:
    """The corrections that were applied to a document when it was loaded: place and corrected text."""
    query = "SELECT f.place, f.expected FROM ops.finding f JOIN ops.document d USING (document_id) WHERE d.sha256 = :sha256 AND f.rule = 'corrected'"
    with connection.begin():
        return {(place, text) for place, text in connection.execute(sa.text(query), {"sha256": sha256})}


# What a run brought: a line a department, year and kind, with what it now says and what it supersedes.
_CHANGES = """
WITH mine AS (
    SELECT s.*, d.name AS document_name FROM ops.statement s JOIN ops.document d USING (document_id, reading) WHERE d.load_run_id = :run
), row_count AS (
    SELECT y.statement_id, count(*) AS projects, count(*) FILTER (WHERE y.is_current) AS current_projects, sum(y.total_yuan) AS total_yuan
    FROM core.project_year y JOIN mine USING (statement_id) GROUP BY y.statement_id
)
SELECT p.name AS department, m.fiscal_year, m.statement_kind, count(DISTINCT m.document_id) AS documents, count(*) AS statements,
       coalesce(sum(r.projects), 0)::bigint AS projects, coalesce(sum(r.current_projects), 0)::bigint AS current_projects,
       sum(r.total_yuan) AS total_yuan,
       (SELECT count(*) FROM ops.statement o JOIN ops.document USING (document_id, reading)
        WHERE o.superseded_by = ANY(array_agg(m.statement_id))) AS supersedes
FROM mine m JOIN core.department p USING (department_id) LEFT JOIN row_count r USING (statement_id)
GROUP BY p.department_id, p.name, m.fiscal_year, m.statement_kind ORDER BY m.fiscal_year, p.name, p.department_id, m.statement_kind
"""
_LOOK = """
SELECT f.severity, f.rule, count(*) AS findings, count(DISTINCT f.document_id) AS documents, min(d.name) AS example
FROM ops.finding f JOIN ops.document d USING (document_id) WHERE d.load_run_id = :run AND f.severity <> 'info'
GROUP BY f.severity, f.rule ORDER BY array_position(ARRAY['error', 'warning'], f.severity), count(*) DESC, f.rule
"""
_NOT_READ = "SELECT name, reason_rule AS rule, reason FROM ops.document WHERE load_run_id = :run AND outcome = 'refused' ORDER BY load_order"
_RUN = "SELECT started_at AT TIME ZONE 'Asia/Shanghai', version, host FROM ops.load_run WHERE load_run_id = :run"


@dataclass(frozen=True, slots=True)
class Brought:
    """What a run brought: changes by department and year, what needs a look by rule, refused documents."""

    started_at: str
    version: str
    host: str
    changes: list[RowMapping]
    look: list[RowMapping]
    refused: list[RowMapping]


def brought(connection: sa.Connection, load_run_id: int) -> Brought:
    """What the run ``load_run_id`` brought."""
    with connection.begin():
        started, version, host = connection.execute(sa.text(_RUN), {"run": load_run_id}).one()
        found = [list(connection.execute(sa.text(query), {"run": load_run_id}).mappings()) for query in (_CHANGES, _LOOK, _NOT_READ)]
        return Brought(f"{started:%Y-%m-%d %H:%M:%S}", version, host, *found)


_FRESHNESS = """
SELECT p.department_id::text AS department_id, p.name AS department, p.region_code, max(s.fiscal_year)::int AS latest_year,
       max(d.loaded_at) AT TIME ZONE 'Asia/Shanghai' AS last_loaded_at,
       extract(epoch FROM max(d.loaded_at))::bigint AS last_loaded_epoch
FROM ops.statement s JOIN ops.document d USING (document_id, reading) JOIN core.department p USING (department_id)
GROUP BY p.department_id, p.name, p.region_code ORDER BY max(d.loaded_at), p.name, p.department_id
"""


_COMPLETED = """
SELECT max(finished_at) AT TIME ZONE 'Asia/Shanghai', extract(epoch FROM max(finished_at))::bigint FROM ops.load_run WHERE status = 'completed'
"""
_OLDER = "SELECT count(*) FROM ops.document WHERE outcome = 'loaded' AND parser_version <> :version"


@dataclass(frozen=True, slots=True)
class Standings:
    """What a watchman asks beyond :class:`etl.load.queries.Standing`: freshness by department (the oldest first), the latest completed run (北京时间
    and seconds since 1970), size, loaded documents that an earlier version has read."""

    departments: list[RowMapping]
    last_completed_at: datetime | None
    last_completed_epoch: int | None
    database_bytes: int
    older: int


def standings(connection: sa.Connection) -> Standings:
    """See :class:`Standings`. The tables must be there."""
    completed, epoch = connection.execute(sa.text(_COMPLETED)).one()
    size = connection.scalar(sa.text("SELECT pg_database_size(current_database())"))
    older = connection.scalar(sa.text(_OLDER), {"version": __version__})
    return Standings(list(connection.execute(sa.text(_FRESHNESS)).mappings()), completed, epoch, int(size or 0), int(older or 0))


NOTHING = Standings([], None, None, 0, 0)
"""Before the first load."""
