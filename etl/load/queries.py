"""What the reports ask the database: freshness, findings, a fact's evidence, the rows of a view. Only reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from psycopg import Error as ProgrammingFault
from sqlalchemy.engine import Connection, RowMapping
from sqlalchemy.exc import DataError, DBAPIError

from etl.load.roles import ANALYST, ANALYST_SETTINGS

__all__ = ["Answer", "Column", "Condition", "DBAPIError", "DataError", "Fact", "ProgrammingFault", "Standing"]

VIEW_SCHEMAS = ("mart", "报表")
BATCH = 5_000  # rows fetched at a time when a view is exported

# ── status ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

_RUNS = """
SELECT load_run_id, started_at AT TIME ZONE 'Asia/Shanghai' AS started_at, finished_at AT TIME ZONE 'Asia/Shanghai' AS finished_at, status,
       document_count, loaded_count, unchanged_count, refused_count
FROM ops.load_run ORDER BY load_run_id DESC LIMIT :count
"""
_YEARS = """
SELECT y.fiscal_year, count(DISTINCT s.department_id) AS department_count, count(DISTINCT y.project_id) AS project_count,
       sum(y.total_yuan) AS total_yuan, count(DISTINCT s.document_id) AS document_count,
       max(d.loaded_at) AT TIME ZONE 'Asia/Shanghai' AS last_loaded_at
FROM core.project_year y JOIN ops.statement s USING (statement_id) JOIN ops.document d USING (document_id)
WHERE y.is_current AND s.statement_kind <> 'self_evaluation'
GROUP BY y.fiscal_year ORDER BY y.fiscal_year DESC
"""
_SEVERITIES = "SELECT severity, count(*) FROM ops.finding GROUP BY severity"
_OUTCOMES = "SELECT outcome, count(*) FROM ops.document GROUP BY outcome"
_THERE = "SELECT to_regclass('ops.document') IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand: the latest runs, current facts by year, findings by severity, documents by outcome. Empty before the first upgrade."""

    runs: list[RowMapping]
    years: list[RowMapping]
    findings: dict[str, int]
    documents: dict[str, int]


def there(connection: Connection) -> bool:
    """Whether the tables have been made."""
    return bool(connection.scalar(sa.text(_THERE)))


def standing(connection: Connection, runs: int = 5) -> Standing:
    """How things stand, with the latest ``runs`` runs."""
    if not there(connection):
        return Standing([], [], {}, {})
    return Standing(
        _rows(connection, _RUNS, count=runs),
        _rows(connection, _YEARS),
        _counts(connection, _SEVERITIES),
        _counts(connection, _OUTCOMES),
    )


# ── findings ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

_FINDINGS = """
SELECT f.rule, f.severity, d.name AS document_name, f.place, f.found, f.expected, f.difference, f.hint, d.sha256
FROM ops.finding f JOIN ops.document d USING (document_id)
WHERE (cast(:severity AS text) IS NULL OR f.severity = :severity) AND (cast(:document AS text) IS NULL OR {document})
ORDER BY array_position(ARRAY['error', 'warning', 'info'], f.severity), d.name, d.document_id, f.rule, length(f.place), f.place, f.finding_id
"""
_REFUSED = """
SELECT d.name AS document_name, d.reason, d.reason_rule, d.sha256, d.loaded_at AT TIME ZONE 'Asia/Shanghai' AS refused_at
FROM ops.document d
WHERE d.outcome = 'refused' AND (cast(:document AS text) IS NULL OR {document})
ORDER BY d.name, d.document_id
"""
# A document by its name, a part of it, or the beginning of its hash; % and _ in a name are only themselves.
_DOCUMENT = "(position(cast(:document AS text) IN d.name) > 0 OR starts_with(d.sha256, lower(:document)))"


def findings(connection: Connection, severity: str | None = None, document: str | None = None) -> list[RowMapping]:
    """Findings, errors first, by document and place; of one severity or document where given."""
    return _rows(connection, _FINDINGS.format(document=_DOCUMENT), severity=severity, document=document)


def refused(connection: Connection, document: str | None = None) -> list[RowMapping]:
    """Refused documents with the reason on record."""
    return _rows(connection, _REFUSED.format(document=_DOCUMENT), document=document)


def known_document(connection: Connection, document: str) -> bool:
    """Whether any document on record has this name, part of a name, or beginning of a hash."""
    return bool(connection.scalar(sa.text(f"SELECT EXISTS (SELECT FROM ops.document d WHERE {_DOCUMENT})"), {"document": document}))


def latest_documents(connection: Connection) -> list[str]:
    """The names of the documents that came last, for suggestions."""
    return list(connection.execute(sa.text("SELECT name FROM ops.document ORDER BY load_run_id DESC, load_order DESC LIMIT 5000")).scalars())


