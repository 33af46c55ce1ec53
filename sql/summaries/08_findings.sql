-- How many findings there are about a department's target tables of a year. Run once more when the checks have been.
UPDATE core.department_year AS d
SET finding_count = n.finding_count
FROM (
    SELECT t.department_id, t.fiscal_year, count(f.finding_id) AS finding_count
    FROM touched AS t
    LEFT JOIN core.placed_finding AS f
        ON f.department_id = t.department_id AND f.fiscal_year = t.fiscal_year AND f.statement_kind <> 'self_evaluation'
    GROUP BY t.department_id, t.fiscal_year
) AS n
WHERE d.department_id = n.department_id AND d.fiscal_year = n.fiscal_year AND d.finding_count IS DISTINCT FROM n.finding_count;
