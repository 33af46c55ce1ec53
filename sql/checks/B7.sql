-- B7: the indicators of a project are numbered 1 to n, and their level-2 codes do not fall. Tested for project rows whose indicators all print
-- codes: forms that number their indicators do, while elsewhere the number is only the place, in which a blank line leaves a gap (DOMAIN 6, B7).
WITH stepped AS (
    SELECT
        c.document_id, c.statement_id, c.project_year_id, c.seq, c.level2_code, c.place,
        lag(c.level2_code) OVER (PARTITION BY c.project_year_id ORDER BY c.seq) > c.level2_code AS falls
    FROM core.checked_indicator AS c
    WHERE c.statement_id = ANY (:statements)
),
numbered AS (
    SELECT
        document_id,
        statement_id,
        project_year_id,
        min(seq) AS lowest,
        max(seq) AS highest,
        count(*) AS n,
        bool_or(coalesce(falls, false)) AS falls,
        string_agg(seq::text, '、' ORDER BY seq) AS numbers,
        string_agg(level2_code, '、' ORDER BY seq) AS codes,
        string_agg(level2_code, '、' ORDER BY level2_code, seq) AS sorted_codes,
        (array_agg(place ORDER BY coalesce(falls, false) DESC, seq))[1] AS place
    FROM stepped
    GROUP BY document_id, statement_id, project_year_id
    HAVING bool_and(level2_code IS NOT NULL)
)
SELECT
    n.document_id,
    n.statement_id,
    n.project_year_id,
    NULL::bigint AS indicator_id,
    NULL::integer AS seq,
    n.place,
    CASE WHEN n.lowest = 1 AND n.highest = n.n THEN n.codes ELSE n.numbers END AS found,
    CASE WHEN n.lowest = 1 AND n.highest = n.n THEN n.sorted_codes ELSE '1-' || n.highest END AS expected,
    NULL::numeric AS difference,
    n.lowest <> 1 OR n.highest <> n.n OR n.falls AS hit
FROM numbered AS n
