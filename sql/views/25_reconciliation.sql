-- Do the printed sums hold? The total of a statement against its projects, its units and its sources, each as printed; a row whose own sources
-- do not add up is check A2. The tolerance is one printed cent (0.01 of the money unit) for each addend.
CREATE VIEW mart.reconciliation AS
SELECT
    w.region_code,
    w.region_name,
    w.department_id::text AS department_id,
    w.department_name,
    w.function_key,
    w.fiscal_year,
    make_date(w.fiscal_year, 1, 1) AS year_start,
    s.statement_kind,
    q.equation,
    t.amount_yuan::numeric(20, 2) AS published_yuan,
    q.computed_yuan::numeric(20, 2) AS computed_yuan,
    (t.amount_yuan - q.computed_yuan)::numeric(20, 2) AS difference_yuan,
    CASE WHEN t.amount_yuan IS NOT NULL AND q.computed_yuan IS NOT NULL THEN 0.01 * q.addends * s.money_factor END::numeric(20, 2) AS tolerance_yuan,
    CASE
        WHEN t.amount_yuan IS NULL OR q.computed_yuan IS NULL THEN 'not_testable'
        WHEN abs(t.amount_yuan - q.computed_yuan) <= 0.01 * q.addends * s.money_factor THEN 'passed'
        ELSE 'failed'
    END AS status,
    o.name AS document_name,
    e.place,
    t.evidence_id::text AS evidence_id,
    s.statement_id::text AS statement_id
FROM core.department_year AS w
JOIN core.current_statement AS s USING (department_id, fiscal_year)
CROSS JOIN LATERAL (
    SELECT 'total_is_projects' AS equation, sum(y.total_yuan) AS computed_yuan, count(y.total_yuan) AS addends
    FROM core.project_year AS y
    WHERE y.statement_id = s.statement_id
    UNION ALL
    SELECT 'total_is_units', sum(u.amount_yuan), count(*)
    FROM core.published_total AS u
    WHERE u.statement_id = s.statement_id AND u.scope = 'unit' AND u.funding_source IS NULL
    UNION ALL
    SELECT 'total_is_sources', sum(f.amount_yuan), count(*)
    FROM core.published_total AS f
    WHERE
        f.statement_id = s.statement_id
        AND f.scope = 'statement'
        AND f.funding_source IS NOT NULL
        AND NOT EXISTS (
            SELECT
            FROM core.published_total AS w
            JOIN core.source_part AS p ON p.whole = w.funding_source
            WHERE p.funding_source = f.funding_source AND w.statement_id = f.statement_id AND w.scope = 'statement'
        )
) AS q
LEFT JOIN core.published_total AS t ON t.statement_id = s.statement_id AND t.scope = 'statement' AND t.funding_source IS NULL
LEFT JOIN core.evidence AS e ON e.evidence_id = t.evidence_id
LEFT JOIN ops.document AS o ON o.document_id = s.document_id;

COMMENT ON VIEW mart.reconciliation IS '合计核对 | Printed totals against their parts; a row is statement_id and equation';
COMMENT ON COLUMN mart.reconciliation.equation IS '等式 | total_is_projects, total_is_units or total_is_sources';
COMMENT ON COLUMN mart.reconciliation.published_yuan IS '公布数 | Total as printed, yuan; do not sum across equations';
COMMENT ON COLUMN mart.reconciliation.computed_yuan IS '计算数 | Sum of the parts, yuan; do not sum across equations';
COMMENT ON COLUMN mart.reconciliation.difference_yuan IS '差额 | Published less computed, yuan; empty where not_testable; do not sum';
COMMENT ON COLUMN mart.reconciliation.tolerance_yuan IS '容差 | Difference that rounding explains, yuan; empty where not_testable; do not sum';
COMMENT ON COLUMN mart.reconciliation.status IS '核对结果 | passed, failed or not_testable (a side is not printed)';
COMMENT ON COLUMN mart.reconciliation.department_name IS '部门名称 | Department that publishes the statement';
COMMENT ON COLUMN mart.reconciliation.place IS '位置 | Where the total is printed';
COMMENT ON COLUMN mart.reconciliation.evidence_id IS '出处编号 | Cell of the total, for jixiao explain';
