"""The tables of ``core`` and ``ops``: the one place where they are declared; Alembic's migrations are compared with it.

Keys are 63-bit hashes of natural keys (DESIGN decision 2; computed in :mod:`etl.load.frames`), so a load needs no look-ups. Every comment is
``中文名 | English: meaning, unit``; ``sql/`` takes the Chinese names from there.
"""

from __future__ import annotations

import sqlalchemy as sa

from etl.load.columns import DAY, ID, INSTANT, INT, MONEY, NUMBER, SMALL, STATEMENT_KINDS, TEXT, TRUTH, metadata
from etl.load.columns import column as _column
from etl.load.columns import one_of as _one_of
from etl.load.columns import table as _table
from etl.load.given_tables import confirmed_link, roster
from etl.load.summary_tables import SUMMARIES

__all__ = ["SUMMARIES", "confirmed_link", "metadata", "roster"]  # what is declared elsewhere and looked for here

PROJECT_KINDS = ("project", "department_overall", "transfer_programme")
STAGES = ("budget", "adjusted", "executed", "cycle")
COMPARATORS = ("ge", "gt", "eq", "lt", "le", "range", "approx", "qualitative", "before", "period")
SEVERITIES = ("error", "warning", "info")

# ── core: what the documents say ─────────────────────────────────────────────────────────────────────────────────────────────────

region = _table(
    "core",
    "region",
    "行政区划 | Administrative division (GB/T 2260), dated",
    _column("region_code", TEXT, "区划代码 | Six-digit division code (GB/T 2260)", key=True),
    _column("valid_from", DAY, "生效日 | First day on which code and name were in force", key=True),
    _column("name", TEXT, "区划名称 | Full name of the division, without its parents"),
    _column("full_name", TEXT, "区划全称 | Name with those of its parents"),
    _column("level", TEXT, "级别 | state, province, prefecture or county"),
    _column("parent_code", TEXT, "上级代码 | Code of the parent division", null=True),
    _column("valid_to", DAY, "失效日 | First day on which it was no longer in force; empty while it is", null=True),
    _one_of("level", ("state", "province", "prefecture", "county")),
)

department = _table(
    "core",
    "department",
    "部门 | Department or spending unit; one for a region and a name without region words",
    _column("department_id", ID, "部门编号 | Hash of region_code and department_key", key=True),
    _column("name", TEXT, "部门名称 | Name as published"),
    _column("department_key", TEXT, "部门名键 | Name without region words, by which it is one across documents"),
    _column("region_code", TEXT, "区划代码 | Division it belongs to; empty where its name tells none", null=True),
    _column("function_key", TEXT, "职能 | What it does (司法局), by which departments are peers", null=True),
    _column(
        "parent_department_id",
        ID,
        "主管部门编号 | Department that this spending unit belongs to",
        null=True,
        to="core.department.department_id",
    ),
    sa.UniqueConstraint("region_code", "department_key", postgresql_nulls_not_distinct=True),
)

department_succession = _table(
    "core",
    "department_succession",
    "部门沿革 | Which department follows which (机构改革), as a steward's file says",
    _column("from_department_id", ID, "原部门编号 | Department that ends or gives up work", key=True, to="core.department.department_id"),
    _column("to_department_id", ID, "新部门编号 | Department that goes on with it", key=True, to="core.department.department_id"),
    _column("effective_year", SMALL, "生效年度 | First fiscal year of the new order; do not sum", key=True),
    _column("change", TEXT, "变更方式 | rename, merge, absorb or split"),
    _column("source", TEXT, "依据 | Where this is known from", null=True),
    _one_of("change", ("rename", "merge", "absorb", "split")),
)

project = _table(
    "core",
    "project",
    "项目 | Project of a department, across years",
    _column("project_id", ID, "项目编号 | Hash of department, project kind and stem", key=True),
    _column("department_id", ID, "部门编号 | Department whose project it is", to="core.department.department_id"),
    _column("project_kind", TEXT, "项目类别 | project, department_overall or transfer_programme"),
    _column("stem", TEXT, "项目名干 | Name without code, document number, year marks and owner"),
    _column("code", TEXT, "项目代码 | Project code of the budget system, where printed", null=True),
    _column("loose_stem", TEXT, "项目名松键 | Stem without words that only say money or project; only suggests links", null=True),
    sa.UniqueConstraint("department_id", "project_kind", "stem"),
    _one_of("project_kind", PROJECT_KINDS),
)

