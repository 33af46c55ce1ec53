-- A3: a project row prints its money, and none of it is negative. Tested for the rows of statements that print money at all (some forms, 云南 05-2
-- among them, have no column of it). An amount without a unit is refused while reading (DOMAIN 6, A3).
WITH amount AS (
    SELECT y.project_year_id, y.total_yuan AS yuan, y.total_evidence_id AS evidence_id
    FROM core.project_year AS y
    WHERE y.statement_id = ANY (:statements) AND y.total_yuan IS NOT NULL
    UNION ALL
    SELECT t.project_year_id, t.amount_yuan, t.evidence_id
    FROM core.stage_total AS t
    JOIN core.project_year AS y USING (project_year_id)
    WHERE y.statement_id = ANY (:statements)
    UNION ALL
    SELECT f.project_year_id, f.amount_yuan, f.evidence_id
    FROM core.funding AS f
    JOIN core.project_year AS y USING (project_year_id)
    WHERE y.statement_id = ANY (:statements)
),
filed AS (
    SELECT
        y.statement_id,
        y.project_year_id,
        min(a.yuan) AS lowest,
        coalesce((array_agg(a.evidence_id ORDER BY a.yuan) FILTER (WHERE a.yuan < 0))[1], y.evidence_id) AS evidence_id,
        count(a.yuan) AS printed,
        sum(count(a.yuan)) OVER (PARTITION BY y.statement_id) AS printed_in_all
    FROM core.project_year AS y
    LEFT JOIN amount AS a USING (project_year_id)
    WHERE y.statement_id = ANY (:statements)
    GROUP BY y.statement_id, y.project_year_id, y.evidence_id
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
