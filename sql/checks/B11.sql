-- B11: what counts (数量, 次数) is not filed as quality. Tested for indicators of quality (DOMAIN 6, B11).
SELECT
    c.document_id,
    c.statement_id,
    c.project_year_id,
    c.indicator_id,
    c.seq,
    c.place,
    c.indicator_name AS found,
    '数量指标' AS expected,
    NULL::numeric AS difference,
    c.indicator_stem ~ yes.pattern AND c.indicator_stem !~ exempt.pattern AS hit
FROM core.checked_indicator AS c
JOIN core.check_pattern AS yes ON yes.list = 'count'
JOIN core.check_pattern AS exempt ON exempt.list = 'not_count'
WHERE c.statement_id = ANY (:statements) AND c.is_promise AND c.kind = 'output.quality'
