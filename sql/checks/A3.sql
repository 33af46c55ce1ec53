-- A3: a project row prints its money, and none of it is negative. Tested for the rows of statements that print money at all (some forms, 云南 05-2
-- among them, have no column of it). An amount without a unit is refused while reading (DOMAIN 6, A3).
WITH amount AS (
    SELECT y.statement_id, y.project_year_id, y.evidence_id AS row_evidence_id, y.total_yuan AS yuan, y.total_evidence_id AS evidence_id
    FROM core.project_year AS y
    WHERE y.statement_id = ANY (:statements)
    UNION ALL
    SELECT y.statement_id, y.project_year_id, y.evidence_id, t.amount_yuan, t.evidence_id
    FROM core.project_year AS y
    JOIN core.stage_total AS t USING (project_year_id)
    WHERE y.statement_id = ANY (:statements)
    UNION ALL
    SELECT y.statement_id, y.project_year_id, y.evidence_id, f.amount_yuan, f.evidence_id
    FROM core.project_year AS y
    JOIN core.funding AS f USING (project_year_id)
    WHERE y.statement_id = ANY (:statements)
),
filed AS (
    SELECT
        statement_id,
        project_year_id,
        min(yuan) AS lowest,
        coalesce((array_agg(evidence_id ORDER BY yuan) FILTER (WHERE yuan < 0))[1], row_evidence_id) AS evidence_id,
        count(yuan) AS printed,
        sum(count(yuan)) OVER (PARTITION BY statement_id) AS printed_in_all
    FROM amount
    GROUP BY statement_id, project_year_id, row_evidence_id
)
SELECT
    s.document_id,
    f.statement_id,
    f.project_year_id,
    NULL::bigint AS indicator_id,
    NULL::integer AS seq,
    e.place,
    coalesce(f.lowest::text, '无') AS found,
    '≥0' AS expected,
    NULL::numeric AS difference,
    f.printed = 0 OR f.lowest < 0 AS hit
FROM filed AS f
JOIN ops.statement AS s USING (statement_id)
JOIN core.evidence AS e ON e.evidence_id = f.evidence_id
WHERE f.printed_in_all > 0
