-- Helper: a current row of a target table with counts of its indicators and its rank among the rows of its project and year (co-funded rows):
-- 1 is the main row, the one without a funding document, then the larger money, then document order (DESIGN, "One target per project").
-- The partition names more columns than it needs: only conditions on columns named there reach the rows below a window.
CREATE VIEW core.promised_row AS
SELECT
    r.*,
    row_number() OVER (
        PARTITION BY r.region_code, r.region_name, r.department_id, r.department_name, r.function_key, r.fiscal_year, r.project_id
        ORDER BY r.funding_document IS NOT NULL, r.total_yuan DESC NULLS LAST, r.document_id, r.ordinal, r.row_number
    )::integer AS main_rank,
    i.indicator_count,
    i.target_count,
    i.quantified_count,
    i.full_mark_count,
    i.both_count,
    i.copied_count,
    i.has_satisfaction,
    i.has_cost
FROM core.current_row AS r
CROSS JOIN LATERAL (
    SELECT
        count(*)::integer AS indicator_count,
        coalesce(sum(f.target_count), 0)::integer AS target_count,
        (count(*) FILTER (WHERE f.is_quantified))::integer AS quantified_count,
        (count(*) FILTER (WHERE f.is_full_mark))::integer AS full_mark_count,
        count(f.is_copied)::integer AS both_count,
        (count(*) FILTER (WHERE f.is_copied))::integer AS copied_count,
        coalesce(bool_or(n.kind = 'satisfaction'), false) AS has_satisfaction,
        coalesce(bool_or(n.kind = 'output.cost' OR n.kind LIKE 'cost.%'), false) AS has_cost
    FROM core.filed_indicator AS f
    JOIN core.indicator AS n USING (indicator_id)
    WHERE f.project_year_id = r.project_year_id
) AS i
WHERE r.is_promise;

COMMENT ON VIEW core.promised_row IS '承诺项目行 | A current row of a target table with its counts; a row is a project_year_id';
COMMENT ON COLUMN core.promised_row.project_stem IS '项目名干 | Name without code, document number, year marks and owner';
COMMENT ON COLUMN core.promised_row.region_level IS '级别 | state, province, prefecture or county';
COMMENT ON COLUMN core.promised_row.unit_name IS '单位名称 | Spending unit (资金使用单位), where printed';
COMMENT ON COLUMN core.promised_row.total_yuan IS '金额 | Annual budget of the row, yuan';
COMMENT ON COLUMN core.promised_row.row_number IS '行号 | Its place among the statement''s projects, from 1; do not sum';
COMMENT ON COLUMN core.promised_row.evidence_id IS '出处编号 | Cell of the name';
COMMENT ON COLUMN core.promised_row.is_promise IS '是否承诺 | Whether it promises targets: always true here';
COMMENT ON COLUMN core.promised_row.ordinal IS '表序 | Place of the statement in its document, from 1; do not sum';
COMMENT ON COLUMN core.promised_row.document_id IS '文件编号 | Document it stands in';
COMMENT ON COLUMN core.promised_row.main_rank IS '主行次序 | 1 is the main row of its project and year; do not sum';
COMMENT ON COLUMN core.promised_row.quantified_count IS '量化指标数 | Indicators whose target holds a number or a date';
COMMENT ON COLUMN core.promised_row.full_mark_count IS '满格指标数 | Indicators whose target is 100 %';
COMMENT ON COLUMN core.promised_row.both_count IS '双目标指标数 | Indicators with an annual and a cycle target';
COMMENT ON COLUMN core.promised_row.copied_count IS '照抄指标数 | Indicators whose cycle and annual text are equal';
COMMENT ON COLUMN core.promised_row.has_satisfaction IS '有满意度指标 | Whether an indicator is of kind satisfaction';
COMMENT ON COLUMN core.promised_row.has_cost IS '有成本指标 | Whether an indicator is of a cost kind';
