"""Lists: totals and unit rows told from projects, repeated headers, column numbers and notes left out by name, rows kept to their project."""

from __future__ import annotations

import pytest

from tests.transform.build import accounted, grid, only, reading, rules, shown, statement, values
from tests.transform.made import COLUMNS, COUNT, HEADS, PACKED, QUALITY, N, Row, listed, packed

FIRST = ["走访慰问", "10.00", "做好走访", *COUNT]
SECOND = ["普法宣传", "20.00", "做好普法", *COUNT]
MORE = ["", "", "", *QUALITY]


def _totals(found: object) -> list[tuple[str, str | None, str]]:
    return [(t.scope, t.unit_name, f"{t.amount.yuan:f}") for t in found.totals]  # type: ignore[attr-defined]


def _names(found: object) -> list[tuple[str, str | None, int]]:
    return [(p.name, p.unit, len(p.indicators)) for p in found.projects]  # type: ignore[attr-defined]


def test_a_project_s_rows_go_on_where_its_name_is_blank_merged_or_printed_again() -> None:
    blank = statement(listed(FIRST, MORE, SECOND))
    merged = statement(listed(FIRST, ["^", "^", "^", *QUALITY], SECOND))
    again = statement(listed(FIRST, [*FIRST[:3], *QUALITY], SECOND))
    for found in (blank, merged, again):
        assert _names(found) == [("走访慰问", None, 2), ("普法宣传", None, 1)]
        assert [f"{p.money.total.yuan:f}" for p in found.projects if p.money.total] == ["100000.00", "200000.00"]


def test_a_name_with_another_amount_is_another_project() -> None:
    found = statement(listed(FIRST, ["走访慰问", "15.00", "做好走访", *QUALITY]))
    assert _names(found) == [("走访慰问", None, 1), ("走访慰问", None, 1)]


@pytest.mark.parametrize("word", ["合计", "总  计", "合计：", "一、合计"])
def test_a_total_is_no_project(word: str) -> None:
    found = statement(listed([word, "30.00", "", "", "", "", ""], FIRST, SECOND))
    assert _totals(found) == [("statement", None, "300000.00")] and len(found.projects) == 2


def test_a_total_may_stand_below_and_beside_a_serial_column() -> None:
    head = [[*row, N] for row in HEADS]
    found = statement(grid([*head, ["序号", *COLUMNS], ["1", *FIRST], ["2", *SECOND], ["", "合计", "30.00", "", "", "", "", ""]]))
    assert _totals(found) == [("statement", None, "300000.00")] and len(found.projects) == 2


def test_unit_rows_are_known_by_their_indent() -> None:
    unit, second = ["样例市司法局", "10.00", "", "", "", "", ""], ["样例市法律援助中心", "20.00", "", "", "", "", ""]
    found = statement(listed(unit, ["  走访慰问", *FIRST[1:]], second, ["  普法宣传", *SECOND[1:]]))
    assert _names(found) == [("走访慰问", "样例市司法局", 1), ("普法宣传", "样例市法律援助中心", 1)]
    assert _totals(found) == [("unit", "样例市司法局", "100000.00"), ("unit", "样例市法律援助中心", "200000.00")]


def test_unit_rows_are_known_by_their_name_where_nothing_is_indented() -> None:
    found = statement(listed(["样例市司法局", "10.00", "", "", "", "", ""], FIRST))
    assert _names(found) == [("走访慰问", "样例市司法局", 1)]


def test_a_project_that_sounds_like_a_unit_is_a_project_when_it_has_indicators() -> None:
    assert _names(statement(listed(["法律援助中心", "10.00", "建成中心", *COUNT]))) == [("法律援助中心", None, 1)]


def test_a_subtotal_is_its_unit_s() -> None:
    rows = [["样例市司法局", "10.00", "", "", "", "", ""], ["  走访慰问", *FIRST[1:]], ["小计", "10.00", "", "", "", "", ""]]
    assert ("unit", "样例市司法局", "100000.00") in _totals(statement(listed(*rows)))


def test_repeated_headers_column_numbers_and_notes_are_left_out_by_name() -> None:
    numbers = [str(n) for n in range(1, 8)]
    found = reading(listed(numbers, FIRST, list(COLUMNS), SECOND, ["注：1.本表金额不含结转3次。", N, N, N, N, N, N]))
    accounted(found)
    ignored = found.account.ignored
    assert (ignored["column_numbers"], ignored["repeated_header"], ignored["note"]) == (7, 7, 1)
    assert found.account.reported == 0 and len(found.statements[0].projects) == 2


def test_a_row_before_any_project_is_reported() -> None:
    found = reading(listed(MORE, FIRST))
    accounted(found)
    assert rules(found).count("row_without_project") == 4 and found.account.reported == 4


def test_a_department_s_row_between_the_projects() -> None:
    head = [HEADS[0], ["单位：万元", N, N, N, N, N, N]]
    assert statement(listed(["部门：206-样例市司法局", N, N, N, N, N, N], FIRST, heads=head)).department == "样例市司法局"


