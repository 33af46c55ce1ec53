"""Tables to their newest form (Alembic), then what goes with them: code lists, roles, views. All of it in one transaction.

Alembic owns tables only. Views hang on tables, so before a migration they are dropped, and rebuilt whole afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg.errors
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from etl.load import peers, reference, roles, summaries, views
from etl.load.errors import unreachable
from etl.resources import folder

VERSION_SCHEMA, VERSION_TABLE = "ops", "alembic_version"
LOCK_TIMEOUT = "10s"

_TABLE_SCHEMAS = ("core", "ops")

Told = Callable[[str, int, int], None]
"""Who is told how far an upgrade is: what is being done (``steps.tables``, ``.views``, ``.summaries``, ``.peers``), how much of it, of how much."""


def _untold(step: str, done: int, of: int) -> None:
    """Nobody watches."""


def config(connection: sa.Connection | None = None) -> Config:
    """Alembic's configuration, the scripts being found in a clone and in the wheel; ``connection`` is what the migrations run on."""
    made = Config()
    made.set_main_option("script_location", str(folder("migrations")).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def head() -> str:
    """The newest revision; there is one."""
    found = ScriptDirectory.from_config(config()).get_current_head()
    assert found is not None
    return found


def current(connection: sa.Connection) -> str | None:
    """The revision of the database, None before the first."""
    context = MigrationContext.configure(connection, opts={"version_table_schema": VERSION_SCHEMA, "version_table": VERSION_TABLE})
    return context.get_current_revision()


def upgrade(engine: sa.Engine, lock: int, told: Told = _untold) -> list[str]:
    """See :func:`etl.load.database.upgrade`; ``lock`` is the advisory lock under which it happens."""
    with _explained(engine), engine.begin() as connection:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": lock})
        connection.execute(sa.text("SELECT set_config('lock_timeout', :time, true)"), {"time": LOCK_TIMEOUT})
        migrated = current(connection) != head()
        if migrated:
            _migrate(connection, told)
        notes = roles.ensure(connection)
        reference.fill(connection)
        if migrated:
            told("steps.views", 0, 1)
        views.rebuild(connection, force=migrated)
        if summaries.fill(connection, lambda done, of: told("steps.summaries", done, of)):
            peers.compare(connection, lambda done, of: told("steps.peers", done, of))
    return notes


def _migrate(connection: sa.Connection, told: Told) -> None:
    """Apply what is missing of the migrations."""
    scripts = ScriptDirectory.from_config(config())
    missing = len(list(scripts.iterate_revisions("head", current(connection) or "base")))
    made, done = config(connection), 0

    def applied(**_: object) -> None:
        nonlocal done
        done += 1
        told("steps.tables", done, missing)

    told("steps.tables", 0, missing)
    made.attributes["applied"] = applied
    command.upgrade(made, "head")


def downgrade(engine: sa.Engine, revision: str) -> None:
    """Take the tables back to ``revision`` (``base``: none left); the views go, until the next upgrade."""
    with _explained(engine), engine.begin() as connection:
        command.downgrade(config(connection), revision)


def before(connection: sa.Connection) -> None:
    """Make the schemas of tables, which Alembic's own table needs too, where they are missing (asked first: it takes a right even to ask twice)."""
    have = set(connection.scalars(sa.text("SELECT nspname FROM pg_namespace")))
    for schema in _TABLE_SCHEMAS:
        if schema not in have:
            connection.execute(sa.schema.CreateSchema(schema))


def after(connection: sa.Connection) -> None:
    """Give Alembic's own table its comments; like every table it has some."""
    table = f"{VERSION_SCHEMA}.{VERSION_TABLE}"
    if connection.scalar(sa.text("SELECT to_regclass(:t) IS NOT NULL AND obj_description(to_regclass(:t), 'pg_class') IS NULL"), {"t": table}):
        connection.exec_driver_sql(f"COMMENT ON TABLE {table} IS '迁移版本 | Form of the tables, as Alembic keeps it'")
        connection.exec_driver_sql(f"COMMENT ON COLUMN {table}.version_num IS '版本号 | Last migration applied'")


@contextmanager
def _explained(engine: sa.Engine) -> Iterator[None]:
    """Turn the server's two foreseeable complaints into words: a lock that somebody holds, and a right that is missing."""
    try:
        yield
    except views.ViewsInUse as error:
        raise unreachable("in_the_way", who=error) from None
    except views.ViewsDependedOn as error:
        raise unreachable("depended_on", what=error) from None
    except sa.exc.DBAPIError as error:
        if isinstance(error.orig, psycopg.errors.LockNotAvailable):
            raise unreachable("in_the_way", who=_in_the_way(engine)) from None
        if isinstance(error.orig, psycopg.errors.InsufficientPrivilege):
            raise unreachable("not_allowed", why=str(error.orig).splitlines()[0]) from None
        raise


def _in_the_way(engine: sa.Engine) -> str:
    """Who reads or writes our tables and views just now."""
    query = """
        SELECT DISTINCT format('%s (pid %s, %s)', coalesce(nullif(a.application_name, ''), a.usename), a.pid, date_trunc('second', a.xact_start))
        FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE c.relnamespace::regnamespace::text = ANY(:schemas) AND l.granted AND l.pid <> pg_backend_pid()
          AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"""
    with engine.connect() as connection:
        found = connection.scalars(sa.text(query), {"schemas": [*_TABLE_SCHEMAS, "mart", '"报表"']}).all()
    return "、".join(found) or "?"
