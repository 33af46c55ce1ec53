-- Helper: a project's year and the latest earlier year that it, or what it continues, has; the first year has no row, an ended project neither.
CREATE VIEW core.project_pair AS
SELECT
    m.region_code, m.region_name, m.region_level, m.department_id, m.department_name, m.function_key, m.fiscal_year, m.project_id, m.main_name,
    max(m.member_year) FILTER (WHERE m.side = 'old') AS previous_year,
    sum(m.total_yuan) FILTER (WHERE m.side = 'old') AS previous_total_yuan,
    sum(m.total_yuan) FILTER (WHERE m.side = 'new') AS total_yuan
FROM core.member_row AS m
WHERE m.pairing = 'year'
GROUP BY m.region_code, m.region_name, m.region_level, m.department_id, m.department_name, m.function_key, m.fiscal_year, m.project_id, m.main_name
HAVING bool_or(m.side = 'old');

COMMENT ON VIEW core.project_pair IS '项目年度对 | A project''s year and the one before; a row is a project_id and fiscal_year';
