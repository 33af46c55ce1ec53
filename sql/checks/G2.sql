-- G2: a period does not end before it begins, and no date lies behind the end: of the fiscal year for a target of the year, of the years that the
-- project's name says for both. Tested for every date (DOMAIN 6, G2).
WITH dated AS (
    SELECT
        t.*,
        (SELECT max(m.found[1])::integer FROM regexp_matches(normalize(t.year_mark, NFKC), '(19\d{2}|20\d{2})', 'g') AS m (found)) AS last_year
    FROM core.checked_target AS t
    WHERE t.statement_id = ANY (:statements) AND t.is_promise AND t.high_date IS NOT NULL
),
ending AS (
    SELECT
        d.*,
        CASE WHEN d.horizon = 'annual' THEN make_date(greatest(d.fiscal_year, d.last_year), 12, 31) ELSE make_date(d.last_year, 12, 31) END AS last_day
    FROM dated AS d
)
SELECT
    d.document_id,
    d.statement_id,
    d.project_year_id,
    d.indicator_id,
    d.seq,
    d.place,
    d.shown AS found,
    CASE WHEN d.low_date > d.high_date THEN '≥' || d.low_date ELSE '≤' || d.last_day END AS expected,
    NULL::numeric AS difference,
    d.low_date > d.high_date OR coalesce(d.high_date > d.last_day, false) AS hit
FROM ending AS d
WHERE d.low_date IS NOT NULL OR d.last_day IS NOT NULL
