-- Sums of the groups of peers that have changed, once at the end of a load (not with the other files, which run for each group of documents).
DELETE FROM core.peer_rank AS r USING core.unranked_group AS g WHERE r.peer_group = g.peer_group;
INSERT INTO core.peer_rank (fiscal_year, peer_group, demand, must_pass, ahead_count, peer_count, median_bound)
WITH member AS (
    SELECT
        c.fiscal_year, c.peer_group, c.demand, c.must_pass, c.compared_bound,
        rank() OVER (PARTITION BY c.peer_group ORDER BY c.demand DESC, c.must_pass DESC) - 1 AS ahead_count,
        row_number() OVER (PARTITION BY c.peer_group ORDER BY c.compared_bound) AS position,
        count(*) OVER (PARTITION BY c.peer_group) AS size
    FROM core.unranked_group AS g
    JOIN core.peer_target AS c USING (peer_group)
),
middle AS (
    -- half the sum of the two in the middle, in exact numbers: percentile_cont would compute in floating point
    SELECT peer_group, size, avg(compared_bound) AS median_bound FROM member WHERE 2 * position BETWEEN size AND size + 2 GROUP BY peer_group, size
)
SELECT m.fiscal_year, m.peer_group, m.demand, m.must_pass, m.ahead_count, g.size, g.median_bound
FROM member AS m
JOIN middle AS g USING (peer_group)
GROUP BY m.fiscal_year, m.peer_group, m.demand, m.must_pass, m.ahead_count, g.size, g.median_bound
ORDER BY m.fiscal_year, m.peer_group, m.demand DESC, m.must_pass DESC;

DELETE FROM core.cost_group AS r USING core.unranked_group AS g WHERE r.peer_group = g.peer_group;
INSERT INTO core.cost_group (fiscal_year, peer_group, peer_count, known_count, median_per_unit)
SELECT fiscal_year, peer_group, count(*), count(per_unit), avg(per_unit) FILTER (WHERE 2 * position BETWEEN known AND known + 2)
FROM (
    SELECT
        c.fiscal_year, c.peer_group, c.per_unit,
        row_number() OVER (PARTITION BY c.peer_group ORDER BY c.per_unit) AS position,
        count(c.per_unit) OVER (PARTITION BY c.peer_group) AS known
    FROM core.unranked_group AS g
    JOIN core.counted_target AS c USING (peer_group)
) AS q
GROUP BY fiscal_year, peer_group
ORDER BY fiscal_year, peer_group;

DELETE FROM core.unranked_group;
