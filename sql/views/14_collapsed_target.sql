-- Helper: one target for each indicator (kind and stem) and horizon of a side: the main row's, and among rows equal to it in unit, basis and own
-- direction the most demanding; gt and lt come before an equal ge, le or eq (DESIGN, "One target per project"). Of a target of several parts the
-- first counts. Money units are brought to yuan. output.cost and cost.economic are one kind, since 成本 changed its level in 2021 (财预〔2021〕101号).
-- Where a self-evaluation restates no target, what it reached still stands there.
CREATE VIEW core.collapsed_target AS
WITH value AS (
    SELECT t.project_year_id, t.seq, t.horizon, t.indicator_id, t.comparator, t.low, t.high, t.bound, t.bound_date, t.direction, t.direction_from,
        t.unit, t.basis, t.scope, t.measure, coalesce(t.text, t.raw) AS words, t.raw, t.weight, t.evidence_id
    FROM core.target_value AS t
    WHERE t.part = 1
    UNION ALL
    SELECT a.project_year_id, a.seq, 'annual', a.indicator_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL, NULL, NULL, NULL, a.weight, a.evidence_id
    FROM core.actual_value AS a
    WHERE
        a.part = 1
        AND NOT EXISTS (
            SELECT FROM core.target_value AS t WHERE t.project_year_id = a.project_year_id AND t.seq = a.seq AND t.horizon = 'annual' AND t.part = 1
        )
),
candidate AS (
    SELECT
        m.*,
        v.horizon,
        CASE WHEN i.kind IN ('output.cost', 'cost.economic') THEN 'cost' ELSE coalesce(i.kind, '') END AS compared_kind,
        i.stem AS indicator_stem,
        i.name AS indicator_name,
        i.kind,
        v.seq,
        v.comparator,
        v.bound,
        v.bound_date,
        v.direction,
        v.direction_from,
        v.unit,
        v.basis,
        v.scope,
        v.measure,
        v.words,
        v.raw,
        v.weight,
        v.evidence_id,
        u.compared_unit,
        u.unit_factor,
        u.unit_factor * v.low AS compared_low,
        u.unit_factor * v.high AS compared_high,
        u.unit_factor * v.bound AS compared_bound
    FROM core.member_row AS m
    JOIN value AS v USING (project_year_id)
    JOIN core.indicator AS i USING (indicator_id)
    CROSS JOIN LATERAL (
        SELECT
            CASE WHEN v.unit IN ('万元', '亿元') THEN '元' ELSE v.unit END AS compared_unit,
            CASE v.unit WHEN '万元' THEN 10000 WHEN '亿元' THEN 100000000 ELSE 1 END AS unit_factor
    ) AS u
),
ordered AS (
    SELECT
        c.*,
        row_number() OVER main_first AS place_in_order,
        first_value(c.compared_unit) OVER main_first AS main_unit,
        first_value(c.basis) OVER main_first AS main_basis,
        first_value(c.direction) OVER main_first AS main_direction
    FROM candidate AS c
    WINDOW main_first AS (
        PARTITION BY c.pairing, c.side, c.occasion, c.region_code, c.region_name, c.region_level, c.department_id, c.department_name, c.function_key,
            c.fiscal_year, c.project_id, c.horizon, c.compared_kind, c.indicator_stem
        ORDER BY c.funding_document IS NOT NULL, c.total_yuan DESC NULLS LAST, c.document_id, c.ordinal, c.row_number, c.seq
    )
)
SELECT DISTINCT ON (
    o.pairing, o.side, o.occasion, o.region_code, o.region_name, o.region_level, o.department_id, o.department_name, o.function_key,
    o.fiscal_year, o.project_id, o.horizon, o.compared_kind, o.indicator_stem
)
    o.*
FROM ordered AS o
WHERE
    o.place_in_order = 1
    OR (
        (o.bound IS NOT NULL OR o.bound_date IS NOT NULL)
        AND o.compared_unit IS NOT DISTINCT FROM o.main_unit
        AND o.basis IS NOT DISTINCT FROM o.main_basis
        AND o.direction = o.main_direction
    )
ORDER BY
    o.pairing, o.side, o.occasion, o.region_code, o.region_name, o.region_level, o.department_id, o.department_name, o.function_key,
    o.fiscal_year, o.project_id, o.horizon, o.compared_kind, o.indicator_stem,
    CASE o.direction WHEN 'negative' THEN -o.compared_bound ELSE o.compared_bound END DESC NULLS LAST,
    o.bound_date NULLS LAST,
    o.comparator IN ('gt', 'lt') DESC NULLS LAST,
    o.place_in_order;

COMMENT ON VIEW core.collapsed_target IS '归并目标 | One target an indicator; a row is a pairing, side, occasion, project_id, fiscal_year, horizon, compared_kind and indicator_stem';
COMMENT ON COLUMN core.collapsed_target.total_yuan IS '金额 | Annual budget of the row that it was taken from, yuan';
COMMENT ON COLUMN core.collapsed_target.place_in_order IS '先后 | Place among the rows of its indicator; do not sum';
COMMENT ON COLUMN core.collapsed_target.main_unit IS '主行单位 | Unit of the main row''s target';
COMMENT ON COLUMN core.collapsed_target.main_basis IS '主行时间口径 | Basis of the main row''s target';
COMMENT ON COLUMN core.collapsed_target.main_direction IS '主行方向 | Direction of the main row''s target';
COMMENT ON COLUMN core.collapsed_target.side_yuan IS '本方金额 | Money of all rows of the side, yuan; do not sum';
