-- B13: what only says that work was done (完成率, 次数) is output, no benefit. Tested for indicators of benefit (DOMAIN 6, B13).
SELECT
    c.document_id,
    c.statement_id,
    c.project_year_id,
    c.indicator_id,
    c.seq,
    c.place,
    c.indicator_name AS found,
    '产出指标' AS expected,
    NULL::numeric AS difference,
    c.indicator_stem ~ yes.pattern AS hit
FROM core.checked_indicator AS c
JOIN core.check_pattern AS yes ON yes.list = 'output'
WHERE c.statement_id = ANY (:statements) AND c.is_promise AND c.kind LIKE 'benefit.%'
