-- Helper: which promises a self-evaluation is about. The same project of its own department in that year; where that one promised nothing, all
-- that it continues by a succession effective at the latest in the year after, since a successor publishes the last year's (DESIGN).
CREATE VIEW core.evaluation_promise AS
WITH filed AS (
    SELECT y.project_id, y.fiscal_year, s.statement_kind <> 'self_evaluation' AS is_promise
    FROM core.project_year AS y
    JOIN ops.statement AS s USING (statement_id)
    WHERE y.is_current
    GROUP BY y.project_id, y.fiscal_year, s.statement_kind <> 'self_evaluation'
)
SELECT e.project_id, e.fiscal_year, e.project_id AS promised_project_id
FROM filed AS e
JOIN filed AS p USING (project_id, fiscal_year)
WHERE NOT e.is_promise AND p.is_promise
UNION ALL
SELECT e.project_id, e.fiscal_year, c.earlier_project_id
FROM filed AS e
JOIN core.project_continuation AS c ON c.project_id = e.project_id AND c.effective_year <= e.fiscal_year + 1
JOIN filed AS p ON p.project_id = c.earlier_project_id AND p.fiscal_year = e.fiscal_year AND p.is_promise
WHERE
    NOT e.is_promise
    AND NOT EXISTS (SELECT FROM filed AS o WHERE o.project_id = e.project_id AND o.fiscal_year = e.fiscal_year AND o.is_promise);

COMMENT ON VIEW core.evaluation_promise IS '自评对应承诺 | Promises that a self-evaluation is about; a row is a project_id, fiscal_year and promised_project_id';
COMMENT ON COLUMN core.evaluation_promise.promised_project_id IS '承诺项目编号 | Id of the project that made the promise in that year';
