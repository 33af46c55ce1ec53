-- How do departments of the same function compare? Peers have the same function, level and year; a department of unknown function has none.
CREATE VIEW mart.department_peer AS
WITH department AS (
    SELECT o.*, coalesce(o.function_key, '#' || o.department_id) AS peer_key, coalesce(o.region_level, '') AS peer_level
    FROM mart.department_overview AS o
),
peers AS (
    SELECT
        d.peer_key, d.peer_level, d.fiscal_year,
        count(*) AS peer_count,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY d.total_yuan) AS median_total_yuan
    FROM department AS d
    GROUP BY d.peer_key, d.peer_level, d.fiscal_year
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
    (rank() OVER (PARTITION BY d.peer_key, d.peer_level, d.fiscal_year ORDER BY d.total_yuan DESC NULLS LAST))::integer AS total_rank,
    p.median_total_yuan::numeric(20, 2) AS median_total_yuan,
    d.region_level
FROM department AS d
JOIN peers AS p USING (peer_key, peer_level, fiscal_year);

COMMENT ON VIEW mart.department_peer IS '部门同类比较 | Departments among those of the same function and level; a row is department_id and fiscal_year';
COMMENT ON COLUMN mart.department_peer.total_yuan IS '金额 | Money of its projects, yuan';
COMMENT ON COLUMN mart.department_peer.indicators_per_project IS '项目均指标数 | Indicators as filed by project; do not sum';
COMMENT ON COLUMN mart.department_peer.total_rank IS '金额名次 | 1 is the most money, ties share; do not sum';
COMMENT ON COLUMN mart.department_peer.median_total_yuan IS '同类金额中位数 | Median of the peers'' money, yuan; do not sum';
