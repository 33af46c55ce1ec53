-- C2: a value sets a target; one that only says again what is measured (全年受援人数), or that it will be what it will be (据实), sets none. Reading
-- tells (words in value_words.csv and placeholders.csv). Tested for every target (DOMAIN 6, C2).
SELECT
    t.document_id,
    t.statement_id,
    t.project_year_id,
    t.indicator_id,
    t.seq,
    min(t.place) AS place,
    min(t.shown) AS found,
    t.indicator_name AS expected,
    NULL::numeric AS difference,
    bool_or(t.no_target) AS hit
FROM core.checked_target AS t
WHERE t.statement_id = ANY (:statements) AND t.is_promise
GROUP BY t.document_id, t.statement_id, t.project_year_id, t.indicator_id, t.seq, t.horizon, t.indicator_name
