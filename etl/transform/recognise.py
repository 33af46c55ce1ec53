"""Whether a form that was read is a table of performance targets at all, by what it shows of the field: title, levels, projects, money.

Governments publish far more tables of 指标 and 指标值 that are none: statistics, plans, duties of officials, marks of staff.
"""

from __future__ import annotations

import re

from etl.transform.forms import Form
from etl.transform.rows import FormReading
from etl.transform.table import words
from etl.transform.words import OTHER_KIND, level, normal, title_kind

_OF_BUDGET = re.compile("项目|支出|预算|专项|资金|转移支付")


def names_projects(form: Form, reading: FormReading) -> bool:
    """Whether a form names its projects; a whole department's self-evaluation need not, any other card without a name is none."""
    if all(project.name for project in reading.projects) or (form.title is not None and "整体" in form.title.text):
        return True
    form.ledger.report("project_without_name", place=reading.projects[0].evidence.place, found=_called(form))
    return False


def speaks_of_targets(form: Form, reading: FormReading) -> bool:
    """Whether a form shows what it is: a title of the field's, or levels that the vocabulary knows; a statistic of 指标 and 指标值 has neither.

    A title of another kind (责任书: the duties of officials) settles it. Without a title a level may stand by chance (a factory's 质量指标): most
    indicators must have one, of two groups or under a printed 产出指标 or 效益指标. A list of bare 项目 needs money or goals, or levels and a title
    of the budget's (a hospital's 科室绩效指标表 has neither).
    """
    named = title_kind(form.title.text) if form.title is not None else None
    kinds = [indicator.kind for project in reading.projects for indicator in project.indicators]
    known = [kind.split(".")[0] for kind in kinds if kind]
    shown = _is_titled(form, reading, known) if named else 0 < len(kinds) <= 2 * len(known) and _is_levelled(form, reading, known)
    if shown and named != OTHER_KIND:
        return True
    form.ledger.report("not_targets", place=reading.projects[0].evidence.place, found=_called(form))
    return False


def _is_levelled(form: Form, reading: FormReading, known: list[str]) -> bool:
    """Whether the levels alone are a target table's: kinds of two groups, or level 1 printed as 产出指标 or 效益指标."""
    printed = any(header.column("level1") for header in form.headers)
    tops = [level(i.level1, 1) for project in reading.projects for i in project.indicators if printed and i.level1]
    return len(set(known)) > 1 or any(top is not None and top.code in ("1", "2") for top in tops)


def _is_titled(form: Form, reading: FormReading, known: list[str]) -> bool:
    """Whether what stands under a title of the field's is worth it: levels, money or goals, or a column that says that its names are projects'."""
    names = [column for header in form.headers for column in header.all("project_name")]
    bare = bool(names) and all(normal(words(column.cell)) in ("项目", "名称") for column in names)
    paid = any(project.goals or project.money.total or project.money.funding for project in reading.projects)
    return paid or not bare or (bool(known) and _OF_BUDGET.search(form.title.text if form.title else "") is not None)


def _called(form: Form) -> str:
    """What a refusal calls a form: its title, its first line, or its headings."""
    said = form.title or next(iter(form.heads), None)
    return said.text if said is not None else "、".join(words(column.cell) for column in form.headers[0].columns)
