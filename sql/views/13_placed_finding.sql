-- Helper: findings that are about a current statement, and which. One about a whole document is about its statement, where it holds a single one that
-- is current. What a later publication supersedes takes its findings with it.
CREATE VIEW core.placed_finding AS
SELECT s.department_id, s.fiscal_year, s.statement_kind, s.statement_id, f.finding_id
FROM ops.statement AS s
JOIN ops.finding AS f ON f.statement_id = s.statement_id
LEFT JOIN core.project_year AS y ON y.project_year_id = f.project_year_id
WHERE CASE WHEN f.project_year_id IS NOT NULL THEN y.is_current ELSE EXISTS (SELECT FROM core.current_statement AS c WHERE c.statement_id = s.statement_id) END
UNION ALL
SELECT s.department_id, s.fiscal_year, s.statement_kind, s.statement_id, f.finding_id
FROM ops.statement AS s
JOIN ops.finding AS f ON f.document_id = s.document_id AND f.statement_id IS NULL
LEFT JOIN core.project_year AS y ON y.project_year_id = f.project_year_id
WHERE
    (f.project_year_id IS NULL OR y.is_current)
    AND EXISTS (SELECT FROM core.current_statement AS c WHERE c.statement_id = s.statement_id)
    AND NOT EXISTS (SELECT FROM core.current_statement AS c WHERE c.document_id = s.document_id AND c.statement_id <> s.statement_id);

COMMENT ON VIEW core.placed_finding IS '问题归属 | Findings with the current statement that they are about; a row is a finding_id';
COMMENT ON COLUMN core.placed_finding.finding_id IS '问题编号 | The finding';
