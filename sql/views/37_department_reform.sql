-- What changed when departments were reorganised? A lineage is the departments that a steward's file joins by succession, in all directions.
CREATE VIEW mart.department_reform AS
WITH RECURSIVE step AS (
    SELECT from_department_id AS a, to_department_id AS b FROM core.department_succession
    UNION
    SELECT to_department_id, from_department_id FROM core.department_succession
),
reach AS (
    SELECT a, b FROM step
    UNION
    SELECT r.a, s.b FROM reach AS r JOIN step AS s ON s.a = r.b
),
lineage AS (
    SELECT a AS department_id, least(a, min(b)) AS lineage_id FROM reach GROUP BY a
),
filed AS (
    SELECT l.lineage_id, w.region_code, w.region_name, w.department_name, w.function_key, p.*
    FROM lineage AS l
    JOIN core.department_year AS w USING (department_id)
    JOIN core.promised_project AS p USING (department_id, fiscal_year)
    WHERE p.project_kind = 'project'
),
continued AS (
    SELECT to_project_id AS project_id, from_project_id AS earlier_project_id, effective_year FROM core.project_link
    UNION
    SELECT c.project_id, l.from_project_id, greatest(c.effective_year, l.effective_year)
    FROM continued AS c
    JOIN core.project_link AS l ON l.to_project_id = c.earlier_project_id
),
years AS (
    SELECT
        f.lineage_id, f.fiscal_year,
        lag(f.fiscal_year) OVER (PARTITION BY f.lineage_id ORDER BY f.fiscal_year) AS previous_year,
        (array_agg(f.region_code ORDER BY f.total_yuan DESC NULLS LAST, f.project_year_id))[1] AS region_code,
        (array_agg(f.region_name ORDER BY f.total_yuan DESC NULLS LAST, f.project_year_id))[1] AS region_name,
        array_agg(f.department_name) AS names,
        array_agg(f.function_key) AS functions,
        sum(f.total_yuan) AS total_yuan,
        count(*) AS project_count
    FROM filed AS f
    GROUP BY f.lineage_id, f.fiscal_year
),
orphan AS ( -- projects of the year before, less those of this year and what these continue: sets, which are hashed
    SELECT lineage_id, fiscal_year, count(*) AS orphan_count
    FROM (
        SELECT y.lineage_id, y.fiscal_year, p.project_id
        FROM years AS y
        JOIN filed AS p ON p.lineage_id = y.lineage_id AND p.fiscal_year = y.previous_year
        EXCEPT
        (
            SELECT n.lineage_id, n.fiscal_year, n.project_id FROM filed AS n
            UNION ALL
            SELECT n.lineage_id, n.fiscal_year, c.earlier_project_id
            FROM filed AS n
            JOIN continued AS c ON c.project_id = n.project_id AND c.effective_year <= n.fiscal_year
        )
    ) AS o
    GROUP BY lineage_id, fiscal_year
)
SELECT
    y.region_code,
    y.region_name,
    y.lineage_id::text AS lineage_id,
    y.fiscal_year,
    make_date(y.fiscal_year, 1, 1) AS year_start,
    (SELECT string_agg(n, '、' ORDER BY convert_to(n, 'UTF8')) FROM (SELECT DISTINCT unnest(y.names)) AS l (n)) AS department_names,
    (SELECT string_agg(n, '、' ORDER BY convert_to(n, 'UTF8')) FROM (SELECT DISTINCT unnest(y.functions)) AS l (n)) AS function_keys,
    y.total_yuan::numeric(20, 2) AS total_yuan,
    y.project_count::integer AS project_count,
    CASE WHEN y.previous_year IS NOT NULL THEN coalesce(o.orphan_count, 0) END::integer AS orphan_count,
    y.previous_year
FROM years AS y
LEFT JOIN orphan AS o USING (lineage_id, fiscal_year);

COMMENT ON VIEW mart.department_reform IS '机构改革对照 | Lineages of departments by year; a row is lineage_id and fiscal_year';
COMMENT ON COLUMN mart.department_reform.lineage_id IS '沿革编号 | Id of the departments that succession joins: that of one of them';
COMMENT ON COLUMN mart.department_reform.department_names IS '部门名称 | Departments of the lineage that publish in the year, joined with 、';
COMMENT ON COLUMN mart.department_reform.function_keys IS '职能 | What they do, joined with 、';
COMMENT ON COLUMN mart.department_reform.total_yuan IS '金额 | Money of their projects, yuan';
COMMENT ON COLUMN mart.department_reform.orphan_count IS '无承接项目数 | Projects of the year before that nothing in this year is or continues; empty in the first year';
COMMENT ON COLUMN mart.department_reform.previous_year IS '上期年度 | Latest earlier year of the lineage; do not sum';
