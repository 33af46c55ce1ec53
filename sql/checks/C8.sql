-- C8: a value does not say for itself what it measures (辅助办理行政复议案件: 法定期限办结率100%): the name should. A verb alone (举行) is no
-- measure. Tested for every target that holds a number (DOMAIN 6, C8).
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
    coalesce(bool_or(t.measure !~ act.pattern), false) AS hit
FROM core.checked_target AS t
JOIN core.check_pattern AS act ON act.list = 'act'
WHERE t.statement_id = ANY (:statements) AND t.is_promise
GROUP BY t.document_id, t.statement_id, t.project_year_id, t.indicator_id, t.seq, t.horizon, t.indicator_name
HAVING bool_or(t.comparator <> 'qualitative')
