"""The views of ``sql/views``: rebuilt whole, with comments, Chinese twins (``报表``) and grants, in one transaction.

Alembic owns tables; everything an analyst looks at is a file in ``sql/`` that a contributor who knows only SQL can change. A view's file creates
``mart.NAME`` (an analyst's view) or ``core.NAME`` (a helper that several of them share) and gives its comments; a column that means the same
everywhere takes its comment from ``sql/columns.csv``. Everything in ``mart`` and ``报表`` and every view in ``core`` is made here: views of
one's own belong into a schema of one's own.

A changed view is replaced in place where it only gains columns at the end; else all are dropped and made again, but never what a stranger built on
them.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import sqlalchemy as sa
from psycopg import sql

from etl.load.tables import metadata
from etl.resources import folder

LOCK_TIMEOUT = "5s"
SCHEMAS = ("core", "mart", "报表", "ops")
TWINS = "报表"
LOADER = "jixiao_loader"
COMMENT = re.compile(r"(?P<chinese>[一-鿿A-Za-z0-9_]{1,21}) \| [^\t\r\n]+")
_MARK = "; sql "
_CREATED = re.compile(r"^CREATE VIEW (core|mart)\.(\w+) AS$", re.MULTILINE)


class ViewsInUse(Exception):
    """Somebody reads the views that are to be changed; says who: process, user, application, since when."""


class ViewsDependedOn(Exception):
    """Objects that are not ours stand on views that must be dropped; names them."""


class BadView(Exception):
    """A file of ``sql/views`` breaks the rules of the folder: name, comment or twin."""


@dataclass(frozen=True, slots=True)
class View:
    """A file of ``sql/views``: ``NN_name.sql`` creates ``schema.name``."""

    schema: str
    name: str
    text: str


def views() -> list[View]:
    """The views in the order in which they are made. Raises BadView where a file does not create the view that it is called after."""
    found = []
    for path in sorted((folder("sql") / "views").glob("*.sql")):
        text = path.read_text(encoding="utf-8")
        created = _CREATED.search(text)
        if created is None or created[2] != path.stem.partition("_")[2]:
            raise BadView(f"{path.name}: must hold the line CREATE VIEW mart.{path.stem.partition('_')[2]} AS (or core.…)")
        found.append(View(created[1], created[2], text))
    return found


def is_current(connection: sa.Connection) -> bool:
    """Whether the database holds the views of this program, all of them, and each role its grants."""
    return _views_current(connection) and _granted(connection)


def rebuild(connection: sa.Connection, *, force: bool = False) -> bool:
    """Make the views, their comments, twins and grants as ``sql/`` says, all or nothing; False where nothing had to be done.

    Works inside the transaction of the connection and leaves the commit to the caller. Must be run by the owner of the schemas. Raises ViewsInUse
    when a reader does not end within ``LOCK_TIMEOUT``, ViewsDependedOn when somebody else's object would be lost, BadView for a mistake in a file.
    """
    stale = force or not _views_current(connection)
    if not stale and _granted(connection):
        return False
    with connection.begin_nested():
        before = connection.scalar(sa.text("SELECT current_setting('lock_timeout')"))
        _run(connection, sql.SQL("SET LOCAL lock_timeout = {}").format(LOCK_TIMEOUT))
        try:
            if stale:
                _run(connection, folder("sql") / "schemas.sql")
                _make(connection)
            for _, path in _grants(connection):
                _run(connection, path)
        except sa.exc.DBAPIError as error:
            if isinstance(error.orig, psycopg.errors.LockNotAvailable):
                raise ViewsInUse(_readers(connection)) from error
            raise
        if stale:
            about = _mart_comment(connection).partition(_MARK)[0]
            _run(connection, sql.SQL("COMMENT ON SCHEMA mart IS {}").format(about + _MARK + fingerprint()))
        _run(connection, sql.SQL("SET LOCAL lock_timeout = {}").format(before))
    return True


def drop(connection: sa.Connection) -> None:
    """Drop all views, so that a migration can change the tables below them. Raises as :func:`rebuild` does."""
    ours = list(_views(connection))
    if not ours:
        return
    names = sql.SQL(", ").join(sql.Identifier(schema, name) for schema, name in ours)
    try:
        with connection.begin_nested():
            _run(connection, sql.SQL("DROP VIEW {}").format(names))
    except sa.exc.DBAPIError as error:
        if isinstance(error.orig, psycopg.errors.DependentObjectsStillExist):
            raise ViewsDependedOn(_dependents(connection) or str(error.orig)) from error
        raise


def fingerprint() -> str:
    """What the views are made from, in 16 hexadecimal digits: the files of ``sql/`` but checks, this module, and the tables below."""
    base = folder("sql")
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for path in sorted(p for p in base.rglob("*") if p.suffix in {".sql", ".csv"} and "checks" not in p.parts):
        digest.update(path.relative_to(base).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for table in metadata.sorted_tables:
        digest.update(repr([table.fullname, *((c.name, str(c.type)) for c in table.columns)]).encode())
    return digest.hexdigest()[:16]


def _views_current(connection: sa.Connection) -> bool:
    """Whether all views are there, made from these files."""
    present = set(_views(connection))
    wanted = {(view.schema, view.name) for view in views()}
    twins = sum(schema == TWINS for schema, _ in present)
    return wanted <= present and twins == sum(schema == "mart" for schema, _ in wanted) and _mart_comment(connection).endswith(_MARK + fingerprint())


def _granted(connection: sa.Connection) -> bool:
    """Whether the roles that exist have their grants, by two that tell: use of ``mart``, and temporary tables, which only the loader may make.

    What is granted on a database does not come along when that is copied or restored.
    """
    query = sa.text("SELECT has_schema_privilege(:role, 'mart', 'USAGE'), has_database_privilege(:role, current_database(), 'TEMPORARY')")
    return all(tuple(connection.execute(query, {"role": role}).one()) == (True, role == LOADER) for role, _ in _grants(connection))


def _make(connection: sa.Connection) -> None:
    """Replace each view in place; where one of them changes more than that allows, drop all and make them anew."""
    try:
        with connection.begin_nested():
            _create(connection, "CREATE OR REPLACE VIEW")
            return
    except sa.exc.DBAPIError as error:
        if not isinstance(error.orig, psycopg.errors.InvalidTableDefinition | psycopg.errors.DependentObjectsStillExist):
            raise
    drop(connection)
    _create(connection, "CREATE VIEW")


def _create(connection: sa.Connection, verb: str) -> None:
    wanted = views()
    stale = set(_views(connection)) - {(view.schema, view.name) for view in wanted}
    for view in wanted:
        _run(connection, _CREATED.sub(lambda m: f"{verb} {m[1]}.{m[2]} AS", view.text))
        _comment_common(connection, view)
    twins = {(TWINS, _twin(connection, view, verb)) for view in wanted if view.schema == "mart"}
    for schema, name in sorted(stale - twins, reverse=True):
        _run(connection, sql.SQL("DROP VIEW {}").format(sql.Identifier(schema, name)))


def _comment_common(connection: sa.Connection, view: View) -> None:
    """Give the columns without a comment of their own the common one, then hold every comment to its form."""
    common = _common()
    own = set(re.findall(rf"^COMMENT ON COLUMN {view.schema}\.{view.name}\.(\w+) IS", view.text, re.MULTILINE))
    for column in _columns(connection, view.schema, view.name):
        if column not in own:
            found = _common_of(column, common)
            if found is None:
                raise BadView(f"{view.schema}.{view.name}.{column} has no comment: add COMMENT ON COLUMN to its file")
            _comment(connection, "COLUMN", (view.schema, view.name, column), found)
    comments = _comments(connection, view.schema, view.name)
    for about, comment in comments.items():
        if not COMMENT.fullmatch(comment or ""):
            raise BadView(f"{view.schema}.{view.name} {about}: the comment must be 中文名 | English, one line, not {comment!r}")
    chinese = [_chinese(comment) for about, comment in comments.items() if about]
    twice = {name for name in chinese if chinese.count(name) > 1}
    if twice:
        raise BadView(f"{view.schema}.{view.name}: two columns are called {'、'.join(sorted(twice))}")


def _twin(connection: sa.Connection, view: View, verb: str) -> str:
    """Make the view's twin in 报表, named by the comments, and return its name."""
    comments = _comments(connection, view.schema, view.name)
    name = _chinese(comments.pop(""))
    columns = sql.SQL(", ").join(
        sql.SQL("{} AS {}").format(sql.Identifier(column), sql.Identifier(_chinese(comment))) for column, comment in comments.items()
    )
    source, twin = sql.Identifier(view.schema, view.name), sql.Identifier(TWINS, name)
    _run(connection, sql.SQL(verb + " {} AS SELECT {} FROM {}").format(twin, columns, source))
    _comment(connection, "VIEW", (TWINS, name), _comments(connection, view.schema, view.name)[""])
    for comment in comments.values():
        _comment(connection, "COLUMN", (TWINS, name, _chinese(comment)), comment)
    return name


