"""Scans made by script, for tests: a ruled table with known texts drawn as a picture, then tilted, stamped, turned, dirtied."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

CJK_FONTS = (
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/System/Library/Fonts/PingFang.ttc",
    "C:/Windows/Fonts/simsun.ttc",
)
ROWS = (
    ("项目名称", "指标", "年度指标值", "资金（万元）"),
    ("绩效管理专项", "数量指标", "≥60件", "1,200.50"),
    ("绩效管理专项", "质量指标", "≥95%", "150.00"),
    ("满意度调查项目", "效益指标", "≤3‰", "50.25"),
)
WIDTHS = (9, 7, 7, 8)
"""Columns, in type heights."""


def font(size: int) -> Any:
    """A Chinese font; skips the test where none is found."""
    for path in CJK_FONTS:
        if Path(path).exists():
            return ImageFont.truetype(path, size)
    pytest.skip("no Chinese font to draw a scan with is installed")


def table(dpi: int = 200, rows: tuple[tuple[str, ...], ...] = ROWS, above: str = "", *, open_end: bool = False, rules: bool = True) -> Any:
    """A page with a ruled table in ten-point type, in colour on white."""
    em = round(10 * dpi / 72)
    width, height = em * (sum(WIDTHS) + 10), em * (2 * len(rows) + 12)
    page = Image.new("RGB", (width, height), "white")
    draw, face, pen = ImageDraw.Draw(page), font(em), max(1, round(dpi / 120))
    xs, ys = [5 * em], [5 * em]
    for columns in WIDTHS:
        xs.append(xs[-1] + columns * em)
    ys += [ys[0] + 2 * em * (row + 1) for row in range(len(rows))]
    draw.text((xs[0] + 4 * em, 2 * em), above, font=face, fill="black")
    for row, texts in enumerate(rows):
        for col, text in enumerate(texts):
            draw.text((xs[col] + em // 2, ys[row] + em // 2), text, font=face, fill="black")
    if rules:
        for y in ys[: -1 if open_end else None]:
            draw.line((xs[0], y, xs[-1], y), fill="black", width=pen)
        for x in xs:
            draw.line((x, ys[0], x, ys[-1]), fill="black", width=pen)
    return page


def stamp(page: Any, colour: tuple[int, int, int], at: tuple[int, int], size: int) -> Any:
    """A round stamp over the page."""
    draw = ImageDraw.Draw(page, "RGBA")
    x, y = at
    draw.ellipse((x, y, x + size, y + size), outline=(*colour, 170), width=max(3, size // 40))
    return page


def worn(page: Any, tilt: float = 0.0, noise: float = 4.0) -> Any:
    """A page as a scanner sees it: tilted, on grey paper, with noise; always the same."""
    page = page.rotate(tilt, resample=Image.Resampling.BICUBIC, fillcolor="white")
    values = np.asarray(page, float) * 0.92 + np.random.default_rng(7).normal(0, noise, np.asarray(page).shape)
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def saved(page: Any, kind: str = "PNG", dpi: int = 200) -> bytes:
    """The bytes of an image file."""
    out = io.BytesIO()
    page.save(out, kind, dpi=(dpi, dpi))
    return out.getvalue()


def pdf(*pages: Any, dpi: int = 200, rotate: int = 0) -> bytes:
    """A PDF whose pages are the pictures given, and nothing else."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    for page in pages:
        size = page.width * 72 / dpi, page.height * 72 / dpi
        canvas.setPageSize(size)
        canvas.setPageRotation(rotate)
        canvas.drawImage(ImageReader(io.BytesIO(saved(page))), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
