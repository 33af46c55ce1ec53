"""More hostile, broken and odd inputs: damaged packages, odd spreadsheets and Word files, PDF structures that lie or go in circles, odd text.

Some are good documents in a strange shape (``GOOD``) and must be read right; all others may be refused, each with one line.
"""

from __future__ import annotations

import base64
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from tests.cli import SAMPLES
from tests.extract import made
from tests.hostile.files import MB, pdf, pdf_page, replaced, stream, zipped

_BOOK = (SAMPLES / "justice_2024.xlsx").read_bytes()
_WORD = (SAMPLES / "emergency_2025.docx").read_bytes()
_PAGE = (SAMPLES / "justice_2023.pdf").read_bytes()
_HTML = (SAMPLES / "justice_2025.html").read_bytes()
_TEXT = (SAMPLES / "emergency_2024.csv").read_text(encoding="utf-8-sig")
_NAME, _GOAL = "应急救援物资购置经费", "配齐应急救援物资，提高救援能力。"

GOOD = frozenset({
    "book.csv", "html.xls", "word.doc", "text.xlsx", "page.doc", "lying_dimension.xlsx", "cr_only.csv", "utf16_bare.csv", "utf32.csv",
    "tabs.csv", "semicolons.csv", "appended.pdf", "prefixed.pdf", "intact.zip",
})  # fmt: skip
"""Good documents in a strange shape."""

COSTLY = frozenset({
    "to_unicode.pdf", "attributes.html", "merges.xlsx", "paragraphs.docx", "runs.xlsx", "wide.xlsx", "many_indicators.csv", "many_rows.csv",
    "bomb.mht",
})  # fmt: skip
"""What takes all the time that there is: measured (tests/hostile/measure.py), left out where all are loaded at once."""


