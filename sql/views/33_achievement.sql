-- Were targets met? What was promised, what the self-evaluation restates, and what was reached. It stands under the department that evaluated.
-- Reached is judged against the promise in the promise's own direction: gt and lt must be passed, an eq target need only be reached; in words, equal
-- text or 达成预期指标 is met, 部分达成 and 未达成 are not (DESIGN, "met").
CREATE VIEW mart.achievement AS
WITH judged AS (
    SELECT
        c.*,
        a.raw AS actual_raw,
        a.bound AS actual,
        a.score,
        a.weight AS actual_weight,
        a.evidence_id AS actual_evidence_id,
        regexp_replace(coalesce(a.text, a.raw), '\s+|。\s*$', '', 'g') AS actual_words,
        CASE
            WHEN a.basis IS NOT DISTINCT FROM c.old_basis AND (a.unit IS NULL OR u.actual_unit = c.old_compared_unit)
                THEN a.bound * CASE WHEN a.unit IS NULL AND c.old_unit IS NOT NULL THEN o.promised_factor ELSE u.actual_factor END
        END AS reached,
        CASE WHEN a.basis IS NOT DISTINCT FROM c.old_basis THEN a.bound_date END AS reached_date
    FROM core.compared_target AS c
    LEFT JOIN core.actual_value AS a ON a.project_year_id = c.new_project_year_id AND a.seq = c.new_seq AND a.part = 1
    CROSS JOIN LATERAL (
        SELECT
            CASE WHEN a.unit IN ('万元', '亿元') THEN '元' ELSE a.unit END AS actual_unit,
            CASE a.unit WHEN '万元' THEN 10000 WHEN '亿元' THEN 100000000 ELSE 1 END AS actual_factor
    ) AS u
    CROSS JOIN LATERAL (SELECT CASE c.old_unit WHEN '万元' THEN 10000 WHEN '亿元' THEN 100000000 ELSE 1 END AS promised_factor) AS o
    WHERE c.pairing = 'restated' AND c.horizon = 'annual'
),
measured AS (
    SELECT
        j.*,
        CASE
            WHEN j.old_own_direction = 'negative' THEN j.old_compared_bound / nullif(j.reached, 0)
            WHEN j.old_own_direction = 'positive' THEN j.reached / nullif(j.old_compared_bound, 0)
        END AS raw_ratio
    FROM judged AS j
)
SELECT
    m.region_code,
    m.region_name,
    m.department_id::text AS department_id,
    m.department_name,
    m.function_key,
    m.fiscal_year,
    make_date(m.fiscal_year, 1, 1) AS year_start,
    m.project_id::text AS project_id,
    m.main_name AS project_name,
    CASE WHEN m.has_old THEN m.old_name ELSE m.new_name END AS indicator_name,
    CASE WHEN m.has_old THEN m.old_kind ELSE m.new_kind END AS kind,
    m.old_raw AS promised_raw,
    m.old_bound::numeric(30, 10) AS promised_bound,
    m.new_raw AS restated_raw,
    CASE WHEN m.has_old AND m.has_new AND m.new_raw IS NOT NULL THEN m.change <> 'unchanged' END AS moved,
    m.actual_raw,
    m.actual,
    CASE WHEN abs(m.raw_ratio) < 1000000 THEN m.raw_ratio END::numeric(12, 6) AS ratio,
    CASE
        WHEN m.old_comparator = 'qualitative' AND m.actual_words = m.old_words THEN true
        WHEN m.old_comparator = 'qualitative' AND m.actual_words LIKE '达成预期%' THEN true
        WHEN m.old_comparator = 'qualitative' AND (m.actual_words LIKE '部分达成%' OR m.actual_words LIKE '未达成%') THEN false
        WHEN m.old_date IS NOT NULL THEN m.reached_date <= m.old_date
        WHEN m.old_comparator = 'gt' THEN m.reached > m.old_compared_bound
        WHEN m.old_comparator = 'lt' THEN m.reached < m.old_compared_bound
        WHEN m.old_own_direction = 'negative' THEN m.reached <= m.old_compared_bound
        WHEN m.old_own_direction = 'positive' THEN m.reached >= m.old_compared_bound
    END AS met,
    m.score,
    CASE WHEN m.has_new THEN coalesce(m.new_weight, m.actual_weight) ELSE m.old_weight END::numeric(12, 6) AS weight,
    CASE WHEN m.has_old AND m.has_new THEN 'both' WHEN m.has_old THEN 'only_promised' ELSE 'only_evaluated' END AS matched,
    m.indicator_stem,
    m.old_evidence_id::text AS promised_evidence_id,
    m.new_evidence_id::text AS restated_evidence_id,
    m.actual_evidence_id::text AS actual_evidence_id
FROM measured AS m;

COMMENT ON VIEW mart.achievement IS '目标完成 | Targets as promised beside the self-evaluation; a row is department_id, project_id, fiscal_year, indicator_stem and kind. It stands under the department that evaluated';
COMMENT ON COLUMN mart.achievement.project_name IS '项目名称 | Name of the promise''s main row, else as evaluated';
COMMENT ON COLUMN mart.achievement.indicator_name IS '指标名称 | The indicator as promised, else as evaluated';
COMMENT ON COLUMN mart.achievement.promised_raw IS '承诺值原文 | The target as promised';
COMMENT ON COLUMN mart.achievement.promised_bound IS '承诺界值 | The number promised; do not sum';
COMMENT ON COLUMN mart.achievement.restated_raw IS '自评目标值原文 | The target as the self-evaluation prints it';
COMMENT ON COLUMN mart.achievement.moved IS '目标是否变动 | Whether the restated target differs from the promise; empty where one is missing';
COMMENT ON COLUMN mart.achievement.actual_raw IS '完成值原文 | What was reached, as printed';
COMMENT ON COLUMN mart.achievement.actual IS '完成值 | The number reached; do not sum';
COMMENT ON COLUMN mart.achievement.ratio IS '完成比 | Reached by promised, or promised by reached where less is better (1 = just met); do not sum';
COMMENT ON COLUMN mart.achievement.met IS '是否完成 | Whether the promise was met; empty where it cannot be told';
COMMENT ON COLUMN mart.achievement.score IS '得分 | Points given by the self-evaluation';
COMMENT ON COLUMN mart.achievement.matched IS '匹配情况 | both, only_promised or only_evaluated';
COMMENT ON COLUMN mart.achievement.promised_evidence_id IS '承诺出处编号 | Cell of the promise, for jixiao explain';
COMMENT ON COLUMN mart.achievement.restated_evidence_id IS '自评目标出处编号 | Cell of the restated target, for jixiao explain';
COMMENT ON COLUMN mart.achievement.actual_evidence_id IS '完成值出处编号 | Cell of what was reached, for jixiao explain';
