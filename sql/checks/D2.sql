-- D2: the target of the year is not weaker than that of the whole period. A rate or level, or a quantity per span of time, is compared by its direction;
-- one without adds up over the years (户, 亩, 公里) and is not. Two weakenings that only a person can judge are worth knowing: a sign that was lost
-- (年均≥1场次, 1场次) and a condition that was left out (运行良好，评估达标; 评估达标). Other words are left to people (DOMAIN 6, D2).
WITH pair AS (
    SELECT
        a.*,
        c.comparator AS cycle_comparator,
        c.bound AS cycle_bound,
        c.raw AS cycle_raw,
        a.compared_unit IS NOT DISTINCT FROM c.compared_unit
        AND a.measure IS NOT DISTINCT FROM c.measure
        AND a.scope IS NOT DISTINCT FROM c.scope AS is_alike,
        a.basis IS NOT DISTINCT FROM c.basis AND a.direction = c.direction AS is_same_basis,
        c.direction AS cycle_direction,
        regexp_replace(a.raw, '\s+|。\s*$', '', 'g') AS words,
        regexp_replace(c.raw, '\s+|。\s*$', '', 'g') AS cycle_words
    FROM core.checked_target AS a
    JOIN core.checked_target AS c
        ON c.statement_id = a.statement_id AND c.project_year_id = a.project_year_id AND c.seq = a.seq AND c.part = a.part AND c.horizon = 'cycle'
    WHERE a.statement_id = ANY (:statements) AND a.is_promise AND a.horizon = 'annual'
),
judged AS (
    SELECT
        p.*,
        p.is_alike
        AND p.is_same_basis
        AND (p.unit_kind IN ('percent', 'points', 'time') OR p.basis IS NOT NULL)
        AND CASE p.direction WHEN 'negative' THEN p.bound > p.cycle_bound WHEN 'positive' THEN p.bound < p.cycle_bound END AS is_weaker,
        (p.is_alike AND p.bound = p.cycle_bound AND p.comparator = 'eq' AND p.cycle_comparator IN ('ge', 'gt', 'le', 'lt'))
        OR (
            p.comparator = 'qualitative'
            AND p.cycle_comparator = 'qualitative'
            AND (
                (right(p.cycle_words, length(p.words)) = p.words AND left(p.cycle_words, -length(p.words)) ~ '[，,；;]')
                OR (left(p.cycle_words, length(p.words)) = p.words AND right(p.cycle_words, -length(p.words)) ~ '[，,；;]')
            )
        ) AS is_looser
    FROM pair AS p
)
SELECT
    j.document_id,
    j.statement_id,
    j.project_year_id,
    j.indicator_id,
    j.seq,
    j.place,
    j.raw AS found,
    j.cycle_raw AS expected,
    CASE WHEN j.is_weaker THEN j.bound - j.cycle_bound END AS difference,
    coalesce(j.is_weaker, false) OR coalesce(j.is_looser, false) AS hit,
    CASE WHEN j.is_weaker THEN 'warning' ELSE 'info' END AS severity
FROM judged AS j
