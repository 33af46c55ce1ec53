-- D3: the target of the year measures what that of the whole period measures: not words on one side and a number on the other, nor two units, nor two
-- measures. Words against words are left to people. Tested for every indicator that has both (DOMAIN 6, D3).
WITH side AS (
    SELECT
        t.document_id,
        t.statement_id,
        t.project_year_id,
        t.indicator_id,
        t.seq,
        t.horizon,
        min(t.place) AS place,
        min(t.raw) AS raw,
        bool_or(t.comparator <> 'qualitative') AS has_number,
        string_agg(DISTINCT t.compared_unit, '、') FILTER (WHERE t.comparator <> 'qualitative') AS units,
        string_agg(DISTINCT t.measure, '、') AS measures,
        string_agg(
            concat_ws('|', t.comparator, t.low, t.high, t.low_date, t.high_date, t.compared_unit), ';' ORDER BY t.part
        ) FILTER (WHERE t.comparator <> 'qualitative') AS numbers
    FROM core.checked_target AS t
    WHERE t.statement_id = ANY (:statements) AND t.is_promise
    GROUP BY t.document_id, t.statement_id, t.project_year_id, t.indicator_id, t.seq, t.horizon
)
SELECT
    a.document_id,
    a.statement_id,
    a.project_year_id,
    a.indicator_id,
    a.seq,
    a.place,
    a.raw AS found,
    c.raw AS expected,
    NULL::numeric AS difference,
    a.has_number <> c.has_number OR coalesce(a.units <> c.units, false) OR coalesce(a.measures <> c.measures, false) AS hit
FROM side AS a
JOIN side AS c ON c.project_year_id = a.project_year_id AND c.seq = a.seq AND c.horizon = 'cycle'
WHERE a.horizon = 'annual'
