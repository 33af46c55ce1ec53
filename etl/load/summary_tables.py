"""The summary tables of ``core``: what the views ask for most, kept by the load (DESIGN decision 11; made by :mod:`etl.load.summaries`).

They hold nothing that the other tables do not tell, and can be filled anew at any time; so they carry no foreign keys, which would cost the load
more than the rows themselves. Each names department and year, by which the load replaces its rows and by which analysts ask. Names of departments
and words of targets stay where they are: only ids are kept, and joined when asked for.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from etl.load.columns import ID, INSTANT, INT, MONEY, NUMBER, SMALL, TEXT, TRUTH
from etl.load.columns import column as _column
from etl.load.columns import table as _table

_EXACT = sa.Numeric()  # a quotient in full: views round it


def _department(*, key: bool = False) -> list[sa.Column[Any]]:
    """The two columns by which all summaries are kept and asked."""
    return [
        _column("department_id", ID, "部门编号 | Department", key=key),
        _column("fiscal_year", SMALL, "年度 | Fiscal year; do not sum", key=key),
    ]


def _project() -> list[sa.Column[Any]]:
    return [
        _column("project_id", ID, "项目编号 | Project", key=True),
        _column("fiscal_year", SMALL, "年度 | Fiscal year; do not sum", key=True),
        _column("department_id", ID, "部门编号 | Department"),
    ]


def _by_year(*more: str) -> sa.Index:
    """A year, or a department's year, is what one asks for."""
    return sa.Index(None, "fiscal_year", "department_id", *more)


department_year = _table(
    "core",
    "department_year",
    "部门年度 | A department in a year: who, where, and its promises counted (summary, made by the load)",
    *_department(key=True),
    _column("region_code", TEXT, "区划代码 | Division it belongs to", null=True),
    _column("region_name", TEXT, "区划名称 | Name of the division at the end of the year", null=True),
    _column("region_level", TEXT, "行政级别 | Level of the division at the end of the year", null=True),
    _column("department_name", TEXT, "部门名称 | Name as published"),
    _column("function_key", TEXT, "职能 | What it does; the roster wins over the vocabulary", null=True),
    _column("has_promise", TRUTH, "有目标表 | Whether a current target table is there"),
    _column("total_yuan", MONEY, "金额 | Money of its projects, yuan", null=True),
    _column("project_count", INT, "项目数 | Projects"),
    _column("indicator_count", INT, "指标数 | Indicators of its projects as filed"),
    _column("target_count", INT, "目标数 | Targets of its projects"),
    _column("quantified_count", INT, "量化指标数 | Indicators whose target holds a number or a date"),
    _column("full_mark_count", INT, "满格指标数 | Indicators whose target is 100 %"),
    _column("both_count", INT, "双目标指标数 | Indicators with an annual and a cycle target"),
    _column("copied_count", INT, "照抄指标数 | Indicators whose cycle and annual text are equal"),
    _column("without_satisfaction", INT, "无满意度项目数 | Projects without an indicator of satisfaction"),
    _column("without_cost", INT, "无成本项目数 | Projects without an indicator of cost"),
    _column("finding_count", INT, "问题数 | Findings about its target tables"),
    _column("overall_yuan", MONEY, "整体金额 | Money that a whole-department form states, yuan", null=True),
    _column("programme_yuan", MONEY, "转移支付金额 | Money of transfer programmes, yuan", null=True),
    sa.Index(None, "department_name"),
    sa.Index(None, "region_code", "fiscal_year"),
    sa.Index(None, "fiscal_year", "function_key"),
)

