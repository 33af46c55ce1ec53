-- Helper: a department with what it does. A steward's roster wins over the vocabulary by which the load told the function (DESIGN, roster.csv).
CREATE VIEW core.department_profile AS
SELECT
    d.department_id,
    d.name AS department_name,
    d.department_key,
    d.region_code,
    coalesce(o.function_key, d.function_key) AS function_key
FROM core.department AS d
LEFT JOIN (SELECT department_id, min(function_key) AS function_key FROM ops.roster GROUP BY department_id) AS o USING (department_id);

COMMENT ON VIEW core.department_profile IS '部门概况 | A department with its function; a row is a department_id';
COMMENT ON COLUMN core.department_profile.department_key IS '部门名键 | Name without region words, by which it is one across documents';
