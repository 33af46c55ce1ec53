"""The first form of the tables: what documents say (core), what came in and how it went (ops), and the code list of sources of money."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from etl.load.views import drop as drop_views

revision = "20261124_first_tables"
down_revision = None
branch_labels = None
depends_on = None

# Codes of DESIGN.md, "inspect --json", with the names that the forms print (DOMAIN, "amount names"); a parent is the source that it is a part of.
FUNDING_SOURCES = [
    ("fiscal_appropriation", "财政拨款", None),
    ("general_public_budget", "一般公共预算", "fiscal_appropriation"),
    ("government_fund", "政府性基金预算", "fiscal_appropriation"),
    ("state_capital", "国有资本经营预算", "fiscal_appropriation"),
    ("special_account", "财政专户管理资金", None),
    ("unit_own", "单位资金", None),
    ("carried_over", "上年结转", None),
    ("central", "中央资金", None),
    ("superior", "上级资金", None),
    ("local", "地方资金", None),
    ("other", "其他资金", None),
]


def upgrade() -> None:
    for create in (
        _department,
        _funding_source,
        _indicator,
        _region,
        _load_run,
        _roster,
        _rule,
        _department_succession,
        _project,
        _document,
        _evidence,
        _project_link,
        _statement,
        _project_year,
        _published_total,
        _actual_value,
        _funding,
        _stage_total,
        _target_value,
        _task,
        _finding,
        _task_funding,
    ):
        create()
    sources = sa.table("funding_source", sa.column("funding_source"), sa.column("name"), sa.column("parent"), schema="core")
    op.bulk_insert(sources, [dict(zip(("funding_source", "name", "parent"), row, strict=True)) for row in FUNDING_SOURCES])


def downgrade() -> None:
    drop_views(op.get_bind())
    for schema, table in (
        ("core", "task_funding"),
        ("ops", "finding"),
        ("core", "task"),
        ("core", "target_value"),
        ("core", "stage_total"),
        ("core", "funding"),
        ("core", "actual_value"),
        ("core", "published_total"),
        ("core", "project_year"),
        ("ops", "statement"),
        ("core", "project_link"),
        ("core", "evidence"),
        ("ops", "document"),
        ("core", "project"),
        ("core", "department_succession"),
        ("ops", "rule"),
        ("ops", "roster"),
        ("ops", "load_run"),
        ("core", "region"),
        ("core", "indicator"),
        ("core", "funding_source"),
        ("core", "department"),
    ):
        op.drop_table(table, schema=schema)


def _department() -> None:
    op.create_table(
        "department",
        sa.Column("department_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="部门编号 | Hash of region_code and department_key"),
        sa.Column("name", sa.Text(), nullable=False, comment="部门名称 | Name as published"),
        sa.Column("department_key", sa.Text(), nullable=False, comment="部门名键 | Name without region words, by which it is one across documents"),
        sa.Column("region_code", sa.Text(), comment="区划代码 | Division it belongs to; empty where its name tells none"),
        sa.Column("function_key", sa.Text(), comment="职能 | What it does (司法局), by which departments are peers"),
        sa.Column("parent_department_id", sa.BigInteger(), comment="主管部门编号 | Department that this spending unit belongs to"),
        sa.ForeignKeyConstraint(["parent_department_id"], ["core.department.department_id"], name=op.f("department_parent_department_id_fkey")),
        sa.PrimaryKeyConstraint("department_id", name=op.f("department_pkey")),
        sa.UniqueConstraint(
            "region_code", "department_key", name=op.f("department_region_code_department_key_key"), postgresql_nulls_not_distinct=True
        ),
        schema="core",
        comment="部门 | Department or spending unit; one for a region and a name without region words",
    )


def _funding_source() -> None:
    op.create_table(
        "funding_source",
        sa.Column("funding_source", sa.Text(), autoincrement=False, nullable=False, comment="资金来源代码 | Code of the source"),
        sa.Column("name", sa.Text(), nullable=False, comment="资金来源名称 | Printed name"),
        sa.Column("parent", sa.Text(), comment="上级来源 | Source that this one is a part of"),
        sa.ForeignKeyConstraint(["parent"], ["core.funding_source.funding_source"], name=op.f("funding_source_parent_fkey")),
        sa.PrimaryKeyConstraint("funding_source", name=op.f("funding_source_pkey")),
        schema="core",
        comment="资金来源 | Code list of sources of money",
    )


def _indicator() -> None:
    op.create_table(
        "indicator",
        sa.Column(
            "indicator_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="指标编号 | Hash of levels, codes, kind, name and stem"
        ),
        sa.Column("level1", sa.Text(), comment="一级指标 | Level 1 as filed"),
        sa.Column("level1_code", sa.Text(), comment="一级代码 | Code of level 1 as filed"),
        sa.Column("level2", sa.Text(), comment="二级指标 | Level 2 as filed"),
        sa.Column("level2_code", sa.Text(), comment="二级代码 | Code of level 2 as filed"),
        sa.Column("kind", sa.Text(), comment="指标类别 | Canonical kind (output.quantity …), as corrected"),
        sa.Column("name", sa.Text(), nullable=False, comment="指标名称 | Level 3, the indicator's name"),
        sa.Column("stem", sa.Text(), nullable=False, comment="指标名干 | Name to compare by: without prefix and trailing unit"),
        sa.PrimaryKeyConstraint("indicator_id", name=op.f("indicator_pkey")),
        schema="core",
        comment="绩效指标 | Distinct indicator as filed",
    )


def _region() -> None:
    op.create_table(
        "region",
        sa.Column("region_code", sa.Text(), autoincrement=False, nullable=False, comment="区划代码 | Six-digit division code (GB/T 2260)"),
        sa.Column("valid_from", sa.Date(), autoincrement=False, nullable=False, comment="生效日 | First day on which code and name were in force"),
        sa.Column("name", sa.Text(), nullable=False, comment="区划名称 | Full name of the division, without its parents"),
        sa.Column("full_name", sa.Text(), nullable=False, comment="区划全称 | Name with those of its parents"),
        sa.Column("level", sa.Text(), nullable=False, comment="级别 | state, province, prefecture or county"),
        sa.Column("parent_code", sa.Text(), comment="上级代码 | Code of the parent division"),
        sa.Column("valid_to", sa.Date(), comment="失效日 | First day on which it was no longer in force; empty while it is"),
        sa.CheckConstraint("level IN ('state', 'province', 'prefecture', 'county')", name=op.f("region_level_check")),
        sa.PrimaryKeyConstraint("region_code", "valid_from", name=op.f("region_pkey")),
        schema="core",
        comment="行政区划 | Administrative division (GB/T 2260), dated",
    )


def _load_run() -> None:
    op.create_table(
        "load_run",
        sa.Column("load_run_id", sa.BigInteger(), sa.Identity(always=False), nullable=False, comment="批次编号 | Number of the run"),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False, comment="开始时间 | When it began"),
        sa.Column("finished_at", sa.DateTime(timezone=True), comment="结束时间 | When it ended; empty while it runs or if it was killed"),
        sa.Column("status", sa.Text(), nullable=False, comment="批次状态 | running, completed, failed or killed"),
        sa.Column("version", sa.Text(), nullable=False, comment="程序版本 | Version of jixiao"),
        sa.Column("host", sa.Text(), comment="主机 | Machine and process"),
        sa.Column("document_count", sa.Integer(), nullable=False, comment="文件数 | Documents given"),
        sa.Column("loaded_count", sa.Integer(), nullable=False, comment="装载数 | Documents loaded"),
        sa.Column("unchanged_count", sa.Integer(), nullable=False, comment="未变数 | Documents known already"),
        sa.Column("refused_count", sa.Integer(), nullable=False, comment="拒绝数 | Documents refused"),
        sa.CheckConstraint("status IN ('running', 'completed', 'failed', 'killed')", name=op.f("load_run_status_check")),
        sa.PrimaryKeyConstraint("load_run_id", name=op.f("load_run_pkey")),
        schema="ops",
        comment="装载批次 | A run of the loader",
    )


def _roster() -> None:
    op.create_table(
        "roster",
        sa.Column("region_code", sa.Text(), autoincrement=False, nullable=False, comment="区划代码 | Division of the department"),
        sa.Column("department", sa.Text(), autoincrement=False, nullable=False, comment="部门名称 | Name of the department"),
        sa.Column("department_id", sa.BigInteger(), nullable=False, comment="部门编号 | Hash of region and name without region words"),
        sa.Column("function_key", sa.Text(), comment="职能 | What it does; wins over the vocabulary"),
        sa.Column("kind", sa.Text(), autoincrement=False, nullable=False, comment="报表类别 | Statement kind expected"),
        sa.Column("first_year", sa.SmallInteger(), autoincrement=False, nullable=False, comment="首年 | First fiscal year expected; do not sum"),
        sa.Column("last_year", sa.SmallInteger(), comment="末年 | Last fiscal year expected; empty: still expected; do not sum"),
        sa.CheckConstraint(
            "kind IN ('project_targets', 'department_overall', 'transfer_programme', 'self_evaluation')", name=op.f("roster_kind_check")
        ),
        sa.PrimaryKeyConstraint("region_code", "department", "kind", "first_year", name=op.f("roster_pkey")),
        schema="ops",
        comment="应公开名录 | Who is expected to publish what, as a steward's file says",
    )


def _rule() -> None:
    op.create_table(
        "rule",
        sa.Column("rule", sa.Text(), autoincrement=False, nullable=False, comment="规则代码 | Id of the rule"),
        sa.Column("severity", sa.Text(), nullable=False, comment="严重程度 | error, warning or info"),
        sa.Column("name_zh", sa.Text(), nullable=False, comment="规则名称 | Name in Chinese"),
        sa.Column("name_en", sa.Text(), nullable=False, comment="规则英文名 | Name in English"),
        sa.Column("hint_zh", sa.Text(), nullable=False, comment="处理建议 | What to do, in Chinese"),
        sa.Column("hint_en", sa.Text(), nullable=False, comment="英文处理建议 | What to do, in English"),
        sa.CheckConstraint("severity IN ('error', 'warning', 'info')", name=op.f("rule_severity_check")),
        sa.PrimaryKeyConstraint("rule", name=op.f("rule_pkey")),
        schema="ops",
        comment="规则 | Rules by which findings are made: the catalogue of checks and reading problems",
    )


def _department_succession() -> None:
    op.create_table(
        "department_succession",
        sa.Column(
            "from_department_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="原部门编号 | Department that ends or gives up work"
        ),
        sa.Column("to_department_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="新部门编号 | Department that goes on with it"),
        sa.Column(
            "effective_year",
            sa.SmallInteger(),
            autoincrement=False,
            nullable=False,
            comment="生效年度 | First fiscal year of the new order; do not sum",
        ),
        sa.Column("change", sa.Text(), nullable=False, comment="变更方式 | rename, merge, absorb or split"),
        sa.Column("source", sa.Text(), comment="依据 | Where this is known from"),
        sa.CheckConstraint("change IN ('rename', 'merge', 'absorb', 'split')", name=op.f("department_succession_change_check")),
        sa.ForeignKeyConstraint(
            ["from_department_id"], ["core.department.department_id"], name=op.f("department_succession_from_department_id_fkey")
        ),
        sa.ForeignKeyConstraint(["to_department_id"], ["core.department.department_id"], name=op.f("department_succession_to_department_id_fkey")),
        sa.PrimaryKeyConstraint("from_department_id", "to_department_id", "effective_year", name=op.f("department_succession_pkey")),
        schema="core",
        comment="部门沿革 | Which department follows which (机构改革), as a steward's file says",
    )


def _project() -> None:
    op.create_table(
        "project",
        sa.Column("project_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="项目编号 | Hash of department, project kind and stem"),
        sa.Column("department_id", sa.BigInteger(), nullable=False, comment="部门编号 | Department whose project it is"),
        sa.Column("project_kind", sa.Text(), nullable=False, comment="项目类别 | project, department_overall or transfer_programme"),
        sa.Column("stem", sa.Text(), nullable=False, comment="项目名干 | Name without code, document number, year marks and owner"),
        sa.Column("code", sa.Text(), comment="项目代码 | Project code of the budget system, where printed"),
        sa.CheckConstraint("project_kind IN ('project', 'department_overall', 'transfer_programme')", name=op.f("project_project_kind_check")),
        sa.ForeignKeyConstraint(["department_id"], ["core.department.department_id"], name=op.f("project_department_id_fkey")),
        sa.PrimaryKeyConstraint("project_id", name=op.f("project_pkey")),
        sa.UniqueConstraint("department_id", "project_kind", "stem", name=op.f("project_department_id_project_kind_stem_key")),
        schema="core",
        comment="项目 | Project of a department, across years",
    )


def _document() -> None:
    op.create_table(
        "document",
        sa.Column("document_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="文件编号 | Hash of sha256"),
        sa.Column("sha256", sa.Text(), nullable=False, comment="文件指纹 | SHA-256 of its bytes"),
        sa.Column("name", sa.Text(), nullable=False, comment="文件名 | Path or URL as given when it first came"),
        sa.Column("byte_size", sa.BigInteger(), nullable=False, comment="字节数 | Size in bytes"),
        sa.Column("media_type", sa.Text(), comment="文件格式 | Media type, told by content"),
        sa.Column("outcome", sa.Text(), nullable=False, comment="结果 | loaded or refused"),
        sa.Column("reason", sa.Text(), comment="拒绝原因 | Why it was refused"),
        sa.Column("reason_rule", sa.Text(), comment="拒绝规则 | Rule by which it was refused"),
        sa.Column("claimed_region_code", sa.Text(), comment="所称区划 | Region that manifest or caller say"),
        sa.Column("claimed_department", sa.Text(), comment="所称部门 | Department that manifest or caller say"),
        sa.Column("claimed_fiscal_year", sa.SmallInteger(), comment="所称年度 | Year that manifest or caller say; do not sum"),
        sa.Column("claimed_kind", sa.Text(), comment="所称报表类别 | Statement kind that the manifest says"),
        sa.Column("published_on", sa.Date(), comment="公开日期 | Day of publication, by manifest or as printed"),
        sa.Column("published_from", sa.Text(), comment="公开日期依据 | manifest or printed"),
        sa.Column("parser_version", sa.Text(), nullable=False, comment="读取版本 | Version of jixiao that read it"),
        sa.Column("load_run_id", sa.BigInteger(), nullable=False, comment="批次编号 | Run that brought it in"),
        sa.Column("load_order", sa.BigInteger(), nullable=False, comment="装载顺序 | Place in the order of loading, over all runs; do not sum"),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False, comment="装载时间 | When it was loaded or refused"),
        sa.CheckConstraint("outcome IN ('loaded', 'refused')", name=op.f("document_outcome_check")),
        sa.ForeignKeyConstraint(["load_run_id"], ["ops.load_run.load_run_id"], name=op.f("document_load_run_id_fkey")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("document_pkey")),
        sa.UniqueConstraint("sha256", name=op.f("document_sha256_key")),
        schema="ops",
        comment="文件 | A document, by its bytes",
    )


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("evidence_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="出处编号 | Hash of document and place"),
        sa.Column("document_id", sa.BigInteger(), nullable=False, comment="文件编号 | Document it is in"),
        sa.Column("page", sa.Integer(), comment="页码 | Page, from 1; empty where the format has none; do not sum"),
        sa.Column("box", sa.Text(), comment="位置框 | x0 top x1 bottom on the page, points from its top left"),
        sa.Column("place", sa.Text(), nullable=False, comment="位置 | Page, table, row and column; sheet and cell; or line"),
        sa.Column("text", sa.Text(), nullable=False, comment="原文 | Text of the cell as printed"),
        sa.ForeignKeyConstraint(["document_id"], ["ops.document.document_id"], name=op.f("evidence_document_id_fkey")),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("evidence_pkey")),
        schema="core",
        comment="出处 | A cell of a document: where facts stand, as printed",
    )


def _project_link() -> None:
    op.create_table(
        "project_link",
        sa.Column("from_project_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="原项目编号 | The earlier project"),
        sa.Column("to_project_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="新项目编号 | The project that continues it"),
        sa.Column("effective_year", sa.SmallInteger(), nullable=False, comment="生效年度 | First fiscal year in which it does; do not sum"),
        sa.Column("reason", sa.Text(), nullable=False, comment="承接依据 | code, succession or steward"),
        sa.CheckConstraint("reason IN ('code', 'succession', 'steward')", name=op.f("project_link_reason_check")),
        sa.ForeignKeyConstraint(["from_project_id"], ["core.project.project_id"], name=op.f("project_link_from_project_id_fkey")),
        sa.ForeignKeyConstraint(["to_project_id"], ["core.project.project_id"], name=op.f("project_link_to_project_id_fkey")),
        sa.PrimaryKeyConstraint("from_project_id", "to_project_id", name=op.f("project_link_pkey")),
        schema="core",
        comment="项目承接 | This project continues that one",
    )


def _statement() -> None:
    op.create_table(
        "statement",
        sa.Column("statement_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="报表编号 | Hash of document and ordinal"),
        sa.Column("document_id", sa.BigInteger(), nullable=False, comment="文件编号 | Document it stands in"),
        sa.Column("ordinal", sa.Integer(), nullable=False, comment="表序 | Its place among the document's statements, from 1; do not sum"),
        sa.Column(
            "statement_kind",
            sa.Text(),
            nullable=False,
            comment="报表类别 | project_targets, department_overall, transfer_programme or self_evaluation",
        ),
        sa.Column("covers", sa.Text(), nullable=False, comment="覆盖范围 | department (whole table) or project (single-project cards)"),
        sa.Column("layout", sa.Text(), nullable=False, comment="版式 | Layout by which it was read"),
        sa.Column("title", sa.Text(), comment="标题 | Title as printed"),
        sa.Column("department_id", sa.BigInteger(), nullable=False, comment="部门编号 | Department that publishes it"),
        sa.Column("department_from", sa.Text(), nullable=False, comment="部门依据 | Where the department was read"),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False, comment="年度 | Fiscal year; do not sum"),
        sa.Column("fiscal_year_from", sa.Text(), nullable=False, comment="年度依据 | title, cover, manifest, file_name or caller"),
        sa.Column("money_unit", sa.Text(), comment="金额单位 | yuan, 10k_yuan or 100m_yuan as printed"),
        sa.Column("money_unit_from", sa.Text(), comment="金额单位依据 | Where the money unit was read"),
        sa.Column("superseded_by", sa.BigInteger(), comment="被取代于 | Statement that supersedes the last of its rows"),
        sa.Column("evidence_id", sa.BigInteger(), comment="出处编号 | Cell or line of its title"),
        sa.CheckConstraint("covers IN ('department', 'project')", name=op.f("statement_covers_check")),
        sa.CheckConstraint(
            "statement_kind IN ('project_targets', 'department_overall', 'transfer_programme', 'self_evaluation')",
            name=op.f("statement_statement_kind_check"),
        ),
        sa.ForeignKeyConstraint(["department_id"], ["core.department.department_id"], name=op.f("statement_department_id_fkey")),
        sa.ForeignKeyConstraint(["document_id"], ["ops.document.document_id"], name=op.f("statement_document_id_fkey")),
        sa.ForeignKeyConstraint(["evidence_id"], ["core.evidence.evidence_id"], name=op.f("statement_evidence_id_fkey")),
        sa.ForeignKeyConstraint(["superseded_by"], ["ops.statement.statement_id"], name=op.f("statement_superseded_by_fkey")),
        sa.PrimaryKeyConstraint("statement_id", name=op.f("statement_pkey")),
        sa.UniqueConstraint("document_id", "ordinal", name=op.f("statement_document_id_ordinal_key")),
        schema="ops",
        comment="报表 | A published table in a document",
    )
    op.create_index(
        op.f("statement_department_id_fiscal_year_statement_kind_idx"),
        "statement",
        ["department_id", "fiscal_year", "statement_kind"],
        unique=False,
        schema="ops",
    )


def _project_year() -> None:
    op.create_table(
        "project_year",
        sa.Column("project_year_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="项目年度编号 | Hash of statement and row number"),
        sa.Column("project_id", sa.BigInteger(), nullable=False, comment="项目编号 | Project it is about"),
        sa.Column("statement_id", sa.BigInteger(), nullable=False, comment="报表编号 | Statement it stands in"),
        sa.Column("row_number", sa.Integer(), nullable=False, comment="行号 | Its place among the statement's projects, from 1; do not sum"),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False, comment="年度 | Fiscal year; do not sum"),
        sa.Column("unit_department_id", sa.BigInteger(), comment="单位编号 | Spending unit (资金使用单位), where printed"),
        sa.Column("name", sa.Text(), nullable=False, comment="项目名称 | Name as printed"),
        sa.Column("code", sa.Text(), comment="项目代码 | Project code as printed in this row"),
        sa.Column("funding_document", sa.Text(), comment="资金文号 | Number of the document that grants the money"),
        sa.Column("year_mark", sa.Text(), comment="年度标记 | Years printed in the name, taken out of the stem"),
        sa.Column("phase", sa.Text(), comment="期次 | Phase printed in the name (第二期)"),
        sa.Column("annual_goal", sa.Text(), comment="年度目标 | Goal of the year, in words"),
        sa.Column("annual_goal_evidence_id", sa.BigInteger(), comment="年度目标出处 | Cell of the annual goal"),
        sa.Column("cycle_goal", sa.Text(), comment="周期目标 | Goal of the whole period, in words"),
        sa.Column("cycle_goal_evidence_id", sa.BigInteger(), comment="周期目标出处 | Cell of the cycle goal"),
        sa.Column("total_yuan", sa.Numeric(precision=20, scale=2), comment="金额 | Annual budget, yuan"),
        sa.Column("total_evidence_id", sa.BigInteger(), comment="金额出处 | Cell of the total"),
        sa.Column("evidence_id", sa.BigInteger(), nullable=False, comment="出处编号 | Cell of the name"),
        sa.Column("is_current", sa.Boolean(), nullable=False, comment="现行 | Whether no later publication supersedes it"),
        sa.CheckConstraint("(annual_goal IS NULL) = (annual_goal_evidence_id IS NULL)", name=op.f("project_year_annual_goal_evidence_check")),
        sa.CheckConstraint("(cycle_goal IS NULL) = (cycle_goal_evidence_id IS NULL)", name=op.f("project_year_cycle_goal_evidence_check")),
        sa.CheckConstraint("(total_yuan IS NULL) = (total_evidence_id IS NULL)", name=op.f("project_year_total_evidence_check")),
        sa.ForeignKeyConstraint(["annual_goal_evidence_id"], ["core.evidence.evidence_id"], name=op.f("project_year_annual_goal_evidence_id_fkey")),
        sa.ForeignKeyConstraint(["cycle_goal_evidence_id"], ["core.evidence.evidence_id"], name=op.f("project_year_cycle_goal_evidence_id_fkey")),
        sa.ForeignKeyConstraint(["evidence_id"], ["core.evidence.evidence_id"], name=op.f("project_year_evidence_id_fkey")),
        sa.ForeignKeyConstraint(["project_id"], ["core.project.project_id"], name=op.f("project_year_project_id_fkey")),
        sa.ForeignKeyConstraint(["statement_id"], ["ops.statement.statement_id"], name=op.f("project_year_statement_id_fkey")),
        sa.ForeignKeyConstraint(["total_evidence_id"], ["core.evidence.evidence_id"], name=op.f("project_year_total_evidence_id_fkey")),
        sa.ForeignKeyConstraint(["unit_department_id"], ["core.department.department_id"], name=op.f("project_year_unit_department_id_fkey")),
        sa.PrimaryKeyConstraint("project_year_id", name=op.f("project_year_pkey")),
        sa.UniqueConstraint("statement_id", "row_number", name=op.f("project_year_statement_id_row_number_key")),
        schema="core",
        comment="项目年度 | A project row of a statement",
    )
    op.create_index(op.f("project_year_project_id_fiscal_year_idx"), "project_year", ["project_id", "fiscal_year"], unique=False, schema="core")


def _published_total() -> None:
    op.create_table(
        "published_total",
        sa.Column(
            "published_total_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="合计编号 | Hash of statement, scope, unit and source"
        ),
        sa.Column("statement_id", sa.BigInteger(), nullable=False, comment="报表编号 | Statement it stands in"),
        sa.Column("scope", sa.Text(), nullable=False, comment="合计范围 | statement (合计) or unit (单位小计)"),
        sa.Column("unit_name", sa.Text(), comment="单位名称 | Unit whose subtotal it is"),
        sa.Column("funding_source", sa.Text(), comment="资金来源代码 | Source; empty for the total of all"),
        sa.Column("amount_yuan", sa.Numeric(precision=20, scale=2), nullable=False, comment="金额 | Amount, yuan"),
        sa.Column("evidence_id", sa.BigInteger(), nullable=False, comment="出处编号 | Cell it was read from"),
        sa.CheckConstraint("scope IN ('statement', 'unit')", name=op.f("published_total_scope_check")),
        sa.ForeignKeyConstraint(["evidence_id"], ["core.evidence.evidence_id"], name=op.f("published_total_evidence_id_fkey")),
        sa.ForeignKeyConstraint(["funding_source"], ["core.funding_source.funding_source"], name=op.f("published_total_funding_source_fkey")),
        sa.ForeignKeyConstraint(["statement_id"], ["ops.statement.statement_id"], name=op.f("published_total_statement_id_fkey")),
        sa.PrimaryKeyConstraint("published_total_id", name=op.f("published_total_pkey")),
        sa.UniqueConstraint(
            "statement_id",
            "scope",
            "unit_name",
            "funding_source",
            name=op.f("published_total_statement_id_scope_unit_name_funding_source_key"),
            postgresql_nulls_not_distinct=True,
        ),
        schema="core",
        comment="公布合计 | Totals and unit rows as printed",
    )


def _actual_value() -> None:
    op.create_table(
        "actual_value",
        sa.Column(
            "actual_value_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="完成值编号 | Hash of row, indicator's place and part"
        ),
        sa.Column("project_year_id", sa.BigInteger(), nullable=False, comment="项目年度编号 | Row it stands in"),
        sa.Column("indicator_id", sa.BigInteger(), nullable=False, comment="指标编号 | Indicator it belongs to"),
        sa.Column("seq", sa.Integer(), nullable=False, comment="序号 | The indicator's place in the row, from 1; do not sum"),
        sa.Column("part", sa.SmallInteger(), nullable=False, comment="分项 | Which part of the actual, from 1; do not sum"),
        sa.Column("comparator", sa.Text(), nullable=False, comment="比较符 | ge, gt, eq, lt, le, range, approx, qualitative, before or period"),
        sa.Column("low", sa.Numeric(precision=30, scale=10), comment="下限 | Lower number; do not sum"),
        sa.Column("high", sa.Numeric(precision=30, scale=10), comment="上限 | Upper number; do not sum"),
        sa.Column("low_date", sa.Date(), comment="起始日 | First day, for period"),
        sa.Column("high_date", sa.Date(), comment="截止日 | Last day, for before and period"),
        sa.Column("low_inclusive", sa.Boolean(), comment="含下限 | Whether the lower number itself counts"),
        sa.Column("high_inclusive", sa.Boolean(), comment="含上限 | Whether the upper number itself counts"),
        sa.Column("bound", sa.Numeric(precision=30, scale=10), comment="界值 | The number to reach; do not sum"),
        sa.Column("bound_date", sa.Date(), comment="界日 | The day to reach"),
        sa.Column("direction", sa.Text(), nullable=False, comment="方向 | positive (more is better), negative or none"),
        sa.Column("direction_from", sa.Text(), comment="方向依据 | comparator, printed, name, zero or default"),
        sa.Column("unit", sa.Text(), comment="计量单位 | Unit of the number"),
        sa.Column("unit_from", sa.Text(), comment="单位出处 | value, name or column"),
        sa.Column("basis", sa.Text(), comment="时间口径 | Span of time that the number is per (每季度)"),
        sa.Column("scope", sa.Text(), comment="对象口径 | Entity that the number is per (每个司法所)"),
        sa.Column("measure", sa.Text(), comment="值内口径 | What the value itself says it measures"),
        sa.Column("text", sa.Text(), comment="文字 | Wording of a qualitative value, or around a number"),
        sa.Column("implied", sa.Boolean(), nullable=False, comment="默认等于 | Whether no sign was printed, so that = is a convention"),
        sa.Column("raw", sa.Text(), nullable=False, comment="完成值原文 | The actual as printed"),
        sa.Column("evidence_id", sa.BigInteger(), nullable=False, comment="出处编号 | Cell it was read from"),
        sa.Column("weight", sa.Numeric(precision=12, scale=6), comment="权重 | Points of the indicator, where printed; do not sum"),
        sa.Column("score", sa.Numeric(precision=12, scale=6), comment="得分 | Points given; do not sum across parts"),
        sa.Column("reason", sa.Text(), comment="偏差原因 | Reason given for a deviation"),
        sa.CheckConstraint(
            "comparator IN ('ge', 'gt', 'eq', 'lt', 'le', 'range', 'approx', 'qualitative', 'before', 'period')",
            name=op.f("actual_value_comparator_check"),
        ),
        sa.CheckConstraint("direction IN ('positive', 'negative', 'none')", name=op.f("actual_value_direction_check")),
        sa.ForeignKeyConstraint(["evidence_id"], ["core.evidence.evidence_id"], name=op.f("actual_value_evidence_id_fkey")),
        sa.ForeignKeyConstraint(["indicator_id"], ["core.indicator.indicator_id"], name=op.f("actual_value_indicator_id_fkey")),
        sa.ForeignKeyConstraint(["project_year_id"], ["core.project_year.project_year_id"], name=op.f("actual_value_project_year_id_fkey")),
        sa.PrimaryKeyConstraint("actual_value_id", name=op.f("actual_value_pkey")),
        sa.UniqueConstraint("project_year_id", "seq", "part", name=op.f("actual_value_project_year_id_seq_part_key")),
        schema="core",
        comment="绩效完成值 | One part of what a self-evaluation says was reached",
    )


def _funding() -> None:
    op.create_table(
        "funding",
        sa.Column("project_year_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="项目年度编号 | Row it stands in"),
        sa.Column("stage", sa.Text(), autoincrement=False, nullable=False, comment="资金阶段 | budget, adjusted, executed or cycle (whole period)"),
        sa.Column("funding_source", sa.Text(), autoincrement=False, nullable=False, comment="资金来源代码 | Source of the money"),
        sa.Column("amount_yuan", sa.Numeric(precision=20, scale=2), nullable=False, comment="金额 | Amount, yuan"),
        sa.Column("evidence_id", sa.BigInteger(), nullable=False, comment="出处编号 | Cell it was read from"),
        sa.CheckConstraint("stage IN ('budget', 'adjusted', 'executed', 'cycle')", name=op.f("funding_stage_check")),
        sa.ForeignKeyConstraint(["evidence_id"], ["core.evidence.evidence_id"], name=op.f("funding_evidence_id_fkey")),
        sa.ForeignKeyConstraint(["funding_source"], ["core.funding_source.funding_source"], name=op.f("funding_funding_source_fkey")),
        sa.ForeignKeyConstraint(["project_year_id"], ["core.project_year.project_year_id"], name=op.f("funding_project_year_id_fkey")),
        sa.PrimaryKeyConstraint("project_year_id", "stage", "funding_source", name=op.f("funding_pkey")),
        schema="core",
        comment="项目资金 | Amount of a project row by stage and source",
    )


def _stage_total() -> None:
    op.create_table(
        "stage_total",
        sa.Column("project_year_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="项目年度编号 | Row it stands in"),
        sa.Column("stage", sa.Text(), autoincrement=False, nullable=False, comment="资金阶段 | budget, adjusted, executed or cycle (whole period)"),
        sa.Column("amount_yuan", sa.Numeric(precision=20, scale=2), nullable=False, comment="金额 | Amount, yuan"),
        sa.Column("evidence_id", sa.BigInteger(), nullable=False, comment="出处编号 | Cell it was read from"),
        sa.CheckConstraint("stage IN ('budget', 'adjusted', 'executed', 'cycle')", name=op.f("stage_total_stage_check")),
        sa.ForeignKeyConstraint(["evidence_id"], ["core.evidence.evidence_id"], name=op.f("stage_total_evidence_id_fkey")),
        sa.ForeignKeyConstraint(["project_year_id"], ["core.project_year.project_year_id"], name=op.f("stage_total_project_year_id_fkey")),
        sa.PrimaryKeyConstraint("project_year_id", "stage", name=op.f("stage_total_pkey")),
        schema="core",
        comment="阶段合计 | Total of a project row at a stage, as printed",
    )


def _target_value() -> None:
    op.create_table(
        "target_value",
        sa.Column(
            "target_value_id",
            sa.BigInteger(),
            autoincrement=False,
            nullable=False,
            comment="目标值编号 | Hash of row, indicator's place, horizon and part",
        ),
        sa.Column("horizon", sa.Text(), nullable=False, comment="时段 | annual or cycle (实施周期)"),
        sa.Column("project_year_id", sa.BigInteger(), nullable=False, comment="项目年度编号 | Row it stands in"),
        sa.Column("indicator_id", sa.BigInteger(), nullable=False, comment="指标编号 | Indicator it belongs to"),
        sa.Column("seq", sa.Integer(), nullable=False, comment="序号 | The indicator's place in the row, from 1; do not sum"),
        sa.Column("part", sa.SmallInteger(), nullable=False, comment="分项 | Which part of the target, from 1; do not sum"),
        sa.Column("comparator", sa.Text(), nullable=False, comment="比较符 | ge, gt, eq, lt, le, range, approx, qualitative, before or period"),
        sa.Column("low", sa.Numeric(precision=30, scale=10), comment="下限 | Lower number; do not sum"),
        sa.Column("high", sa.Numeric(precision=30, scale=10), comment="上限 | Upper number; do not sum"),
        sa.Column("low_date", sa.Date(), comment="起始日 | First day, for period"),
        sa.Column("high_date", sa.Date(), comment="截止日 | Last day, for before and period"),
        sa.Column("low_inclusive", sa.Boolean(), comment="含下限 | Whether the lower number itself counts"),
        sa.Column("high_inclusive", sa.Boolean(), comment="含上限 | Whether the upper number itself counts"),
        sa.Column("bound", sa.Numeric(precision=30, scale=10), comment="界值 | The number to reach; do not sum"),
        sa.Column("bound_date", sa.Date(), comment="界日 | The day to reach"),
        sa.Column("direction", sa.Text(), nullable=False, comment="方向 | positive (more is better), negative or none"),
        sa.Column("direction_from", sa.Text(), comment="方向依据 | comparator, printed, name, zero or default"),
        sa.Column("unit", sa.Text(), comment="计量单位 | Unit of the number"),
        sa.Column("unit_from", sa.Text(), comment="单位出处 | value, name or column"),
        sa.Column("basis", sa.Text(), comment="时间口径 | Span of time that the number is per (每季度)"),
        sa.Column("scope", sa.Text(), comment="对象口径 | Entity that the number is per (每个司法所)"),
        sa.Column("measure", sa.Text(), comment="值内口径 | What the value itself says it measures"),
        sa.Column("text", sa.Text(), comment="文字 | Wording of a qualitative value, or around a number"),
        sa.Column("implied", sa.Boolean(), nullable=False, comment="默认等于 | Whether no sign was printed, so that = is a convention"),
        sa.Column("raw", sa.Text(), nullable=False, comment="指标值原文 | The target as printed"),
        sa.Column("evidence_id", sa.BigInteger(), nullable=False, comment="出处编号 | Cell it was read from"),
        sa.Column("weight", sa.Numeric(precision=12, scale=6), comment="权重 | Points of the indicator, where printed; do not sum"),
        sa.CheckConstraint(
            "comparator IN ('ge', 'gt', 'eq', 'lt', 'le', 'range', 'approx', 'qualitative', 'before', 'period')",
            name=op.f("target_value_comparator_check"),
        ),
        sa.CheckConstraint("direction IN ('positive', 'negative', 'none')", name=op.f("target_value_direction_check")),
        sa.CheckConstraint("horizon IN ('annual', 'cycle')", name=op.f("target_value_horizon_check")),
        sa.ForeignKeyConstraint(["evidence_id"], ["core.evidence.evidence_id"], name=op.f("target_value_evidence_id_fkey")),
        sa.ForeignKeyConstraint(["indicator_id"], ["core.indicator.indicator_id"], name=op.f("target_value_indicator_id_fkey")),
        sa.ForeignKeyConstraint(["project_year_id"], ["core.project_year.project_year_id"], name=op.f("target_value_project_year_id_fkey")),
        sa.PrimaryKeyConstraint("target_value_id", name=op.f("target_value_pkey")),
        sa.UniqueConstraint("project_year_id", "seq", "horizon", "part", name=op.f("target_value_project_year_id_seq_horizon_part_key")),
        schema="core",
        comment="绩效目标值 | One part of a target of an indicator",
    )


def _task() -> None:
    op.create_table(
        "task",
        sa.Column("project_year_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="项目年度编号 | Row of the form it stands in"),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False, comment="序号 | Place in the form, from 1; do not sum"),
        sa.Column("name", sa.Text(), nullable=False, comment="任务名称 | Name as printed"),
        sa.Column("content", sa.Text(), comment="主要内容 | Content as printed"),
        sa.Column("goal", sa.Text(), comment="任务目标 | Goal in words"),
        sa.Column("amount_yuan", sa.Numeric(precision=20, scale=2), comment="金额 | Total of the task, yuan"),
        sa.Column("evidence_id", sa.BigInteger(), nullable=False, comment="出处编号 | Cell it was read from"),
        sa.ForeignKeyConstraint(["evidence_id"], ["core.evidence.evidence_id"], name=op.f("task_evidence_id_fkey")),
        sa.ForeignKeyConstraint(["project_year_id"], ["core.project_year.project_year_id"], name=op.f("task_project_year_id_fkey")),
        sa.PrimaryKeyConstraint("project_year_id", "seq", name=op.f("task_pkey")),
        schema="core",
        comment="年度任务 | Task of a whole-department form (年度重点工作任务)",
    )


def _finding() -> None:
    op.create_table(
        "finding",
        sa.Column(
            "finding_id",
            sa.BigInteger(),
            autoincrement=False,
            nullable=False,
            comment="问题编号 | Hash of document, statement, rule, place and operands",
        ),
        sa.Column("document_id", sa.BigInteger(), nullable=False, comment="文件编号 | Document it is about"),
        sa.Column("statement_id", sa.BigInteger(), comment="报表编号 | Statement it is about"),
        sa.Column("project_year_id", sa.BigInteger(), comment="项目年度编号 | Project row it is about"),
        sa.Column("indicator_id", sa.BigInteger(), comment="指标编号 | Indicator it is about"),
        sa.Column("seq", sa.Integer(), comment="序号 | The indicator's place in the row; do not sum"),
        sa.Column("rule", sa.Text(), nullable=False, comment="规则代码 | Rule that found it"),
        sa.Column("severity", sa.Text(), nullable=False, comment="严重程度 | error, warning or info"),
        sa.Column("source", sa.Text(), nullable=False, comment="来源 | reading (Python) or check (SQL)"),
        sa.Column("place", sa.Text(), nullable=False, comment="位置 | Where in the document"),
        sa.Column("found", sa.Text(), comment="实际 | What was found"),
        sa.Column("expected", sa.Text(), comment="应为 | What was expected"),
        sa.Column("difference", sa.Numeric(precision=30, scale=10), comment="差额 | Difference of the two, yuan where money; do not sum"),
        sa.Column("hint", sa.Text(), comment="提示 | What to do here, beyond the rule's own words"),
        sa.CheckConstraint("severity IN ('error', 'warning', 'info')", name=op.f("finding_severity_check")),
        sa.CheckConstraint("source IN ('reading', 'check')", name=op.f("finding_source_check")),
        sa.ForeignKeyConstraint(["document_id"], ["ops.document.document_id"], name=op.f("finding_document_id_fkey")),
        sa.ForeignKeyConstraint(["indicator_id"], ["core.indicator.indicator_id"], name=op.f("finding_indicator_id_fkey")),
        sa.ForeignKeyConstraint(["project_year_id"], ["core.project_year.project_year_id"], name=op.f("finding_project_year_id_fkey")),
        sa.ForeignKeyConstraint(["rule"], ["ops.rule.rule"], name=op.f("finding_rule_fkey")),
        sa.ForeignKeyConstraint(["statement_id"], ["ops.statement.statement_id"], name=op.f("finding_statement_id_fkey")),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("finding_pkey")),
        schema="ops",
        comment="问题 | Something that needs a look",
    )
    op.create_index(op.f("finding_document_id_idx"), "finding", ["document_id"], unique=False, schema="ops")
    op.create_index(op.f("finding_statement_id_idx"), "finding", ["statement_id"], unique=False, schema="ops")


def _task_funding() -> None:
    op.create_table(
        "task_funding",
        sa.Column("project_year_id", sa.BigInteger(), autoincrement=False, nullable=False, comment="项目年度编号 | Row of the form it stands in"),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False, comment="序号 | The task's place in the form; do not sum"),
        sa.Column("funding_source", sa.Text(), autoincrement=False, nullable=False, comment="资金来源代码 | Source of the money"),
        sa.Column("amount_yuan", sa.Numeric(precision=20, scale=2), nullable=False, comment="金额 | Amount, yuan"),
        sa.Column("evidence_id", sa.BigInteger(), nullable=False, comment="出处编号 | Cell it was read from"),
        sa.ForeignKeyConstraint(["evidence_id"], ["core.evidence.evidence_id"], name=op.f("task_funding_evidence_id_fkey")),
        sa.ForeignKeyConstraint(["funding_source"], ["core.funding_source.funding_source"], name=op.f("task_funding_funding_source_fkey")),
        sa.ForeignKeyConstraint(
            ["project_year_id", "seq"], ["core.task.project_year_id", "core.task.seq"], name=op.f("task_funding_project_year_id_seq_fkey")
        ),
        sa.PrimaryKeyConstraint("project_year_id", "seq", "funding_source", name=op.f("task_funding_pkey")),
        schema="core",
        comment="任务资金 | Sources of a task's money",
    )
