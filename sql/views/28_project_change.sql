-- How has a project's money moved, and how many of its annual targets were tightened or loosened?
CREATE VIEW mart.project_change AS
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
    p.previous_year,
    p.previous_total_yuan,
    p.total_yuan,
    (p.total_yuan - p.previous_total_yuan)::numeric(20, 2) AS change_yuan,
    (100 * (p.total_yuan - p.previous_total_yuan) / nullif(p.previous_total_yuan, 0))::numeric(28, 6) AS change_pct,
    p.tightened,
    p.loosened,
    p.unchanged,
    p.comparator_changed,
    p.reworded,
    p.not_comparable,
    p.added,
    p.dropped
FROM core.department_year AS w
JOIN core.promised_project AS p USING (department_id, fiscal_year)
WHERE p.previous_year IS NOT NULL;

COMMENT ON VIEW mart.project_change IS '项目变动 | Projects beside their earlier year; a row is department_id, project_id and fiscal_year. After a merger the earlier money is that of all that was merged';
COMMENT ON COLUMN mart.project_change.tightened IS '收紧数 | Annual targets now more demanding';
COMMENT ON COLUMN mart.project_change.loosened IS '放松数 | Annual targets now less demanding';
COMMENT ON COLUMN mart.project_change.unchanged IS '未变数 | Annual targets as before';
COMMENT ON COLUMN mart.project_change.comparator_changed IS '比较符变更数 | Annual targets with the same number under another sign';
COMMENT ON COLUMN mart.project_change.reworded IS '改写数 | Annual targets in words, in other words than before';
COMMENT ON COLUMN mart.project_change.not_comparable IS '不可比数 | Annual targets that cannot be compared; target_change gives the reason';
COMMENT ON COLUMN mart.project_change.added IS '新增数 | Annual targets only in the later year';
COMMENT ON COLUMN mart.project_change.dropped IS '取消数 | Annual targets only in the earlier year';
