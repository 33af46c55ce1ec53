-- Helper: every row of a target table that no later publication supersedes, with the document it stands in.
CREATE VIEW core.promise_row AS
SELECT
    y.project_year_id,
    y.project_id,
    y.fiscal_year,
    y.name,
    y.funding_document,
    y.unit_department_id,
    y.total_yuan,
    y.row_number,
    s.statement_kind,
    s.ordinal,
    s.document_id
FROM core.project_year AS y
JOIN ops.statement AS s USING (statement_id)
WHERE y.is_current AND s.statement_kind <> 'self_evaluation';

COMMENT ON VIEW core.promise_row IS '现行承诺行 | A current row of a target table; a row is a project_year_id';
COMMENT ON COLUMN core.promise_row.unit_department_id IS '单位编号 | Spending unit (资金使用单位), where printed';
COMMENT ON COLUMN core.promise_row.name IS '项目名称 | Name as printed';
