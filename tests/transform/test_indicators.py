"""Rows of indicators: sign, value and unit in whatever columns, actuals, scores, weights and directions."""

from __future__ import annotations

from decimal import Decimal

import pytest

from etl.transform.statement import Indicator
from tests.transform.build import grid, only, reading, rules, statement, target, values
from tests.transform.made import N, Row

HEAD: list[Row] = [["2024年项目支出绩效目标表", N, N, N, N, N], ["项目名称", "走访", N, "主管部门", "样例市司法局", N]]


def _one(columns: Row, row: Row, title: str = "2024年项目支出绩效目标表") -> Indicator:
    head = [[title, *HEAD[0][1:]], HEAD[1]]
    (indicator,) = only(statement(grid([*head, columns, row]))).indicators
    return indicator


@pytest.mark.parametrize(
    ("columns", "row"),
    [
        (["二级指标", "三级指标", "指标值"], ["数量指标", "走访次数", "≥3次"]),
        (["二级指标", "三级指标", "指标性质", "指标值", "度量单位"], ["数量指标", "走访次数", "≥", "3", "次"]),
        (["二级指标", "三级指标", "度量单位", "计算符号", "指标值"], ["数量指标", "走访次数", "次", "大于等于", "3"]),
        (["指标值", "三级指标", "二级指标"], ["≥3次", "走访次数", "数量指标"]),
        (["二级指标", "三级指标", "指标值", N, N], ["数量指标", "走访次数", "≥", "3", "次"]),
        (["二级指标", "三级指标", "指标值", "计量单位"], ["数量指标", "走访次数", "≥3", "次"]),
    ],
)
def test_sign_value_and_unit_in_any_columns(columns: Row, row: Row) -> None:
    indicator = _one(columns, row)
    assert (indicator.name, indicator.kind, target(indicator.targets[0])) == ("走访次数", "output.quantity", ("ge", "3", "None", "次"))


def test_a_value_printed_in_columns_is_sign_value_unit() -> None:
    indicator = _one(["三级指标", "度量单位", "指标值", "指标性质"], ["走访次数", "次", "3", "≥"])
    assert "".join(values(indicator)["annual"].split()) == "≥3次"


def test_annual_and_cycle_columns() -> None:
    indicator = _one(["二级指标", "三级指标", "实施周期指标值", "年度指标值"], ["数量指标", "走访次数", "≥9次", "≥3次"])
    assert values(indicator) == {"cycle": "≥9次", "annual": "≥3次"}


def test_an_actual_stands_beside_its_target() -> None:
    columns = ["三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"]
    indicator = _one(columns, ["走访次数", "≥3次", "2次", "20", "13.33", "疫情影响"], "2023年项目支出绩效自评表")
    assert values(indicator) == {"annual": "≥3次"} and indicator.weight == Decimal(20)
    actual = indicator.actual
    assert actual is not None and (actual.raw, actual.parts[0].low, actual.score, actual.reason) == ("2次", Decimal(2), Decimal("13.33"), "疫情影响")


def test_past_values_are_no_targets() -> None:
    assert values(_one(["三级指标", "上年指标值", "前年指标值", "年度指标值"], ["走访次数", "≥2次", "≥1次", "≥3次"])) == {"annual": "≥3次"}


def test_printed_directions_are_kept() -> None:
    rows: list[Row] = [["走访次数", "正向指标", "≥3次"], ["投诉次数", "反向", "≤3次"], ["居民评价", "定性指标", "好"]]
    found = only(statement(grid([*HEAD, ["三级指标", "指标方向性", "指标值"], *rows])))
    assert [i.direction for i in found.indicators] == ["positive", "negative", "none"]


@pytest.mark.parametrize(("printed", "wanted"), [("20", "20"), ("20分", "20"), ("（20）", "20"), ("12.5", "12.5"), ("10%", "10"), ("/", None)])
def test_a_weight(printed: str, wanted: str | None) -> None:
    assert _one(["三级指标", "权重", "指标值"], ["走访次数", printed, "3次"]).weight == (wanted and Decimal(wanted))


def test_a_weight_that_is_no_number_is_reported() -> None:
    found = reading(grid([*HEAD, ["三级指标", "权重", "指标值"], ["走访次数", "二十", "3次"]]))
    assert "number_unreadable" in rules(found) and only(found).indicators[0].weight is None


def test_a_prefix_is_kept_in_the_name_and_off_the_stem() -> None:
    indicator = _one(["三级指标", "指标值"], ["指标1：走访次数（次）", "3"])
    assert (indicator.name, indicator.stem) == ("指标1：走访次数（次）", "走访次数")
    assert target(indicator.targets[0])[3] == "次"


def test_explanations_are_left_out() -> None:
    found = reading(
        grid([*HEAD, ["三级指标", "指标值", "指标解释", "评分标准", "指标值确定依据"], ["走访次数", "3次", "走访的次数", "每少1次扣2分", "计划标准"]])
    )
    assert found.account.ignored["explanation"] == 3 and found.account.reported == 0
