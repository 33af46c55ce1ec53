-- A project's year as promised (core.promised_project) and as evaluated (core.evaluated_project).

-- An indicator as filed in one project row, judged by its annual target, else by the one of the whole period. Copied: the two texts are equal, white
-- space aside (wraps leave blanks behind).
CREATE TEMPORARY TABLE summary_count ON COMMIT DROP AS
WITH filed AS (
    SELECT
        v.project_year_id,
        v.seq,
        min(v.indicator_id) AS indicator_id,
        count(DISTINCT v.horizon) AS target_count,
        bool_or(v.comparator <> 'qualitative') FILTER (WHERE v.horizon = 'annual') AS quantified_annual,
        bool_or(v.comparator <> 'qualitative') AS quantified,
        bool_and(f.is_full) FILTER (WHERE v.horizon = 'annual') AS full_annual,
        bool_and(f.is_full) AS full_any,
        min(v.raw) FILTER (WHERE v.horizon = 'annual') AS annual,
        min(v.raw) FILTER (WHERE v.horizon = 'cycle') AS cycle
    FROM summary_row AS r
    JOIN summary_value AS v USING (project_year_id)
    CROSS JOIN LATERAL (
        SELECT v.comparator IN ('eq', 'ge') AND v.bound IS NOT DISTINCT FROM 100 AND v.unit IS NOT DISTINCT FROM '%' AS is_full
    ) AS f
    GROUP BY v.project_year_id, v.seq
)
SELECT
    f.project_year_id,
    count(*) AS indicator_count,
    sum(f.target_count) AS target_count,
    count(*) FILTER (WHERE coalesce(f.quantified_annual, f.quantified)) AS quantified_count,
    count(*) FILTER (WHERE coalesce(f.full_annual, f.full_any)) AS full_mark_count,
    count(*) FILTER (WHERE f.annual IS NOT NULL AND f.cycle IS NOT NULL) AS both_count,
    count(*) FILTER (
        WHERE f.annual = f.cycle OR regexp_replace(f.annual, '\s+', '', 'g') = regexp_replace(f.cycle, '\s+', '', 'g')
    ) AS copied_count,
    bool_or(i.kind = 'satisfaction') AS has_satisfaction,
    bool_or(i.kind = 'output.cost' OR i.kind LIKE 'cost.%') AS has_cost
FROM filed AS f
JOIN core.indicator AS i USING (indicator_id)
GROUP BY f.project_year_id;
ANALYZE summary_count;

CREATE TEMPORARY TABLE summary_promised ON COMMIT DROP AS
WITH filed AS (
    SELECT
        r.department_id, r.project_id, r.fiscal_year, r.project_kind,
        max(r.name) FILTER (WHERE r.place = 1) AS project_name,
        max(r.project_year_id) FILTER (WHERE r.place = 1) AS project_year_id,
        count(*) AS row_count,
        sum(r.total_yuan) AS total_yuan,
        coalesce(sum(c.indicator_count), 0) AS indicator_count,
        coalesce(sum(c.target_count), 0) AS target_count,
        coalesce(sum(c.quantified_count), 0) AS quantified_count,
        coalesce(sum(c.full_mark_count), 0) AS full_mark_count,
        coalesce(sum(c.both_count), 0) AS both_count,
        coalesce(sum(c.copied_count), 0) AS copied_count,
        coalesce(bool_or(c.has_satisfaction), false) AS has_satisfaction,
        coalesce(bool_or(c.has_cost), false) AS has_cost
    FROM summary_row AS r
    LEFT JOIN summary_count AS c USING (project_year_id)
    WHERE r.is_promise
    GROUP BY r.department_id, r.project_id, r.fiscal_year, r.project_kind
),
earlier AS (
    SELECT m.occasion_id AS project_year_id, max(m.member_year) AS previous_year, sum(m.total_yuan) AS previous_total_yuan
    FROM summary_member AS m
    WHERE m.pairing = 'year' AND NOT m.is_new
    GROUP BY m.occasion_id
),
changed AS (
    SELECT
        c.occasion_id AS project_year_id,
        count(*) FILTER (WHERE c.change = 'tightened') AS tightened,
        count(*) FILTER (WHERE c.change = 'loosened') AS loosened,
        count(*) FILTER (WHERE c.change = 'unchanged') AS unchanged,
        count(*) FILTER (WHERE c.change = 'comparator_changed') AS comparator_changed,
        count(*) FILTER (WHERE c.change = 'reworded') AS reworded,
        count(*) FILTER (WHERE c.change = 'not_comparable') AS not_comparable,
        count(*) FILTER (WHERE c.change = 'added') AS added,
        count(*) FILTER (WHERE c.change = 'dropped') AS dropped
    FROM summary_compared AS c
    WHERE c.pairing = 'year' AND c.horizon = 'annual'
    GROUP BY c.occasion_id
),
common AS ( -- indicators of co-funded rows that stand in more than one of them, called as in the first
    SELECT r.project_id, r.fiscal_year, (array_agg(i.name ORDER BY r.place, i.name DESC))[1] AS name
    FROM (SELECT project_id, fiscal_year FROM filed WHERE row_count > 1) AS f
    JOIN summary_row AS r USING (project_id, fiscal_year)
    JOIN summary_value AS v USING (project_year_id)
    JOIN core.indicator AS i USING (indicator_id)
    WHERE r.is_promise
    GROUP BY r.project_id, r.fiscal_year, v.concept
    HAVING count(DISTINCT r.project_year_id) > 1
),
listed AS (
    SELECT c.project_id, c.fiscal_year, string_agg(c.name, '、' ORDER BY convert_to(c.name, 'UTF8')) AS common_indicators
    FROM (SELECT DISTINCT project_id, fiscal_year, name FROM common) AS c
    GROUP BY c.project_id, c.fiscal_year
)
SELECT
    f.*,
    e.previous_year,
    e.previous_total_yuan,
    coalesce(c.tightened, 0) AS tightened,
    coalesce(c.loosened, 0) AS loosened,
    coalesce(c.unchanged, 0) AS unchanged,
    coalesce(c.comparator_changed, 0) AS comparator_changed,
    coalesce(c.reworded, 0) AS reworded,
    coalesce(c.not_comparable, 0) AS not_comparable,
    coalesce(c.added, 0) AS added,
    coalesce(c.dropped, 0) AS dropped,
    l.common_indicators
