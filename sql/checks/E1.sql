-- E1: the document itself says the fiscal year, in a title or on its cover; a year that file name, manifest or caller gave is only as good as they
-- are. Tested for every statement (DOMAIN 6, E1).
SELECT
    s.document_id,
    s.statement_id,
    NULL::bigint AS project_year_id,
    NULL::bigint AS indicator_id,
    NULL::integer AS seq,
    coalesce(e.place, '') AS place,
    s.fiscal_year::text AS found,
    s.fiscal_year_from AS expected,
    NULL::numeric AS difference,
    s.fiscal_year_from NOT IN ('title', 'cover') AS hit
FROM ops.statement AS s
LEFT JOIN core.evidence AS e USING (evidence_id)
WHERE s.statement_id = ANY (:statements)
