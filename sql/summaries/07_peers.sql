-- What peers are compared by. Who is more demanding or dearer changes with every peer that comes in: groups that have changed are noted, their sums
-- (10_groups.sql) taken away, and made anew once at the end of a load; until then the views look the members up.
CREATE TEMPORARY TABLE summary_was (peer_group bigint, department_id bigint, demand numeric, must_pass boolean) ON COMMIT DROP;
CREATE TEMPORARY TABLE summary_group (peer_group bigint) ON COMMIT DROP;

-- A department counts once a group, with its most demanding project (tie: more money). Targets in words and dates are left out. A department of
-- unknown function has no peers.
WITH gone AS (
    DELETE FROM core.peer_target AS c USING touched AS t WHERE c.fiscal_year = t.fiscal_year AND c.department_id = t.department_id
    RETURNING c.peer_group, c.department_id, c.demand, c.must_pass
)
INSERT INTO summary_was SELECT * FROM gone;
INSERT INTO core.peer_target (
    department_id, fiscal_year, project_id, peer_group, demand, must_pass, compared_bound, unit_factor, indicator_id, target_value_id
)
WITH promise AS (
    SELECT t.*, p.total_yuan, v.compared_bound, v.unit_factor,
        hashtextextended(
            ROW(
                coalesce(d.function_key, '#' || t.department_id), d.region_level, t.fiscal_year, t.concept, v.compared_unit, v.basis, v.direction
            )::text,
            0
        ) AS peer_group
    FROM summary_target AS t
    JOIN summary_value AS v USING (target_value_id)
    JOIN summary_department AS d USING (department_id, fiscal_year)
    JOIN summary_promised AS p USING (project_id, fiscal_year)
    WHERE t.pairing = 'year' AND t.is_new AND t.horizon = 'annual' AND t.demand IS NOT NULL
)
SELECT department_id, fiscal_year, project_id, peer_group, demand, must_pass, compared_bound, unit_factor, indicator_id, target_value_id
FROM (
    SELECT DISTINCT ON (department_id, fiscal_year, peer_group) *
    FROM promise
    ORDER BY department_id, fiscal_year, peer_group, demand DESC, must_pass DESC, total_yuan DESC NULLS LAST, project_id
) AS p
ORDER BY fiscal_year, department_id;

-- Counted are targets of output.quantity, positive, above 0, without basis, in a unit that counts (no percentage, no money). Beside it, the same of
-- the year before.
WITH gone AS (
    DELETE FROM core.counted_target AS c USING touched AS t WHERE c.fiscal_year = t.fiscal_year AND c.department_id = t.department_id
    RETURNING c.peer_group, c.department_id, c.per_unit
)
INSERT INTO summary_was SELECT peer_group, department_id, per_unit, NULL FROM gone;
INSERT INTO core.counted_target (
    department_id, fiscal_year, project_id, peer_group, project_yuan, per_unit, previous_per_unit, count_target_count, indicator_id, target_value_id
)
WITH beside AS (
    SELECT
        t.department_id, t.fiscal_year, t.project_id, t.stem_key, v.compared_unit, p.total_yuan, p.previous_total_yuan,
        max(v.bound) FILTER (WHERE t.is_new) AS bound,
        max(v.bound) FILTER (WHERE NOT t.is_new) AS previous_bound,
        max(t.indicator_id) FILTER (WHERE t.is_new) AS indicator_id,
        max(t.target_value_id) FILTER (WHERE t.is_new) AS target_value_id
    FROM summary_target AS t
    JOIN summary_value AS v USING (target_value_id)
    JOIN summary_promised AS p USING (project_id, fiscal_year)
    WHERE
        t.pairing = 'year'
        AND t.horizon = 'annual'
        AND t.kind = 'output.quantity'
        AND v.direction = 'positive'
        AND v.bound > 0
        AND v.basis IS NULL
        AND v.compared_unit NOT IN ('%', '‰', '元')
    GROUP BY t.department_id, t.fiscal_year, t.project_id, t.stem_key, v.compared_unit, p.total_yuan, p.previous_total_yuan
    HAVING bool_or(t.is_new)
)
SELECT
    b.department_id, b.fiscal_year, b.project_id,
    hashtextextended(
        ROW(coalesce(d.function_key, '#' || b.department_id), d.region_level, b.fiscal_year, b.stem_key, b.compared_unit)::text, 0
    ),
    b.total_yuan,
    b.total_yuan / b.bound,
    b.previous_total_yuan / b.previous_bound,
    count(*) OVER (PARTITION BY b.project_id, b.fiscal_year),
    b.indicator_id,
    b.target_value_id
FROM beside AS b
JOIN summary_department AS d USING (department_id, fiscal_year)
ORDER BY b.fiscal_year, b.department_id, b.project_id;

-- A group has changed where a member came, went or promises otherwise; most of what is published again is as it was.
WITH here AS (
    SELECT c.peer_group, c.department_id, c.demand, c.must_pass FROM core.peer_target AS c JOIN touched USING (department_id, fiscal_year)
    UNION ALL
    SELECT c.peer_group, c.department_id, c.per_unit, NULL FROM core.counted_target AS c JOIN touched USING (department_id, fiscal_year)
)
INSERT INTO summary_group
SELECT DISTINCT peer_group
FROM (
    (SELECT * FROM here EXCEPT ALL SELECT * FROM summary_was)
    UNION ALL
    (SELECT * FROM summary_was EXCEPT ALL SELECT * FROM here)
) AS x;
ANALYZE summary_group;
DELETE FROM core.peer_rank AS r USING summary_group AS g WHERE r.peer_group = g.peer_group;
DELETE FROM core.cost_group AS r USING summary_group AS g WHERE r.peer_group = g.peer_group;
INSERT INTO core.unranked_group SELECT peer_group FROM summary_group ON CONFLICT DO NOTHING;
