-- How has each target moved from one year to the next that the project has? Both horizons.
CREATE VIEW mart.target_change AS
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
    coalesce(c.new_name, c.old_name) AS indicator_name,
    CASE WHEN c.has_new THEN c.new_kind ELSE c.old_kind END AS kind,
    c.horizon,
    p.previous_year,
    c.old_raw AS previous_raw,
    c.new_raw AS raw,
    c.old_bound::numeric(30, 10) AS previous_bound,
    c.new_bound::numeric(30, 10) AS bound,
    CASE WHEN c.has_new THEN c.new_unit ELSE c.old_unit END AS unit,
    CASE WHEN c.has_new THEN c.new_direction ELSE c.old_direction END AS direction,
    c.change,
    c.reason,
    c.kind_changed,
    c.old_date AS previous_bound_date,
    c.new_date AS bound_date,
    c.indicator_stem,
    c.old_evidence_id::text AS previous_evidence_id,
    c.new_evidence_id::text AS evidence_id
FROM core.compared_target AS c
JOIN core.project_pair AS p USING (project_id, fiscal_year, department_id, department_name)
WHERE c.pairing = 'year';

COMMENT ON VIEW mart.target_change IS '目标变动 | Targets beside those of the earlier year; a row is department_id, project_id, fiscal_year, indicator_stem, kind and horizon. One target an indicator: the main row''s';
COMMENT ON COLUMN mart.target_change.project_name IS '项目名称 | Name in the later year, as printed';
COMMENT ON COLUMN mart.target_change.kind IS '指标类别 | Canonical kind, the later year''s';
COMMENT ON COLUMN mart.target_change.previous_raw IS '上期指标值原文 | The earlier target as printed';
COMMENT ON COLUMN mart.target_change.previous_bound IS '上期界值 | The number to reach then; do not sum';
COMMENT ON COLUMN mart.target_change.direction IS '方向 | positive, negative or none, as used for the comparison';
COMMENT ON COLUMN mart.target_change.previous_bound_date IS '上期界日 | The day to reach then';
COMMENT ON COLUMN mart.target_change.previous_evidence_id IS '上期出处编号 | Cell of the earlier target, for jixiao explain';
