"""The text copy of a PDF: columns are lost, rows are known by their indent, and what is doubtful is said."""

from __future__ import annotations

import pytest

from etl.finding import Refused
from tests.transform.build import only, reading, rules, statement, text_grid, values

TEXT = """
2024年项目绩效目标表
部门名称：样例市司法局          单位：万元
项目名称 总计 财政拨款 其他资金 绩效目标 绩效指标
合计 30.00 30.00
样例市司法局 30.00 30.00
     走访慰问经费（2022-
2025年） 10.00 10.00
做好走访，
关心群众
1、1-产出指标；11-数量指标；走访
次数；实施周期指标值:≥9次；年度指标
值:≥3次。2、1-产出指标；12-质量指标；合格率；实施周期指标值:100%；年度指标值:95%。
     普法宣传 20.00 20.00 做好普法
1、1-产出指标；11-数量指标；宣传次数；实施周期指标值:6次；年度指标值:2次。
"""


def test_rows_are_put_together_again() -> None:
    found = statement(text_grid(TEXT.replace(" 做好普法\n", "\n做好普法\n")))
    assert [(p.name, f"{p.money.total.yuan:f}", len(p.indicators)) for p in found.projects if p.money.total] == [
        ("走访慰问经费（2022-2025年）", "100000.00", 2),
        ("普法宣传", "200000.00", 1),
    ]
    first = found.projects[0]
    assert first.goals["annual"].text == "做好走访，关心群众" and values(first.indicators[0]) == {"cycle": "≥9次", "annual": "≥3次"}
    assert [(t.scope, f"{t.amount.yuan:f}") for t in found.totals if t.funding_source is None] == [("statement", "300000.00"), ("unit", "300000.00")]
    assert first.unit == "样例市司法局" and found.department == "样例市司法局"


def test_amounts_whose_column_is_lost_are_told() -> None:
    found = reading(text_grid(TEXT.replace(" 做好普法\n", "\n做好普法\n")))
    assert rules(found).count("column_lost") == 1


def test_each_indicator_names_its_line() -> None:
    project = statement(text_grid(TEXT.replace(" 做好普法\n", "\n做好普法\n"))).projects[0]
    places = [t.evidence.place.label for i in project.indicators for t in i.targets]
    assert places == ["L11", "L12", "L12", "L12"]


def test_prose_holds_no_table() -> None:
    with pytest.raises(Refused, match="no_target_table"):
        reading(text_grid("2024年绩效目标情况\n编报绩效目标的项目20个，涉及预算资金300万元。"))


def test_one_project_on_one_line() -> None:
    line = "项目名称 总计 绩效目标 绩效指标\n     走访 10.00\n做好走访\n1、1-产出指标；11-数量指标；次数；年度指标值:3次。"
    assert only(statement(text_grid("2024年绩效目标表\n部门：样例市司法局 单位：万元\n" + line))).name == "走访"
