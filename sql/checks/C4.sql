-- C4: the unit that an indicator's name gives, in its last bracket or as its last word (慰问人次), is the unit of its value. Equal by the vocabulary but
-- written otherwise (场次, 场) is only worth knowing, and only in a bracket. Tested for indicators that give both (DOMAIN 4.1; 6, C4).
WITH told AS (
    SELECT DISTINCT ON (t.project_year_id, t.seq)
        t.*,
        normalize(substring(t.indicator_name FROM '[（(]([^（）()]*)[)）]\s*$'), NFKC) AS in_bracket,
        substring(t.indicator_name FROM v.pattern) AS at_end
    FROM core.checked_target AS t
    LEFT JOIN core.check_pattern AS v ON v.list = 'visits'
    WHERE t.statement_id = ANY (:statements) AND t.is_promise AND t.unit IS NOT NULL AND t.unit_from IS DISTINCT FROM 'name'
    ORDER BY t.project_year_id, t.seq, t.horizon, t.part
)
SELECT
    t.document_id,
    t.statement_id,
    t.project_year_id,
    t.indicator_id,
    t.seq,
    t.place,
    t.unit AS found,
    n.unit AS expected,
    NULL::numeric AS difference,
    CASE WHEN t.in_bracket IS NULL THEN n.canonical <> t.compared_unit ELSE n.unit <> normalize(t.unit, NFKC) END AS hit,
    CASE WHEN n.canonical = t.compared_unit THEN 'info' ELSE 'warning' END AS severity
FROM told AS t
JOIN core.unit AS n ON n.unit = coalesce(t.in_bracket, t.at_end) AND n.unit_kind NOT IN ('entity', 'graded', 'ratio')
