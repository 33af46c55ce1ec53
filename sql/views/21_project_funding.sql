-- How is a project financed? Budget and cycle from the target table. The budget's sources come from the self-evaluation only where no promise
-- that it is about prints any; where neither does, one part unspecified with the total. Adjusted and executed are the self-evaluation's and
-- stand under the department that evaluated (DESIGN, "funding stages").
CREATE VIEW mart.project_funding AS
WITH promised AS (
    SELECT r.*, f.stage, f.funding_source, f.amount_yuan
    FROM core.promised_row AS r
    JOIN core.printed_funding AS f USING (project_year_id)
    WHERE f.stage IN ('budget', 'cycle')
),
evaluated AS (
    SELECT r.*, f.stage, f.funding_source, f.amount_yuan
    FROM core.evaluated_row AS r
    JOIN core.printed_funding AS f USING (project_year_id)
    WHERE f.stage IN ('budget', 'adjusted', 'executed')
),
split AS ( -- projects and years whose statements of one kind tell the sources of the budget
    SELECT DISTINCT y.project_id, y.fiscal_year, s.statement_kind <> 'self_evaluation' AS is_promise
    FROM core.funding AS f
    JOIN core.project_year AS y USING (project_year_id)
    JOIN ops.statement AS s USING (statement_id)
    WHERE f.stage = 'budget' AND y.is_current
),
split_by_promise AS ( -- self-evaluations whose promises tell them
    SELECT DISTINCT a.project_id, a.fiscal_year
    FROM core.evaluation_promise AS a
    JOIN split AS s ON s.project_id = a.promised_project_id AND s.fiscal_year = a.fiscal_year AND s.is_promise
),
split_by_evaluation AS ( -- promises of which only the self-evaluation tells them
    SELECT DISTINCT a.promised_project_id AS project_id, a.fiscal_year
    FROM core.evaluation_promise AS a
    JOIN split AS s ON s.project_id = a.project_id AND s.fiscal_year = a.fiscal_year AND NOT s.is_promise
    WHERE NOT EXISTS (SELECT FROM split_by_promise AS b WHERE b.project_id = a.project_id AND b.fiscal_year = a.fiscal_year)
),
part AS (
    SELECT p.region_code, p.region_name, p.department_id, p.department_name, p.function_key, p.fiscal_year, p.project_id, p.project_kind,
        p.main_name, p.stage, p.funding_source, p.amount_yuan
    FROM promised AS p
    WHERE
        p.stage <> 'budget'
        OR NOT EXISTS (SELECT FROM split_by_evaluation AS b WHERE b.project_id = p.project_id AND b.fiscal_year = p.fiscal_year)
    UNION ALL
    SELECT e.region_code, e.region_name, e.department_id, e.department_name, e.function_key, e.fiscal_year, e.project_id, e.project_kind,
        e.main_name, e.stage, e.funding_source, e.amount_yuan
    FROM evaluated AS e
    WHERE
        e.stage <> 'budget'
        OR NOT e.is_about_promise
        OR (
            EXISTS (SELECT FROM split AS s WHERE s.project_id = e.project_id AND s.fiscal_year = e.fiscal_year AND NOT s.is_promise)
            AND NOT EXISTS (SELECT FROM split_by_promise AS b WHERE b.project_id = e.project_id AND b.fiscal_year = e.fiscal_year)
        )
)
SELECT
    p.region_code,
    p.region_name,
    p.department_id::text AS department_id,
    p.department_name,
    p.function_key,
    p.fiscal_year,
    make_date(p.fiscal_year, 1, 1) AS year_start,
    p.project_id::text AS project_id,
    p.main_name AS project_name,
    p.project_kind,
    p.funding_source,
    coalesce(s.name, '未注明来源') AS funding_source_name,
    p.stage,
    sum(p.amount_yuan)::numeric(20, 2) AS amount_yuan,
    CASE WHEN abs(sum(p.amount_yuan)) < 1000000 * abs(sum(sum(p.amount_yuan)) OVER of_stage) THEN -- amounts that cancel out have no share
        sum(p.amount_yuan) / nullif(sum(sum(p.amount_yuan)) OVER of_stage, 0)
    END::numeric(12, 6) AS share
FROM part AS p
LEFT JOIN core.funding_source AS s USING (funding_source)
GROUP BY p.region_code, p.region_name, p.department_id, p.department_name, p.function_key, p.fiscal_year, p.project_id, p.project_kind,
    p.main_name, p.funding_source, s.name, p.stage
WINDOW of_stage AS (
    PARTITION BY p.region_code, p.region_name, p.department_id, p.department_name, p.function_key, p.fiscal_year, p.project_id, p.project_kind, p.stage
);

COMMENT ON VIEW mart.project_funding IS '项目资金来源 | Money by stage and source; a row is department_id, project_id, fiscal_year, stage and funding_source. Sum within one stage and one project_kind';
COMMENT ON COLUMN mart.project_funding.funding_source IS '资金来源代码 | Code of the source; unspecified where none is printed';
COMMENT ON COLUMN mart.project_funding.funding_source_name IS '资金来源名称 | Name of the source';
COMMENT ON COLUMN mart.project_funding.stage IS '资金阶段 | budget, adjusted, executed or cycle (whole period): sum within one';
COMMENT ON COLUMN mart.project_funding.amount_yuan IS '金额 | Amount, yuan';
COMMENT ON COLUMN mart.project_funding.share IS '占比 | Share of the stage''s money (0 to 1); do not sum across stages';
