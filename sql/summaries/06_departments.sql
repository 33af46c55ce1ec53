-- A department in a year: who and where it is, and its promises counted; and what it has published, by kind of statement.

-- The region's name is the one in force at the end of the fiscal year. A steward's roster wins over the vocabulary (core.department_profile).
CREATE TEMPORARY TABLE summary_department ON COMMIT DROP AS
SELECT t.department_id, t.fiscal_year, d.region_code, r.region_name, r.region_level, d.department_name, d.function_key
FROM touched AS t
JOIN core.department_profile AS d USING (department_id)
LEFT JOIN core.region_period AS r
    ON r.region_code = d.region_code
    AND (r.from_date IS NULL OR r.from_date <= make_date(t.fiscal_year, 12, 31))
    AND (r.to_date IS NULL OR r.to_date > make_date(t.fiscal_year, 12, 31));
ANALYZE summary_department;

DELETE FROM core.department_statement AS c USING touched AS t WHERE c.fiscal_year = t.fiscal_year AND c.department_id = t.department_id;
INSERT INTO core.department_statement (
    department_id, fiscal_year, statement_kind, is_published, document_count, project_count, indicator_count, target_count, fiscal_year_from,
    first_loaded_at, last_loaded_at
)
WITH arrived AS (
    SELECT s.department_id, s.fiscal_year, s.statement_kind, min(o.loaded_at) AS first_loaded_at, max(o.loaded_at) AS last_loaded_at
    FROM touched AS t
    JOIN ops.statement AS s USING (department_id, fiscal_year)
    JOIN ops.document AS o USING (document_id, reading)
    GROUP BY s.department_id, s.fiscal_year, s.statement_kind
),
reached AS ( -- what a self-evaluation reached counts as an indicator too
    SELECT r.project_year_id, count(*) AS more
    FROM summary_row AS r
    JOIN core.actual_value AS a USING (project_year_id)
    WHERE a.part = 1 AND NOT EXISTS (SELECT FROM summary_value AS v WHERE v.project_year_id = a.project_year_id AND v.seq = a.seq)
    GROUP BY r.project_year_id
),
filed AS (
    SELECT
        r.department_id, r.fiscal_year, r.statement_kind,
        string_agg(DISTINCT r.fiscal_year_from, '、') AS fiscal_year_from,
        count(DISTINCT r.document_id) AS document_count,
        count(DISTINCT r.project_id) AS project_count,
        sum(coalesce(c.indicator_count, 0) + coalesce(a.more, 0)) AS indicator_count,
        sum(coalesce(c.target_count, 0)) AS target_count
    FROM summary_row AS r
    LEFT JOIN summary_count AS c USING (project_year_id)
    LEFT JOIN reached AS a USING (project_year_id)
    GROUP BY r.department_id, r.fiscal_year, r.statement_kind
)
SELECT
    department_id, fiscal_year, statement_kind, f.statement_kind IS NOT NULL, coalesce(f.document_count, 0), coalesce(f.project_count, 0),
    coalesce(f.indicator_count, 0), coalesce(f.target_count, 0), f.fiscal_year_from, a.first_loaded_at, a.last_loaded_at
FROM arrived AS a
LEFT JOIN filed AS f USING (department_id, fiscal_year, statement_kind)
ORDER BY fiscal_year, department_id;

DELETE FROM core.department_year AS c USING touched AS t WHERE c.fiscal_year = t.fiscal_year AND c.department_id = t.department_id;
INSERT INTO core.department_year (
    department_id, fiscal_year, region_code, region_name, region_level, department_name, function_key, has_promise, total_yuan, project_count,
    indicator_count, target_count, quantified_count, full_mark_count, both_count, copied_count, without_satisfaction, without_cost, finding_count,
    overall_yuan, programme_yuan
)
SELECT
    d.department_id, d.fiscal_year, d.region_code, d.region_name, d.region_level, d.department_name, d.function_key,
    p.department_id IS NOT NULL,
    p.total_yuan,
    coalesce(p.project_count, 0),
    coalesce(p.indicator_count, 0),
    coalesce(p.target_count, 0),
    coalesce(p.quantified_count, 0),
    coalesce(p.full_mark_count, 0),
    coalesce(p.both_count, 0),
    coalesce(p.copied_count, 0),
    coalesce(p.without_satisfaction, 0),
    coalesce(p.without_cost, 0),
    0,
    p.overall_yuan,
    p.programme_yuan
FROM summary_department AS d
LEFT JOIN (
    SELECT
        department_id, fiscal_year,
        sum(total_yuan) FILTER (WHERE project_kind = 'project') AS total_yuan,
        count(*) FILTER (WHERE project_kind = 'project') AS project_count,
        sum(indicator_count) FILTER (WHERE project_kind = 'project') AS indicator_count,
        sum(target_count) FILTER (WHERE project_kind = 'project') AS target_count,
        sum(quantified_count) FILTER (WHERE project_kind = 'project') AS quantified_count,
        sum(full_mark_count) FILTER (WHERE project_kind = 'project') AS full_mark_count,
        sum(both_count) FILTER (WHERE project_kind = 'project') AS both_count,
        sum(copied_count) FILTER (WHERE project_kind = 'project') AS copied_count,
        count(*) FILTER (WHERE project_kind = 'project' AND NOT has_satisfaction) AS without_satisfaction,
        count(*) FILTER (WHERE project_kind = 'project' AND NOT has_cost) AS without_cost,
        sum(total_yuan) FILTER (WHERE project_kind = 'department_overall') AS overall_yuan,
        sum(total_yuan) FILTER (WHERE project_kind = 'transfer_programme') AS programme_yuan
    FROM summary_promised
    GROUP BY department_id, fiscal_year
) AS p USING (department_id, fiscal_year)
WHERE
    EXISTS (
        SELECT FROM ops.statement AS s
        JOIN ops.document AS o USING (document_id, reading)
        WHERE s.department_id = d.department_id AND s.fiscal_year = d.fiscal_year
    )
    OR EXISTS (SELECT FROM summary_row AS r WHERE r.department_id = d.department_id AND r.fiscal_year = d.fiscal_year)
ORDER BY d.fiscal_year, d.department_id;
