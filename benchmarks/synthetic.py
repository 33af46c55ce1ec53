"""A warehouse of any size, made by the server itself: rows of the real tables from ``generate_series``, ids hashed as documents' are.

``fill(connection, targets)`` puts departments (counties of ``core.region`` × functions) × 5 years × 20 projects × 6 indicators × 2 horizons. Of the
projects one in twenty has a second row granted by a document; three department-years in ten have a self-evaluation, one in thirty was published
twice, one department in fifty goes on as another: 294 targets a department and year in all. Two thirds of the indicators are called the same in all
departments of a function, which makes peers.
"""

from __future__ import annotations

import sqlalchemy as sa

YEARS, PROJECTS, INDICATORS = 5, 20, 6
FIRST_YEAR = 2021
TARGETS = 294  # a department and year, see above

FUNCTIONS = ("司法局", "教育局", "卫生健康局", "民政局", "交通运输局", "农业农村局", "水务局", "文化和旅游局")

_HELP = """
CREATE OR REPLACE FUNCTION pg_temp.id(VARIADIC part text[]) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT hashtextextended(array_to_string(part, '|'), 7) & 9223372036854775807 $$;
CREATE OR REPLACE FUNCTION pg_temp.pick(sides integer, VARIADIC part text[]) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
    $$ SELECT ((hashtextextended(array_to_string(part, '|'), 8) & 1073741823) % sides)::integer $$;
CREATE TEMPORARY TABLE measure (i integer, level1 text, level2 text, kind text, name text, unit text);
INSERT INTO measure VALUES
    (1, '产出指标', '数量指标', 'output.quantity', '办理数量', '件'), (2, '产出指标', '质量指标', 'output.quality', '合格率', '%'),
    (3, '产出指标', '时效指标', 'output.timeliness', '按时完成率', '%'), (4, '成本指标', '经济成本指标', 'cost.economic', '成本控制率', '%'),
    (5, '效益指标', '社会效益指标', 'benefit.social', '社会影响', NULL), (6, '满意度指标', '服务对象满意度指标', 'satisfaction', '满意度', '%');
CREATE TEMPORARY TABLE office AS
SELECT n, pg_temp.id('department', n::text) AS department_id, region_code, function_key, region_name || function_key AS name
FROM (
    SELECT row_number() OVER (ORDER BY f.o, r.region_code) AS n, r.region_code, r.name AS region_name, f.function_key
    FROM core.region AS r CROSS JOIN unnest(CAST(:functions AS text[])) WITH ORDINALITY AS f (function_key, o)
    WHERE r.level = 'county' AND r.valid_to IS NULL
    ORDER BY pg_temp.id(r.region_code, f.function_key)
    LIMIT :departments
) AS x;
CREATE TEMPORARY TABLE paper AS -- a document with one statement
SELECT row_number() OVER (ORDER BY y, n, version, kind) AS load_order, o.*, y, version, kind,
    pg_temp.id('document', n::text, y::text, kind, version::text) AS document_id,
    pg_temp.id('statement', n::text, y::text, kind, version::text) AS statement_id,
    version = max(version) OVER (PARTITION BY n, y, kind) AS is_current
FROM office AS o
CROSS JOIN generate_series(:first_year, :first_year + :years - 1) AS y
CROSS JOIN LATERAL (
    SELECT 'project_targets' AS kind, v AS version
    FROM generate_series(1, 1 + (pg_temp.pick(30, 'again', n::text, y::text) = 0)::integer) AS v
    UNION ALL SELECT 'self_evaluation', 1 WHERE pg_temp.pick(10, 'evaluated', n::text, y::text) < 3
) AS k;
ANALYZE office, paper;
"""

