-- The targets of those rows (summary_value), and of each side of a comparison one for each indicator and horizon (summary_target).

-- Units are as the vocabulary brings them together (场次 is 场), money in yuan. Indicators are the same where kind and stem are; output.cost and cost.economic are one kind, since 成本 changed its
-- level in 2021 (财预〔2021〕101号). Both are told by hashes of 64 bits, which sort and join faster than words.
CREATE TEMPORARY TABLE summary_value ON COMMIT DROP AS
SELECT
    v.project_year_id,
    v.seq,
    v.horizon,
    v.part,
    v.target_value_id,
    v.indicator_id,
    i.kind,
    hashtextextended(i.stem, 0) AS stem_key,
    hashtextextended(CASE WHEN i.kind IN ('output.cost', 'cost.economic') THEN 'cost' ELSE coalesce(i.kind, '') END || '|' || i.stem, 0) AS concept,
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
JOIN core.indicator AS i USING (indicator_id)
LEFT JOIN core.unit AS u ON u.unit = v.unit;
CREATE INDEX ON summary_value (target_value_id); -- so that a plan which expects few rows does no harm
ANALYZE summary_value;

DELETE FROM core.promised_target AS c USING touched AS t WHERE c.fiscal_year = t.fiscal_year AND c.department_id = t.department_id;
INSERT INTO core.promised_target (
    department_id, fiscal_year, project_year_id, target_value_id, indicator_id, kind, horizon, comparator, direction, unit, bound
)
SELECT r.department_id, r.fiscal_year, v.project_year_id, v.target_value_id, v.indicator_id, v.kind, v.horizon, v.comparator, v.direction, v.unit, v.bound
FROM summary_row AS r
JOIN summary_value AS v USING (project_year_id)
WHERE r.is_promise
ORDER BY r.fiscal_year, r.department_id, v.project_year_id;

-- One target for each indicator and horizon of a side: the main row's, and among rows equal to it in unit, basis and own direction the most
-- demanding; gt and lt come before an equal ge, le or eq (DESIGN, "One target per project"). Of a target of several parts the first counts. Where a
-- self-evaluation restates no target, what it reached still stands there.
CREATE TEMPORARY TABLE summary_target ON COMMIT DROP AS
WITH value AS (
    SELECT v.project_year_id, v.seq, v.horizon, v.indicator_id, v.target_value_id, v.kind, v.stem_key, v.concept, v.direction, v.basis, v.compared_unit,
        v.bound_date,
        CASE v.direction WHEN 'negative' THEN -v.compared_bound ELSE v.compared_bound END AS demand,
        v.comparator IN ('gt', 'lt') AS must_pass
    FROM summary_value AS v
    WHERE v.part = 1
    UNION ALL
    SELECT a.project_year_id, a.seq, 'annual', a.indicator_id, NULL, i.kind, hashtextextended(i.stem, 0),
        hashtextextended(CASE WHEN i.kind IN ('output.cost', 'cost.economic') THEN 'cost' ELSE coalesce(i.kind, '') END || '|' || i.stem, 0),
        NULL, NULL, NULL, NULL, NULL, false
    FROM (SELECT DISTINCT project_year_id FROM summary_member) AS m
    JOIN core.actual_value AS a USING (project_year_id)
    JOIN core.indicator AS i USING (indicator_id)
    WHERE
        a.part = 1
        AND NOT EXISTS (
            SELECT FROM summary_value AS t
            WHERE t.project_year_id = a.project_year_id AND t.seq = a.seq AND t.horizon = 'annual' AND t.part = 1
        )
),
ordered AS (
    SELECT
        m.side_id, m.pairing, m.is_new, m.occasion_id, m.department_id, m.fiscal_year, m.project_id, m.member_year, v.*,
        row_number() OVER main_first AS place_in_order,
        first_value(v.compared_unit) OVER main_first AS main_unit,
        first_value(v.basis) OVER main_first AS main_basis,
        first_value(v.direction) OVER main_first AS main_direction
    FROM summary_member AS m
    JOIN value AS v USING (project_year_id)
    WINDOW main_first AS (PARTITION BY m.side_id, v.concept, v.horizon ORDER BY m.place, v.seq)
)
SELECT DISTINCT ON (o.side_id, o.concept, o.horizon)
    o.side_id, o.pairing, o.is_new, o.occasion_id, o.department_id, o.fiscal_year, o.project_id, o.member_year, o.project_year_id, o.seq, o.horizon,
    o.indicator_id, o.target_value_id, o.kind, o.stem_key, o.concept, o.demand, o.must_pass
FROM ordered AS o
WHERE
    o.place_in_order = 1
    OR (
        (o.demand IS NOT NULL OR o.bound_date IS NOT NULL)
        AND o.compared_unit IS NOT DISTINCT FROM o.main_unit
        AND o.basis IS NOT DISTINCT FROM o.main_basis
        AND o.direction = o.main_direction
    )
ORDER BY o.side_id, o.concept, o.horizon, o.demand DESC NULLS LAST, o.bound_date NULLS LAST, o.must_pass DESC, o.place_in_order;
ANALYZE summary_target;
