-- B9: the same indicator in several projects of a table: one result may be counted twice. A warning where the same count is promised too
-- (全年矛盾纠纷排查次数 不少于2000次, twice), else worth knowing: 服务对象满意度 may well be asked of every project. Tested for every indicator of a
-- table with several projects (DOMAIN 6, B9).
WITH named AS (
    SELECT
        c.*,
        y.name || '“' || c.raw || '”' AS shown,
        CASE WHEN u.unit_kind = 'count' THEN regexp_replace(c.raw, '\s+|。\s*$', '', 'g') END AS counted,
        y.row_number
    FROM core.checked_indicator AS c
    JOIN core.project_year AS y USING (project_year_id)
    LEFT JOIN core.unit AS u ON u.unit = c.unit
    WHERE c.statement_id = ANY (:statements) AND c.is_promise
),
beside AS (
    SELECT
        n.*,
        count(*) OVER together AS together,
        count(*) OVER own AS own,
        count(*) OVER (PARTITION BY n.statement_id, n.indicator_stem, n.counted) AS equal,
        count(*) OVER (PARTITION BY n.statement_id, n.indicator_stem, n.counted, n.project_year_id) AS own_equal,
        row_number() OVER (PARTITION BY n.statement_id, n.indicator_stem ORDER BY n.row_number, n.seq) AS nth,
        row_number() OVER (PARTITION BY n.statement_id, n.indicator_stem, n.project_year_id ORDER BY n.seq) AS nth_of_own,
        min(n.project_year_id) OVER table_ <> max(n.project_year_id) OVER table_ AS is_testable
    FROM named AS n
    WINDOW
        together AS (PARTITION BY n.statement_id, n.indicator_stem),
        own AS (PARTITION BY n.statement_id, n.indicator_stem, n.project_year_id),
        table_ AS (PARTITION BY n.statement_id)
),
-- The first three others are among the first four projects.
head AS (
    SELECT statement_id, indicator_stem, array_agg(project_year_id ORDER BY nth) AS project_year_ids, array_agg(shown ORDER BY nth) AS shown
    FROM (
        SELECT b.*, sum((b.nth_of_own = 1)::integer) OVER (PARTITION BY b.statement_id, b.indicator_stem ORDER BY b.nth) AS nth_project
        FROM beside AS b
        WHERE b.together > b.own
    ) AS b
    WHERE nth_project <= 4
    GROUP BY statement_id, indicator_stem
)
SELECT
    b.document_id,
    b.statement_id,
    b.project_year_id,
    b.indicator_id,
    b.seq,
    b.place,
    b.indicator_name || '“' || b.raw || '”' AS found,
    (
        SELECT string_agg(z.shown, '、' ORDER BY z.nth)
        FROM (
            SELECT x.shown, x.nth
            FROM unnest(h.project_year_ids, h.shown) WITH ORDINALITY AS x (project_year_id, shown, nth)
            WHERE x.project_year_id <> b.project_year_id
            ORDER BY x.nth
            LIMIT 3
        ) AS z
    ) || CASE WHEN b.together - b.own > 3 THEN '等' || b.together - b.own || '处' ELSE '' END AS expected,
    NULL::numeric AS difference,
    b.together > b.own AS hit,
    CASE WHEN b.counted IS NOT NULL AND b.equal > b.own_equal THEN 'warning' ELSE 'info' END AS severity
FROM beside AS b
LEFT JOIN head AS h USING (statement_id, indicator_stem)
WHERE b.is_testable
