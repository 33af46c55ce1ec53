-- Helper: which sources of money are a part of which, through all levels (一般公共预算 is a part of 财政拨款). A form that prints both repeats
-- money (其中：), so that the part must not be added again.
CREATE VIEW core.source_part AS
WITH RECURSIVE inside AS (
    SELECT funding_source, parent AS whole FROM core.funding_source WHERE parent IS NOT NULL
    UNION
    SELECT i.funding_source, s.parent
    FROM inside AS i
    JOIN core.funding_source AS s ON s.funding_source = i.whole
    WHERE s.parent IS NOT NULL
)
SELECT funding_source, whole FROM inside;

COMMENT ON VIEW core.source_part IS '来源包含 | Which source is a part of which; a row is a funding_source and whole';
COMMENT ON COLUMN core.source_part.whole IS '所属来源 | Code of the source that it is a part of';
