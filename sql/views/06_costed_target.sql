-- Helper: count targets with what their peers pay by unit. Only members of groups that have changed since they were summed up look their peers up.
CREATE VIEW core.costed_target AS
SELECT
    c.department_id,
    c.fiscal_year,
    c.project_id,
    c.target_value_id,
    c.indicator_id,
    c.project_yuan,
    c.per_unit,
    c.previous_per_unit,
    c.count_target_count,
    coalesce(r.peer_count::bigint, (SELECT count(*) FROM core.counted_target AS m WHERE m.peer_group = c.peer_group)) AS peer_count,
    coalesce(r.known_count::bigint, (SELECT count(m.per_unit) FROM core.counted_target AS m WHERE m.peer_group = c.peer_group)) AS known_count,
    CASE
        WHEN r.peer_group IS NOT NULL THEN r.median_per_unit
        ELSE (
            SELECT avg(q.per_unit) FILTER (WHERE 2 * q.position BETWEEN q.known AND q.known + 2)
            FROM (
                SELECT m.per_unit, row_number() OVER (ORDER BY m.per_unit) AS position, count(m.per_unit) OVER () AS known
                FROM core.counted_target AS m
                WHERE m.peer_group = c.peer_group
            ) AS q
        )
    END AS median_per_unit
FROM core.counted_target AS c
LEFT JOIN core.cost_group AS r USING (fiscal_year, peer_group);

COMMENT ON VIEW core.costed_target IS '单位成本目标 | A count target beside its peers; a row is a target_value_id';
COMMENT ON COLUMN core.costed_target.peer_count IS '同类数 | Projects of the group; do not sum';
COMMENT ON COLUMN core.costed_target.known_count IS '有金额数 | Projects of the group whose money is known; do not sum';
COMMENT ON COLUMN core.costed_target.median_per_unit IS '单位成本中位数 | Median of the group''s money by unit, yuan; do not sum';
COMMENT ON COLUMN core.costed_target.target_value_id IS '目标值编号 | Target';
COMMENT ON COLUMN core.costed_target.project_yuan IS '项目金额 | Money of the project, yuan; do not sum: it repeats for each count target';
COMMENT ON COLUMN core.costed_target.per_unit IS '单位成本 | Yuan for each unit; do not sum';
COMMENT ON COLUMN core.costed_target.previous_per_unit IS '上期单位成本 | The same the year before; do not sum';
COMMENT ON COLUMN core.costed_target.count_target_count IS '计数目标数 | Count targets that the project has; do not sum';
