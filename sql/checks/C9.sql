-- C9: a share is between 0 and 100 % (1000 ‰). Growth, surplus, yield and the like may pass it (words in check_words.csv) and are not tested, nor is
-- what is relative to a year before. A ≥ that was read as 2 is refused as a number while reading (suspect_sign) (DOMAIN 1.5; 6, C9).
SELECT
    t.document_id,
    t.statement_id,
    t.project_year_id,
    t.indicator_id,
    t.seq,
    min(t.place) AS place,
    min(t.shown) AS found,
    '0-' || CASE WHEN bool_or(t.compared_unit = '‰') THEN '1000‰' ELSE '100%' END AS expected,
    NULL::numeric AS difference,
    bool_or(least(t.low, t.high) < 0 OR greatest(t.low, t.high) > CASE t.compared_unit WHEN '‰' THEN 1000 ELSE 100 END) AS hit
FROM core.checked_target AS t
JOIN core.check_pattern AS free ON free.list = 'over_hundred'
WHERE
    t.statement_id = ANY (:statements)
    AND t.compared_unit IN ('%', '‰')
    AND coalesce(t.low, t.high) IS NOT NULL
    AND t.basis IS NULL
    AND t.indicator_name !~ free.pattern
    AND coalesce(t.measure, '') !~ free.pattern
GROUP BY t.document_id, t.statement_id, t.project_year_id, t.indicator_id, t.seq, t.horizon
