-- Which projects are funded from several documents, or split between units?
CREATE VIEW mart.shared_project AS
WITH filed AS (
    SELECT DISTINCT
        r.project_id, r.fiscal_year, r.project_year_id, r.main_rank,
        CASE WHEN i.kind IN ('output.cost', 'cost.economic') THEN 'cost' ELSE coalesce(i.kind, '') END AS compared_kind,
        i.stem,
        max(i.name) OVER (PARTITION BY r.project_year_id, i.stem, i.kind) AS name
    FROM core.promised_row AS r
    JOIN core.target_value AS t USING (project_year_id)
    JOIN core.indicator AS i USING (indicator_id)
),
common AS (
    SELECT f.project_id, f.fiscal_year, (array_agg(f.name ORDER BY f.main_rank))[1] AS name
    FROM filed AS f
    GROUP BY f.project_id, f.fiscal_year, f.compared_kind, f.stem
    HAVING count(DISTINCT f.project_year_id) > 1
),
listed AS (
    SELECT c.project_id, c.fiscal_year, string_agg(c.name, '、' ORDER BY convert_to(c.name, 'UTF8')) AS names
    FROM (SELECT DISTINCT project_id, fiscal_year, name FROM common) AS c
    GROUP BY c.project_id, c.fiscal_year
),
shared AS (
    SELECT r.*, sum(r.total_yuan) OVER same_project AS project_yuan
    FROM core.promised_row AS r
    WINDOW same_project AS (
        PARTITION BY r.region_code, r.region_name, r.department_id, r.department_name, r.function_key, r.fiscal_year, r.project_id
    )
)
SELECT
    s.region_code,
    s.region_name,
    s.department_id::text AS department_id,
    s.department_name,
    s.function_key,
    s.fiscal_year,
    make_date(s.fiscal_year, 1, 1) AS year_start,
    s.project_id::text AS project_id,
    max(s.main_name) AS project_name,
    count(*)::integer AS row_count,
    (SELECT string_agg(n, '、' ORDER BY convert_to(n, 'UTF8')) FROM (SELECT DISTINCT unnest(array_agg(s.funding_document))) AS l (n)) AS funding_documents,
    sum(s.total_yuan)::numeric(20, 2) AS total_yuan,
    string_agg(round(s.total_yuan / nullif(s.project_yuan, 0), 6)::text, '、' ORDER BY s.total_yuan DESC NULLS LAST) AS shares,
    max(l.names) AS common_indicators,
    (SELECT string_agg(n, '、' ORDER BY convert_to(n, 'UTF8')) FROM (SELECT DISTINCT unnest(array_agg(s.unit_name))) AS l (n)) AS unit_names
FROM shared AS s
LEFT JOIN listed AS l USING (project_id, fiscal_year)
GROUP BY s.region_code, s.region_name, s.department_id, s.department_name, s.function_key, s.fiscal_year, s.project_id
HAVING count(*) > 1;

COMMENT ON VIEW mart.shared_project IS '多来源项目 | Projects with several rows in a year; a row is department_id, project_id and fiscal_year';
COMMENT ON COLUMN mart.shared_project.funding_documents IS '资金文号 | Numbers of the documents that grant the money, joined with 、';
COMMENT ON COLUMN mart.shared_project.shares IS '各行占比 | Share of each row in the money, largest first, joined with 、';
COMMENT ON COLUMN mart.shared_project.common_indicators IS '共有指标 | Indicators that stand in more than one row, joined with 、';
COMMENT ON COLUMN mart.shared_project.unit_names IS '单位名称 | Spending units (资金使用单位), joined with 、';
