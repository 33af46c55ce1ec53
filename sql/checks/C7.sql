-- C7: an indicator measures one thing; 、 in its name parts two, or belongs to a list of objects: a person must look. Tested for every indicator
-- (DOMAIN 6, C7).
SELECT
    c.document_id,
    c.statement_id,
    c.project_year_id,
    c.indicator_id,
    c.seq,
    c.place,
    c.indicator_name AS found,
    '1' AS expected,
    NULL::numeric AS difference,
    regexp_replace(c.indicator_name, '^\s*\d+\s*、', '') ~ '、' AS hit
FROM core.checked_indicator AS c
WHERE c.statement_id = ANY (:statements) AND c.is_promise
