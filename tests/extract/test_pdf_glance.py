"""Pages that paint nothing but text need not be loaded: told from their content, and only where that is certain."""

from __future__ import annotations

import io
import re
import time
import zlib
from functools import partial

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from etl.extract.pdf import COVER_PAGES, raw, read_grids
from etl.extract.pdf.drawn import drawn
from etl.extract.pdf.glance import Glance
from tests.corpus import corpus
from tests.extract.pdf_maker import Draw, make, plain, write


def prose(canvas: Canvas) -> None:
    for line in range(12):
        write(canvas, 40, 250 - 14 * line, "为加强和规范专项资金管理，提高财政资金使用效益。S f B Do")


def only_text(data: bytes) -> list[bool]:
    with raw.document(data) as doc:
        count = raw.page_count(doc)
    glance = Glance(data, count)
    return [glance.only_text(index) for index in range(count)]


def _form(canvas: Canvas) -> None:
    canvas.beginForm("lines")
    canvas.line(10, 10, 90, 10)
    canvas.endForm()
    prose(canvas)
    canvas.doForm("lines")


def _picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("RGB", (8, 8), "white")), 0, 0, 400, 300)


def _inline_picture(canvas: Canvas) -> None:
    canvas.drawInlineImage(Image.new("RGB", (8, 8), "white"), 0, 0, 40, 30)


