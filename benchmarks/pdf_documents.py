"""Documents to measure reading with, made by script: single cards, dense pages, and a long book of which half is prose.

They are drawn as the two kinds of producers draw them: a stroke a rule and a run a cell (office programs), or a thin rectangle an edge and an
object a glyph run (browsers). Needs reportlab (``jixiao[test]``).
"""

from __future__ import annotations

import io
from itertools import pairwise

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
BOOK_PAGES = 352
_PROSE = "为加强和规范专项资金管理，提高财政资金使用效益，根据预算法和有关规定，结合本部门实际，现将二〇二四年度部门预算情况说明如下。"
_KINDS = ("数量指标", "质量指标", "时效指标", "成本指标", "社会效益指标", "服务对象满意度指标")


def card(pages: int = 1) -> bytes:
    """Target tables of one project a page: some 30 rules, 70 cells."""
    canvas, out = _canvas()
    for number in range(pages):
        _card(canvas, number)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def dense(pages: int = 4) -> bytes:
    """Landscape lists of 45 rows and 12 columns as browsers print them: 540 cells, some 1,200 edges and 1,000 text objects a page."""
    canvas, out = _canvas((A4[1], A4[0]))
    for page in range(pages):
        _dense(canvas, page)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def book(pages: int = BOOK_PAGES) -> bytes:
    """A publication whose every other page is prose and whose others hold a target table."""
    canvas, out = _canvas()
    for number in range(pages):
        if number % 2:
            _card(canvas, number)
        else:
            _prose(canvas, number)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _canvas(size: tuple[float, float] = A4) -> tuple[Canvas, io.BytesIO]:
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    return Canvas(out, pagesize=size, pageCompression=1), out


def _prose(canvas: Canvas, number: int) -> None:
    canvas.setFont(FONT, 12)
    for line in range(38):
        canvas.drawString(80, 770 - 19 * line, (_PROSE * 2)[(7 * (line + number)) % 60 :][:36])


def _card(canvas: Canvas, number: int) -> None:
    """A card: a head of label and value, sources of money, goals, and twenty indicators."""
    canvas.setFont(FONT, 15)
    canvas.drawCentredString(A4[0] / 2, 790, "项目支出绩效目标表")
    canvas.setFont(FONT, 9)
    canvas.drawString(60, 770, "部门名称：某某局")
    canvas.drawRightString(535, 770, "单位：万元")
    xs = (60.0, 130.0, 220.0, 390.0, 535.0)
    ys = [760.0 - 27 * row for row in range(27)]
    canvas.setLineWidth(0.75)
    for y in ys:
        canvas.line(xs[1] if 7 < ys.index(y) < 26 and (ys.index(y) - 7) % 3 else xs[0], y, xs[-1], y)
    for x in xs:
        canvas.line(x, ys[-1], x, ys[0])
    for row, (top, bottom) in enumerate(pairwise(ys)):
        middle = (top + bottom) / 2 - 3
        if row < 7:
            values = ("项目名称", f"专项业务费{number}-{row}", "年度资金总额", f"{1200 + 37 * row + number:,}.{row}0")
        else:
            first = "" if (row - 7) % 3 else ("产出指标", "效益指标", "满意度指标")[(row - 7) // 9 % 3]
            values = (first, _KINDS[row % 6], f"完成第{row - 6}项重点工作任务的数量", f"≥{row * 3 + 5}%")
        for x, value in zip(xs, values, strict=False):
            canvas.drawString(x + 3, middle, value)


def _dense(canvas: Canvas, page: int) -> None:
    """Every edge of every cell a filled bar, every run of like characters an object."""
    xs = [30.0 + 65 * col for col in range(13)]
    ys = [570.0 - 12 * row for row in range(46)]
    for top, bottom in pairwise(ys):
        for left, right in pairwise(xs):
            canvas.rect(left - 0.375, bottom, 0.75, top - bottom, stroke=0, fill=1)
            canvas.rect(left, bottom - 0.375, right - left, 0.75, stroke=0, fill=1)
    canvas.rect(xs[-1] - 0.375, ys[-1], 0.75, ys[0] - ys[-1], stroke=0, fill=1)
    canvas.rect(xs[0], ys[0] - 0.375, xs[-1] - xs[0], 0.75, stroke=0, fill=1)
    canvas.setFont(FONT, 6)
    for row, bottom in enumerate(ys[1:]):
        for col, left in enumerate(xs[:-1]):
            words = ("指标", f"{page + 1}.{row}", "项") if col % 3 else (_KINDS[row % 6], str(row))
            x = left + 2
            for word in words:
                canvas.drawString(x, bottom + 3, word)
                x += canvas.stringWidth(word, FONT, 6)