def _comment(connection: sa.Connection, what: str, name: tuple[str, ...], comment: str) -> None:
    _run(connection, sql.SQL("COMMENT ON " + what + " {} IS {}").format(sql.Identifier(*name), comment))


def _chinese(comment: str) -> str:
    return comment.partition(" | ")[0]


def _common() -> dict[str, str]:
    """Comments of the columns that mean the same in every view."""
    with (folder("sql") / "columns.csv").open(encoding="utf-8", newline="") as file:
        return {row["column"]: row["comment"] for row in csv.DictReader(file)}


def _common_of(column: str, common: dict[str, str]) -> str | None:
    """The common comment of a column; a prefix that has a row of its own (``new_``) goes before the comment of the rest."""
    if column in common:
        return common[column]
    prefix, _, rest = column.partition("_")
    if f"{prefix}_" in common and rest in common:
        (chinese, english), (name, meaning) = common[f"{prefix}_"].split(" | "), common[rest].split(" | ")
        return f"{chinese}{name} | {english}{meaning}"
    return None


def _grants(connection: sa.Connection) -> Iterator[tuple[str, Path]]:
    """The roles that exist here and the file of grants of each."""
    roles = set(connection.execute(sa.text("SELECT rolname FROM pg_catalog.pg_roles")).scalars())
    for path in sorted((folder("sql") / "grants").glob("*.sql")):
        if path.stem in roles:
            yield path.stem, path


