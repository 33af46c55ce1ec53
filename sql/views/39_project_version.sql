-- Every project row of every publication with the days on which it was current: "what was current on a date" is a condition on valid_from and
-- valid_to. What is later is decided as the load decides it (etl/load/current.py): by the day of publication, else of loading, then by the order of
-- loading; a whole table ends all rows before it, a single-project card those of its project; what is current has no end. Of a document that was read
-- again only the latest reading shows: the others never were what was published.
CREATE VIEW mart.project_version AS
WITH dated AS (
    SELECT
        s.statement_id, s.statement_kind, s.department_id, s.fiscal_year, s.covers, o.load_order, o.loaded_at, o.published_from,
        o.name AS document_name, coalesce(o.published_on, (o.loaded_at AT TIME ZONE 'Asia/Shanghai')::date) AS day
    FROM ops.statement AS s
    JOIN ops.document AS o USING (document_id, reading)
)
SELECT
    d.region_code,
    r.region_name,
    v.department_id::text AS department_id,
    d.department_name,
    d.function_key,
    v.fiscal_year,
    make_date(v.fiscal_year, 1, 1) AS year_start,
    y.project_id::text AS project_id,
    y.name AS project_name,
    v.statement_kind,
    y.funding_document,
    y.total_yuan,
    y.annual_goal,
    v.day AS valid_from,
    e.day AS valid_to,
    y.is_current,
    v.document_name,
    e.document_name AS superseded_by,
    v.published_from,
    (v.loaded_at AT TIME ZONE 'Asia/Shanghai')::timestamp(0) AS loaded_at,
    y.row_number,
    y.project_year_id::text AS project_year_id
FROM dated AS v
JOIN core.project_year AS y USING (statement_id)
JOIN core.department_profile AS d ON d.department_id = v.department_id
LEFT JOIN core.region_period AS r
    ON r.region_code = d.region_code
    AND (r.from_date IS NULL OR r.from_date <= make_date(v.fiscal_year, 12, 31))
    AND (r.to_date IS NULL OR r.to_date > make_date(v.fiscal_year, 12, 31))
LEFT JOIN LATERAL (
    SELECT l.day, l.document_name
    FROM dated AS l
    WHERE l.department_id = v.department_id AND l.fiscal_year = v.fiscal_year AND l.statement_kind = v.statement_kind
        AND (l.day, l.load_order) > (v.day, v.load_order)
        AND (
            l.covers = 'department'
            OR EXISTS (SELECT FROM core.project_year AS n WHERE n.statement_id = l.statement_id AND n.project_id = y.project_id)
        )
    ORDER BY l.day, l.load_order
    LIMIT 1
) AS e ON NOT y.is_current;

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
