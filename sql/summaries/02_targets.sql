-- The targets of those rows (summary_value; units as the vocabulary brings them together: 场次 is 场, 万元 is 元), and of each side of a comparison
-- one for each indicator and horizon (summary_target).

CREATE TEMPORARY TABLE summary_value ON COMMIT DROP AS
SELECT
    v.project_year_id,
    v.seq,
    v.horizon,
    v.part,
    v.target_value_id,
    v.indicator_id,
    v.comparator,
    v.direction,
    v.direction_from,
    v.bound,
    v.bound_date,
    v.unit,
    v.basis,
    v.scope,
    v.measure,
    v.raw,
    coalesce(v.text, v.raw) AS words,
    coalesce(u.canonical, v.unit) AS compared_unit,
    coalesce(u.factor, 1) AS unit_factor,
    CASE WHEN u.factor <> 1 THEN u.factor * v.low ELSE v.low END AS compared_low,
    CASE WHEN u.factor <> 1 THEN u.factor * v.high ELSE v.high END AS compared_high,
    CASE WHEN u.factor <> 1 THEN u.factor * v.bound ELSE v.bound END AS compared_bound
FROM (SELECT project_year_id FROM summary_row UNION SELECT project_year_id FROM summary_member) AS m
JOIN core.target_value AS v USING (project_year_id)
LEFT JOIN core.unit AS u ON u.unit = v.unit;
ANALYZE summary_value;

-- One target for each indicator (kind and stem) and horizon of a side: the main row's, and among rows equal to it in unit, basis and own direction
-- the most demanding; gt and lt come before an equal ge, le or eq (DESIGN, "One target per project"). Of a target of several parts the first counts.
-- output.cost and cost.economic are one kind, since 成本 changed its level in 2021 (财预〔2021〕101号). Where a self-evaluation restates no target,
-- what it reached still stands there. Kind and stem are told by hashes of 64 bits, which sort and join faster than words.
CREATE TEMPORARY TABLE summary_target ON COMMIT DROP AS
WITH value AS (
    SELECT v.project_year_id, v.seq, v.horizon, v.indicator_id, v.target_value_id, v.comparator, v.direction, v.direction_from, v.bound, v.bound_date,
        v.unit, v.basis, v.scope, v.measure, v.words, v.compared_unit, v.unit_factor, v.compared_low, v.compared_high, v.compared_bound
    FROM summary_value AS v
    WHERE v.part = 1
    UNION ALL
    SELECT a.project_year_id, a.seq, 'annual', a.indicator_id, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM (SELECT DISTINCT project_year_id FROM summary_member) AS m
    JOIN core.actual_value AS a USING (project_year_id)
    WHERE
        a.part = 1
        AND NOT EXISTS (
            SELECT FROM core.target_value AS t
            WHERE t.project_year_id = a.project_year_id AND t.seq = a.seq AND t.horizon = 'annual' AND t.part = 1
        )
),
named AS (
    SELECT v.*, i.kind, i.stem, hashtextextended(i.stem, 0) AS stem_key,
        hashtextextended(
            CASE WHEN i.kind IN ('output.cost', 'cost.economic') THEN 'cost' ELSE coalesce(i.kind, '') END || '|' || i.stem, 0
        ) AS concept
    FROM value AS v
    JOIN core.indicator AS i USING (indicator_id)
),
ordered AS (
    SELECT
        m.pairing, m.is_new, m.occasion_id, m.department_id, m.fiscal_year, m.project_id, m.member_year, n.*,
        row_number() OVER main_first AS place_in_order,
        first_value(n.compared_unit) OVER main_first AS main_unit,
        first_value(n.basis) OVER main_first AS main_basis,
        first_value(n.direction) OVER main_first AS main_direction
    FROM summary_member AS m
    JOIN named AS n USING (project_year_id)
    WINDOW main_first AS (PARTITION BY m.occasion_id, m.pairing, m.is_new, n.concept, n.horizon ORDER BY m.place, n.seq)
)
SELECT DISTINCT ON (o.occasion_id, o.pairing, o.is_new, o.concept, o.horizon)
    o.*,
    CASE o.direction WHEN 'negative' THEN -o.compared_bound ELSE o.compared_bound END AS demand,
    coalesce(o.comparator IN ('gt', 'lt'), false) AS must_pass
FROM ordered AS o
WHERE
    o.place_in_order = 1
    OR (
        (o.bound IS NOT NULL OR o.bound_date IS NOT NULL)
        AND o.compared_unit IS NOT DISTINCT FROM o.main_unit
        AND o.basis IS NOT DISTINCT FROM o.main_basis
        AND o.direction = o.main_direction
    )
ORDER BY o.occasion_id, o.pairing, o.is_new, o.concept, o.horizon, demand DESC NULLS LAST, o.bound_date NULLS LAST, must_pass DESC, o.place_in_order;
ANALYZE summary_target;
