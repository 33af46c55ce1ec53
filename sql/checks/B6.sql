-- B6: a project has at least four indicators. Tested for every project that has one (DOMAIN 6, B6).
SELECT
    p.document_id,
    p.statement_id,
    p.project_year_id,
    NULL::bigint AS indicator_id,
    NULL::integer AS seq,
    p.place,
    p.indicator_count::text AS found,
    '4' AS expected,
    (p.indicator_count - 4)::numeric AS difference,
    p.indicator_count < 4 AS hit
FROM core.checked_project AS p
WHERE p.statement_id = ANY (:statements) AND p.is_promise
