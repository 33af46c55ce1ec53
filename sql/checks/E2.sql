-- E2: the years in a project's name cover the fiscal year. Tested for names that hold years (DOMAIN 6, E2).
SELECT
    s.document_id,
    s.statement_id,
    y.project_year_id,
    NULL::bigint AS indicator_id,
    NULL::integer AS seq,
    e.place,
    y.year_mark AS found,
    y.fiscal_year::text AS expected,
    NULL::numeric AS difference,
    y.fiscal_year NOT BETWEEN min(m.found[1])::integer AND max(m.found[1])::integer AS hit
FROM core.project_year AS y
JOIN ops.statement AS s USING (statement_id)
JOIN core.evidence AS e ON e.evidence_id = y.evidence_id
CROSS JOIN LATERAL regexp_matches(normalize(y.year_mark, NFKC), '(19\d{2}|20\d{2})', 'g') AS m (found)
WHERE y.statement_id = ANY (:statements)
GROUP BY s.document_id, s.statement_id, y.project_year_id, e.place, y.year_mark, y.fiscal_year
