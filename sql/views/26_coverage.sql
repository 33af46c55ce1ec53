-- Which rows can be trusted, and what is missing? What is published beside what the roster expects; a refused document counts where manifest or
-- caller say it belongs, until another one is loaded there.
CREATE VIEW mart.coverage AS
WITH filed AS (
    SELECT
        r.department_id,
        r.fiscal_year,
        r.statement_kind,
        string_agg(DISTINCT r.fiscal_year_from, '、') AS fiscal_year_from,
        count(DISTINCT r.document_id) AS document_count,
        count(DISTINCT r.project_id) AS project_count,
        sum(i.indicator_count) AS indicator_count,
        sum(i.target_count) AS target_count
    FROM core.current_row AS r
    CROSS JOIN LATERAL (
        SELECT count(DISTINCT v.seq) AS indicator_count, count(DISTINCT (v.seq, v.horizon)) FILTER (WHERE v.horizon IS NOT NULL) AS target_count
        FROM (
            SELECT t.seq, t.horizon FROM core.target_value AS t WHERE t.project_year_id = r.project_year_id
            UNION ALL
            SELECT a.seq, NULL FROM core.actual_value AS a WHERE a.project_year_id = r.project_year_id
        ) AS v
    ) AS i
    GROUP BY r.department_id, r.fiscal_year, r.statement_kind
),
came AS (
    SELECT s.department_id, s.fiscal_year, s.statement_kind, o.loaded_at, false AS is_refused, NULL AS region_code, NULL AS department_name
    FROM ops.statement AS s
    JOIN ops.document AS o USING (document_id)
    UNION ALL
    SELECT department_id, fiscal_year, statement_kind, loaded_at, true, region_code, CASE WHEN department_id IS NULL THEN department_name END
    FROM core.refused_claim
),
arrived AS (
    SELECT coalesce(department_id, 0) AS department_id, coalesce(department_name, '') AS department_name, fiscal_year,
        coalesce(statement_kind, '') AS statement_kind, min(loaded_at) AS first_loaded_at, max(loaded_at) AS last_loaded_at,
        bool_or(is_refused) AS is_refused
    FROM came
    GROUP BY coalesce(department_id, 0), coalesce(department_name, ''), fiscal_year, coalesce(statement_kind, '')
),
latest AS (
    SELECT
        max(fiscal_year) FILTER (WHERE statement_kind <> 'self_evaluation') AS promise_year,
        greatest(
            max(fiscal_year) FILTER (WHERE statement_kind = 'self_evaluation'), max(fiscal_year) FILTER (WHERE statement_kind <> 'self_evaluation') - 1
        ) AS evaluation_year
    FROM ops.statement
),
expected AS (
    SELECT o.department_id, y.fiscal_year::smallint AS fiscal_year, o.kind AS statement_kind, min(o.region_code) AS region_code,
        min(o.department) AS department_name, min(o.function_key) AS function_key
    FROM ops.roster AS o
    CROSS JOIN latest AS l
    CROSS JOIN LATERAL generate_series(
        o.first_year, coalesce(o.last_year, CASE o.kind WHEN 'self_evaluation' THEN l.evaluation_year ELSE l.promise_year END, o.first_year)
    ) AS y (fiscal_year)
    GROUP BY o.department_id, y.fiscal_year, o.kind
),
slot AS (
    SELECT department_id, fiscal_year, statement_kind, NULL AS region_code, NULL AS department_name FROM filed
    UNION
    SELECT department_id, fiscal_year, statement_kind, NULL, NULL FROM expected
    UNION
    SELECT department_id, fiscal_year, statement_kind, CASE WHEN department_id IS NULL THEN region_code END, department_name
    FROM came
    WHERE is_refused AND statement_kind IS NOT NULL
)
SELECT
    coalesce(d.region_code, x.region_code, k.region_code) AS region_code,
    r.region_name,
    k.department_id::text AS department_id,
    coalesce(d.department_name, x.department_name, k.department_name) AS department_name,
    coalesce(d.function_key, x.function_key) AS function_key,
    k.fiscal_year,
    make_date(k.fiscal_year, 1, 1) AS year_start,
    k.statement_kind,
    CASE WHEN f.department_id IS NOT NULL THEN 'published' WHEN c.is_refused OR n.is_refused THEN 'refused' ELSE 'missing' END AS status,
    coalesce(f.document_count, 0)::integer AS document_count,
    coalesce(f.project_count, 0)::integer AS project_count,
    coalesce(f.indicator_count, 0)::integer AS indicator_count,
    coalesce(f.target_count, 0)::integer AS target_count,
    f.fiscal_year_from,
    (least(c.first_loaded_at, n.first_loaded_at) AT TIME ZONE 'Asia/Shanghai')::timestamp(0) AS first_loaded_at,
    (greatest(c.last_loaded_at, n.last_loaded_at) AT TIME ZONE 'Asia/Shanghai')::timestamp(0) AS last_loaded_at,
    x.department_id IS NOT NULL AS is_expected
FROM slot AS k
LEFT JOIN filed AS f USING (department_id, fiscal_year, statement_kind)
LEFT JOIN expected AS x USING (department_id, fiscal_year, statement_kind)
LEFT JOIN core.department_profile AS d USING (department_id)
LEFT JOIN core.region_period AS r
    ON r.region_code = coalesce(d.region_code, x.region_code, k.region_code)
    AND (r.from_date IS NULL OR r.from_date <= make_date(k.fiscal_year, 12, 31))
    AND (r.to_date IS NULL OR r.to_date > make_date(k.fiscal_year, 12, 31))
LEFT JOIN arrived AS c
    ON c.department_id = coalesce(k.department_id, 0)
    AND c.department_name = coalesce(k.department_name, '')
    AND c.fiscal_year = k.fiscal_year
    AND c.statement_kind = k.statement_kind
LEFT JOIN arrived AS n -- refused, of a kind that nobody told: it may be any of those expected
    ON n.department_id = k.department_id AND n.fiscal_year = k.fiscal_year AND n.statement_kind = '' AND x.department_id IS NOT NULL;

COMMENT ON VIEW mart.coverage IS '公开情况 | What is published, missing or refused; a row is department_id, fiscal_year and statement_kind';
COMMENT ON COLUMN mart.coverage.department_name IS '部门名称 | Department that publishes or should';
COMMENT ON COLUMN mart.coverage.status IS '公开状态 | published, missing (expected by the roster, nothing came) or refused (what came could not be read)';
COMMENT ON COLUMN mart.coverage.indicator_count IS '指标数 | Current indicators as filed or evaluated';
COMMENT ON COLUMN mart.coverage.target_count IS '目标数 | Current targets: an annual and a cycle one count as two';
COMMENT ON COLUMN mart.coverage.first_loaded_at IS '首次装载时间 | When the first document came, 北京时间';
COMMENT ON COLUMN mart.coverage.last_loaded_at IS '最近装载时间 | When the latest document came, 北京时间';
COMMENT ON COLUMN mart.coverage.is_expected IS '是否应公开 | Whether the roster expects it';
