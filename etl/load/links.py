"""Which project continues which (``core.project_link``), where that is certain: by the printed code, by a succession of departments, or because a
steward says so.

Two names with one code in one department, or in departments that follow each other, are one project; so are projects of one stem in departments that
follow each other. What a steward confirms stands in ``ops.confirmed_link`` and becomes a link once both projects are known; looser matches are only
suggested (:mod:`etl.load.suggestions`).
"""

from __future__ import annotations

import sqlalchemy as sa

# Departments that the touched ones follow or are followed by, near or far, and themselves.
_WANTED = """
WITH RECURSIVE touched AS (
    SELECT unnest(CAST(:departments AS bigint[])) AS department_id
    UNION
    SELECT CASE WHEN s.from_department_id = t.department_id THEN s.to_department_id ELSE s.from_department_id END
    FROM touched t JOIN core.department_succession s ON t.department_id IN (s.from_department_id, s.to_department_id)
), filed AS (
    SELECT p.project_id, p.department_id, p.project_kind, p.stem, min(y.fiscal_year) AS first_year, max(y.fiscal_year) AS last_year
    FROM core.project p JOIN touched USING (department_id) JOIN core.project_year y USING (project_id)
    JOIN ops.statement s USING (statement_id) JOIN ops.document d USING (document_id, reading) -- what was misread and read again names no project
    GROUP BY p.project_id
), coded AS (
    SELECT DISTINCT y.project_id, y.code FROM core.project_year y JOIN filed USING (project_id)
    JOIN ops.statement s USING (statement_id) JOIN ops.document d USING (document_id, reading) WHERE y.code IS NOT NULL
), by_succession AS (
    SELECT a.project_id AS from_project_id, b.project_id AS to_project_id, s.effective_year, 'succession' AS reason
    FROM core.department_succession s
    JOIN filed a ON a.department_id = s.from_department_id
    JOIN filed b ON b.department_id = s.to_department_id AND b.project_kind = a.project_kind
    WHERE a.stem = b.stem OR a.project_kind = 'department_overall'
), by_code AS (
    SELECT DISTINCT ON (b.project_id) a.project_id AS from_project_id, b.project_id AS to_project_id, b.first_year AS effective_year, 'code' AS reason
    FROM coded x JOIN coded z ON z.code = x.code AND z.project_id <> x.project_id
    JOIN filed a ON a.project_id = x.project_id
    JOIN filed b ON b.project_id = z.project_id AND b.project_kind = a.project_kind AND a.last_year < b.first_year
    LEFT JOIN core.department_succession s ON s.from_department_id = a.department_id AND s.to_department_id = b.department_id
    WHERE a.department_id = b.department_id OR s.effective_year <= b.first_year
    ORDER BY b.project_id, a.last_year DESC, a.project_id
), wanted AS (
    SELECT * FROM by_succession
    UNION ALL
    SELECT * FROM by_code c
    WHERE NOT EXISTS (SELECT FROM by_succession s WHERE (s.from_project_id, s.to_project_id) = (c.from_project_id, c.to_project_id))
)"""

_DROP = f"""
{_WANTED}
DELETE FROM core.project_link l USING filed f
WHERE f.project_id = l.to_project_id AND l.reason <> 'steward'
  AND NOT EXISTS (SELECT FROM wanted w WHERE (w.from_project_id, w.to_project_id) = (l.from_project_id, l.to_project_id))
"""

_PUT = f"""
{_WANTED}
INSERT INTO core.project_link AS l (from_project_id, to_project_id, effective_year, reason)
SELECT w.from_project_id, w.to_project_id, min(w.effective_year), min(w.reason)
FROM wanted w LEFT JOIN core.project_link k USING (from_project_id, to_project_id)
WHERE k.from_project_id IS NULL OR (k.reason <> 'steward' AND (k.effective_year, k.reason) IS DISTINCT FROM (w.effective_year, w.reason))
GROUP BY w.from_project_id, w.to_project_id ORDER BY 1, 2
ON CONFLICT (from_project_id, to_project_id) DO UPDATE SET effective_year = excluded.effective_year, reason = excluded.reason
"""

# What a steward says wins over what was found.
_CONFIRM = """
INSERT INTO core.project_link AS l (from_project_id, to_project_id, effective_year, reason)
SELECT c.from_project_id, c.to_project_id, c.effective_year, 'steward'
FROM ops.confirmed_link c JOIN core.project a ON a.project_id = c.from_project_id JOIN core.project b ON b.project_id = c.to_project_id
WHERE a.department_id = ANY(:departments) OR b.department_id = ANY(:departments) ORDER BY 1, 2
ON CONFLICT (from_project_id, to_project_id) DO UPDATE SET effective_year = excluded.effective_year, reason = excluded.reason
WHERE (l.effective_year, l.reason) IS DISTINCT FROM (excluded.effective_year, excluded.reason)
"""

_OF_STATEMENTS = "SELECT DISTINCT department_id FROM ops.statement WHERE statement_id = ANY(:statements)"


def refresh(connection: sa.Connection, statements: list[int]) -> set[int]:
    """Compute anew the links of every department of these statements, and of those it follows or is followed by. Writes only what differs; returns
    the projects at both ends of what was written.
    """
    return of_departments(connection, list(connection.scalars(sa.text(_OF_STATEMENTS), {"statements": statements}))) if statements else set()


def of_departments(connection: sa.Connection, departments: list[int]) -> set[int]:
    """The same for departments by id."""
    ends: set[int] = set()
    for query in (_DROP, _PUT, _CONFIRM):
        for row in connection.execute(sa.text(f"{query} RETURNING l.from_project_id, l.to_project_id"), {"departments": departments}):
            ends.update(row)
    return ends
