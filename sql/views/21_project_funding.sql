-- How is a project financed? Which statement tells what is said where the parts are summed up (sql/summaries/05_project_money.sql).
CREATE VIEW mart.project_funding AS
SELECT
    w.region_code,
    w.region_name,
    w.department_id::text AS department_id,
    w.department_name,
    w.function_key,
    w.fiscal_year,
    make_date(w.fiscal_year, 1, 1) AS year_start,
    p.project_id::text AS project_id,
    p.project_name,
    p.project_kind,
    p.funding_source,
    coalesce(s.name, '未注明来源') AS funding_source_name,
    p.stage,
    p.amount_yuan,
    CASE WHEN abs(p.amount_yuan) < 1000000 * abs(p.stage_yuan) THEN -- amounts that cancel out have no share
        p.amount_yuan / nullif(p.stage_yuan, 0)
    END::numeric(12, 6) AS share
FROM core.department_year AS w
JOIN core.project_money AS p USING (department_id, fiscal_year)
LEFT JOIN core.funding_source AS s USING (funding_source);

COMMENT ON VIEW mart.project_funding IS '项目资金来源 | Money by stage and source; a row is department_id, project_id, fiscal_year, stage and funding_source. Sum within one stage and one project_kind';
COMMENT ON COLUMN mart.project_funding.funding_source IS '资金来源代码 | Code of the source; unspecified where none is printed';
COMMENT ON COLUMN mart.project_funding.funding_source_name IS '资金来源名称 | Name of the source';
COMMENT ON COLUMN mart.project_funding.stage IS '资金阶段 | budget, adjusted, executed or cycle (whole period): sum within one';
COMMENT ON COLUMN mart.project_funding.amount_yuan IS '金额 | Amount, yuan';
COMMENT ON COLUMN mart.project_funding.share IS '占比 | Share of the stage''s money (0 to 1); do not sum across stages';