# ── explain ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

_VALUE_COLUMNS = """v.comparator, v.low, v.high, v.low_date, v.high_date, v.unit, v.basis, v.scope, v.measure, v.text AS words, v.implied, v.raw,
    v.part, i.name AS indicator_name, i.kind, y.name AS project_name, y.is_current, NULL::numeric AS amount_yuan"""
_VALUE_JOIN = "JOIN core.project_year y USING (project_year_id) JOIN core.indicator i USING (indicator_id)"
_NO_VALUE = """NULL::text AS comparator, NULL::numeric AS low, NULL::numeric AS high, NULL::date AS low_date, NULL::date AS high_date,
    NULL::text AS unit, NULL::text AS basis, NULL::text AS scope, NULL::text AS measure, NULL::text AS words, NULL::boolean AS implied,
    NULL::text AS raw, NULL::smallint AS part, NULL::text AS indicator_name, NULL::text AS kind"""
# Each kind of fact: what its row says; `statement_id` and `evidence_id` join it to the document.
_FACTS = {
    "target": f"""SELECT v.evidence_id, y.statement_id, v.horizon, {_VALUE_COLUMNS}
        FROM core.target_value v {_VALUE_JOIN} WHERE v.target_value_id = :id""",
    "actual": f"""SELECT v.evidence_id, y.statement_id, NULL AS horizon, {_VALUE_COLUMNS}
        FROM core.actual_value v {_VALUE_JOIN} WHERE v.actual_value_id = :id""",
    "project_year": f"""SELECT coalesce(y.total_evidence_id, y.evidence_id) AS evidence_id, y.statement_id, NULL AS horizon, {_NO_VALUE},
        y.name AS project_name, y.is_current, y.total_yuan AS amount_yuan FROM core.project_year y WHERE y.project_year_id = :id""",
    "published_total": f"""SELECT t.evidence_id, t.statement_id, NULL AS horizon, {_NO_VALUE},
        t.unit_name AS project_name, s.superseded_by IS NULL AS is_current, t.amount_yuan
        FROM core.published_total t JOIN ops.statement s USING (statement_id) WHERE t.published_total_id = :id""",
    "evidence": f"""SELECT e.evidence_id,
        (SELECT min(s.statement_id) FROM ops.statement s WHERE (s.document_id, s.reading) = (e.document_id, e.reading) HAVING count(*) = 1)
        AS statement_id, NULL AS horizon, {_NO_VALUE}, NULL AS project_name, NULL::boolean AS is_current, NULL::numeric AS amount_yuan
        FROM core.evidence e WHERE e.evidence_id = :id""",
}
_EXPLAIN = """
SELECT f.*, e.page, e.box, e.place, e.text AS evidence_text, d.name AS document_name, d.sha256, d.media_type, s.title, s.statement_kind, s.layout,
       s.fiscal_year, s.fiscal_year_from, p.name AS department_name
FROM ({fact}) f JOIN core.evidence e USING (evidence_id) JOIN ops.document d USING (document_id)
LEFT JOIN ops.statement s USING (statement_id) LEFT JOIN core.department p ON p.department_id = s.department_id
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact and its evidence. ``what`` is a key of the kinds: target, actual, project_year, published_total, evidence."""

    what: str
    row: RowMapping


def explain(connection: Connection, fact_id: int) -> Fact | None:
    """The fact with this id, of whatever kind; None where there is none. Ids are 63-bit hashes: no two kinds share one in practice."""
    for what, fact in _FACTS.items():
        row = connection.execute(sa.text(_EXPLAIN.format(fact=fact)), {"id": fact_id}).mappings().first()
        if row is not None:
            return Fact(what, row)
    return None


# ── export ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

_VIEWS = """
SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('v', 'm') AND n.nspname = ANY(:schemas) ORDER BY n.nspname, c.relname
"""
_COLUMNS = """
SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type FROM pg_attribute a
WHERE a.attrelid = CAST(:view AS regclass) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
# A condition's sign, and the SQL of it; NULL never fulfils one.
OPERATORS = {"!=": "<>", "<=": "<=", ">=": ">=", "=": "=", "<": "<", ">": ">", "~": "contains"}


class Column(NamedTuple):
    """A column of a view and its type as PostgreSQL prints it."""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Condition:
    """``column operator value``, the operator of :data:`OPERATORS`."""

    column: str
    operator: str
    value: str


def views(connection: Connection) -> list[tuple[str, str]]:
    """``(schema, name)`` of the views for analysts."""
    found = connection.execute(sa.text(_VIEWS), {"schemas": list(VIEW_SCHEMAS)})
    return [(schema, name) for schema, name in found]


def columns(connection: Connection, schema: str, view: str) -> list[Column]:
    """The columns of a view, in order."""
    found = connection.execute(sa.text(_COLUMNS), {"view": f"{_quoted(schema)}.{_quoted(view)}"})
    return [Column(name, kind) for name, kind in found]


def as_analyst(connection: Connection) -> None:
    """To the end of the transaction: the analyst's rights, names and limit of time, as far as this user may take them on. Call it first."""
    role = sa.text("SELECT count(*) FROM pg_roles WHERE rolname = :role AND pg_has_role(oid, 'MEMBER')")
    if connection.scalar(role, {"role": ANALYST}):
        connection.execute(sa.text(f"SET LOCAL ROLE {ANALYST}"))
    for name in ("search_path", "statement_timeout"):
        connection.execute(sa.text("SELECT set_config(:name, :value, true)"), {"name": name, "value": ANALYST_SETTINGS[name]})


