-- Helper: the words of a list (core.check_word) as one regular expression, for the checks: name ~ pattern.
CREATE VIEW core.check_pattern AS
SELECT
    list,
    string_agg(CASE WHEN stands = 'whole' THEN '^' ELSE '' END || word || CASE WHEN stands = 'inside' THEN '' ELSE '$' END, '|' ORDER BY word)
        AS pattern
FROM core.check_word
GROUP BY list;

COMMENT ON VIEW core.check_pattern IS '检查词式 | Words of a list as one regular expression; a row is a list';
COMMENT ON COLUMN core.check_pattern.list IS '词表 | List of words';
COMMENT ON COLUMN core.check_pattern.pattern IS '词式 | Regular expression that a name with one of the words matches';
