-- Helper: a current row of a target table with its rank among the rows of its project and year (co-funded rows). 1 is the main row: the one
-- without a funding document, then the larger money, then document order; it gives the project's name (DESIGN, "One target per project").
-- The partition names more columns than it needs: only conditions on columns named there reach the rows below a window.
CREATE VIEW core.promised_row AS
SELECT
    r.*,
    (row_number() OVER main_first)::integer AS main_rank,
    first_value(r.project_name) OVER main_first AS main_name
FROM core.current_row AS r
WHERE r.is_promise
WINDOW main_first AS (
    PARTITION BY r.region_code, r.region_name, r.region_level, r.department_id, r.department_name, r.function_key, r.fiscal_year, r.project_id
    ORDER BY r.funding_document IS NOT NULL, r.total_yuan DESC NULLS LAST, r.document_id, r.ordinal, r.row_number
);

COMMENT ON VIEW core.promised_row IS '承诺项目行 | A current row of a target table and its rank in its project; a row is a project_year_id';