def rows(connection: Connection, schema: str, view: str, known: Sequence[Column], where: Sequence[Condition | str]) -> Iterator[Sequence[Any]]:
    """The rows of a view that fulfil all conditions, fetched in batches. A Condition names a column of ``known``, its value is bound; a text is an
    expression of SQL, to be run in a transaction that only reads, after :func:`as_analyst`: it is one expression, never a second statement.

    Raises DataError, before the first row, for a value that does not fit its column's type, other DBAPIErrors for what is no expression.
    """
    wanted = ", ".join(_quoted(column.name) for column in known)
    selected, values = _selected(schema, view, known, where)
    query = f"SELECT {wanted} {selected}"
    result = connection.execution_options(stream_results=True, yield_per=BATCH).execute(sa.text(query), values)
    return (row for batch in result.partitions() for row in batch)


def count(connection: Connection, schema: str, view: str, known: Sequence[Column], where: Sequence[Condition | str]) -> int:
    """How many rows :func:`rows` would give. Raises as it does."""
    selected, values = _selected(schema, view, known, where)
    return int(connection.execute(sa.text(f"SELECT count(*) {selected}"), values).scalar_one())


def _selected(schema: str, view: str, known: Sequence[Column], where: Sequence[Condition | str]) -> tuple[str, dict[str, str]]:
    """The end of a query for the rows of a view that fulfil all conditions, with what is bound in it."""
    types = {column.name: column.type for column in known}
    tests = [
        # On lines of its own, so that a comment at its end ends there; a cursor's statement is prepared, and only one can be.
        "(\n" + condition.replace(":", r"\:") + "\n)" if isinstance(condition, str) else _test(condition, types[condition.column], f"v{place}")
        for place, condition in enumerate(where)
    ]
    values = {f"v{place}": condition.value for place, condition in enumerate(where) if isinstance(condition, Condition)}
    return f"FROM {_quoted(schema)}.{_quoted(view)}" + (f" WHERE {' AND '.join(tests)}" if tests else ""), values


def _test(condition: Condition, kind: str, blank: str) -> str:
    """The SQL of one condition, its value a bound parameter cast to the column's type."""
    column = _quoted(condition.column).replace(":", r"\:")
    if condition.operator == "~":
        return f"position(lower(cast(:{blank} AS text)) IN lower(cast({column} AS text))) > 0"
    return f"{column} {OPERATORS[condition.operator]} cast(cast(:{blank} AS text) AS {kind})"


# ── a statement of one's own ─────────────────────────────────────────────────────────────────────────────────────────────────────


class Answer(NamedTuple):
    """What a statement gave: column names and rows; no names where it gives no rows, then ``status`` says what it did."""

    header: list[str]
    rows: list[Sequence[Any]]
    status: str


def run(connection: Connection, statement: str) -> Answer:
    """Run one statement as it is written and commit it: the small shell for machines without psql."""
    cursor = connection.connection.cursor()
    try:
        cursor.execute(statement.encode())
        header = [column[0] for column in cursor.description or []]
        found = list(cursor.fetchall()) if header else []
        connection.connection.commit()
    finally:
        cursor.close()
    return Answer(header, found, str(getattr(cursor, "statusmessage", "") or ""))


# A first query, as the end of a load proposes it; for Chinese readers over the views in Chinese.
FIRST_QUERY = {
    "en": "SELECT department_name, fiscal_year, project_name, total_yuan FROM mart.project_overview ORDER BY 1, 3, 2",
    "zh": "SELECT 部门名称, 年度, 项目名称, 金额 FROM 报表.项目总览 ORDER BY 1, 3, 2",
}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _counts(connection: Connection, query: str) -> dict[str, int]:
    return dict(connection.execute(sa.text(query)).tuples().all())


def _rows(connection: Connection, query: str, **values: object) -> list[RowMapping]:
    return list(connection.execute(sa.text(query), values).mappings())
