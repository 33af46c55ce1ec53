"""Hostile, broken and odd inputs, made by script: ``python -m tests.hostile.files FOLDER`` writes them all.

Each is either read right or refused with one line; which of the two does not matter for most, what it costs and leaves behind does.
"""

from __future__ import annotations

import argparse
import bz2
import gzip
import io
import os
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.cli import SAMPLES
from tests.extract import made, pdf_maker

MB = 2**20
LISTENER = "http://127.0.0.1:9/never"
"""What documents try to make us ask for; a test listens there on a port of its own."""

_TEXT = (SAMPLES / "emergency_2024.csv").read_text(encoding="utf-8-sig")


def zipped(*files: tuple[str, bytes], level: int = 9) -> bytes:
    """A zip of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return out.getvalue()


# ── bombs ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def bombs(url: str) -> Iterator[tuple[str, bytes]]:
    """What is small and unfolds to much."""
    zeros = bytes(64 * MB)
    yield "zeros.zip", zipped(("a.csv", zeros))
    layer = zipped(("a.csv", zeros))
    for _ in range(4):
        layer = zipped(*((f"{n}.zip", layer) for n in range(16)))
    yield "layers.zip", layer
    yield "many.zip", zipped(*((f"{n}.csv", b"") for n in range(20_000)))
    yield "overlapping.zip", overlapping(4000)
    yield "zeros.csv.gz", gzip.compress(zeros)
    yield "zeros.csv.bz2", bz2.compress(zeros)
    yield "rows.xlsx", made.raw_xlsx("<row r='1'><c r='A1'><v>1</v></c></row>" * 400_000)
    yield "blanks.xlsx", made.raw_xlsx(" " * 300 * MB)
    yield "strings.xlsx", made.raw_xlsx("<row r='1'><c r='A1' t='s'><v>0</v></c></row>", strings="<si><t>表</t></si>" * 2_000_000)
    yield "far.xlsx", made.raw_xlsx("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>")
    yield "merged.xlsx", made.raw_xlsx("<row r='1'><c r='A1'><v>1</v></c></row>", "<mergeCells><mergeCell ref='A1:XFD1048576'/></mergeCells>")
    yield (
        "repeated.ods",
        made.ods(
            "<table:table-row table:number-rows-repeated='1048576'><table:table-cell table:number-columns-repeated='16384' "
            "office:value-type='string'>"
            "<text:p>表</text:p></table:table-cell></table:table-row>"
        ),
    )
    yield "spans.html", f"<table><tr><td colspan=2000000000 rowspan=2000000000>{'表' * 10}</td></tr><tr><td>1</td></tr></table>".encode()
    yield "deep.html", b"<div>" * 200_000 + b"<table><tr><td>1</td></tr></table>"
    yield "deep_tables.html", b"<table><tr><td>" * 5_000 + "表".encode()
    yield "deep.docx", made.docx("<w:tbl><w:tr><w:tc>" * 3_000 + made.p("1") + "</w:tc></w:tr></w:tbl>" * 3_000)
    yield "one_line.csv", "表,".encode() * (6 * MB)
    yield "one_cell.csv", b'a,b\n"' + "绩".encode() * (8 * MB) + b'",1\n'
    yield "quotes.csv", b'"a,b\n' * 400_000
    yield "commas.csv", b"," * (8 * MB) + b"\n1,2\n"
    yield "flate.pdf", pdf_bomb()
    yield "objects.pdf", pdf_page(b"0 0 m 9 9 l S\n" * 2_000_000)
    yield "loop.pdf", pdf_loop()


def overlapping(count: int) -> bytes:
    """Many entries of a directory that all point at the same megabyte."""
    data = zlib.compress(bytes(MB), 9)[2:-4]
    crc = zlib.crc32(bytes(MB))
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, crc, len(data), MB, 5, 0) + b"a.csv" + data
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 0, crc, len(data), MB, 5, 0, 0, 0, 0, 0, 0) + b"a.csv"
    directory = entry * count
    return local + directory + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(directory), len(local), 0)


def pdf(objects: list[bytes], root: int = 1) -> bytes:
    """A PDF of these objects, numbered from 1."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, root, start))


