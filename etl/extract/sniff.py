"""What a file is, told by its content and never by its ending: published ``.xls`` files are web pages, downloads have no ending at all."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from etl.extract.texts import decode, printed

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSB = "application/vnd.ms-excel.sheet.binary.macroenabled.12"
XLS = "application/vnd.ms-excel"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
ODT = "application/vnd.oasis.opendocument.text"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
RTF = "application/rtf"
HTML = "text/html"
CSV = "text/csv"
TSV = "text/tab-separated-values"
TEXT = "text/plain"
XML = "application/xml"
XML_SHEET = "application/vnd.ms-excel+xml"
MHTML = "multipart/related"
ZIP = "application/zip"
OLE = "application/x-ole-storage"
ENCRYPTED = "application/encrypted"
EMPTY = "application/x-empty"
BINARY = "application/octet-stream"
PICTURES = {"image/png", "image/jpeg", "image/tiff"}

ARCHIVES = {
    ZIP,
    "application/x-7z-compressed",
    "application/vnd.rar",
    "application/gzip",
    "application/x-bzip2",
    "application/x-xz",
    "application/x-tar",
}

_MAGIC = (
    (b"{\\rtf", RTF),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"BM", "image/bmp"),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
    (b"%!PS", "application/postscript"),
)
_TAG = re.compile(r"<(?:!doctype\s+html|html|head|body|table|div|meta|title|tr|p)\b", re.I)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_DELIMITERS = ",\t;|"
_SAMPLE = 64 * 1024


def media_type(data: bytes) -> str:
    """The media type of a document. Packages are looked into; ``application/octet-stream`` where nothing is recognised."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        return EMPTY
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _compound(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _package(data)
    if b"%PDF-" in data[:1024]:  # ISO 32000-1 annex H.3.4.1: the header may stand anywhere in the first 1024 bytes
        return PDF
    if data.startswith((b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")) and data[2:4] in (b"\x08\x00", b"\x10\x00", b"\x06\x00", b"\x04\x00"):
        return XLS  # a bare BIFF stream
    if data[257:262] == b"ustar":
        return "application/x-tar"
    # Magic before text, except where a text could begin so (BM, MZ): those need a byte that no text has.
    for magic, kind in _MAGIC:
        if data.startswith(magic) and (len(magic) > 2 or b"\0" in data[:512] or kind == "application/gzip"):
            return kind
    return _text(data)


def _package(data: bytes) -> str:
    """What a zip holds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = {name.lstrip("/").lower() for name in package.namelist()}
            declared = b""
            if "mimetype" in names:
                entry = next(item for item in package.infolist() if item.filename.lower() == "mimetype")
                declared = package.read(entry) if entry.file_size < 200 else b""
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, OverflowError, StopIteration):
        return ZIP
    for kind in (ODS, ODT):
        if declared.strip().decode("latin-1").removesuffix("-template") == kind:
            return kind
    if any(name.endswith("xl/workbook.bin") for name in names):
        return XLSB
    if "[content_types].xml" in names or "_rels/.rels" in names:
        if any(name.startswith("xl/") or name.endswith("workbook.xml") for name in names):
            return XLSX
        if any(name.startswith("word/") for name in names):
            return DOCX
    if "ofd.xml" in names:
        return "application/ofd"
    return ZIP


def _compound(data: bytes) -> str:
    """What an OLE2 compound file holds, by the names in its directory (UTF-16)."""

    def holds(name: str) -> bool:
        return name.encode("utf-16-le") + b"\0\0" in data

    if holds("EncryptedPackage"):
        return ENCRYPTED
    if holds("WordDocument"):
        return DOC
    if holds("Workbook") or holds("Book"):
        return XLS
    return OLE


def _text(data: bytes) -> str:
    """The kind of a text: web page, delimited, plain; or no text at all."""
    decoded = decode(data)
    if decoded is None:
        return BINARY
    text = decoded[0].lstrip("\ufeff \t\r\n")
    head = text[:_SAMPLE]
    if re.match(r"(?:[\w-]+:.*\n(?:[ \t].*\n)*){0,30}?MIME-Version:", head, re.I) and re.search(r"^Content-Type:", head, re.I | re.M):
        return MHTML
    if head.startswith("<?xml") and not re.search(r"<(?:!doctype\s+)?html\b", head, re.I):
        return XML_SHEET if "urn:schemas-microsoft-com:office:spreadsheet" in head and "<Workbook" in head else XML
    if head.startswith("<") and _TAG.search(head):
        return HTML
    if re.search(r"<table\b", text, re.I) and re.search(r"</t[dh]>", text, re.I):
        return HTML
    delimiter = delimiter_of(text)
    return TEXT if delimiter is None else TSV if delimiter == "\t" else CSV


_LINES_AROUND = 8


def delimiter_of(text: str) -> str | None:
    """The character that parts the columns of a delimited text; None where the text is no table.

    A delimiter stands in nearly every record, and most records have the same number of fields. Commas inside unquoted amounts (1,485.34) are none.
    """
    sample = printed(text[:_SAMPLE])
    best: tuple[float, str] | None = None
    for delimiter in _DELIMITERS:
        if delimiter not in sample:
            continue
        source = _THOUSANDS.sub("", sample) if delimiter == "," else sample
        if len(text) > len(sample):
            source = source[: source.rfind("\n") + 1] or source  # a record cut by the sample's end is none
        counts = field_counts(source, delimiter)
        body = _without_lines_around(counts)
        if not body:
            continue
        least = 1 if body == counts else 2
        everything, counts = len(counts), body
        usual, times = Counter(counts).most_common(1)[0]
        tabular = sum(count > 1 for count in counts) / len(counts)
        if usual > least and tabular >= 0.8 and times >= 0.5 * len(counts):
            # Of all records, not only of those between: one cell that holds semicolons makes no table of one line.
            best = max(best or (0.0, ""), (tabular * times / everything + usual / 1000, delimiter))
    return best[1] if best else None


def _without_lines_around(counts: list[int]) -> list[int]:
    """The records without the few lines of one field above and below them: a title and a caption have no delimiter."""
    first = next((n for n, count in enumerate(counts) if count > 1), len(counts))
    last = next((n for n, count in enumerate(reversed(counts)) if count > 1), len(counts))
    return counts[first if first <= _LINES_AROUND else 0 : len(counts) - (last if last <= _LINES_AROUND else 0)]


def field_counts(text: str, delimiter: str) -> list[int]:
    """How many fields each record that is not blank has."""
    try:
        found = records(text, delimiter, balanced(text, delimiter))
        return [len(record) for record in found if any(field.strip() for field in record)]
    except csv.Error:
        return []


def records(text: str, delimiter: str, quoted: bool = True) -> Iterator[list[str]]:
    """The records of a delimited text; where quotes do not balance (``quoted`` false) they are characters like others. Raises csv.Error."""
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    blanks = quoted and _blank_before_quote(text, delimiter)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, skipinitialspace=blanks)


def _blank_before_quote(text: str, delimiter: str) -> bool:
    """Whether blanks stand between a delimiter and a quote: without minding them the quote opens no field, and a comma in it would shift the row."""
    return re.search(rf'{re.escape(delimiter)} +"', text) is not None


def balanced(text: str, delimiter: str) -> bool:
    """Whether every quote that opens a field closes it. One that does not would swallow the rows below."""
    if '"' not in text:
        return True
    try:
        blanks = _blank_before_quote(text, delimiter)
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=blanks):
            pass
    except csv.Error:
        return False
    return True
