-- Helper: each publication beside the one before it, row by row. Publications are the documents of a department, year and kind, by the day of
-- publication (else of loading), then by the order of loading. A row is the same where project, funding document and unit are. A single-project
-- card speaks only of its own projects; one that adds a project changes nothing.
CREATE VIEW core.republished_row AS
WITH publication AS (
    SELECT
        s.department_id, s.fiscal_year, s.statement_kind, s.document_id,
        bool_and(s.covers = 'project') AS is_card,
        lag(s.document_id) OVER (
            PARTITION BY s.department_id, s.fiscal_year, s.statement_kind
            ORDER BY coalesce(d.published_on, (d.loaded_at AT TIME ZONE 'Asia/Shanghai')::date), d.load_order
        ) AS old_document_id
    FROM ops.statement AS s
    JOIN ops.document AS d USING (document_id)
    GROUP BY s.department_id, s.fiscal_year, s.statement_kind, s.document_id, d.published_on, d.loaded_at, d.load_order
),
filed AS (
    SELECT
        s.department_id, s.fiscal_year, s.statement_kind, s.document_id, y.project_id, y.funding_document, y.unit_department_id, y.project_year_id,
        row_number() OVER (
            PARTITION BY s.department_id, s.fiscal_year, s.statement_kind, s.document_id, y.project_id, y.funding_document, y.unit_department_id
            ORDER BY s.ordinal, y.row_number
        ) AS occurrence
    FROM core.project_year AS y
    JOIN ops.statement AS s USING (statement_id)
),
side AS (
    SELECT p.*, true AS is_new, f.project_id, f.funding_document, f.unit_department_id, f.occurrence, f.project_year_id
    FROM publication AS p
    JOIN filed AS f USING (department_id, fiscal_year, statement_kind, document_id)
    WHERE p.old_document_id IS NOT NULL
    UNION ALL
    SELECT p.*, false, f.project_id, f.funding_document, f.unit_department_id, f.occurrence, f.project_year_id
    FROM publication AS p
    JOIN filed AS f
        ON f.department_id = p.department_id AND f.fiscal_year = p.fiscal_year AND f.statement_kind = p.statement_kind
        AND f.document_id = p.old_document_id
),
beside AS (
    SELECT
        department_id, fiscal_year, statement_kind, document_id, old_document_id, is_card, project_id,
        max(project_year_id) FILTER (WHERE is_new) AS new_project_year_id,
        max(project_year_id) FILTER (WHERE NOT is_new) AS old_project_year_id
    FROM side
    GROUP BY department_id, fiscal_year, statement_kind, document_id, old_document_id, is_card, project_id, funding_document, unit_department_id,
        occurrence
),
told AS (
    SELECT
        b.*,
        bool_or(b.new_project_year_id IS NOT NULL AND b.old_project_year_id IS NOT NULL) OVER (
            PARTITION BY b.department_id, b.fiscal_year, b.statement_kind, b.document_id
        ) AS has_common
    FROM beside AS b
)
SELECT
    d.region_code,
    r.region_name,
    t.department_id,
    d.department_name,
    d.function_key,
    t.fiscal_year,
    t.statement_kind,
    t.project_id,
    coalesce(t.new_project_year_id, t.old_project_year_id)::text || '/' || t.document_id AS occasion,
    t.old_project_year_id,
    t.new_project_year_id,
    coalesce(n.name, o.name) AS new_name,
    o.name AS old_name,
    od.name AS superseded_document,
    nd.name AS document
FROM told AS t
JOIN core.department_profile AS d USING (department_id)
JOIN ops.document AS nd ON nd.document_id = t.document_id
JOIN ops.document AS od ON od.document_id = t.old_document_id
LEFT JOIN core.project_year AS n ON n.project_year_id = t.new_project_year_id
LEFT JOIN core.project_year AS o ON o.project_year_id = t.old_project_year_id
LEFT JOIN core.region_period AS r
    ON r.region_code = d.region_code
    AND (r.from_date IS NULL OR r.from_date <= make_date(t.fiscal_year, 12, 31))
    AND (r.to_date IS NULL OR r.to_date > make_date(t.fiscal_year, 12, 31))
WHERE NOT t.is_card OR (t.new_project_year_id IS NOT NULL AND t.has_common);

COMMENT ON VIEW core.republished_row IS '再公开行 | Rows of a publication beside those of the one before; a row is an occasion';
COMMENT ON COLUMN core.republished_row.new_name IS '项目名称 | Name as printed, in the later publication where it stands there';
COMMENT ON COLUMN core.republished_row.old_name IS '原项目名称 | Name as printed in the earlier publication';
COMMENT ON COLUMN core.republished_row.superseded_document IS '被取代文件 | The publication before: path or URL';
COMMENT ON COLUMN core.republished_row.document IS '取代文件 | The later publication: path or URL';
