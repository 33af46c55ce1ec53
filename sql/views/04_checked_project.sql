-- Helper of the checks: a project row with which levels and kinds its indicators have. Filed: level 1 as printed (by code, else by name, else by the
-- kind that it is derived from); the kinds are the corrected ones.
CREATE VIEW core.checked_project AS
WITH told AS (
    SELECT
        c.document_id,
        c.statement_id,
        c.project_year_id,
        c.is_promise,
        c.kind,
        CASE
            WHEN c.level1_code IN ('1', '2', '3') THEN c.level1_code
            WHEN n.name IS NOT NULL THEN coalesce(n.code, '0')
            WHEN c.level1 IS NULL AND c.kind LIKE 'output.%' THEN '1'
            WHEN c.level1 IS NULL AND c.kind LIKE 'benefit.%' THEN '2'
            WHEN c.level1 IS NULL AND c.kind = 'satisfaction' THEN '3'
            WHEN c.level1 IS NULL AND c.kind LIKE 'cost.%' THEN '0'
        END AS filed_code
    FROM core.checked_indicator AS c
    LEFT JOIN core.level_name AS n
        ON n.level = 1 AND n.name = regexp_replace(regexp_replace(c.level1, '\s+|[（(].*$', '', 'g'), '指标$', '')
)
SELECT
    t.document_id,
    t.statement_id,
    t.project_year_id,
    t.is_promise,
    y.fiscal_year,
    y.year_mark,
    y.name AS project_name,
    e.place,
    count(*)::integer AS indicator_count,
    bool_and(t.filed_code IS NOT NULL) AS is_filed_known,
    bool_and(t.kind IS NOT NULL) AS is_kind_known,
    coalesce(bool_or(t.filed_code = '1'), false) AS filed_output,
    coalesce(bool_or(t.filed_code = '2'), false) AS filed_benefit,
    coalesce(bool_or(t.filed_code = '3'), false) AS filed_satisfaction,
    coalesce(bool_or(t.kind LIKE 'output.%'), false) AS has_output,
    coalesce(bool_or(t.kind LIKE 'benefit.%'), false) AS has_benefit,
    coalesce(bool_or(t.kind = 'satisfaction'), false) AS has_satisfaction,
    coalesce(bool_or(t.kind = 'output.quantity'), false) AS has_quantity,
    coalesce(bool_or(t.kind = 'output.quality'), false) AS has_quality,
    coalesce(bool_or(t.kind = 'output.timeliness'), false) AS has_timeliness,
    coalesce(bool_or(t.kind = 'output.cost' OR t.kind LIKE 'cost.%'), false) AS has_cost
FROM told AS t
JOIN core.project_year AS y USING (project_year_id)
JOIN core.evidence AS e ON e.evidence_id = y.evidence_id
GROUP BY t.document_id, t.statement_id, t.project_year_id, t.is_promise, y.fiscal_year, y.year_mark, y.name, e.place;

COMMENT ON VIEW core.checked_project IS '待查项目 | Levels and kinds of a project row''s indicators; a row is a project_year_id';
COMMENT ON COLUMN core.checked_project.year_mark IS '年度标记 | Years printed in the project''s name';
COMMENT ON COLUMN core.checked_project.is_filed_known IS '一级齐全 | Whether level 1 is told of all its indicators';
COMMENT ON COLUMN core.checked_project.is_kind_known IS '类别齐全 | Whether the kind is told of all its indicators';
COMMENT ON COLUMN core.checked_project.filed_output IS '申报产出 | Whether an indicator is filed under 产出';
COMMENT ON COLUMN core.checked_project.filed_benefit IS '申报效益 | Whether an indicator is filed under 效益';
COMMENT ON COLUMN core.checked_project.filed_satisfaction IS '申报满意度 | Whether an indicator is filed under 满意度';
COMMENT ON COLUMN core.checked_project.has_output IS '有产出指标 | Whether an indicator is of an output kind';
COMMENT ON COLUMN core.checked_project.has_benefit IS '有效益指标 | Whether an indicator is of a benefit kind';
COMMENT ON COLUMN core.checked_project.has_satisfaction IS '有满意度指标 | Whether an indicator is of kind satisfaction';
COMMENT ON COLUMN core.checked_project.has_quantity IS '有数量指标 | Whether an indicator is of kind output.quantity';
COMMENT ON COLUMN core.checked_project.has_quality IS '有质量指标 | Whether an indicator is of kind output.quality';
COMMENT ON COLUMN core.checked_project.has_timeliness IS '有时效指标 | Whether an indicator is of kind output.timeliness';
COMMENT ON COLUMN core.checked_project.has_cost IS '有成本指标 | Whether an indicator is of a cost kind';
