-- C13: a value does not end in a full stop of its own: a sentence was copied. Tested for every target (DOMAIN 6, C13).
SELECT
    t.document_id,
    t.statement_id,
    t.project_year_id,
    t.indicator_id,
    t.seq,
    min(t.place) AS place,
    min(t.shown) AS found,
    regexp_replace(min(t.raw), '。\s*$', '') AS expected,
    NULL::numeric AS difference,
    bool_or(t.raw ~ '。\s*$') AS hit
FROM core.checked_target AS t
WHERE t.statement_id = ANY (:statements) AND t.is_promise
GROUP BY t.document_id, t.statement_id, t.project_year_id, t.indicator_id, t.seq, t.horizon
