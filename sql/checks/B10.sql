-- B10: what is named after satisfaction is filed as satisfaction, and what is filed there asks for it (满意). Tested for every indicator whose kind is
-- told (DOMAIN 6, B10).
SELECT
    c.document_id,
    c.statement_id,
    c.project_year_id,
    c.indicator_id,
    c.seq,
    c.place,
    concat_ws('：', c.level2, c.indicator_name) AS found,
    CASE WHEN c.kind = 'satisfaction' THEN '名称含“满意”' ELSE '满意度指标' END AS expected,
    NULL::numeric AS difference,
    CASE WHEN c.kind = 'satisfaction' THEN c.indicator_name !~ any_word.pattern ELSE c.indicator_stem ~ whole.pattern END AS hit
FROM core.checked_indicator AS c
JOIN core.check_pattern AS any_word ON any_word.list = 'satisfaction'
JOIN core.check_pattern AS whole ON whole.list = 'satisfaction_name'
WHERE c.statement_id = ANY (:statements) AND c.is_promise AND c.kind IS NOT NULL
