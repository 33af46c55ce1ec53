-- D1: the target of the year and that of the whole period (实施周期): where they differ, and projects of which all are copies of each other. Both worth
-- knowing, neither wrong. Tested for every indicator that has both, and for every project with such indicators (DOMAIN 6, D1).
WITH pair AS (
    SELECT
        t.document_id,
        t.statement_id,
        t.project_year_id,
        t.indicator_id,
        t.seq,
        min(t.place) FILTER (WHERE t.horizon = 'annual') AS place,
        min(t.raw) FILTER (WHERE t.horizon = 'annual') AS annual,
        min(t.raw) FILTER (WHERE t.horizon = 'cycle') AS cycle
    FROM core.checked_target AS t
    WHERE t.statement_id = ANY (:statements) AND t.is_promise
    GROUP BY t.document_id, t.statement_id, t.project_year_id, t.indicator_id, t.seq
    HAVING count(DISTINCT t.horizon) = 2
),
told AS (
    SELECT p.*, regexp_replace(p.annual, '\s+', '', 'g') <> regexp_replace(p.cycle, '\s+', '', 'g') AS differs
    FROM pair AS p
)
SELECT
    t.document_id,
    t.statement_id,
    t.project_year_id,
    t.indicator_id,
    t.seq,
    t.place,
    t.annual AS found,
    t.cycle AS expected,
    NULL::numeric AS difference,
    t.differs AS hit
FROM told AS t
UNION ALL
SELECT
    t.document_id,
    t.statement_id,
    t.project_year_id,
    NULL,
    NULL,
    e.place,
    count(*) || ' 项',
    '同样的 ' || count(*) || ' 项',
    NULL,
    NOT bool_or(t.differs)
FROM told AS t
JOIN core.project_year AS y USING (project_year_id)
JOIN core.evidence AS e ON e.evidence_id = y.evidence_id
GROUP BY t.document_id, t.statement_id, t.project_year_id, e.place
