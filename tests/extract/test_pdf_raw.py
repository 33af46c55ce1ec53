"""pdfium's functions asked in bulk: the same answers as one by one, however many there are."""

from __future__ import annotations

import ctypes

import numpy as np
import pypdfium2.raw as pdfium
from reportlab.pdfgen.canvas import Canvas

from etl.extract.pdf import raw
from etl.extract.pdf.colours import colours, pale
from tests.extract.pdf_maker import make, write

MANY = raw.AT_ONCE + 700


def _crowded(canvas: Canvas) -> None:
    """More bars than are asked for at once, every third of them white, and as many characters."""
    for number in range(MANY):
        x, y = 5 + number % 60 * 6, 290 - number // 60 * 5
        canvas.setFillGray(1 if number % 3 == 0 else 0)
        canvas.rect(x, y, 4, 1, stroke=0, fill=1)
    canvas.setFillGray(0)
    for line in range(-(-MANY // 50)):
        write(canvas, 10, 285 - 5 * line, f"{line:02}" * 25, 4)


def test_many_objects_and_characters_are_asked_in_parts() -> None:
    with raw.document(make(_crowded)) as doc, raw.page(doc, 0) as page:
        assert page
        bars = [handle for handle in raw.objects(page) if raw.object_type(handle) == raw.PATH]
        assert len(bars) == MANY
        boxes = raw.bounds(bars)
        assert boxes.shape == (MANY, 4)
        for number in (0, raw.AT_ONCE - 1, raw.AT_ONCE, MANY - 1):
            assert np.allclose(boxes[number], _bounds(bars[number]))
        assert pale(bars, raw.fill_colour).tolist() == [number % 3 == 0 for number in range(MANY)]
        with raw.text_page(page) as text:
            assert text
            indexes = range(raw.count_chars(text))
            characters = raw.char_boxes(text, indexes)
            for index in (0, raw.AT_ONCE - 1, raw.AT_ONCE, len(indexes) - 1):
                assert np.allclose(characters[index], _loose(text, index))


def test_what_cannot_be_told_is_the_default() -> None:
    """Boxes of characters that are not there are empty; a colour that cannot be told is black, whatever was asked before."""
    with raw.document(make(_crowded)) as doc, raw.page(doc, 0) as page:
        assert page
        texts = [handle for handle in raw.objects(page) if raw.object_type(handle) == raw.TEXT]
        with raw.text_page(page) as text:
            assert text
            raw.char_boxes(text, [0, 1])
            assert not raw.char_boxes(text, [raw.count_chars(text) + 5, -1]).any()
        raw.bounds(texts)
        assert colours([0], raw.fill_colour)[:, 0].tolist() == [0, 0, 0, 255]


def test_extremes_of_colours_are_those_of_every_part() -> None:
    """One white bar among black ones is found wherever it stands, and a colour that cannot be told counts as black."""
    with raw.document(make(_crowded)) as doc, raw.page(doc, 0) as page:
        assert page
        bars = [handle for handle in raw.objects(page) if raw.object_type(handle) == raw.PATH]
        black = [bar for number, bar in enumerate(bars) if number % 3]
        assert raw.extremes(raw.fill_colour, black) == (0, 255)
        for place in (0, raw.AT_ONCE // 2 - 1, raw.AT_ONCE // 2, len(black)):
            assert raw.extremes(raw.fill_colour, [*black[:place], bars[0], *black[place:]]) == (255, 255)
        assert raw.extremes(raw.fill_colour, [0, 0]) == raw.extremes(raw.fill_colour, []) == (0, 255)


def _bounds(handle: int) -> list[float]:
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(ctypes.cast(handle, pdfium.FPDF_PAGEOBJECT), *sides)
    return [side.value for side in sides]


def _loose(text: int, index: int) -> list[float]:
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(ctypes.cast(text, pdfium.FPDF_TEXTPAGE), index, box)
    return [box.left, box.bottom, box.right, box.top]
