-- How has each target moved from one year to the next that the project has? Both horizons.
CREATE VIEW mart.target_change AS
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
    coalesce(ni.name, oi.name) AS indicator_name,
    c.kind,
    c.horizon,
    c.previous_year,
    o.raw AS previous_raw,
    n.raw,
    o.bound AS previous_bound,
    n.bound,
    CASE WHEN c.new_indicator_id IS NOT NULL THEN n.unit ELSE o.unit END AS unit,
    c.direction,
    c.change,
    c.reason,
    c.kind_changed,
    o.bound_date AS previous_bound_date,
    n.bound_date,
    coalesce(ni.stem, oi.stem) AS indicator_stem,
    o.evidence_id::text AS previous_evidence_id,
    n.evidence_id::text AS evidence_id
FROM core.department_year AS w
JOIN core.compared_target AS c USING (department_id, fiscal_year)
LEFT JOIN core.promised_project AS p USING (project_id, fiscal_year)
LEFT JOIN core.target_value AS n ON n.target_value_id = c.new_target_id
LEFT JOIN core.target_value AS o ON o.target_value_id = c.old_target_id
LEFT JOIN core.indicator AS ni ON ni.indicator_id = c.new_indicator_id
LEFT JOIN core.indicator AS oi ON oi.indicator_id = c.old_indicator_id
WHERE c.pairing = 'year';

COMMENT ON VIEW mart.target_change IS '目标变动 | Targets beside those of the earlier year; a row is department_id, project_id, fiscal_year, indicator_stem, kind and horizon. One target an indicator: the main row''s';
COMMENT ON COLUMN mart.target_change.project_name IS '项目名称 | Name in the later year, as printed';
COMMENT ON COLUMN mart.target_change.kind IS '指标类别 | Canonical kind, the later year''s';
COMMENT ON COLUMN mart.target_change.previous_raw IS '上期指标值原文 | The earlier target as printed';
COMMENT ON COLUMN mart.target_change.previous_bound IS '上期界值 | The number to reach then; do not sum';
COMMENT ON COLUMN mart.target_change.direction IS '方向 | positive, negative or none, as used for the comparison';
COMMENT ON COLUMN mart.target_change.previous_bound_date IS '上期界日 | The day to reach then';
COMMENT ON COLUMN mart.target_change.previous_evidence_id IS '上期出处编号 | Cell of the earlier target, for jixiao explain';