project_link = _table(
    "core",
    "project_link",
    "项目承接 | This project continues that one",
    _column("from_project_id", ID, "原项目编号 | The earlier project", key=True, to="core.project.project_id"),
    _column("to_project_id", ID, "新项目编号 | The project that continues it", key=True, to="core.project.project_id"),
    _column("effective_year", SMALL, "生效年度 | First fiscal year in which it does; do not sum"),
    _column("reason", TEXT, "承接依据 | code, succession or steward"),
    sa.Index(None, "to_project_id"),  # links are followed from both ends
    _one_of("reason", ("code", "succession", "steward")),
)

suggested_link = _table(
    "core",
    "suggested_link",
    "承接建议 | This project may continue that one: for a person to decide, used by no other view",
    _column("from_project_id", ID, "原项目编号 | The earlier project", key=True, to="core.project.project_id"),
    _column("to_project_id", ID, "新项目编号 | The project that may continue it", key=True, to="core.project.project_id"),
    _column("effective_year", SMALL, "生效年度 | First fiscal year of the later one; do not sum"),
    _column("reason", TEXT, "建议依据 | loose_key (equal but for words that say money) or similarity"),
    _column("score", sa.Numeric(12, 6), "相似度 | How alike the names are, a fraction; do not sum"),
    _one_of("reason", ("loose_key", "similarity")),
)

funding_source = _table(
    "core",
    "funding_source",
    "资金来源 | Code list of sources of money",
    _column("funding_source", TEXT, "资金来源代码 | Code of the source", key=True),
    _column("name", TEXT, "资金来源名称 | Printed name"),
    _column("parent", TEXT, "上级来源 | Source that this one is a part of", null=True, to="core.funding_source.funding_source"),
)

unit = _table(
    "core",
    "unit",
    "计量单位表 | Units of the vocabulary: which of them are equal and how many of the common one they are",
    _column("unit", TEXT, "计量单位 | Unit as printed behind a number", key=True),
    _column("canonical", TEXT, "通用单位 | Unit by which two are compared: 场 for 场次; money in 元"),
    _column("factor", sa.Numeric(20, 6), "换算倍数 | How many of the common unit one is: 10000 for 万元; do not sum"),
    _column("unit_kind", TEXT, "单位类别 | count, percent, money, time, length … as in the vocabulary"),
)

level_name = _table(
    "core",
    "level_name",
    "指标层级名称 | Names of indicator levels with code and kind (财预〔2018〕, 财预〔2021〕101号 and what provinces print)",
    _column("level", SMALL, "层级 | 1 or 2; do not sum", key=True),
    _column("name", TEXT, "层级名称 | Name without 指标 and score", key=True),
    _column("code", TEXT, "层级代码 | Code of the level, where the code list has one", null=True),
    _column("kind", TEXT, "指标类别 | Canonical kind that it tells, if it tells one", null=True),
)

check_word = _table(
    "core",
    "check_word",
    "检查用词 | Words by which checks tell what a name speaks of: rates, counts, satisfaction …",
    _column("list", TEXT, "词表 | List that the word belongs to: rate, count, satisfaction …", key=True),
    _column("word", TEXT, "词 | The word", key=True),
    _column("stands", TEXT, "位置要求 | Where it must stand: end, inside or whole"),
    _one_of("stands", ("end", "inside", "whole")),
)

evidence = _table(
    "core",
    "evidence",
    "出处 | A cell of a document: where facts stand, as printed",
    _column("evidence_id", ID, "出处编号 | Hash of document, reading and place", key=True),
    _column("document_id", ID, "文件编号 | Document it is in", to="ops.document.document_id"),
    _column("page", INT, "页码 | Page, from 1; empty where the format has none; do not sum", null=True),
    _column("box", TEXT, "位置框 | x0 top x1 bottom on the page, points from its top left", null=True),
    _column("place", TEXT, "位置 | Page, table, row and column; sheet and cell; or line"),
    _column("text", TEXT, "原文 | Text of the cell as printed"),
    _column("reading", SMALL, "读取次序 | Which reading of its document it is of, from 1; do not sum", default="1"),
)

