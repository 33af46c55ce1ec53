"""The two roles beside the owner: ``jixiao_loader`` writes facts, ``jixiao_analyst`` reads. What each may do stands in ``sql/grants/``.

Roles belong to the whole server, not to one database; on a managed server the user may not be allowed to make them. Then that is said, and all
else goes on.
"""

from __future__ import annotations

import sqlalchemy as sa
from psycopg import sql

from etl.load.errors import words

LOADER, ANALYST = "jixiao_loader", "jixiao_analyst"

# DESIGN, "The embedded server". Kept to the database, where another one of the server may have its own jixiao_analyst.
ANALYST_SETTINGS = {
    "search_path": 'mart, "报表", core, ops',
    "TimeZone": "Asia/Shanghai",
    "statement_timeout": "5min",
    "idle_in_transaction_session_timeout": "10min",
}

# In bulk the loader checks foreign keys by set (etl.load.writer); only a superuser can allow it to.
_MAY_GRANT = """
SELECT rolsuper AND NOT has_parameter_privilege(:role, 'session_replication_role', 'SET') FROM pg_roles WHERE rolname = current_user"""


# Everybody may make large objects, which would be the one thing that the analyst writes; only a superuser can take that back.
_LARGE_OBJECTS = ("lo_create(oid)", "lo_creat(integer)", "lo_from_bytea(oid, bytea)")
_MAY_REVOKE = "SELECT rolsuper AND has_function_privilege(:role, 'pg_catalog.' || :function, 'EXECUTE') FROM pg_roles WHERE rolname = current_user"


def ensure(connection: sa.Connection) -> list[str]:
    """Make the roles and their settings, as far as they are missing and this user may; returns what could not be done, in words."""
    notes = []
    for role in (LOADER, ANALYST):
        if not _exists(connection, role):
            problem = _attempt(connection, sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
            if problem and not _exists(connection, role):
                notes.append(words("role_missing", role=role))
    if _exists(connection, ANALYST):
        notes += _settings(connection)
        for function in _LARGE_OBJECTS:
            if connection.scalar(sa.text(_MAY_REVOKE), {"role": ANALYST, "function": function}):
                _attempt(connection, sql.SQL("REVOKE EXECUTE ON FUNCTION pg_catalog.{} FROM PUBLIC").format(sql.SQL(function)))
    if _exists(connection, LOADER) and connection.scalar(sa.text(_MAY_GRANT), {"role": LOADER}):
        _attempt(connection, sql.SQL("GRANT SET ON PARAMETER session_replication_role TO {}").format(sql.Identifier(LOADER)))
    return notes


def _exists(connection: sa.Connection, role: str) -> bool:
    return bool(connection.scalar(sa.text("SELECT count(*) FROM pg_roles WHERE rolname = :role"), {"role": role}))


def _settings(connection: sa.Connection) -> list[str]:
    """Give the analyst its settings in this database, those that differ; settings compare as ``name=value``, the name whatever its case."""
    have = connection.scalar(
        sa.text(
            "SELECT setconfig FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole JOIN pg_database d ON d.oid = s.setdatabase "
            "WHERE r.rolname = :role AND d.datname = current_database()"
        ),
        {"role": ANALYST},
    )
    present = {setting.partition("=")[0].lower(): setting.partition("=")[2] for setting in have or []}
    database = connection.scalar(sa.text("SELECT current_database()"))
    for name, value in ANALYST_SETTINGS.items():
        if present.get(name.lower()) == value:
            continue
        # search_path is a list: its parts are set one by one, or the whole would be one schema's name.
        literal = sql.SQL(value) if name == "search_path" else sql.Literal(value)
        statement = sql.SQL("ALTER ROLE {} IN DATABASE {} SET {} = {}")
        problem = _attempt(connection, statement.format(sql.Identifier(ANALYST), sql.Identifier(str(database)), sql.Identifier(name), literal))
        if problem:
            return [words("role_unset", role=ANALYST, why=problem)]
    return []


def _attempt(connection: sa.Connection, statement: sql.Composed) -> str | None:
    """Run a statement in a savepoint; returns the server's complaint, or None."""
    driver = connection.connection.driver_connection
    assert driver is not None
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(statement.as_string(driver))
    except sa.exc.DBAPIError as error:
        return str(error.orig).splitlines()[0]
    return None
