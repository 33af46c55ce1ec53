-- Which rows can be trusted, and what is missing? What is published beside what the roster expects; a refused document counts where manifest or
-- caller say it belongs, until another one is loaded there. Three parts that meet nowhere: what is published; what is expected and is not; what was
-- refused where nothing was expected.
CREATE VIEW mart.coverage AS
WITH latest AS (
    SELECT
        max(fiscal_year) FILTER (WHERE statement_kind <> 'self_evaluation') AS promise_year,
        greatest(
            max(fiscal_year) FILTER (WHERE statement_kind = 'self_evaluation'), max(fiscal_year) FILTER (WHERE statement_kind <> 'self_evaluation') - 1
        ) AS evaluation_year
    FROM core.department_statement
),
refused AS ( -- by kind; of a kind that nobody told it may be any of those expected
    SELECT department_id, fiscal_year, statement_kind, region_code, department_name, min(loaded_at) AS first_loaded_at, max(loaded_at) AS last_loaded_at
    FROM (
        SELECT department_id, fiscal_year, statement_kind, CASE WHEN department_id IS NULL THEN region_code END AS region_code,
            CASE WHEN department_id IS NULL THEN department_name END AS department_name, loaded_at
        FROM core.refused_claim
    ) AS c
    GROUP BY department_id, fiscal_year, statement_kind, region_code, department_name
),
expected AS (
    SELECT o.department_id, y.fiscal_year::smallint AS fiscal_year, o.kind AS statement_kind,
        coalesce(d.region_code, o.region_code) AS region_code, coalesce(d.department_name, o.department) AS department_name,
        coalesce(d.function_key, o.function_key) AS function_key
    FROM ops.roster AS o
    CROSS JOIN latest AS l
    CROSS JOIN LATERAL generate_series(
        o.first_year, coalesce(o.last_year, CASE o.kind WHEN 'self_evaluation' THEN l.evaluation_year ELSE l.promise_year END, o.first_year)
    ) AS y (fiscal_year)
    LEFT JOIN core.department_profile AS d USING (department_id)
    WHERE NOT EXISTS ( -- of spans that overlap the first speaks
        SELECT
        FROM ops.roster AS e
        WHERE
            e.department_id = o.department_id AND e.kind = o.kind AND (e.first_year, e.region_code, e.department) < (o.first_year, o.region_code, o.department)
            AND y.fiscal_year BETWEEN e.first_year AND coalesce(
                e.last_year, CASE e.kind WHEN 'self_evaluation' THEN l.evaluation_year ELSE l.promise_year END, e.first_year
            )
    )
),
part AS (
    SELECT w.region_code, w.department_id, w.department_name, w.function_key, w.fiscal_year, s.statement_kind, 'published' AS status,
        s.document_count, s.project_count, s.indicator_count, s.target_count, s.fiscal_year_from, s.first_loaded_at, s.last_loaded_at,
        EXISTS (
            SELECT
            FROM ops.roster AS o
            CROSS JOIN latest AS l
            WHERE
                o.department_id = s.department_id AND o.kind = s.statement_kind
                AND s.fiscal_year BETWEEN o.first_year AND coalesce(
                    o.last_year, CASE o.kind WHEN 'self_evaluation' THEN l.evaluation_year ELSE l.promise_year END, o.first_year
                )
        ) AS is_expected
    FROM core.department_year AS w
    JOIN core.department_statement AS s USING (department_id, fiscal_year)
    WHERE s.is_published
    UNION ALL
    SELECT x.region_code, x.department_id, x.department_name, x.function_key, x.fiscal_year, x.statement_kind, 'missing',
        0, 0, 0, 0, NULL, s.first_loaded_at, s.last_loaded_at, true
    FROM expected AS x
    LEFT JOIN core.department_statement AS s USING (department_id, fiscal_year, statement_kind)
    WHERE s.is_published IS NOT TRUE
    UNION ALL
    SELECT coalesce(d.region_code, c.region_code), c.department_id, coalesce(d.department_name, c.department_name), d.function_key, c.fiscal_year,
        c.statement_kind, 'refused', 0, 0, 0, 0, NULL, s.first_loaded_at, s.last_loaded_at, false
    FROM refused AS c
    LEFT JOIN core.department_profile AS d USING (department_id)
    LEFT JOIN core.department_statement AS s USING (department_id, fiscal_year, statement_kind)
    WHERE
        c.statement_kind IS NOT NULL
        AND s.is_published IS NOT TRUE
        AND NOT EXISTS (
            SELECT
            FROM ops.roster AS o
            CROSS JOIN latest AS l
            WHERE
                o.department_id = c.department_id AND o.kind = c.statement_kind
                AND c.fiscal_year BETWEEN o.first_year AND coalesce(
                    o.last_year, CASE o.kind WHEN 'self_evaluation' THEN l.evaluation_year ELSE l.promise_year END, o.first_year
                )
        )
)
SELECT
    p.region_code,
    r.region_name,
    p.department_id::text AS department_id,
    p.department_name,
    p.function_key,
    p.fiscal_year,
    make_date(p.fiscal_year, 1, 1) AS year_start,
    p.statement_kind,
    CASE WHEN p.status = 'missing' AND (c.fiscal_year IS NOT NULL OR n.fiscal_year IS NOT NULL) THEN 'refused' ELSE p.status END AS status,
    p.document_count,
    p.project_count,
    p.indicator_count,
    p.target_count,
    p.fiscal_year_from,
    (least(p.first_loaded_at, c.first_loaded_at, n.first_loaded_at) AT TIME ZONE 'Asia/Shanghai')::timestamp(0) AS first_loaded_at,
    (greatest(p.last_loaded_at, c.last_loaded_at, n.last_loaded_at) AT TIME ZONE 'Asia/Shanghai')::timestamp(0) AS last_loaded_at,
    p.is_expected
FROM part AS p
LEFT JOIN core.region_period AS r
    ON r.region_code = p.region_code
    AND (r.from_date IS NULL OR r.from_date <= make_date(p.fiscal_year, 12, 31))
    AND (r.to_date IS NULL OR r.to_date > make_date(p.fiscal_year, 12, 31))
LEFT JOIN refused AS c
    ON c.fiscal_year = p.fiscal_year AND c.statement_kind = p.statement_kind
    AND (c.department_id = p.department_id OR (p.department_id IS NULL AND c.department_id IS NULL AND c.department_name = p.department_name
        AND c.region_code IS NOT DISTINCT FROM p.region_code))
LEFT JOIN refused AS n
    ON n.department_id = p.department_id AND n.fiscal_year = p.fiscal_year AND n.statement_kind IS NULL AND p.is_expected;

COMMENT ON VIEW mart.coverage IS '公开情况 | What is published, missing or refused; a row is department_id, fiscal_year and statement_kind';
COMMENT ON COLUMN mart.coverage.department_name IS '部门名称 | Department that publishes or should';
COMMENT ON COLUMN mart.coverage.status IS '公开状态 | published, missing (expected by the roster, nothing came) or refused (what came could not be read)';
COMMENT ON COLUMN mart.coverage.indicator_count IS '指标数 | Current indicators as filed or evaluated';
COMMENT ON COLUMN mart.coverage.target_count IS '目标数 | Current targets: an annual and a cycle one count as two';
COMMENT ON COLUMN mart.coverage.first_loaded_at IS '首次装载时间 | When the first document came, 北京时间';
COMMENT ON COLUMN mart.coverage.last_loaded_at IS '最近装载时间 | When the latest document came, 北京时间';
COMMENT ON COLUMN mart.coverage.is_expected IS '是否应公开 | Whether the roster expects it';
