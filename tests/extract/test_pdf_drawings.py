"""The same table drawn in many ways reads the same; what cannot be read right is reported."""

from __future__ import annotations

import itertools

import pytest
from reportlab.pdfgen.canvas import Canvas

from etl.extract.grid import Grid
from etl.extract.pdf import read
from tests.extract.pdf_maker import FONT, ROWS, XS, YS, Draw, make, plain, rules, texts, write

EXPECTED = [list(row) for row in ROWS]


def shown(grid: Grid) -> list[list[str | None]]:
    """The text in every slot, line breaks out."""
    return [[None if cell is None else cell.text.replace("\n", "") for cell in row] for row in grid.slots()]


def one(draw: Draw) -> Grid:
    """The only table of a page."""
    (grid,) = read(make(draw)).grids
    return grid


def boxes(canvas: Canvas, inset: float) -> None:
    for top, bottom in itertools.pairwise(YS):
        for left, right in itertools.pairwise(XS):
            canvas.rect(left + inset, bottom + inset, right - left - 2 * inset, top - bottom - 2 * inset)
    texts(canvas)


def touching_boxes(canvas: Canvas) -> None:
    boxes(canvas, 0)


def separate_boxes(canvas: Canvas) -> None:
    boxes(canvas, 1)


def one_path(canvas: Canvas) -> None:
    path = canvas.beginPath()
    for x in XS:
        path.moveTo(x, YS[-1])
        path.lineTo(x, YS[0])
    for y in YS:
        path.moveTo(XS[0], y)
        path.lineTo(XS[-1], y)
    canvas.drawPath(path)
    texts(canvas)


def dashes(canvas: Canvas) -> None:
    canvas.setDash([0.5, 3])
    plain(canvas)


