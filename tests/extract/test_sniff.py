"""The type of a document, told by its content."""

from __future__ import annotations

import pytest

from etl.extract import sniff
from etl.extract.texts import cell_text, decode
from tests.extract import made

TABLE = "<table><tr><td>绩效目标</td></tr></table>"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", sniff.EMPTY),
        (b" \r\n\0", sniff.EMPTY),
        (b"%PDF-1.7\n", sniff.PDF),
        (b"HTTP junk\r\n\r\n%PDF-1.4", sniff.PDF),
        (made.xlsx({"A1": 1}), sniff.XLSX),
        (made.xlsb([(0, 0, 1.0, 0)], ["General"]), sniff.XLSB),
        (made.xls([(0, 0, 1.0, 0)], ["General"], []), sniff.XLS),
        (made.ods("<table:table-row/>"), sniff.ODS),
        (made.docx(made.p("甲")), sniff.DOCX),
        (made.zipped({"a/目标.xlsx": b"x"}), sniff.ZIP),
        (made.zipped({"OFD.xml": b"<x/>"}), "application/ofd"),
        (b"PK\x03\x04 cut off", sniff.ZIP),
        (COMPOUND + "WordDocument\0".encode("utf-16-le"), sniff.DOC),
        (COMPOUND + "Workbook\0".encode("utf-16-le"), sniff.XLS),
        (COMPOUND + "EncryptedPackage\0".encode("utf-16-le"), sniff.ENCRYPTED),
        (COMPOUND, sniff.OLE),
        (b"{\\rtf1\\ansi x}", sniff.RTF),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "image/png"),
        (b"\x1f\x8b\x08" + bytes(20), "application/gzip"),
        (bytes(range(256)) * 4, sniff.BINARY),
        (TABLE.encode(), sniff.HTML),
        (f"<html xmlns:x='urn:schemas-microsoft-com:office:excel'>{TABLE}</html>".encode("gb18030"), sniff.HTML),
        (f"\ufeff<!DOCTYPE html>{TABLE}".encode(), sniff.HTML),
        (f"<?xml version='1.0'?><html>{TABLE}</html>".encode("utf-16"), sniff.HTML),
        ("甲,乙\n1,2\n3,4\n".encode(), sniff.CSV),
        ("甲\t乙\n1\t2\n".encode("utf-16"), sniff.TSV),
        ('甲;乙\n"x;\ny";2\n'.encode("gb18030"), sniff.CSV),
        ("部门名称：甲\n合计 1,485.34 1,485.34\n    项目\n82,600.00\n".encode(), sniff.TEXT),
        ("项目支出绩效目标表\n".encode("gb18030"), sniff.TEXT),
        (b"<?xml version='1.0'?><Table><td>1</td></Table>", sniff.XML),
        (b"<?xml version='1.0'?><Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>", sniff.XML_SHEET),
        (b"From: a\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n", sniff.MHTML),
        ("BMW 是一家公司\n".encode(), sniff.TEXT),
        ("MZ 项目\n".encode(), sniff.TEXT),
    ],
)
def test_told_by_content(data: bytes, kind: str) -> None:
    assert sniff.media_type(data) == kind


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-32"])
def test_encodings(encoding: str) -> None:
    text = "项目支出绩效目标表\n广州市天河区司法局：㐀𠀀\n"
    if encoding == "gb18030":
        text = text.replace("㐀𠀀", "镕")
    assert decode(text.encode(encoding)) is not None
    assert decode(text.encode(encoding))[0].lstrip("\ufeff") == text  # type: ignore[index]


def test_a_text_cut_in_a_character_is_still_text() -> None:
    assert decode("绩效目标".encode()[:-1]) == ("绩效目", 0)


def test_a_few_broken_characters_are_counted() -> None:
    text = "绩效目标\n" * 400
    whole = text.encode()
    assert decode(whole[:104] + b"\xff" + whole[104:]) == (text[:40] + "\ufffd" + text[40:], 1)
    assert decode(whole[:99] + b"\xff" + whole[99:])[1] > 0  # type: ignore[index]
    assert decode(b"\xff\xfe\xfd" * 50 + whole[:30]) is None


def test_what_prints_nothing_is_no_text() -> None:
    assert cell_text("\n  \u202e甲\x00\u200b乙\ufeff\r\n丙 \v\ud800 \n ") == "  甲乙\n丙\n\ufffd"
    assert cell_text("\xa0\xa0甲\xa0") == "  甲"
