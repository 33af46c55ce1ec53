-- Helper: the money of a project row by stage and source so that the parts add up to the stage. A source that is a part of another one printed
-- in the same row and stage (其中：) repeats it and is left out; a stage of which only the total is printed has one part, unspecified.
CREATE VIEW core.printed_funding AS
SELECT f.project_year_id, f.stage, f.funding_source, f.amount_yuan, f.evidence_id
FROM core.funding AS f
WHERE NOT EXISTS (
    SELECT
    FROM core.funding AS w
    JOIN core.source_part AS i ON i.whole = w.funding_source
    WHERE i.funding_source = f.funding_source AND w.project_year_id = f.project_year_id AND w.stage = f.stage
)
UNION ALL
SELECT t.project_year_id, t.stage, 'unspecified', t.amount_yuan, t.evidence_id
FROM core.stage_total AS t
WHERE NOT EXISTS (SELECT FROM core.funding AS f WHERE f.project_year_id = t.project_year_id AND f.stage = t.stage)
UNION ALL
SELECT y.project_year_id, 'budget', 'unspecified', y.total_yuan, y.total_evidence_id
FROM core.project_year AS y
WHERE
    y.total_yuan IS NOT NULL
    AND NOT EXISTS (SELECT FROM core.funding AS f WHERE f.project_year_id = y.project_year_id AND f.stage = 'budget')
    AND NOT EXISTS (SELECT FROM core.stage_total AS t WHERE t.project_year_id = y.project_year_id AND t.stage = 'budget');

COMMENT ON VIEW core.printed_funding IS '资金构成 | Parts of a stage''s money as printed; a row is a project_year_id, stage and funding_source';