_FACTS = """
INSERT INTO ops.load_run (started_at, finished_at, status, version, document_count, loaded_count, unchanged_count, refused_count)
VALUES (now(), now(), 'completed', '0', 0, 0, 0, 0);
INSERT INTO core.department (department_id, name, department_key, region_code, function_key)
SELECT department_id, name, function_key, region_code, function_key FROM office ORDER BY 1;
INSERT INTO ops.document (document_id, sha256, name, byte_size, outcome, published_on, parser_version, load_run_id, load_order, loaded_at)
SELECT document_id, md5(document_id::text) || md5(load_order::text), region_code || '/' || name || y || kind || version || '.pdf', 100000, 'loaded',
    make_date(y, 2, version), '0', (SELECT max(load_run_id) FROM ops.load_run), load_order, now()
FROM paper ORDER BY 1;
INSERT INTO core.evidence (evidence_id, document_id, page, place, text)
SELECT pg_temp.id('title', document_id::text), document_id, 1, 'p1/t1/R1C1', '项目支出绩效目标表' FROM paper;
INSERT INTO ops.statement (statement_id, document_id, ordinal, statement_kind, covers, layout, department_id, department_from, fiscal_year,
    fiscal_year_from, money_unit, evidence_id)
SELECT statement_id, document_id, 1, kind, 'department', 'packed_list', department_id, 'title', y, 'title', '10k_yuan',
    pg_temp.id('title', document_id::text)
FROM paper ORDER BY 1;
INSERT INTO core.published_total (published_total_id, statement_id, scope, amount_yuan, evidence_id)
SELECT statement_id, statement_id, 'statement', 1000000, pg_temp.id('title', document_id::text) FROM paper;
INSERT INTO ops.roster (region_code, department, department_id, function_key, kind, first_year)
SELECT region_code, name, department_id, function_key, k, :first_year
FROM office CROSS JOIN unnest(ARRAY['project_targets', 'self_evaluation']) AS k;
CREATE TEMPORARY TABLE work AS -- a project; one department in fifty goes on as the next one, with the projects' names
SELECT o.n, o.department_id, o.function_key, p, o.function_key || '第' || p || '项' AS stem, pg_temp.id('project', o.n::text, p::text) AS project_id
FROM office AS o CROSS JOIN generate_series(1, :projects) AS p;
INSERT INTO core.project (project_id, department_id, project_kind, stem)
SELECT project_id, department_id, 'project', stem FROM work ORDER BY 1;
INSERT INTO core.department_succession (from_department_id, to_department_id, effective_year, change)
SELECT a.department_id, b.department_id, :first_year + 3, 'merge' FROM office AS a JOIN office AS b ON b.n = a.n + 1 WHERE a.n % 50 = 0;
INSERT INTO core.project_link (from_project_id, to_project_id, effective_year, reason)
SELECT a.project_id, b.project_id, :first_year + 3, 'succession'
FROM work AS a JOIN work AS b ON b.n = a.n + 1 AND b.p = a.p AND b.function_key = a.function_key WHERE a.n % 50 = 0;
CREATE TEMPORARY TABLE line AS -- a project row of a statement; the work that a merged department gave up is not there any more
SELECT w.*, a.y, a.kind, a.version, a.document_id, a.statement_id, a.is_current, r, :projects * (r - 1) + w.p AS row_number,
    pg_temp.id('row', a.statement_id::text, w.p::text, r::text) AS project_year_id,
    pg_temp.id('cell', a.statement_id::text, w.p::text, r::text) AS evidence_id,
    CASE WHEN r = 2 THEN '财预〔' || a.y || '〕' || w.p || '号' END AS funding_document,
    10000.00 * (1 + pg_temp.pick(500, 'money', w.project_id::text, r::text) + pg_temp.pick(50, a.y::text, w.project_id::text)) AS yuan
FROM paper AS a
JOIN work AS w USING (department_id)
CROSS JOIN LATERAL generate_series(1, 1 + (a.kind = 'project_targets' AND pg_temp.pick(20, 'shared', w.project_id::text) = 0)::integer) AS r
WHERE NOT (w.n % 50 = 0 AND a.y >= :first_year + 3);
ANALYZE work, line;
INSERT INTO core.evidence (evidence_id, document_id, page, place, text)
SELECT evidence_id, document_id, 1 + row_number / 4, 'p' || (1 + row_number / 4) || '/t1/R' || row_number || 'C1', stem
FROM line ORDER BY y, statement_id;
INSERT INTO core.project_year (project_year_id, project_id, statement_id, row_number, fiscal_year, name, funding_document, annual_goal,
    annual_goal_evidence_id, total_yuan, total_evidence_id, evidence_id, is_current)
SELECT project_year_id, project_id, statement_id, row_number, y, stem || '（' || y || '年）', funding_document,
    '完成' || stem || '各项任务，保障工作正常开展。', evidence_id, yuan, evidence_id, evidence_id, is_current
FROM line ORDER BY y, statement_id;
INSERT INTO core.funding (project_year_id, stage, funding_source, amount_yuan, evidence_id)
SELECT project_year_id, s, f, yuan * CASE f WHEN 'other' THEN 0.2 ELSE 0.8 END, evidence_id
FROM line
CROSS JOIN LATERAL unnest(CASE kind WHEN 'self_evaluation' THEN ARRAY['adjusted', 'executed'] ELSE ARRAY['budget'] END) AS s
CROSS JOIN unnest(ARRAY['fiscal_appropriation', 'other']) AS f
ORDER BY y, statement_id;
CREATE TEMPORARY TABLE named AS -- one indicator in three is called after its department
SELECT w.project_id, m.i, pg_temp.id('indicator', x.name, m.kind) AS indicator_id, x.name, m.level1, m.level2, m.kind, m.unit
FROM work AS w CROSS JOIN measure AS m
CROSS JOIN LATERAL (SELECT w.stem || m.name || CASE WHEN (w.p + m.i) % 3 = 0 THEN '（' || w.n || '）' ELSE '' END AS name) AS x;
INSERT INTO core.indicator (indicator_id, level1, level2, kind, name, stem)
SELECT DISTINCT ON (indicator_id) indicator_id, level1, level2, kind, name, name FROM named ORDER BY 1;
ANALYZE named;
"""

