-- A4: the projects of a department add up to no more than its whole-department form of the same year says in all. Equal they need not be: the whole
-- also pays for staff and offices (基本支出), which no project shows. Tested where both are current; whichever comes later is compared with the
-- other (DOMAIN 6, A4).
WITH side AS (
    SELECT
        s.department_id,
        s.fiscal_year,
        sum(y.total_yuan) FILTER (WHERE s.statement_kind = 'department_overall') AS whole_yuan,
        max(y.project_year_id) FILTER (WHERE s.statement_kind = 'department_overall') AS project_year_id,
        sum(y.total_yuan) FILTER (WHERE s.statement_kind = 'project_targets') AS projects_yuan,
        count(y.total_yuan) FILTER (WHERE s.statement_kind = 'project_targets') AS addends,
        max(CASE s.money_unit WHEN '10k_yuan' THEN 10000 WHEN '100m_yuan' THEN 100000000 ELSE 1 END) AS money_factor
    FROM ops.statement AS s
    JOIN core.project_year AS y USING (statement_id)
    WHERE y.is_current AND s.department_id = ANY (:departments) AND s.fiscal_year = ANY (:years)
    GROUP BY s.department_id, s.fiscal_year
)
SELECT
    s.document_id,
    s.statement_id,
    y.project_year_id,
    NULL::bigint AS indicator_id,
    NULL::integer AS seq,
    e.place,
    d.projects_yuan::text AS found,
    d.whole_yuan::text AS expected,
    d.projects_yuan - d.whole_yuan AS difference,
    d.projects_yuan - d.whole_yuan > 0.01 * (d.addends + 1) * d.money_factor AS hit
FROM side AS d
JOIN core.project_year AS y USING (project_year_id)
JOIN ops.statement AS s ON s.statement_id = y.statement_id
JOIN core.evidence AS e ON e.evidence_id = coalesce(y.total_evidence_id, y.evidence_id)
WHERE d.whole_yuan IS NOT NULL AND d.projects_yuan IS NOT NULL AND s.statement_id = ANY (:affected)
