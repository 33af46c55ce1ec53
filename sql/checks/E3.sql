-- E3: one project with money granted by several documents (co-funded twins): its money adds up, its targets overlap and do not. Hit is the row that
-- prints the document's number, where the project has another row in that year. Tested for the rows that print one; a twin may stand in another
-- document, earlier or later (DOMAIN 1.2; 6, E3).
WITH filed AS (
    SELECT y.*, s.document_id, sum(y.total_yuan) OVER same_project AS all_yuan, count(*) OVER same_project AS row_count
    FROM core.project_year AS y
    JOIN ops.statement AS s USING (statement_id)
    WHERE y.is_current AND s.statement_kind <> 'self_evaluation' AND y.project_id = ANY (:projects) AND y.fiscal_year = ANY (:years)
    WINDOW same_project AS (PARTITION BY y.project_id, y.fiscal_year)
)
SELECT
    f.document_id,
    f.statement_id,
    f.project_year_id,
    NULL::bigint AS indicator_id,
    NULL::integer AS seq,
    e.place,
    f.funding_document || '：' || coalesce(f.total_yuan::text, '?') AS found,
    coalesce(f.all_yuan::text, '?') AS expected,
    f.total_yuan - f.all_yuan AS difference,
    f.row_count > 1
    AND EXISTS (
        SELECT
        FROM filed AS o
        WHERE
            o.project_id = f.project_id
            AND o.fiscal_year = f.fiscal_year
            AND o.project_year_id <> f.project_year_id
            AND o.funding_document IS DISTINCT FROM f.funding_document
    ) AS hit
FROM filed AS f
JOIN core.evidence AS e ON e.evidence_id = f.evidence_id
WHERE f.funding_document IS NOT NULL AND f.statement_id = ANY (:affected)