def dots(canvas: Canvas) -> None:
    for x in XS:
        for step in range(int(YS[0] - YS[-1]) // 3 + 1):
            canvas.rect(x - 0.25, YS[-1] + 3 * step, 0.5, 1.5, stroke=0, fill=1)
    for y in YS:
        for step in range(int(XS[-1] - XS[0]) // 3 + 1):
            canvas.circle(XS[0] + 3 * step, y, 0.5, stroke=0, fill=1)
    texts(canvas)


def double(canvas: Canvas) -> None:
    plain(canvas)
    rules(canvas, tuple(x + 2 for x in XS), tuple(y + 2 for y in YS))


def thick(canvas: Canvas) -> None:
    canvas.setLineWidth(4)
    plain(canvas)


def hairline(canvas: Canvas) -> None:
    canvas.setLineWidth(0)
    plain(canvas)


def bars(canvas: Canvas) -> None:
    for x in XS:
        canvas.rect(x - 2, YS[-1], 4, YS[0] - YS[-1], stroke=0, fill=1)
    for y in YS:
        canvas.rect(XS[0], y - 0.4, XS[-1] - XS[0], 0.8, stroke=0, fill=1)
    texts(canvas)


def shaded(canvas: Canvas) -> None:
    canvas.setFillGray(0.8)
    canvas.rect(XS[0], YS[1], XS[-1] - XS[0], YS[0] - YS[1], stroke=0, fill=1)
    canvas.rect(XS[0], YS[2], XS[1] - XS[0], YS[1] - YS[2], stroke=0, fill=1)
    canvas.setFillGray(0)
    plain(canvas)


def white_on_dark(canvas: Canvas) -> None:
    canvas.setFillGray(0.2)
    canvas.rect(XS[0], YS[1], XS[-1] - XS[0], YS[0] - YS[1], stroke=0, fill=1)
    canvas.setFillGray(1)
    texts(canvas, ROWS[:1])
    canvas.setFillGray(0)
    rules(canvas)
    texts(canvas, (("", "", ""), *ROWS[1:]))


def form(canvas: Canvas) -> None:
    canvas.beginForm("inner")
    plain(canvas)
    canvas.endForm()
    canvas.beginForm("outer")
    canvas.saveState()
    canvas.scale(0.5, 0.5)
    canvas.doForm("inner")
    canvas.restoreState()
    canvas.endForm()
    canvas.saveState()
    canvas.translate(30, 40)
    canvas.scale(1.6, 1.6)
    canvas.doForm("outer")
    canvas.restoreState()


def page_frame(canvas: Canvas) -> None:
    plain(canvas)
    canvas.rect(10, 10, 380, 280)
    canvas.rect(14, 14, 372, 272)


def frame_around(canvas: Canvas) -> None:
    """The rules run on to the page's frame: a ring of empty cells."""
    plain(canvas)
    canvas.rect(10, 10, 380, 280)
    for y in YS:
        canvas.line(10, y, 390, y)


def underline(canvas: Canvas) -> None:
    plain(canvas)
    canvas.line(XS[0] + 4, YS[2] + 8, XS[0] + 44, YS[2] + 8)


def underline_across(canvas: Canvas) -> None:
    plain(canvas)
    canvas.line(XS[1] + 2.5, YS[2] + 8, XS[2] - 2.5, YS[2] + 8)


def struck_out(canvas: Canvas) -> None:
    plain(canvas)
    canvas.line(XS[0] + 4, YS[2] + 13, XS[0] + 44, YS[2] + 13)


def gaps_at_corners(canvas: Canvas) -> None:
    for x in XS:
        for top, bottom in itertools.pairwise(YS):
            canvas.line(x, bottom + 2, x, top - 2)
    for y in YS:
        for left, right in itertools.pairwise(XS):
            canvas.line(left + 2, y, right - 2, y)
    texts(canvas)


def open_sides(canvas: Canvas) -> None:
    for x in XS[1:-1]:
        canvas.line(x, YS[-1], x, YS[0])
    for y in YS:
        canvas.line(XS[0], y, XS[-1], y)
    texts(canvas)


def no_frame(canvas: Canvas) -> None:
    for x in XS[1:-1]:
        canvas.line(x, YS[-1], x, YS[0])
    for y in YS[1:-1]:
        canvas.line(XS[0], y, XS[-1], y)
    texts(canvas)


def fake_bold(canvas: Canvas) -> None:
    plain(canvas)
    canvas.translate(0.4, 0)
    texts(canvas)


def clipped_rule(canvas: Canvas) -> None:
    plain(canvas)
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(0, 0, 45, 300)
    canvas.clipPath(path, stroke=0, fill=0)
    canvas.line(0, 205, 400, 205)
    canvas.restoreState()


def white_rules(canvas: Canvas) -> None:
    """Rules that nobody sees, as strokes and as bars: between the rows and through a text of two lines."""
    plain(canvas)
    canvas.setStrokeGray(1)
    for y in (YS[0] + 20, YS[1] - 4, YS[2] - 5, YS[-1] - 20):
        canvas.line(XS[0], y, XS[-1], y)
    canvas.line(XS[0] - 20, YS[-1] - 20, XS[0] - 20, YS[0] + 20)
    canvas.setFillGray(1)
    canvas.rect(XS[1] + 60, YS[-1] - 20, 1, YS[0] - YS[-1] + 40, stroke=0, fill=1)


def white_rules_on_shades(canvas: Canvas) -> None:
    """The modern style: shaded cells parted by white rules."""
    canvas.setFillGray(0.85)
    canvas.rect(XS[0] - 1, YS[-1] - 1, XS[-1] - XS[0] + 2, YS[0] - YS[-1] + 2, stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.setStrokeGray(1)
    plain(canvas)


def frame_on_outer_rules(canvas: Canvas) -> None:
    """A frame of the page whose sides are the table's own: a first and a last row that hold nothing."""
    plain(canvas)
    canvas.rect(XS[0], 20, XS[-1] - XS[0], 270)


def frame_below(canvas: Canvas) -> None:
    """A frame that begins with the table's first rule and runs on below it."""
    plain(canvas)
    canvas.rect(XS[0], 20, XS[-1] - XS[0], YS[0] - 20)


def stamp(canvas: Canvas) -> None:
    """The curves of a round seal are no rules."""
    plain(canvas)
    canvas.setStrokeColorRGB(1, 0, 0)
    canvas.circle(200, 200, 40)


def char_by_char(canvas: Canvas) -> None:
    """Every character an object of its own, in no order."""
    rules(canvas)
    for row, cells in reversed(list(enumerate(ROWS))):
        for col, text in reversed(list(enumerate(cells))):
            for index, char in reversed(list(enumerate(text))):
                write(canvas, XS[col] + 4 + canvas.stringWidth(text[:index], FONT, 10), YS[row + 1] + 10, char)


def spread(canvas: Canvas) -> None:
    rules(canvas)
    texts(canvas, (("", *ROWS[0][1:]), *ROWS[1:]))
    for index, char in enumerate(ROWS[0][0]):
        write(canvas, XS[0] + 4 + 18 * index, YS[1] + 10, char)


def crop_box(canvas: Canvas) -> None:
    canvas.setCropBox((20, 20, 380, 290))
    plain(canvas)


def close_neighbours(canvas: Canvas) -> None:
    rules(canvas)
    texts(canvas, (ROWS[0], ("", "", ROWS[1][2]), ROWS[2]))
    canvas.setFont(FONT, 10)
    canvas.drawRightString(XS[1] - 0.5, YS[2] + 10, ROWS[1][0])
    canvas.drawString(XS[1] + 0.5, YS[2] + 10, ROWS[1][1])


def sideways_number(canvas: Canvas) -> None:
    rules(canvas)
    texts(canvas, (ROWS[0], (ROWS[1][0], "", ROWS[1][2]), ROWS[2]))
    canvas.saveState()
    canvas.translate(XS[1] + 50, YS[2] + 1)
    canvas.rotate(90)
    write(canvas, 0, 0, ROWS[1][1], 6)
    canvas.restoreState()


@pytest.mark.parametrize(
    "draw",
    [
        plain,
        touching_boxes,
        separate_boxes,
        one_path,
        dashes,
        dots,
        double,
        thick,
        hairline,
        bars,
        shaded,
        white_on_dark,
        form,
        page_frame,
        frame_around,
        underline,
        underline_across,
        struck_out,
        gaps_at_corners,
        open_sides,
        no_frame,
        fake_bold,
        clipped_rule,
        white_rules,
        white_rules_on_shades,
        frame_on_outer_rules,
        frame_below,
        stamp,
        char_by_char,
        spread,
        crop_box,
        close_neighbours,
        sideways_number,
    ],
)
def test_the_same_table_however_it_is_drawn(draw: Draw) -> None:
    grid = one(draw)
    assert shown(grid) == EXPECTED
    assert grid.findings == []
    assert (grid.page, grid.index, grid.source) == (1, 1, "rules")


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_turned_pages(turn: int, rotate: int) -> None:
    """A page turned by /Rotate, a table drawn on its side, and both: read upright, boxes on the page as shown."""

    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(rotate)
        canvas.translate(*{0: (0, 0), 90: (290, 0), 180: (290, 290), 270: (0, 290)}[turn])
        canvas.rotate(turn)
        canvas.scale(0.7, 0.7)
        plain(canvas)

    grid = one(draw)
    assert shown(grid) == EXPECTED
    first, last = grid.cells[0].place.box, grid.cells[-1].place.box
    assert first is not None and last is not None
    right, down = last.x0 - first.x0, last.top - first.top
    quarter = (turn - rotate) // 90 % 4  # how the table lies on the page as shown, counterclockwise
    assert [right > 0, down > 0] == [[True, True], [True, False], [False, False], [False, True]][quarter]


def test_merged_cells() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(XS[0], YS[-1], XS[-1] - XS[0], YS[0] - YS[-1])
        canvas.line(XS[0], YS[1], XS[-1], YS[1])
        canvas.line(XS[1], YS[2], XS[-1], YS[2])
        canvas.line(XS[1], YS[-1], XS[1], YS[1])
        canvas.line(XS[2], YS[-1], XS[2], YS[2])
        write(canvas, XS[0] + 100, YS[1] + 10, "标题")
        write(canvas, XS[0] + 4, YS[2] - 5, "项目资金")
        write(canvas, XS[1] + 4, YS[2] + 10, "合计")
        write(canvas, XS[1] + 4, YS[3] + 10, "1.50")
        write(canvas, XS[2] + 4, YS[3] + 10, "2.50")

    spans = {(cell.row, cell.col): (cell.rowspan, cell.colspan, cell.text) for cell in one(draw).cells}
    assert spans == {(0, 0): (1, 3, "标题"), (1, 0): (2, 1, "项目资金"), (1, 1): (1, 2, "合计"), (2, 1): (1, 1, "1.50"), (2, 2): (1, 1, "2.50")}


def test_a_row_cut_by_a_page_break() -> None:
    """No rule where the page ends: the row stands on both pages, open; also where a page holds only its middle."""

    def first(canvas: Canvas) -> None:
        for y in YS[:-1]:
            canvas.line(XS[0], y, XS[-1], y)
        for x in XS:
            canvas.line(x, YS[-1], x, YS[0])
        texts(canvas)

    def middle(canvas: Canvas) -> None:
        for x in XS:
            canvas.line(x, YS[-1], x, YS[0])
        write(canvas, XS[1] + 4, 200, "中间")

    def last(canvas: Canvas) -> None:
        for y in YS[1:]:
            canvas.line(XS[0], y, XS[-1], y)
        for x in XS:
            canvas.line(x, YS[-1], x, YS[0])
        texts(canvas)

    grids = read(make(first, middle, last)).grids
    assert [(grid.page, grid.rows, grid.cols, grid.open_top, grid.open_bottom) for grid in grids] == [
        (1, 3, 3, False, True),
        (2, 1, 3, True, True),
        (3, 3, 3, True, False),
    ]
    assert shown(grids[0]) == shown(grids[2]) == EXPECTED
    assert shown(grids[1]) == [["", "中间", ""]]
    assert grids[0].edges == grids[1].edges


def test_a_merged_cell_cut_by_a_page_break() -> None:
    """Other cells of its rows end at the break: only the merged one has no rule there."""

    def draw(canvas: Canvas) -> None:
        for x in XS:
            canvas.line(x, YS[-1], x, YS[0])
        canvas.line(XS[1], YS[0], XS[-1], YS[0])
        for y in YS[1:-1]:
            canvas.line(XS[1], y, XS[-1], y)
        canvas.line(XS[0], YS[-1], XS[-1], YS[-1])
        texts(canvas)

    grid = one(draw)
    assert (grid.open_top, grid.open_bottom) == (True, False)
    assert (grid.cells[0].rowspan, grid.cells[0].text) == (3, "项目名称\n绩效管理\n合计")


def test_text_over_a_rule_belongs_to_the_cell_it_begins_in_and_is_reported() -> None:
    def draw(canvas: Canvas) -> None:
        rules(canvas)
        texts(canvas, (ROWS[0], ("绩效管理项目长名称超出单元格", "1,200.00", "≥95%"), ROWS[2]))

    grid = one(draw)
    assert shown(grid)[1] == ["绩效管理项目长名称超出单元格", "1,200.00", "≥95%"]
    assert ("text_crosses_rule", "p1/t1/R2C1") in [(finding.rule, finding.place) for finding in grid.findings]
    assert "readers_differ" in [finding.rule for finding in grid.findings]


def test_a_number_that_reaches_over_its_rule_into_the_next_text() -> None:
    """Two text objects that overlap are two texts; the one that reaches over the rule is reported."""

    def draw(canvas: Canvas) -> None:
        rules(canvas)
        texts(canvas, (ROWS[0], (ROWS[1][0], "", ""), ROWS[2]))
        canvas.setFont(FONT, 10)
        canvas.drawRightString(XS[2] + 2, YS[2] + 10, ROWS[1][1])
        canvas.drawString(XS[2] + 1, YS[2] + 10, ROWS[1][2])

    grid = one(draw)
    assert shown(grid) == EXPECTED
    assert ("text_crosses_rule", "p1/t1/R2C2") in [(finding.rule, finding.place) for finding in grid.findings]


def test_text_over_text_is_reported() -> None:
    def draw(canvas: Canvas) -> None:
        plain(canvas)
        write(canvas, XS[1] + 4, YS[2] + 10, "3,400.00")

    assert ("text_overlaps", "p1/t1/R2C2") in [(finding.rule, finding.place) for finding in one(draw).findings]


@pytest.mark.parametrize("grey", [1.0, 0.9])
def test_white_out_over_an_old_number(grey: float) -> None:
    """What was painted over is not read, whatever the paint; what stands on it is."""

    def draw(canvas: Canvas) -> None:
        rules(canvas)
        texts(canvas, (ROWS[0], (ROWS[1][0], "9,900.00", ROWS[1][2]), ROWS[2]))
        canvas.setFillGray(grey)
        canvas.rect(XS[1] + 1, YS[2] + 1, 70, 28, stroke=0, fill=1)
        canvas.setFillGray(0)
        write(canvas, XS[1] + 4, YS[2] + 10, ROWS[1][1])

    result = read(make(draw))
    assert [shown(grid) for grid in result.grids] == [EXPECTED]
    assert [(finding.rule, finding.found) for finding in result.findings] == [("text_hidden", "9,900.00")]


def test_a_watermark_is_set_apart() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.saveState()
        canvas.setFillGray(0.85)
        canvas.translate(100, 150)
        canvas.rotate(30)
        write(canvas, 0, 0, "内部资料", 40)
        canvas.restoreState()
        canvas.setFillGray(0)
        plain(canvas)

    result = read(make(draw))
    assert [shown(grid) for grid in result.grids] == [EXPECTED]
    assert [(finding.rule, finding.found) for finding in result.findings] == [("text_slants", "内部资料")]


def test_shades_that_let_text_through_hide_nothing() -> None:
    """A marker's stroke: transparent, drawn over the text."""

    def draw(canvas: Canvas) -> None:
        plain(canvas)
        canvas.setFillColorRGB(1, 1, 0, alpha=0.4)
        canvas.rect(XS[0], YS[-1], XS[-1] - XS[0], YS[0] - YS[-1], stroke=0, fill=1)

    assert shown(one(draw)) == EXPECTED


def test_an_area_that_is_no_rectangle_is_reported() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(XS[0], YS[-1], XS[-1] - XS[0], YS[0] - YS[-1])
        canvas.line(XS[1], YS[0], XS[1], YS[1])
        canvas.line(XS[0], YS[1], XS[1], YS[1])
        canvas.line(XS[1], YS[2], XS[-1], YS[2])
        canvas.line(XS[2], YS[-1], XS[2], YS[2])
        texts(canvas)

    assert "cell_shape" in [finding.rule for finding in one(draw).findings]


def test_two_tables_of_a_page() -> None:
    def draw(canvas: Canvas) -> None:
        for top, name in ((250.0, "甲"), (120.0, "乙")):
            ys = (top, top - 20, top - 40)
            rules(canvas, XS, ys)
            write(canvas, XS[0] + 80, top + 8, f"{name}表")
            texts(canvas, ((name, "1", "2"), ("合计", "3", "4")), XS, ys)

    first, second = read(make(draw)).grids
    assert [first.index, second.index] == [1, 2]
    assert [line.text for line in first.above] == ["甲表"]
    assert [line.text for line in first.below] == [line.text for line in second.above] == ["乙表"]
    assert second.cells[4].place.label == "p1/t2/R2C2"
