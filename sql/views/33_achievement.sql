-- Were targets met? What was promised, what the self-evaluation restates, and what was reached. It stands under the department that evaluated.
-- What counts as moved and met is said where the two are compared (sql/summaries/03_compared_target.sql).
CREATE VIEW mart.achievement AS
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
    CASE WHEN c.old_indicator_id IS NOT NULL THEN oi.name ELSE ni.name END AS indicator_name,
    c.kind,
    o.raw AS promised_raw,
    o.bound AS promised_bound,
    n.raw AS restated_raw,
    CASE WHEN c.old_indicator_id IS NOT NULL AND c.new_target_id IS NOT NULL THEN c.change <> 'unchanged' END AS moved,
    a.raw AS actual_raw,
    a.bound AS actual,
    CASE WHEN abs(c.ratio) < 1000000 THEN c.ratio END::numeric(12, 6) AS ratio,
    c.met,
    a.score,
    CASE WHEN c.new_indicator_id IS NOT NULL THEN coalesce(n.weight, a.weight) ELSE o.weight END::numeric(12, 6) AS weight,
    CASE WHEN c.old_indicator_id IS NULL THEN 'only_evaluated' WHEN c.new_indicator_id IS NULL THEN 'only_promised' ELSE 'both' END AS matched,
    CASE WHEN c.new_indicator_id IS NOT NULL THEN ni.stem ELSE oi.stem END AS indicator_stem,
    o.evidence_id::text AS promised_evidence_id,
    coalesce(n.evidence_id, a.evidence_id)::text AS restated_evidence_id,
    a.evidence_id::text AS actual_evidence_id
FROM core.department_year AS w
JOIN core.compared_target AS c USING (department_id, fiscal_year)
LEFT JOIN core.evaluated_project AS p USING (project_id, fiscal_year)
LEFT JOIN core.target_value AS n ON n.target_value_id = c.new_target_id
LEFT JOIN core.target_value AS o ON o.target_value_id = c.old_target_id
LEFT JOIN core.actual_value AS a ON a.actual_value_id = c.actual_value_id
LEFT JOIN core.indicator AS ni ON ni.indicator_id = c.new_indicator_id
LEFT JOIN core.indicator AS oi ON oi.indicator_id = c.old_indicator_id
WHERE c.pairing = 'restated' AND c.horizon = 'annual';

COMMENT ON VIEW mart.achievement IS '目标完成 | Targets as promised beside the self-evaluation; a row is department_id, project_id, fiscal_year, indicator_stem and kind. It stands under the department that evaluated';
COMMENT ON COLUMN mart.achievement.project_name IS '项目名称 | Name of the promise''s main row, else as evaluated';
COMMENT ON COLUMN mart.achievement.indicator_name IS '指标名称 | The indicator as promised, else as evaluated';
COMMENT ON COLUMN mart.achievement.promised_raw IS '承诺值原文 | The target as promised';
COMMENT ON COLUMN mart.achievement.promised_bound IS '承诺界值 | The number promised; do not sum';
COMMENT ON COLUMN mart.achievement.restated_raw IS '自评目标值原文 | The target as the self-evaluation prints it';
COMMENT ON COLUMN mart.achievement.moved IS '目标是否变动 | Whether the restated target differs from the promise; empty where one is missing';
COMMENT ON COLUMN mart.achievement.actual_raw IS '完成值原文 | What was reached, as printed';
COMMENT ON COLUMN mart.achievement.actual IS '完成值 | The number reached; do not sum';
COMMENT ON COLUMN mart.achievement.ratio IS '完成比 | Reached by promised, or promised by reached where less is better (1 = just met); do not sum';
COMMENT ON COLUMN mart.achievement.met IS '是否完成 | Whether the promise was met; empty where it cannot be told';
COMMENT ON COLUMN mart.achievement.score IS '得分 | Points given by the self-evaluation';
COMMENT ON COLUMN mart.achievement.matched IS '匹配情况 | both, only_promised or only_evaluated';
COMMENT ON COLUMN mart.achievement.promised_evidence_id IS '承诺出处编号 | Cell of the promise, for jixiao explain';
COMMENT ON COLUMN mart.achievement.restated_evidence_id IS '自评目标出处编号 | Cell of the restated target, for jixiao explain';
COMMENT ON COLUMN mart.achievement.actual_evidence_id IS '完成值出处编号 | Cell of what was reached, for jixiao explain';
