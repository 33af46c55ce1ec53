-- What peers are compared by. Who is more demanding or dearer is told when it is asked: it changes with every peer that comes in.

-- A department counts once a group, with its most demanding project (tie: more money). Targets in words and dates are left out. A department of
-- unknown function has no peers.
DELETE FROM core.peer_target AS c USING touched AS t WHERE c.fiscal_year = t.fiscal_year AND c.department_id = t.department_id;
INSERT INTO core.peer_target (
    department_id, fiscal_year, project_id, peer_group, demand, must_pass, compared_bound, unit_factor, indicator_id, target_value_id
)
WITH promise AS (
    SELECT t.*, p.total_yuan,
        hashtextextended(
            ROW(
                coalesce(d.function_key, '#' || t.department_id), d.region_level, t.fiscal_year, t.concept, t.compared_unit, t.basis, t.direction
            )::text,
            0
        ) AS peer_group
    FROM summary_target AS t
    JOIN summary_department AS d USING (department_id, fiscal_year)
    JOIN summary_promised AS p USING (project_id, fiscal_year)
    WHERE t.pairing = 'year' AND t.is_new AND t.horizon = 'annual' AND t.compared_bound IS NOT NULL
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
DELETE FROM core.counted_target AS c USING touched AS t WHERE c.fiscal_year = t.fiscal_year AND c.department_id = t.department_id;
INSERT INTO core.counted_target (
    department_id, fiscal_year, project_id, peer_group, project_yuan, per_unit, previous_per_unit, count_target_count, indicator_id, target_value_id
)
WITH counted AS (
    SELECT t.*, p.total_yuan, p.previous_total_yuan
    FROM summary_target AS t
    JOIN summary_promised AS p USING (project_id, fiscal_year)
    WHERE
        t.pairing = 'year'
        AND t.horizon = 'annual'
        AND t.kind = 'output.quantity'
        AND t.direction = 'positive'
        AND t.bound > 0
        AND t.basis IS NULL
        AND t.compared_unit NOT IN ('%', '‰', '元')
)
SELECT
    n.department_id, n.fiscal_year, n.project_id,
    hashtextextended(
        ROW(coalesce(d.function_key, '#' || n.department_id), d.region_level, n.fiscal_year, n.stem_key, n.compared_unit)::text, 0
    ),
    n.total_yuan,
    n.total_yuan / n.bound,
    o.previous_total_yuan / o.bound,
    count(*) OVER (PARTITION BY n.project_id, n.fiscal_year),
    n.indicator_id,
    n.target_value_id
FROM counted AS n
JOIN summary_department AS d USING (department_id, fiscal_year)
LEFT JOIN counted AS o
    ON NOT o.is_new AND o.occasion_id = n.occasion_id AND o.concept = n.concept AND o.compared_unit = n.compared_unit
WHERE n.is_new
ORDER BY n.fiscal_year, n.department_id, n.project_id;
