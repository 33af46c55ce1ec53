-- Was the money spent, and were the targets met? Sums as the self-evaluation prints them; counts are of its achievement rows with both sides.
CREATE VIEW mart.execution AS
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
    p.budget_yuan,
    p.adjusted_yuan,
    p.executed_yuan,
    CASE WHEN abs(p.executed_yuan) < 1000000 * abs(coalesce(p.adjusted_yuan, p.budget_yuan)) THEN
        p.executed_yuan / nullif(coalesce(p.adjusted_yuan, p.budget_yuan), 0)
    END::numeric(12, 6) AS execution_rate,
    p.self_score::numeric(20, 6) AS self_score,
    p.met,
    p.not_met,
    p.undecided,
    p.moved
FROM core.department_year AS w
JOIN core.evaluated_project AS p USING (department_id, fiscal_year);

COMMENT ON VIEW mart.execution IS '预算执行与自评 | Projects that were evaluated; a row is department_id, project_id and fiscal_year';
COMMENT ON COLUMN mart.execution.project_name IS '项目名称 | Name of the promise''s main row, else as evaluated';
COMMENT ON COLUMN mart.execution.budget_yuan IS '年初预算 | Budget at the start of the year as the self-evaluation prints it, yuan';
COMMENT ON COLUMN mart.execution.adjusted_yuan IS '调整预算 | Budget of the whole year after adjustment, yuan';
COMMENT ON COLUMN mart.execution.executed_yuan IS '执行数 | Money spent, yuan';
COMMENT ON COLUMN mart.execution.execution_rate IS '执行率 | Spent by the adjusted budget, else by the first (0 to 1); do not sum';
COMMENT ON COLUMN mart.execution.self_score IS '指标自评得分 | Points that the self-evaluation gives its indicators; do not sum';
COMMENT ON COLUMN mart.execution.met IS '完成数 | Promised targets that were met';
COMMENT ON COLUMN mart.execution.not_met IS '未完成数 | Promised targets that were not met';
COMMENT ON COLUMN mart.execution.undecided IS '无法判断数 | Promised targets of which it cannot be told';
COMMENT ON COLUMN mart.execution.moved IS '目标变动数 | Targets that the self-evaluation restates otherwise than promised';
