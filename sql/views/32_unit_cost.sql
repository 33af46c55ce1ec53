-- What does a unit of output cost? The project's money by each of its count targets: output.quantity, positive, above 0, without basis, in a unit
-- that counts (no percentage, no money). A project with several count targets has its whole money in each row: count_target_count says so.
CREATE VIEW mart.unit_cost AS
SELECT
    w.region_code,
    w.region_name,
    w.department_id::text AS department_id,
    w.department_name,
    w.function_key,
    w.fiscal_year,
    make_date(w.fiscal_year, 1, 1) AS year_start,
    c.project_id::text AS project_id,
    p.project_name,
    i.name AS indicator_name,
    i.kind,
    t.bound AS quantity,
    t.unit,
    c.project_yuan AS total_yuan,
    CASE WHEN abs(c.per_unit) < 1e14 THEN c.per_unit END::numeric(20, 6) AS yuan_per_unit,
    CASE WHEN abs(c.previous_per_unit) < 1e14 THEN c.previous_per_unit END::numeric(20, 6) AS previous_yuan_per_unit,
    (100 * (c.per_unit - c.previous_per_unit) / nullif(c.previous_per_unit, 0))::numeric(28, 6) AS change_pct,
    c.count_target_count,
    c.peer_count::integer AS peer_count,
    CASE WHEN abs(c.median_per_unit) < 1e14 THEN c.median_per_unit END::numeric(20, 6) AS peer_median,
    i.stem AS indicator_stem,
    w.region_level,
    t.evidence_id::text AS evidence_id
FROM core.department_year AS w
JOIN core.costed_target AS c USING (department_id, fiscal_year)
LEFT JOIN core.promised_project AS p USING (project_id, fiscal_year)
LEFT JOIN core.target_value AS t ON t.target_value_id = c.target_value_id
LEFT JOIN core.indicator AS i ON i.indicator_id = c.indicator_id;

COMMENT ON VIEW mart.unit_cost IS '单位成本 | Money by unit of output; a row is department_id, project_id, fiscal_year, indicator_stem and unit. The money of a project stands in each of its rows';
COMMENT ON COLUMN mart.unit_cost.quantity IS '数量 | Units promised for the year; do not sum';
COMMENT ON COLUMN mart.unit_cost.total_yuan IS '金额 | Money of the whole project, yuan; do not sum: it repeats for each count target';
COMMENT ON COLUMN mart.unit_cost.yuan_per_unit IS '单位金额 | Money by unit, yuan; do not sum';
COMMENT ON COLUMN mart.unit_cost.previous_yuan_per_unit IS '上期单位金额 | Money by unit in the earlier year, yuan; do not sum';
COMMENT ON COLUMN mart.unit_cost.count_target_count IS '计数目标数 | Count targets of the project in that year; do not sum';
COMMENT ON COLUMN mart.unit_cost.peer_median IS '同类单位金额中位数 | Median of the peers'' money by unit, yuan; do not sum';
