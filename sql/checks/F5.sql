-- F5: what a unit of output costs does not jump by half or more from year to year. Only where the project promises one count, so that its money is for
-- that one. Tested for counts that the earlier year had too (DOMAIN 6, F5).
SELECT
    s.document_id,
    s.statement_id,
    t.project_year_id,
    t.indicator_id,
    t.seq,
    e.place,
    round(c.per_unit, 2) || ' 元/' || t.unit AS found,
    round(c.previous_per_unit, 2) || ' 元/' || t.unit AS expected,
    round(c.per_unit - c.previous_per_unit, 2) AS difference,
    abs(c.per_unit - c.previous_per_unit) >= 0.5 * c.previous_per_unit AS hit
FROM core.counted_target AS c
JOIN core.target_value AS t USING (target_value_id)
JOIN core.project_year AS y USING (project_year_id)
JOIN ops.statement AS s USING (statement_id)
JOIN core.evidence AS e ON e.evidence_id = t.evidence_id
WHERE
    c.department_id = ANY (:departments)
    AND c.fiscal_year = ANY (:years)
    AND c.project_id = ANY (:compared)
    AND c.count_target_count = 1
    AND c.per_unit IS NOT NULL
    AND c.previous_per_unit > 0
    AND s.statement_id = ANY (:affected)
