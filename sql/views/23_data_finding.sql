-- Which findings does the data have, and where is the source line? Findings about what is current, and about documents that hold no statement
-- (refused ones), which stand where manifest or caller say they belong. What a later publication supersedes takes its findings with it.
CREATE VIEW mart.data_finding AS
SELECT
    w.region_code,
    w.region_name,
    w.department_id::text AS department_id,
    w.department_name,
    w.function_key,
    w.fiscal_year,
    make_date(w.fiscal_year, 1, 1) AS year_start,
    y.project_id::text AS project_id,
    y.name AS project_name,
    i.name AS indicator_name,
    i.kind,
    s.statement_kind,
    f.rule,
    u.name_zh AS rule_name,
    u.name_en AS rule_name_en,
    f.severity,
    o.name AS document_name,
    f.place,
    f.found,
    f.expected,
    f.difference,
    coalesce(f.hint, u.hint_zh) AS hint,
    u.hint_en,
    f.source,
    f.seq,
    o.outcome,
    f.document_id::text AS document_id,
    f.statement_id::text AS statement_id,
    f.project_year_id::text AS project_year_id,
    f.finding_id::text AS finding_id
FROM core.department_year AS w
JOIN ops.statement AS s USING (department_id, fiscal_year)
JOIN ops.finding AS f USING (statement_id)
LEFT JOIN ops.document AS o ON o.document_id = f.document_id
LEFT JOIN ops.rule AS u ON u.rule = f.rule
LEFT JOIN core.project_year AS y ON y.project_year_id = f.project_year_id
LEFT JOIN core.indicator AS i ON i.indicator_id = f.indicator_id
WHERE
    CASE
        WHEN f.project_year_id IS NOT NULL THEN y.is_current
        ELSE EXISTS (SELECT FROM core.current_statement AS c WHERE c.statement_id = s.statement_id)
    END
UNION ALL -- about a whole document: about its statement, where it holds a single one that is current
SELECT
    w.region_code,
    w.region_name,
    w.department_id::text AS department_id,
    w.department_name,
    w.function_key,
    w.fiscal_year,
    make_date(w.fiscal_year, 1, 1) AS year_start,
    y.project_id::text AS project_id,
    y.name AS project_name,
    i.name AS indicator_name,
    i.kind,
    s.statement_kind,
    f.rule,
    u.name_zh AS rule_name,
    u.name_en AS rule_name_en,
    f.severity,
    o.name AS document_name,
    f.place,
    f.found,
    f.expected,
    f.difference,
    coalesce(f.hint, u.hint_zh) AS hint,
    u.hint_en,
    f.source,
    f.seq,
    o.outcome,
    f.document_id::text AS document_id,
    f.statement_id::text AS statement_id,
    f.project_year_id::text AS project_year_id,
    f.finding_id::text AS finding_id
FROM core.department_year AS w
JOIN ops.statement AS s USING (department_id, fiscal_year)
JOIN ops.finding AS f ON f.document_id = s.document_id AND f.statement_id IS NULL
LEFT JOIN ops.document AS o ON o.document_id = f.document_id
LEFT JOIN ops.rule AS u ON u.rule = f.rule
LEFT JOIN core.project_year AS y ON y.project_year_id = f.project_year_id
LEFT JOIN core.indicator AS i ON i.indicator_id = f.indicator_id
WHERE
    (f.project_year_id IS NULL OR y.is_current)
    AND EXISTS (SELECT FROM core.current_statement AS c WHERE c.statement_id = s.statement_id)
    AND NOT EXISTS (SELECT FROM core.current_statement AS c WHERE c.document_id = s.document_id AND c.statement_id <> s.statement_id)
UNION ALL
SELECT
    o.claimed_region_code,
    NULL,
    NULL,
    o.claimed_department,
    NULL,
    o.claimed_fiscal_year,
    make_date(o.claimed_fiscal_year, 1, 1),
    y.project_id::text,
    y.name,
    i.name AS indicator_name,
    i.kind,
    o.claimed_kind AS statement_kind,
    f.rule,
    u.name_zh AS rule_name,
    u.name_en AS rule_name_en,
    f.severity,
    o.name AS document_name,
    f.place,
    f.found,
    f.expected,
    f.difference,
    coalesce(f.hint, u.hint_zh) AS hint,
    u.hint_en,
    f.source,
    f.seq,
    o.outcome,
    f.document_id::text AS document_id,
    f.statement_id::text AS statement_id,
    f.project_year_id::text AS project_year_id,
    f.finding_id::text AS finding_id
FROM ops.document AS o
JOIN ops.finding AS f ON f.document_id = o.document_id
LEFT JOIN ops.rule AS u ON u.rule = f.rule
LEFT JOIN core.project_year AS y ON y.project_year_id = f.project_year_id
LEFT JOIN core.indicator AS i ON i.indicator_id = f.indicator_id
WHERE
    f.statement_id IS NULL
    AND (
        NOT EXISTS (SELECT FROM ops.statement AS x WHERE x.document_id = o.document_id)
        OR (SELECT count(*) FROM core.current_statement AS x WHERE x.document_id = o.document_id) > 1
    );

COMMENT ON VIEW mart.data_finding IS '数据问题 | What needs a look in current data and in refused documents; a row is a finding_id';
COMMENT ON COLUMN mart.data_finding.region_code IS '区划代码 | Division; of a document without a statement the one that manifest or caller say';
COMMENT ON COLUMN mart.data_finding.department_name IS '部门名称 | Department that publishes; of a document without a statement the one that manifest or caller say';
COMMENT ON COLUMN mart.data_finding.fiscal_year IS '年度 | Fiscal year, of a document without a statement the one that manifest or caller say; do not sum';
COMMENT ON COLUMN mart.data_finding.project_name IS '项目名称 | Project row it is about, if it is about one';
COMMENT ON COLUMN mart.data_finding.rule_name IS '规则名称 | What the rule is called';
COMMENT ON COLUMN mart.data_finding.rule_name_en IS '规则英文名 | What the rule is called, in English';
COMMENT ON COLUMN mart.data_finding.found IS '实际 | What was found, as printed; amounts in yuan';
COMMENT ON COLUMN mart.data_finding.expected IS '应为 | What was expected; amounts in yuan';
COMMENT ON COLUMN mart.data_finding.difference IS '差额 | Found less expected, yuan where money; do not sum';
COMMENT ON COLUMN mart.data_finding.hint IS '处理建议 | What to do';
COMMENT ON COLUMN mart.data_finding.hint_en IS '英文处理建议 | What to do, in English';
COMMENT ON COLUMN mart.data_finding.source IS '来源 | reading (found while reading) or check (found by comparing)';
COMMENT ON COLUMN mart.data_finding.outcome IS '文件结果 | Whether the document was loaded or refused';
COMMENT ON COLUMN mart.data_finding.finding_id IS '问题编号 | Id of the finding';