department_statement = _table(
    "core",
    "department_statement",
    "部门报表 | What a department has published for a year, by kind of statement (summary, made by the load)",
    *_department(key=True),
    _column("statement_kind", TEXT, "报表类别 | Kind of statement", key=True),
    _column("is_published", TRUTH, "已公开 | Whether a row of it is current"),
    _column("document_count", INT, "文件数 | Documents with current rows"),
    _column("project_count", INT, "项目数 | Projects"),
    _column("indicator_count", INT, "指标数 | Indicators as filed"),
    _column("target_count", INT, "目标数 | Targets"),
    _column("fiscal_year_from", TEXT, "年度依据 | Where the year was read, joined with 、", null=True),
    _column("first_loaded_at", INSTANT, "首次装载时间 | When the first document came"),
    _column("last_loaded_at", INSTANT, "最近装载时间 | When the last document came"),
    _by_year(),
)

promised_project = _table(
    "core",
    "promised_project",
    "承诺项目 | A project's year as promised: its rows together, beside the year before (summary, made by the load)",
    *_project(),
    _column("project_kind", TEXT, "项目类别 | project, department_overall or transfer_programme"),
    _column("project_name", TEXT, "项目名称 | Name of the main row"),
    _column("project_year_id", ID, "主行编号 | The main row"),
    _column("row_count", INT, "行数 | Rows of the project"),
    _column("total_yuan", MONEY, "金额 | Sum of its rows, yuan", null=True),
    _column("indicator_count", INT, "指标数 | Indicators as filed"),
    _column("target_count", INT, "目标数 | Targets"),
    _column("quantified_count", INT, "量化指标数 | Indicators whose target holds a number or a date"),
    _column("full_mark_count", INT, "满格指标数 | Indicators whose target is 100 %"),
    _column("both_count", INT, "双目标指标数 | Indicators with an annual and a cycle target"),
    _column("copied_count", INT, "照抄指标数 | Indicators whose cycle and annual text are equal"),
    _column("has_satisfaction", TRUTH, "有满意度指标 | Whether an indicator is of satisfaction"),
    _column("has_cost", TRUTH, "有成本指标 | Whether an indicator is of cost"),
    _column("previous_year", SMALL, "上期年度 | Latest earlier year of it or what it continues; empty in the first; do not sum", null=True),
    _column("previous_total_yuan", MONEY, "上期金额 | Money of that year, yuan", null=True),
    _column("tightened", INT, "收紧数 | Annual targets tightened since that year"),
    _column("loosened", INT, "放松数 | Annual targets loosened"),
    _column("unchanged", INT, "不变数 | Annual targets unchanged"),
    _column("comparator_changed", INT, "改比较符数 | Annual targets of which only the sign changed"),
    _column("reworded", INT, "改写数 | Annual targets in words that were reworded"),
    _column("not_comparable", INT, "不可比数 | Annual targets that cannot be compared"),
    _column("added", INT, "新增数 | Annual targets added"),
    _column("dropped", INT, "取消数 | Annual targets dropped"),
    _column("common_indicators", TEXT, "共有指标 | Indicators that stand in more than one of its rows, joined with 、", null=True),
    _by_year(),
    sa.Index(None, "project_name"),
)

evaluated_project = _table(
    "core",
    "evaluated_project",
    "自评项目 | A project's year as evaluated: money and targets reached (summary, made by the load)",
    *_project(),
    _column("project_name", TEXT, "项目名称 | Name of the main row of what was promised, else as evaluated"),
    _column("budget_yuan", MONEY, "年初预算 | Budget at the start of the year, yuan", null=True),
    _column("adjusted_yuan", MONEY, "调整预算 | Budget after adjustment, yuan", null=True),
    _column("executed_yuan", MONEY, "执行数 | Money spent, yuan", null=True),
    _column("self_score", _EXACT, "指标自评得分 | Points given to the indicators; do not sum", null=True),
    _column("met", INT, "完成数 | Promised targets that were met"),
    _column("not_met", INT, "未完成数 | Promised targets that were not met"),
    _column("undecided", INT, "无法判断数 | Promised targets of which it cannot be told"),
    _column("moved", INT, "目标变动数 | Targets restated otherwise than promised"),
    _by_year(),
    sa.Index(None, "project_name"),
)

