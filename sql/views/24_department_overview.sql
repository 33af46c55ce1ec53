-- How complete and how measurable is a department's set of promises? Money and counts are of its projects; what a whole-department form says
-- about the same money stands beside them (overall_yuan) and is not added.
CREATE VIEW mart.department_overview AS
SELECT
    w.region_code,
    w.region_name,
    w.department_id::text AS department_id,
    w.department_name,
    w.function_key,
    w.fiscal_year,
    make_date(w.fiscal_year, 1, 1) AS year_start,
    w.total_yuan,
    w.project_count,
    w.indicator_count,
    w.target_count,
    (w.quantified_count::numeric / nullif(w.indicator_count, 0))::numeric(12, 6) AS quantified_share,
    (w.full_mark_count::numeric / nullif(w.indicator_count, 0))::numeric(12, 6) AS full_mark_share,
    (w.copied_count::numeric / nullif(w.both_count, 0))::numeric(12, 6) AS copied_share,
    w.without_satisfaction,
    w.without_cost,
    w.finding_count,
    w.overall_yuan,
    w.programme_yuan,
    w.region_level
FROM core.department_year AS w
WHERE w.has_promise;

COMMENT ON VIEW mart.department_overview IS '部门总览 | Departments by year as promised; a row is department_id and fiscal_year';
COMMENT ON COLUMN mart.department_overview.total_yuan IS '金额 | Money of its projects, yuan; empty where only other forms are published';
COMMENT ON COLUMN mart.department_overview.indicator_count IS '指标数 | Indicators of its projects as filed';
COMMENT ON COLUMN mart.department_overview.target_count IS '目标数 | Targets of its projects: an annual and a cycle one count as two';
COMMENT ON COLUMN mart.department_overview.full_mark_share IS '满格率 | Share of indicators whose target is 100 % (0 to 1); do not sum';
COMMENT ON COLUMN mart.department_overview.copied_share IS '照抄率 | Share whose cycle text equals the annual one, among indicators with both (0 to 1); do not sum';
COMMENT ON COLUMN mart.department_overview.without_satisfaction IS '无满意度项目数 | Projects without an indicator of satisfaction';
COMMENT ON COLUMN mart.department_overview.without_cost IS '无成本项目数 | Projects without an indicator of cost';
COMMENT ON COLUMN mart.department_overview.finding_count IS '问题数 | Findings about what is promised, of every severity';
COMMENT ON COLUMN mart.department_overview.overall_yuan IS '整体支出金额 | Money of the whole-department form, yuan; the same money again';
COMMENT ON COLUMN mart.department_overview.programme_yuan IS '转移支付金额 | Money of transfer programmes, yuan';
