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
money AS (
    SELECT m.side, m.project_id, m.fiscal_year, sum(m.total_yuan) AS total_yuan
    FROM core.member_row AS m
    WHERE m.pairing = 'year'
    GROUP BY m.side, m.project_id, m.fiscal_year
),
cost AS (
    SELECT
        n.*,
        m.total_yuan AS project_yuan,
        m.total_yuan / n.bound AS per_unit,
        b.total_yuan / o.bound AS previous_per_unit,
        count(*) OVER (PARTITION BY n.department_id, n.department_name, n.fiscal_year, n.project_id) AS count_target_count,
        coalesce(n.function_key, '#' || n.department_id) AS peer_key,
        coalesce(n.region_level, '') AS peer_level
    FROM counted AS n
    JOIN money AS m ON m.side = 'new' AND m.project_id = n.project_id AND m.fiscal_year = n.fiscal_year
    LEFT JOIN counted AS o
        ON o.side = 'old' AND o.project_id = n.project_id AND o.fiscal_year = n.fiscal_year AND o.indicator_stem = n.indicator_stem
        AND o.compared_unit = n.compared_unit
    LEFT JOIN money AS b ON b.side = 'old' AND b.project_id = o.project_id AND b.fiscal_year = o.fiscal_year
    WHERE n.side = 'new'
),
peers AS (
    SELECT
        c.peer_key, c.peer_level, c.fiscal_year, c.indicator_stem, c.compared_unit,
        count(*) AS peer_count,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY c.per_unit) AS peer_median
    FROM cost AS c
    GROUP BY c.peer_key, c.peer_level, c.fiscal_year, c.indicator_stem, c.compared_unit
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
    p.peer_count::integer AS peer_count,
    CASE WHEN abs(p.peer_median) < 1e14 THEN p.peer_median END::numeric(20, 6) AS peer_median,
    c.indicator_stem,
    c.region_level,
    c.evidence_id::text AS evidence_id
FROM cost AS c
JOIN peers AS p USING (peer_key, peer_level, fiscal_year, indicator_stem, compared_unit);

COMMENT ON VIEW mart.unit_cost IS '单位成本 | Money by unit of output; a row is department_id, project_id, fiscal_year, indicator_stem and unit. The money of a project stands in each of its rows';
COMMENT ON COLUMN mart.unit_cost.quantity IS '数量 | Units promised for the year; do not sum';
COMMENT ON COLUMN mart.unit_cost.total_yuan IS '金额 | Money of the whole project, yuan; do not sum: it repeats for each count target';
COMMENT ON COLUMN mart.unit_cost.yuan_per_unit IS '单位金额 | Money by unit, yuan; do not sum';
COMMENT ON COLUMN mart.unit_cost.previous_yuan_per_unit IS '上期单位金额 | Money by unit in the earlier year, yuan; do not sum';
COMMENT ON COLUMN mart.unit_cost.count_target_count IS '计数目标数 | Count targets of the project in that year; do not sum';
COMMENT ON COLUMN mart.unit_cost.peer_median IS '同类单位金额中位数 | Median of the peers'' money by unit, yuan; do not sum';
