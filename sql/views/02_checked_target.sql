-- Helper of the checks: a part of a target with the statement it stands in, its indicator, its place, and its unit as compared. Not only current
-- ones: a check looks at what a load brought in.
CREATE VIEW core.checked_target AS
SELECT
    s.document_id,
    s.statement_id,
    s.statement_kind <> 'self_evaluation' AS is_promise,
    y.fiscal_year,
    y.year_mark,
    t.project_year_id,
    t.indicator_id,
    t.seq,
    t.horizon,
    t.part,
    i.name AS indicator_name,
    i.stem AS indicator_stem,
    i.kind,
    t.comparator,
    t.low,
    t.high,
    t.low_date,
    t.high_date,
    t.bound,
    t.direction,
    t.direction_from,
    t.unit,
    t.unit_from,
    coalesce(u.canonical, t.unit) AS compared_unit,
    u.unit_kind,
    t.basis,
    t.scope,
    t.measure,
    t.text,
    t.no_target,
    t.raw,
    CASE t.horizon WHEN 'annual' THEN '年度：' ELSE '周期：' END || t.raw AS shown,
    e.place
FROM core.target_value AS t
JOIN core.project_year AS y USING (project_year_id)
JOIN ops.statement AS s USING (statement_id)
JOIN core.indicator AS i USING (indicator_id)
JOIN core.evidence AS e ON e.evidence_id = t.evidence_id
LEFT JOIN core.unit AS u ON u.unit = t.unit;

COMMENT ON VIEW core.checked_target IS '待查目标 | A part of a target as the checks see it; a row is a project_year_id, seq, horizon and part';
COMMENT ON COLUMN core.checked_target.year_mark IS '年度标记 | Years printed in the project''s name';
COMMENT ON COLUMN core.checked_target.part IS '分项 | Which part of the target, from 1; do not sum';
COMMENT ON COLUMN core.checked_target.low IS '下限 | Lower number; do not sum';
COMMENT ON COLUMN core.checked_target.high IS '上限 | Upper number; do not sum';
COMMENT ON COLUMN core.checked_target.low_date IS '起始日 | First day, for period';
COMMENT ON COLUMN core.checked_target.high_date IS '截止日 | Last day, for before and period';
COMMENT ON COLUMN core.checked_target.unit_from IS '单位出处 | Where the unit was read: value, name or column';
COMMENT ON COLUMN core.checked_target.unit_kind IS '单位类别 | count, percent, money, time, length … as in the vocabulary';
COMMENT ON COLUMN core.checked_target.text IS '文字 | Wording of a qualitative target, or around a number';
COMMENT ON COLUMN core.checked_target.no_target IS '未设目标 | Whether the words put no target: 据实, 按需, or what is measured again';
COMMENT ON COLUMN core.checked_target.shown IS '指标值 | The target as printed, with its horizon in front';
