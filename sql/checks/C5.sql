-- C5: a target of 0 says which way is good: by its name (事故), a printed direction, or a sign; else nobody knows what is promised. Where it is told, a
-- target of nothing at all is still worth knowing. Tested for every number (DOMAIN 2.2; 6, C5).
SELECT
    t.document_id,
    t.statement_id,
    t.project_year_id,
    t.indicator_id,
    t.seq,
    min(t.place) AS place,
    min(t.shown) AS found,
    t.indicator_name AS expected,
    NULL::numeric AS difference,
    bool_or(t.bound = 0) AS hit,
    CASE WHEN bool_or(t.bound = 0 AND t.direction_from IN ('zero', 'default')) THEN 'warning' ELSE 'info' END AS severity
FROM core.checked_target AS t
WHERE t.statement_id = ANY (:statements) AND t.is_promise AND t.bound IS NOT NULL
GROUP BY t.document_id, t.statement_id, t.project_year_id, t.indicator_id, t.seq, t.horizon, t.indicator_name
