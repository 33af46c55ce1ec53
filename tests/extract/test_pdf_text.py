"""Text of cells and lines: what is read, what is not, and what is said about it."""

from __future__ import annotations

import io
import random

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from etl.extract.grid import Box, Cell, Grid, Place
from etl.extract.pdf import COVER_PAGES, read, read_grids
from etl.extract.pdf.health import repaired, share
from etl.extract.pdf.second import differences
from etl.extract.picture import draw as picture
from etl.finding import Finding, Refused
from tests.extract.pdf_maker import FONT, ROWS, XS, YS, Draw, make, plain, rules, texts, write


@pytest.fixture(autouse=True)
def no_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the extra for scans were not installed: what this reader says alone."""
    monkeypatch.setattr("etl.extract.scan.installed", lambda: False)


def cell_text(draw: Draw) -> str:
    """The text of the middle cell of the plain table, in which ``draw`` writes."""

    def page(canvas: Canvas) -> None:
        rules(canvas)
        texts(canvas, (ROWS[0], ("甲", "", "乙"), ROWS[2]))
        draw(canvas)

    (grid,) = read_grids(make(page))
    return next(cell.text for cell in grid.cells if (cell.row, cell.col) == (1, 1))


@pytest.mark.parametrize("printed", ["1,200.00", "≥ 90 %", "2024年11月30日前", "20-25站次", "A B", "-0.5", "（一）", "项目　名称", "5‰以下", "a,b;c"])
def test_a_text_is_read_as_printed(printed: str) -> None:
    assert cell_text(lambda canvas: write(canvas, XS[1] + 4, YS[2] + 10, printed)) == printed


def test_printed_lines_are_parted() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, XS[1] + 4, YS[2] + 18, "第一行绩效", 8)
        write(canvas, XS[1] + 4, YS[2] + 6, "第二行", 8)

    assert cell_text(draw) == "第一行绩效\n第二行"


def test_a_hyphen_at_a_lines_end_stays() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(XS[1] + 4, YS[2] + 18, "perform-")
        canvas.drawString(XS[1] + 4, YS[2] + 6, "ance 20-")

    assert cell_text(draw) == "perform-\nance 20-"


def test_a_number_in_pieces_is_one() -> None:
    """Font by font, digit by digit: no blank is put into a number."""

    def draw(canvas: Canvas) -> None:
        x = XS[1] + 4
        for char, latin in zip("24,458.43元", ["Helvetica", FONT, "Times-Roman"] * 4, strict=False):
            font = FONT if char == "元" else latin
            canvas.setFont(font, 9)
            canvas.drawString(x, YS[2] + 10, char)
            x += canvas.stringWidth(char, font, 9)

    assert cell_text(draw) == "24,458.43元"


def test_superscripts_stay_on_their_line() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, XS[1] + 4, YS[2] + 10, "100m")
        write(canvas, XS[1] + 4 + canvas.stringWidth("100m", FONT, 10), YS[2] + 14, "2", 6)

    assert cell_text(draw) == "100m2"


def invisible(canvas: Canvas) -> None:
    text = canvas.beginText(XS[1] + 4, YS[2] + 10)
    text.setFont(FONT, 10)
    text.setTextRenderMode(3)
    text.textOut("99")
    canvas.drawText(text)


def white(canvas: Canvas) -> None:
    canvas.setFillGray(1)
    write(canvas, XS[1] + 4, YS[2] + 10, "99")
    canvas.setFillGray(0)


def transparent(canvas: Canvas) -> None:
    canvas.setFillAlpha(0)
    write(canvas, XS[1] + 4, YS[2] + 10, "99")
    canvas.setFillAlpha(1)


def clipped(canvas: Canvas) -> None:
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(XS[1], YS[1], 80, 30)
    canvas.clipPath(path, stroke=0, fill=0)
    write(canvas, XS[1] + 4, YS[2] + 10, "99")
    canvas.restoreState()


def off_the_page(canvas: Canvas) -> None:
    write(canvas, XS[1] + 4, -40, "99")


@pytest.mark.parametrize("draw", [invisible, white, transparent, clipped, off_the_page])
def test_text_that_nobody_sees_is_left_out_and_reported(draw: Draw) -> None:
    def page(canvas: Canvas) -> None:
        rules(canvas)
        texts(canvas, (ROWS[0], ("甲", "", "乙"), ROWS[2]))
        draw(canvas)

    result = read(make(page))
    assert "99" not in "".join(cell.text for cell in result.grids[0].cells) + "".join(line.text for line in result.grids[0].below)
    assert Finding("text_hidden", "info", "p1", "99") in result.findings


def test_invisible_text_glued_to_a_number() -> None:
    def page(canvas: Canvas) -> None:
        plain(canvas)
        canvas.translate(-10, 0)
        invisible(canvas)

    assert read_grids(make(page))[0].slots()[1][1].text == "1,200.00"  # type: ignore[union-attr]


def test_title_caption_and_footer() -> None:
    def page(canvas: Canvas) -> None:
        plain(canvas)
        write(canvas, 130, 280, "项目支出绩效目标表", 14)
        write(canvas, XS[0], 258, "部门名称：某某局")
        write(canvas, XS[-1] - 50, 258, "单位：万元")
        write(canvas, XS[0], 140, "注：无。")

    (grid,) = read_grids(make(page))
    assert [line.text for line in grid.above] == ["项目支出绩效目标表", "部门名称：某某局 单位：万元"]
    assert [line.text for line in grid.below] == ["注：无。"]
    assert [line.place.label for line in [*grid.above, *grid.below]] == ["p1/L1", "p1/L2", "p1/L3"]
    box = grid.above[0].place.box
    assert box is not None and abs(box.x0 - 130) < 2 and 0 < box.top < box.bottom < 30


def test_places_of_cells() -> None:
    (grid,) = read_grids(make(plain))
    cell = grid.cells[5]
    assert (cell.place.label, cell.place.page) == ("p1/t1/R2C3", 1)
    assert cell.place.box == pytest.approx((XS[2], 300 - YS[1], XS[3], 300 - YS[2]), abs=0.6)
    assert grid.edges == pytest.approx(XS, abs=0.6)


def test_pages_without_a_table_give_their_prose() -> None:
    def prose(canvas: Canvas) -> None:
        write(canvas, 100, 200, "某某局2024年部门预算公开")

    result = read(make(prose, plain, prose))
    assert [line.text for line in result.prose] == ["某某局2024年部门预算公开"] * 2
    assert (result.pages, result.media_type, [grid.page for grid in result.grids]) == (3, "application/pdf", [2])


def test_no_rules_no_grid_and_no_prose_is_read_for_nothing() -> None:
    """read_grids looks only at the cover's text."""
    assert read_grids(make(*[lambda canvas: write(canvas, 100, 200, "文字")] * (COVER_PAGES + 1))) == []


