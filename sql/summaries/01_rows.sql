-- The rows that summaries are made of. Given: touched (department_id, fiscal_year). Made: the current rows of those years (summary_row), what
-- their projects continue (summary_way), and which rows stand on each side of a comparison (summary_member).

-- A project's rows of a year are in order: the main row first, the one without a funding document, then the larger money, then document order
-- (DESIGN, "One target per project").
CREATE TEMPORARY TABLE summary_row ON COMMIT DROP AS
SELECT
    y.project_year_id,
    y.project_id,
    p.department_id,
    p.project_kind,
    y.fiscal_year,
    s.statement_kind,
    s.statement_kind <> 'self_evaluation' AS is_promise,
    s.fiscal_year_from,
    s.document_id,
    y.name,
    y.funding_document,
    y.total_yuan,
    row_number() OVER (
        PARTITION BY y.project_id, y.fiscal_year, s.statement_kind <> 'self_evaluation'
        ORDER BY y.funding_document IS NOT NULL, y.total_yuan DESC NULLS LAST, s.document_id, s.ordinal, y.row_number
    ) AS place
FROM touched AS t
JOIN core.project AS p USING (department_id)
JOIN core.project_year AS y ON y.project_id = p.project_id AND y.fiscal_year = t.fiscal_year
JOIN ops.statement AS s USING (statement_id)
WHERE y.is_current;
ANALYZE summary_row;

-- All earlier projects that a project continues, directly or through others, and since when: the latest link of the way; of several ways the
-- earliest. Links form a graph: after a merger one project continues several, and these stay apart in earlier years.
CREATE TEMPORARY TABLE summary_way ON COMMIT DROP AS
WITH RECURSIVE way AS (
    SELECT l.to_project_id AS project_id, l.from_project_id AS earlier_project_id, l.effective_year
    FROM (SELECT DISTINCT project_id FROM summary_row) AS r
    JOIN core.project_link AS l ON l.to_project_id = r.project_id
    UNION
    SELECT w.project_id, l.from_project_id, greatest(w.effective_year, l.effective_year)
    FROM way AS w
    JOIN core.project_link AS l ON l.to_project_id = w.earlier_project_id
)
SELECT project_id, earlier_project_id, min(effective_year) AS effective_year
FROM way
WHERE project_id <> earlier_project_id
GROUP BY project_id, earlier_project_id;
ANALYZE summary_way;

-- Which promises a self-evaluation is about. The same project of its own department in that year; where that one promised nothing, all that it
-- continues by a succession effective at the latest in the year after, since a successor publishes the last year's (DESIGN).
CREATE TEMPORARY TABLE summary_about ON COMMIT DROP AS
WITH evaluated AS (
    SELECT e.project_id, e.fiscal_year, p.project_id IS NOT NULL AS has_promise
    FROM summary_row AS e
    LEFT JOIN summary_row AS p ON p.project_id = e.project_id AND p.fiscal_year = e.fiscal_year AND p.is_promise AND p.place = 1
    WHERE NOT e.is_promise AND e.place = 1
)
SELECT e.project_id, e.fiscal_year, e.project_id AS promised_project_id
FROM evaluated AS e
WHERE e.has_promise
UNION ALL
SELECT DISTINCT e.project_id, e.fiscal_year, w.earlier_project_id
FROM evaluated AS e
JOIN summary_way AS w ON w.project_id = e.project_id AND w.effective_year <= e.fiscal_year + 1
JOIN summary_row AS p ON p.project_id = w.earlier_project_id AND p.fiscal_year = e.fiscal_year AND p.is_promise
WHERE NOT e.has_promise;
ANALYZE summary_about;

-- Each publication beside the one before it, row by row. Publications are the documents of a department, year and kind, by the day of publication
-- (else of loading), then by the order of loading. A row is the same where project, funding document and unit are. A single-project card speaks
-- only of its own projects; one that adds a project changes nothing. A document that was read again is no other publication: its latest reading counts.
CREATE TEMPORARY TABLE summary_republished ON COMMIT DROP AS
WITH publication AS (
    SELECT
        s.department_id, s.fiscal_year, s.statement_kind, s.document_id,
        bool_and(s.covers = 'project') AS is_card,
        lag(s.document_id) OVER (
            PARTITION BY s.department_id, s.fiscal_year, s.statement_kind
            ORDER BY coalesce(d.published_on, (d.loaded_at AT TIME ZONE 'Asia/Shanghai')::date), d.load_order
        ) AS old_document_id
    FROM touched AS t
    JOIN ops.statement AS s USING (department_id, fiscal_year)
    JOIN ops.document AS d USING (document_id, reading)
    GROUP BY s.department_id, s.fiscal_year, s.statement_kind, s.document_id, d.published_on, d.loaded_at, d.load_order
),
later AS MATERIALIZED (
    SELECT * FROM publication WHERE old_document_id IS NOT NULL
),
side AS (
    SELECT l.*, d.document_id = l.document_id AS is_new, y.project_id, y.funding_document, y.unit_department_id, y.project_year_id,
        row_number() OVER (
            PARTITION BY l.department_id, l.fiscal_year, l.statement_kind, l.document_id, d.document_id, y.project_id, y.funding_document,
                y.unit_department_id
            ORDER BY s.ordinal, y.row_number
        ) AS occurrence
    FROM later AS l
    CROSS JOIN LATERAL (VALUES (l.document_id), (l.old_document_id)) AS d (document_id)
    JOIN ops.statement AS s
        ON s.document_id = d.document_id AND s.department_id = l.department_id AND s.fiscal_year = l.fiscal_year
        AND s.statement_kind = l.statement_kind
    JOIN ops.document AS o ON o.document_id = s.document_id AND o.reading = s.reading
    JOIN core.project_year AS y USING (statement_id)
),
beside AS (
    SELECT
        department_id, fiscal_year, statement_kind, document_id, old_document_id, is_card, project_id,
        max(project_year_id) FILTER (WHERE is_new) AS new_project_year_id,
        max(project_year_id) FILTER (WHERE NOT is_new) AS old_project_year_id
    FROM side
    GROUP BY department_id, fiscal_year, statement_kind, document_id, old_document_id, is_card, project_id, funding_document, unit_department_id,
        occurrence
),
told AS (
    SELECT
        b.*,
        bool_or(b.new_project_year_id IS NOT NULL AND b.old_project_year_id IS NOT NULL) OVER (
            PARTITION BY b.department_id, b.fiscal_year, b.statement_kind, b.document_id
        ) AS has_common
    FROM beside AS b
)
SELECT department_id, fiscal_year, statement_kind, project_id, old_project_year_id, new_project_year_id, old_document_id, document_id
FROM told
WHERE NOT is_card OR (new_project_year_id IS NOT NULL AND has_common);
ANALYZE summary_republished;

