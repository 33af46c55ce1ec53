-- F6: an indicator that at least five departments of one function and level promise in a year is neither much weaker (a fifth short of the median, or a
-- fifth over it where less is better) nor, where it is the project's only count, more than twice as dear by unit than the median of its peers, as
-- mart.target_peer and mart.unit_cost have them. Tested for all peers of a department that came in, since their median moves, once at the
-- end of a load (DOMAIN 6, F6).
WITH peer_year AS (
    SELECT DISTINCT s.department_id, s.fiscal_year FROM ops.statement AS s WHERE s.statement_id = ANY (:peers)
),
beside AS (
    SELECT c.target_value_id, c.peer_count AS size, c.compared_bound / c.unit_factor AS own, c.median_bound / c.unit_factor AS median, false AS is_cost
    FROM peer_year
    JOIN core.ranked_target AS c USING (department_id, fiscal_year)
    UNION ALL
    SELECT c.target_value_id, c.known_count, c.per_unit, c.median_per_unit, true
    FROM peer_year
    JOIN core.costed_target AS c USING (department_id, fiscal_year)
    WHERE c.count_target_count = 1 AND c.per_unit IS NOT NULL
)
SELECT
    s.document_id,
    s.statement_id,
    t.project_year_id,
    t.indicator_id,
    t.seq,
    e.place,
    CASE WHEN b.is_cost THEN round(b.own, 2) || ' 元/' || t.unit ELSE t.raw END AS found,
    CASE
        WHEN b.is_cost THEN '中位数 ' || round(b.median, 2) || ' 元/' || t.unit || '，' || b.size || ' 个项目'
        ELSE '中位数 ' || trim_scale(round(b.median, 4)) || coalesce(t.unit, '') || '，' || b.size || ' 个部门'
    END AS expected,
    round(b.own - b.median, 4) AS difference,
    CASE
        WHEN b.is_cost THEN b.own > 2 * b.median
        WHEN t.direction = 'negative' THEN b.median > 0 AND b.own > 1.2 * b.median
        ELSE b.own < 0.8 * b.median
    END AS hit
FROM beside AS b
JOIN core.target_value AS t USING (target_value_id)
JOIN core.project_year AS y USING (project_year_id)
JOIN ops.statement AS s USING (statement_id)
JOIN core.evidence AS e ON e.evidence_id = t.evidence_id
WHERE b.size >= 5 AND s.statement_id = ANY (:peers)