def test_a_text_box_is_no_table() -> None:
    def page(canvas: Canvas) -> None:
        canvas.rect(50, 50, 200, 100)
        write(canvas, 60, 100, "文本框")

    result = read(make(page))
    assert result.grids == [] and [line.text for line in result.prose] == ["文本框"]


def scan(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (40, 30), 200)), 0, 0, 400, 300)


def copied(canvas: Canvas) -> None:
    """A scan with a copier's own reading under it."""
    scan(canvas)
    invisible(canvas)


@pytest.mark.parametrize("draw", [scan, copied])
def test_a_scan_is_refused(draw: Draw) -> None:
    with pytest.raises(Refused) as refused:
        read(make(draw))
    assert (refused.value.rule, refused.value.place) == ("scan_needs_ocr", "p1")


def test_a_scanned_page_among_others_is_reported() -> None:
    result = read(make(plain, scan))
    assert [(finding.rule, finding.place) for finding in result.findings] == [("page_is_scan", "p2")]


def test_passwords_and_damage() -> None:
    for data, rule in ((make(plain, password="x"), "password_protected"), (b"%PDF-1.4 nothing", "damaged_file"), (b"", "damaged_file")):
        with pytest.raises(Refused) as refused:
            read(data)
        assert refused.value.rule == rule


def test_radicals_and_lost_characters() -> None:
    assert repaired("⻓期⼀次") == "长期一次"
    assert repaired("a\x00b\ue123") == "a\ufffdb\ufffd"
    assert repaired("绩效≥95%\r\n") == "绩效≥95%\r\n"
    assert share("ab\ufffd\ufffd \r\n") == 0.5


