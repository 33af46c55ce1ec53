"""A document that was read again (``load --reread``): what its new reading says otherwise than the one that counts, and the end of the latter.

Facts are only ever added (DESIGN decision 3): a reading that says something else makes new statements of the same document under the next number, and
what the readings before it said stays, but is current no more. One that says the same leaves everything as it is.
"""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from psycopg import sql

from etl import __version__
from etl.finding import Finding
from etl.load import tables
from etl.load.frames import Incoming, Rows, Value
from etl.load.keys import key
from etl.load.merge import DOCUMENTS_FAULTS
from etl.load.staging import STAGED, driver, fill, stage, target
from etl.load.values import clean
from etl.rules import finding

REFUSED = "reread_refused"

# What several documents say together is no document's reading; its rows are told apart by their ids, which all that refer to them hold.
_SHARED = {"core.department", "core.project", "core.indicator", "ops.document"}

# What the load makes of a row later; and a cell's box, which another version of a library may draw a hundredth of a point aside.
_NOT_READ = {"is_current", "superseded_by", "box"}

_FROM_DOCUMENT = "{table} t JOIN ops.document d USING (document_id, reading)"
_FROM_STATEMENT = "{table} t JOIN ops.statement s USING (statement_id) JOIN ops.document d USING (document_id, reading)"
_FROM_ROW = (
    "{table} t JOIN core.project_year y USING (project_year_id) JOIN ops.statement s USING (statement_id) "
    "JOIN ops.document d USING (document_id, reading)"
)


def differing(connection: sa.Connection, documents: list[tuple[int, Rows]]) -> tuple[set[int], set[int]]:
    """Of documents (id, rows under the number of the reading that counts) those whose facts, and those whose findings, are not what is there.

    Stages the rows; works in the transaction of the connection and changes no table. What the database will not even stage is not what is there.
    """
    try:
        with connection.begin_nested():
            fill(connection, documents)
    except DOCUMENTS_FAULTS:
        if len(documents) == 1:
            return {documents[0][0]}, set()
        middle = len(documents) // 2
        sides = [differing(connection, some) for some in (documents[:middle], documents[middle:])]
        return sides[0][0] | sides[1][0], sides[0][1] | sides[1][1]
    facts: set[int] = set()
    findings: set[int] = set()
    for table in (table for table in STAGED if table.fullname not in _SHARED):
        found = _other(connection, table) | _otherwise_many(connection, table, documents)
        (findings if table.fullname == "ops.finding" else facts).update(found)
    return facts, findings


def _other(connection: sa.Connection, table: sa.Table) -> set[int]:
    """The documents of staged rows that are not there as they are staged."""
    same = sql.SQL(" AND ").join(sql.SQL("t.{0} = s.{0}").format(sql.Identifier(column.name)) for column in table.primary_key)
    read = [column.name for column in table.columns if column.name not in _NOT_READ]
    sides = [sql.SQL("ROW({})").format(sql.SQL(", ").join(sql.Identifier(side, name) for name in read)) for side in ("t", "s")]
    query = sql.SQL("SELECT DISTINCT s.incoming FROM {} s LEFT JOIN {} t ON {} WHERE {} IS DISTINCT FROM {}")
    found = driver(connection).execute(query.format(stage(table), target(table), same, *sides))
    return {row[0] for row in found}


def _otherwise_many(connection: sa.Connection, table: sa.Table, documents: list[tuple[int, Rows]]) -> set[int]:
    """The documents that have more rows there than are staged, or fewer."""
    if table is tables.finding:
        rows, only = "{table} t JOIN ops.document d USING (document_id)", "AND t.source = 'reading'"
    else:
        names = table.columns.keys()
        rows = _FROM_DOCUMENT if "reading" in names else _FROM_STATEMENT if "statement_id" in names else _FROM_ROW
        only = ""
    query = f"SELECT d.document_id, count(*) FROM {rows.format(table=table.fullname)} WHERE d.document_id = ANY(:documents) {only} GROUP BY 1"
    there = {row[0]: row[1] for row in connection.execute(sa.text(query), {"documents": [document for document, _ in documents]})}
    return {document for document, given in documents if len(given[table.fullname]) != there.get(document, 0)}


