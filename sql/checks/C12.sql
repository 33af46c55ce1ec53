-- C12: a count of at least one, without saying in what time or for whom, promises next to nothing (设备运维频率 1次以上). Tested for every count
-- (DOMAIN 6, C12).
SELECT
    t.document_id,
    t.statement_id,
    t.project_year_id,
    t.indicator_id,
    t.seq,
    min(t.place) AS place,
    min(t.raw) AS found,
    t.indicator_name AS expected,
    NULL::numeric AS difference,
    bool_or(t.comparator IN ('ge', 'gt') AND t.bound <= 1 AND t.basis IS NULL AND t.scope IS NULL) AS hit
FROM core.checked_target AS t
WHERE t.statement_id = ANY (:statements) AND t.is_promise AND t.unit_kind = 'count' AND t.bound IS NOT NULL
GROUP BY t.document_id, t.statement_id, t.project_year_id, t.indicator_id, t.seq, t.indicator_name