def _views(connection: sa.Connection) -> Iterator[tuple[str, str]]:
    """Schema and name of all views that stand in our schemas."""
    rows = connection.execute(sa.text("SELECT schemaname, viewname FROM pg_catalog.pg_views WHERE schemaname = ANY (:ours)"), {"ours": list(SCHEMAS)})
    return (tuple(row) for row in rows)


def _columns(connection: sa.Connection, schema: str, view: str) -> list[str]:
    return [about for about in _comments(connection, schema, view) if about]


def _comments(connection: sa.Connection, schema: str, view: str) -> dict[str, str]:
    """The comment of the view (under "") and of each of its columns, in order."""
    query = """
        SELECT coalesce(a.attname, ''), d.description
        FROM pg_catalog.pg_class AS c
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        LEFT JOIN LATERAL (
            SELECT 0 AS attnum, NULL AS attname
            UNION ALL
            SELECT attnum, attname FROM pg_catalog.pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped
        ) AS a ON true
        LEFT JOIN pg_catalog.pg_description AS d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = a.attnum
        WHERE n.nspname = :schema AND c.relname = :view
        ORDER BY a.attnum"""
    return {row[0]: row[1] for row in connection.execute(sa.text(query), {"schema": schema, "view": view})}


def _mart_comment(connection: sa.Connection) -> str:
    return str(connection.execute(sa.text("SELECT obj_description(to_regnamespace('mart'), 'pg_namespace')")).scalar() or "")


def _readers(connection: sa.Connection) -> str:
    """Who holds our views: pid, user, application, start of the query."""
    query = """
        SELECT DISTINCT a.pid, a.usename, a.application_name, to_char(a.query_start, 'YYYY-MM-DD HH24:MI:SS TZ')
        FROM pg_catalog.pg_locks AS l
        JOIN pg_catalog.pg_class AS c ON c.oid = l.relation
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_stat_activity AS a USING (pid)
        WHERE l.granted AND l.pid <> pg_backend_pid() AND c.relkind = 'v' AND n.nspname = ANY (:ours)
        ORDER BY a.pid"""
    rows = connection.execute(sa.text(query), {"ours": list(SCHEMAS)}).all()
    return "; ".join(f"pid {pid}, {user}, {name or '-'}, {start}" for pid, user, name, start in rows) or "a reader that has just ended"


def _dependents(connection: sa.Connection) -> str:
    """Views outside our schemas that stand on ours."""
    query = """
        SELECT DISTINCT quote_ident(n.nspname) || '.' || quote_ident(c.relname)
        FROM pg_catalog.pg_depend AS d
        JOIN pg_catalog.pg_rewrite AS w ON w.oid = d.objid AND d.classid = 'pg_rewrite'::regclass
        JOIN pg_catalog.pg_class AS c ON c.oid = w.ev_class
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_class AS o ON o.oid = d.refobjid AND d.refclassid = 'pg_class'::regclass AND o.relkind = 'v'
        JOIN pg_catalog.pg_namespace AS p ON p.oid = o.relnamespace
        WHERE p.nspname = ANY (:ours) AND n.nspname <> ALL (:ours)
        ORDER BY 1"""
    return ", ".join(connection.execute(sa.text(query), {"ours": list(SCHEMAS)}).scalars())


def _run(connection: sa.Connection, script: Path | str | sql.Composed) -> None:
    """Run a file or a script of several statements, or a statement with composed identifiers; ``%`` and ``:`` mean nothing in it."""
    if isinstance(script, Path):
        script = script.read_text(encoding="utf-8")
    elif isinstance(script, sql.Composed):
        script = script.as_string(connection.connection.driver_connection)
    connection.exec_driver_sql(script, execution_options={"no_parameters": True})
