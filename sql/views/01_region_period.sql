-- Helper: which name and level a division had in which years. Spans are made from the first days alone, so that they neither overlap nor
-- leave a gap: a join by code and day finds exactly one row, and no view multiplies rows.
CREATE VIEW core.region_period AS
SELECT
    region_code,
    name AS region_name,
    level AS region_level,
    CASE WHEN row_number() OVER of_code > 1 THEN valid_from END AS from_date,
    lead(valid_from) OVER of_code AS to_date
FROM core.region
WINDOW of_code AS (PARTITION BY region_code ORDER BY valid_from);

COMMENT ON VIEW core.region_period IS '区划时段 | Name of a division by time, without gaps; a row is a region_code and from_date';
COMMENT ON COLUMN core.region_period.from_date IS '起始日 | First day of the name; empty: since ever';
COMMENT ON COLUMN core.region_period.to_date IS '截止日 | First day of the next name; empty: still in force';
