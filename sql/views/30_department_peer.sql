-- How do departments of the same function compare? Peers have the same function, level and year; a department of unknown function has none.
-- All peers of a year are looked at for each question: there are few departments beside their targets.
CREATE VIEW mart.department_peer AS
WITH peers AS (
    SELECT
        o.function_key, o.fiscal_year, coalesce(o.region_level, '') AS peer_level, CASE WHEN o.function_key IS NULL THEN o.department_id END AS alone,
        count(*) AS peer_count,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY o.total_yuan) AS median_total_yuan
    FROM mart.department_overview AS o
    GROUP BY o.function_key, o.fiscal_year, coalesce(o.region_level, ''), CASE WHEN o.function_key IS NULL THEN o.department_id END
),
ranked AS (
    SELECT
        o.*,
        rank() OVER (
            PARTITION BY o.function_key, o.fiscal_year, coalesce(o.region_level, ''), CASE WHEN o.function_key IS NULL THEN o.department_id END
            ORDER BY o.total_yuan DESC NULLS LAST
        ) AS total_rank
    FROM mart.department_overview AS o
)
SELECT
    d.region_code,
    d.region_name,
    d.department_id,
    d.department_name,
    d.function_key,
    d.fiscal_year,
    d.year_start,
    d.total_yuan,
    d.project_count,
    (d.indicator_count::numeric / nullif(d.project_count, 0))::numeric(20, 6) AS indicators_per_project,
    d.quantified_share,
    p.peer_count::integer AS peer_count,
    d.total_rank::integer AS total_rank,
    p.median_total_yuan::numeric(20, 2) AS median_total_yuan,
    d.region_level
FROM ranked AS d
JOIN peers AS p
    ON coalesce(p.function_key, p.alone) = coalesce(d.function_key, d.department_id) AND p.peer_level = coalesce(d.region_level, '')
    AND p.fiscal_year = d.fiscal_year;

COMMENT ON VIEW mart.department_peer IS '部门同类比较 | Departments among those of the same function and level; a row is department_id and fiscal_year';
COMMENT ON COLUMN mart.department_peer.total_yuan IS '金额 | Money of its projects, yuan';
COMMENT ON COLUMN mart.department_peer.indicators_per_project IS '项目均指标数 | Indicators as filed by project; do not sum';
COMMENT ON COLUMN mart.department_peer.total_rank IS '金额名次 | 1 is the most money, ties share; do not sum';
COMMENT ON COLUMN mart.department_peer.median_total_yuan IS '同类金额中位数 | Median of the peers'' money, yuan; do not sum';
