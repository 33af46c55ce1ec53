-- Helper: an indicator as filed in one project row, and what kind of target it has. Judged by its annual target, else by the one of the whole
-- period. Copied: the two texts are equal, white space aside (wraps leave blanks behind).
CREATE VIEW core.filed_indicator AS
SELECT
    t.project_year_id,
    t.seq,
    min(t.indicator_id) AS indicator_id,
    count(DISTINCT t.horizon)::integer AS target_count,
    coalesce(
        bool_or(t.comparator <> 'qualitative') FILTER (WHERE t.horizon = 'annual'),
        bool_or(t.comparator <> 'qualitative')
    ) AS is_quantified,
    coalesce(
        bool_and(t.comparator IN ('eq', 'ge') AND t.bound IS NOT DISTINCT FROM 100 AND t.unit IS NOT DISTINCT FROM '%')
            FILTER (WHERE t.horizon = 'annual'),
        bool_and(t.comparator IN ('eq', 'ge') AND t.bound IS NOT DISTINCT FROM 100 AND t.unit IS NOT DISTINCT FROM '%')
    ) AS is_full_mark,
    regexp_replace(min(t.raw) FILTER (WHERE t.horizon = 'annual'), '\s+', '', 'g')
        = regexp_replace(min(t.raw) FILTER (WHERE t.horizon = 'cycle'), '\s+', '', 'g') AS is_copied
FROM core.target_value AS t
GROUP BY t.project_year_id, t.seq;

COMMENT ON VIEW core.filed_indicator IS '申报指标 | An indicator as filed in a project row; a row is a project_year_id and seq';
COMMENT ON COLUMN core.filed_indicator.target_count IS '目标数 | Horizons for which it has a target';
COMMENT ON COLUMN core.filed_indicator.is_quantified IS '是否量化 | Whether the target holds a number or a date';
COMMENT ON COLUMN core.filed_indicator.is_full_mark IS '是否满格 | Whether the target is 100 %';
COMMENT ON COLUMN core.filed_indicator.is_copied IS '是否照抄 | Whether cycle and annual text are equal; empty unless both are there';
