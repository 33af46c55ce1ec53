"""The summary tables: what is slow to ask at ten million targets, kept by the load behind the views. ``jixiao db upgrade`` fills them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from etl.load.views import drop as drop_views

revision = "20261126_summaries"
down_revision = "20261125_project_suggestions"
branch_labels = None
depends_on = None

TABLES = (
    "department_year",
    "department_statement",
    "promised_project",
    "evaluated_project",
    "project_money",
    "promised_target",
    "compared_target",
    "peer_target",
    "counted_target",
    "republished_pair",
)


def upgrade() -> None:
    drop_views(op.get_bind())  # one of the tables takes the name of a helper view
    for create in (
        _department_year,
        _department_statement,
        _promised_project,
        _evaluated_project,
        _project_money,
        _promised_target,
        _compared_target,
        _peer_target,
        _counted_target,
        _republished_pair,
    ):
        create()
    op.create_index(op.f("project_link_to_project_id_idx"), "project_link", ["to_project_id"], schema="core")
    op.create_index(op.f("roster_department_id_idx"), "roster", ["department_id"], schema="ops")


def downgrade() -> None:
    drop_views(op.get_bind())
    op.drop_index(op.f("roster_department_id_idx"), table_name="roster", schema="ops")
    op.drop_index(op.f("project_link_to_project_id_idx"), table_name="project_link", schema="core")
    for table in TABLES:
        op.drop_table(table, schema="core")


def _department_year() -> None:
    op.create_table(
        "department_year",
        sa.Column("department_id", sa.BigInteger(), nullable=False, comment="部门编号 | Department"),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False, comment="年度 | Fiscal year; do not sum"),
        sa.Column("region_code", sa.Text(), nullable=True, comment="区划代码 | Division it belongs to"),
        sa.Column("region_name", sa.Text(), nullable=True, comment="区划名称 | Name of the division at the end of the year"),
        sa.Column("region_level", sa.Text(), nullable=True, comment="行政级别 | Level of the division at the end of the year"),
        sa.Column("department_name", sa.Text(), nullable=False, comment="部门名称 | Name as published"),
        sa.Column("function_key", sa.Text(), nullable=True, comment="职能 | What it does; the roster wins over the vocabulary"),
        sa.Column("has_promise", sa.Boolean(), nullable=False, comment="有目标表 | Whether a current target table is there"),
        sa.Column("total_yuan", sa.Numeric(precision=20, scale=2), nullable=True, comment="金额 | Money of its projects, yuan"),
        sa.Column("project_count", sa.Integer(), nullable=False, comment="项目数 | Projects"),
        sa.Column("indicator_count", sa.Integer(), nullable=False, comment="指标数 | Indicators of its projects as filed"),
        sa.Column("target_count", sa.Integer(), nullable=False, comment="目标数 | Targets of its projects"),
        sa.Column("quantified_count", sa.Integer(), nullable=False, comment="量化指标数 | Indicators whose target holds a number or a date"),
        sa.Column("full_mark_count", sa.Integer(), nullable=False, comment="满格指标数 | Indicators whose target is 100 %"),
        sa.Column("both_count", sa.Integer(), nullable=False, comment="双目标指标数 | Indicators with an annual and a cycle target"),
        sa.Column("copied_count", sa.Integer(), nullable=False, comment="照抄指标数 | Indicators whose cycle and annual text are equal"),
        sa.Column("without_satisfaction", sa.Integer(), nullable=False, comment="无满意度项目数 | Projects without an indicator of satisfaction"),
        sa.Column("without_cost", sa.Integer(), nullable=False, comment="无成本项目数 | Projects without an indicator of cost"),
        sa.Column("finding_count", sa.Integer(), nullable=False, comment="问题数 | Findings about its target tables"),
        sa.Column(
            "overall_yuan", sa.Numeric(precision=20, scale=2), nullable=True, comment="整体金额 | Money that a whole-department form states, yuan"
        ),
        sa.Column("programme_yuan", sa.Numeric(precision=20, scale=2), nullable=True, comment="转移支付金额 | Money of transfer programmes, yuan"),
        sa.PrimaryKeyConstraint("department_id", "fiscal_year", name=op.f("department_year_pkey")),
        schema="core",
        comment="部门年度 | A department in a year: who, where, and its promises counted (summary, made by the load)",
    )
    op.create_index(op.f("department_year_department_name_idx"), "department_year", ["department_name"], unique=False, schema="core")
    op.create_index(
        op.f("department_year_fiscal_year_function_key_idx"), "department_year", ["fiscal_year", "function_key"], unique=False, schema="core"
    )
    op.create_index(
        op.f("department_year_region_code_fiscal_year_idx"), "department_year", ["region_code", "fiscal_year"], unique=False, schema="core"
    )


def _department_statement() -> None:
    op.create_table(
        "department_statement",
        sa.Column("department_id", sa.BigInteger(), nullable=False, comment="部门编号 | Department"),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False, comment="年度 | Fiscal year; do not sum"),
        sa.Column("statement_kind", sa.Text(), nullable=False, comment="报表类别 | Kind of statement"),
        sa.Column("is_published", sa.Boolean(), nullable=False, comment="已公开 | Whether a row of it is current"),
        sa.Column("document_count", sa.Integer(), nullable=False, comment="文件数 | Documents with current rows"),
        sa.Column("project_count", sa.Integer(), nullable=False, comment="项目数 | Projects"),
        sa.Column("indicator_count", sa.Integer(), nullable=False, comment="指标数 | Indicators as filed"),
        sa.Column("target_count", sa.Integer(), nullable=False, comment="目标数 | Targets"),
        sa.Column("fiscal_year_from", sa.Text(), nullable=True, comment="年度依据 | Where the year was read, joined with 、"),
        sa.Column("first_loaded_at", sa.DateTime(timezone=True), nullable=False, comment="首次装载时间 | When the first document came"),
        sa.Column("last_loaded_at", sa.DateTime(timezone=True), nullable=False, comment="最近装载时间 | When the last document came"),
        sa.PrimaryKeyConstraint("department_id", "fiscal_year", "statement_kind", name=op.f("department_statement_pkey")),
        schema="core",
        comment="部门报表 | What a department has published for a year, by kind of statement (summary, made by the load)",
    )
    op.create_index(
        op.f("department_statement_fiscal_year_department_id_idx"),
        "department_statement",
        ["fiscal_year", "department_id"],
        unique=False,
        schema="core",
    )


def _promised_project() -> None:
    op.create_table(
        "promised_project",
        sa.Column("project_id", sa.BigInteger(), nullable=False, comment="项目编号 | Project"),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False, comment="年度 | Fiscal year; do not sum"),
        sa.Column("department_id", sa.BigInteger(), nullable=False, comment="部门编号 | Department"),
        sa.Column("project_kind", sa.Text(), nullable=False, comment="项目类别 | project, department_overall or transfer_programme"),
        sa.Column("project_name", sa.Text(), nullable=False, comment="项目名称 | Name of the main row"),
        sa.Column("project_year_id", sa.BigInteger(), nullable=False, comment="主行编号 | The main row"),
        sa.Column("row_count", sa.Integer(), nullable=False, comment="行数 | Rows of the project"),
        sa.Column("total_yuan", sa.Numeric(precision=20, scale=2), nullable=True, comment="金额 | Sum of its rows, yuan"),
        sa.Column("indicator_count", sa.Integer(), nullable=False, comment="指标数 | Indicators as filed"),
        sa.Column("target_count", sa.Integer(), nullable=False, comment="目标数 | Targets"),
        sa.Column("quantified_count", sa.Integer(), nullable=False, comment="量化指标数 | Indicators whose target holds a number or a date"),
        sa.Column("full_mark_count", sa.Integer(), nullable=False, comment="满格指标数 | Indicators whose target is 100 %"),
        sa.Column("both_count", sa.Integer(), nullable=False, comment="双目标指标数 | Indicators with an annual and a cycle target"),
        sa.Column("copied_count", sa.Integer(), nullable=False, comment="照抄指标数 | Indicators whose cycle and annual text are equal"),
        sa.Column("has_satisfaction", sa.Boolean(), nullable=False, comment="有满意度指标 | Whether an indicator is of satisfaction"),
        sa.Column("has_cost", sa.Boolean(), nullable=False, comment="有成本指标 | Whether an indicator is of cost"),
        sa.Column(
            "previous_year",
            sa.SmallInteger(),
            nullable=True,
            comment="上期年度 | Latest earlier year of it or what it continues; empty in the first; do not sum",
        ),
        sa.Column("previous_total_yuan", sa.Numeric(precision=20, scale=2), nullable=True, comment="上期金额 | Money of that year, yuan"),
        sa.Column("tightened", sa.Integer(), nullable=False, comment="收紧数 | Annual targets tightened since that year"),
        sa.Column("loosened", sa.Integer(), nullable=False, comment="放松数 | Annual targets loosened"),
        sa.Column("unchanged", sa.Integer(), nullable=False, comment="不变数 | Annual targets unchanged"),
        sa.Column("comparator_changed", sa.Integer(), nullable=False, comment="改比较符数 | Annual targets of which only the sign changed"),
        sa.Column("reworded", sa.Integer(), nullable=False, comment="改写数 | Annual targets in words that were reworded"),
        sa.Column("not_comparable", sa.Integer(), nullable=False, comment="不可比数 | Annual targets that cannot be compared"),
        sa.Column("added", sa.Integer(), nullable=False, comment="新增数 | Annual targets added"),
        sa.Column("dropped", sa.Integer(), nullable=False, comment="取消数 | Annual targets dropped"),
        sa.Column(
            "common_indicators", sa.Text(), nullable=True, comment="共有指标 | Indicators that stand in more than one of its rows, joined with 、"
        ),
        sa.PrimaryKeyConstraint("project_id", "fiscal_year", name=op.f("promised_project_pkey")),
        schema="core",
        comment="承诺项目 | A project's year as promised: its rows together, beside the year before (summary, made by the load)",
    )
    op.create_index(
        op.f("promised_project_fiscal_year_department_id_idx"), "promised_project", ["fiscal_year", "department_id"], unique=False, schema="core"
    )
    op.create_index(op.f("promised_project_project_name_idx"), "promised_project", ["project_name"], unique=False, schema="core")


def _evaluated_project() -> None:
    op.create_table(
        "evaluated_project",
        sa.Column("project_id", sa.BigInteger(), nullable=False, comment="项目编号 | Project"),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False, comment="年度 | Fiscal year; do not sum"),
        sa.Column("department_id", sa.BigInteger(), nullable=False, comment="部门编号 | Department"),
        sa.Column("project_name", sa.Text(), nullable=False, comment="项目名称 | Name of the main row of what was promised, else as evaluated"),
        sa.Column("budget_yuan", sa.Numeric(precision=20, scale=2), nullable=True, comment="年初预算 | Budget at the start of the year, yuan"),
        sa.Column("adjusted_yuan", sa.Numeric(precision=20, scale=2), nullable=True, comment="调整预算 | Budget after adjustment, yuan"),
        sa.Column("executed_yuan", sa.Numeric(precision=20, scale=2), nullable=True, comment="执行数 | Money spent, yuan"),
        sa.Column("self_score", sa.Numeric(), nullable=True, comment="指标自评得分 | Points given to the indicators; do not sum"),
        sa.Column("met", sa.Integer(), nullable=False, comment="完成数 | Promised targets that were met"),
        sa.Column("not_met", sa.Integer(), nullable=False, comment="未完成数 | Promised targets that were not met"),
        sa.Column("undecided", sa.Integer(), nullable=False, comment="无法判断数 | Promised targets of which it cannot be told"),
        sa.Column("moved", sa.Integer(), nullable=False, comment="目标变动数 | Targets restated otherwise than promised"),
        sa.PrimaryKeyConstraint("project_id", "fiscal_year", name=op.f("evaluated_project_pkey")),
        schema="core",
        comment="自评项目 | A project's year as evaluated: money and targets reached (summary, made by the load)",
    )
    op.create_index(
        op.f("evaluated_project_fiscal_year_department_id_idx"), "evaluated_project", ["fiscal_year", "department_id"], unique=False, schema="core"
    )
    op.create_index(op.f("evaluated_project_project_name_idx"), "evaluated_project", ["project_name"], unique=False, schema="core")


def _project_money() -> None:
    op.create_table(
        "project_money",
        sa.Column("department_id", sa.BigInteger(), nullable=False, comment="部门编号 | Department"),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False, comment="年度 | Fiscal year; do not sum"),
        sa.Column("project_id", sa.BigInteger(), nullable=False, comment="项目编号 | Project"),
        sa.Column("project_kind", sa.Text(), nullable=False, comment="项目类别 | project, department_overall or transfer_programme"),
        sa.Column("project_name", sa.Text(), nullable=False, comment="项目名称 | Name of the main row"),
        sa.Column("stage", sa.Text(), nullable=False, comment="资金阶段 | budget, adjusted, executed or cycle"),
        sa.Column("funding_source", sa.Text(), nullable=False, comment="资金来源代码 | Source; unspecified where none is printed"),
        sa.Column("amount_yuan", sa.Numeric(precision=20, scale=2), nullable=False, comment="金额 | Amount, yuan"),
        sa.Column("stage_yuan", sa.Numeric(precision=20, scale=2), nullable=False, comment="阶段合计 | Sum of the stage, yuan"),
        schema="core",
        comment="项目资金构成 | A project's money by stage and source, as told by promise and self-evaluation (summary, made by the load)",
    )
    op.create_index(
        op.f("project_money_fiscal_year_department_id_idx"), "project_money", ["fiscal_year", "department_id"], unique=False, schema="core"
    )
    op.create_index(op.f("project_money_project_name_idx"), "project_money", ["project_name"], unique=False, schema="core")


def _promised_target() -> None:
    op.create_table(
        "promised_target",
        sa.Column("department_id", sa.BigInteger(), nullable=False, comment="部门编号 | Department"),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False, comment="年度 | Fiscal year; do not sum"),
        sa.Column("project_year_id", sa.BigInteger(), nullable=False, comment="项目年度编号 | Row it stands in"),
        sa.Column("target_value_id", sa.BigInteger(), nullable=False, comment="目标值编号 | Target"),
        sa.Column("indicator_id", sa.BigInteger(), nullable=False, comment="指标编号 | Indicator"),
        sa.Column("kind", sa.Text(), nullable=True, comment="指标类别 | Canonical kind"),
        sa.Column("horizon", sa.Text(), nullable=False, comment="时段 | annual or cycle"),
        sa.Column("comparator", sa.Text(), nullable=False, comment="比较符 | ge, gt, eq, lt, le, range, approx, qualitative, before or period"),
        sa.Column("direction", sa.Text(), nullable=False, comment="方向 | positive, negative or none"),
        sa.Column("unit", sa.Text(), nullable=True, comment="计量单位 | Unit of the number"),
        sa.Column("bound", sa.Numeric(precision=30, scale=10), nullable=True, comment="界值 | The number to reach; do not sum"),
        schema="core",
        comment="承诺目标 | A current target as promised, by year: what targets are counted by (summary, made by the load)",
    )
    op.create_index(
        op.f("promised_target_fiscal_year_department_id_idx"), "promised_target", ["fiscal_year", "department_id"], unique=False, schema="core"
    )


def _compared_target() -> None:
    op.create_table(
        "compared_target",
        sa.Column("department_id", sa.BigInteger(), nullable=False, comment="部门编号 | Department"),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False, comment="年度 | Fiscal year; do not sum"),
        sa.Column("project_id", sa.BigInteger(), nullable=False, comment="项目编号 | Project of the new side"),
        sa.Column("pairing", sa.Text(), nullable=False, comment="对比方式 | year, restated (self-evaluation against promise) or republished"),
        sa.Column("occasion_id", sa.BigInteger(), nullable=False, comment="对比编号 | First project row of the new side"),
        sa.Column("horizon", sa.Text(), nullable=False, comment="时段 | annual or cycle"),
        sa.Column("old_indicator_id", sa.BigInteger(), nullable=True, comment="旧指标编号 | Indicator of the old side"),
        sa.Column("new_indicator_id", sa.BigInteger(), nullable=True, comment="新指标编号 | Indicator of the new side"),
        sa.Column("old_target_id", sa.BigInteger(), nullable=True, comment="旧目标值编号 | Target of the old side"),
        sa.Column("new_target_id", sa.BigInteger(), nullable=True, comment="新目标值编号 | Target of the new side"),
        sa.Column("actual_value_id", sa.BigInteger(), nullable=True, comment="完成值编号 | What the self-evaluation says was reached"),
        sa.Column(
            "kind", sa.Text(), nullable=True, comment="指标类别 | Canonical kind; of what was promised where a self-evaluation stands beside it"
        ),
        sa.Column("previous_year", sa.SmallInteger(), nullable=True, comment="上期年度 | Year of the old side; do not sum"),
        sa.Column("kind_changed", sa.Boolean(), nullable=False, comment="改类 | Whether the two are filed under different kinds"),
        sa.Column("direction", sa.Text(), nullable=True, comment="方向 | Direction by which the two were compared"),
        sa.Column("change", sa.Text(), nullable=True, comment="变动 | What changed, as in target_change"),
        sa.Column("reason", sa.Text(), nullable=True, comment="不可比原因 | Why the two cannot be compared"),
        sa.Column("met", sa.Boolean(), nullable=True, comment="是否完成 | Whether what was reached is what was promised; of self-evaluations"),
        sa.Column("ratio", sa.Numeric(), nullable=True, comment="完成比 | Reached by promised, by direction; do not sum"),
        schema="core",
        comment="目标对比 | Two targets of an indicator side by side, and what changed between them (summary, made by the load)",
    )
    op.create_index(
        op.f("compared_target_fiscal_year_department_id_pairing_idx"),
        "compared_target",
        ["fiscal_year", "department_id", "pairing"],
        unique=False,
        schema="core",
    )


def _peer_target() -> None:
    op.create_table(
        "peer_target",
        sa.Column("department_id", sa.BigInteger(), nullable=False, comment="部门编号 | Department"),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False, comment="年度 | Fiscal year; do not sum"),
        sa.Column("project_id", sa.BigInteger(), nullable=False, comment="项目编号 | Project that promises it"),
        sa.Column(
            "peer_group", sa.BigInteger(), nullable=False, comment="可比组编号 | Hash of function, level, year, kind, stem, unit, basis and direction"
        ),
        sa.Column(
            "demand",
            sa.Numeric(precision=30, scale=10),
            nullable=False,
            comment="要求 | The number to reach, larger being more demanding; do not sum",
        ),
        sa.Column("must_pass", sa.Boolean(), nullable=False, comment="须超过 | Whether the number must be passed, not only reached"),
        sa.Column(
            "compared_bound", sa.Numeric(precision=30, scale=10), nullable=False, comment="可比界值 | The number to reach, money in yuan; do not sum"
        ),
        sa.Column(
            "unit_factor",
            sa.Numeric(precision=30, scale=10),
            nullable=False,
            comment="单位系数 | By which the bound was brought to the unit that is compared; do not sum",
        ),
        sa.Column("indicator_id", sa.BigInteger(), nullable=False, comment="指标编号 | Indicator"),
        sa.Column("target_value_id", sa.BigInteger(), nullable=False, comment="目标值编号 | Target"),
        schema="core",
        comment="可比目标 | A department's most demanding annual target among those that peers can be compared by (summary, made by the load)",
    )
    op.create_index(op.f("peer_target_fiscal_year_department_id_idx"), "peer_target", ["fiscal_year", "department_id"], unique=False, schema="core")
    op.create_index(
        op.f("peer_target_peer_group_demand_must_pass_idx"),
        "peer_target",
        ["peer_group", "demand", "must_pass"],
        unique=False,
        schema="core",
        postgresql_include=["compared_bound"],
    )


def _counted_target() -> None:
    op.create_table(
        "counted_target",
        sa.Column("department_id", sa.BigInteger(), nullable=False, comment="部门编号 | Department"),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False, comment="年度 | Fiscal year; do not sum"),
        sa.Column("project_id", sa.BigInteger(), nullable=False, comment="项目编号 | Project"),
        sa.Column("peer_group", sa.BigInteger(), nullable=False, comment="可比组编号 | Hash of function, level, year, stem and unit"),
        sa.Column("project_yuan", sa.Numeric(precision=20, scale=2), nullable=True, comment="金额 | Money of the project, yuan"),
        sa.Column("per_unit", sa.Numeric(), nullable=True, comment="单位成本 | Yuan for each unit"),
        sa.Column("previous_per_unit", sa.Numeric(), nullable=True, comment="上期单位成本 | The same the year before"),
        sa.Column("count_target_count", sa.Integer(), nullable=False, comment="计数目标数 | Count targets that the project has; do not sum"),
        sa.Column("indicator_id", sa.BigInteger(), nullable=False, comment="指标编号 | Indicator"),
        sa.Column("target_value_id", sa.BigInteger(), nullable=False, comment="目标值编号 | Target"),
        schema="core",
        comment="计数目标 | A project's annual count target with its money for each unit (summary, made by the load)",
    )
    op.create_index(
        op.f("counted_target_fiscal_year_department_id_idx"), "counted_target", ["fiscal_year", "department_id"], unique=False, schema="core"
    )
    op.create_index(
        op.f("counted_target_peer_group_idx"), "counted_target", ["peer_group"], unique=False, schema="core", postgresql_include=["per_unit"]
    )


def _republished_pair() -> None:
    op.create_table(
        "republished_pair",
        sa.Column("department_id", sa.BigInteger(), nullable=False, comment="部门编号 | Department"),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False, comment="年度 | Fiscal year; do not sum"),
        sa.Column("statement_kind", sa.Text(), nullable=False, comment="报表类别 | Kind of statement"),
        sa.Column("project_id", sa.BigInteger(), nullable=False, comment="项目编号 | Project"),
        sa.Column("old_project_year_id", sa.BigInteger(), nullable=True, comment="旧行编号 | Row of the publication before"),
        sa.Column("new_project_year_id", sa.BigInteger(), nullable=True, comment="新行编号 | Row of the later publication"),
        sa.Column("old_document_id", sa.BigInteger(), nullable=False, comment="旧文件编号 | The publication before"),
        sa.Column("document_id", sa.BigInteger(), nullable=False, comment="新文件编号 | The later publication"),
        schema="core",
        comment="再公开行 | A project row beside the same row of the publication before (summary, made by the load)",
    )
    op.create_index(
        op.f("republished_pair_fiscal_year_department_id_idx"), "republished_pair", ["fiscal_year", "department_id"], unique=False, schema="core"
    )
