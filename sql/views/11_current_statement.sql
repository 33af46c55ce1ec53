-- Helper: a statement of which at least one row is current, with who, where, when and in which document.
CREATE VIEW core.current_statement AS
SELECT
    s.statement_id,
    s.statement_kind,
    s.ordinal,
    s.layout,
    s.money_unit,
    CASE s.money_unit WHEN '10k_yuan' THEN 10000 WHEN '100m_yuan' THEN 100000000 ELSE 1 END AS money_factor,
    s.fiscal_year_from,
    d.region_code,
    r.region_name,
    s.department_id,
    d.department_name,
    d.function_key,
    s.fiscal_year,
    s.document_id,
    o.name AS document_name,
    s.evidence_id
FROM ops.statement AS s
JOIN ops.document AS o USING (document_id)
JOIN core.department_profile AS d USING (department_id)
LEFT JOIN core.region_period AS r
    ON r.region_code = d.region_code
    AND (r.from_date IS NULL OR r.from_date <= make_date(s.fiscal_year, 12, 31))
    AND (r.to_date IS NULL OR r.to_date > make_date(s.fiscal_year, 12, 31))
WHERE EXISTS (SELECT FROM core.project_year AS y WHERE y.statement_id = s.statement_id AND y.is_current);

COMMENT ON VIEW core.current_statement IS '现行报表 | A statement with current rows; a row is a statement_id';
COMMENT ON COLUMN core.current_statement.layout IS '版式 | Layout by which it was read';
COMMENT ON COLUMN core.current_statement.money_unit IS '金额单位 | yuan, 10k_yuan or 100m_yuan as printed';
COMMENT ON COLUMN core.current_statement.money_factor IS '金额倍数 | Yuan in one printed money unit';
