-- F3: an indicator stays from year to year, with its kind and unit, a number, and a sign no weaker. What only slackened is seen in mart.target_change
-- (and with more money in F1). Tested for the targets of the year that the earlier year had (DOMAIN 6, F3).
WITH compared AS (
    SELECT
        p.project_year_id AS main_row_id,
        c.new_indicator_id IS NOT NULL AS has_new,
        n.project_year_id,
        n.indicator_id,
        n.seq,
        n.raw,
        n.evidence_id,
        i.name AS old_name,
        o.raw AS old_raw,
        CASE
            WHEN c.change = 'dropped' THEN '取消'
            WHEN c.kind_changed THEN '类别 ' || coalesce(i.kind, '?') || '→' || coalesce(c.kind, '?')
            WHEN c.reason = 'unit' THEN '单位 ' || coalesce(o.unit, '?') || '→' || coalesce(n.unit, '?')
            WHEN c.reason = 'became_qualitative' THEN '数字→文字'
            WHEN c.change = 'comparator_changed' AND n.comparator IN ('eq', 'approx', 'range') AND o.comparator IN ('ge', 'gt', 'le', 'lt') THEN '符号'
        END AS what
    FROM core.promised_project AS p
    JOIN core.compared_target AS c USING (department_id, fiscal_year, project_id)
    JOIN core.indicator AS i ON i.indicator_id = c.old_indicator_id
    LEFT JOIN core.target_value AS n ON n.target_value_id = c.new_target_id
    LEFT JOIN core.target_value AS o ON o.target_value_id = c.old_target_id
    WHERE p.project_id = ANY (:compared) AND p.previous_year IS NOT NULL AND c.pairing = 'year' AND c.horizon = 'annual' AND c.old_indicator_id IS NOT NULL
)
SELECT
    s.document_id,
    s.statement_id,
    y.project_year_id,
    c.indicator_id,
    c.seq,
    e.place,
    CASE WHEN c.has_new THEN c.what || '：' || coalesce(c.raw, '') ELSE c.what END AS found,
    c.old_name || ' ' || coalesce(c.old_raw, '') AS expected,
    NULL::numeric AS difference,
    c.what IS NOT NULL AS hit
FROM compared AS c
JOIN core.project_year AS y ON y.project_year_id = coalesce(c.project_year_id, c.main_row_id)
JOIN ops.statement AS s USING (statement_id)
JOIN core.evidence AS e ON e.evidence_id = coalesce(c.evidence_id, y.evidence_id)
WHERE s.statement_id = ANY (:affected)
