-- D4: the targets of the year and of the whole period differ in wording only: the same numbers, or words of which one side has a piece more that is no
-- condition of its own (评估达标, 运行服务评估达标). Tested for every indicator that has both (DOMAIN 6, D4).
WITH side AS (
    SELECT
        t.document_id,
        t.statement_id,
        t.project_year_id,
        t.indicator_id,
        t.seq,
        min(t.place) FILTER (WHERE t.horizon = 'annual') AS place,
        min(t.raw) FILTER (WHERE t.horizon = 'annual') AS raw,
        min(t.raw) FILTER (WHERE t.horizon = 'cycle') AS cycle_raw,
        string_agg(n.number, ';' ORDER BY t.part) FILTER (WHERE t.horizon = 'annual') AS numbers,
        string_agg(n.number, ';' ORDER BY t.part) FILTER (WHERE t.horizon = 'cycle') AS cycle_numbers
    FROM core.checked_target AS t
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN t.comparator <> 'qualitative'
                THEN concat_ws('|', t.comparator, t.low, t.high, t.low_date, t.high_date, t.compared_unit)
        END AS number
    ) AS n
    WHERE t.statement_id = ANY (:statements) AND t.is_promise
    GROUP BY t.document_id, t.statement_id, t.project_year_id, t.indicator_id, t.seq
    HAVING count(*) FILTER (WHERE t.horizon = 'annual') > 0 AND count(*) FILTER (WHERE t.horizon = 'cycle') > 0
),
pair AS (
    SELECT
        a.*,
        CASE WHEN length(w.annual) < length(w.cycle) THEN w.annual ELSE w.cycle END AS shorter,
        CASE WHEN length(w.annual) < length(w.cycle) THEN w.cycle ELSE w.annual END AS longer,
        regexp_replace(a.raw, '\s+', '', 'g') <> regexp_replace(a.cycle_raw, '\s+', '', 'g') AS differs
    FROM side AS a
    CROSS JOIN LATERAL (
        SELECT
            regexp_replace(a.raw, '\s+|[。；;，,]\s*$', '', 'g') AS annual,
            regexp_replace(a.cycle_raw, '\s+|[。；;，,]\s*$', '', 'g') AS cycle
    ) AS w
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
