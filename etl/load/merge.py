"""From staging into the tables, set by set, in the transaction of the load (DESIGN decision 9).

Ids are hashes, so a row is new if its id is not there; the same id with another natural key is a collision, and no merge. Facts are only ever
added. What documents say of one and the same department or project is folded by the data, never by who came first: of two names the longer
(then the first by code points), of other columns the smallest; any order of loading ends with the same row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import sql

from etl.load import tables
from etl.load.staging import STAGED, driver, names, stage, target

BULK_ROWS = 10_000

_STAGED_NAMES = tuple(staged_table.fullname for staged_table in STAGED)

# Several documents may bring the same row of these; of all others each row comes with one document.
_SHARED = {"core.department", "core.project", "core.indicator"}

# What the id of a table is the hash of, where that is not in a unique constraint.
_NATURAL = {
    "core.indicator": ["level1", "level1_code", "level2", "level2_code", "kind", "name", "stem"],
    "core.evidence": ["document_id", "reading", "place"],
}

_NAME = '(array_agg(s.name ORDER BY char_length(s.name) DESC, s.name COLLATE "C"))[1]'
_FOLDS = {
    "core.department": {
        "name": _NAME,
        "function_key": 'min(s.function_key COLLATE "C")',
        "parent_department_id": "min(s.parent_department_id)",
    },
    "core.project": {"code": 'min(s.code COLLATE "C")', "loose_stem": 'min(s.loose_stem COLLATE "C")'},
}


class Inconsistent(ValueError):
    """Staged rows that cannot be merged: two natural keys with one id, or a row that points nowhere."""


# What the database says of a document, not of itself. ProgramLimitExceeded: a name too long for an index.
DOCUMENTS_FAULTS = (
    *(psycopg.IntegrityError, psycopg.DataError, psycopg.errors.ProgramLimitExceeded),
    *(Inconsistent, UnicodeError, OverflowError),
)


def merge(connection: sa.Connection, staged: dict[str, int]) -> None:
    """Merge everything that is staged (how many rows, by table). Raises Inconsistent, or the driver's errors where a row breaks a constraint."""
    cursor = driver(connection).cursor()
    with keys_by_set(cursor, sum(staged.values())) as by_set:
        if by_set:
            check_references(cursor, staged)
        for table in (table for table in STAGED if table.fullname in staged):
            check_collisions(cursor, table)
            if table.fullname == "ops.document":
                _take_up(cursor, table)
            _insert(cursor, table)
            if table.fullname in _FOLDS:  # after: a unit that was there may go over to a department that has just come
                _fold(cursor, table)


@contextmanager
def keys_by_set(cursor: Any, rows: int) -> Iterator[bool]:
    """Where so many rows are a bulk, foreign keys are not enforced row by row inside; True then: the caller has to check them by set first.

    Row by row they make the merge several times dearer (READING, "Loading"). The keys stay declared and are enforced on everybody else, and on us
    where this setting is not ours to change.
    """
    allowed = "SELECT has_parameter_privilege('session_replication_role', 'SET')"
    by_set = rows >= BULK_ROWS and cursor.execute(allowed).fetchone() == (True,)
    if by_set:
        cursor.execute("SET LOCAL session_replication_role = replica")
    yield by_set
    if by_set:
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def _key(table: sa.Table) -> list[str]:
    return [column.name for column in table.primary_key]


def _natural(table: sa.Table) -> list[str]:
    """The natural key that a table's id is the hash of; [] where the key is no hash."""
    unique = [c for c in table.constraints if isinstance(c, sa.UniqueConstraint)]
    return _NATURAL.get(table.fullname) or ([column.name for column in unique[0].columns] if unique else [])


def _same(left: str, right: str, columns: list[str]) -> sql.Composed:
    """That key columns are equal."""
    pairs = (sql.SQL("{} = {}").format(sql.Identifier(left, name), sql.Identifier(right, name)) for name in columns)
    return sql.SQL(" AND ").join(pairs)


def _row(alias: str, columns: list[str]) -> sql.Composed:
    return sql.SQL("ROW({})").format(sql.SQL(", ").join(sql.Identifier(alias, name) for name in columns))


def check_collisions(cursor: Any, table: sa.Table) -> None:
    """Raise Inconsistent where one id stands for two natural keys, staged beside there or staged twice, naming both."""
    natural, key = _natural(table), _key(table)
    if not natural:
        return
    there = sql.SQL("SELECT {a}::text, {b}::text FROM {stage} s JOIN {target} t ON {same} WHERE {a} IS DISTINCT FROM {b} LIMIT 1")
    queries = [there.format(a=_row("t", natural), b=_row("s", natural), stage=stage(table), target=target(table), same=_same("s", "t", key))]
    if table.fullname in _SHARED:
        twice = sql.SQL("SELECT min({a}::text), max({a}::text) FROM {stage} s GROUP BY {key} HAVING min({a}::text) <> max({a}::text) LIMIT 1")
        queries.append(twice.format(a=_row("s", natural), stage=stage(table), key=names(key)))
    for query in queries:
        found = cursor.execute(query).fetchone()
        if found:
            raise Inconsistent(f"{table.fullname}: {found[0]} = {found[1]} ({', '.join(key)})")