project_year = _table(
    "core",
    "project_year",
    "项目年度 | A project row of a statement",
    _column("project_year_id", ID, "项目年度编号 | Hash of statement and row number", key=True),
    _column("project_id", ID, "项目编号 | Project it is about", to="core.project.project_id"),
    _column("statement_id", ID, "报表编号 | Statement it stands in", to="ops.statement.statement_id"),
    _column("row_number", INT, "行号 | Its place among the statement's projects, from 1; do not sum"),
    _column("fiscal_year", SMALL, "年度 | Fiscal year; do not sum"),
    _column("unit_department_id", ID, "单位编号 | Spending unit (资金使用单位), where printed", null=True, to="core.department.department_id"),
    _column("name", TEXT, "项目名称 | Name as printed"),
    _column("code", TEXT, "项目代码 | Project code as printed in this row", null=True),
    _column("funding_document", TEXT, "资金文号 | Number of the document that grants the money", null=True),
    _column("year_mark", TEXT, "年度标记 | Years printed in the name, taken out of the stem", null=True),
    _column("phase", TEXT, "期次 | Phase printed in the name (第二期)", null=True),
    _column("annual_goal", TEXT, "年度目标 | Goal of the year, in words", null=True),
    _column("annual_goal_evidence_id", ID, "年度目标出处 | Cell of the annual goal", null=True, to="core.evidence.evidence_id"),
    _column("cycle_goal", TEXT, "周期目标 | Goal of the whole period, in words", null=True),
    _column("cycle_goal_evidence_id", ID, "周期目标出处 | Cell of the cycle goal", null=True, to="core.evidence.evidence_id"),
    _column("total_yuan", MONEY, "金额 | Annual budget, yuan", null=True),
    _column("total_evidence_id", ID, "金额出处 | Cell of the total", null=True, to="core.evidence.evidence_id"),
    _column("evidence_id", ID, "出处编号 | Cell of the name", to="core.evidence.evidence_id"),
    _column("is_current", TRUTH, "现行 | Whether no later publication supersedes it"),
    sa.UniqueConstraint("statement_id", "row_number"),
    sa.CheckConstraint("(annual_goal IS NULL) = (annual_goal_evidence_id IS NULL)", name="annual_goal_evidence"),
    sa.CheckConstraint("(cycle_goal IS NULL) = (cycle_goal_evidence_id IS NULL)", name="cycle_goal_evidence"),
    sa.CheckConstraint("(total_yuan IS NULL) = (total_evidence_id IS NULL)", name="total_evidence"),
    sa.Index(None, "project_id", "fiscal_year"),
)

task = _table(
    "core",
    "task",
    "年度任务 | Task of a whole-department form (年度重点工作任务)",
    _column("project_year_id", ID, "项目年度编号 | Row of the form it stands in", key=True, to="core.project_year.project_year_id"),
    _column("seq", INT, "序号 | Place in the form, from 1; do not sum", key=True),
    _column("name", TEXT, "任务名称 | Name as printed"),
    _column("content", TEXT, "主要内容 | Content as printed", null=True),
    _column("goal", TEXT, "任务目标 | Goal in words", null=True),
    _column("amount_yuan", MONEY, "金额 | Total of the task, yuan", null=True),
    _column("evidence_id", ID, "出处编号 | Cell it was read from", to="core.evidence.evidence_id"),
)

task_funding = _table(
    "core",
    "task_funding",
    "任务资金 | Sources of a task's money",
    _column("project_year_id", ID, "项目年度编号 | Row of the form it stands in", key=True),
    _column("seq", INT, "序号 | The task's place in the form; do not sum", key=True),
    _column("funding_source", TEXT, "资金来源代码 | Source of the money", key=True, to="core.funding_source.funding_source"),
    _column("amount_yuan", MONEY, "金额 | Amount, yuan"),
    _column("evidence_id", ID, "出处编号 | Cell it was read from", to="core.evidence.evidence_id"),
    sa.ForeignKeyConstraint(["project_year_id", "seq"], ["core.task.project_year_id", "core.task.seq"]),
)

funding = _table(
    "core",
    "funding",
    "项目资金 | Amount of a project row by stage and source",
    _column("project_year_id", ID, "项目年度编号 | Row it stands in", key=True, to="core.project_year.project_year_id"),
    _column("stage", TEXT, "资金阶段 | budget, adjusted, executed or cycle (whole period)", key=True),
    _column("funding_source", TEXT, "资金来源代码 | Source of the money", key=True, to="core.funding_source.funding_source"),
    _column("amount_yuan", MONEY, "金额 | Amount, yuan"),
    _column("evidence_id", ID, "出处编号 | Cell it was read from", to="core.evidence.evidence_id"),
    _one_of("stage", STAGES),
)

