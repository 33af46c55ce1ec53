-- Helper: comparable targets with where they stand among their peers. Groups that have changed since they were summed up (in the middle of a load, or
-- after one that was killed) have no sums; only for their members the peers are looked up, in an index that holds each group in order.
CREATE VIEW core.ranked_target AS
SELECT
    c.department_id,
    c.fiscal_year,
    c.project_id,
    c.target_value_id,
    c.indicator_id,
    c.peer_group,
    c.compared_bound,
    c.unit_factor,
    coalesce(
        r.ahead_count::bigint,
        (
            SELECT count(*)
            FROM core.peer_target AS m
            WHERE m.peer_group = c.peer_group AND (m.demand, m.must_pass) > (c.demand, c.must_pass)
        )
    ) AS ahead_count,
    coalesce(r.peer_count::bigint, (SELECT count(*) FROM core.peer_target AS m WHERE m.peer_group = c.peer_group)) AS peer_count,
    coalesce(
        r.median_bound,
        (
            -- half the sum of the two in the middle, in exact numbers: percentile_cont would compute in floating point
            SELECT avg(q.compared_bound) FILTER (WHERE 2 * q.position BETWEEN q.size AND q.size + 2)
            FROM (
                SELECT m.compared_bound, row_number() OVER (ORDER BY m.compared_bound) AS position, count(*) OVER () AS size
                FROM core.peer_target AS m
                WHERE m.peer_group = c.peer_group
            ) AS q
        )
    ) AS median_bound
FROM core.peer_target AS c
LEFT JOIN core.peer_rank AS r USING (fiscal_year, peer_group, demand, must_pass);

COMMENT ON VIEW core.ranked_target IS '排名目标 | A comparable target among its peers; a row is a target_value_id';
COMMENT ON COLUMN core.ranked_target.ahead_count IS '更严数 | Departments of the group that promise more; do not sum';
COMMENT ON COLUMN core.ranked_target.peer_count IS '同类数 | Departments of the group; do not sum';
COMMENT ON COLUMN core.ranked_target.median_bound IS '可比界值中位数 | Median of the group''s bounds; do not sum';
COMMENT ON COLUMN core.ranked_target.target_value_id IS '目标值编号 | Target';
COMMENT ON COLUMN core.ranked_target.peer_group IS '可比组编号 | As in peer_target';
COMMENT ON COLUMN core.ranked_target.compared_bound IS '可比界值 | The number to reach, money in yuan; do not sum';
COMMENT ON COLUMN core.ranked_target.unit_factor IS '单位系数 | By which the bound was brought to the unit that is compared; do not sum';
