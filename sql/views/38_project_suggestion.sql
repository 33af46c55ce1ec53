-- Continuations of projects under another name, for a person to decide: what the load suggests, and what a steward's links.csv confirms (with a
-- status of its own where no document has named one of the two projects yet: a name that matches nothing must be seen). Years are the later one's.
CREATE VIEW mart.project_suggestion AS
WITH spoken AS (
    SELECT g.from_project_id, g.to_project_id, g.effective_year, g.reason, g.score, 'suggested' AS status, NULL AS note,
        a.stem AS previous_name, b.stem AS name, a.department_id AS previous_department_id, b.department_id
    FROM core.suggested_link AS g
    JOIN core.project AS a ON a.project_id = g.from_project_id
    JOIN core.project AS b ON b.project_id = g.to_project_id
    UNION ALL
    SELECT c.from_project_id, c.to_project_id, c.effective_year, 'steward', NULL,
        CASE WHEN l.reason IS NULL THEN 'unmatched' ELSE 'confirmed' END, c.reason,
        c.from_project, c.to_project, c.from_department_id, c.to_department_id
    FROM ops.confirmed_link AS c
    LEFT JOIN core.project_link AS l USING (from_project_id, to_project_id)
)
SELECT
    d.region_code,
    r.region_name,
    s.department_id::text AS department_id,
    d.department_name,
    d.function_key,
    s.effective_year AS fiscal_year,
    make_date(s.effective_year, 1, 1) AS year_start,
    s.to_project_id::text AS project_id,
    coalesce(y.project_name, s.name) AS project_name,
    y.total_yuan::numeric(20, 2) AS total_yuan,
    s.from_project_id::text AS previous_project_id,
    coalesce(e.project_name, s.previous_name) AS previous_project_name,
    e.department_name AS previous_department_name,
    e.fiscal_year AS previous_year,
    e.total_yuan::numeric(20, 2) AS previous_total_yuan,
    s.status,
    s.reason,
    s.score::numeric(12, 6) AS score,
    s.note
FROM spoken AS s
LEFT JOIN core.department_profile AS d ON d.department_id = s.department_id
LEFT JOIN core.region_period AS r
    ON r.region_code = d.region_code
    AND (r.from_date IS NULL OR r.from_date <= make_date(s.effective_year, 12, 31))
    AND (r.to_date IS NULL OR r.to_date > make_date(s.effective_year, 12, 31))
LEFT JOIN core.promised_project AS y ON y.project_id = s.to_project_id AND y.fiscal_year = s.effective_year
LEFT JOIN LATERAL (
    SELECT p.project_name, p.fiscal_year, p.total_yuan, o.name AS department_name
    FROM core.promised_project AS p
    JOIN core.department AS o ON o.department_id = s.previous_department_id
    WHERE p.project_id = s.from_project_id AND p.fiscal_year < s.effective_year
    ORDER BY p.fiscal_year DESC
    LIMIT 1
) AS e ON true;

COMMENT ON VIEW mart.project_suggestion IS '项目承接建议 | Continuations of projects suggested or confirmed; a row is a previous_project_id and project_id; other views use only confirmed ones';
COMMENT ON COLUMN mart.project_suggestion.fiscal_year IS '年度 | First fiscal year of the later project; do not sum';
COMMENT ON COLUMN mart.project_suggestion.total_yuan IS '金额 | Annual budget of the later project in this year; yuan';
COMMENT ON COLUMN mart.project_suggestion.previous_project_id IS '原项目编号 | Id of the earlier project';
COMMENT ON COLUMN mart.project_suggestion.previous_project_name IS '原项目名称 | Name of the earlier project';
COMMENT ON COLUMN mart.project_suggestion.previous_department_name IS '原部门名称 | Department whose project the earlier one was';
COMMENT ON COLUMN mart.project_suggestion.previous_year IS '上一年度 | Latest earlier fiscal year of the earlier project; do not sum';
COMMENT ON COLUMN mart.project_suggestion.previous_total_yuan IS '上一金额 | Annual budget of the earlier project in that year; yuan';
COMMENT ON COLUMN mart.project_suggestion.status IS '承接状态 | suggested or confirmed (by links.csv) or unmatched (confirmed but a project of it is not known)';
COMMENT ON COLUMN mart.project_suggestion.reason IS '建议依据 | loose_key (equal but for words that say money) or similarity or steward';
COMMENT ON COLUMN mart.project_suggestion.score IS '相似度 | How alike the names are from 0 to 1; do not sum';
COMMENT ON COLUMN mart.project_suggestion.note IS '确认理由 | The steward''s reason';
