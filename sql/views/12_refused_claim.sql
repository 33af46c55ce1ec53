-- Helper: refused documents with the department that manifest or caller say they are from, found by its name in the roster or among the
-- departments known: as written, or without the region's words.
CREATE VIEW core.refused_claim AS
WITH known AS (
    SELECT department_id, region_code, regexp_replace(department, '\s+', '', 'g') AS name, 1 AS preference FROM ops.roster
    UNION
    SELECT department_id, region_code, regexp_replace(name, '\s+', '', 'g'), 2 FROM core.department
    UNION
    SELECT department_id, region_code, department_key, 3 FROM core.department
),
claim AS (
    SELECT
        document_id,
        claimed_region_code AS region_code,
        claimed_department AS department_name,
        claimed_fiscal_year AS fiscal_year,
        claimed_kind AS statement_kind,
        loaded_at
    FROM ops.document
    WHERE outcome = 'refused' AND claimed_department IS NOT NULL AND claimed_fiscal_year IS NOT NULL
)
SELECT c.document_id, k.department_id, coalesce(c.region_code, k.region_code) AS region_code, c.department_name, c.fiscal_year,
    c.statement_kind, c.loaded_at
FROM claim AS c
LEFT JOIN (
    SELECT DISTINCT ON (d.document_id) d.document_id, n.department_id, n.region_code
    FROM claim AS d
    JOIN known AS n ON n.name = regexp_replace(d.department_name, '\s+', '', 'g') AND (d.region_code IS NULL OR n.region_code = d.region_code)
    ORDER BY d.document_id, n.preference, n.department_id
) AS k USING (document_id);

COMMENT ON VIEW core.refused_claim IS '拒绝文件归属 | Refused documents and the department they are said to be from; a row is a document_id';
COMMENT ON COLUMN core.refused_claim.loaded_at IS '拒绝时间 | When it was refused';
