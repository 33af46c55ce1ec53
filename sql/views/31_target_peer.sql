-- For a common indicator, what do peers promise? A department counts once a group, with its most demanding project (tie: more money). Targets in
-- words and dates are left out.
CREATE VIEW mart.target_peer AS
SELECT
    w.region_code,
    w.region_name,
    w.department_id::text AS department_id,
    w.department_name,
    w.function_key,
    w.fiscal_year,
    make_date(w.fiscal_year, 1, 1) AS year_start,
    c.project_id::text AS project_id,
    p.project_name,
    i.name AS indicator_name,
    i.kind,
    t.unit,
    t.basis,
    t.direction,
    t.bound,
    t.comparator,
    t.raw,
    c.peer_count::integer AS peer_count,
    (1 + c.ahead_count)::integer AS strictness_rank,
    (1 + 4 * c.ahead_count / c.peer_count)::integer AS quartile,
    (c.median_bound / c.unit_factor)::numeric(30, 10) AS median_bound,
    i.stem AS indicator_stem,
    w.region_level,
    t.evidence_id::text AS evidence_id
FROM core.department_year AS w
JOIN core.ranked_target AS c USING (department_id, fiscal_year)
LEFT JOIN core.promised_project AS p USING (project_id, fiscal_year)
LEFT JOIN core.target_value AS t ON t.target_value_id = c.target_value_id
LEFT JOIN core.indicator AS i ON i.indicator_id = c.indicator_id;

COMMENT ON VIEW mart.target_peer IS '指标同类比较 | What departments of the same function and level promise for an indicator; a row is department_id, fiscal_year, indicator_stem, kind, unit, basis and direction';
COMMENT ON COLUMN mart.target_peer.project_name IS '项目名称 | Project with the department''s most demanding target';
COMMENT ON COLUMN mart.target_peer.strictness_rank IS '严格名次 | 1 is the most demanding, ties share; do not sum';
COMMENT ON COLUMN mart.target_peer.quartile IS '四分位 | 1 holds the most demanding quarter; do not sum';
COMMENT ON COLUMN mart.target_peer.median_bound IS '同类界值中位数 | Median of the peers'' bounds; do not sum';
