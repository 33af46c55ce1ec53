-- E4: the punctuation of a goal is of one width, full as Chinese text has it, and none is doubled: signs of a text that was put together by copying.
-- Marks between digits belong to numbers. Tested for every goal with such marks (DOMAIN 6, E4).
WITH goal AS (
    SELECT s.document_id, s.statement_id, y.project_year_id, e.place, g.text
    FROM core.project_year AS y
    JOIN ops.statement AS s USING (statement_id)
    CROSS JOIN LATERAL (VALUES (y.annual_goal, y.annual_goal_evidence_id), (y.cycle_goal, y.cycle_goal_evidence_id)) AS g (text, evidence_id)
    JOIN core.evidence AS e ON e.evidence_id = g.evidence_id
    WHERE y.statement_id = ANY (:statements) AND s.statement_kind <> 'self_evaluation'
),
marked AS (
    SELECT
        g.*,
        regexp_count(g.text, '(?<![0-9])[,;:?!]|[,;:?!](?![0-9])') AS half,
        regexp_count(g.text, '[，；：？！]') AS full_width,
        substring(g.text FROM '[，；：。、,;:]*(?:，，|；；|：：|。。|、、|,,|;;|::)[，；：。、,;:]*') AS doubled
    FROM goal AS g
)
SELECT
    m.document_id,
    m.statement_id,
    m.project_year_id,
    NULL::bigint AS indicator_id,
    NULL::integer AS seq,
    m.place,
    w.found,
    w.expected,
    NULL::numeric AS difference,
    w.hit
FROM marked AS m
CROSS JOIN LATERAL (
    VALUES
        ('半角 ' || m.half || ' 处，全角 ' || m.full_width || ' 处', '全角', m.half > 0),
        (coalesce(m.doubled, ''), left(m.doubled, 1), m.doubled IS NOT NULL)
) AS w (found, expected, hit)
WHERE m.half + m.full_width > 0 OR m.doubled IS NOT NULL
