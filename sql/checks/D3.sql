-- D3: the target of the year measures what that of the whole period measures: not words on one side and a number on the other, nor two units, nor two
-- measures. Words against words are left to people. Tested for every indicator that has both (DOMAIN 6, D3).
WITH pair AS (
    SELECT
        t.document_id,
        t.statement_id,
        t.project_year_id,
        t.indicator_id,
        t.seq,
        min(t.place) FILTER (WHERE t.horizon = 'annual') AS place,
        min(t.raw) FILTER (WHERE t.horizon = 'annual') AS annual,
        min(t.raw) FILTER (WHERE t.horizon = 'cycle') AS cycle,
        bool_or(t.comparator <> 'qualitative') FILTER (WHERE t.horizon = 'annual') AS annual_number,
        bool_or(t.comparator <> 'qualitative') FILTER (WHERE t.horizon = 'cycle') AS cycle_number,
        string_agg(DISTINCT t.compared_unit, '、') FILTER (WHERE t.horizon = 'annual' AND t.comparator <> 'qualitative') AS annual_units,
        string_agg(DISTINCT t.compared_unit, '、') FILTER (WHERE t.horizon = 'cycle' AND t.comparator <> 'qualitative') AS cycle_units,
        string_agg(DISTINCT t.measure, '、') FILTER (WHERE t.horizon = 'annual') AS annual_measures,
        string_agg(DISTINCT t.measure, '、') FILTER (WHERE t.horizon = 'cycle') AS cycle_measures
    FROM core.checked_target AS t
    WHERE t.statement_id = ANY (:statements) AND t.is_promise
    GROUP BY t.document_id, t.statement_id, t.project_year_id, t.indicator_id, t.seq
    HAVING count(*) FILTER (WHERE t.horizon = 'annual') > 0 AND count(*) FILTER (WHERE t.horizon = 'cycle') > 0
)
SELECT
    p.document_id,
    p.statement_id,
    p.project_year_id,
    p.indicator_id,
    p.seq,
    p.place,
    p.annual AS found,
    p.cycle AS expected,
    NULL::numeric AS difference,
    p.annual_number <> p.cycle_number
    OR coalesce(p.annual_units <> p.cycle_units, false)
    OR coalesce(p.annual_measures <> p.cycle_measures, false) AS hit
FROM pair AS p
