-- Helper: all earlier projects that a project continues, directly or through others, and since when (the latest link of the way; of several
-- ways the earliest). Links form a graph: after a merger one project continues several, and these stay apart in earlier years.
CREATE VIEW core.project_continuation AS
WITH RECURSIVE way AS (
    SELECT to_project_id AS project_id, from_project_id AS earlier_project_id, effective_year
    FROM core.project_link
    UNION
    SELECT w.project_id, l.from_project_id, greatest(w.effective_year, l.effective_year)
    FROM way AS w
    JOIN core.project_link AS l ON l.to_project_id = w.earlier_project_id
)
SELECT project_id, earlier_project_id, min(effective_year) AS effective_year
FROM way
WHERE project_id <> earlier_project_id
GROUP BY project_id, earlier_project_id;

COMMENT ON VIEW core.project_continuation IS '项目沿革 | Earlier projects that a project continues; a row is a project_id and earlier_project_id';
COMMENT ON COLUMN core.project_continuation.earlier_project_id IS '前项目编号 | Id of the earlier project';
COMMENT ON COLUMN core.project_continuation.effective_year IS '生效年度 | First fiscal year in which it does; do not sum';
