-- Helper: a current row of a target table with counts of its indicators as filed.
CREATE VIEW core.counted_row AS
SELECT
    r.*,
    i.indicator_count,
    i.target_count,
    i.quantified_count,
    i.full_mark_count,
    i.both_count,
    i.copied_count,
    i.has_satisfaction,
    i.has_cost
FROM core.promised_row AS r
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
) AS i;

COMMENT ON VIEW core.counted_row IS '项目行计数 | A current row of a target table with counts of its indicators; a row is a project_year_id';
COMMENT ON COLUMN core.counted_row.quantified_count IS '量化指标数 | Indicators whose target holds a number or a date';
COMMENT ON COLUMN core.counted_row.full_mark_count IS '满格指标数 | Indicators whose target is 100 %';
COMMENT ON COLUMN core.counted_row.both_count IS '双目标指标数 | Indicators with an annual and a cycle target';
COMMENT ON COLUMN core.counted_row.copied_count IS '照抄指标数 | Indicators whose cycle and annual text are equal';
COMMENT ON COLUMN core.counted_row.has_satisfaction IS '有满意度指标 | Whether an indicator is of kind satisfaction';
COMMENT ON COLUMN core.counted_row.has_cost IS '有成本指标 | Whether an indicator is of a cost kind';
