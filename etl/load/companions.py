"""What a steward says beside the documents: the roster (who is expected to publish what), the succession of departments, and which project continues
which. Written as given, once.

The roster that was given last is the roster: rows it no longer has are taken out, since they say what is expected, not what happened. So with links
between projects, which are decisions that may be taken back. Successions are facts and are only added or corrected.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from etl.load import links, suggestions, summaries
from etl.load.named import Confirmed, Expected, Succession
from etl.load.values import clean


def put_roster(connection: sa.Connection, rows: Sequence[Expected]) -> None:
    """Make the roster say what these rows say, in one transaction."""
    given = [
        {
            "region": row.department.region_code or "",
            "name": row.department.name,
            "id": row.department.department_id,
            "function": row.function,
            "kind": row.kind,
            "first": row.first_year,
            "last": row.last_year,
        }
        for row in rows
    ]
    with connection.begin():
        connection.execute(sa.text("CREATE TEMP TABLE given_roster (LIKE ops.roster) ON COMMIT DROP"))
        if given:
            connection.execute(sa.text("INSERT INTO given_roster VALUES (:region, :name, :id, :function, :kind, :first, :last)"), given)
        connection.execute(
            sa.text(
                "DELETE FROM ops.roster r WHERE NOT EXISTS (SELECT FROM given_roster g WHERE "
                "(g.region_code, g.department, g.kind, g.first_year) = (r.region_code, r.department, r.kind, r.first_year))"
            )
        )
        connection.execute(
            sa.text(
                "INSERT INTO ops.roster AS r SELECT DISTINCT g.* FROM given_roster g "
                "ON CONFLICT (region_code, department, kind, first_year) DO UPDATE "
                "SET department_id = excluded.department_id, function_key = excluded.function_key, last_year = excluded.last_year "
                "WHERE (r.department_id, r.function_key, r.last_year) "
                "IS DISTINCT FROM (excluded.department_id, excluded.function_key, excluded.last_year)"
            )
        )
        summaries.refresh_renamed(connection)


def put_successions(connection: sa.Connection, rows: Sequence[Succession]) -> None:
    """Add successions, with departments that no document has named yet, and link the projects they concern; in one transaction."""
    departments = {item.department_id: item for row in rows for item in (row.of, row.to)}
    if not departments:
        return
    with connection.begin():
        connection.execute(
            sa.text(
                "INSERT INTO core.department (department_id, name, department_key, region_code, function_key) "
                "VALUES (:id, :name, :key, :region, :function) ON CONFLICT (department_id) DO NOTHING"
            ),
            [
                {"id": number, "name": item.name, "key": item.key, "region": item.region_code, "function": item.function}
                for number, item in sorted(departments.items())
            ],
        )
        connection.execute(
            sa.text(
                "INSERT INTO core.department_succession AS s (from_department_id, to_department_id, effective_year, change, source) "
                "VALUES (:of, :to, :year, :change, :source) ON CONFLICT (from_department_id, to_department_id, effective_year) DO UPDATE "
                "SET change = excluded.change, source = excluded.source "
                "WHERE (s.change, s.source) IS DISTINCT FROM (excluded.change, excluded.source)"
            ),
            [
                {"of": row.of.department_id, "to": row.to.department_id, "year": row.effective_year, "change": row.change, "source": row.source}
                for row in rows
            ],
        )
        links.of_departments(connection, sorted(departments))
        suggestions.of_departments(connection, sorted(departments))
        summaries.refresh_departments(connection, departments)


_SAME_PAIR = "(g.from_project_id, g.to_project_id) = (c.from_project_id, c.to_project_id)"
_TAKEN_BACK = f"""
WITH gone AS (
    DELETE FROM ops.confirmed_link c WHERE NOT EXISTS (SELECT FROM given_link g WHERE {_SAME_PAIR}) RETURNING *
), unlinked AS (
    DELETE FROM core.project_link l USING gone
    WHERE l.reason = 'steward' AND (l.from_project_id, l.to_project_id) = (gone.from_project_id, gone.to_project_id)
)
SELECT from_department_id FROM gone UNION SELECT to_department_id FROM gone"""
_CONFIRM = """
INSERT INTO ops.confirmed_link AS c SELECT * FROM given_link ON CONFLICT (from_project_id, to_project_id) DO UPDATE
SET effective_year = excluded.effective_year, reason = excluded.reason, from_project = excluded.from_project, to_project = excluded.to_project
WHERE (c.effective_year, c.reason, c.from_project, c.to_project)
IS DISTINCT FROM (excluded.effective_year, excluded.reason, excluded.from_project, excluded.to_project)"""


def put_links(connection: sa.Connection, rows: Sequence[Confirmed]) -> None:
    """Make the confirmed links say what these rows say, and link the projects that are known already, in one transaction.

    A link whose projects no document has named yet waits for them.
    """
    given = {
        (row.of.project_id, row.to.project_id): {
            "of": row.of.project_id,
            "to": row.to.project_id,
            "year": row.effective_year,
            "reason": clean(row.reason),
            "of_department": row.of.department.department_id,
            "of_name": clean(row.of.name),
            "to_department": row.to.department.department_id,
            "to_name": clean(row.to.name),
        }
        for row in rows
    }
    with connection.begin():
        connection.execute(sa.text("CREATE TEMP TABLE given_link (LIKE ops.confirmed_link) ON COMMIT DROP"))
        if given:
            insert = "INSERT INTO given_link VALUES (:of, :to, :year, :reason, :of_department, :of_name, :to_department, :to_name)"
            connection.execute(sa.text(insert), list(given.values()))
        departments = set(connection.scalars(sa.text(_TAKEN_BACK)))
        departments |= {named.department.department_id for row in rows for named in (row.of, row.to)}
        connection.execute(sa.text(_CONFIRM))
        links.of_departments(connection, sorted(departments))
        suggestions.of_departments(connection, sorted(departments))
        summaries.refresh_departments(connection, departments)
