-- F2: the target of a year is no weaker than what was reached the year before, by its own direction. Compared where unit and basis are equal; the
-- self-evaluation usually comes after the next year's targets, and is found then. Tested for numbers that have an actual of the year before, of the same
-- project or one that it continues, where only one has it (DOMAIN 6, F2).
WITH family AS MATERIALIZED (
    SELECT project_id, project_id AS earlier_project_id, 0 AS effective_year FROM core.project WHERE project_id = ANY (:compared)
    UNION ALL
    SELECT to_project_id, from_project_id, effective_year FROM core.project_link WHERE to_project_id = ANY (:compared)
),
reached AS MATERIALIZED (
    SELECT
        f.project_id,
        f.effective_year,
        y.fiscal_year + 1 AS fiscal_year,
        i.stem AS indicator_stem,
        CASE WHEN i.kind IN ('output.cost', 'cost.economic') THEN 'cost' ELSE coalesce(i.kind, '') END AS compared_kind,
        a.raw,
        a.unit,
        a.basis,
        a.bound
    FROM family AS f
    JOIN core.project_year AS y ON y.project_id = f.earlier_project_id
    JOIN ops.statement AS s USING (statement_id)
    JOIN core.actual_value AS a USING (project_year_id)
    JOIN core.indicator AS i USING (indicator_id)
    WHERE y.is_current AND s.statement_kind = 'self_evaluation' AND a.part = 1 AND a.bound IS NOT NULL
),
promised AS MATERIALIZED (
    SELECT
        c.project_id,
        c.fiscal_year,
        i.stem AS indicator_stem,
        CASE WHEN i.kind IN ('output.cost', 'cost.economic') THEN 'cost' ELSE coalesce(i.kind, '') END AS compared_kind,
        t.target_value_id,
        t.project_year_id,
        t.indicator_id,
        t.seq,
        t.raw,
        t.bound,
        t.basis,
        t.direction,
        t.evidence_id,
        coalesce(o.canonical, t.unit) AS compared_unit,
        coalesce(o.factor, 1) AS factor
    FROM core.promised_project AS p
    JOIN core.compared_target AS c USING (department_id, fiscal_year, project_id)
    JOIN core.target_value AS t ON t.target_value_id = c.new_target_id
    JOIN core.indicator AS i ON i.indicator_id = c.new_indicator_id
    LEFT JOIN core.unit AS o ON o.unit = t.unit
    WHERE p.project_id = ANY (:compared) AND c.pairing = 'year' AND c.horizon = 'annual' AND t.bound IS NOT NULL
),
beside AS (
    SELECT
        p.*,
        r.raw AS actual_raw,
        r.bound * CASE WHEN r.unit IS NULL THEN p.factor ELSE coalesce(u.factor, 1) END AS actual,
        count(*) OVER (PARTITION BY p.target_value_id) AS actual_count
    FROM promised AS p
    JOIN reached AS r USING (project_id, fiscal_year, indicator_stem, compared_kind)
    LEFT JOIN core.unit AS u ON u.unit = r.unit
    WHERE
        r.effective_year <= p.fiscal_year
        AND p.basis IS NOT DISTINCT FROM r.basis
        AND (r.unit IS NULL OR coalesce(u.canonical, r.unit) = p.compared_unit)
)
SELECT
    s.document_id,
    s.statement_id,
    b.project_year_id,
    b.indicator_id,
    b.seq,
    e.place,
    b.raw AS found,
    b.actual_raw AS expected,
    b.bound - b.actual / b.factor AS difference,
    CASE b.direction WHEN 'negative' THEN b.bound * b.factor > b.actual ELSE b.bound * b.factor < b.actual END AS hit
FROM beside AS b
JOIN core.project_year AS y USING (project_year_id)
JOIN ops.statement AS s USING (statement_id)
JOIN core.evidence AS e ON e.evidence_id = b.evidence_id
WHERE b.actual_count = 1 AND s.statement_id = ANY (:affected)
