-- B2: code and name of a level say the same (11 is 数量). Tested for each level that prints a code and a name that the code list knows; synonyms of
-- provinces count (DOMAIN 2.1; 6, B2).
SELECT
    c.document_id,
    c.statement_id,
    c.project_year_id,
    c.indicator_id,
    c.seq,
    c.place,
    l.code || '-' || l.name AS found,
    n.code AS expected,
    NULL::numeric AS difference,
    n.code <> l.code AS hit
FROM core.checked_indicator AS c
CROSS JOIN LATERAL (VALUES (1, c.level1, c.level1_code), (2, c.level2, c.level2_code)) AS l (level, name, code)
JOIN core.level_name AS n
    ON n.level = l.level AND n.name = regexp_replace(regexp_replace(l.name, '\s+|[（(].*$', '', 'g'), '指标$', '')
WHERE c.statement_id = ANY (:statements) AND l.code IS NOT NULL AND n.code IS NOT NULL
