-- Helper: a current row of a self-evaluation, called as the main row of the promises that it is about, else as it calls itself.
CREATE VIEW core.evaluated_row AS
SELECT
    r.*,
    coalesce(n.project_name, first_value(r.project_name) OVER largest_first) AS main_name,
    n.project_id IS NOT NULL AS is_about_promise
FROM core.current_row AS r
LEFT JOIN (
    SELECT DISTINCT ON (a.project_id, a.fiscal_year) a.project_id, a.fiscal_year, p.project_name
    FROM core.evaluation_promise AS a
    JOIN core.promised_row AS p ON p.project_id = a.promised_project_id AND p.fiscal_year = a.fiscal_year AND p.main_rank = 1
    ORDER BY
        a.project_id, a.fiscal_year, p.funding_document IS NOT NULL, p.total_yuan DESC NULLS LAST, p.document_id, p.ordinal, p.row_number
) AS n USING (project_id, fiscal_year)
WHERE NOT r.is_promise
WINDOW largest_first AS (
    PARTITION BY r.region_code, r.region_name, r.region_level, r.department_id, r.department_name, r.function_key, r.fiscal_year, r.project_id
    ORDER BY r.funding_document IS NOT NULL, r.total_yuan DESC NULLS LAST, r.document_id, r.ordinal, r.row_number
);

COMMENT ON VIEW core.evaluated_row IS '自评项目行 | A current row of a self-evaluation; a row is a project_year_id';
COMMENT ON COLUMN core.evaluated_row.is_about_promise IS '有对应承诺 | Whether there are promises that it is about';