# A year at a time: as years come in.
_TARGETS = """
INSERT INTO core.target_value (target_value_id, horizon, project_year_id, indicator_id, seq, part, comparator, low, low_inclusive, bound, direction,
    direction_from, unit, unit_from, text, implied, no_target, raw, evidence_id)
SELECT pg_temp.id('target', l.project_year_id::text, n.i::text, h), h, l.project_year_id, n.indicator_id, n.i, 1,
    CASE WHEN n.unit IS NULL THEN 'qualitative' ELSE 'ge' END, v.bound, true, v.bound, CASE WHEN n.unit IS NULL THEN 'none' ELSE 'positive' END,
    'comparator', n.unit, CASE WHEN n.unit IS NOT NULL THEN 'value' END, CASE WHEN n.unit IS NULL THEN '稳步提升' END, false, false,
    CASE WHEN n.unit IS NULL THEN '稳步提升' ELSE '≥' || v.bound || n.unit END, l.evidence_id
FROM line AS l
JOIN named AS n USING (project_id)
CROSS JOIN LATERAL unnest(CASE l.kind WHEN 'self_evaluation' THEN ARRAY['annual'] ELSE ARRAY['annual', 'cycle'] END) AS h
CROSS JOIN LATERAL (
    SELECT CASE
        WHEN n.unit IS NULL THEN NULL
        WHEN n.i = 1 THEN 10 * (1 + pg_temp.pick(50, l.project_id::text, e.pair))
        ELSE 80 + pg_temp.pick(20, l.project_id::text, n.i::text, e.pair)
    END::numeric AS bound
    FROM (SELECT ((l.y + pg_temp.pick(2, l.project_id::text)) / 2)::text AS pair) AS e -- targets stay for two years
) AS v
WHERE l.y = :year
ORDER BY l.statement_id;
INSERT INTO core.actual_value (actual_value_id, project_year_id, indicator_id, seq, part, comparator, low, bound, direction, unit, text, implied,
    no_target, raw, evidence_id, score)
SELECT pg_temp.id('actual', l.project_year_id::text, n.i::text), l.project_year_id, n.indicator_id, n.i, 1,
    CASE WHEN n.unit IS NULL THEN 'qualitative' ELSE 'eq' END, v.bound, v.bound, CASE WHEN n.unit IS NULL THEN 'none' ELSE 'positive' END, n.unit,
    CASE WHEN n.unit IS NULL THEN '达成预期指标' END, true, false, CASE WHEN n.unit IS NULL THEN '达成预期指标' ELSE v.bound || n.unit END,
    l.evidence_id, 10
FROM line AS l
JOIN named AS n USING (project_id)
CROSS JOIN LATERAL (
    SELECT CASE WHEN n.unit IS NULL THEN NULL ELSE 75 + pg_temp.pick(25, 'reached', l.project_id::text, n.i::text, l.y::text) END::numeric AS bound
) AS v
WHERE l.kind = 'self_evaluation' AND l.y = :year
ORDER BY l.statement_id;
INSERT INTO ops.finding (finding_id, document_id, statement_id, project_year_id, rule, severity, source, place, found)
SELECT pg_temp.id('finding', project_year_id::text), document_id, statement_id, project_year_id, (SELECT min(rule) FROM ops.rule), 'warning', 'check',
    'p1', '0'
FROM line WHERE y = :year AND pg_temp.pick(10, 'finding', project_year_id::text) < 3
ORDER BY statement_id;
"""


def fill(connection: sa.Connection, targets: int) -> int:
    """Fill an empty warehouse with about so many targets; returns how many there are."""
    departments = -(-targets // (YEARS * TARGETS))
    given = {"functions": list(FUNCTIONS), "departments": departments, "first_year": FIRST_YEAR, "years": YEARS, "projects": PROJECTS}
    with connection.begin():
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica; SET LOCAL work_mem = '256MB'; SET LOCAL search_path = pg_catalog")
        for script in (_HELP, _FACTS):
            _run(connection, script, given)
        for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
            _run(connection, _TARGETS, {"year": year})
        connection.exec_driver_sql("SET LOCAL session_replication_role = DEFAULT")
    with connection.begin():
        return int(connection.scalar(sa.text("SELECT count(*) FROM core.target_value")) or 0)


def _run(connection: sa.Connection, script: str, given: dict[str, object]) -> None:
    """Run a script statement by statement, with the parameters that each names."""
    for statement in script.split(";\n"):
        if statement.strip():
            wanted = sa.text(statement)
            connection.execute(wanted, {name: given[name] for name in wanted.compile().params})