# ── packages ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def packages(url: str) -> Iterator[tuple[str, bytes]]:
    """Zips, archives and wrong names."""
    yield "book.csv", _BOOK
    yield "html.xls", _HTML
    yield "word.doc", _WORD
    yield "text.xlsx", _TEXT.encode()
    yield "page.doc", _PAGE
    for name, data in (("book.xlsx", _BOOK), ("word.docx", _WORD)):
        place = data.index(b"PK\1\2")
        yield f"no_directory_{name}", data[:place] + b"XX\1\2" + data[place + 4 :]
        end = data.rindex(b"PK\5\6")
        yield f"far_directory_{name}", data[: end + 16] + struct.pack("<I", 2**31) + data[end + 20 :]
        yield f"locked_member_{name}", _flagged(data)
        yield f"damaged_member_{name}", data[:60] + bytes(b ^ 0x55 for b in data[60:160]) + data[160:]
        yield f"twice_{name}", _twice(data)
    yield "twice.zip", _members([("a.csv", _TEXT.encode()), ("a.csv", b"other,1\n")])
    yield "names.zip", _members([("C:\\x.csv", b"1,2"), ("a" * 5000 + ".csv", b"1,2"), ("..\\..\\x.csv", b"1,2"), ("con/nul\t\x01.csv", b"1,2")])
    yield "claims.zip", _claiming(2**32 - 2)
    yield "intact.zip", zipped(("good.csv", _TEXT.encode()))
    nested = _TEXT.encode()
    for _ in range(20):
        nested = gzip.compress(nested)
    yield "nested.csv.gz", nested
    yield "zeros.csv.xz", lzma.compress(bytes(64 * MB))
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("null.csv", tarfile.CHRTYPE), ("fifo.csv", tarfile.FIFOTYPE), ("hard.csv", tarfile.LNKTYPE)):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
        big = tarfile.TarInfo("big.csv")
        big.size = 8**11 - 1
        out.write(big.tobuf())
    yield "devices.tar", out.getvalue()
    yield (
        "bomb.mht",
        (b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n\n" + base64.encodebytes(b"<p>1" * 4 * MB)),
    )
    yield "picture.pdf", _png(65_535, 65_535)
    yield "database.xlsx", b"SQLite format 3\0" + bytes(4096)
    yield "locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage\0".encode("utf-16-le") + bytes(4096)


def _flagged(data: bytes) -> bytes:
    """A package whose members say that they are encrypted."""
    out = bytearray(data)
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = out.find(mark)
        while place >= 0:
            out[place + offset] |= 1
            place = out.find(mark, place + 4)
    return bytes(out)


def _members(files: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def _twice(data: bytes) -> bytes:
    """A package in which each part comes twice, the second time empty."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = [(name, old.read(name)) for name in old.namelist()]
    return _members([*parts, *((name, b"") for name, _ in parts)])


def _claiming(size: int) -> bytes:
    """A zip whose member claims to be of another size than it is."""
    data = bytearray(zipped(("a.csv", b"1,2\n" * 1000)))
    for mark, offset in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        struct.pack_into("<I", data, data.index(mark) + offset, size)
    return bytes(data)


def _png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


# ── spreadsheets, Word, web pages ────────────────────────────────────────────────────────────────────────────────────────────────


def office(url: str) -> Iterator[tuple[str, bytes]]:
    """Spreadsheets, Word files and web pages that are odd or too much."""
    one = "<row r='1'><c r='A1'><v>1</v></c></row>"
    ranges = "".join(f"<mergeCell ref='A{n}:B{n}'/>" for n in range(1, 1_000_001))
    yield "merges.xlsx", made.raw_xlsx(one, f"<mergeCells>{ranges}</mergeCells>")
    with zipfile.ZipFile(io.BytesIO(_BOOK)) as book:
        sheet = next(name for name in book.namelist() if name.startswith("xl/worksheets/sheet"))
        text = book.read(sheet)
    start, end = text.find(b"<dimension"), text.find(b">", text.find(b"<dimension"))
    lying = text[:start] + b'<dimension ref="A1:XFD1048576"/' + text[end:] if start >= 0 else text
    yield "lying_dimension.xlsx", replaced(_BOOK, sheet, lying)
    odd = ("<row r='-1'><c r='ZZZZ99999999'><v>1</v></c></row>", "<row r='0'><c r=''><v>2</v></c><c r='1A'><v>3</v></c></row>")
    yield "odd_places.xlsx", made.raw_xlsx("".join(odd) + "<row r='4294967296'><c><v>4</v></c></row>")
    values = [("n", "1e309"), ("n", "NaN"), ("n", "-0"), ("e", "#DIV/0!"), ("b", "7"), ("d", "9999999-99-99"), ("s", "99"), ("s", "-1")]
    cells = "".join(f"<c t='{kind}'><v>{value}</v></c>" for kind, value in values)
    yield "odd_values.xlsx", made.raw_xlsx(f"<row r='1'>{cells}</row>")
    yield "overlapping.xlsx", made.raw_xlsx(one, "<mergeCells>" + "<mergeCell ref='A1:Z99'/><mergeCell ref='B2:AA100'/>" * 200 + "</mergeCells>")
    yield "runs.xlsx", made.raw_xlsx("<row r='1'><c t='s'><v>0</v></c></row>", strings="<si>" + "<r><t>表</t></r>" * 1_000_000 + "</si>")
    yield "deep_sheet.xlsx", made.raw_xlsx("<row><c><is>" + "<r>" * 200_000 + "1" + "</r>" * 200_000 + "</is></c></row>")
    yield "wide.xlsx", made.raw_xlsx("".join(f"<row r='{r}'>" + "<c><v>1</v></c>" * 16_384 + "</row>" for r in range(1, 101)))
    cell = "<w:tc><w:tcPr><w:gridSpan w:val='1000000000'/><w:vMerge/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>"
    yield "spans.docx", made.docx("<w:tbl>" + f"<w:tr>{cell}</w:tr>" * 200 + "</w:tbl>")
    yield "paragraphs.docx", made.docx(made.p("绩效") * 300_000)
    yield "content_controls.docx", made.docx("<w:sdt><w:sdtContent>" * 20_000 + made.p("1") + "</w:sdtContent></w:sdt>" * 20_000)
    yield "insertions.docx", made.docx("<w:p>" + "<w:ins>" * 50_000 + "<w:r><w:t>1</w:t></w:r>" + "</w:ins>" * 50_000 + "</w:p>")
    yield "columns.docx", made.docx("<w:tbl><w:tr>" + made.tc("1") * 60_000 + "</w:tr></w:tbl>")
    yield "no_body.docx", replaced(_WORD, "word/document.xml", b"<x/>")
    yield "utf7.html", b"<meta charset=utf-7><table><tr><td>+ADw-script+AD4-</td></tr></table>"
    yield "characters.html", b"<table><tr><td>&#1114112;&#xD800;&#0;&#xFFFFFFFFFF;&bogus;</td></tr></table>"
    yield "bad_spans.html", b"<table>" + b"<tr><td rowspan=0 colspan=-1>1<td rowspan=65534 colspan=1000>2<td colspan=NaN>3</tr>" * 500 + b"</table>"
    yield "comment.html", b"<table><tr><td>1<!--" + b"x" * (6 * MB)
    yield "attributes.html", b"<table " + b"".join(b"a%d=1 " % n for n in range(300_000)) + b"><tr><td>1</td></tr></table>"
    yield "formatting.html", b"<table><tr><td>" + b"<b>" * 100_000 + b"1</td></tr></table>"
    yield "cells.html", b"<table>" + b"<tr>" + b"<td>1" * 400_000 + b"</table>"


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

_AMOUNTS = ("1e309", "∞", "−0", "1,23,4", "(90.00)", "90.00-", "90,00", "1 000 000 000 000 000 000 000.00", "NaN万元", "90.00.", "９０．００", "¥90")
_AMOUNTS += ("90..0", "٩٠", "90\u202e00.", "1e-400", "+90", "九十")
_NAMES = ("=HYPERLINK('http://x','y')", "@SUM(1)", "-2+3", "\t=1", "'; DELETE FROM ops.document; --", "../../../etc/passwd", "NULL", "\\N")


def text(url: str) -> Iterator[tuple[str, bytes]]:
    """Encodings, amounts, dates, names."""
    yield "cr_only.csv", _TEXT.replace("\r\n", "\n").replace("\n", "\r").encode()
    yield "utf16_bare.csv", _TEXT.encode("utf-16-le")
    yield "utf32.csv", _TEXT.encode("utf-32")
    yield "tabs.csv", _TEXT.replace(",", "\t").encode()
    yield "semicolons.csv", _TEXT.replace(",", ";").encode()
    yield "nuls.csv", _TEXT.replace(",", ",\0").encode()
    yield "bidi.csv", _TEXT.replace("项目名称", "\u202e项目名称\u202c").replace("总计", "总\u200b计").encode()
    yield "one_column.csv", "绩效\n".encode() * 1_000_000
    yield "many_columns.csv", b"1," * 200_000 + b"\n" + b"2," * 200_000
    for number, amount in enumerate(_AMOUNTS):
        yield f"money_{number}.csv", _TEXT.replace("90.00,80.00", f'"{amount}",80.00').encode()
    for number, day in enumerate(("2024年13月45日前", "99999999年1月1日前", "0000年00月00日前", "2024年2月30日前", "−5月40日前")):
        yield f"day_{number}.csv", _TEXT.replace("2026年12月31日前", day).replace("2024-02-20", "2024-99-99").encode()
    for number, name in enumerate(_NAMES):
        yield f"name_{number}.csv", _TEXT.replace(f"    {_NAME}", f'"{name}"').encode()
    yield "long_name.csv", _TEXT.replace(_NAME, "购置" * 500_000).encode()
    packed = "".join(f"{n}、1-产出指标；11-数量指标；甲；年度指标值:{n}套。" for n in range(1, 60_001))
    yield "many_indicators.csv", _TEXT.replace("1、1-产出指标", packed + "1、1-产出指标").encode()
    rows = "\n".join(f"    项目{n},1.00,1.00,,,{_GOAL},1、1-产出指标；11-数量指标；甲；年度指标值:1套。" for n in range(50_000))
    yield "many_rows.csv", (_TEXT + rows).encode()
    yield "target_digits.csv", _TEXT.replace("100套", "9" * 5_000 + "套").replace("500人次", "1e999人次").encode()


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

_FONT, _HELVETICA = b"/Font<</F 5 0 R>>", b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
_CATALOG, _ONE_PAGE = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def _with(resources: bytes, content: bytes, *more: bytes, page: bytes = b"") -> bytes:
    """A PDF of one page with these resources and content; further objects are numbered from 5."""
    head = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>%s>>" % (resources, page)
    return pdf([_CATALOG, _ONE_PAGE, head, stream(content), *more])


def _image(more: bytes, data: bytes) -> bytes:
    body = b"<</Type/XObject/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceRGB"
    return body + b"%s/Length %d>>stream\n%s\nendstream" % (more, len(data), data)


def documents(url: str) -> Iterator[tuple[str, bytes]]:
    """PDFs that lie about themselves or go in circles."""
    yield "appended.pdf", _PAGE + b"\n" + bytes(5000)
    yield "prefixed.pdf", b"\n" * 200 + _PAGE
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    yield "same_page.pdf", pdf([_CATALOG, b"<</Type/Pages/Kids[" + b"3 0 R " * 100_000 + b"]/Count 100000>>", page])
    chain = [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 3) for n in range(20_000)]
    yield "page_chain.pdf", pdf([_CATALOG, *chain, page])
    yield (
        "page_circle.pdf",
        pdf([_CATALOG, b"<</Type/Pages/Kids[3 0 R 3 0 R]/Count 100000>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999>>"]),
    )
    good = pdf_page(b"")
    yield "xref_circle.pdf", good.replace(b"/Root", b"/Prev %d/Root" % good.rindex(b"xref\n0"))
    yield "xref_far.pdf", good.replace(b"startxref\n", b"startxref\n9999999999")
    yield "xref_counts.pdf", good.replace(b"xref\n0 5", b"xref\n0 2000000000")
    yield "unknown_lock.pdf", good.replace(b"/Root", b"/Encrypt<</Filter/Nobody/V 99/R 99/Length 99999>>/Root")
    yield "length_circle.pdf", good.replace(b"/Length ", b"/Length 4 0 R/X ")
    boxes = (b"[0 0 0 0]", b"[-1e9 -1e9 1e9 1e9]", b"[595 842 0 0]", b"[0 0 1e38 1]", b"[0 0]", b"(x)", b"[0 0 100000000 100000000]")
    for number, box in enumerate(boxes):
        yield f"box_{number}.pdf", pdf_page(b"BT /F 9 Tf 10 10 Td (1) Tj ET 0 0 9 9 re S", box)
    yield "user_unit.pdf", _with(b"", b"0 0 9 9 re S", page=b"/UserUnit 1e12/Rotate 12345")
    yield "no_font.pdf", _with(b"/Font<</F 99 0 R>>", b"BT /F 12 Tf 50 700 Td (abc) Tj /G 1e9 Tf <FEFF7EE96548> Tj ET")
    letter = b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 97/Widths[1]"
    letter += b"/Encoding<</Differences[97/a]>>/CharProcs<</a 6 0 R>>/Resources<</Font<</F 5 0 R>>>>>>"
    yield "font_circle.pdf", _with(_FONT, b"BT /F 12 Tf (aaaa) Tj ET", letter, stream(b"1 0 d0 BT /F 12 Tf (aaaa) Tj ET"))
    unicode = b"/CIDInit begincmap 1 begincodespacerange <00> <FF> endcodespacerange "
    unicode += (b"1 beginbfrange <00> <FF> <" + b"7EE9" * 20_000 + b"> endbfrange ") * 50
    mapped = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    yield "to_unicode.pdf", _with(_FONT, b"BT /F 9 Tf (" + b"a" * 5_000 + b") Tj ET", mapped, stream(unicode))
    tiles = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 1e-9/YStep 1e-9/Resources<</Pattern<</P 5 0 R>>>>"
    painted = b"/C cs /P scn 0 0 500 500 re f"
    yield "pattern_circle.pdf", _with(b"/Pattern<</P 5 0 R>>/ColorSpace<</C[/Pattern]>>", painted, stream(b"/P scn 0 0 9 9 re f", tiles))
    inline = b"BI /W 100000 /H 100000 /BPC 8 /CS /RGB ID " + bytes(50) + b" EI\n"
    yield "inline_images.pdf", _with(b"", inline * 5_000)
    for name, more, data in (
        ("jbig2", b"/Filter/JBIG2Decode", b"\x00\x00\x00\x00\x30\x00\x01\x00\x00\x00\x13" + b"\xff" * 200),
        ("jpx", b"/Filter/JPXDecode", b"\x00\x00\x00\x0cjP  \r\n\x87\n" + b"\xff\x4f\xff\x51" + b"\xff" * 300),
        ("dct", b"/Filter/DCTDecode", b"\xff\xd8\xff\xc0\x00\x11\x08\xff\xff\xff\xff\x03" + b"\x11" * 300),
        ("ccitt", b"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 1000000000/Rows 1000000000>>", b"\xff" * 300),
        ("filters", b"/Filter[" + b"/ASCIIHexDecode" * 5_000 + b"]", b"30" * 300),
        ("raw", b"", b"\xff" * 300),
    ):
        yield f"image_{name}.pdf", _with(b"/XObject<</I 5 0 R>>", b"500 0 0 700 50 50 cm /I Do", _image(more, data))
    yield "stack.pdf", _with(b"", b"q " * 1_000_000)
    yield "arrays.pdf", _with(b"", b"[" * 500_000 + b"1" + b"]" * 500_000 + b" TJ")
    yield "nested_object.pdf", pdf([_CATALOG, _ONE_PAGE, b"[" * 100_000 + b"]" * 100_000])
    yield (
        "far_text.pdf",
        _with(_HELVETICA, b"BT /F 9 Tf 1e38 1e38 Td (1) Tj 1e-38 0 0 1e-38 0 0 Tm (2) Tj ET"),
    )
    yield (
        "same_place.pdf",
        _with(_HELVETICA, b"BT /F 9 Tf 50 700 Td " + b"(1) Tj 0 0 Td " * 100_000 + b"ET"),
    )
    lattice = b"".join(b"%d 0 m %d 800 l S 0 %d m 590 %d l S\n" % (n, n, n, n) for n in range(1, 590))
    yield "lattice.pdf", _with(b"", lattice)
    yield "dashes.pdf", _with(b"", b"[0.0001] 0 d 0 0 m 1e9 1e9 l S " * 2_000)
    yield "clips.pdf", _with(b"", b"0 0 500 500 re W n " * 200_000)


MORE = (packages, office, text, documents)
