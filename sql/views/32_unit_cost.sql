-- What does a unit of output cost? The project's money by each of its count targets: output.quantity, positive, above 0, without basis, in a unit
-- that counts (no percentage, no money). A project with several count targets has its whole money in each row: count_target_count says so.
CREATE VIEW mart.unit_cost AS
WITH counted AS (
    SELECT c.*
    FROM core.collapsed_target AS c
    WHERE
        c.pairing = 'year'
        AND c.horizon = 'annual'
        AND c.kind = 'output.quantity'
        AND c.direction = 'positive'
        AND c.bound > 0
        AND c.basis IS NULL
        AND c.compared_unit NOT IN ('%', '‰', '元')
),
beside AS (
    SELECT
        c.region_code, c.region_name, c.region_level, c.department_id, c.department_name, c.function_key, c.fiscal_year, c.project_id, c.main_name,
        c.indicator_stem, c.compared_unit,
        max(c.indicator_name) FILTER (WHERE c.side = 'new') AS indicator_name,
        max(c.kind) FILTER (WHERE c.side = 'new') AS kind,
        max(c.bound) FILTER (WHERE c.side = 'new') AS bound,
        max(c.unit) FILTER (WHERE c.side = 'new') AS unit,
        max(c.side_yuan) FILTER (WHERE c.side = 'new') AS project_yuan,
        max(c.evidence_id) FILTER (WHERE c.side = 'new') AS evidence_id,
        max(c.side_yuan / c.bound) FILTER (WHERE c.side = 'old') AS previous_per_unit
    FROM counted AS c
    GROUP BY c.region_code, c.region_name, c.region_level, c.department_id, c.department_name, c.function_key, c.fiscal_year, c.project_id,
        c.main_name, c.indicator_stem, c.compared_unit
    HAVING bool_or(c.side = 'new')
),
cost AS (
    SELECT
        b.*,
        b.project_yuan / b.bound AS per_unit,
        count(*) OVER (PARTITION BY b.department_id, b.department_name, b.fiscal_year, b.project_id) AS count_target_count,
        coalesce(b.function_key, '#' || b.department_id) AS peer_key,
        coalesce(b.region_level, '') AS peer_level
    FROM beside AS b
),
grouped AS (
    SELECT
        c.*,
        count(*) OVER peers AS peer_count,
        count(c.per_unit) OVER peers AS known_count,
        row_number() OVER (peers ORDER BY c.per_unit NULLS LAST, c.project_id) AS position
    FROM cost AS c
    WINDOW peers AS (PARTITION BY c.peer_key, c.peer_level, c.fiscal_year, c.indicator_stem, c.compared_unit)
),
ranked AS (
    SELECT
        g.*,
        avg(g.per_unit) FILTER (WHERE 2 * g.position BETWEEN g.known_count AND g.known_count + 2) OVER (
            PARTITION BY g.peer_key, g.peer_level, g.fiscal_year, g.indicator_stem, g.compared_unit
        ) AS peer_median
    FROM grouped AS g
)
SELECT
    c.region_code,
    c.region_name,
    c.department_id::text AS department_id,
    c.department_name,
    c.function_key,
    c.fiscal_year,
    make_date(c.fiscal_year, 1, 1) AS year_start,
    c.project_id::text AS project_id,
    c.main_name AS project_name,
    c.indicator_name,
    c.kind,
    c.bound::numeric(30, 10) AS quantity,
    c.unit,
    c.project_yuan::numeric(20, 2) AS total_yuan,
    CASE WHEN abs(c.per_unit) < 1e14 THEN c.per_unit END::numeric(20, 6) AS yuan_per_unit,
    CASE WHEN abs(c.previous_per_unit) < 1e14 THEN c.previous_per_unit END::numeric(20, 6) AS previous_yuan_per_unit,
    (100 * (c.per_unit - c.previous_per_unit) / nullif(c.previous_per_unit, 0))::numeric(28, 6) AS change_pct,
    c.count_target_count::integer AS count_target_count,
    c.peer_count::integer AS peer_count,
    CASE WHEN abs(c.peer_median) < 1e14 THEN c.peer_median END::numeric(20, 6) AS peer_median,
    c.indicator_stem,
    c.region_level,
    c.evidence_id::text AS evidence_id
FROM ranked AS c;

COMMENT ON VIEW mart.unit_cost IS '单位成本 | Money by unit of output; a row is department_id, project_id, fiscal_year, indicator_stem and unit. The money of a project stands in each of its rows';
COMMENT ON COLUMN mart.unit_cost.quantity IS '数量 | Units promised for the year; do not sum';
COMMENT ON COLUMN mart.unit_cost.total_yuan IS '金额 | Money of the whole project, yuan; do not sum: it repeats for each count target';
COMMENT ON COLUMN mart.unit_cost.yuan_per_unit IS '单位金额 | Money by unit, yuan; do not sum';
COMMENT ON COLUMN mart.unit_cost.previous_yuan_per_unit IS '上期单位金额 | Money by unit in the earlier year, yuan; do not sum';
COMMENT ON COLUMN mart.unit_cost.count_target_count IS '计数目标数 | Count targets of the project in that year; do not sum';
COMMENT ON COLUMN mart.unit_cost.peer_median IS '同类单位金额中位数 | Median of the peers'' money by unit, yuan; do not sum';