def test_a_money_column_in_its_own_unit() -> None:
    columns = ["项目名称", "预算数（元）", "财政拨款（万元）", "一级指标", "二级指标", "三级指标", "指标值"]
    project = only(
        statement(listed(["走访慰问", "123456.78", "10", *COUNT], heads=[HEADS[0], ["部门：样例市司法局", N, N, N, N, N, N]], columns=columns))
    )
    assert project.money.total is not None and f"{project.money.total.yuan:f}" == "123456.78"
    assert f"{project.money.funding['fiscal_appropriation'].yuan:f}" == "100000.00"


def test_an_amount_that_cannot_be_read_is_reported_and_not_loaded() -> None:
    found = reading(listed(["走访慰问", "约10", "做好走访", *COUNT]))
    assert "amount_unreadable" in rules(found) and only(found).money.total is None


def test_an_amount_that_was_closed_up_says_so() -> None:
    found = reading(listed(["走访慰问", "968.191 8", "做好走访", *COUNT]))
    assert [(f.found, f.expected) for f in found.findings if f.rule == "amount_joined"] == [("968.191 8", "968.1918")]


def test_code_unit_and_goals_of_a_project() -> None:
    columns = ["单位名称", "项目名称", "项目编码", "实施期绩效目标", "年度绩效目标", "三级指标", "年度指标值"]
    row = ["206001-样例市司法局", "走访慰问", "51100024T000000000001", "三年目标", "今年目标", "走访次数", "≥3次"]
    project = only(statement(listed(row, ["", "", "", "", "", "合格率", "95%"], columns=columns)))
    assert (project.unit, project.unit_code, project.code) == ("样例市司法局", "206001", "51100024T000000000001")
    assert {horizon: goal.text for horizon, goal in project.goals.items()} == {"cycle": "三年目标", "annual": "今年目标"}
    assert [i.name for i in project.indicators] == ["走访次数", "合格率"]


def test_a_packed_list_with_totals_units_and_indents() -> None:
    found = statement(packed(["合计", "10.00", "", ""], ["样例市司法局", "10.00", "", ""], ["  走访慰问", "10.00", "做好走访", PACKED]))
    assert _totals(found) == [("statement", None, "100000.00"), ("unit", "样例市司法局", "100000.00")]
    project = only(found)
    assert (project.name, project.unit, found.layout) == ("走访慰问", "样例市司法局", "packed_list")
    assert values(project.indicators[0]) == {"cycle": "≥9次", "annual": "≥3次"} and project.indicators[1].level2_code == "12"


def test_left_over_text_of_a_packed_cell_is_reported() -> None:
    found = reading(packed(["走访慰问", "10.00", "做好走访", "指标：" + PACKED], ["普法", "5.00", "做好普法", "另行下达"]))
    accounted(found)
    assert [f.found for f in found.findings if f.rule == "packed_rest"] == ["指标：", "另行下达"]
    assert [len(p.indicators) for p in found.statements[0].projects] == [2, 0]


def test_level_names_above_the_columns_and_codes_printed_before_names() -> None:
    found = statement(listed(["51100024T000000000001-走访慰问", "10.00", "做好走访", *COUNT]))
    assert (only(found).name, only(found).code) == ("走访慰问", "51100024T000000000001")
    assert shown(only(found))[0][2:] == ("走访次数", {"annual": "≥3次"})


def test_a_unit_printed_once_goes_on_where_nothing_is_merged() -> None:
    columns: Row = ["单位名称", *COLUMNS]
    heads: list[Row] = [[*row, ""] for row in (["2024年项目支出绩效目标表", *[""] * 6], ["部门名称：样例市司法局", *[""] * 5, "单位：万元"])]
    rows: list[Row] = [
        ["样例市司法局信息中心", "走访慰问", "10.00", "做好走访", *COUNT],
        ["", "普法宣传", "20.00", "做好普法", *COUNT],
        ["样例市公证处", "公证服务", "5.00", "做好公证", *COUNT],
        ["", "合计", "35.00", *[""] * 5],
        ["", "法律援助", "5.00", "做好援助", *COUNT],
    ]
    units = [project.unit for project in statement(grid([*heads, columns, *rows])).projects]
    assert units == ["样例市司法局信息中心", "样例市司法局信息中心", "样例市公证处", None]


def test_a_blank_unit_beside_merged_ones_stays_blank() -> None:
    columns: Row = ["单位名称", *COLUMNS]
    rows: list[Row] = [
        ["样例市司法局信息中心", "走访慰问", "10.00", "做好走访", *COUNT],
        ["^", "^", "^", "^", *QUALITY],
        ["", "普法宣传", "20.00", "做好普法", *COUNT],
    ]
    heads: list[Row] = [[row[0], None, *row[1:]] for row in HEADS]
    assert [project.unit for project in statement(grid([*heads, columns, *rows])).projects] == ["样例市司法局信息中心", None]
