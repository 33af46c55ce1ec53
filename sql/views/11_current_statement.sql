-- Helper: a statement of which at least one row is current.
CREATE VIEW core.current_statement AS
SELECT
    s.statement_id,
    s.statement_kind,
    CASE s.money_unit WHEN '10k_yuan' THEN 10000 WHEN '100m_yuan' THEN 100000000 ELSE 1 END AS money_factor,
    s.department_id,
    s.fiscal_year,
    s.document_id
FROM ops.statement AS s
WHERE EXISTS (SELECT FROM core.project_year AS y WHERE y.statement_id = s.statement_id AND y.is_current);

COMMENT ON VIEW core.current_statement IS '现行报表 | A statement with a current row; a row is a statement_id';
COMMENT ON COLUMN core.current_statement.money_factor IS '金额倍数 | Yuan in one printed money unit';
