-- D5: a project of several years has counts of the whole period that are more than the year's: they add up. Tested for projects whose name says several
-- years and that promise counts for both, without a span of time (DOMAIN 2.5; 6, D5).
WITH year_span AS MATERIALIZED (
    SELECT y.project_year_id, y.statement_id, y.year_mark, y.evidence_id, min(m.found[1])::integer AS first_year, max(m.found[1])::integer AS last_year
    FROM core.project_year AS y
    CROSS JOIN LATERAL regexp_matches(normalize(y.year_mark, NFKC), '(19\d{2}|20\d{2})', 'g') AS m (found)
    WHERE y.statement_id = ANY (:statements)
    GROUP BY y.project_year_id, y.statement_id, y.year_mark, y.evidence_id
)
SELECT
    a.document_id,
    a.statement_id,
    a.project_year_id,
    NULL::bigint AS indicator_id,
    NULL::integer AS seq,
    e.place,
    string_agg(a.indicator_name || '“' || c.raw || '”', '、' ORDER BY a.seq) AS found,
    s.year_mark AS expected,
    NULL::numeric AS difference,
    bool_and(c.bound <= a.bound) AS hit
FROM year_span AS s
JOIN core.checked_target AS a USING (statement_id, project_year_id)
JOIN core.checked_target AS c
    ON c.statement_id = a.statement_id AND c.project_year_id = a.project_year_id AND c.seq = a.seq AND c.part = a.part AND c.horizon = 'cycle'
JOIN core.evidence AS e ON e.evidence_id = s.evidence_id
WHERE
    a.is_promise
    AND s.last_year > s.first_year
    AND a.horizon = 'annual'
    AND a.unit_kind = 'count'
    AND a.basis IS NULL
    AND c.basis IS NULL
    AND a.bound IS NOT NULL
    AND c.bound IS NOT NULL
    AND a.compared_unit = c.compared_unit
GROUP BY a.document_id, a.statement_id, a.project_year_id, e.place, s.year_mark
