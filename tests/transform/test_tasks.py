"""Annual tasks of a whole-department form, with their money; their sum is the department's."""

from __future__ import annotations

from tests.transform.build import accounted, grid, only, reading
from tests.transform.made import COUNT, N, Row

FORM: list[Row] = [
    ["部门整体支出绩效目标表", N, N, N, N, N],
    ["（2024年度）", N, N, N, N, N],
    ["部门名称", "样例市司法局", N, N, N, N],
    ["年度主要任务", "任务名称", "主要内容", "预算金额（万元）", N, N],
    ["^", "^", "^", "总额", "财政拨款", "其他资金"],
    ["^", "普法", "办讲座", "100", "90", "10"],
    ["^", "社区矫正", "管好矫正对象", "50", "50", ""],
    ["^", "……", "", "", "", ""],
    ["^", "金额合计", N, "150", "140", "10"],
    ["年度总体目标", "做好司法行政", N, N, N, N],
    ["年度绩效指标", "一级指标", "二级指标", "三级指标", "指标值", N],
    ["^", *COUNT, N],
]


def test_tasks_their_money_and_their_total() -> None:
    found = reading(grid(FORM))
    accounted(found)
    (one,) = found.statements
    project = only(one)
    assert (one.kind, one.department, one.covers, project.name, one.fiscal_year) == ("department_overall", "样例市司法局", "department", "", 2024)
    assert [(t.seq, t.name, t.content, f"{t.money.total.yuan:f}") for t in project.tasks if t.money.total] == [
        (1, "普法", "办讲座", "1000000.00"),
        (2, "社区矫正", "管好矫正对象", "500000.00"),
    ]
    assert project.tasks[1].money.funding.keys() == {"fiscal_appropriation"}
    assert project.money.total is not None and f"{project.money.total.yuan:f}" == "1500000.00"
    assert project.goals["annual"].text == "做好司法行政" and [i.name for i in project.indicators] == ["走访次数"]
    assert found.account.reported == 0
