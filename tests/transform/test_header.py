"""A header is known by its labels, a column's meaning also by what stands below it (DOMAIN 1.4)."""

from __future__ import annotations

import pytest

from etl.transform.forms import forms
from etl.transform.header import headers
from etl.transform.table import table_of
from tests.transform.build import grid
from tests.transform.made import N


def _fields(rows: list[list[str | None]]) -> list[str]:
    (form,) = forms([table_of(grid(rows))])
    (header,) = form.headers
    return [column.field for column in header.columns]


@pytest.mark.parametrize(
    ("contents", "field"),
    [
        (["≥", "≤", "="], "sign"),
        (["大于等于", "小于等于", "等于"], "sign"),
        (["正向", "反向", "定性"], "direction"),
        (["定量", "定性", "定量指标"], "attribute"),
        (["甲", "乙", "丙"], "explanation"),
    ],
)
def test_what_a_nature_column_holds_is_told_by_its_contents(contents: list[str], field: str) -> None:
    rows = [["产出指标", "数量指标", f"次数{n}", text, "3", "次"] for n, text in enumerate(contents)]
    assert _fields([["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"], *rows])[3] == field  # type: ignore[list-item]


def test_level_2_names_headed_as_level_1_are_level_2() -> None:
    rows: list[list[str | None]] = [
        ["一级指标", "三级指标", "指标值"],
        ["数量指标", "次数", "3"],
        ["质量指标", "合格率", "100%"],
        ["社会效益指标", "影响", "好"],
    ]
    assert _fields(rows) == ["level2", "level3", "value"]


def test_a_header_of_two_rows() -> None:
    rows: list[list[str | None]] = [
        ["一级指标", "二级指标", "三级指标", "年度指标值", N, N],
        ["^", "^", "^", "指标性质", "指标值", "度量单位"],
        ["产出指标", "数量指标", "次数", "≥", "3", "次"],
    ]
    assert _fields(rows) == ["level1", "level2", "level3", "sign", "value", "value_unit"]


@pytest.mark.parametrize(("text", "field"), [("样例市法律援助中心", "unit"), ("次", "value_unit")])
def test_a_column_of_units_is_of_the_value_or_of_the_project_by_its_contents(text: str, field: str) -> None:
    rows: list[list[str | None]] = [["项目名称", "单位", "三级指标", "指标值"], ["甲", text, "次数", "3"], ["乙", text, "人数", "5"]]
    assert _fields(rows)[1] == field


def test_a_content_column_is_a_name_or_an_explanation_of_one() -> None:
    assert _fields([["一级指标", "指标内容", "指标值"], ["产出指标", "次数", "3"]]) == ["level1", "level3", "value"]
    assert _fields([["一级指标", "三级指标", "指标内容", "指标值"], ["产出指标", "次数", "走访的次数", "3"]])[2] == "explanation"


def test_a_column_of_indicators_is_a_packed_column_or_a_block_s_label() -> None:
    assert _fields([["项目名称", "预算数", "绩效指标"], ["甲", "10", "1、1-产出指标；"]])[2] == "packed"
    assert _fields([["绩效指标", "一级指标", "三级指标", "指标值"], ["^", "产出指标", "次数", "3"]])[0] == "block"


def test_rows_of_facts_are_no_header() -> None:
    table = table_of(grid([["项目名称", "走访慰问"], ["年度目标", "做好走访"], ["科目编码", "金额"], ["2010101", "10"]]))
    assert headers(table, 0, table.rows) == []


def test_a_list_s_header_repeated_below_is_found_once() -> None:
    rows: list[list[str | None]] = [["项目名称", "一级指标", "三级指标", "指标值"], ["甲", "产出指标", "次数", "3"]]
    table = table_of(grid(rows * 2))
    assert [header.first for header in headers(table, 0, table.rows)] == [0]
