-- C6: a value holds one condition. Comparisons take the first of several. Tested for every target (DOMAIN 6, C6).
SELECT
    t.document_id,
    t.statement_id,
    t.project_year_id,
    t.indicator_id,
    t.seq,
    min(t.place) AS place,
    min(t.shown) AS found,
    '1' AS expected,
    (count(*) - 1)::numeric AS difference,
    count(*) > 1 AS hit
FROM core.checked_target AS t
WHERE t.statement_id = ANY (:statements) AND t.is_promise
GROUP BY t.document_id, t.statement_id, t.project_year_id, t.indicator_id, t.seq, t.horizon
