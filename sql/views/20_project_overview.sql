-- What did a department ask for, by project? Money is the sum of a project's rows, indicators are counted as filed, the project once; its
-- main row gives name and goals.
CREATE VIEW mart.project_overview AS
SELECT
    r.region_code,
    r.region_name,
    r.department_id::text AS department_id,
    r.department_name,
    r.function_key,
    r.fiscal_year,
    make_date(r.fiscal_year, 1, 1) AS year_start,
    r.project_id::text AS project_id,
    max(r.main_name) AS project_name,
    r.project_kind,
    sum(r.total_yuan)::numeric(20, 2) AS total_yuan,
    (SELECT string_agg(n, '、' ORDER BY convert_to(n, 'UTF8')) FROM (SELECT DISTINCT unnest(array_agg(r.funding_document))) AS l (n)) AS funding_documents,
    (SELECT string_agg(n, '、' ORDER BY convert_to(n, 'UTF8')) FROM (SELECT DISTINCT unnest(array_agg(r.unit_name))) AS l (n)) AS unit_names,
    sum(r.indicator_count)::integer AS indicator_count,
    (sum(r.quantified_count)::numeric / nullif(sum(r.indicator_count), 0))::numeric(12, 6) AS quantified_share,
    max(r.annual_goal) FILTER (WHERE r.main_rank = 1) AS annual_goal,
    max(r.cycle_goal) FILTER (WHERE r.main_rank = 1) AS cycle_goal,
    count(*)::integer AS row_count,
    max(r.document_name) FILTER (WHERE r.main_rank = 1) AS document_name,
    max(e.place) FILTER (WHERE r.main_rank = 1) AS place,
    max(r.evidence_id) FILTER (WHERE r.main_rank = 1)::text AS evidence_id
FROM core.counted_row AS r
JOIN core.evidence AS e USING (evidence_id)
GROUP BY r.region_code, r.region_name, r.department_id, r.department_name, r.function_key, r.fiscal_year, r.project_id, r.project_kind;

COMMENT ON VIEW mart.project_overview IS '项目总览 | Projects as promised; a row is a project and year: department_id, project_id, fiscal_year. A whole-department form (project_kind department_overall) repeats the money of its projects: sum within one project_kind';
COMMENT ON COLUMN mart.project_overview.funding_documents IS '资金文号 | Numbers of the documents that grant the money, joined with 、';
COMMENT ON COLUMN mart.project_overview.unit_names IS '单位名称 | Spending units (资金使用单位), joined with 、';
COMMENT ON COLUMN mart.project_overview.evidence_id IS '出处编号 | Cell of the main row''s name, for jixiao explain';
