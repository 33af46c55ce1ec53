"""PDFs made by script, for tests: tables drawn in every way that producers and hostile hands draw them."""

from __future__ import annotations

import io
from collections.abc import Callable

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

SIZE = (400.0, 300.0)
XS = (50.0, 130.0, 210.0, 330.0)
YS = (250.0, 220.0, 190.0, 160.0)
"""Rules of the plain table, from the left and from the bottom: three rows and three columns."""
ROWS = (("项目名称", "金额", "指标值"), ("绩效管理", "1,200.00", "≥95%"), ("合计", "24,458.43", "A-12.5"))
FONT = "STSong-Light"

Draw = Callable[[Canvas], None]


def make(*pages: Draw, size: tuple[float, float] = SIZE, password: str | None = None) -> bytes:
    """A document of one page for each function that draws one."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, encrypt=StandardEncryption(password) if password else None)
    for draw in pages:
        canvas.setFont(FONT, 10)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def rules(canvas: Canvas, xs: tuple[float, ...] = XS, ys: tuple[float, ...] = YS) -> None:
    """Every rule of a plain grid, as one stroke each."""
    for x in xs:
        canvas.line(x, ys[-1], x, ys[0])
    for y in ys:
        canvas.line(xs[0], y, xs[-1], y)


def texts(canvas: Canvas, rows: tuple[tuple[str, ...], ...] = ROWS, xs: tuple[float, ...] = XS, ys: tuple[float, ...] = YS) -> None:
    """A text in every cell, font by font as producers do: Chinese and Latin runs of a cell are objects of their own."""
    for row, cells in enumerate(rows):
        for col, text in enumerate(cells):
            write(canvas, xs[col] + 4, ys[row + 1] + 10, text)


def write(canvas: Canvas, x: float, y: float, text: str, size: float = 10) -> None:
    """One line of text in the Chinese font."""
    canvas.setFont(FONT, size)
    canvas.drawString(x, y, text)


def plain(canvas: Canvas) -> None:
    """The plain table."""
    rules(canvas)
    texts(canvas)
