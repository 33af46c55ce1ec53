-- A2: the total of a project row equals the sum of its sources, in each stage. Tested where the total and a source are printed; a source that is
-- a part of another printed one repeats it and is not added. Tolerance: one printed cent an addend (DOMAIN 6, A2).
WITH total AS (
    SELECT y.project_year_id, 'budget' AS stage, y.total_yuan AS yuan, y.total_evidence_id AS evidence_id
    FROM core.project_year AS y
    WHERE y.statement_id = ANY (:statements) AND y.total_yuan IS NOT NULL
    UNION ALL
    SELECT t.project_year_id, t.stage, t.amount_yuan, t.evidence_id
    FROM core.stage_total AS t
    JOIN core.project_year AS y USING (project_year_id)
    WHERE y.statement_id = ANY (:statements) AND NOT (t.stage = 'budget' AND y.total_yuan IS NOT NULL)
)
SELECT
    s.document_id,
    s.statement_id,
    t.project_year_id,
    NULL::bigint AS indicator_id,
    NULL::integer AS seq,
    e.place,
    t.yuan::text AS found,
    p.yuan::text AS expected,
    t.yuan - p.yuan AS difference,
    abs(t.yuan - p.yuan)
        > 0.01 * p.addends * CASE s.money_unit WHEN '10k_yuan' THEN 10000 WHEN '100m_yuan' THEN 100000000 ELSE 1 END AS hit
FROM total AS t
CROSS JOIN LATERAL (
    SELECT sum(f.amount_yuan) AS yuan, count(*) AS addends
    FROM core.printed_funding AS f
    WHERE f.project_year_id = t.project_year_id AND f.stage = t.stage AND f.funding_source <> 'unspecified'
) AS p
JOIN core.project_year AS y ON y.project_year_id = t.project_year_id
JOIN ops.statement AS s ON s.statement_id = y.statement_id
JOIN core.evidence AS e ON e.evidence_id = t.evidence_id
WHERE p.addends > 0