def mapped(codes: str, text: str) -> bytes:
    """A one-cell-high ruled page by hand whose font maps the letters of ``text`` to the characters of ``codes`` (ToUnicode)."""
    pairs = " ".join(f"<{ord(letter):02x}> <{ord(code):04x}>" for letter, code in zip(text, codes, strict=True))
    table = f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange {len(text)} beginbfchar {pairs} endbfchar endcmap"
    content = f"50 50 200 50 re S 150 50 m 150 100 l S BT /F 10 Tf 60 70 Td ({text}) Tj ET"
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    bodies = ["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>", page]
    bodies += [f"<</Length {len(content)}>>stream\n{content}\nendstream", font, f"<</Length {len(table)}>>stream\n{table}\nendstream"]
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(bodies, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    xref = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    return f"{out}xref\n0 7\n0000000000 65535 f \n{xref}trailer\n<</Size 7/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF".encode()


def test_a_broken_text_layer_is_refused() -> None:
    assert read_grids(mapped("绩效目标", "abcd"))[0].cells[0].text == "绩效目标"
    with pytest.raises(Refused) as refused:
        read(mapped("\ue001\ue002\ue003标", "abcd"))
    assert refused.value.rule == "text_layer_broken"


def test_a_lost_character_in_a_cell_is_reported() -> None:
    (grid,) = read_grids(mapped("绩效目标表年度项目名称\ue001", "abcdefghijkl"))
    assert grid.cells[0].text == "绩效目标表年度项目名称\ufffd"
    assert ("text_broken", "p1/t1/R1C1") in [(finding.rule, finding.place) for finding in grid.findings]


def test_radicals_in_a_font_are_set_right() -> None:
    assert read_grids(mapped("⻓期⽬标", "abcd"))[0].cells[0].text == "长期目标"


def test_a_second_reading_agrees() -> None:
    assert [grid.findings for grid in read(make(plain), verify=True).grids] == [[]]


def test_differences_name_both_texts() -> None:
    def grid(text: str) -> Grid:
        return Grid(1, 1, [Cell(0, 0, text, Place("p1/t1/R1C1", 1, Box(0, 0, 9, 9)))], page=1)

    assert differences([grid("1 2\n3")], [grid("123")])[0][1] == []
    (finding,) = differences([grid("123")], [grid("124")])[0][1]
    assert (finding.rule, finding.place, finding.found, finding.expected) == ("readers_differ", "p1/t1/R1C1", "123", "124")
    (finding,) = differences([grid("123")], [])[0][1]
    assert (finding.found, finding.expected) == ("123", None)


def test_any_bytes_are_read_or_refused() -> None:
    data = make(plain, scan)
    chance = random.Random(7)
    for _ in range(150):
        changed = bytearray(data)
        for _ in range(chance.choice((1, 5, 40))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        if chance.random() < 0.2:
            del changed[chance.randrange(len(changed)) :]
        try:
            read(bytes(changed))
        except Refused as refused:
            assert refused.rule in {"damaged_file", "password_protected", "scan_needs_ocr", "text_layer_broken", "too_many_pages"}


def test_the_picture_shows_the_cell_marked() -> None:
    data = make(plain)
    box = read_grids(data)[0].cells[4].place.box
    assert box is not None
    image = Image.open(io.BytesIO(picture(data, "application/pdf", 1, box)))
    assert image.size == (800, 600)
    middle = (round(box.x0 + box.x1) - 10, round(2 * box.top) + 6)
    assert image.getpixel(middle)[2] < 230 < image.getpixel(middle)[0]  # type: ignore[index]
    assert image.getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize(("media_type", "page"), [("text/html", 1), ("application/pdf", 9)])
def test_no_picture(media_type: str, page: int) -> None:
    with pytest.raises(Refused) as refused:
        picture(make(plain), media_type, page, Box(0, 0, 1, 1))
    assert refused.value.rule == "no_picture"


NAMES = ("某某局", "办公经费", "信息系统运行维护", "某某局下属事业单位", "设备更新", "日常运转")


def listed(canvas: Canvas, begin: list[float], middle: bool = False) -> None:
    ys = tuple(260.0 - 25 * row for row in range(len(NAMES) + 1))
    rules(canvas, (50.0, 200.0, 300.0), ys)
    for row, (name, x) in enumerate(zip(NAMES, begin, strict=True)):
        write(canvas, 54 + x if not middle else 125 - 5 * len(name), ys[row + 1] + 8, name)
        write(canvas, 204, ys[row + 1] + 8, str(10 * row))


def test_indents_are_kept() -> None:
    (grid,) = read_grids(make(lambda canvas: listed(canvas, [0, 20, 20, 0, 20, 20])))
    assert [cell.text for cell in grid.cells[::2]] == [name if row in (0, 3) else f"    {name}" for row, name in enumerate(NAMES)]


@pytest.mark.parametrize(("begin", "middle"), [([0] * 6, False), ([0] * 6, True), ([0, 3, 3, 0, 3, 3], False), ([0, 9, 18, 27, 36, 45], False)])
def test_no_indent_is_made_up(begin: list[float], middle: bool) -> None:
    (grid,) = read_grids(make(lambda canvas: listed(canvas, begin, middle)))
    assert [cell.text for cell in grid.cells[::2]] == list(NAMES)
