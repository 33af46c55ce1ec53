"""What the planner knows of our tables. A first load fills them in one go, before the server has looked at any (autovacuum comes about once a minute,
and never to what is not committed), and the views are then planned as if every table held a few rows: what takes a second takes minutes.
"""

from __future__ import annotations

import sqlalchemy as sa
from psycopg import sql

from etl.load.staging import driver

GROWN = 2  # times the size that the server last looked at

_STALE = """
SELECT n.nspname, c.relname
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('core', 'ops') AND c.relkind = 'r' AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
  AND pg_relation_size(c.oid) > :grown * greatest(c.relpages, 0) * current_setting('block_size')::bigint
"""


def refresh(connection: sa.Connection) -> None:
    """Have the server look at the tables that have grown since it last did. Only their owner may; for others it is left to autovacuum."""
    stale = connection.execute(sa.text(_STALE), {"grown": GROWN}).all()
    if stale:
        tables = sql.SQL(", ").join(sql.Identifier(*row) for row in stale)
        driver(connection).execute(sql.SQL("ANALYZE {}").format(tables))
