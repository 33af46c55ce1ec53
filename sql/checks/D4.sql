-- D4: the targets of the year and of the whole period differ in wording only: the same numbers, or words of which one side has a piece more that is no
-- condition of its own (评估达标, 运行服务评估达标). Tested for every indicator that has both (DOMAIN 6, D4).
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
),
pair AS (
    SELECT
        a.*,
        c.raw AS cycle_raw,
        c.numbers AS cycle_numbers,
        CASE WHEN length(w.annual) < length(w.cycle) THEN w.annual ELSE w.cycle END AS shorter,
        CASE WHEN length(w.annual) < length(w.cycle) THEN w.cycle ELSE w.annual END AS longer,
        regexp_replace(a.raw, '\s+', '', 'g') <> regexp_replace(c.raw, '\s+', '', 'g') AS differs
    FROM side AS a
    JOIN side AS c ON c.project_year_id = a.project_year_id AND c.seq = a.seq AND c.horizon = 'cycle'
    CROSS JOIN LATERAL (
        SELECT
            regexp_replace(a.raw, '\s+|[。；;，,]\s*$', '', 'g') AS annual,
            regexp_replace(c.raw, '\s+|[。；;，,]\s*$', '', 'g') AS cycle
    ) AS w
    WHERE a.horizon = 'annual'
)
SELECT
    p.document_id,
    p.statement_id,
    p.project_year_id,
    p.indicator_id,
    p.seq,
    p.place,
    p.raw AS found,
    p.cycle_raw AS expected,
    NULL::numeric AS difference,
    p.differs
    AND CASE
        WHEN p.numbers IS NOT NULL OR p.cycle_numbers IS NOT NULL THEN coalesce(p.numbers = p.cycle_numbers, false)
        ELSE EXISTS (
            SELECT
            FROM generate_series(0, length(p.shorter)) AS k
            WHERE
                left(p.longer, k) = left(p.shorter, k)
                AND right(p.longer, length(p.shorter) - k) = right(p.shorter, length(p.shorter) - k)
                AND substr(p.longer, k + 1, length(p.longer) - length(p.shorter)) !~ '[，,；;。]'
        )
    END AS hit
FROM pair AS p
