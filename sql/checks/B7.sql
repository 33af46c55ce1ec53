-- B7: the indicators of a project are numbered 1 to n, and their level-2 codes do not fall. Tested for project rows whose indicators all print
-- codes: forms that number their indicators do, while elsewhere the number is only the place, in which a blank line leaves a gap (DOMAIN 6, B7).
WITH filed AS (
    SELECT DISTINCT ON (t.project_year_id, t.seq) y.statement_id, t.project_year_id, t.seq, i.level2_code, t.evidence_id
    FROM core.target_value AS t
    JOIN core.indicator AS i USING (indicator_id)
    JOIN core.project_year AS y USING (project_year_id)
    WHERE y.statement_id = ANY (:statements)
    ORDER BY t.project_year_id, t.seq, t.horizon, t.part
),
stepped AS (
    SELECT f.*, lag(f.level2_code) OVER (PARTITION BY f.project_year_id ORDER BY f.seq) > f.level2_code AS falls
    FROM filed AS f
),
numbered AS (
    SELECT
        statement_id,
        project_year_id,
        min(seq) AS lowest,
        max(seq) AS highest,
        count(*) AS n,
        bool_or(coalesce(falls, false)) AS falls,
        string_agg(seq::text, '、' ORDER BY seq) AS numbers,
        string_agg(level2_code, '、' ORDER BY seq) AS codes,
        string_agg(level2_code, '、' ORDER BY level2_code, seq) AS sorted_codes,
        (array_agg(evidence_id ORDER BY coalesce(falls, false) DESC, seq))[1] AS evidence_id
    FROM stepped
    GROUP BY statement_id, project_year_id
    HAVING bool_and(level2_code IS NOT NULL)
)
SELECT
    s.document_id,
    n.statement_id,
    n.project_year_id,
    NULL::bigint AS indicator_id,
    NULL::integer AS seq,
    e.place,
    CASE WHEN n.lowest = 1 AND n.highest = n.n THEN n.codes ELSE n.numbers END AS found,
    CASE WHEN n.lowest = 1 AND n.highest = n.n THEN n.sorted_codes ELSE '1-' || n.highest END AS expected,
    NULL::numeric AS difference,
    n.lowest <> 1 OR n.highest <> n.n OR n.falls AS hit
FROM numbered AS n
JOIN ops.statement AS s USING (statement_id)
JOIN core.evidence AS e ON e.evidence_id = n.evidence_id