-- The rows on each side. Pairing year: a project's rows of a year (new) and those of the latest earlier year that it, or what it continues, has
-- (old): after a merger the rows of all that was merged. Pairing restated: a self-evaluation (new) and the promises that it is about (old).
-- Pairing republished: a row (new) and the same row of the publication before (old), each pair an occasion of its own. A side of an occasion has a
-- number of its own here: sorting by it is cheap.
CREATE TEMPORARY TABLE summary_member ON COMMIT DROP AS
WITH named AS (
    SELECT project_year_id AS occasion_id, department_id, fiscal_year, project_id, is_promise FROM summary_row WHERE place = 1
),
continued AS (
    SELECT n.*, n.project_id AS earlier_project_id FROM named AS n WHERE n.is_promise
    UNION ALL
    SELECT n.*, w.earlier_project_id
    FROM named AS n
    JOIN summary_way AS w ON w.project_id = n.project_id AND w.effective_year <= n.fiscal_year
    WHERE n.is_promise
),
earlier AS (
    SELECT
        c.occasion_id, c.department_id, c.fiscal_year, c.project_id, y.fiscal_year AS member_year, y.project_year_id, y.total_yuan,
        row_number() OVER main_first AS place,
        rank() OVER (PARTITION BY c.occasion_id ORDER BY y.fiscal_year DESC) AS recency
    FROM continued AS c
    JOIN core.project_year AS y ON y.project_id = c.earlier_project_id AND y.fiscal_year < c.fiscal_year AND y.is_current
    JOIN ops.statement AS s ON s.statement_id = y.statement_id AND s.statement_kind <> 'self_evaluation'
    WINDOW main_first AS (
        PARTITION BY c.occasion_id, y.fiscal_year
        ORDER BY y.funding_document IS NOT NULL, y.total_yuan DESC NULLS LAST, s.document_id, s.ordinal, y.row_number
    )
)
SELECT m.*, dense_rank() OVER (ORDER BY m.occasion_id, m.pairing, m.is_new) AS side_id
FROM (
    SELECT 'year' AS pairing, true AS is_new, n.occasion_id, n.department_id, n.fiscal_year, n.project_id, n.fiscal_year AS member_year,
        r.project_year_id, r.total_yuan, r.place
    FROM named AS n
    JOIN summary_row AS r ON r.project_id = n.project_id AND r.fiscal_year = n.fiscal_year AND r.is_promise
    WHERE n.is_promise
    UNION ALL
    SELECT 'year', false, occasion_id, department_id, fiscal_year, project_id, member_year, project_year_id, total_yuan, place
    FROM earlier
    WHERE recency = 1
    UNION ALL
    SELECT 'restated', true, n.occasion_id, n.department_id, n.fiscal_year, n.project_id, n.fiscal_year, r.project_year_id, r.total_yuan, r.place
    FROM named AS n
    JOIN summary_row AS r ON r.project_id = n.project_id AND r.fiscal_year = n.fiscal_year AND NOT r.is_promise
    WHERE NOT n.is_promise
    UNION ALL
    SELECT 'restated', false, n.occasion_id, n.department_id, n.fiscal_year, n.project_id, n.fiscal_year, y.project_year_id, y.total_yuan,
        row_number() OVER (
            PARTITION BY n.occasion_id
            ORDER BY y.funding_document IS NOT NULL, y.total_yuan DESC NULLS LAST, s.document_id, s.ordinal, y.row_number
        )
    FROM named AS n
    JOIN summary_about AS a USING (project_id, fiscal_year)
    JOIN summary_row AS r ON r.project_id = a.promised_project_id AND r.fiscal_year = n.fiscal_year AND r.is_promise
    JOIN core.project_year AS y USING (project_year_id)
    JOIN ops.statement AS s USING (statement_id)
    WHERE NOT n.is_promise
    UNION ALL
    SELECT 'republished', i.is_new, p.new_project_year_id, p.department_id, p.fiscal_year, p.project_id, p.fiscal_year,
        CASE WHEN i.is_new THEN p.new_project_year_id ELSE p.old_project_year_id END, NULL, 1
    FROM summary_republished AS p
    CROSS JOIN (VALUES (true), (false)) AS i (is_new)
    WHERE p.old_project_year_id IS NOT NULL AND p.new_project_year_id IS NOT NULL
) AS m;
ANALYZE summary_member;
