-- What did a later publication change? Each publication of a department, year and kind against the one before it; here the superseded facts
-- show too.
CREATE VIEW mart.republication AS
SELECT
    w.region_code,
    w.region_name,
    w.department_id::text AS department_id,
    w.department_name,
    w.function_key,
    w.fiscal_year,
    make_date(w.fiscal_year, 1, 1) AS year_start,
    b.project_id::text AS project_id,
    coalesce(n.name, o.name) AS project_name,
    c.indicator_name,
    c.kind,
    b.statement_kind,
    od.name AS superseded_document,
    nd.name AS document,
    c.field,
    c.old_value,
    c.new_value,
    c.change,
    b.old_project_year_id::text AS old_project_year_id,
    b.new_project_year_id::text AS new_project_year_id
FROM core.department_year AS w
JOIN core.republished_pair AS b USING (department_id, fiscal_year)
LEFT JOIN core.project_year AS o ON o.project_year_id = b.old_project_year_id
LEFT JOIN core.project_year AS n ON n.project_year_id = b.new_project_year_id
LEFT JOIN ops.document AS od ON od.document_id = b.old_document_id
LEFT JOIN ops.document AS nd ON nd.document_id = b.document_id
CROSS JOIN LATERAL (
    SELECT 'project' AS field, NULL AS indicator_name, NULL AS kind, o.name AS old_value, n.name AS new_value,
        CASE WHEN b.old_project_year_id IS NULL THEN 'added' ELSE 'dropped' END AS change
    WHERE b.old_project_year_id IS NULL OR b.new_project_year_id IS NULL
    UNION ALL
    SELECT 'total_yuan', NULL, NULL, o.total_yuan::text, n.total_yuan::text, 'changed'
    WHERE b.old_project_year_id IS NOT NULL AND b.new_project_year_id IS NOT NULL AND o.total_yuan IS DISTINCT FROM n.total_yuan
    UNION ALL
    SELECT 'annual_goal', NULL, NULL, o.annual_goal, n.annual_goal, 'changed'
    WHERE
        b.old_project_year_id IS NOT NULL AND b.new_project_year_id IS NOT NULL
        AND regexp_replace(o.annual_goal, '\s+', '', 'g') IS DISTINCT FROM regexp_replace(n.annual_goal, '\s+', '', 'g')
    UNION ALL
    SELECT t.horizon || '_target', coalesce(ni.name, oi.name), t.kind, ot.raw, nt.raw, t.change
    FROM core.compared_target AS t
    LEFT JOIN core.target_value AS nt ON nt.target_value_id = t.new_target_id
    LEFT JOIN core.target_value AS ot ON ot.target_value_id = t.old_target_id
    LEFT JOIN core.indicator AS ni ON ni.indicator_id = t.new_indicator_id
    LEFT JOIN core.indicator AS oi ON oi.indicator_id = t.old_indicator_id
    WHERE
        t.department_id = b.department_id AND t.fiscal_year = b.fiscal_year AND t.pairing = 'republished' AND t.change <> 'unchanged'
        AND t.occasion_id = b.new_project_year_id AND b.old_project_year_id IS NOT NULL
) AS c;

COMMENT ON VIEW mart.republication IS '再公开变动 | What a later publication changed; a row is old_project_year_id, new_project_year_id, field, indicator_name and kind';
COMMENT ON COLUMN mart.republication.project_name IS '项目名称 | Name as printed in the later publication, else in the earlier';
COMMENT ON COLUMN mart.republication.superseded_document IS '被取代文件 | The publication before: path or URL';
COMMENT ON COLUMN mart.republication.document IS '取代文件 | The later publication: path or URL';
COMMENT ON COLUMN mart.republication.field IS '变动字段 | project, total_yuan, annual_goal, annual_target or cycle_target';
COMMENT ON COLUMN mart.republication.old_value IS '原值 | As published before; amounts in yuan';
COMMENT ON COLUMN mart.republication.new_value IS '新值 | As published later; amounts in yuan';
COMMENT ON COLUMN mart.republication.change IS '变动 | added, dropped or changed; of targets as in target_change';
