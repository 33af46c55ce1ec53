-- Helper of the checks: an indicator once, whatever its targets, with the statement it stands in and the place of its first target.
CREATE VIEW core.checked_indicator AS
SELECT DISTINCT ON (s.document_id, s.statement_id, t.project_year_id, t.seq)
    s.document_id,
    s.statement_id,
    t.project_year_id,
    t.seq,
    s.statement_kind <> 'self_evaluation' AS is_promise,
    t.indicator_id,
    i.name AS indicator_name,
    i.stem AS indicator_stem,
    i.kind,
    i.level1,
    i.level1_code,
    i.level2,
    i.level2_code,
    t.raw,
    t.unit,
    t.weight,
    e.place
FROM core.target_value AS t
JOIN core.project_year AS y USING (project_year_id)
JOIN ops.statement AS s USING (statement_id)
JOIN core.indicator AS i USING (indicator_id)
JOIN core.evidence AS e ON e.evidence_id = t.evidence_id
ORDER BY s.document_id, s.statement_id, t.project_year_id, t.seq, t.horizon, t.part;

COMMENT ON VIEW core.checked_indicator IS '待查指标 | An indicator as the checks see it; a row is a project_year_id and seq';
COMMENT ON COLUMN core.checked_indicator.level1 IS '一级指标 | Level 1 as filed';
COMMENT ON COLUMN core.checked_indicator.level1_code IS '一级代码 | Code of level 1 as filed';
COMMENT ON COLUMN core.checked_indicator.level2 IS '二级指标 | Level 2 as filed';
COMMENT ON COLUMN core.checked_indicator.level2_code IS '二级代码 | Code of level 2 as filed';
