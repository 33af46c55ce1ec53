-- B12: a rate (率) is no quantity; 频率 is. Tested for indicators of quantity (DOMAIN 6, B12).
SELECT
    c.document_id,
    c.statement_id,
    c.project_year_id,
    c.indicator_id,
    c.seq,
    c.place,
    c.indicator_name AS found,
    '质量或时效指标' AS expected,
    NULL::numeric AS difference,
    c.indicator_stem ~ yes.pattern AND c.indicator_stem !~ exempt.pattern AS hit
FROM core.checked_indicator AS c
JOIN core.check_pattern AS yes ON yes.list = 'rate'
JOIN core.check_pattern AS exempt ON exempt.list = 'not_rate'
WHERE c.statement_id = ANY (:statements) AND c.is_promise AND c.kind = 'output.quantity'
