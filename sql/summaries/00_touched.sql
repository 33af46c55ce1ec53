-- Which departments and years must be summed up anew. Given: changed (department_id, fiscal_year), where facts, links or names have changed. Made:
-- touched, with all that depends on them: departments whose projects are linked, in the same year (a successor evaluates what another promised), and
-- the next year in which a project of theirs promises something (it is compared with the latest earlier one).
CREATE TEMPORARY TABLE touched ON COMMIT DROP AS
WITH RECURSIVE same AS (
    SELECT department_id, fiscal_year FROM changed
    UNION
    SELECT n.department_id, s.fiscal_year
    FROM same AS s
    JOIN core.project AS p USING (department_id)
    CROSS JOIN LATERAL (
        SELECT q.department_id FROM core.project_link AS l JOIN core.project AS q ON q.project_id = l.to_project_id
        WHERE l.from_project_id = p.project_id
        UNION ALL
        SELECT q.department_id FROM core.project_link AS l JOIN core.project AS q ON q.project_id = l.from_project_id
        WHERE l.to_project_id = p.project_id
    ) AS n
    WHERE n.department_id <> s.department_id
),
later AS (
    SELECT DISTINCT s.department_id, n.fiscal_year
    FROM same AS s
    JOIN core.project AS p USING (department_id)
    CROSS JOIN LATERAL (
        SELECT min(y.fiscal_year) AS fiscal_year
        FROM core.project_year AS y
        JOIN ops.statement AS t USING (statement_id)
        WHERE y.project_id = p.project_id AND y.fiscal_year > s.fiscal_year AND y.is_current AND t.statement_kind <> 'self_evaluation'
    ) AS n
    WHERE n.fiscal_year IS NOT NULL
),
also AS (
    SELECT department_id, fiscal_year FROM later
    UNION
    SELECT n.department_id, s.fiscal_year
    FROM also AS s
    JOIN core.project AS p USING (department_id)
    CROSS JOIN LATERAL (
        SELECT q.department_id FROM core.project_link AS l JOIN core.project AS q ON q.project_id = l.to_project_id
        WHERE l.from_project_id = p.project_id
        UNION ALL
        SELECT q.department_id FROM core.project_link AS l JOIN core.project AS q ON q.project_id = l.from_project_id
        WHERE l.to_project_id = p.project_id
    ) AS n
    WHERE n.department_id <> s.department_id
)
SELECT department_id, fiscal_year FROM same
UNION
SELECT department_id, fiscal_year FROM also;
ANALYZE touched;
