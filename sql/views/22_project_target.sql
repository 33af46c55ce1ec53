-- The flat one: every current target as promised, part by part, beside its raw text and the place where it stands.
CREATE VIEW mart.project_target AS
SELECT
    w.region_code,
    w.region_name,
    w.department_id::text AS department_id,
    w.department_name,
    w.function_key,
    w.fiscal_year,
    make_date(w.fiscal_year, 1, 1) AS year_start,
    p.project_id::text AS project_id,
    r.name AS project_name,
    p.project_kind,
    c.project_year_id::text AS project_year_id,
    r.funding_document,
    t.seq,
    i.level1,
    i.level2,
    c.kind,
    c.indicator_id::text AS indicator_id,
    i.name AS indicator_name,
    c.horizon,
    t.part,
    c.comparator,
    t.low,
    t.high,
    c.unit,
    t.basis,
    t.scope,
    t.measure,
    c.direction,
    c.bound,
    t.raw,
    t.weight,
    o.name AS document_name,
    e.place,
    t.text,
    t.low_date,
    t.high_date,
    t.bound_date,
    t.low_inclusive,
    t.high_inclusive,
    t.implied,
    t.unit_from,
    t.direction_from,
    i.level1_code,
    i.level2_code,
    i.stem AS indicator_stem,
    s.statement_kind,
    r.row_number,
    c.target_value_id::text AS target_value_id,
    t.evidence_id::text AS evidence_id
FROM core.department_year AS w
JOIN core.promised_target AS c USING (department_id, fiscal_year)
LEFT JOIN core.target_value AS t ON t.target_value_id = c.target_value_id
LEFT JOIN core.project_year AS r ON r.project_year_id = c.project_year_id
LEFT JOIN core.project AS p ON p.project_id = r.project_id
LEFT JOIN core.indicator AS i ON i.indicator_id = c.indicator_id
LEFT JOIN core.evidence AS e ON e.evidence_id = t.evidence_id
LEFT JOIN ops.statement AS s ON s.statement_id = r.statement_id
LEFT JOIN ops.document AS o ON o.document_id = s.document_id;

COMMENT ON VIEW mart.project_target IS '绩效目标明细 | Targets as promised; a row is project_year_id, seq, horizon and part (target_value_id). Targets are never added up';
COMMENT ON COLUMN mart.project_target.project_name IS '项目名称 | Name as printed in this row';
COMMENT ON COLUMN mart.project_target.level1 IS '一级指标 | Level 1 as filed';
COMMENT ON COLUMN mart.project_target.level2 IS '二级指标 | Level 2 as filed';
COMMENT ON COLUMN mart.project_target.part IS '分项 | Which part of the target, from 1; do not sum';
COMMENT ON COLUMN mart.project_target.low IS '下限 | Lower number; do not sum';
COMMENT ON COLUMN mart.project_target.high IS '上限 | Upper number; do not sum';
COMMENT ON COLUMN mart.project_target.text IS '文字 | Wording of a qualitative target, or around a number';
COMMENT ON COLUMN mart.project_target.low_date IS '起始日 | First day, for period';
COMMENT ON COLUMN mart.project_target.high_date IS '截止日 | Last day, for before and period';
COMMENT ON COLUMN mart.project_target.bound_date IS '界日 | The day to reach; an earlier one is stricter';
COMMENT ON COLUMN mart.project_target.low_inclusive IS '含下限 | Whether the lower number itself counts';
COMMENT ON COLUMN mart.project_target.high_inclusive IS '含上限 | Whether the upper number itself counts';
COMMENT ON COLUMN mart.project_target.implied IS '默认等于 | Whether no sign was printed, so that = is a convention';
COMMENT ON COLUMN mart.project_target.unit_from IS '单位出处 | Where the unit was read: value, name or column';
COMMENT ON COLUMN mart.project_target.direction_from IS '方向依据 | Where the direction is from: comparator, printed, name, zero or default';
COMMENT ON COLUMN mart.project_target.level1_code IS '一级代码 | Code of level 1 as filed';
COMMENT ON COLUMN mart.project_target.level2_code IS '二级代码 | Code of level 2 as filed';
COMMENT ON COLUMN mart.project_target.indicator_stem IS '指标名干 | Name to compare by: without prefix and trailing unit';
COMMENT ON COLUMN mart.project_target.target_value_id IS '目标值编号 | Id of the target part, for jixiao explain';
