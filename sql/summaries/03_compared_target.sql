-- The two sides of each comparison, target beside target, with what changed between them and why two cannot be compared (DESIGN, "change").

-- Indicators meet by kind and stem; between years, what is then left over on one side only is paired by stem where exactly one on each side has it
-- (filed under another kind). A project's first year is compared with nothing.
CREATE TEMPORARY TABLE summary_beside ON COMMIT DROP AS
WITH old_side AS (
    SELECT t.* FROM summary_target AS t WHERE NOT t.is_new
),
new_side AS (
    SELECT t.*
    FROM summary_target AS t
    WHERE
        t.is_new
        AND (t.pairing <> 'year' OR EXISTS (SELECT FROM summary_member AS m WHERE m.occasion_id = t.occasion_id AND m.pairing = 'year' AND NOT m.is_new))
),
met AS (
    SELECT
        pairing, occasion_id, horizon,
        coalesce(n.department_id, o.department_id) AS department_id,
        coalesce(n.fiscal_year, o.fiscal_year) AS fiscal_year,
        coalesce(n.project_id, o.project_id) AS project_id,
        coalesce(n.stem_key, o.stem_key) AS stem_key,
        o.member_year AS old_year,
        n.project_year_id AS new_row, n.seq AS new_seq,
        n.indicator_id AS new_indicator_id, o.indicator_id AS old_indicator_id,
        n.target_value_id AS new_target_id, o.target_value_id AS old_target_id,
        n.kind AS new_kind, o.kind AS old_kind
    FROM new_side AS n
    FULL JOIN old_side AS o USING (occasion_id, pairing, concept, horizon)
),
counted AS (
    SELECT m.*, count(m.new_indicator_id) OVER same_stem = 1 AND count(m.old_indicator_id) OVER same_stem = 1 AS is_refiled
    FROM met AS m
    WHERE m.pairing = 'year' AND (m.new_indicator_id IS NULL OR m.old_indicator_id IS NULL)
    WINDOW same_stem AS (PARTITION BY m.occasion_id, m.horizon, m.stem_key)
)
SELECT m.*, false AS kind_changed
FROM met AS m
WHERE m.pairing <> 'year' OR (m.new_indicator_id IS NOT NULL AND m.old_indicator_id IS NOT NULL)
UNION ALL
SELECT
    pairing, occasion_id, horizon, department_id, fiscal_year, project_id, stem_key, old_year, new_row, new_seq, new_indicator_id, old_indicator_id,
    new_target_id, old_target_id, new_kind, old_kind, false
FROM counted
WHERE NOT is_refiled
UNION ALL
SELECT
    pairing, occasion_id, horizon, department_id, fiscal_year, project_id, stem_key, max(old_year), max(new_row), max(new_seq), max(new_indicator_id),
    max(old_indicator_id), max(new_target_id), max(old_target_id), max(new_kind), max(old_kind), true
FROM counted
WHERE is_refiled
GROUP BY pairing, occasion_id, horizon, department_id, fiscal_year, project_id, stem_key;
ANALYZE summary_beside;

