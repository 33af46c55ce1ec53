-- Every project row of every publication with the days on which it was current: "what was current on a date" is a condition on valid_from and
-- valid_to. What is later is decided as the load decides it (etl/load/current.py): by the day of publication, else of loading, then by the order of
-- loading; a whole table ends all rows before it, a single-project card those of its project. So a row without a valid_to is a current one.
CREATE VIEW mart.project_version AS
WITH placed AS (
    SELECT
        s.statement_id, s.statement_kind, s.department_id, s.fiscal_year, s.covers,
        o.name AS document_name, o.loaded_at, o.published_from,
        coalesce(o.published_on, (o.loaded_at AT TIME ZONE 'Asia/Shanghai')::date) AS valid_from,
        dense_rank() OVER (
            PARTITION BY s.department_id, s.fiscal_year, s.statement_kind
            ORDER BY coalesce(o.published_on, (o.loaded_at AT TIME ZONE 'Asia/Shanghai')::date), o.load_order
        ) AS position
    FROM ops.statement AS s
    JOIN ops.document AS o USING (document_id)
),
followed AS (
    SELECT p.*, min(p.position) FILTER (WHERE p.covers = 'department') OVER later AS next_table
    FROM placed AS p
    WINDOW later AS (
        PARTITION BY p.department_id, p.fiscal_year, p.statement_kind ORDER BY p.position RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
    )
),
listed AS (
    SELECT
        f.statement_kind, f.department_id, f.fiscal_year, f.document_name, f.loaded_at, f.published_from, f.valid_from,
        y.project_year_id, y.project_id, y.row_number, y.name AS project_name, y.funding_document, y.total_yuan, y.annual_goal, y.is_current,
        least(f.next_table, min(f.position) FILTER (WHERE f.covers = 'project') OVER later) AS ended_at
    FROM followed AS f
    JOIN core.project_year AS y USING (statement_id)
    WINDOW later AS (
        PARTITION BY f.department_id, f.fiscal_year, f.statement_kind, y.project_id
        ORDER BY f.position RANGE BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING
    )
),
day AS (
    SELECT department_id, fiscal_year, statement_kind, position AS ended_at, min(valid_from) AS valid_to, min(document_name) AS superseded_by
    FROM placed
    GROUP BY department_id, fiscal_year, statement_kind, position
)
SELECT
    d.region_code,
    r.region_name,
    l.department_id::text AS department_id,
    d.department_name,
    d.function_key,
    l.fiscal_year,
    make_date(l.fiscal_year, 1, 1) AS year_start,
    l.project_id::text AS project_id,
    l.project_name,
    l.statement_kind,
    l.funding_document,
    l.total_yuan,
    l.annual_goal,
    l.valid_from,
    day.valid_to,
    l.is_current,
    l.document_name,
    day.superseded_by,
    l.published_from,
    (l.loaded_at AT TIME ZONE 'Asia/Shanghai')::timestamp(0) AS loaded_at,
    l.row_number,
    l.project_year_id::text AS project_year_id
FROM listed AS l
JOIN core.department_profile AS d ON d.department_id = l.department_id
LEFT JOIN core.region_period AS r
    ON r.region_code = d.region_code
    AND (r.from_date IS NULL OR r.from_date <= make_date(l.fiscal_year, 12, 31))
    AND (r.to_date IS NULL OR r.to_date > make_date(l.fiscal_year, 12, 31))
LEFT JOIN day
    ON day.department_id = l.department_id AND day.fiscal_year = l.fiscal_year AND day.statement_kind = l.statement_kind
    AND day.ended_at = l.ended_at;

COMMENT ON VIEW mart.project_version IS '项目版本 | Project rows of all publications with the days on which each was current; a row is a project_year_id; current on day D: valid_from <= D and (valid_to is null or valid_to > D)';
COMMENT ON COLUMN mart.project_version.project_name IS '项目名称 | Name as printed in this row';
COMMENT ON COLUMN mart.project_version.total_yuan IS '金额 | Annual budget of this row; yuan';
COMMENT ON COLUMN mart.project_version.annual_goal IS '年度目标 | Goal of the year in words, as printed in this row';
COMMENT ON COLUMN mart.project_version.valid_from IS '现行起始日 | Day of publication, else of loading: from it on the row is current';
COMMENT ON COLUMN mart.project_version.valid_to IS '现行截止日 | First day on which a later publication superseded it; empty while it is current';
COMMENT ON COLUMN mart.project_version.is_current IS '现行 | Whether no later publication supersedes it';
COMMENT ON COLUMN mart.project_version.superseded_by IS '被取代于 | The publication that superseded it: path or URL';
COMMENT ON COLUMN mart.project_version.published_from IS '公开日期依据 | manifest or printed; empty: the day of loading stands for it';
COMMENT ON COLUMN mart.project_version.loaded_at IS '装载时间 | When it was loaded (北京时间)';