def stream(data: bytes, more: bytes = b"", *, packed: bool = True) -> bytes:
    """A stream object."""
    body = zlib.compress(data, 9) if packed else data
    return b"<</Length %d%s%s>>stream\n%s\nendstream" % (len(body), b"/Filter/FlateDecode" if packed else b"", more, body)


def pdf_page(content: bytes, box: bytes = b"[0 0 595 842]", more: bytes = b"") -> bytes:
    """A PDF of one page."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox %s/Contents 4 0 R/Resources<<%s>>>>" % (box, more)
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream(content)])


def pdf_bomb() -> bytes:
    """A content stream packed twice that unfolds to two gigabytes."""
    inner = zlib.compressobj(9)
    chunk, packed = b" " * MB, b""
    packed = b"".join(inner.compress(chunk) for _ in range(2048)) + inner.flush()
    body = zlib.compress(packed, 9)
    twice = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(body), body)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>"
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, twice])


def pdf_loop() -> bytes:
    """A form that is drawn ten times inside itself."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>"
    form = stream(b"/F Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>")
    return pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, stream(b"/F Do"), form])


# ── what asks for something outside ──────────────────────────────────────────────────────────────────────────────────────────────


def outside(url: str) -> Iterator[tuple[str, bytes]]:
    """Entities, links and references that lead out of the document."""
    laugh = "<!DOCTYPE x [<!ENTITY a 'ha'>" + "".join(f"<!ENTITY {chr(98 + n)} '{('&' + chr(97 + n) + ';') * 10}'>" for n in range(12)) + "]>"
    file = "<!DOCTYPE x [<!ENTITY m SYSTEM 'file:///etc/passwd'>]>"
    net = f"<!DOCTYPE x [<!ENTITY % r SYSTEM '{url}/x.dtd'> %r;]>"
    for name, doctype, use in (("laughs", laugh, "&m;"), ("file", file, "&m;"), ("net", net, "")):
        sheet = f"<?xml version='1.0'?>{doctype}<worksheet xmlns='{made.MAIN}'><sheetData><row r='1'><c t='inlineStr'><is><t>{use}</t></is></c></row>"
        yield f"entity_{name}.xlsx", replaced(made.raw_xlsx(""), "xl/worksheets/sheet1.xml", (sheet + "</sheetData></worksheet>").encode())
        body = f"<?xml version='1.0'?>{doctype}<w:document xmlns:w='{made.W}'><w:body>{made.p(use)}</w:body></w:document>"
        yield f"entity_{name}.docx", replaced(made.docx(""), "word/document.xml", body.encode())
        yield f"entity_{name}.xml", f"<?xml version='1.0'?>{doctype}<x>{use}</x>".encode()
        yield f"entity_{name}.html", f"{doctype}<html><table><tr><td>{use}</td></tr></table></html>".encode()
    yield (
        "links.html",
        (
            f"<html><head><base href='{url}/'><link rel=stylesheet href='{url}/a.css'><meta http-equiv=refresh content='0;url={url}/b'></head>"
            f"<body><iframe src='{url}/c'></iframe><img src='{url}/d.png'><object data='{url}/e'></object><script src='{url}/f.js'></script>"
            "<table><tr><td>1</td></tr></table></body></html>"
        ).encode(),
    )
    rels = "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship Id='r9' Type='{}' "
    rels += f"Target='{url}/t.dotm' TargetMode='External'/></Relationships>"
    template = rels.format(f"{made.OFFICE}/attachedTemplate")
    yield "template.docx", replaced(made.docx(made.p("1")), "word/_rels/document.xml.rels", template.encode())
    yield "external.xlsx", replaced(made.raw_xlsx("<row r='1'><c><v>1</v></c></row>"), "xl/worksheets/_rels/sheet1.xml.rels", template.encode())
    yield (
        "up.xlsx",
        replaced(
            made.raw_xlsx("<row r='1'><c><v>1</v></c></row>"),
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id='r1' Type='worksheet' Target='../../../../etc/passwd'/></Relationships>",
        ),
    )
    yield "slip.zip", zipped(("../../../tmp/jixiao-slipped.csv", b"a,b\n1,2\n"), ("/tmp/jixiao-slipped.csv", b"a,b\n1,2\n"))
    yield (
        "actions.pdf",
        pdf(
            [
                b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/URI/URI(%s)>>/AA<</WC<</S/JavaScript/JS(app.launchURL\\('%s'\\))>>>>>>"
                % (url.encode(), url.encode()),
                b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>/Annots["
                b"<</Subtype/Link/Rect[0 0 9 9]/A<</S/Launch/F(/bin/sh)>>>>]>>",
                stream(b""),
            ]
        ),
    )
    yield (
        "remote_stream.pdf",
        pdf(
            [
                b"<</Type/Catalog/Pages 2 0 R>>",
                b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
                b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<>>>>",
                b"<</Length 0/F<</FS/URL/F(%s)>>>>stream\n\nendstream" % url.encode(),
            ]
        ),
    )


def replaced(package: bytes, part: str, content: bytes) -> bytes:
    """A package with one part of other content."""
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    return made.zipped({**parts, part: content})


# ── broken, mislabelled, encrypted ───────────────────────────────────────────────────────────────────────────────────────────────


def broken(url: str) -> Iterator[tuple[str, bytes]]:
    """Damaged and mislabelled files, and those that need a password."""
    book, word, page = made.xlsx({"A1": "表", "B2": 1}), made.docx(made.tbl(made.tc("1"))), pdf_maker.make(pdf_maker.plain)
    for name, data in (("book.xlsx", book), ("word.docx", word), ("page.pdf", page)):
        for share in (0.1, 0.5, 0.9, 0.99):
            yield f"cut_{share}_{name}", data[: int(len(data) * share)]
        middle = len(data) // 2
        yield f"hole_{name}", data[:middle] + bytes(200) + data[middle + 200 :]
    yield "locked.pdf", pdf_maker.make(pdf_maker.plain, password="x")
    yield "locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage\0".encode("utf-16-le") + bytes(4096)
    yield "chain.xls", ole_loop()
    yield "page.xlsx", page
    yield "book.pdf", book
    yield "program.pdf", b"MZ" + bytes(range(256)) * 40
    yield "noise.xlsx", bytes((n * 7919 >> 3) & 255 for n in range(20_000))
    yield "archive.7z", b"7z\xbc\xaf\x27\x1c" + bytes(100)
    yield "archive.rar", b"Rar!\x1a\x07\x01\x00" + bytes(100)
    yield "empty.pdf", b""
    yield "mark.csv", b"\xef\xbb\xbf"
    yield "blank.csv", b" \r\n\t" * 100
    yield "pages.pdf", pdf([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R]/Count 1000000000>>"])
    yield "huge_page.pdf", pdf_page(b"", b"[0 0 1e30 1e30]")
    yield "no_numbers.pdf", pdf_page(b"nan nan m inf inf l S 1e400 0 0 1e-400 0 0 cm", b"[nan 0 0 nan]")
    yield "rtf.doc", b"{\\rtf1" + b"{" * 50_000
    yield "mail.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n" + b"--x\n" * 50_000
    link = tarfile.TarInfo("passwd.csv")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(link)
    yield "links.tar", out.getvalue()


def ole_loop() -> bytes:
    """A compound file whose allocation table goes in a circle."""
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(6))
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack("<109I", 0, *([0xFFFFFFFF] * 108))
    table = struct.pack("<128I", 0xFFFFFFFD, 1, *([2] * 126))
    directory = "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<HBBIII", 18, 2, 1, 1, 1, 1) + bytes(36) + struct.pack("<IQ", 1, 2**40)
    return bytes(head) + table + directory.ljust(512, b"\0")