-- A default direction gives way to the other target's, if that is not a default too. Reached is judged against the promise in the promise's own
-- direction: gt and lt must be passed, an eq target need only be reached; in words, equal text or 达成预期指标 is met, 部分达成 and 未达成 are not
-- (DESIGN, "met").
CREATE TEMPORARY TABLE summary_compared ON COMMIT DROP AS
WITH beside AS (
    SELECT
        b.*,
        n.comparator AS new_comparator, o.comparator AS old_comparator,
        o.direction AS old_own,
        CASE WHEN n.direction_from = 'default' AND o.direction <> 'none' THEN o.direction ELSE n.direction END AS new_direction,
        CASE WHEN o.direction_from = 'default' AND n.direction <> 'none' THEN n.direction ELSE o.direction END AS old_direction,
        n.bound_date AS new_date, o.bound_date AS old_date,
        n.compared_low AS new_low, o.compared_low AS old_low,
        n.compared_high AS new_high, o.compared_high AS old_high,
        o.compared_bound AS old_bound,
        n.compared_unit AS new_unit, o.compared_unit AS old_unit, o.unit AS old_printed_unit, o.unit_factor AS old_factor,
        n.basis AS new_basis, o.basis AS old_basis,
        n.scope AS new_scope, o.scope AS old_scope,
        n.measure AS new_measure, o.measure AS old_measure,
        n.words AS new_words, o.words AS old_words
    FROM summary_beside AS b
    LEFT JOIN summary_value AS n ON n.target_value_id = b.new_target_id
    LEFT JOIN summary_value AS o ON o.target_value_id = b.old_target_id
),
measured AS ( -- two ranges compare both ends, else the numbers to reach
    SELECT
        b.*,
        CASE b.new_direction WHEN 'negative' THEN -1 ELSE 1 END * CASE
            WHEN b.new_comparator = 'range' AND b.old_comparator = 'range' THEN sign(b.new_low - b.old_low)
            WHEN b.new_direction = 'negative' THEN sign(coalesce(b.new_high, b.new_low) - coalesce(b.old_high, b.old_low))
            ELSE sign(coalesce(b.new_low, b.new_high) - coalesce(b.old_low, b.old_high))
        END AS low_step,
        CASE
            WHEN b.new_comparator = 'range' AND b.old_comparator = 'range'
                THEN CASE b.new_direction WHEN 'negative' THEN -1 ELSE 1 END * sign(b.new_high - b.old_high)
            ELSE 0
        END AS high_step,
        CASE
            WHEN b.new_comparator IS NULL OR b.old_comparator IS NULL THEN NULL
            WHEN b.new_comparator = 'qualitative' AND b.old_comparator = 'qualitative' THEN NULL
            WHEN b.new_comparator = 'qualitative' THEN 'became_qualitative'
            WHEN b.old_comparator = 'qualitative' THEN 'became_quantitative'
            WHEN b.new_unit IS DISTINCT FROM b.old_unit OR (b.new_date IS NULL) <> (b.old_date IS NULL) THEN 'unit'
            WHEN b.new_basis IS DISTINCT FROM b.old_basis THEN 'basis'
            WHEN b.new_scope IS DISTINCT FROM b.old_scope THEN 'scope'
            WHEN b.new_measure IS DISTINCT FROM b.old_measure THEN 'measure'
            WHEN b.new_date IS NULL AND b.new_direction <> b.old_direction THEN 'direction'
        END AS reason
    FROM beside AS b
),
reached AS (
    SELECT
        m.*,
        a.actual_value_id,
        regexp_replace(coalesce(a.text, a.raw), '\s+|。\s*$', '', 'g') AS actual_words,
        CASE
            WHEN a.basis IS NOT DISTINCT FROM m.old_basis AND (a.unit IS NULL OR coalesce(u.canonical, a.unit) = m.old_unit)
                THEN a.bound * coalesce(CASE WHEN a.unit IS NULL AND m.old_printed_unit IS NOT NULL THEN m.old_factor ELSE u.factor END, 1)
        END AS reached,
        CASE WHEN a.basis IS NOT DISTINCT FROM m.old_basis THEN a.bound_date END AS reached_date
    FROM measured AS m
    LEFT JOIN core.actual_value AS a
        ON a.project_year_id = m.new_row AND a.seq = m.new_seq AND a.part = 1 AND m.pairing = 'restated' AND m.horizon = 'annual'
    LEFT JOIN core.unit AS u ON u.unit = a.unit
)
SELECT
    r.pairing, r.occasion_id, r.department_id, r.fiscal_year, r.project_id, r.horizon, r.old_indicator_id, r.new_indicator_id,
    r.old_target_id, r.new_target_id, r.actual_value_id,
    CASE
        WHEN r.old_indicator_id IS NOT NULL AND (r.pairing = 'restated' OR r.new_indicator_id IS NULL) THEN r.old_kind
        ELSE r.new_kind
    END AS kind,
    r.kind_changed,
    CASE WHEN r.new_indicator_id IS NOT NULL THEN r.new_direction ELSE r.old_direction END AS direction,
    r.reason,
    CASE
        WHEN r.old_indicator_id IS NULL THEN 'added'
        WHEN r.new_indicator_id IS NULL THEN 'dropped'
        WHEN r.reason IS NOT NULL THEN 'not_comparable'
        WHEN r.new_comparator IS NULL OR r.old_comparator IS NULL THEN NULL
        WHEN r.new_comparator = 'qualitative' AND r.new_words = r.old_words THEN 'unchanged'
        WHEN r.new_comparator = 'qualitative' THEN
            CASE
                WHEN regexp_replace(r.new_words, '\s+|。\s*$', '', 'g') = regexp_replace(r.old_words, '\s+|。\s*$', '', 'g') THEN 'unchanged'
                ELSE 'reworded'
            END
        WHEN r.new_date <> r.old_date THEN CASE WHEN r.new_date < r.old_date THEN 'tightened' ELSE 'loosened' END
        WHEN r.low_step * r.high_step < 0 THEN 'comparator_changed'
        WHEN r.low_step + r.high_step > 0 THEN 'tightened'
        WHEN r.low_step + r.high_step < 0 THEN 'loosened'
        WHEN r.new_comparator = r.old_comparator THEN 'unchanged'
        WHEN (r.old_comparator, r.new_comparator) IN (('ge', 'gt'), ('le', 'lt')) THEN 'tightened'
        WHEN (r.old_comparator, r.new_comparator) IN (('gt', 'ge'), ('lt', 'le')) THEN 'loosened'
        ELSE 'comparator_changed'
    END AS change,
    CASE
        WHEN r.pairing <> 'restated' THEN NULL
        WHEN r.old_comparator = 'qualitative' AND r.actual_words = regexp_replace(r.old_words, '\s+|。\s*$', '', 'g') THEN true
        WHEN r.old_comparator = 'qualitative' AND r.actual_words LIKE '达成预期%' THEN true
        WHEN r.old_comparator = 'qualitative' AND (r.actual_words LIKE '部分达成%' OR r.actual_words LIKE '未达成%') THEN false
        WHEN r.old_date IS NOT NULL THEN r.reached_date <= r.old_date
        WHEN r.old_comparator = 'gt' THEN r.reached > r.old_bound
        WHEN r.old_comparator = 'lt' THEN r.reached < r.old_bound
        WHEN r.old_own = 'negative' THEN r.reached <= r.old_bound
        WHEN r.old_own = 'positive' THEN r.reached >= r.old_bound
    END AS met,
    CASE
        WHEN r.old_own = 'negative' THEN r.old_bound / nullif(r.reached, 0)
        WHEN r.old_own = 'positive' THEN r.reached / nullif(r.old_bound, 0)
    END AS ratio,
    CASE WHEN r.pairing = 'year' THEN y.previous_year END AS previous_year
