-- How complete and how measurable is a department's set of promises? Money and counts are of its projects; what a whole-department form says
-- about the same money stands beside them (overall_yuan) and is not added.
CREATE VIEW mart.department_overview AS
WITH project AS (
    SELECT
        r.region_code, r.region_name, r.region_level, r.department_id, r.department_name, r.function_key, r.fiscal_year, r.project_id, r.project_kind,
        sum(r.total_yuan) AS total_yuan,
        sum(r.indicator_count) AS indicator_count,
        sum(r.target_count) AS target_count,
        sum(r.quantified_count) AS quantified_count,
        sum(r.full_mark_count) AS full_mark_count,
        sum(r.both_count) AS both_count,
        sum(r.copied_count) AS copied_count,
        bool_or(r.has_satisfaction) AS has_satisfaction,
        bool_or(r.has_cost) AS has_cost
    FROM core.counted_row AS r
    GROUP BY r.region_code, r.region_name, r.region_level, r.department_id, r.department_name, r.function_key, r.fiscal_year, r.project_id, r.project_kind
),
finding AS (
    SELECT f.department_id, f.fiscal_year, count(*) AS finding_count
    FROM mart.data_finding AS f
    WHERE f.statement_kind <> 'self_evaluation'
    GROUP BY f.department_id, f.fiscal_year
)
SELECT
    p.region_code,
    p.region_name,
    p.department_id::text AS department_id,
    p.department_name,
    p.function_key,
    p.fiscal_year,
    make_date(p.fiscal_year, 1, 1) AS year_start,
    (sum(p.total_yuan) FILTER (WHERE p.project_kind = 'project'))::numeric(20, 2) AS total_yuan,
    (count(*) FILTER (WHERE p.project_kind = 'project'))::integer AS project_count,
    coalesce(sum(p.indicator_count) FILTER (WHERE p.project_kind = 'project'), 0)::integer AS indicator_count,
    coalesce(sum(p.target_count) FILTER (WHERE p.project_kind = 'project'), 0)::integer AS target_count,
    (
        sum(p.quantified_count) FILTER (WHERE p.project_kind = 'project')
        / nullif(sum(p.indicator_count) FILTER (WHERE p.project_kind = 'project'), 0)
    )::numeric(12, 6) AS quantified_share,
    (
        sum(p.full_mark_count) FILTER (WHERE p.project_kind = 'project')
        / nullif(sum(p.indicator_count) FILTER (WHERE p.project_kind = 'project'), 0)
    )::numeric(12, 6) AS full_mark_share,
    (
        sum(p.copied_count) FILTER (WHERE p.project_kind = 'project')
        / nullif(sum(p.both_count) FILTER (WHERE p.project_kind = 'project'), 0)
    )::numeric(12, 6) AS copied_share,
    (count(*) FILTER (WHERE p.project_kind = 'project' AND NOT p.has_satisfaction))::integer AS without_satisfaction,
    (count(*) FILTER (WHERE p.project_kind = 'project' AND NOT p.has_cost))::integer AS without_cost,
    coalesce(max(f.finding_count), 0)::integer AS finding_count,
    (sum(p.total_yuan) FILTER (WHERE p.project_kind = 'department_overall'))::numeric(20, 2) AS overall_yuan,
    (sum(p.total_yuan) FILTER (WHERE p.project_kind = 'transfer_programme'))::numeric(20, 2) AS programme_yuan,
    p.region_level
FROM project AS p
LEFT JOIN finding AS f ON f.department_id = p.department_id::text AND f.fiscal_year = p.fiscal_year
GROUP BY p.region_code, p.region_name, p.region_level, p.department_id, p.department_name, p.function_key, p.fiscal_year;

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
