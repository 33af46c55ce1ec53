"""Temporary tables of the shape of the real ones, filled by binary COPY. They go with the transaction, so a killed loader leaves nothing to clean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import sql

from etl.load import tables
from etl.load.frames import Rows

# What comes from elsewhere: code lists, a steward's files, and what the load makes of the rest.
_NOT_OF_DOCUMENTS = {"region", "department_succession", "project_link", "suggested_link", "funding_source", "load_run", "rule", "roster"}
_NOT_OF_DOCUMENTS |= {"confirmed_link", "unit", "level_name", "check_word", "unranked_group"}

# A parent before what refers to it; ops.document is first, ops.finding last.
STAGED: list[sa.Table] = [table for table in tables.metadata.sorted_tables if table.name not in _NOT_OF_DOCUMENTS and table not in tables.SUMMARIES]

# Names of the binary formats, as COPY's set_types wants them.
_TYPES: dict[type, str] = {
    sa.BigInteger: "int8",
    sa.Integer: "int4",
    sa.SmallInteger: "int2",
    sa.Text: "text",
    sa.Boolean: "bool",
    sa.Date: "date",
    sa.Numeric: "numeric",
    sa.DateTime: "timestamptz",
}


def stage(table: sa.Table) -> sql.Identifier:
    """The name of a table's staging table."""
    return sql.Identifier("pg_temp", f"stage_{table.name}")


def target(table: sa.Table) -> sql.Identifier:
    """The name of the table itself."""
    return sql.Identifier(str(table.schema), table.name)


def names(columns: Iterable[Any]) -> sql.Composed:
    """Columns, parted by commas."""
    return sql.SQL(", ").join(sql.Identifier(column if isinstance(column, str) else column.name) for column in columns)


def driver(connection: sa.Connection) -> psycopg.Connection[Any]:
    """The psycopg connection below SQLAlchemy's, in the same transaction."""
    found = connection.connection.driver_connection
    assert isinstance(found, psycopg.Connection)
    return found


def fill(connection: sa.Connection, frames: list[tuple[int, Rows]]) -> dict[str, int]:
    """Make the staging tables and copy the rows of documents (id, rows by table) into them. Returns the number of rows of each table that got some.

    Each staged row says in ``incoming`` which document it came with. ANALYZE is ours to do: temporary tables never get it by themselves.
    """
    cursor = driver(connection).cursor()
    counts = {table.fullname: sum(len(rows[table.fullname]) for _, rows in frames) for table in STAGED}
    # DROP first: a group that failed and is loaded anew in halves may have left the names in a savepoint that was kept.
    make = sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT 0::bigint AS incoming, t.* FROM {} t WITH NO DATA")
    drop = sql.SQL("DROP TABLE IF EXISTS {}").format(sql.SQL(", ").join(stage(table) for table in STAGED))
    cursor.execute(sql.SQL("; ").join([drop, *(make.format(sql.Identifier(f"stage_{table.name}"), target(table)) for table in STAGED)]))
    filled = [table for table in STAGED if counts[table.fullname]]
    for table in filled:
        copy(cursor, table, ((document, *row) for document, rows in frames for row in rows[table.fullname]), before=("incoming",))
    cursor.execute(sql.SQL("ANALYZE {}").format(sql.SQL(", ").join(stage(table) for table in filled)))
    return {table.fullname: counts[table.fullname] for table in filled}


def copy(cursor: psycopg.Cursor[Any], table: sa.Table, rows: Iterable[tuple[Any, ...]], before: tuple[str, ...] = ()) -> None:
    """Copy rows into a table's staging table; ``before`` names columns of whole numbers that stand before the table's own."""
    columns = [*before, *(column.name for column in table.columns)]
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(stage(table), names(columns))) as stream:
        stream.set_types(["int8"] * len(before) + [_TYPES[type(column.type)] for column in table.columns])
        for row in rows:
            stream.write_row(row)