# ── poisonous text and odd amounts ───────────────────────────────────────────────────────────────────────────────────────────────


def poison(url: str) -> Iterator[tuple[str, bytes]]:
    """A good document with something in its text: it may be read, but nothing of it may do anything."""
    for name, text in {
        "nul": "购置\0装备",
        "controls": "购置\x1b[2J\x07\x08装备",
        "bidi": "购置\u202e装备\u2066\u200f",
        "zero_width": "购\u200b置\ufeff装\u2060备",
        "surrogate": "购置\ud800装备",
        "sql": "'; DROP TABLE core.project; --",
        "dollar": "$$; DROP TABLE core.project; $$",
        "copy": "\\.\nCOPY core.project FROM '/etc/passwd'",
        "backslash": "\\N\\t\\x00",
        "formula": "=cmd|'/c calc'!A1",
        "plus": "+1+1",
        "braces": "{found} {0} %s %(x)s",
        "markup": "<script>alert(1)</script>[red]x[/red]",
        "long": "购置" * 20_000,
        "combining": "购" + "\u0301" * 5_000,
        "astral": "𠮷𪚥😀" * 100,
        "separators": "购置\u2028装备\u2029\x85",
    }.items():
        yield f"text_{name}.csv", _TEXT.replace("应急救援物资购置经费", f'"{text}"').encode("utf-8", "surrogatepass")
    for number, amount in enumerate(
        (
            "1e400",
            "NaN",
            "Infinity",
            "-Infinity",
            "9" * 100,
            "0.0000000001",
            "-0",
            "１２３．４５",
            "1,2,3,4",
            "1.2.3",
            "0x10",
            "壹佰万元",
            "--",
            "1" * 30,
        )
    ):
        yield f"amount_{number}.csv", _TEXT.replace("90.00", f'"{amount}"').encode()
    for number, year in enumerate(("0000年", "99999年", "２０２４年", "-2024年")):
        yield f"year_{number}.csv", _TEXT.replace("2024年", year).encode()
    yield "gb.csv", _TEXT.encode("gb18030")
    yield "damaged_gb.csv", bytearray(_TEXT.encode("gb18030")).replace(b"\xca\xfd", b"\xca\xff\xff")
    yield "utf16.csv", _TEXT.encode("utf-16")


