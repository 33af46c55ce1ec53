"""How Alembic runs our migrations: from ``jixiao db upgrade`` on its connection, or from ``alembic`` in a clone by JIXIAO_* settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context

from etl.load import database, migrate
from etl.load.tables import metadata


def _ours(name: str | None, kind: str, parents: object) -> bool:
    """Only the schemas that hold tables are compared with the models."""
    return kind != "schema" or name in {"core", "ops"}


def run(connection: sa.Connection) -> None:
    """Run the migrations asked for, on a connection whose transaction the caller ends."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        include_schemas=True,
        include_name=_ours,
        version_table=migrate.VERSION_TABLE,
        version_table_schema=migrate.VERSION_SCHEMA,
        on_version_apply=context.config.attributes.get("applied"),
    )
    migrate.before(connection)
    with context.begin_transaction():
        context.run_migrations()
    migrate.after(connection)


def main() -> None:
    """On the connection that was passed in, else on one of our own."""
    if context.is_offline_mode():
        raise SystemExit("offline mode (--sql) is not supported: a migration drops the views that it finds")
    given = context.config.attributes.get("connection")
    if given is not None:
        run(given)
        return
    from etl.settings import Settings

    with database.engine(Settings()).begin() as connection:
        run(connection)


main()
