"""Tables that lack rules are read by alignment and say so; prose, however it is set, is no table."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from etl.extract.pdf import read
from tests.extract.pdf_maker import Draw, make, rules, write

XS = (40.0, 120.0, 220.0, 300.0, 370.0)
HEAD = ("一级指标", "三级指标", "指标值", "分值")
BODY = (("产出指标", "培训人数", "≥200人", "20"), ("产出指标", "按期完成率", "100%", "15"), ("效益指标", "群众知晓率", "≥90%", "30"))
ROWS = (HEAD, *BODY)
YS = (250.0, 228.0, 206.0, 184.0, 162.0)


def fill(canvas: Canvas) -> None:
    for row, cells in enumerate(ROWS):
        for col, text in enumerate(cells):
            write(canvas, XS[col] + 4, YS[row + 1] + 7, text)


def across(canvas: Canvas, *ys: float) -> None:
    for y in ys:
        canvas.line(XS[0], y, XS[-1], y)


def no_rules(canvas: Canvas) -> None:
    write(canvas, 130, 275, "项目支出绩效目标表")
    write(canvas, 300, 258, "单位：万元")
    fill(canvas)
    write(canvas, 40, 140, "注：本表按项目填报，一个项目一张表，未列出的资金来源为零。")


def three_lines(canvas: Canvas) -> None:
    fill(canvas)
    across(canvas, YS[0], YS[1], YS[-1])


def all_across(canvas: Canvas) -> None:
    fill(canvas)
    across(canvas, *YS)


def only_down(canvas: Canvas) -> None:
    fill(canvas)
    for x in XS:
        canvas.line(x, YS[-1], x, YS[0])


def box_and_rows(canvas: Canvas) -> None:
    fill(canvas)
    rules(canvas, (XS[0], XS[-1]), YS)


def box_and_header(canvas: Canvas) -> None:
    fill(canvas)
    rules(canvas, (XS[0], XS[-1]), (YS[0], YS[1], YS[-1]))


def box_and_columns(canvas: Canvas) -> None:
    fill(canvas)
    rules(canvas, XS, (YS[0], YS[-1]))


def aligned_right(canvas: Canvas) -> None:
    for row, cells in enumerate(ROWS):
        for col, text in enumerate(cells):
            if col > 1 and row:
                canvas.drawRightString(XS[col + 1] - 25, YS[row + 1] + 7, text)
            else:
                write(canvas, XS[col] + 4, YS[row + 1] + 7, text)


@pytest.mark.parametrize("draw", [no_rules, three_lines, all_across, only_down, box_and_rows, box_and_header, box_and_columns, aligned_right])
def test_a_table_without_all_its_rules(draw: Draw) -> None:
    (grid,) = read(make(draw)).grids
    assert [tuple(cell.text if cell else None for cell in row) for row in grid.slots()] == list(ROWS)
    assert grid.source == "alignment"
    assert [(finding.rule, finding.place, finding.found) for finding in grid.findings] == [("borderless_table", "p1/t1", "4 × 4")]
    assert grid.cells[5].place.label == "p1/t1/R2C2"


def test_lines_around_a_table_without_rules() -> None:
    (grid,) = read(make(no_rules)).grids
    assert [line.text for line in grid.above] == ["项目支出绩效目标表", "单位：万元"]
    assert [line.text for line in grid.below] == ["注：本表按项目填报，一个项目一张表，未列出的资金来源为零。"]


@pytest.mark.parametrize("ruled", [False, True])
def test_rows_of_several_lines_are_told_by_their_gaps(ruled: bool) -> None:
    def draw(canvas: Canvas) -> None:
        y = 250.0
        for col, text in enumerate(HEAD):
            write(canvas, XS[col] + 4, y, text)
        if ruled:
            across(canvas, y + 16, y - 8)
        for level, name, value, weight in BODY:
            y -= 32
            write(canvas, XS[1] + 4, y + 6, name[:3])
            write(canvas, XS[1] + 4, y - 6, name[3:])
            for col, text in ((0, level), (2, value), (3, weight)):
                write(canvas, XS[col] + 4, y, text)
        if ruled:
            across(canvas, y - 12)

    (grid,) = read(make(draw)).grids
    assert [tuple(cell.text.replace("\n", "") if cell else None for cell in row) for row in grid.slots()] == list(ROWS)
    assert grid.slots()[1][1].text == "培训人\n数"  # type: ignore[union-attr]


def test_a_card_without_rules() -> None:
    """Labels and values above the indicators are rows of the same table; a label in the middle of its rows spans them, and so does a level."""

    def draw(canvas: Canvas) -> None:
        write(canvas, 130, 285, "项目支出绩效目标表")
        for y, left, right in ((264, "项目名称", "设备更新"), (248, "实施单位", "某某局")):
            write(canvas, 44, y, left)
            write(canvas, 124, y, right)
        for y, label, amount in ((232, "资金总额", "120.00"), (216, "财政拨款", "100.00"), (200, "其他资金", "20.00")):
            write(canvas, 124, y, label)
            write(canvas, 224, y, amount)
        write(canvas, 44, 216, "项目资金")
        for row, cells in enumerate(ROWS):
            for col, text in enumerate(cells):
                if not (col == 0 and row in (1, 2)):
                    write(canvas, XS[col] + 4, 184 - 16 * row, text)
        write(canvas, XS[0] + 4, 160, "产出指标")

    (grid,) = read(make(draw)).grids
    assert [tuple(cell.text if cell else None for cell in row) for row in grid.slots()] == [
        ("项目名称", "设备更新", "设备更新", "设备更新"),
        ("实施单位", "某某局", "某某局", "某某局"),
        ("项目资金", "资金总额", "120.00", "120.00"),
        ("项目资金", "财政拨款", "100.00", "100.00"),
        ("项目资金", "其他资金", "20.00", "20.00"),
        *ROWS,
    ]
    assert [line.text for line in grid.above] == ["项目支出绩效目标表"]


PROSE = "为加强和规范专项资金管理，提高财政资金使用效益，结合本部门实际，现将二〇二四年度部门预算情况说明如下。"


def prose(canvas: Canvas) -> None:
    for number in range(12):
        write(canvas, 40, 260 - 18 * number, (PROSE * 2)[number * 3 :][:32])


def contents(canvas: Canvas) -> None:
    for number in range(10):
        write(canvas, 40, 260 - 18 * number, f"第{number + 1}部分")
        write(canvas, 110, 260 - 18 * number, "部门预算情况说明" + "." * (30 + number % 3))
        canvas.drawRightString(370, 260 - 18 * number, str(number * 3 + 1))


def contents_without_leaders(canvas: Canvas) -> None:
    for number in range(10):
        write(canvas, 40, 260 - 18 * number, "部门预算情况说明")
        canvas.drawRightString(370, 260 - 18 * number, str(number * 3 + 1))


def columns(canvas: Canvas) -> None:
    for column in range(3):
        for number in range(12):
            write(canvas, 30 + 120 * column, 260 - 18 * number, (PROSE * 3)[(number + 12 * column) * 2 :][:10])


def addresses(canvas: Canvas) -> None:
    for number, (left, middle, right) in enumerate((("某某局", "联系人", "电话"), ("办公室", "张三", "010-12345678"), ("地址", "某某路1号", "邮编"))):
        for x, text in ((40, left), (150, middle), (280, right)):
            write(canvas, x, 260 - 60 * number, text)


def figures(canvas: Canvas) -> None:
    """Numbered sentences with wide gaps."""
    for number in range(6):
        write(canvas, 40, 260 - 18 * number, f"{number + 1}.")
        write(canvas, 80, 260 - 18 * number, "一般公共预算拨款收入")
        write(canvas, 240, 260 - 18 * number, f"{number * 37 + 100}万元，占{number}%。")


def signatures(canvas: Canvas) -> None:
    for x, text in ((40, "填报人：张三"), (160, "审核人：李四"), (280, "单位负责人：王五")):
        write(canvas, x, 200, text)
        write(canvas, x, 150, "2024年3月1日")


def boxed_prose(canvas: Canvas) -> None:
    prose(canvas)
    canvas.rect(30, 40, 345, 240)
    canvas.line(30, 252, 375, 252)


@pytest.mark.parametrize("draw", [prose, contents, contents_without_leaders, columns, addresses, figures, signatures])
def test_prose_is_no_table(draw: Draw) -> None:
    assert read(make(draw)).grids == []


def test_a_box_of_prose_is_not_parted() -> None:
    assert [grid.source for grid in read(make(boxed_prose)).grids] == ["rules"]


def test_the_middle_of_a_cut_row_is_not_parted() -> None:
    def draw(canvas: Canvas) -> None:
        for x in XS:
            canvas.line(x, 40, x, 280)
        for number in range(8):
            write(canvas, XS[1] + 4, 250 - 20 * number, "继续加强管理")

    (grid,) = read(make(draw)).grids
    assert (grid.source, grid.rows, grid.open_top, grid.open_bottom) == ("rules", 1, True, True)
