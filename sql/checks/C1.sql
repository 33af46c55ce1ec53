-- C1: an indicator that is named after a rate or a count has a number for a target, not words. Tested for every target of such an indicator
-- (DOMAIN 6, C1).
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
    bool_and(t.comparator = 'qualitative') AS hit
FROM core.checked_target AS t
JOIN core.check_pattern AS rate ON rate.list = 'rate'
JOIN core.check_pattern AS counted ON counted.list = 'count'
JOIN core.check_pattern AS not_rate ON not_rate.list = 'not_rate'
JOIN core.check_pattern AS not_count ON not_count.list = 'not_count'
WHERE
    t.statement_id = ANY (:statements)
    AND t.is_promise
    AND (
        (t.indicator_stem ~ rate.pattern AND t.indicator_stem !~ not_rate.pattern)
        OR (t.indicator_stem ~ counted.pattern AND t.indicator_stem !~ not_count.pattern)
    )
GROUP BY t.document_id, t.statement_id, t.project_year_id, t.indicator_id, t.seq, t.horizon, t.indicator_name