stage_total = _table(
    "core",
    "stage_total",
    "阶段合计 | Total of a project row at a stage, as printed",
    _column("project_year_id", ID, "项目年度编号 | Row it stands in", key=True, to="core.project_year.project_year_id"),
    _column("stage", TEXT, "资金阶段 | budget, adjusted, executed or cycle (whole period)", key=True),
    _column("amount_yuan", MONEY, "金额 | Amount, yuan"),
    _column("evidence_id", ID, "出处编号 | Cell it was read from", to="core.evidence.evidence_id"),
    _one_of("stage", STAGES),
)

published_total = _table(
    "core",
    "published_total",
    "公布合计 | Totals and unit rows as printed",
    _column("published_total_id", ID, "合计编号 | Hash of statement, scope, unit and source", key=True),
    _column("statement_id", ID, "报表编号 | Statement it stands in", to="ops.statement.statement_id"),
    _column("scope", TEXT, "合计范围 | statement (合计) or unit (单位小计)"),
    _column("unit_name", TEXT, "单位名称 | Unit whose subtotal it is", null=True),
    _column("funding_source", TEXT, "资金来源代码 | Source; empty for the total of all", null=True, to="core.funding_source.funding_source"),
    _column("amount_yuan", MONEY, "金额 | Amount, yuan"),
    _column("evidence_id", ID, "出处编号 | Cell it was read from", to="core.evidence.evidence_id"),
    sa.UniqueConstraint("statement_id", "scope", "unit_name", "funding_source", postgresql_nulls_not_distinct=True),
    _one_of("scope", ("statement", "unit")),
)

indicator = _table(
    "core",
    "indicator",
    "绩效指标 | Distinct indicator as filed",
    _column("indicator_id", ID, "指标编号 | Hash of levels, codes, kind, name and stem", key=True),
    _column("level1", TEXT, "一级指标 | Level 1 as filed", null=True),
    _column("level1_code", TEXT, "一级代码 | Code of level 1 as filed", null=True),
    _column("level2", TEXT, "二级指标 | Level 2 as filed", null=True),
    _column("level2_code", TEXT, "二级代码 | Code of level 2 as filed", null=True),
    _column("kind", TEXT, "指标类别 | Canonical kind (output.quantity …), as corrected", null=True),
    _column("name", TEXT, "指标名称 | Level 3, the indicator's name"),
    _column("stem", TEXT, "指标名干 | Name to compare by: without prefix and trailing unit"),
)


def _value_columns(noun: str) -> list[sa.schema.SchemaItem]:
    """The columns that a promised and a reached value share; ``noun`` opens the English of some."""
    return [
        _column("project_year_id", ID, "项目年度编号 | Row it stands in", to="core.project_year.project_year_id"),
        _column("indicator_id", ID, "指标编号 | Indicator it belongs to", to="core.indicator.indicator_id"),
        _column("seq", INT, "序号 | The indicator's place in the row, from 1; do not sum"),
        _column("part", SMALL, f"分项 | Which part of the {noun}, from 1; do not sum"),
        _column("comparator", TEXT, "比较符 | ge, gt, eq, lt, le, range, approx, qualitative, before or period"),
        _column("low", NUMBER, "下限 | Lower number; do not sum", null=True),
        _column("high", NUMBER, "上限 | Upper number; do not sum", null=True),
        _column("low_date", DAY, "起始日 | First day, for period", null=True),
        _column("high_date", DAY, "截止日 | Last day, for before and period", null=True),
        _column("low_inclusive", TRUTH, "含下限 | Whether the lower number itself counts", null=True),
        _column("high_inclusive", TRUTH, "含上限 | Whether the upper number itself counts", null=True),
        _column("bound", NUMBER, "界值 | The number to reach; do not sum", null=True),
        _column("bound_date", DAY, "界日 | The day to reach", null=True),
        _column("direction", TEXT, "方向 | positive (more is better), negative or none"),
        _column("direction_from", TEXT, "方向依据 | comparator, printed, name, zero or default", null=True),
        _column("unit", TEXT, "计量单位 | Unit of the number", null=True),
        _column("unit_from", TEXT, "单位出处 | value, name or column", null=True),
        _column("basis", TEXT, "时间口径 | Span of time that the number is per (每季度)", null=True),
        _column("scope", TEXT, "对象口径 | Entity that the number is per (每个司法所)", null=True),
        _column("measure", TEXT, "值内口径 | What the value itself says it measures", null=True),
        _column("text", TEXT, "文字 | Wording of a qualitative value, or around a number", null=True),
        _column("implied", TRUTH, "默认等于 | Whether no sign was printed, so that = is a convention"),
        _column("no_target", TRUTH, "未设目标 | Whether the words put no target: 据实, 按需, or what is measured again"),
        _column("raw", TEXT, f"{'指标值' if noun == 'target' else '完成值'}原文 | The {noun} as printed"),
        _column("evidence_id", ID, "出处编号 | Cell it was read from", to="core.evidence.evidence_id"),
        _one_of("comparator", COMPARATORS),
        _one_of("direction", ("positive", "negative", "none")),
    ]


