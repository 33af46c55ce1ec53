-- What did a later publication change? Each publication of a department, year and kind against the one before it; here the superseded facts
-- show too.
CREATE VIEW mart.republication AS
WITH beside AS (
    SELECT q.*, o.total_yuan AS old_yuan, n.total_yuan AS new_yuan, o.annual_goal AS old_goal, n.annual_goal AS new_goal
    FROM core.republished_row AS q
    LEFT JOIN core.project_year AS o ON o.project_year_id = q.old_project_year_id
    LEFT JOIN core.project_year AS n ON n.project_year_id = q.new_project_year_id
),
changed AS (
    SELECT b.occasion, 'project' AS field, NULL AS indicator_name, NULL AS kind,
        b.old_name AS old_value, CASE WHEN b.new_project_year_id IS NOT NULL THEN b.new_name END AS new_value,
        CASE WHEN b.old_project_year_id IS NULL THEN 'added' ELSE 'dropped' END AS change
    FROM beside AS b
    WHERE b.old_project_year_id IS NULL OR b.new_project_year_id IS NULL
    UNION ALL
    SELECT b.occasion, 'total_yuan', NULL, NULL, b.old_yuan::text, b.new_yuan::text, 'changed'
    FROM beside AS b
    WHERE b.old_project_year_id IS NOT NULL AND b.new_project_year_id IS NOT NULL AND b.old_yuan IS DISTINCT FROM b.new_yuan
    UNION ALL
    SELECT b.occasion, 'annual_goal', NULL, NULL, b.old_goal, b.new_goal, 'changed'
    FROM beside AS b
    WHERE
        b.old_project_year_id IS NOT NULL AND b.new_project_year_id IS NOT NULL
        AND regexp_replace(b.old_goal, '\s+', '', 'g') IS DISTINCT FROM regexp_replace(b.new_goal, '\s+', '', 'g')
    UNION ALL
    SELECT c.occasion, c.horizon || '_target', coalesce(c.new_name, c.old_name), CASE WHEN c.has_new THEN c.new_kind ELSE c.old_kind END,
        c.old_raw, c.new_raw, c.change
    FROM core.compared_target AS c
    WHERE c.pairing = 'republished' AND c.change <> 'unchanged'
)
SELECT
    b.region_code,
    b.region_name,
    b.department_id::text AS department_id,
    b.department_name,
    b.function_key,
    b.fiscal_year,
    make_date(b.fiscal_year, 1, 1) AS year_start,
    b.project_id::text AS project_id,
    b.new_name AS project_name,
    c.indicator_name,
    c.kind,
    b.statement_kind,
    b.superseded_document,
    b.document,
    c.field,
    c.old_value,
    c.new_value,
    c.change,
    b.old_project_year_id::text AS old_project_year_id,
    b.new_project_year_id::text AS new_project_year_id
FROM beside AS b
JOIN changed AS c USING (occasion);

COMMENT ON VIEW mart.republication IS '再公开变动 | What a later publication changed; a row is old_project_year_id, new_project_year_id, field, indicator_name and kind';
COMMENT ON COLUMN mart.republication.project_name IS '项目名称 | Name as printed in the later publication, else in the earlier';
COMMENT ON COLUMN mart.republication.superseded_document IS '被取代文件 | The publication before: path or URL';
COMMENT ON COLUMN mart.republication.document IS '取代文件 | The later publication: path or URL';
COMMENT ON COLUMN mart.republication.field IS '变动字段 | project, total_yuan, annual_goal, annual_target or cycle_target';
COMMENT ON COLUMN mart.republication.old_value IS '原值 | As published before; amounts in yuan';
COMMENT ON COLUMN mart.republication.new_value IS '新值 | As published later; amounts in yuan';
COMMENT ON COLUMN mart.republication.change IS '变动 | added, dropped or changed; of targets as in target_change';
