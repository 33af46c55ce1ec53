"""What a page break cut is told from whole rows: by words, by the room of lines, by what the columns hold; never by rules alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from etl.extract.grid import Cell, Place
from etl.pipeline.reading import Task, read_one
from etl.report.inspection import Inspected, as_json
from etl.transform.pages import join
from etl.transform.room import Room
from etl.transform.statement import Claim
from tests.made.__main__ import LAYOUTS, made_of
from tests.made.model import Made
from tests.made.paper import Style, pdf
from tests.made.score import differences
from tests.transform.build import grid, shown, statement
from tests.transform.made import COLUMNS, COUNT, HEADS, Row, card

BY_NAME: dict[str, Callable[..., Made]] = {layout.__name__: layout for layout in LAYOUTS}
FIRST: Row = ["走访慰问", "10.00", "做好走访", *COUNT]


def _joined(upper: Row, lower: Row, *, open: bool = False) -> str:
    """The texts of the last row above the break after joining, parted by |; the row below is one of its own where they are unchanged."""
    pages = [grid([*HEADS, COLUMNS, FIRST, upper], page=1, open_bottom=open), grid([lower], page=2, open_top=open)]
    (table,) = join(pages)
    return "|".join((cell.text if cell else "").replace("\n", "") for cell in table.slots[4]) if table.rows == 5 else ""


@pytest.mark.parametrize(
    ("upper", "lower", "whole"),
    [
        (["", "", "", "效益指", "社会效益指标", "覆盖", "≥3"], ["", "", "", "标", "", "率", ""], "|||效益指标|社会效益指标|覆盖率|≥3"),
        (["普法", "3,052,70", "", *COUNT], ["", "0.00", "", "", "", "", ""], "普法|3,052,700.00||产出指标|数量指标|走访次数|≥3次"),
        (["普法", "1", "", "产出指标", "数量指标", "走访", "≥9"], ["", "", "", "", "", "", "%"], "普法|1||产出指标|数量指标|走访|≥9%"),
        (["普法", "1", "", "产出指标", "数量指标", "走访", "≥9"], ["", "", "", "", "", "", "人次"], "普法|1||产出指标|数量指标|走访|≥9人次"),
        (["普法（一期", "1", "", *COUNT], ["）", "", "", "", "", "", ""], "普法（一期）|1||产出指标|数量指标|走访次数|≥3次"),
        (["", "", "", "", "成本指标", "完成项目总", "9"], ["", "", "", "", "", "成本", ""], "||||成本指标|完成项目总成本|9"),
    ],
)
def test_words_that_make_one_are_one_row(upper: Row, lower: Row, whole: str) -> None:
    assert _joined(upper, lower) == whole


@pytest.mark.parametrize(
    "lower",
    [
        ["", "", "", "效益指标", "社会效益指标", "覆盖率", "≥90%"],
        ["", "", "", "", "质量指标", "合格率", "95%"],
        ["普法", "20.00", "做好普法", *COUNT],
        ["", "", "", "", "", "……", ""],
        ["合计", "30.00", "", "", "", "", ""],
    ],
)
@pytest.mark.parametrize("open", [True, False])
def test_a_row_that_begins_something_is_no_rest(lower: Row, open: bool) -> None:
    assert _joined(["走访慰问", "10.00", "做好走访", "产出指标", "数量指标", "走访次数", "≥3次"], lower, open=open) == ""


def test_only_a_full_line_goes_on() -> None:
    def boxed(text: str) -> Cell:
        made = grid([[text]], page=1).cells[0]
        assert made.place.box is not None
        return Cell(0, 0, text, Place("p1", 1, made.place.box._replace(x0=20.0, x1=100.0)))

    room = Room([boxed("完成年度重点工作\n任务"), boxed("推进标准化建设试\n点工作"), boxed("保障设施设备正常\n运行")])
    assert room.full(boxed("开展走访慰问活动"), "和培训") is True
    assert room.full(boxed("走访次数"), "合格率") is False
    assert room.full(boxed("走访慰问活动"), "（试点）") is False
    assert room.full(boxed("走访慰问的活动"), "12345次") is True
    assert Room([boxed("走访次数")]).full(boxed("走访次数"), "合格率") is None


def test_a_unit_merged_over_projects_goes_on_over_the_break() -> None:
    columns: Row = ["单位名称", *COLUMNS]
    heads: list[Row] = [[row[0], None, *row[1:]] for row in HEADS]
    upper: list[Row] = [["样例市司法局信息中心", *FIRST], ["^", "^", "^", "^", "", "质量指标", "合格率", "≥95%"]]
    lower: list[Row] = [["", "普法宣传", "20.00", "做好普法", *COUNT], ["^", "^", "^", "^", "", "质量指标", "合格率", "≥96%"]]
    found = statement(grid([*heads, columns, *upper], page=1), grid(lower, page=2))
    assert [(p.name, p.unit) for p in found.projects] == [("走访慰问", "样例市司法局信息中心"), ("普法宣传", "样例市司法局信息中心")]


def test_a_page_that_lacks_the_column_merged_over_it_goes_on() -> None:
    columns: Row = ["单位名称", *COLUMNS]
    heads: list[Row] = [[row[0], None, *row[1:]] for row in HEADS]
    upper = grid([*heads, columns, ["样例市司法局信息中心", *FIRST]], page=1, open_bottom=True)
    lower = grid([["普法宣传", "20.00", "做好普法", *COUNT]], page=2, edges=[100.0 + 60 * n for n in range(8)])
    found = statement(upper, lower)
    assert [(p.name, p.unit) for p in found.projects] == [("走访慰问", "样例市司法局信息中心"), ("普法宣传", "样例市司法局信息中心")]


def test_rules_that_close_the_row_leave_it_whole() -> None:
    upper = grid([*HEADS, COLUMNS, ["走访慰问", "10.00", "做好走访", *COUNT]], page=1, open_bottom=True)
    lower = grid([["", "", "", "", "", "走访", "持续改善"]], page=2, open_top=True)
    upper.closed_bottom = lower.closed_top = True
    assert [name for _, _, name, _ in shown(statement(upper, lower).projects[0])] == ["走访次数", "走访"]


@cache
def _made(name: str) -> Made:
    return made_of(BY_NAME[name], 1)


def _grids_differ(name: str, style: Style) -> list[str]:
    made = _made(name)
    read = read_one(Task(pdf(made, style), Claim()))
    return differences(made.truth, as_json(Inspected("made", "0", read.media_type, read.reading, read.refused), "zh"))


@pytest.mark.parametrize("height", range(262, 520, 43))
@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("repeat", [True, False])
@pytest.mark.parametrize("name", ["packed_list", "yunnan_05_2", "sichuan", "xiangxi", "two_horizons", "central", "evaluation", "book"])
def test_a_break_anywhere_changes_nothing(name: str, repeat: bool, closed: bool, height: int) -> None:
    style = Style(repeat=repeat, cut=True, closed=closed, upright=True, height=float(height))
    assert _grids_differ(name, style) == []


def test_a_label_cut_beside_whole_rows_is_one() -> None:
    rows = card("走访慰问")
    at = next(n for n, row in enumerate(rows) if str(row[0]).startswith("项目资金"))
    upper = [*rows[:at], ["项目资金", *rows[at][1:]]]
    lower: list[Row] = [["（万元）", *rows[at + 1][1:]], ["", *rows[at + 2][1:]], *rows[at + 3 :]]
    (one,) = statement(grid(upper, page=1), grid(lower, page=2)).projects
    assert one.money.total is not None and f"{one.money.total.yuan:.0f}" == "1000000"
