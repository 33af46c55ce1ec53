-- For a common indicator, what do peers promise? A department counts once a group, with its most demanding project (tie: more money). Targets in
-- words and dates are left out.
CREATE VIEW mart.target_peer AS
WITH promise AS (
    SELECT DISTINCT ON (
        c.department_id, c.fiscal_year, c.compared_kind, c.indicator_stem, c.compared_unit, c.basis, c.direction
    )
        c.*,
        coalesce(c.function_key, '#' || c.department_id) AS peer_key,
        coalesce(c.region_level, '') AS peer_level,
        CASE c.direction WHEN 'negative' THEN -c.compared_bound ELSE c.compared_bound END AS demand,
        c.comparator IN ('gt', 'lt') AS must_pass
    FROM core.collapsed_target AS c
    WHERE c.pairing = 'year' AND c.side = 'new' AND c.horizon = 'annual' AND c.compared_bound IS NOT NULL
    ORDER BY
        c.department_id, c.fiscal_year, c.compared_kind, c.indicator_stem, c.compared_unit, c.basis, c.direction,
        CASE c.direction WHEN 'negative' THEN -c.compared_bound ELSE c.compared_bound END DESC,
        c.comparator IN ('gt', 'lt') DESC,
        c.side_yuan DESC NULLS LAST,
        c.project_id
),
grouped AS (
    SELECT
        p.*,
        count(*) OVER peers AS peer_count,
        rank() OVER (peers ORDER BY p.demand DESC, p.must_pass DESC) AS strictness_rank,
        row_number() OVER (peers ORDER BY p.compared_bound, p.project_id) AS position
    FROM promise AS p
    WINDOW peers AS (
        PARTITION BY p.peer_key, p.peer_level, p.fiscal_year, p.compared_kind, p.indicator_stem, p.compared_unit, p.basis, p.direction
    )
)
SELECT
    g.region_code,
    g.region_name,
    g.department_id::text AS department_id,
    g.department_name,
    g.function_key,
    g.fiscal_year,
    make_date(g.fiscal_year, 1, 1) AS year_start,
    g.project_id::text AS project_id,
    g.main_name AS project_name,
    g.indicator_name,
    g.kind,
    g.unit,
    g.basis,
    g.direction,
    g.bound::numeric(30, 10) AS bound,
    g.comparator,
    g.raw,
    g.peer_count::integer AS peer_count,
    g.strictness_rank::integer AS strictness_rank,
    (1 + 4 * (g.strictness_rank - 1) / g.peer_count)::integer AS quartile,
    (avg(g.compared_bound) FILTER (WHERE 2 * g.position BETWEEN g.peer_count AND g.peer_count + 2) OVER (
        PARTITION BY g.peer_key, g.peer_level, g.fiscal_year, g.compared_kind, g.indicator_stem, g.compared_unit, g.basis, g.direction
    ) / g.unit_factor)::numeric(30, 10) AS median_bound,
    g.indicator_stem,
    g.region_level,
    g.evidence_id::text AS evidence_id
FROM grouped AS g;

COMMENT ON VIEW mart.target_peer IS '指标同类比较 | What departments of the same function and level promise for an indicator; a row is department_id, fiscal_year, indicator_stem, kind, unit, basis and direction';
COMMENT ON COLUMN mart.target_peer.project_name IS '项目名称 | Project with the department''s most demanding target';
COMMENT ON COLUMN mart.target_peer.strictness_rank IS '严格名次 | 1 is the most demanding, ties share; do not sum';
COMMENT ON COLUMN mart.target_peer.quartile IS '四分位 | 1 holds the most demanding quarter; do not sum';
COMMENT ON COLUMN mart.target_peer.median_bound IS '同类界值中位数 | Median of the peers'' bounds; do not sum';