FROM filed AS f
LEFT JOIN earlier AS e USING (project_year_id)
LEFT JOIN changed AS c USING (project_year_id)
LEFT JOIN listed AS l USING (project_id, fiscal_year);
ANALYZE summary_promised;

DELETE FROM core.promised_project AS c USING touched AS t WHERE c.fiscal_year = t.fiscal_year AND c.department_id = t.department_id;
INSERT INTO core.promised_project (
    project_id, fiscal_year, department_id, project_kind, project_name, project_year_id, row_count, total_yuan, indicator_count, target_count,
    quantified_count, full_mark_count, both_count, copied_count, has_satisfaction, has_cost, previous_year, previous_total_yuan, tightened, loosened,
    unchanged, comparator_changed, reworded, not_comparable, added, dropped, common_indicators
)
SELECT
    project_id, fiscal_year, department_id, project_kind, project_name, project_year_id, row_count, total_yuan, indicator_count, target_count,
    quantified_count, full_mark_count, both_count, copied_count, has_satisfaction, has_cost, previous_year, previous_total_yuan, tightened, loosened,
    unchanged, comparator_changed, reworded, not_comparable, added, dropped, common_indicators
FROM summary_promised
ORDER BY fiscal_year, department_id, project_id;

-- The money of a project row by stage and source so that the parts add up to the stage. A source that is a part of another one printed in the same
-- row and stage (其中：) repeats it and is left out; a stage of which only the total is printed has one part, unspecified.
CREATE TEMPORARY TABLE summary_money ON COMMIT DROP AS
WITH printed AS (
    SELECT f.project_year_id, f.stage, f.funding_source, f.amount_yuan FROM summary_row AS r JOIN core.funding AS f USING (project_year_id)
),
total AS (
    SELECT t.project_year_id, t.stage, t.amount_yuan FROM summary_row AS r JOIN core.stage_total AS t USING (project_year_id)
),
whole AS ( -- the year's budget as the row itself says, where the stages do not
    SELECT * FROM total
    UNION ALL
    SELECT r.project_year_id, 'budget', r.total_yuan
    FROM summary_row AS r
    WHERE
        r.total_yuan IS NOT NULL
        AND NOT EXISTS (SELECT FROM total AS t WHERE t.project_year_id = r.project_year_id AND t.stage = 'budget')
)
SELECT p.project_year_id, p.stage, p.funding_source, p.amount_yuan
FROM printed AS p
WHERE NOT EXISTS (
    SELECT
    FROM printed AS w
    JOIN core.source_part AS i ON i.whole = w.funding_source
    WHERE w.project_year_id = p.project_year_id AND w.stage = p.stage AND i.funding_source = p.funding_source
)
UNION ALL
SELECT w.project_year_id, w.stage, 'unspecified', w.amount_yuan
FROM whole AS w
WHERE NOT EXISTS (SELECT FROM printed AS p WHERE p.project_year_id = w.project_year_id AND p.stage = w.stage);
ANALYZE summary_money;

