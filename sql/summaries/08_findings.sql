-- How many findings there are about a department's target tables of a year (which those are says mart.data_finding). Run once more when the checks
-- have been.
UPDATE core.department_year AS d
SET finding_count = n.finding_count
FROM (
    SELECT t.department_id, t.fiscal_year, count(f.finding_id) AS finding_count
    FROM touched AS t
    LEFT JOIN LATERAL (
        SELECT f.finding_id
        FROM ops.statement AS s
        JOIN ops.finding AS f USING (statement_id)
        LEFT JOIN core.project_year AS y ON y.project_year_id = f.project_year_id
        WHERE
            s.department_id = t.department_id AND s.fiscal_year = t.fiscal_year AND s.statement_kind <> 'self_evaluation'
            AND CASE
                WHEN f.project_year_id IS NOT NULL THEN y.is_current
                ELSE EXISTS (SELECT FROM core.current_statement AS c WHERE c.statement_id = s.statement_id)
            END
        UNION ALL
        SELECT f.finding_id
        FROM ops.statement AS s
        JOIN ops.finding AS f ON f.document_id = s.document_id AND f.statement_id IS NULL
        LEFT JOIN core.project_year AS y ON y.project_year_id = f.project_year_id
        WHERE
            s.department_id = t.department_id AND s.fiscal_year = t.fiscal_year AND s.statement_kind <> 'self_evaluation'
            AND (f.project_year_id IS NULL OR y.is_current)
            AND EXISTS (SELECT FROM core.current_statement AS c WHERE c.statement_id = s.statement_id)
            AND NOT EXISTS (SELECT FROM core.current_statement AS c WHERE c.document_id = s.document_id AND c.statement_id <> s.statement_id)
    ) AS f ON true
    GROUP BY t.department_id, t.fiscal_year
) AS n
WHERE d.department_id = n.department_id AND d.fiscal_year = n.fiscal_year AND d.finding_count IS DISTINCT FROM n.finding_count;