def check_references(cursor: Any, staged: Collection[str], with_documents: Collection[str] = _STAGED_NAMES) -> None:
    """Raise Inconsistent where a staged row points to a row that is neither staged with it nor, of a table that does not come with it, there."""
    for table in (table for table in STAGED if table.fullname in staged):
        for foreign in table.foreign_key_constraints:
            parent = foreign.referred_table
            local = [column.name for column in foreign.columns]
            if local == ["superseded_by"]:
                continue
            remote = [element.column.name for element in foreign.elements]
            pairs = [sql.SQL("{} = {}").format(sql.Identifier("p", r), sql.Identifier("s", c)) for c, r in zip(local, remote, strict=True)]
            query = sql.SQL(
                "SELECT {row}::text FROM {stage} s WHERE {given} IS NOT NULL AND NOT EXISTS (SELECT FROM {parent} p WHERE {same}) LIMIT 1"
            )
            found = cursor.execute(
                query.format(
                    row=_row("s", local),
                    stage=stage(table),
                    given=sql.Identifier("s", local[0]),
                    parent=stage(parent) if parent.fullname in with_documents else target(parent),
                    same=sql.SQL(" AND ").join(pairs),
                )
            ).fetchone()
            if found:
                raise Inconsistent(f"{table.fullname} ({', '.join(local)}) → {parent.fullname}: {found[0]}")


def _insert(cursor: Any, table: sa.Table) -> None:
    """Add the staged rows that are not there, in the order of their ids (which keeps the index's pages together)."""
    key = _key(table)
    folds = _FOLDS.get(table.fullname, {})
    query = sql.SQL(
        "INSERT INTO {target} ({columns}) SELECT {values} FROM {stage} s WHERE NOT EXISTS (SELECT FROM {target} t WHERE {same}) "
        "{group} ORDER BY {key}"
    )
    plain = [column.name for column in table.columns if column.name not in folds]
    values = [sql.SQL(folds[c.name]) if c.name in folds else sql.Identifier("s", c.name) for c in table.columns]
    group = sql.SQL("GROUP BY {}").format(sql.SQL(", ").join(sql.Identifier("s", name) for name in plain))
    cursor.execute(
        query.format(
            target=target(table),
            columns=names(table.columns),
            values=sql.SQL(", ").join(values),
            stage=stage(table),
            same=_same("t", "s", key),
            group=group if table.fullname in _SHARED else sql.SQL(""),
            key=sql.SQL(", ").join(sql.Identifier("s", name) for name in key),
        )
    )


def _fold(cursor: Any, table: sa.Table) -> None:
    """Fold what the staged rows say into the rows that are there; only rows that change are written."""
    folds, key = _FOLDS[table.fullname], _key(table)
    folded = sql.SQL(
        "SELECT {key}, {values} FROM (SELECT {columns} FROM {stage} "
        "UNION ALL SELECT {columns} FROM {target} WHERE {key} IN (SELECT {key} FROM {stage})) s GROUP BY {key}"
    )
    update = sql.SQL("UPDATE {target} t SET {sets} FROM ({folded}) f WHERE {same} AND {old} IS DISTINCT FROM {new}")
    values = sql.SQL(", ").join(sql.SQL("{} AS {}").format(sql.SQL(how), sql.Identifier(name)) for name, how in folds.items())
    cursor.execute(
        update.format(
            target=target(table),
            sets=sql.SQL(", ").join(sql.SQL("{} = {}").format(sql.Identifier(name), sql.Identifier("f", name)) for name in folds),
            folded=folded.format(key=names(key), values=values, columns=names(table.columns), stage=stage(table), target=target(table)),
            same=_same("t", "f", key),
            old=_row("t", list(folds)),
            new=_row("f", list(folds)),
        )
    )


def _take_up(cursor: Any, table: sa.Table) -> None:
    """Bring the record of a document that was refused before up to date, and drop the findings of that refusal, which the new ones replace."""
    again = sql.SQL("SELECT document_id FROM {} JOIN {} USING (document_id)").format(target(table), stage(table))
    if cursor.execute(again).fetchone() is None:
        return
    cursor.execute(sql.SQL("DELETE FROM {} WHERE document_id IN ({})").format(target(tables.finding), again))
    columns = [column.name for column in table.columns if column.name not in {"document_id", "sha256"}]
    update = sql.SQL("UPDATE {target} t SET {sets} FROM {stage} s WHERE {same}")
    sets = sql.SQL(", ").join(sql.SQL("{} = {}").format(sql.Identifier(name), sql.Identifier("s", name)) for name in columns)
    cursor.execute(update.format(target=target(table), sets=sets, stage=stage(table), same=_same("t", "s", _key(table))))
