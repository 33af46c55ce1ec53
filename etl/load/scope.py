"""What a load may have changed the checks of: the statements that came in, and those around them (see :mod:`etl.load.checks`).

A check that compares a project's years must be run again on a later year when an earlier one comes late, one that compares peers on the peers. So:

* ``affected``: the current statements of the same departments in the same year, and those of the same year or later that hold a project which a
  touched project continues or is continued by, near or far. Touched is every project of a department, year and kind that came in: what a corrected
  document leaves out is touched too.
* ``peers``: the current statements of departments that are in a group of peers which has changed (:func:`peers`, at the end of a load).
* ``compared``: those of their projects that have several years, or continue others.
* ``projects``, ``departments``, ``years``: what the affected statements are of, for conditions that reach an index.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import sqlalchemy as sa

Scope = dict[str, list[int]]

_AFFECTED = """
WITH RECURSIVE series AS (
    SELECT DISTINCT department_id, fiscal_year, statement_kind FROM ops.statement WHERE statement_id = ANY(:statements)
), touched AS (
    SELECT y.project_id, min(y.fiscal_year) AS since
    FROM series JOIN ops.statement s USING (department_id, fiscal_year, statement_kind) JOIN core.project_year y USING (statement_id)
    GROUP BY y.project_id
), family AS (
    SELECT project_id, since FROM touched
    UNION
    SELECT CASE WHEN l.from_project_id = f.project_id THEN l.to_project_id ELSE l.from_project_id END, f.since
    FROM family f JOIN core.project_link l ON f.project_id IN (l.from_project_id, l.to_project_id)
), since AS (
    SELECT project_id, min(since) AS since FROM family GROUP BY project_id
)
SELECT y.statement_id, y.project_id, s.department_id, y.fiscal_year
FROM since f JOIN core.project_year y ON y.project_id = f.project_id AND y.fiscal_year >= f.since JOIN ops.statement s USING (statement_id)
WHERE y.is_current
UNION
SELECT y.statement_id, y.project_id, s.department_id, y.fiscal_year
FROM (SELECT DISTINCT department_id, fiscal_year FROM series) c JOIN ops.statement s USING (department_id, fiscal_year)
JOIN core.project_year y USING (statement_id)
WHERE y.is_current
"""

# Projects of which several years are there to compare, or that continue others.
_COMPARED = """
SELECT y.project_id FROM core.project_year y WHERE y.project_id = ANY(:projects) AND y.is_current
GROUP BY y.project_id HAVING count(DISTINCT y.fiscal_year) > 1
UNION
SELECT l.to_project_id FROM core.project_link l WHERE l.to_project_id = ANY(:projects)
"""

_PEERS = """
WITH changed AS (
    SELECT c.department_id, c.fiscal_year FROM core.unranked_group JOIN core.peer_target c USING (peer_group)
    UNION ALL
    SELECT c.department_id, c.fiscal_year FROM core.unranked_group JOIN core.counted_target c USING (peer_group)
)
SELECT s.statement_id
FROM (
    SELECT DISTINCT department_id, fiscal_year FROM changed
) d JOIN ops.statement s USING (department_id, fiscal_year)
WHERE s.statement_kind <> 'self_evaluation' AND EXISTS (SELECT FROM core.project_year y WHERE y.statement_id = s.statement_id AND y.is_current)
ORDER BY 1
"""


def peers(connection: sa.Connection) -> list[int]:
    """The current statements of departments in groups of peers that have changed since these were summed up last.

    Groups of any size: one that has become too small to compare has findings to take back.
    """
    return list(connection.scalars(sa.text(_PEERS)))


def around(connection: sa.Connection, statement_ids: Collection[int]) -> Scope:
    """The statements to test again because these came in, and what they are of; sorted, empty where none came in."""
    given = {"statements": sorted(statement_ids)}
    affected = connection.execute(sa.text(_AFFECTED), given).all() if given["statements"] else []
    projects = _distinct(row[1] for row in affected)
    compared = connection.scalars(sa.text(_COMPARED), {"projects": projects}).all() if projects else []
    return {
        "affected": _distinct(row[0] for row in affected),
        "projects": projects,
        "compared": _distinct(compared),
        "departments": _distinct(row[2] for row in affected),
        "years": _distinct(row[3] for row in affected),
    }


def _distinct(values: Iterable[int]) -> list[int]:
    return sorted(set(values))
