-- B1: the code of level 2 begins with the code of level 1 (31 under 3). Tested for each indicator that prints both codes (DOMAIN 6, B1).
SELECT
    c.document_id,
    c.statement_id,
    c.project_year_id,
    c.indicator_id,
    c.seq,
    c.place,
    concat(c.level1_code, '-', c.level1, '；', c.level2_code, '-', c.level2, '；', c.indicator_name) AS found,
    left(c.level2_code, 1) AS expected,
    NULL::numeric AS difference,
    left(c.level2_code, 1) <> c.level1_code AS hit
FROM core.checked_indicator AS c
WHERE c.statement_id = ANY (:statements) AND c.level1_code IS NOT NULL AND c.level2_code IS NOT NULL