project_money = _table(
    "core",
    "project_money",
    "项目资金构成 | A project's money by stage and source, as told by promise and self-evaluation (summary, made by the load)",
    *_department(),
    _column("project_id", ID, "项目编号 | Project"),
    _column("project_kind", TEXT, "项目类别 | project, department_overall or transfer_programme"),
    _column("project_name", TEXT, "项目名称 | Name of the main row"),
    _column("stage", TEXT, "资金阶段 | budget, adjusted, executed or cycle"),
    _column("funding_source", TEXT, "资金来源代码 | Source; unspecified where none is printed"),
    _column("amount_yuan", MONEY, "金额 | Amount, yuan"),
    _column("stage_yuan", MONEY, "阶段合计 | Sum of the stage, yuan"),
    _by_year(),
    sa.Index(None, "project_name"),
)

promised_target = _table(
    "core",
    "promised_target",
    "承诺目标 | A current target as promised, by year: what targets are counted by (summary, made by the load)",
    *_department(),
    _column("project_year_id", ID, "项目年度编号 | Row it stands in"),
    _column("target_value_id", ID, "目标值编号 | Target"),
    _column("indicator_id", ID, "指标编号 | Indicator"),
    _column("kind", TEXT, "指标类别 | Canonical kind", null=True),
    _column("horizon", TEXT, "时段 | annual or cycle"),
    _column("comparator", TEXT, "比较符 | ge, gt, eq, lt, le, range, approx, qualitative, before or period"),
    _column("direction", TEXT, "方向 | positive, negative or none"),
    _column("unit", TEXT, "计量单位 | Unit of the number", null=True),
    _column("bound", NUMBER, "界值 | The number to reach; do not sum", null=True),
    _by_year(),
)

compared_target = _table(
    "core",
    "compared_target",
    "目标对比 | Two targets of an indicator side by side, and what changed between them (summary, made by the load)",
    *_department(),
    _column("project_id", ID, "项目编号 | Project of the new side"),
    _column("pairing", TEXT, "对比方式 | year, restated (self-evaluation against promise) or republished"),
    _column("occasion_id", ID, "对比编号 | First project row of the new side"),
    _column("horizon", TEXT, "时段 | annual or cycle"),
    _column("old_indicator_id", ID, "旧指标编号 | Indicator of the old side", null=True),
    _column("new_indicator_id", ID, "新指标编号 | Indicator of the new side", null=True),
    _column("old_target_id", ID, "旧目标值编号 | Target of the old side", null=True),
    _column("new_target_id", ID, "新目标值编号 | Target of the new side", null=True),
    _column("actual_value_id", ID, "完成值编号 | What the self-evaluation says was reached", null=True),
    _column("kind", TEXT, "指标类别 | Canonical kind; of what was promised where a self-evaluation stands beside it", null=True),
    _column("previous_year", SMALL, "上期年度 | Year of the old side; do not sum", null=True),
    _column("kind_changed", TRUTH, "改类 | Whether the two are filed under different kinds"),
    _column("direction", TEXT, "方向 | Direction by which the two were compared", null=True),
    _column("change", TEXT, "变动 | What changed, as in target_change", null=True),
    _column("reason", TEXT, "不可比原因 | Why the two cannot be compared", null=True),
    _column("met", TRUTH, "是否完成 | Whether what was reached is what was promised; of self-evaluations", null=True),
    _column("ratio", _EXACT, "完成比 | Reached by promised, by direction; do not sum", null=True),
    _by_year("pairing"),
)

peer_target = _table(
    "core",
    "peer_target",
    "可比目标 | A department's most demanding annual target among those that peers can be compared by (summary, made by the load)",
    *_department(),
    _column("project_id", ID, "项目编号 | Project that promises it"),
    _column("peer_group", ID, "可比组编号 | Hash of function, level, year, kind, stem, unit, basis and direction"),
    _column("demand", NUMBER, "要求 | The number to reach, larger being more demanding; do not sum"),
    _column("must_pass", TRUTH, "须超过 | Whether the number must be passed, not only reached"),
    _column("compared_bound", NUMBER, "可比界值 | The number to reach, money in yuan; do not sum"),
    _column("unit_factor", NUMBER, "单位系数 | By which the bound was brought to the unit that is compared; do not sum"),
    _column("indicator_id", ID, "指标编号 | Indicator"),
    _column("target_value_id", ID, "目标值编号 | Target"),
    _by_year(),
    sa.Index(None, "peer_group", "demand", "must_pass", postgresql_include=["compared_bound"]),
)