_STATEMENTS = """
SELECT s.statement_id FROM ops.statement s JOIN ops.document d USING (document_id)
WHERE s.document_id = ANY(:documents) AND s.reading = d.reading - :before"""
_ROWS_END = """
UPDATE core.project_year y SET is_current = false FROM ops.statement s JOIN ops.document d USING (document_id)
WHERE y.statement_id = s.statement_id AND s.document_id = ANY(:documents) AND s.reading < d.reading AND y.is_current"""
# By the statement in the same place of the document, else by its first.
_STATEMENTS_END = """
UPDATE ops.statement s SET superseded_by = coalesce(
    (SELECT n.statement_id FROM ops.statement n WHERE n.document_id = s.document_id AND n.reading = d.reading AND n.ordinal = s.ordinal),
    (SELECT n.statement_id FROM ops.statement n WHERE n.document_id = s.document_id AND n.reading = d.reading ORDER BY n.ordinal LIMIT 1)
) FROM ops.document d WHERE d.document_id = s.document_id AND s.document_id = ANY(:documents) AND s.reading < d.reading"""


def statements(connection: sa.Connection, documents: Collection[int], before: int = 0) -> list[int]:
    """The statements of the reading that counts of these documents, or of the one so many ``before`` it."""
    return list(connection.scalars(sa.text(_STATEMENTS), {"documents": list(documents), "before": before}))


def supersede(connection: sa.Connection, documents: Collection[int]) -> None:
    """End what the earlier readings of these documents said, now that a later one is there."""
    for query in (_ROWS_END, _STATEMENTS_END):
        connection.execute(sa.text(query), {"documents": list(documents)})


def exchange_findings(connection: sa.Connection, document: int, rows: Rows) -> None:
    """Put what a new reading of the same facts found in the place of what the one before found."""
    connection.execute(sa.text("DELETE FROM ops.finding WHERE document_id = :document AND source = 'reading'"), {"document": document})
    names = tables.finding.columns.keys()
    if rows["ops.finding"]:
        connection.execute(sa.insert(tables.finding), [dict(zip(names, row, strict=True)) for row in rows["ops.finding"]])


_NOTE = """
UPDATE ops.document SET parser_version = :version, media_type = :media_type, claimed_region_code = :region, claimed_department = :department,
    claimed_fiscal_year = :year, claimed_kind = :kind, published_on = :published_on, published_from = :published_from
WHERE document_id = :document AND (parser_version, media_type, claimed_region_code, claimed_department, claimed_fiscal_year, claimed_kind,
    published_on, published_from) IS DISTINCT FROM (:version, :media_type, :region, :department, CAST(:year AS smallint), :kind,
    CAST(:published_on AS date), :published_from)"""


def note(connection: sa.Connection, document: Incoming, claim: tuple[Value, ...]) -> None:
    """Note on record that this version has read a document and found the facts that are there; and what is claimed of it now."""
    names = ("region", "department", "year", "kind", "published_on")
    given = dict(zip(names, claim, strict=True)) | {"version": __version__, "media_type": document.media_type, "document": document.document_id}
    connection.execute(sa.text(_NOTE), given | {"published_from": document.published[1]})


def put_refusal(connection: sa.Connection, document: int, reason: str | None) -> None:
    """Note that a new reading refuses a document of which an earlier one is loaded: that one stays, and somebody should look."""
    problem: Finding = finding(REFUSED, found=reason)
    made = key("finding", document, REFUSED)
    connection.execute(sa.text("DELETE FROM ops.finding WHERE finding_id = :made"), {"made": made})
    row = {"finding_id": made, "document_id": document, "rule": problem.rule, "severity": problem.severity, "source": "reading", "place": ""}
    connection.execute(sa.insert(tables.finding), [row | {"found": clean(reason)}])
