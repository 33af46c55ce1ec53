"""A layout that the engine had never seen is read after rows are added to vocabulary files, and nothing else.

The 绩效任务书 brought rows of labels.csv, titles.csv and funding.csv.
"""

from __future__ import annotations

from tests.transform.build import grid, only, shown, statement
from tests.transform.made import N, Row

FORM: list[Row] = [
    ["2024年度项目绩效任务书", N, N, N, N, N],
    ["任务（项目）名称", "河道保洁", N, "牵头部门", "样例市水利局", N],
    ["责任单位", "样例市河道管理中心", N, "任务经费（万元）", "120.50", N],
    ["其中：市级配套", "20.50", N, "财政拨款", "100.00", N],
    ["年度任务目标", "河道全线保洁。", N, N, N, N],
    ["一级指标", "二级指标", "考核指标", "考核目标值", "考核权重", "考核办法"],
    ["产出指标", "数量指标", "保洁河道长度", "≥86公里", "40", "现场核查"],
    ["满意度指标", "服务对象满意度", "沿线居民满意度", "90%以上", "10", "问卷"],
]


def test_a_layout_that_needs_only_new_labels_is_rows_of_vocabulary() -> None:
    found = statement(grid(FORM))
    project = only(found)
    assert (found.kind, found.department, project.name, project.unit) == ("project_targets", "样例市水利局", "河道保洁", "样例市河道管理中心")
    assert project.money.total is not None and f"{project.money.total.yuan:f}" == "1205000.00"
    assert {source: f"{amount.yuan:f}" for source, amount in project.money.funding.items()} == {
        "local": "205000.00",
        "fiscal_appropriation": "1000000.00",
    }
    assert project.goals["annual"].text == "河道全线保洁。"
    assert [row[2:] for row in shown(project)] == [("保洁河道长度", {"annual": "≥86公里"}), ("沿线居民满意度", {"annual": "90%以上"})]
    assert [indicator.weight for indicator in project.indicators] == [40, 10]
