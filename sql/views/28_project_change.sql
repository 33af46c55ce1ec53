-- How has a project's money moved, and how many of its annual targets were tightened or loosened?
CREATE VIEW mart.project_change AS
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
    p.previous_year,
    p.previous_total_yuan::numeric(20, 2) AS previous_total_yuan,
    p.total_yuan::numeric(20, 2) AS total_yuan,
    (p.total_yuan - p.previous_total_yuan)::numeric(20, 2) AS change_yuan,
    (100 * (p.total_yuan - p.previous_total_yuan) / nullif(p.previous_total_yuan, 0))::numeric(28, 6) AS change_pct,
    coalesce(t.tightened, 0)::integer AS tightened,
    coalesce(t.loosened, 0)::integer AS loosened,
    coalesce(t.unchanged, 0)::integer AS unchanged,
    coalesce(t.comparator_changed, 0)::integer AS comparator_changed,
    coalesce(t.reworded, 0)::integer AS reworded,
    coalesce(t.not_comparable, 0)::integer AS not_comparable,
    coalesce(t.added, 0)::integer AS added,
    coalesce(t.dropped, 0)::integer AS dropped
FROM core.project_pair AS p
LEFT JOIN (
    SELECT
        c.project_id, c.fiscal_year, c.department_id, c.department_name,
        count(*) FILTER (WHERE c.change = 'tightened') AS tightened,
        count(*) FILTER (WHERE c.change = 'loosened') AS loosened,
        count(*) FILTER (WHERE c.change = 'unchanged') AS unchanged,
        count(*) FILTER (WHERE c.change = 'comparator_changed') AS comparator_changed,
        count(*) FILTER (WHERE c.change = 'reworded') AS reworded,
        count(*) FILTER (WHERE c.change = 'not_comparable') AS not_comparable,
        count(*) FILTER (WHERE c.change = 'added') AS added,
        count(*) FILTER (WHERE c.change = 'dropped') AS dropped
    FROM core.compared_target AS c
    WHERE c.pairing = 'year' AND c.horizon = 'annual'
    GROUP BY c.project_id, c.fiscal_year, c.department_id, c.department_name
) AS t USING (project_id, fiscal_year, department_id, department_name);

COMMENT ON VIEW mart.project_change IS '项目变动 | Projects beside their earlier year; a row is department_id, project_id and fiscal_year. After a merger the earlier money is that of all that was merged';
COMMENT ON COLUMN mart.project_change.tightened IS '收紧数 | Annual targets now more demanding';
COMMENT ON COLUMN mart.project_change.loosened IS '放松数 | Annual targets now less demanding';
COMMENT ON COLUMN mart.project_change.unchanged IS '未变数 | Annual targets as before';
COMMENT ON COLUMN mart.project_change.comparator_changed IS '比较符变更数 | Annual targets with the same number under another sign';
COMMENT ON COLUMN mart.project_change.reworded IS '改写数 | Annual targets in words, in other words than before';
COMMENT ON COLUMN mart.project_change.not_comparable IS '不可比数 | Annual targets that cannot be compared; target_change gives the reason';
COMMENT ON COLUMN mart.project_change.added IS '新增数 | Annual targets only in the later year';
COMMENT ON COLUMN mart.project_change.dropped IS '取消数 | Annual targets only in the earlier year';
