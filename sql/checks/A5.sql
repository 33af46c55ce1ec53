-- A5: the arithmetic of a self-evaluation. The points of its indicators are 100, or 90 where 预算执行率 has its 10 outside of them (财预〔2020〕10号);
-- no indicator has more points than it is worth; and what stays below its target has a reason (偏差原因), which is only a
-- warning, and one for the whole table where it prints no reason at all. Tested for the rows
-- of which all indicators print points, for indicators that print points and score, and for actuals that can be compared with the restated target.
WITH reached AS (
    SELECT
        s.document_id,
        s.statement_id,
        a.project_year_id,
        a.indicator_id,
        a.seq,
        e.place,
        a.raw,
        a.score,
        a.reason,
        coalesce(a.weight, t.weight) AS weight,
        t.raw AS target_raw,
        CASE
            WHEN a.comparator = 'qualitative' THEN a.raw ~ w.pattern
            WHEN t.bound_date IS NOT NULL THEN a.bound_date > t.bound_date
            WHEN a.basis IS DISTINCT FROM t.basis OR coalesce(u.canonical, a.unit, o.canonical, t.unit) IS DISTINCT FROM coalesce(o.canonical, t.unit)
                THEN NULL
            WHEN t.comparator = 'gt' THEN v.actual <= v.target
            WHEN t.comparator = 'lt' THEN v.actual >= v.target
            WHEN t.direction = 'negative' THEN v.actual > v.target
            WHEN t.direction = 'positive' THEN v.actual < v.target
        END AS is_short
    FROM core.actual_value AS a
    JOIN core.project_year AS y USING (project_year_id)
    JOIN ops.statement AS s USING (statement_id)
    JOIN core.evidence AS e ON e.evidence_id = a.evidence_id
    LEFT JOIN core.target_value AS t
        ON t.project_year_id = a.project_year_id AND t.seq = a.seq AND t.horizon = 'annual' AND t.part = 1
    LEFT JOIN core.unit AS u ON u.unit = a.unit
    LEFT JOIN core.unit AS o ON o.unit = t.unit
    CROSS JOIN LATERAL (
        SELECT
            a.bound * CASE WHEN a.unit IS NULL THEN 1 ELSE coalesce(u.factor, 1) END AS actual,
            t.bound * CASE WHEN a.unit IS NULL THEN 1 ELSE coalesce(o.factor, 1) END AS target
    ) AS v
    LEFT JOIN core.check_pattern AS w ON w.list = 'unmet'
    WHERE s.statement_id = ANY (:statements) AND a.part = 1
),
told AS (
    SELECT r.*, n.has_no_reason, bool_or(NOT n.has_no_reason) OVER (PARTITION BY r.statement_id) AS prints_reasons
    FROM reached AS r
    CROSS JOIN LATERAL (SELECT coalesce(r.reason, '') ~ '^[无/—–\s-]*$' AS has_no_reason) AS n
),
weighed AS (
    SELECT r.document_id, r.statement_id, r.project_year_id, sum(r.weight) AS points
    FROM reached AS r
    GROUP BY r.document_id, r.statement_id, r.project_year_id
    HAVING bool_and(r.weight IS NOT NULL)
)
SELECT
    w.document_id,
    w.statement_id,
    w.project_year_id,
    NULL::bigint AS indicator_id,
    NULL::integer AS seq,
    e.place,
    '分值合计 ' || trim_scale(w.points) AS found,
    '100 或 90+10' AS expected,
    w.points - 100 AS difference,
    w.points NOT IN (90, 100) AS hit,
    'error' AS severity
FROM weighed AS w
JOIN core.project_year AS y USING (project_year_id)
JOIN core.evidence AS e ON e.evidence_id = y.evidence_id
UNION ALL
SELECT
    r.document_id, r.statement_id, r.project_year_id, r.indicator_id, r.seq, r.place,
    '得分 ' || trim_scale(r.score),
    '≤' || trim_scale(r.weight),
    r.score - r.weight,
    r.score > r.weight,
    'error'
FROM reached AS r
WHERE r.score IS NOT NULL AND r.weight IS NOT NULL
UNION ALL
SELECT
    r.document_id, r.statement_id, r.project_year_id, r.indicator_id, r.seq, r.place,
    '完成值 ' || r.raw || '，没有偏差原因',
    coalesce(r.target_raw, '达成'),
    NULL,
    r.is_short AND r.has_no_reason,
    'warning'
FROM told AS r
WHERE r.is_short IS NOT NULL AND r.prints_reasons
UNION ALL
SELECT
    r.document_id, r.statement_id, NULL, NULL, NULL, (array_agg(r.place ORDER BY r.project_year_id, r.seq) FILTER (WHERE r.is_short))[1],
    count(*) FILTER (WHERE r.is_short) || ' 项未达目标，全表没有偏差原因',
    '写明原因',
    NULL,
    bool_or(r.is_short),
    'warning'
FROM told AS r
WHERE r.is_short IS NOT NULL AND NOT r.prints_reasons
GROUP BY r.document_id, r.statement_id