FROM reached AS r
LEFT JOIN (
    SELECT occasion_id, max(member_year) AS previous_year FROM summary_member WHERE pairing = 'year' AND NOT is_new GROUP BY occasion_id
) AS y USING (occasion_id);

DELETE FROM core.compared_target AS c USING touched AS t WHERE c.fiscal_year = t.fiscal_year AND c.department_id = t.department_id;
INSERT INTO core.compared_target (
    department_id, fiscal_year, project_id, pairing, occasion_id, horizon, old_indicator_id, new_indicator_id, old_target_id,
    new_target_id, actual_value_id, kind, previous_year, kind_changed, direction, change, reason, met, ratio
)
SELECT
    department_id, fiscal_year, project_id, pairing, occasion_id, horizon, old_indicator_id, new_indicator_id, old_target_id,
    new_target_id, actual_value_id, kind, previous_year, kind_changed, direction, change, reason, met, ratio
FROM summary_compared
ORDER BY fiscal_year, department_id, pairing, project_id;

DELETE FROM core.republished_pair AS c USING touched AS t WHERE c.fiscal_year = t.fiscal_year AND c.department_id = t.department_id;
INSERT INTO core.republished_pair (
    department_id, fiscal_year, statement_kind, project_id, old_project_year_id, new_project_year_id, old_document_id, document_id
)
SELECT department_id, fiscal_year, statement_kind, project_id, old_project_year_id, new_project_year_id, old_document_id, document_id
FROM summary_republished
ORDER BY fiscal_year, department_id, document_id, project_id;
