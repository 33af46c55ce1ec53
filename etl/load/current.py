"""Which facts are current (现行), computed anew for each department, year and kind of statement that a load touched (DESIGN decision 3).

Later is decided by the day of publication (the manifest's, else the printed one, else the day of loading in Beijing), then by the order of loading;
what stands in one document stands at one time. A whole table supersedes everything before it, a single-project card only rows of its project.
So a document that comes late but was published early changes nothing that is current. Only rows whose state changes are written.
"""

from __future__ import annotations

import sqlalchemy as sa

# position: the documents of one department, year and kind, from the earliest. A row is current if no whole table and no card of its project has
# a later position; what ends it is the first of these.
_POSITIONS = """
touched AS (
    SELECT DISTINCT department_id, fiscal_year, statement_kind FROM ops.statement WHERE statement_id = ANY(:statements)
), placed AS (
    SELECT s.statement_id, s.ordinal, s.covers, s.superseded_by, department_id, fiscal_year, statement_kind,
           dense_rank() OVER (
               PARTITION BY department_id, fiscal_year, statement_kind
               ORDER BY coalesce(d.published_on, (d.loaded_at AT TIME ZONE 'Asia/Shanghai')::date), d.load_order
           ) AS position
    FROM ops.statement s JOIN touched USING (department_id, fiscal_year, statement_kind) JOIN ops.document d USING (document_id)
), listed AS (
    SELECT y.project_year_id, y.project_id, y.is_current, p.* FROM placed p JOIN core.project_year y USING (statement_id)
), ended AS (
    SELECT l.project_year_id, l.statement_id, l.is_current, ender.statement_id AS ended_by, ender.position AS ended_at, ender.ordinal AS ended_ordinal
    FROM listed l LEFT JOIN LATERAL (
        SELECT e.statement_id, e.position, e.ordinal FROM placed e
        WHERE (e.department_id, e.fiscal_year, e.statement_kind) = (l.department_id, l.fiscal_year, l.statement_kind) AND e.position > l.position
          AND (e.covers = 'department' OR EXISTS (SELECT FROM listed o WHERE o.statement_id = e.statement_id AND o.project_id = l.project_id))
        ORDER BY e.position, e.ordinal LIMIT 1
    ) ender ON true
)"""

_ROWS = f"""
WITH {_POSITIONS}
UPDATE core.project_year y SET is_current = ended.ended_by IS NULL
FROM ended WHERE ended.project_year_id = y.project_year_id AND y.is_current IS DISTINCT FROM (ended.ended_by IS NULL)
"""

# A statement is superseded by what ends the last of its rows; one without rows by the next whole table.
_STATEMENTS = f"""
WITH {_POSITIONS}, last AS (
    SELECT p.statement_id, p.superseded_by,
           CASE WHEN count(e.project_year_id) = 0 THEN (
               SELECT n.statement_id FROM placed n
               WHERE (n.department_id, n.fiscal_year, n.statement_kind) = (p.department_id, p.fiscal_year, p.statement_kind)
                 AND n.position > p.position AND n.covers = 'department' ORDER BY n.position, n.ordinal LIMIT 1)
           WHEN bool_and(e.ended_by IS NOT NULL) THEN (array_agg(e.ended_by ORDER BY e.ended_at DESC, e.ended_ordinal DESC))[1] END AS ended_by
    FROM placed p LEFT JOIN ended e USING (statement_id)
    GROUP BY p.statement_id, p.superseded_by, p.department_id, p.fiscal_year, p.statement_kind, p.position
)
UPDATE ops.statement s SET superseded_by = last.ended_by
FROM last WHERE last.statement_id = s.statement_id AND s.superseded_by IS DISTINCT FROM last.ended_by
"""


def recompute(connection: sa.Connection, statements: list[int]) -> None:
    """Set ``project_year.is_current`` and ``statement.superseded_by`` for every department, year and kind of these statements."""
    if statements:
        for query in (_ROWS, _STATEMENTS):
            connection.execute(sa.text(query), {"statements": statements})
