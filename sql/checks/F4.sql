-- F4: targets do not stay to the letter for three years running while the money changes. Tested for projects with two earlier years and money in all
-- three (DOMAIN 6, F4).
WITH paired AS (
    SELECT
        p.*,
        p.unchanged > 0
        AND p.tightened + p.loosened + p.comparator_changed + p.reworded + p.not_comparable + p.added + p.dropped = 0 AS is_same
    FROM core.promised_project AS p
    WHERE p.project_id = ANY (:compared) AND p.total_yuan IS NOT NULL AND p.previous_total_yuan IS NOT NULL
)
SELECT
    s.document_id,
    s.statement_id,
    n.project_year_id,
    NULL::bigint AS indicator_id,
    NULL::integer AS seq,
    e.place,
    n.unchanged || ' 项' AS found,
    concat_ws('→', o.previous_total_yuan, n.previous_total_yuan, n.total_yuan) AS expected,
    n.total_yuan - o.previous_total_yuan AS difference,
    n.is_same AND o.is_same AND (n.total_yuan <> n.previous_total_yuan OR o.total_yuan <> o.previous_total_yuan) AS hit
FROM paired AS n
JOIN paired AS o ON o.project_id = n.project_id AND o.fiscal_year = n.previous_year
JOIN core.project_year AS y ON y.project_year_id = n.project_year_id
JOIN ops.statement AS s ON s.statement_id = y.statement_id
JOIN core.evidence AS e ON e.evidence_id = y.evidence_id
WHERE s.statement_id = ANY (:affected)
