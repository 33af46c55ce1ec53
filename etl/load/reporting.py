"""What the report page asks the database, for departments and years at once. Only reads, and only what is current."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection, RowMapping


@dataclass(frozen=True, slots=True)
class Member:
    """A department in a year: what a report is about is a set of these."""

    department_id: str
    department_name: str
    region_code: str | None
    region_name: str | None
    function_key: str | None
    fiscal_year: int


_MEMBERS = """
SELECT m.department_id, m.department_name, m.region_code, m.region_name, m.function_key, m.fiscal_year::int
FROM (
    SELECT department_id, department_name, region_code, region_name, function_key, fiscal_year FROM mart.department_overview
    UNION SELECT department_id, department_name, region_code, region_name, function_key, fiscal_year FROM mart.execution
) m
WHERE (cast(:department AS text) IS NULL OR position(cast(:department AS text) IN m.department_name) > 0)
  AND (cast(:year AS integer) IS NULL OR m.fiscal_year = :year)
  AND (cast(:region AS text) IS NULL OR starts_with(m.region_code, cast(:region AS text)))
  AND (cast(:run AS bigint) IS NULL OR (m.department_id, m.fiscal_year) IN (
      SELECT s.department_id::text, s.fiscal_year FROM ops.statement s JOIN ops.document d USING (document_id) WHERE d.load_run_id = :run))