def _clipped(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.rect(20, 20, 360, 260)
    canvas.clipPath(path, stroke=0, fill=0)
    prose(canvas)


PAINTED: dict[str, Draw] = {
    "table": plain,
    "line": lambda canvas: canvas.line(10, 10, 90, 10),
    "bar": lambda canvas: canvas.rect(10, 10, 80, 1, stroke=0, fill=1),
    "both": lambda canvas: canvas.rect(10, 10, 80, 20, stroke=1, fill=1),
    "even-odd": lambda canvas: canvas.drawPath(_box(canvas), stroke=1, fill=1, fillMode=0),
    "shading": lambda canvas: canvas.linearGradient(10, 10, 90, 90, ("#ff0000", "#0000ff")),
    "form": _form,
    "picture": _picture,
    "inline picture": _inline_picture,
}


def _box(canvas: Canvas) -> object:
    path = canvas.beginPath()
    path.rect(10, 10, 80, 20)
    return path


@pytest.mark.parametrize("kind", PAINTED)
def test_what_is_painted_beside_text_is_seen(kind: str) -> None:
    assert only_text(make(prose, PAINTED[kind], prose)) == [True, False, True]


def test_a_clip_paints_nothing() -> None:
    assert only_text(make(_clipped)) == [True]


def test_operators_are_seen_however_they_are_written() -> None:
    """Beside delimiters, comments and what pdfium takes for white space."""
    for line in (
        b"0 0 m 9 9 l S",
        b"0 0 m 9 9 l\x00S",
        b"0 0 m 9 9 l(x)S",
        b"0 0 m 9 9 l %x\nS%y",
        b"0 0 m 9 9 l\xffS\x80",
        b"/X Do",
        b"0 0 9 9 re f*/P BMC",
    ):
        assert only_text(_written(line)) == [False], line
    assert only_text(_written(b"BT (x) Tj ET 0 0 9 9 re W n")) == [True]


def _written(content: bytes, extra: bytes = b"", filters: bytes = b"", page: bytes = b"", times: int = 1) -> bytes:
    """A document of one page, byte by byte; ``extra`` stands in its trailer; its content is named ``times``."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Lang(zh-CN)>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents[%s]%s>>" % (b"4 0 R " * times, page),
        b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), filters, content),
    ]
    out = b"%PDF-1.4\n"
    table = b"0000000000 65535 f \n"
    for number, body in enumerate(objects, start=1):
        table += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    return out + b"xref\n0 5\n%strailer\n<</Size 5/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (table, extra, len(out))


TEXT = b"BT (x) Tj ET"


def test_the_written_page_is_known() -> None:
    assert only_text(_written(TEXT)) == [True]
    assert only_text(_written(zlib.compress(TEXT), filters=b"/Filter/FlateDecode")) == [True]
    assert only_text(_written(zlib.compress(TEXT), filters=b"/Filter[/FlateDecode]")) == [True]


@pytest.mark.parametrize(
    "data",
    [
        _written(TEXT, extra=b"/Prev 9"),
        _written(TEXT, extra=b"/XRefStm 9"),
        _written(TEXT, filters=b"/DecodeParms<</Predictor 12>>"),
        _written(TEXT, filters=b"/Filter/LZWDecode"),
        _written(zlib.compress(TEXT)[:-6], filters=b"/Filter/FlateDecode"),
        _written(zlib.compress(TEXT * 200_000), filters=b"/Filter/FlateDecode"),
        _written(TEXT, page=b"/Piece<</Contents[4 0 R]>>"),
        _written(TEXT, page=b"/Con#74ents 4 0 R"),
        _written(TEXT) + _written(TEXT),
        _written(TEXT).replace(b"/Length 12", b"/Length 10"),
        _written(TEXT).replace(b"3 0 obj", b"9 0 obj"),
    ],
)
def test_what_is_not_plain_is_not_judged(data: bytes) -> None:
    """More revisions, other filters, damage: the page is loaded."""
    assert not Glance(data, 1).only_text(0)


def test_another_count_of_pages_is_not_believed() -> None:
    data = make(prose, prose)
    assert Glance(data, 2).only_text(1)
    assert not Glance(data, 3).only_text(1)


def test_tables_after_much_prose_are_all_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same grids as where every page is loaded, and prose is not."""
    data = make(*[prose] * COVER_PAGES, plain, prose, plain, prose, prose)
    loaded: list[int] = []
    load = raw.load_page

    def noted(doc: int, index: int) -> int:
        loaded.append(index)
        return int(load(doc, index))

    monkeypatch.setattr(raw, "load_page", noted)
    grids = read_grids(data)
    assert [grid.page for grid in grids] == [4, 6]
    assert loaded == [0, 1, 2, 3, 5]


def test_the_pages_of_the_corpus() -> None:
    """No page with a path, a picture or a form is taken for text, and prose of office programs is known."""
    known = 0
    for path in sorted(corpus().glob("*/*.pdf")):
        data = path.read_bytes()
        with raw.document(data) as doc:
            count = raw.page_count(doc)
            glance = Glance(data, count)
            for index in range(count):
                with raw.page(doc, index) as page:
                    assert page
                    objects = drawn(page)
                    painted = bool(objects.paths or objects.images or len(objects.levels) > 1)
                assert not (painted and glance.only_text(index)), (path.name, index)
                known += glance.only_text(index)
    assert known > 3


def test_a_bomb_is_not_unpacked() -> None:
    packed = zlib.compress(b" " * 50_000_000, 9)
    assert only_text(_written(packed, filters=b"/Filter/FlateDecode")) == [False]


def test_ascii_85_of_every_length() -> None:
    """As reportlab packs its content, its last group of any length."""
    for length in range(4):
        data = make(partial(Canvas.drawString, x=9, y=9, text="x" * (40 + 7 * length)))
        assert re.search(rb"/ASCII85Decode", data)
        assert only_text(data) == [True]


def test_no_bytes_are_no_pages() -> None:
    assert not Glance(b"", 1).only_text(0)
    assert not Glance(io.BytesIO(b"%PDF-1.4 startxref 9 %%EOF").read(), 1).only_text(0)


def test_hostile_tails_and_contents_take_no_time() -> None:
    """Neither a tail of comments nor a page that names one large stream ten thousand times is followed to its end."""
    started = time.process_time()
    assert not Glance(b"%PDF-1.4\ntrailer<<>>" + b"%" * 4_000 + b"\n", 1).only_text(0)
    large = zlib.compress(b" " * 900_000)
    assert Glance(_written(large, filters=b"/Filter/FlateDecode"), 1).only_text(0) is False  # blank
    assert not Glance(_written(large, filters=b"/Filter/FlateDecode", times=9_000), 1).only_text(0)
    assert time.process_time() - started < 2


def test_a_page_without_content_is_loaded() -> None:
    assert only_text(_written(b"  ")) == [False]
