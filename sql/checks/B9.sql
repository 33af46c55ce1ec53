-- B9: the same indicator in several projects of a table: one result may be counted twice. A warning where the same count is promised too
-- (全年矛盾纠纷排查次数 不少于2000次, twice), else worth knowing: 服务对象满意度 may well be asked of every project. Tested for every indicator of a
-- table with several projects (DOMAIN 6, B9).
WITH named AS (
    SELECT
        c.*,
        y.name AS project_name,
        y.row_number,
        regexp_replace(c.raw, '\s+|。\s*$', '', 'g') AS value,
        coalesce(u.unit_kind = 'count', false) AS is_count
    FROM core.checked_indicator AS c
    JOIN core.project_year AS y USING (project_year_id)
    LEFT JOIN core.unit AS u ON u.unit = c.unit
    WHERE c.statement_id = ANY (:statements) AND c.is_promise
),
shared AS (
    SELECT
        statement_id,
        indicator_stem,
        count(DISTINCT project_year_id) AS project_count,
        array_agg(project_year_id ORDER BY row_number, seq) AS project_year_ids,
        array_agg(project_name || '“' || raw || '”' ORDER BY row_number, seq) AS shown,
        array_agg(CASE WHEN is_count THEN value END ORDER BY row_number, seq) AS counts
    FROM named
    GROUP BY statement_id, indicator_stem
)
SELECT
    c.document_id,
    c.statement_id,
    c.project_year_id,
    c.indicator_id,
    c.seq,
    c.place,
    c.indicator_name || '“' || c.raw || '”' AS found,
    o.others AS expected,
    NULL::numeric AS difference,
    s.project_count > 1 AS hit,
    CASE WHEN c.is_count AND o.is_same THEN 'warning' ELSE 'info' END AS severity
FROM named AS c
JOIN shared AS s USING (statement_id, indicator_stem)
CROSS JOIN LATERAL (
    SELECT
        string_agg(x.shown, '、' ORDER BY x.nth) FILTER (WHERE x.nth <= 3) || CASE WHEN count(*) > 3 THEN '等' || count(*) || '处' ELSE '' END AS others,
        bool_or(x.value = c.value) AS is_same
    FROM (
        SELECT z.shown, z.value, row_number() OVER (ORDER BY z.nth) AS nth
        FROM unnest(s.project_year_ids, s.shown, s.counts) WITH ORDINALITY AS z (project_year_id, shown, value, nth)
        WHERE s.project_count > 1 AND z.project_year_id <> c.project_year_id
    ) AS x
) AS o
WHERE EXISTS (SELECT FROM named AS n WHERE n.statement_id = c.statement_id AND n.project_year_id <> c.project_year_id)
