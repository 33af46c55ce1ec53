-- B8: no indicator stands twice in a project: the name without prefix, punctuation and unit, and the unit. Names that are only alike
-- (专职人民调解员调解成功率, 人均案件调解成功率) need a person. Tested for every indicator (DOMAIN 6, B8).
SELECT
    c.document_id,
    c.statement_id,
    c.project_year_id,
    c.indicator_id,
    c.seq,
    c.place,
    c.indicator_name AS found,
    '第' || min(c.seq) OVER same_name || '条' AS expected,
    NULL::numeric AS difference,
    row_number() OVER same_name > 1 AS hit
FROM core.checked_indicator AS c
LEFT JOIN core.unit AS u ON u.unit = c.unit
WHERE c.statement_id = ANY (:statements)
WINDOW same_name AS (PARTITION BY c.project_year_id, c.indicator_stem, coalesce(u.canonical, c.unit) ORDER BY c.seq)
