-- C11: how many targets of a table are 100 %, which nobody can pass. One finding a table, worth knowing. Tested for tables with numbers
-- (DOMAIN 6, C11).
WITH target AS (
    SELECT
        t.document_id,
        t.statement_id,
        bool_or(t.comparator IN ('eq', 'ge') AND t.bound IS NOT DISTINCT FROM 100 AND t.compared_unit IS NOT DISTINCT FROM '%') AS is_full
    FROM core.checked_target AS t
    WHERE t.statement_id = ANY (:statements) AND t.is_promise
    GROUP BY t.document_id, t.statement_id, t.project_year_id, t.seq, t.horizon
)
SELECT
    t.document_id,
    t.statement_id,
    NULL::bigint AS project_year_id,
    NULL::bigint AS indicator_id,
    NULL::integer AS seq,
    coalesce(e.place, '') AS place,
    (count(*) FILTER (WHERE t.is_full))::text AS found,
    count(*)::text AS expected,
    NULL::numeric AS difference,
    bool_or(t.is_full) AS hit
FROM target AS t
JOIN ops.statement AS s USING (statement_id)
LEFT JOIN core.evidence AS e ON e.evidence_id = s.evidence_id
GROUP BY t.document_id, t.statement_id, e.place
