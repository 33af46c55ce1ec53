-- A1: a printed total equals the sum of the units and the sum of the projects below it, in each money column. Tested where both sides are
-- printed; a column of sources only where the parts print sources at all. Tolerance: one printed cent an addend (DOMAIN 6, A1).
WITH part AS (
    SELECT y.statement_id, NULL AS funding_source, sum(y.total_yuan) AS yuan, count(y.total_yuan) AS addends
    FROM core.project_year AS y
    WHERE y.statement_id = ANY (:statements)
    GROUP BY y.statement_id
    HAVING count(y.total_yuan) > 0
    UNION ALL
    SELECT y.statement_id, t.funding_source, coalesce(sum(f.amount_yuan), 0), count(f.amount_yuan)
    FROM core.project_year AS y
    JOIN core.published_total AS t ON t.statement_id = y.statement_id AND t.scope = 'statement' AND t.funding_source IS NOT NULL
    LEFT JOIN core.funding AS f
        ON f.project_year_id = y.project_year_id AND f.stage = 'budget' AND f.funding_source = t.funding_source
    WHERE
        y.statement_id = ANY (:statements)
        AND EXISTS (
            SELECT
            FROM core.project_year AS o
            JOIN core.funding AS g USING (project_year_id)
            WHERE o.statement_id = y.statement_id AND g.stage = 'budget'
        )
    GROUP BY y.statement_id, t.funding_source
    UNION ALL
    SELECT t.statement_id, t.funding_source, coalesce(sum(u.amount_yuan), 0), count(u.amount_yuan)
    FROM core.published_total AS t
    LEFT JOIN core.published_total AS u
        ON u.statement_id = t.statement_id AND u.scope = 'unit' AND u.funding_source IS NOT DISTINCT FROM t.funding_source
    WHERE
        t.statement_id = ANY (:statements)
        AND t.scope = 'statement'
        AND EXISTS (
            SELECT
            FROM core.published_total AS o
            WHERE o.statement_id = t.statement_id AND o.scope = 'unit' AND (o.funding_source IS NULL) = (t.funding_source IS NULL)
        )
    GROUP BY t.statement_id, t.funding_source
)
SELECT
    s.document_id,
    s.statement_id,
    NULL::bigint AS project_year_id,
    NULL::bigint AS indicator_id,
    NULL::integer AS seq,
    e.place,
    t.amount_yuan::text AS found,
    p.yuan::text AS expected,
    t.amount_yuan - p.yuan AS difference,
    abs(t.amount_yuan - p.yuan)
        > 0.01 * greatest(p.addends, 1) * CASE s.money_unit WHEN '10k_yuan' THEN 10000 WHEN '100m_yuan' THEN 100000000 ELSE 1 END AS hit
FROM part AS p
JOIN core.published_total AS t
    ON t.statement_id = p.statement_id AND t.scope = 'statement' AND t.funding_source IS NOT DISTINCT FROM p.funding_source
JOIN core.evidence AS e USING (evidence_id)
JOIN ops.statement AS s ON s.statement_id = t.statement_id