target_value = _table(
    "core",
    "target_value",
    "绩效目标值 | One part of a target of an indicator",
    _column("target_value_id", ID, "目标值编号 | Hash of row, indicator's place, horizon and part", key=True),
    _column("horizon", TEXT, "时段 | annual or cycle (实施周期)"),
    *_value_columns("target"),
    _column("weight", sa.Numeric(12, 6), "权重 | Points of the indicator, where printed; do not sum", null=True),
    _one_of("horizon", ("annual", "cycle")),
    sa.UniqueConstraint("project_year_id", "seq", "horizon", "part"),
)

actual_value = _table(
    "core",
    "actual_value",
    "绩效完成值 | One part of what a self-evaluation says was reached",
    _column("actual_value_id", ID, "完成值编号 | Hash of row, indicator's place and part", key=True),
    *_value_columns("actual"),
    _column("weight", sa.Numeric(12, 6), "权重 | Points of the indicator, where printed; do not sum", null=True),
    _column("score", sa.Numeric(12, 6), "得分 | Points given; do not sum across parts", null=True),
    _column("reason", TEXT, "偏差原因 | Reason given for a deviation", null=True),
    sa.UniqueConstraint("project_year_id", "seq", "part"),
)

# ── ops: what came in, and how it went ───────────────────────────────────────────────────────────────────────────────────────────

load_run = _table(
    "ops",
    "load_run",
    "装载批次 | A run of the loader",
    sa.Column("load_run_id", ID, sa.Identity(), primary_key=True, comment="批次编号 | Number of the run"),
    _column("started_at", INSTANT, "开始时间 | When it began"),
    _column("finished_at", INSTANT, "结束时间 | When it ended; empty while it runs or if it was killed", null=True),
    _column("status", TEXT, "批次状态 | running, completed, failed or killed"),
    _column("version", TEXT, "程序版本 | Version of jixiao"),
    _column("host", TEXT, "主机 | Machine and process", null=True),
    _column("document_count", INT, "文件数 | Documents given"),
    _column("loaded_count", INT, "装载数 | Documents loaded"),
    _column("unchanged_count", INT, "未变数 | Documents known already"),
    _column("refused_count", INT, "拒绝数 | Documents refused"),
    _one_of("status", ("running", "completed", "failed", "killed")),
)

document = _table(
    "ops",
    "document",
    "文件 | A document, by its bytes",
    _column("document_id", ID, "文件编号 | Hash of sha256", key=True),
    _column("sha256", TEXT, "文件指纹 | SHA-256 of its bytes"),
    _column("name", TEXT, "文件名 | Path or URL as given when it first came"),
    _column("byte_size", ID, "字节数 | Size in bytes"),
    _column("media_type", TEXT, "文件格式 | Media type, told by content", null=True),
    _column("outcome", TEXT, "结果 | loaded or refused"),
    _column("reason", TEXT, "拒绝原因 | Why it was refused", null=True),
    _column("reason_rule", TEXT, "拒绝规则 | Rule by which it was refused", null=True),
    _column("claimed_region_code", TEXT, "所称区划 | Region that manifest or caller say", null=True),
    _column("claimed_department", TEXT, "所称部门 | Department that manifest or caller say", null=True),
    _column("claimed_fiscal_year", SMALL, "所称年度 | Year that manifest or caller say; do not sum", null=True),
    _column("claimed_kind", TEXT, "所称报表类别 | Statement kind that the manifest says", null=True),
    _column("published_on", DAY, "公开日期 | Day of publication, by manifest or as printed", null=True),
    _column("published_from", TEXT, "公开日期依据 | manifest or printed", null=True),
    _column("parser_version", TEXT, "读取版本 | Version of jixiao that read it"),
    _column("load_run_id", ID, "批次编号 | Run that brought it in, or its latest reading", to="ops.load_run.load_run_id"),
    _column("load_order", ID, "装载顺序 | Place in the order of loading, over all runs; do not sum"),
    _column("loaded_at", INSTANT, "装载时间 | When it was loaded or refused"),
    _column("reading", SMALL, "读取次序 | Its reading that counts, from 1: the latest; do not sum", default="1"),
    sa.UniqueConstraint("sha256"),
    _one_of("outcome", ("loaded", "refused")),
)

