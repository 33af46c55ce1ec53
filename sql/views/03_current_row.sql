-- Helper: every project row that no later publication supersedes, with who, where and in which document: the identity columns of all views.
-- The project's department counts, not the spending unit. The region's name is the one in force at the end of the fiscal year.
CREATE VIEW core.current_row AS
SELECT
    y.project_year_id,
    y.project_id,
    p.project_kind,
    p.stem AS project_stem,
    d.region_code,
    r.region_name,
    r.region_level,
    p.department_id,
    d.department_name,
    d.function_key,
    y.fiscal_year,
    y.name AS project_name,
    y.funding_document,
    u.name AS unit_name,
    y.annual_goal,
    y.cycle_goal,
    y.total_yuan,
    y.row_number,
    y.evidence_id,
    s.statement_id,
    s.statement_kind,
    s.statement_kind <> 'self_evaluation' AS is_promise,
    s.ordinal,
    s.fiscal_year_from,
    s.document_id,
    o.name AS document_name
FROM core.project_year AS y
JOIN ops.statement AS s USING (statement_id)
JOIN ops.document AS o USING (document_id)
JOIN core.project AS p USING (project_id)
JOIN core.department_profile AS d ON d.department_id = p.department_id
LEFT JOIN core.department AS u ON u.department_id = y.unit_department_id
LEFT JOIN core.region_period AS r
    ON r.region_code = d.region_code
    AND (r.from_date IS NULL OR r.from_date <= make_date(y.fiscal_year, 12, 31))
    AND (r.to_date IS NULL OR r.to_date > make_date(y.fiscal_year, 12, 31))
WHERE y.is_current;

COMMENT ON VIEW core.current_row IS '现行项目行 | A project row that is current, promised or evaluated; a row is a project_year_id';
