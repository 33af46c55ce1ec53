"""What ``jixiao doctor`` asks the database: whether it can be used as it stands, and by this user. Only reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from etl.load import database, migrate

_ABOUT = """
SELECT current_setting('server_version'), current_user::text, current_setting('server_encoding'), pg_is_in_recovery(),
       extract(epoch FROM clock_timestamp())::float8,
       has_database_privilege(current_database(), 'CREATE'), (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),
       ARRAY(SELECT extname::text FROM pg_extension ORDER BY 1), to_regclass('ops.document') IS NOT NULL,
       current_setting('max_connections')::int - (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')::int
"""
_RIGHTS = """
SELECT count(*) FILTER (WHERE NOT has_table_privilege(c.oid, 'INSERT')), count(*) FILTER (WHERE pg_has_role(c.relowner, 'USAGE'))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN ('core', 'ops') AND c.relkind = 'r'
"""


@dataclass(frozen=True, slots=True)
class Health:
    """How the database stands. ``revision``/``head``: form of the tables there, and of this version; None before the first upgrade. ``may_load``: may
    write facts; ``may_upgrade``: may also change tables; ``epoch``: its clock, seconds since 1970; ``free``: connections left."""

    version: str
    user: str
    encoding: str
    standby: bool
    epoch: float
    superuser: bool
    extensions: list[str]
    revision: str | None
    head: str
    may_load: bool
    may_upgrade: bool
    free: int


def health(settings: Any) -> Health:
    """Ask. Raises DatabaseUnreachable."""
    engine = database.engine(settings)
    try:
        with engine.connect() as connection:
            version, user, encoding, standby, epoch, create, superuser, extensions, there, free = connection.execute(sa.text(_ABOUT)).one()
            revision = migrate.current(connection) if there else None
            lacking, owned = connection.execute(sa.text(_RIGHTS)).one() if there else (0, 0)
            may_load = bool(there and not lacking) or bool(create and not there)
            may_upgrade = bool(owned) if there else bool(create)
            return Health(
                version, user, encoding, standby, epoch, bool(superuser), list(extensions), revision, migrate.head(), may_load, may_upgrade, free
            )
    finally:
        engine.dispose()
