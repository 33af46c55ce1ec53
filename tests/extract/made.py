"""Documents made for tests, with known contents: each function gives the bytes of one."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Any

import openpyxl

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    """A zip of the parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def saved(book: openpyxl.Workbook) -> bytes:
    """A workbook of openpyxl."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xlsx(cells: dict[str, Any], merges: tuple[str, ...] = (), formats: dict[str, str] | None = None, name: str = "Sheet1") -> bytes:
    """A workbook of one sheet: values, merged areas and number formats by address."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for at, value in cells.items():
        sheet[at] = value
    for at, code in (formats or {}).items():
        sheet[at].number_format = code
    for area in merges:
        sheet.merge_cells(area)
    return saved(book)


def raw_xlsx(sheet_data: str, tail: str = "", strings: str = "", styles: str = "") -> bytes:
    """A workbook of one sheet whose XML is given."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "xl/workbook.xml": f"<workbook xmlns='{MAIN}' xmlns:r='{OFFICE}'><sheets><sheet name='表' sheetId='1' r:id='r1'/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        "<Relationship Id='r1' Type='worksheet' Target='worksheets/sheet1.xml'/></Relationships>",
        "xl/worksheets/sheet1.xml": f"<worksheet xmlns='{MAIN}'><sheetData>{sheet_data}</sheetData>{tail}</worksheet>",
    }
    if strings:
        parts["xl/sharedStrings.xml"] = f"<sst xmlns='{MAIN}'>{strings}</sst>"
    if styles:
        parts["xl/styles.xml"] = f"<styleSheet xmlns='{MAIN}'>{styles}</styleSheet>"
    return zipped(parts)


def docx(body: str) -> bytes:
    """A Word document with the given body XML."""
    text = f"<w:document xmlns:w='{W}' xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><w:body>{body}</w:body></w:document>"
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": text})


def p(text: str) -> str:
    """A paragraph of Word."""
    return f"<w:p><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def tc(content: str, properties: str = "") -> str:
    """A cell of a Word table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def tbl(*rows: str) -> str:
    """A table of Word; each row the XML of its cells."""
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def ods(rows: str, settings: str = "") -> bytes:
    """An OpenDocument workbook of one sheet with the given rows."""
    office, table = "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    content = (
        f"<office:document-content xmlns:office='{office}' xmlns:table='{table}' xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' "
        f"xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0'>{settings}<office:body><office:spreadsheet>"
        f"<table:table table:name='表1'>{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def xls(cells: list[tuple[int, int, float | str, int]], formats: list[str], merges: list[tuple[int, int, int, int]]) -> bytes:
    """An old workbook (a bare BIFF8 stream) of one sheet. Cells: row, column, value, which of ``formats``; merges: first, last row and column."""

    def record(kind: int, body: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def wide(text: str, count: str) -> bytes:
        return struct.pack(count, len(text)) + b"\x01" + text.encode("utf-16-le")

    bof = struct.pack("<HHHH", 0x0600, 0x0005, 0x0DBB, 0x07CC) + bytes(8)
    begin = record(0x809, bof) + record(0x42, struct.pack("<H", 1200))
    begin += b"".join(record(0x41E, struct.pack("<H", 164 + at) + wide(code, "<H")) for at, code in enumerate(formats))
    begin += record(0x31, bytes(14) + wide("宋体", "<B")) * 4
    begin += b"".join(record(0xE0, struct.pack("<HHH", 0, 164 + at, 1) + bytes(14)) for at in range(len(formats)))
    name = wide("表", "<B")
    end = record(0x0A)
    sheet_at = len(begin) + len(record(0x85, struct.pack("<IBB", 0, 0, 0) + name)) + len(end)
    body = record(0x809, struct.pack("<HHHH", 0x0600, 0x0010, 0x0DBB, 0x07CC) + bytes(8))
    for row, col, value, style in cells:
        head = struct.pack("<HHH", row, col, style)
        body += record(0x204, head + wide(value, "<H")) if isinstance(value, str) else record(0x203, head + struct.pack("<d", value))
    areas = b"".join(struct.pack("<HHHH", *area) for area in merges)
    body += record(0xE5, struct.pack("<H", len(merges)) + areas) if merges else b""
    return begin + record(0x85, struct.pack("<IBB", sheet_at, 0, 0) + name) + end + body + end


def xlsb(cells: list[tuple[int, int, float | str, int]], formats: list[str]) -> bytes:
    """A binary workbook of one sheet. Cells: row, column, value, which of ``formats``."""

    def record(kind: int, body: bytes = b"") -> bytes:
        return (bytes([kind & 0x7F | 0x80, kind >> 7]) if kind > 127 else bytes([kind])) + bytes([len(body)]) + body

    def wide(text: str) -> bytes:
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    rows: dict[int, bytes] = {}
    for row, col, value, style in cells:
        head = struct.pack("<II", col, style)
        cell = record(6, head + wide(value)) if isinstance(value, str) else record(5, head + struct.pack("<d", value))
        rows[row] = rows.get(row, record(0, struct.pack("<I", row) + bytes(13))) + cell
    last = max(row for row, *_ in cells), max(col for _, col, *_ in cells)
    sheet = (
        record(129) + record(148, struct.pack("<IIII", 0, last[0], 0, last[1])) + record(145) + b"".join(rows.values()) + record(146) + record(130)
    )
    styles = record(278) + b"".join(record(44, struct.pack("<H", 164 + at) + wide(code)) for at, code in enumerate(formats))
    styles += record(617, struct.pack("<I", len(formats)))
    styles += b"".join(record(47, struct.pack("<HH", 0, 164 + at) + bytes(12)) for at in range(len(formats))) + record(618) + record(279)
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    return zipped({
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "xl/workbook.bin": record(131) + record(143) + record(156, struct.pack("<II", 0, 1) + wide("r1") + wide("表")) + record(144) + record(132),
        "xl/_rels/workbook.bin.rels": "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        f"<Relationship Id='r1' Type='{relation}' Target='worksheets/sheet1.bin'/></Relationships>",
        "xl/worksheets/sheet1.bin": sheet,
        "xl/styles.bin": styles,
    })  # fmt: skip