statement = _table(
    "ops",
    "statement",
    "报表 | A published table in a document",
    _column("statement_id", ID, "报表编号 | Hash of document, reading and ordinal", key=True),
    _column("document_id", ID, "文件编号 | Document it stands in", to="ops.document.document_id"),
    _column("ordinal", INT, "表序 | Its place among the document's statements, from 1; do not sum"),
    _column("statement_kind", TEXT, "报表类别 | project_targets, department_overall, transfer_programme or self_evaluation"),
    _column("covers", TEXT, "覆盖范围 | department (whole table) or project (single-project cards)"),
    _column("layout", TEXT, "版式 | Layout by which it was read"),
    _column("title", TEXT, "标题 | Title as printed", null=True),
    _column("department_id", ID, "部门编号 | Department that publishes it", to="core.department.department_id"),
    _column("department_from", TEXT, "部门依据 | Where the department was read"),
    _column("fiscal_year", SMALL, "年度 | Fiscal year; do not sum"),
    _column("fiscal_year_from", TEXT, "年度依据 | title, cover, manifest, file_name or caller"),
    _column("money_unit", TEXT, "金额单位 | yuan, 10k_yuan or 100m_yuan as printed", null=True),
    _column("money_unit_from", TEXT, "金额单位依据 | Where the money unit was read", null=True),
    _column("superseded_by", ID, "被取代于 | Statement that supersedes the last of its rows", null=True, to="ops.statement.statement_id"),
    _column("evidence_id", ID, "出处编号 | Cell or line of its title", null=True, to="core.evidence.evidence_id"),
    _column("reading", SMALL, "读取次序 | Which reading of its document it is of, from 1; only the latest counts; do not sum", default="1"),
    sa.UniqueConstraint("document_id", "reading", "ordinal"),
    _one_of("statement_kind", STATEMENT_KINDS),
    _one_of("covers", ("department", "project")),
    sa.Index(None, "department_id", "fiscal_year", "statement_kind"),
)

rule = _table(
    "ops",
    "rule",
    "规则 | Rules by which findings are made: the catalogue of checks and reading problems",
    _column("rule", TEXT, "规则代码 | Id of the rule", key=True),
    _column("severity", TEXT, "严重程度 | error, warning or info"),
    _column("name_zh", TEXT, "规则名称 | Name in Chinese"),
    _column("name_en", TEXT, "规则英文名 | Name in English"),
    _column("hint_zh", TEXT, "处理建议 | What to do, in Chinese"),
    _column("hint_en", TEXT, "英文处理建议 | What to do, in English"),
    _one_of("severity", SEVERITIES),
)

finding = _table(
    "ops",
    "finding",
    "问题 | Something that needs a look",
    _column("finding_id", ID, "问题编号 | Hash of document, statement, rule, place and operands", key=True),
    _column("document_id", ID, "文件编号 | Document it is about", to="ops.document.document_id"),
    _column("statement_id", ID, "报表编号 | Statement it is about", null=True, to="ops.statement.statement_id"),
    _column("project_year_id", ID, "项目年度编号 | Project row it is about", null=True, to="core.project_year.project_year_id"),
    _column("indicator_id", ID, "指标编号 | Indicator it is about", null=True, to="core.indicator.indicator_id"),
    _column("seq", INT, "序号 | The indicator's place in the row; do not sum", null=True),
    _column("rule", TEXT, "规则代码 | Rule that found it", to="ops.rule.rule"),
    _column("severity", TEXT, "严重程度 | error, warning or info"),
    _column("source", TEXT, "来源 | reading (Python) or check (SQL)"),
    _column("place", TEXT, "位置 | Where in the document"),
    _column("found", TEXT, "实际 | What was found", null=True),
    _column("expected", TEXT, "应为 | What was expected", null=True),
    _column("difference", NUMBER, "差额 | Difference of the two, yuan where money; do not sum", null=True),
    _column("hint", TEXT, "提示 | What to do here, beyond the rule's own words", null=True),
    _one_of("severity", SEVERITIES),
    _one_of("source", ("reading", "check")),
    sa.Index(None, "document_id"),
    sa.Index(None, "statement_id"),
)
