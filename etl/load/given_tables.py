"""The tables of what a steward gives beside the documents, as the files say it: they refer to no other, since a file may come first."""

from __future__ import annotations

import sqlalchemy as sa

from etl.load.columns import ID, SMALL, STATEMENT_KINDS, TEXT, column, one_of, table

roster = table(
    "ops",
    "roster",
    "应公开名录 | Who is expected to publish what, as a steward's file says",
    column("region_code", TEXT, "区划代码 | Division of the department", key=True),
    column("department", TEXT, "部门名称 | Name of the department", key=True),
    column("department_id", ID, "部门编号 | Hash of region and name without region words"),
    column("function_key", TEXT, "职能 | What it does; wins over the vocabulary", null=True),
    column("kind", TEXT, "报表类别 | Statement kind expected", key=True),
    column("first_year", SMALL, "首年 | First fiscal year expected; do not sum", key=True),
    column("last_year", SMALL, "末年 | Last fiscal year expected; empty: still expected; do not sum", null=True),
    sa.Index(None, "department_id"),
    one_of("kind", STATEMENT_KINDS),
)

confirmed_link = table(
    "ops",
    "confirmed_link",
    "确认的承接 | Which project continues which, as a steward's file says; in force once both are known",
    column("from_project_id", ID, "原项目编号 | Hash of department, project kind and stem", key=True),
    column("to_project_id", ID, "新项目编号 | Hash of department, project kind and stem", key=True),
    column("effective_year", SMALL, "生效年度 | First fiscal year in which it does; do not sum"),
    column("reason", TEXT, "确认理由 | Why, in the steward's words"),
    column("from_department_id", ID, "原部门编号 | Hash of region and name without region words"),
    column("from_project", TEXT, "原项目名称 | As the file says"),
    column("to_department_id", ID, "新部门编号 | Hash of region and name without region words"),
    column("to_project", TEXT, "新项目名称 | As the file says"),
)
