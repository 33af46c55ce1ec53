-- Which departments and years must be summed up anew. Given: changed (department_id, fiscal_year), where facts, links or names have changed. Made:
-- touched, with all that depends on them: departments whose projects are linked, in the same year (a successor evaluates what another promised), and
-- the next year in which a project of theirs promises something (it is compared with the latest earlier one). Projects of different departments are
-- linked only by a succession or a steward's word. What this load brings is among the changed, so the next years may be asked of the summaries.
CREATE TEMPORARY TABLE summary_lineage ON COMMIT DROP AS
WITH RECURSIVE edge AS (
    SELECT from_department_id AS a, to_department_id AS b FROM core.department_succession
    UNION
    SELECT to_department_id, from_department_id FROM core.department_succession
    UNION
    SELECT from_department_id, to_department_id FROM ops.confirmed_link
    UNION
    SELECT to_department_id, from_department_id FROM ops.confirmed_link
),
same AS (
    SELECT DISTINCT department_id AS changed_id, department_id FROM changed
    UNION
    SELECT s.changed_id, e.b
    FROM same AS s
    JOIN edge AS e ON e.a = s.department_id
)
SELECT changed_id, department_id FROM same;
ANALYZE summary_lineage;

CREATE TEMPORARY TABLE summary_same ON COMMIT DROP AS
SELECT DISTINCT l.changed_id, l.department_id, c.fiscal_year
FROM changed AS c
JOIN summary_lineage AS l ON l.changed_id = c.department_id;
ANALYZE summary_same;

CREATE TEMPORARY TABLE touched ON COMMIT DROP AS
SELECT department_id, fiscal_year FROM summary_same
UNION
SELECT l.department_id, n.fiscal_year
FROM (
    SELECT DISTINCT s.changed_id, (
        SELECT min(r.fiscal_year) FROM core.promised_project AS r WHERE r.project_id = p.project_id AND r.fiscal_year > s.fiscal_year
    ) AS fiscal_year
    FROM summary_same AS s
    JOIN core.project AS p USING (department_id)
) AS n
JOIN summary_lineage AS l USING (changed_id)
WHERE n.fiscal_year IS NOT NULL;
ANALYZE touched;
