-- C10: cost has a ceiling, not a floor, unless it is saved (成本节约率). Tested for every number of a cost indicator (DOMAIN 6, C10).
SELECT
    t.document_id,
    t.statement_id,
    t.project_year_id,
    t.indicator_id,
    t.seq,
    min(t.place) AS place,
    min(t.shown) AS found,
    '≤' AS expected,
    NULL::numeric AS difference,
    bool_or(t.comparator IN ('ge', 'gt')) AS hit
FROM core.checked_target AS t
JOIN core.check_pattern AS good ON good.list = 'positive'
WHERE
    t.statement_id = ANY (:statements)
    AND t.is_promise
    AND (t.kind = 'output.cost' OR t.kind LIKE 'cost.%')
    AND coalesce(t.low, t.high) IS NOT NULL
    AND t.indicator_name !~ good.pattern
GROUP BY t.document_id, t.statement_id, t.project_year_id, t.indicator_id, t.seq, t.horizon