-- A self-evaluation is called as the main row of the promises that it is about, else as it calls itself.
CREATE TEMPORARY TABLE summary_evaluated ON COMMIT DROP AS
WITH name AS (
    SELECT
        e.project_year_id AS occasion_id, e.department_id, e.project_id, e.fiscal_year, e.project_kind,
        coalesce(y.name, e.name) AS project_name,
        m.project_year_id IS NOT NULL AS is_about_promise
    FROM summary_row AS e
    LEFT JOIN summary_member AS m ON m.occasion_id = e.project_year_id AND m.pairing = 'restated' AND NOT m.is_new AND m.place = 1
    LEFT JOIN core.project_year AS y ON y.project_year_id = m.project_year_id
    WHERE NOT e.is_promise AND e.place = 1
),
spent AS (
    SELECT
        r.project_id, r.fiscal_year,
        sum(coalesce(t.budget_yuan, r.total_yuan, f.budget_yuan)) AS budget_yuan,
        sum(coalesce(t.adjusted_yuan, f.adjusted_yuan)) AS adjusted_yuan,
        sum(coalesce(t.executed_yuan, f.executed_yuan)) AS executed_yuan,
        sum(s.score) AS self_score
    FROM summary_row AS r
    CROSS JOIN LATERAL (
        SELECT
            max(t.amount_yuan) FILTER (WHERE t.stage = 'budget') AS budget_yuan,
            max(t.amount_yuan) FILTER (WHERE t.stage = 'adjusted') AS adjusted_yuan,
            max(t.amount_yuan) FILTER (WHERE t.stage = 'executed') AS executed_yuan
        FROM core.stage_total AS t
        WHERE t.project_year_id = r.project_year_id
    ) AS t
    LEFT JOIN (
        SELECT
            m.project_year_id,
            sum(m.amount_yuan) FILTER (WHERE m.stage = 'budget') AS budget_yuan,
            sum(m.amount_yuan) FILTER (WHERE m.stage = 'adjusted') AS adjusted_yuan,
            sum(m.amount_yuan) FILTER (WHERE m.stage = 'executed') AS executed_yuan
        FROM summary_money AS m
        GROUP BY m.project_year_id
    ) AS f USING (project_year_id)
    CROSS JOIN LATERAL (SELECT sum(v.score) AS score FROM core.actual_value AS v WHERE v.project_year_id = r.project_year_id AND v.part = 1) AS s
    WHERE NOT r.is_promise
    GROUP BY r.project_id, r.fiscal_year
),
counted AS (
    SELECT
        c.occasion_id,
        count(*) FILTER (WHERE c.met) AS met,
        count(*) FILTER (WHERE NOT c.met) AS not_met,
        count(*) FILTER (WHERE c.met IS NULL) AS undecided,
        count(*) FILTER (WHERE c.new_target_id IS NOT NULL AND c.change <> 'unchanged') AS moved
    FROM summary_compared AS c
    WHERE c.pairing = 'restated' AND c.horizon = 'annual' AND c.old_indicator_id IS NOT NULL AND c.new_indicator_id IS NOT NULL
    GROUP BY c.occasion_id
)
SELECT n.*, s.budget_yuan, s.adjusted_yuan, s.executed_yuan, s.self_score,
    coalesce(c.met, 0) AS met, coalesce(c.not_met, 0) AS not_met, coalesce(c.undecided, 0) AS undecided, coalesce(c.moved, 0) AS moved
FROM name AS n
JOIN spent AS s USING (project_id, fiscal_year)
LEFT JOIN counted AS c USING (occasion_id);
ANALYZE summary_evaluated;

DELETE FROM core.evaluated_project AS c USING touched AS t WHERE c.fiscal_year = t.fiscal_year AND c.department_id = t.department_id;
INSERT INTO core.evaluated_project (
    project_id, fiscal_year, department_id, project_name, budget_yuan, adjusted_yuan, executed_yuan, self_score, met, not_met, undecided, moved
)
SELECT project_id, fiscal_year, department_id, project_name, budget_yuan, adjusted_yuan, executed_yuan, self_score, met, not_met, undecided, moved
FROM summary_evaluated
ORDER BY fiscal_year, department_id, project_id;
