"""The pages of a table are joined where it goes on, and only there; a row cut by the break is one row, each text keeping its place."""

from __future__ import annotations

import pytest

from etl.extract.grid import Grid
from etl.transform.pages import join
from tests.transform.build import grid, reading, shown, statement, values
from tests.transform.made import COLUMNS, COUNT, HEADS, QUALITY, N, Row, card

FIRST: Row = ["走访慰问", "10.00", "做好走访", *COUNT]
SECOND: Row = ["普法宣传", "20.00", "做好普法", *COUNT]
TIME: Row = ["", "", "", "", "时效指标", "完成时间", "12月底前"]


def _page(*rows: Row, page: int = 1, **more: object) -> Grid:
    return grid([*HEADS, COLUMNS, *rows], page=page, **more) if page == 1 else grid(list(rows), page=page, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("header", [[], [COLUMNS], [*HEADS, COLUMNS]])
@pytest.mark.parametrize("footer", [[], ["第 1 页 共 2 页"], ["- 1 -"], ["1"]])
def test_a_table_goes_on_with_or_without_its_header(header: list[Row], footer: list[str]) -> None:
    found = reading(_page(FIRST, below=footer), grid([*header, TIME, SECOND], page=2))
    (one,) = found.statements
    assert [(p.name, len(p.indicators)) for p in one.projects] == [("走访慰问", 2), ("普法宣传", 1)]
    assert shown(one.projects[0])[1][:3] == ("产出指标", "时效指标", "完成时间")
    assert found.account.reported == 0


def test_a_row_cut_without_a_rule_is_mended() -> None:
    upper: Row = ["走访慰问", "10.00", "做好走访，", "产出指标", "数量指标", "走访次", "≥3"]
    found = statement(_page(upper, open_bottom=True), grid([["", "", "并留记录", "", "", "数", "次"], SECOND], page=2, open_top=True))
    first, second = found.projects
    assert first.goals["annual"].text == "做好走访，并留记录" and second.name == "普法宣传"
    assert shown(first) == [("产出指标", "数量指标", "走访次数", {"annual": "≥3次"})]


def test_a_cut_under_a_repeated_header_is_mended_too() -> None:
    upper: Row = ["走访慰问", "10.00", "做好走访，", *COUNT]
    lower = grid([COLUMNS, ["", "", "并留记录", "", "", "", ""], SECOND], page=2, open_top=True)
    first = statement(_page(upper, open_bottom=True), lower).projects[0]
    assert first.goals["annual"].text == "做好走访，并留记录" and len(first.indicators) == 1


def test_open_edges_tell_a_cut_that_the_words_do_not() -> None:
    upper: Row = ["走访慰问", "10.00", "做好走访。", *COUNT]
    lower = grid([COLUMNS, ["", "", "留下记录。", "", "", "", ""], SECOND], page=2, open_top=True)
    first = statement(_page(upper, open_bottom=True), lower).projects[0]
    assert first.goals["annual"].text == "做好走访。留下记录。"


def test_a_row_cut_with_rules_is_mended_by_its_contents() -> None:
    upper: Row = ["走访慰问", "10.00", "做好走访，", *COUNT]
    first, second = statement(_page(upper), grid([["", "", "并留记录", "", "", "", ""], SECOND], page=2)).projects
    assert first.goals["annual"].text == "做好走访，并留记录" and second.name == "普法宣传"


def test_a_whole_row_at_the_top_of_a_page_is_not_joined_to_the_one_above() -> None:
    first = statement(_page(FIRST), grid([["", "", "", *QUALITY], SECOND], page=2)).projects[0]
    assert [name for _, _, name, _ in shown(first)] == ["走访次数", "合格率"]


def test_a_joined_text_keeps_both_places() -> None:
    upper: Row = ["走访慰问", "10.00", "做好走访，", *COUNT]
    lower = grid([["", "", "并留记录", "", "", "", ""]], page=2, open_top=True)
    (table,) = join([_page(upper, open_bottom=True), lower])
    cell = table.at(3, 2)
    assert cell is not None and [piece.place.page for piece in cell.pieces] == [1, 2]
    assert cell.place_of(cell.text.index("并")).label == "p2/t1/R1C3"


def test_a_project_merged_across_the_break_is_one() -> None:
    upper = _page(FIRST, ["^", "^", "^", *QUALITY])
    lower = grid([["", "", "", "", "时效指标", "完成时间", "12月底前"], ["^", "^", "^", "", "成本指标", "成本", "≤10万元"], SECOND], page=2)
    assert [(p.name, len(p.indicators)) for p in statement(upper, lower).projects] == [("走访慰问", 4), ("普法宣传", 1)]


def test_a_page_that_shows_a_border_more_is_brought_together() -> None:
    edges = [40, 100, 160, 220, 280, 340, 370, 400, 460]
    lower = grid([["普法宣传", "20.00", "做好普法", "产出指标", "数量指标", "宣传次数", N, "≥3次"]], page=2, edges=edges)
    assert shown(statement(_page(FIRST), lower).projects[1])[0][2:] == ("宣传次数", {"annual": "≥3次"})


@pytest.mark.parametrize("line", ["一般公共预算支出表", "2024年项目支出绩效目标表", "部门：样例市司法局  单位：万元"])
def test_a_title_or_caption_between_begins_another_table(line: str) -> None:
    other = grid([["科目", "名称", "金额", "a", "b", "c", "d"], ["201", "行政运行", "10", "", "", "", ""]], page=2, above=[line])
    assert len(join([_page(FIRST), other])) == 2


def test_another_width_a_page_between_or_no_page_at_all_is_another_table() -> None:
    assert len(join([_page(FIRST), grid([SECOND], page=2, edges=[40 + 50 * n for n in range(8)])])) == 2
    assert len(join([_page(FIRST), grid([SECOND], page=3)])) == 2
    assert len(join([grid([FIRST]), grid([SECOND], index=2)])) == 2


def test_the_second_table_of_a_page_goes_on_with_nothing() -> None:
    first, second = grid([["科目", "金额"]], page=2, index=1), grid([SECOND], page=2, index=2)
    assert len(join([_page(FIRST), first, second])) == 3


def test_the_header_of_a_card_whose_name_ends_a_page_is_no_repetition() -> None:
    first, second = card("走访慰问"), card("普法宣传", title=None, year=None)
    at = next(n for n, row in enumerate(second) if row[0] == "一级指标")
    found = reading(grid([*first, *second[:at]], page=1), grid(second[at:], page=2))
    assert [(p.name, len(p.indicators)) for s in found.statements for p in s.projects] == [("走访慰问", 2), ("普法宣传", 2)]


@pytest.mark.parametrize("lower", [["", "", "", "值", ""], ["", "", "", "", ""]])
def test_a_header_cut_in_its_labels_is_whole_again(lower: Row) -> None:
    rows = card("走访慰问")
    at = next(n for n, row in enumerate(rows) if row[0] == "一级指标")
    head: Row = ["一级指标", "二级指标", "三级指标", "年度指标" if lower[3] else "年度指标值", "备注"]
    (one,) = statement(grid([*rows[:at], head], page=1), grid([lower, *rows[at + 1 :]], page=2)).projects
    assert [values(indicator) for indicator in one.indicators] == [{"annual": "≥3次"}, {"annual": "≥95%"}]


def test_a_level_that_a_header_ends_above_is_not_the_headers() -> None:
    rows = card("走访慰问", indicators=[["", "社会成本指标", "投诉", "≤2起", ""], ["", "生态环境成本指标", "污染", "≤1起", ""]])
    at = next(n for n, row in enumerate(rows) if row[0] == "一级指标") + 1
    (one,) = statement(grid(rows[:at], page=1), grid(rows[at:], page=2)).projects
    assert [indicator.name for indicator in one.indicators] == ["投诉", "污染"]
