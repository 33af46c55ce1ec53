-- B1: the code of level 2 begins with the code of level 1 (31 under 3). Tested for each indicator that prints both codes (DOMAIN 6, B1).
WITH filed AS (
    SELECT DISTINCT ON (t.project_year_id, t.seq) y.statement_id, t.project_year_id, t.seq, t.indicator_id, t.evidence_id
    FROM core.target_value AS t
    JOIN core.project_year AS y USING (project_year_id)
    WHERE y.statement_id = ANY (:statements)
    ORDER BY t.project_year_id, t.seq, t.horizon, t.part
)
SELECT
    s.document_id,
    f.statement_id,
    f.project_year_id,
    f.indicator_id,
    f.seq,
    e.place,
    concat(i.level1_code, '-', i.level1, '；', i.level2_code, '-', i.level2, '；', i.name) AS found,
    left(i.level2_code, 1) AS expected,
    NULL::numeric AS difference,
    left(i.level2_code, 1) <> i.level1_code AS hit
FROM filed AS f
JOIN core.indicator AS i USING (indicator_id)
JOIN core.evidence AS e USING (evidence_id)
JOIN ops.statement AS s ON s.statement_id = f.statement_id
WHERE i.level1_code IS NOT NULL AND i.level2_code IS NOT NULL
