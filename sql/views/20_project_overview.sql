-- What did a department ask for, by project? Money is the sum of a project's rows, indicators are counted as filed, the project once; its
-- main row gives name and goals.
CREATE VIEW mart.project_overview AS
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
    p.project_kind,
    p.total_yuan,
    (
        SELECT string_agg(l.funding_document, '、' ORDER BY convert_to(l.funding_document, 'UTF8'))
        FROM (
            SELECT DISTINCT r.funding_document
            FROM core.promise_row AS r
            WHERE r.project_id = p.project_id AND r.fiscal_year = p.fiscal_year
        ) AS l
    ) AS funding_documents,
    (
        SELECT string_agg(l.name, '、' ORDER BY convert_to(l.name, 'UTF8'))
        FROM (
            SELECT DISTINCT u.name
            FROM core.promise_row AS r
            JOIN core.department AS u ON u.department_id = r.unit_department_id
            WHERE r.project_id = p.project_id AND r.fiscal_year = p.fiscal_year
        ) AS l
    ) AS unit_names,
    p.indicator_count,
    (p.quantified_count::numeric / nullif(p.indicator_count, 0))::numeric(12, 6) AS quantified_share,
    y.annual_goal,
    y.cycle_goal,
    p.row_count,
    o.name AS document_name,
    e.place,
    y.evidence_id::text AS evidence_id
FROM core.department_year AS w
JOIN core.promised_project AS p USING (department_id, fiscal_year)
LEFT JOIN core.project_year AS y USING (project_year_id)
LEFT JOIN core.evidence AS e ON e.evidence_id = y.evidence_id
LEFT JOIN ops.statement AS s ON s.statement_id = y.statement_id
LEFT JOIN ops.document AS o ON o.document_id = s.document_id;

COMMENT ON VIEW mart.project_overview IS '项目总览 | Projects as promised; a row is a project and year: department_id, project_id, fiscal_year. A whole-department form (project_kind department_overall) repeats the money of its projects: sum within one project_kind';
COMMENT ON COLUMN mart.project_overview.funding_documents IS '资金文号 | Numbers of the documents that grant the money, joined with 、';
COMMENT ON COLUMN mart.project_overview.unit_names IS '单位名称 | Spending units (资金使用单位), joined with 、';
COMMENT ON COLUMN mart.project_overview.evidence_id IS '出处编号 | Cell of the main row''s name, for jixiao explain';