counted_target = _table(
    "core",
    "counted_target",
    "计数目标 | A project's annual count target with its money for each unit (summary, made by the load)",
    *_department(),
    _column("project_id", ID, "项目编号 | Project"),
    _column("peer_group", ID, "可比组编号 | Hash of function, level, year, stem and unit"),
    _column("project_yuan", MONEY, "金额 | Money of the project, yuan", null=True),
    _column("per_unit", _EXACT, "单位成本 | Yuan for each unit", null=True),
    _column("previous_per_unit", _EXACT, "上期单位成本 | The same the year before", null=True),
    _column("count_target_count", INT, "计数目标数 | Count targets that the project has; do not sum"),
    _column("indicator_id", ID, "指标编号 | Indicator"),
    _column("target_value_id", ID, "目标值编号 | Target"),
    _by_year(),
    sa.Index(None, "peer_group", postgresql_include=["per_unit"]),
)

peer_rank = _table(
    "core",
    "peer_rank",
    "可比名次 | For each number that a group of peers promises, how many promise more (summary, made by the load)",
    _column("fiscal_year", SMALL, "年度 | Fiscal year; do not sum", key=True),
    _column("peer_group", ID, "可比组编号 | As in peer_target", key=True),
    _column("demand", NUMBER, "要求 | The number to reach, larger being more demanding; do not sum", key=True),
    _column("must_pass", TRUTH, "须超过 | Whether the number must be passed, not only reached", key=True),
    _column("ahead_count", INT, "更严数 | Departments of the group that promise more; do not sum"),
    _column("peer_count", INT, "同类数 | Departments of the group; do not sum"),
    _column("median_bound", _EXACT, "可比界值中位数 | Median of the group's bounds; do not sum"),
)

cost_group = _table(
    "core",
    "cost_group",
    "单位成本组 | Money by unit in a group of peers (summary, made by the load)",
    _column("fiscal_year", SMALL, "年度 | Fiscal year; do not sum", key=True),
    _column("peer_group", ID, "可比组编号 | As in counted_target", key=True),
    _column("peer_count", INT, "同类数 | Projects of the group; do not sum"),
    _column("known_count", INT, "有金额数 | Projects of the group whose money is known; do not sum"),
    _column("median_per_unit", _EXACT, "单位成本中位数 | Median of the group's money by unit, yuan; do not sum", null=True),
)

unranked_group = _table(
    "core",
    "unranked_group",
    "待排组 | A group of peers that has changed since it was summed up; views look its members up meanwhile (made by the load)",
    _column("peer_group", ID, "可比组编号 | As in peer_target or counted_target", key=True),
)

republished_pair = _table(
    "core",
    "republished_pair",
    "再公开行 | A project row beside the same row of the publication before (summary, made by the load)",
    *_department(),
    _column("statement_kind", TEXT, "报表类别 | Kind of statement"),
    _column("project_id", ID, "项目编号 | Project"),
    _column("old_project_year_id", ID, "旧行编号 | Row of the publication before", null=True),
    _column("new_project_year_id", ID, "新行编号 | Row of the later publication", null=True),
    _column("old_document_id", ID, "旧文件编号 | The publication before"),
    _column("document_id", ID, "新文件编号 | The later publication"),
    _by_year(),
)

SUMMARIES: tuple[sa.Table, ...] = (
    *(department_year, department_statement, promised_project, evaluated_project, project_money),
    *(promised_target, compared_target, peer_target, counted_target, republished_pair, peer_rank, cost_group),
)
