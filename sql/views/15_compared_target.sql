-- Helper: the two sides of each comparison, target beside target, with what changed between them and why two cannot be compared (DESIGN, "change").
-- Indicators meet by kind and stem; between years, what is then left over on one side only is paired by stem where exactly one on each side has it
-- (filed under another kind). A default direction gives way to the other target's, if that is not a default too.
CREATE VIEW core.compared_target AS
WITH side AS (
    SELECT
        c.*,
        c.side = 'new' AS is_new,
        min(c.side) OVER same_indicator = max(c.side) OVER same_indicator AS is_left_over
    FROM core.collapsed_target AS c
    WINDOW same_indicator AS (
        PARTITION BY c.pairing, c.occasion, c.region_code, c.region_name, c.region_level, c.department_id, c.department_name, c.function_key, c.fiscal_year,
            c.project_id, c.horizon, c.compared_kind, c.indicator_stem
    )
),
paired AS (
    SELECT
        s.*,
        s.pairing = 'year'
            AND s.is_left_over
            AND count(*) FILTER (WHERE s.is_left_over AND s.is_new) OVER same_stem = 1
            AND count(*) FILTER (WHERE s.is_left_over AND NOT s.is_new) OVER same_stem = 1 AS is_refiled
    FROM side AS s
    WINDOW same_stem AS (
        PARTITION BY s.pairing, s.occasion, s.region_code, s.region_name, s.region_level, s.department_id, s.department_name, s.function_key, s.fiscal_year,
            s.project_id, s.horizon, s.indicator_stem
    )
),
beside AS (
    SELECT
        p.pairing, p.occasion, p.region_code, p.region_name, p.region_level, p.department_id, p.department_name, p.function_key, p.fiscal_year, p.project_id,
        p.main_name, p.horizon, p.indicator_stem, p.is_refiled AS kind_changed,
        bool_or(p.is_new) AS has_new,
        bool_or(NOT p.is_new) AS has_old,
        max(p.member_year) FILTER (WHERE NOT p.is_new) AS old_year,
        max(p.indicator_name) FILTER (WHERE p.is_new) AS new_name,
        max(p.indicator_name) FILTER (WHERE NOT p.is_new) AS old_name,
        max(p.kind) FILTER (WHERE p.is_new) AS new_kind,
        max(p.kind) FILTER (WHERE NOT p.is_new) AS old_kind,
        max(p.raw) FILTER (WHERE p.is_new) AS new_raw,
        max(p.raw) FILTER (WHERE NOT p.is_new) AS old_raw,
        max(p.comparator) FILTER (WHERE p.is_new) AS new_comparator,
        max(p.comparator) FILTER (WHERE NOT p.is_new) AS old_comparator,
        max(p.bound) FILTER (WHERE p.is_new) AS new_bound,
        max(p.bound) FILTER (WHERE NOT p.is_new) AS old_bound,
        max(p.bound_date) FILTER (WHERE p.is_new) AS new_date,
        max(p.bound_date) FILTER (WHERE NOT p.is_new) AS old_date,
        max(p.compared_low) FILTER (WHERE p.is_new) AS new_low,
        max(p.compared_low) FILTER (WHERE NOT p.is_new) AS old_low,
        max(p.compared_high) FILTER (WHERE p.is_new) AS new_high,
        max(p.compared_high) FILTER (WHERE NOT p.is_new) AS old_high,
        max(p.compared_bound) FILTER (WHERE p.is_new) AS new_compared_bound,
        max(p.compared_bound) FILTER (WHERE NOT p.is_new) AS old_compared_bound,
        max(p.unit) FILTER (WHERE p.is_new) AS new_unit,
        max(p.unit) FILTER (WHERE NOT p.is_new) AS old_unit,
        max(p.compared_unit) FILTER (WHERE p.is_new) AS new_compared_unit,
        max(p.compared_unit) FILTER (WHERE NOT p.is_new) AS old_compared_unit,
        max(p.basis) FILTER (WHERE p.is_new) AS new_basis,
        max(p.basis) FILTER (WHERE NOT p.is_new) AS old_basis,
        max(p.scope) FILTER (WHERE p.is_new) AS new_scope,
        max(p.scope) FILTER (WHERE NOT p.is_new) AS old_scope,
        max(p.measure) FILTER (WHERE p.is_new) AS new_measure,
        max(p.measure) FILTER (WHERE NOT p.is_new) AS old_measure,
        max(p.direction) FILTER (WHERE p.is_new) AS new_own_direction,
        max(p.direction) FILTER (WHERE NOT p.is_new) AS old_own_direction,
        max(p.direction_from) FILTER (WHERE p.is_new) AS new_direction_from,
        max(p.direction_from) FILTER (WHERE NOT p.is_new) AS old_direction_from,
        regexp_replace(max(p.words) FILTER (WHERE p.is_new), '\s+|。\s*$', '', 'g') AS new_words,
        regexp_replace(max(p.words) FILTER (WHERE NOT p.is_new), '\s+|。\s*$', '', 'g') AS old_words,
        max(p.weight) FILTER (WHERE p.is_new) AS new_weight,
        max(p.weight) FILTER (WHERE NOT p.is_new) AS old_weight,
        max(p.project_year_id) FILTER (WHERE p.is_new) AS new_project_year_id,
        max(p.seq) FILTER (WHERE p.is_new) AS new_seq,
        max(p.evidence_id) FILTER (WHERE p.is_new) AS new_evidence_id,
        max(p.evidence_id) FILTER (WHERE NOT p.is_new) AS old_evidence_id
    FROM paired AS p
    GROUP BY p.pairing, p.occasion, p.region_code, p.region_name, p.region_level, p.department_id, p.department_name, p.function_key, p.fiscal_year, p.project_id,
        p.main_name, p.horizon, p.indicator_stem, p.is_refiled, CASE WHEN NOT p.is_refiled THEN p.compared_kind END
),
directed AS (
    SELECT
        b.*,
        CASE WHEN b.new_direction_from = 'default' AND b.old_own_direction <> 'none' THEN b.old_own_direction ELSE b.new_own_direction END
            AS new_direction,
        CASE WHEN b.old_direction_from = 'default' AND b.new_own_direction <> 'none' THEN b.new_own_direction ELSE b.old_own_direction END
            AS old_direction
    FROM beside AS b
),
measured AS ( -- two ranges compare both ends, else the numbers to reach
    SELECT
        d.*,
        CASE d.new_direction WHEN 'negative' THEN -1 ELSE 1 END * CASE
            WHEN d.new_comparator = 'range' AND d.old_comparator = 'range' THEN sign(d.new_low - d.old_low)
            WHEN d.new_direction = 'negative' THEN sign(coalesce(d.new_high, d.new_low) - coalesce(d.old_high, d.old_low))
            ELSE sign(coalesce(d.new_low, d.new_high) - coalesce(d.old_low, d.old_high))
        END AS low_step,
        CASE
            WHEN d.new_comparator = 'range' AND d.old_comparator = 'range'
                THEN CASE d.new_direction WHEN 'negative' THEN -1 ELSE 1 END * sign(d.new_high - d.old_high)
            ELSE 0
        END AS high_step,
        CASE
            WHEN NOT d.has_old OR NOT d.has_new OR d.new_comparator IS NULL OR d.old_comparator IS NULL THEN NULL
            WHEN d.new_comparator = 'qualitative' AND d.old_comparator = 'qualitative' THEN NULL
            WHEN d.new_comparator = 'qualitative' THEN 'became_qualitative'
            WHEN d.old_comparator = 'qualitative' THEN 'became_quantitative'
            WHEN d.new_compared_unit IS DISTINCT FROM d.old_compared_unit OR (d.new_date IS NULL) <> (d.old_date IS NULL) THEN 'unit'
            WHEN d.new_basis IS DISTINCT FROM d.old_basis THEN 'basis'
            WHEN d.new_scope IS DISTINCT FROM d.old_scope THEN 'scope'
            WHEN d.new_measure IS DISTINCT FROM d.old_measure THEN 'measure'
            WHEN d.new_date IS NULL AND d.new_direction <> d.old_direction THEN 'direction'
        END AS reason
    FROM directed AS d
)
SELECT
    m.*,
    CASE
        WHEN NOT m.has_old THEN 'added'
        WHEN NOT m.has_new THEN 'dropped'
        WHEN m.reason IS NOT NULL THEN 'not_comparable'
        WHEN m.new_comparator IS NULL OR m.old_comparator IS NULL THEN NULL
        WHEN m.new_comparator = 'qualitative' THEN CASE WHEN m.new_words = m.old_words THEN 'unchanged' ELSE 'reworded' END
        WHEN m.new_date <> m.old_date THEN CASE WHEN m.new_date < m.old_date THEN 'tightened' ELSE 'loosened' END
        WHEN m.low_step * m.high_step < 0 THEN 'comparator_changed'
        WHEN m.low_step + m.high_step > 0 THEN 'tightened'
        WHEN m.low_step + m.high_step < 0 THEN 'loosened'
        WHEN m.new_comparator = m.old_comparator THEN 'unchanged'
        WHEN (m.old_comparator, m.new_comparator) IN (('ge', 'gt'), ('le', 'lt')) THEN 'tightened'
        WHEN (m.old_comparator, m.new_comparator) IN (('gt', 'ge'), ('lt', 'le')) THEN 'loosened'
        ELSE 'comparator_changed'
    END AS change
FROM measured AS m;

COMMENT ON VIEW core.compared_target IS '目标对照 | Two targets of an indicator beside each other; a row is a pairing, occasion, project_id, fiscal_year, horizon, indicator_stem and the kinds';