ORDER BY m.region_code, m.department_name, m.department_id, m.fiscal_year
"""


def members(connection: Connection, department: str | None, year: int | None, region: str | None, run: int | None) -> list[Member]:
    """The departments and years of a report: by (a part of) the name, year, region (a code; ``4401`` is all that begins so) and run, as far as given.

    Where a department bears the whole name, those that only contain it are left out.
    """
    given = {"department": department, "year": year, "region": region, "run": run}
    found = [Member(*row) for row in connection.execute(sa.text(_MEMBERS), given)]
    exact = [member for member in found if member.department_name == department]
    return exact or found


def departments(connection: Connection) -> list[str]:
    """The names of all departments, for suggestions."""
    return list(connection.execute(sa.text("SELECT DISTINCT name FROM core.department ORDER BY name")).scalars())


def last_run(connection: Connection) -> RowMapping | None:
    """The latest run that brought a document or refused one; None before the first."""
    query = """SELECT load_run_id, started_at AT TIME ZONE 'Asia/Shanghai' AS started_at, loaded_count, refused_count FROM ops.load_run
        WHERE load_run_id = (SELECT max(load_run_id) FROM ops.document)"""
    return connection.execute(sa.text(query)).mappings().first()


# Every question is about the departments and years that are bound as two arrays of one length.
_ABOUT = (
    "JOIN unnest(cast(:departments AS text[]), cast(:years AS integer[])) AS about (department_id, fiscal_year) USING (department_id, fiscal_year)"
)
# The cells that print a department's money of a year, where its documents print a total and that is the sum of its projects.
_PRINTED = """
LEFT JOIN LATERAL (
    SELECT array_agg(t.evidence_id::text ORDER BY t.evidence_id) AS evidence_ids, sum(t.amount_yuan) AS yuan
    FROM core.current_statement s JOIN core.published_total t USING (statement_id)
    WHERE s.department_id = {of}.department_id::bigint AND s.fiscal_year = {of}.fiscal_year AND s.statement_kind <> 'self_evaluation'
        AND t.scope = 'statement' AND t.funding_source IS NULL
) printed ON printed.yuan = {of}.total_yuan"""
# The cells that print a project's money of a year: of it, or of what it continues.
_ROWS_OF = """
LEFT JOIN LATERAL (
    SELECT array_agg(DISTINCT y.total_evidence_id::text) FILTER (WHERE y.total_evidence_id IS NOT NULL) AS evidence_ids, sum(y.total_yuan) AS yuan
    FROM core.promised_row r JOIN core.project_year y USING (project_year_id)
    WHERE r.fiscal_year = v.{year} AND (r.project_id = v.project_id::bigint
        OR '{year}' = 'previous_year'
        AND r.project_id IN (SELECT l.from_project_id FROM core.project_link l WHERE l.to_project_id = v.project_id::bigint))
) {name} ON {name}.yuan = v.{money}"""
_NOW = _ROWS_OF.format(year="fiscal_year", name="now", money="total_yuan")
_BEFORE = _ROWS_OF.format(year="previous_year", name="before", money="previous_total_yuan")
_QUESTIONS = {
    "overview": f"""
        SELECT v.*, printed.evidence_ids FROM mart.department_overview v {_ABOUT} {_PRINTED.format(of="v")}
        ORDER BY v.region_code, v.department_name, v.department_id, v.fiscal_year""",
    "projects": f"""
        SELECT v.*, m.evidence_ids FROM mart.project_overview v {_ABOUT}
        LEFT JOIN LATERAL (
            SELECT array_agg(DISTINCT y.total_evidence_id::text) FILTER (WHERE y.total_evidence_id IS NOT NULL) AS evidence_ids
            FROM core.promised_row r JOIN core.project_year y USING (project_year_id)
            WHERE r.project_id = v.project_id::bigint AND r.fiscal_year = v.fiscal_year
        ) m ON true
        ORDER BY v.region_code, v.department_name, v.department_id, v.fiscal_year DESC, v.total_yuan DESC NULLS LAST, v.project_name, v.project_id""",
    "funding": f"""
        SELECT v.department_id, v.fiscal_year, v.project_id, v.funding_source, v.funding_source_name, v.amount_yuan, m.evidence_ids
        FROM mart.project_funding v {_ABOUT}
        LEFT JOIN LATERAL (
            SELECT coalesce(
                array_agg(DISTINCT f.evidence_id::text) FILTER (WHERE r.is_promise), array_agg(DISTINCT f.evidence_id::text)
            ) AS evidence_ids FROM core.funding f JOIN core.current_row r USING (project_year_id)
            WHERE r.project_id = v.project_id::bigint AND r.fiscal_year = v.fiscal_year AND f.stage = 'budget' AND f.funding_source = v.funding_source
        ) m ON true
        WHERE v.stage = 'budget' AND v.amount_yuan <> 0
        ORDER BY v.fiscal_year, v.project_id, v.amount_yuan DESC, v.funding_source""",
    "moves": f"""
        SELECT v.* FROM mart.target_change v {_ABOUT} WHERE v.horizon = 'annual'
        ORDER BY v.department_name, v.department_id, v.fiscal_year DESC,
            array_position(ARRAY['loosened', 'dropped', 'tightened', 'comparator_changed', 'not_comparable', 'reworded', 'added'], v.change),
            v.project_name, v.project_id, v.indicator_name, v.kind""",
    "money_moves": f"""
        SELECT v.*, now.evidence_ids, before.evidence_ids AS previous_evidence_ids FROM mart.project_change v {_ABOUT} {_NOW} {_BEFORE}
        ORDER BY v.department_name, v.department_id, v.fiscal_year DESC, abs(v.change_yuan) DESC NULLS LAST, v.project_name, v.project_id""",
    "peers": f"""
        SELECT p.*, a.department_id AS of_department_id, p.department_id = a.department_id AS is_self, printed.evidence_ids
        FROM mart.department_peer p
        JOIN (SELECT o.department_id, o.fiscal_year, o.function_key, o.region_level FROM mart.department_peer o {_ABOUT}) a
            ON a.function_key = p.function_key AND a.region_level IS NOT DISTINCT FROM p.region_level AND a.fiscal_year = p.fiscal_year
        {_PRINTED.format(of="p")}
        WHERE p.peer_count > 1
        ORDER BY p.function_key, p.fiscal_year DESC, p.total_rank, p.department_name, p.department_id""",
    "achieved": f"""
        SELECT v.* FROM mart.achievement v {_ABOUT} WHERE v.matched <> 'only_promised'
        ORDER BY v.department_name, v.department_id, v.fiscal_year DESC, v.met IS NOT FALSE, v.met, v.project_name, v.project_id, v.indicator_name""",
    "findings": f"""
        SELECT v.*, e.evidence_id::text AS evidence_id, e.page, e.box, d.sha256, d.media_type FROM mart.data_finding v {_ABOUT}
        JOIN ops.document d ON d.document_id = v.document_id::bigint
        LEFT JOIN core.evidence e ON e.document_id = d.document_id AND e.reading = d.reading AND e.place = v.place
        ORDER BY array_position(ARRAY['error', 'warning', 'info'], v.severity), v.document_name, v.rule, length(v.place), v.place, v.finding_id""",
}
_EVIDENCE = """
SELECT e.evidence_id::text AS evidence_id, e.page, e.box, e.place, e.text, d.name AS document_name, d.sha256, d.media_type
FROM core.evidence e JOIN ops.document d USING (document_id) WHERE e.evidence_id = ANY(cast(:ids AS bigint[]))
ORDER BY d.name, d.document_id, e.page, length(e.place), e.place
"""
_REFUSED = (
    "SELECT name AS document_name, reason_rule AS rule, reason FROM ops.document WHERE load_run_id = :run AND outcome = 'refused' ORDER BY load_order"
)


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to all questions of a report page; each a list of rows of the view that it is named after."""

    overview: list[RowMapping]
    projects: list[RowMapping]
    funding: list[RowMapping]
    moves: list[RowMapping]
    money_moves: list[RowMapping]
    peers: list[RowMapping]
    achieved: list[RowMapping]
    findings: list[RowMapping]


QUESTIONS = tuple(_QUESTIONS)


def ask(connection: Connection, question: str, about: Sequence[Member]) -> list[RowMapping]:
    """The rows that answer one of :data:`QUESTIONS`."""
    given = {"departments": [m.department_id for m in about], "years": [m.fiscal_year for m in about]}
    return list(connection.execute(sa.text(_QUESTIONS[question]), given).mappings())


def evidence(connection: Connection, ids: Iterable[str]) -> list[RowMapping]:
    """The cells of these ids, by document and place."""
    return list(connection.execute(sa.text(_EVIDENCE), {"ids": sorted(ids)}).mappings())


def refused(connection: Connection, run: int) -> list[RowMapping]:
    """The documents that a run refused."""
    return list(connection.execute(sa.text(_REFUSED), {"run": run}).mappings())
