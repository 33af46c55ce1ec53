-- C3: a number has its unit beside it. Where the indicator's name gives the unit (（小时）) that is used, and only worth knowing; where neither does,
-- nobody can tell what is promised. Indexes and factors need none. Tested for every number that is no date (DOMAIN 6, C3).
SELECT
    t.document_id,
    t.statement_id,
    t.project_year_id,
    t.indicator_id,
    t.seq,
    min(t.place) AS place,
    min(t.shown) AS found,
    coalesce('（' || min(t.unit) || '）', t.indicator_name) AS expected,
    NULL::numeric AS difference,
    bool_or(t.unit IS NULL OR t.unit_from = 'name') AS hit,
    CASE WHEN bool_or(t.unit IS NULL) THEN 'warning' ELSE 'info' END AS severity
FROM core.checked_target AS t
JOIN core.check_pattern AS exempt ON exempt.list = 'not_count'
WHERE
    t.statement_id = ANY (:statements)
    AND t.is_promise
    AND coalesce(t.low, t.high) IS NOT NULL
    AND t.indicator_stem !~ exempt.pattern
GROUP BY t.document_id, t.statement_id, t.project_year_id, t.indicator_id, t.seq, t.horizon, t.indicator_name