KINDS: tuple[Callable[[str], Iterator[tuple[str, bytes]]], ...] = (bombs, outside, broken, poison)


def special(folder: Path) -> None:
    """Things that are no ordinary files."""
    os.mkfifo(folder / "pipe.pdf")
    (folder / "device.pdf").symlink_to("/dev/zero")
    (folder / "circle.pdf").symlink_to(folder / "circle.pdf")
    (folder / "nowhere.pdf").symlink_to(folder / "none.pdf")
    (folder / "around").symlink_to(folder)
    (folder / "folder.pdf").mkdir()
    with (folder / "sparse.csv").open("wb") as file:
        file.truncate(50 * 2**30)
    (folder / "line\nbreak\x1b[31m\u202e.csv").write_bytes(b"a,b\n1,2\n")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.csv")).write_bytes(b"a,b\n1,2\n")


def write(folder: Path, url: str = LISTENER) -> int:
    """Write all of them below ``folder``; returns how many files of bytes there are."""
    count = 0
    for kind in KINDS:
        (folder / kind.__name__).mkdir(parents=True, exist_ok=True)
        for name, data in kind(url):
            (folder / kind.__name__ / name).write_bytes(data)
            count += 1
    (folder / "special").mkdir()
    special(folder / "special")
    return count


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    print(write(parser.parse_args().folder))
