-- Helper: the rows that stand on each side of a comparison. Pairing year: a project's rows of a year (new) and those of the latest earlier year that
-- it, or what it continues, has (old): after a merger the rows of all that was merged. Pairing restated: a self-evaluation (new) and the promises
-- that it is about (old). Pairing republished: a row of a document (new) and the same row of
-- the publication before (old), each pair an occasion of its own. The identity columns are the new side's, on both sides.
CREATE VIEW core.member_row AS
WITH named AS (
    SELECT p.region_code, p.region_name, p.region_level, p.department_id, p.department_name, p.function_key, p.fiscal_year, p.project_id, p.main_name
    FROM core.promised_row AS p
    WHERE p.main_rank = 1
),
continued AS (
    SELECT project_id, project_id AS earlier_project_id, 0 AS effective_year FROM core.project
    UNION ALL
    SELECT project_id, earlier_project_id, effective_year FROM core.project_continuation
),
filed AS (
    SELECT y.project_id, y.fiscal_year, y.project_year_id, y.funding_document, y.total_yuan, s.document_id, s.ordinal, y.row_number
    FROM core.project_year AS y
    JOIN ops.statement AS s USING (statement_id)
    WHERE y.is_current AND s.statement_kind <> 'self_evaluation'
),
earlier AS (
    SELECT
        n.*,
        f.fiscal_year AS member_year,
        f.project_year_id,
        f.funding_document,
        f.total_yuan,
        f.document_id,
        f.ordinal,
        f.row_number,
        rank() OVER (
            PARTITION BY n.region_code, n.region_name, n.region_level, n.department_id, n.department_name, n.function_key, n.fiscal_year, n.project_id
            ORDER BY f.fiscal_year DESC
        ) AS recency
    FROM named AS n
    JOIN continued AS c ON c.project_id = n.project_id AND c.effective_year <= n.fiscal_year
    JOIN filed AS f ON f.project_id = c.earlier_project_id AND f.fiscal_year < n.fiscal_year
),
side_row AS (
    SELECT 'year' AS pairing, 'new' AS side, NULL AS occasion, p.region_code, p.region_name, p.region_level, p.department_id, p.department_name, p.function_key, p.fiscal_year,
        p.project_id, p.main_name, p.fiscal_year AS member_year, p.project_year_id, p.funding_document, p.total_yuan, p.document_id, p.ordinal, p.row_number
    FROM core.promised_row AS p
    UNION ALL
    SELECT 'year', 'old', NULL, e.region_code, e.region_name, e.region_level, e.department_id, e.department_name, e.function_key, e.fiscal_year,
        e.project_id, e.main_name, e.member_year, e.project_year_id, e.funding_document, e.total_yuan, e.document_id, e.ordinal, e.row_number
    FROM earlier AS e
    WHERE e.recency = 1
    UNION ALL
    SELECT 'restated', 'new', NULL, r.region_code, r.region_name, r.region_level, r.department_id, r.department_name, r.function_key, r.fiscal_year,
        r.project_id, r.main_name, r.fiscal_year, r.project_year_id, r.funding_document, r.total_yuan, r.document_id, r.ordinal, r.row_number
    FROM core.evaluated_row AS r
    UNION ALL
    SELECT 'restated', 'old', NULL, r.region_code, r.region_name, r.region_level, r.department_id, r.department_name, r.function_key, r.fiscal_year,
        r.project_id, r.main_name, r.fiscal_year, f.project_year_id, f.funding_document, f.total_yuan, f.document_id, f.ordinal, f.row_number
    FROM (
        SELECT DISTINCT region_code, region_name, region_level, department_id, department_name, function_key, fiscal_year, project_id, main_name
        FROM core.evaluated_row
    ) AS r
    JOIN core.evaluation_promise AS a USING (project_id, fiscal_year)
    JOIN filed AS f ON f.project_id = a.promised_project_id AND f.fiscal_year = r.fiscal_year
    UNION ALL
    SELECT 'republished', 'new', q.occasion, q.region_code, q.region_name, NULL, q.department_id, q.department_name, q.function_key, q.fiscal_year,
        q.project_id, q.new_name, q.fiscal_year, q.new_project_year_id, NULL, NULL, NULL, NULL, NULL
    FROM core.republished_row AS q
    WHERE q.old_project_year_id IS NOT NULL AND q.new_project_year_id IS NOT NULL
    UNION ALL
    SELECT 'republished', 'old', q.occasion, q.region_code, q.region_name, NULL, q.department_id, q.department_name, q.function_key, q.fiscal_year,
        q.project_id, q.new_name, q.fiscal_year, q.old_project_year_id, NULL, NULL, NULL, NULL, NULL
    FROM core.republished_row AS q
    WHERE q.old_project_year_id IS NOT NULL AND q.new_project_year_id IS NOT NULL
)
SELECT
    s.*,
    sum(s.total_yuan) OVER (
        PARTITION BY s.pairing, s.side, s.occasion, s.region_code, s.region_name, s.region_level, s.department_id, s.department_name, s.function_key,
            s.fiscal_year, s.project_id
    ) AS side_yuan
FROM side_row AS s;

COMMENT ON VIEW core.member_row IS '比较行 | Rows on each side of a comparison; a row is a pairing, side, occasion, project_id, fiscal_year and project_year_id';
COMMENT ON COLUMN core.member_row.member_year IS '行年度 | Fiscal year of the row itself; do not sum';
COMMENT ON COLUMN core.member_row.total_yuan IS '金额 | Annual budget of the row, yuan';
COMMENT ON COLUMN core.member_row.side_yuan IS '本方金额 | Money of all rows of the side, yuan; do not sum';
