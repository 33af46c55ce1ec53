-- Which projects are funded from several documents, or split between units?
CREATE VIEW mart.shared_project AS
SELECT
    w.region_code,
    w.region_name,
    w.department_id::text AS department_id,
    w.department_name,
    w.function_key,
    w.fiscal_year,
    make_date(w.fiscal_year, 1, 1) AS year_start,
    p.project_id::text AS project_id,
    p.project_name,
    p.row_count,
    (
        SELECT string_agg(l.funding_document, '、' ORDER BY convert_to(l.funding_document, 'UTF8'))
        FROM (
            SELECT DISTINCT r.funding_document
            FROM core.promise_row AS r
            WHERE r.project_id = p.project_id AND r.fiscal_year = p.fiscal_year
        ) AS l
    ) AS funding_documents,
    p.total_yuan,
    (
        SELECT string_agg(round(r.total_yuan / nullif(p.total_yuan, 0), 6)::text, '、' ORDER BY r.total_yuan DESC NULLS LAST)
        FROM core.promise_row AS r
        WHERE r.project_id = p.project_id AND r.fiscal_year = p.fiscal_year
    ) AS shares,
    p.common_indicators,
    (
        SELECT string_agg(l.name, '、' ORDER BY convert_to(l.name, 'UTF8'))
        FROM (
            SELECT DISTINCT u.name
            FROM core.promise_row AS r
            JOIN core.department AS u ON u.department_id = r.unit_department_id
            WHERE r.project_id = p.project_id AND r.fiscal_year = p.fiscal_year
        ) AS l
    ) AS unit_names
FROM core.department_year AS w
JOIN core.promised_project AS p USING (department_id, fiscal_year)
WHERE p.row_count > 1;

COMMENT ON VIEW mart.shared_project IS '多来源项目 | Projects with several rows in a year; a row is department_id, project_id and fiscal_year';
COMMENT ON COLUMN mart.shared_project.funding_documents IS '资金文号 | Numbers of the documents that grant the money, joined with 、';
COMMENT ON COLUMN mart.shared_project.shares IS '各行占比 | Share of each row in the money, largest first, joined with 、';
COMMENT ON COLUMN mart.shared_project.common_indicators IS '共有指标 | Indicators that stand in more than one row, joined with 、';
COMMENT ON COLUMN mart.shared_project.unit_names IS '单位名称 | Spending units (资金使用单位), joined with 、';
