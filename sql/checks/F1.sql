-- F1: a project whose money grew by a tenth or more does not let a target of the year slacken. Tested for projects with an earlier year and money in
-- both, whichever year came later into the warehouse (DOMAIN 6, F1).
SELECT
    s.document_id,
    s.statement_id,
    p.project_year_id,
    NULL::bigint AS indicator_id,
    NULL::integer AS seq,
    e.place,
    p.total_yuan || '；' || coalesce(l.loosened, '') AS found,
    p.previous_year || '：' || p.previous_total_yuan AS expected,
    p.total_yuan - p.previous_total_yuan AS difference,
    p.loosened > 0 AND p.total_yuan >= 1.1 * p.previous_total_yuan AS hit
FROM core.promised_project AS p
JOIN core.project_year AS y USING (project_year_id)
JOIN ops.statement AS s USING (statement_id)
JOIN core.evidence AS e ON e.evidence_id = y.evidence_id
LEFT JOIN LATERAL (
    SELECT string_agg(i.name || ' ' || o.raw || '→' || n.raw, '、' ORDER BY n.project_year_id, n.seq) AS loosened
    FROM core.compared_target AS c
    JOIN core.target_value AS n ON n.target_value_id = c.new_target_id
    JOIN core.target_value AS o ON o.target_value_id = c.old_target_id
    JOIN core.indicator AS i ON i.indicator_id = c.new_indicator_id
    WHERE
        c.department_id = p.department_id
        AND c.fiscal_year = p.fiscal_year
        AND c.pairing = 'year'
        AND c.project_id = p.project_id
        AND c.horizon = 'annual'
        AND c.change = 'loosened'
) AS l ON p.loosened > 0
WHERE
    p.project_id = ANY (:compared)
    AND s.statement_id = ANY (:affected)
    AND p.total_yuan IS NOT NULL
    AND p.previous_total_yuan > 0
