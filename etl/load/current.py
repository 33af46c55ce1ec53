"""Which facts are current (现行), computed anew for each department, year and kind of statement that a load touched (DESIGN decision 3).

Later is decided by the day of publication (the manifest's, else the printed one, else the day of loading in Beijing), then by the order of loading;
what stands in one document stands at one time. A whole table supersedes everything before it, a single-project card only rows of its project.
So a document that comes late but was published early changes nothing that is current. Of a document that was read again only the latest reading takes
part (:mod:`etl.load.readings` ends the others). Only rows whose state changes are written.
"""

from __future__ import annotations

import sqlalchemy as sa

# position: the documents of one department, year and kind, from the earliest. A row ends at the first later position where a whole table stands
# or a card of its project.
_ROWS_ENDED = """
touched AS (
    SELECT DISTINCT department_id, fiscal_year, statement_kind FROM ops.statement WHERE statement_id = ANY(:statements)
), placed AS (
    SELECT s.statement_id, s.ordinal, s.covers, s.superseded_by,
           dense_rank() OVER (ORDER BY department_id, fiscal_year, statement_kind) AS series,
           dense_rank() OVER (
               PARTITION BY department_id, fiscal_year, statement_kind
               ORDER BY coalesce(d.published_on, (d.loaded_at AT TIME ZONE 'Asia/Shanghai')::date), d.load_order
           ) AS position
    FROM ops.statement s JOIN touched USING (department_id, fiscal_year, statement_kind) JOIN ops.document d USING (document_id, reading)
), followed AS (
    SELECT p.*, min(position) FILTER (WHERE covers = 'department') OVER later AS next_table
    FROM placed p WINDOW later AS (PARTITION BY series ORDER BY position RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
), listed AS (
    SELECT y.project_year_id, y.project_id, y.is_current, f.statement_id, f.series,
           least(f.next_table, min(f.position) FILTER (WHERE f.covers = 'project') OVER later) AS ended_at
    FROM followed f JOIN core.project_year y USING (statement_id)
    WINDOW later AS (PARTITION BY f.series, y.project_id ORDER BY f.position RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
)"""

_ROWS = f"""
WITH {_ROWS_ENDED}
UPDATE core.project_year y SET is_current = l.ended_at IS NULL
FROM listed l WHERE l.project_year_id = y.project_year_id AND l.is_current IS DISTINCT FROM (l.ended_at IS NULL)
"""

# A statement is superseded by what ends the last of its rows; one without rows by the next whole table.
_STATEMENTS = f"""
WITH {_ROWS_ENDED}, last AS (
    SELECT f.statement_id, f.series, f.superseded_by,
           CASE WHEN count(l.project_year_id) = 0 THEN min(f.next_table) WHEN bool_and(l.ended_at IS NOT NULL) THEN max(l.ended_at) END AS ended_at
    FROM followed f LEFT JOIN listed l USING (statement_id) GROUP BY f.statement_id, f.series, f.superseded_by
), ender AS (
    SELECT DISTINCT ON (last.statement_id) last.statement_id, e.statement_id AS ended_by
    FROM last JOIN placed e ON e.series = last.series AND e.position = last.ended_at
    LEFT JOIN listed mine ON mine.statement_id = last.statement_id AND mine.ended_at = last.ended_at
    LEFT JOIN listed theirs ON theirs.statement_id = e.statement_id AND theirs.project_id = mine.project_id
    WHERE e.covers = 'department' OR theirs.project_id IS NOT NULL
    ORDER BY last.statement_id, e.covers, e.ordinal
)
UPDATE ops.statement s SET superseded_by = ender.ended_by
FROM last LEFT JOIN ender USING (statement_id) WHERE last.statement_id = s.statement_id AND last.superseded_by IS DISTINCT FROM ender.ended_by
"""


def recompute(connection: sa.Connection, statements: list[int]) -> None:
    """Set ``project_year.is_current`` and ``statement.superseded_by`` for every department, year and kind of these statements."""
    if statements:
        for query in (_ROWS, _STATEMENTS):
            connection.execute(sa.text(query), {"statements": statements})
