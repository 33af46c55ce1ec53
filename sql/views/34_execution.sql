-- Was the money spent, and were the targets met? Sums as the self-evaluation prints them; counts are of its achievement rows with both sides.
CREATE VIEW mart.execution AS
WITH spent AS (
    SELECT
        r.region_code, r.region_name, r.department_id, r.department_name, r.function_key, r.fiscal_year, r.project_id, r.main_name,
        sum(coalesce(b.amount_yuan, r.total_yuan, f.budget_yuan)) AS budget_yuan,
        sum(coalesce(a.amount_yuan, f.adjusted_yuan)) AS adjusted_yuan,
        sum(coalesce(x.amount_yuan, f.executed_yuan)) AS executed_yuan,
        sum(s.score) AS self_score
    FROM core.evaluated_row AS r
    LEFT JOIN core.stage_total AS b ON b.project_year_id = r.project_year_id AND b.stage = 'budget'
    LEFT JOIN core.stage_total AS a ON a.project_year_id = r.project_year_id AND a.stage = 'adjusted'
    LEFT JOIN core.stage_total AS x ON x.project_year_id = r.project_year_id AND x.stage = 'executed'
    CROSS JOIN LATERAL (
        SELECT
            sum(p.amount_yuan) FILTER (WHERE p.stage = 'budget') AS budget_yuan,
            sum(p.amount_yuan) FILTER (WHERE p.stage = 'adjusted') AS adjusted_yuan,
            sum(p.amount_yuan) FILTER (WHERE p.stage = 'executed') AS executed_yuan
        FROM core.printed_funding AS p
        WHERE p.project_year_id = r.project_year_id
    ) AS f
    CROSS JOIN LATERAL (SELECT sum(v.score) AS score FROM core.actual_value AS v WHERE v.project_year_id = r.project_year_id AND v.part = 1) AS s
    GROUP BY r.region_code, r.region_name, r.department_id, r.department_name, r.function_key, r.fiscal_year, r.project_id, r.main_name
),
counted AS (
    SELECT
        h.department_id, h.department_name, h.project_id, h.fiscal_year,
        count(*) FILTER (WHERE h.met) AS met,
        count(*) FILTER (WHERE NOT h.met) AS not_met,
        count(*) FILTER (WHERE h.met IS NULL) AS undecided,
        count(*) FILTER (WHERE h.moved) AS moved
    FROM mart.achievement AS h
    WHERE h.matched = 'both'
    GROUP BY h.department_id, h.department_name, h.project_id, h.fiscal_year
)
SELECT
    s.region_code,
    s.region_name,
    s.department_id::text AS department_id,
    s.department_name,
    s.function_key,
    s.fiscal_year,
    make_date(s.fiscal_year, 1, 1) AS year_start,
    s.project_id::text AS project_id,
    s.main_name AS project_name,
    s.budget_yuan::numeric(20, 2) AS budget_yuan,
    s.adjusted_yuan::numeric(20, 2) AS adjusted_yuan,
    s.executed_yuan::numeric(20, 2) AS executed_yuan,
    CASE WHEN abs(s.executed_yuan) < 1000000 * abs(coalesce(s.adjusted_yuan, s.budget_yuan)) THEN
        s.executed_yuan / nullif(coalesce(s.adjusted_yuan, s.budget_yuan), 0)
    END::numeric(12, 6) AS execution_rate,
    s.self_score::numeric(20, 6) AS self_score,
    coalesce(c.met, 0)::integer AS met,
    coalesce(c.not_met, 0)::integer AS not_met,
    coalesce(c.undecided, 0)::integer AS undecided,
    coalesce(c.moved, 0)::integer AS moved
FROM spent AS s
LEFT JOIN counted AS c
    ON c.department_id = s.department_id::text AND c.project_id = s.project_id::text AND c.department_name = s.department_name
    AND c.fiscal_year = s.fiscal_year;

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
