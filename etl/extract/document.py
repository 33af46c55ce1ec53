"""The one entry of extract: a document's bytes in, its grids out, whatever it is; or a refusal, whatever happens."""

from __future__ import annotations

from collections.abc import Callable

from etl.extract import sniff
from etl.extract.grid import Extraction
from etl.finding import Refused

KNOWN = "PDF, xlsx, xls, xlsb, ods, docx, doc, html, csv, txt, png, jpeg, tiff"


def read_document(data: bytes, *, verify: bool = False) -> Extraction:
    """Read a document of any known format, told by its content.

    ``verify``: PDFs are read by the second reader too, and differences become findings. Raises Refused and nothing else: empty_file,
    unknown_format, archive_not_opened, password_protected, damaged_file, too_large, nesting_too_deep, memory_limit, and what each reader adds.
    """
    try:
        kind = sniff.media_type(data)
        return _read(data, kind, verify)
    except (Refused, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except MemoryError as error:
        raise Refused("memory_limit") from error
    except (NameError, ImportError, AssertionError) as error:  # a fault of ours is not to be blamed on the file
        raise Refused("reader_crashed", found=f"{type(error).__name__}: {error}"[:200]) from error
    except BaseException as error:  # a panic of a Rust library is a BaseException of its own; a stranger's file must not stop the load
        raise Refused("damaged_file", found=f"{type(error).__name__}: {error}"[:200]) from error


def _read(data: bytes, kind: str, verify: bool) -> Extraction:
    if kind == sniff.PDF:
        from etl.extract import pdf

        return pdf.read(data, verify=verify)
    reader = _reader(kind)
    if reader is None:
        raise _refusal(kind, data)
    return reader(data)


def _reader(kind: str) -> Callable[[bytes], Extraction] | None:
    """The reader of a media type; imported when first needed, since each brings a library."""
    if kind in (sniff.XLSX, sniff.XLSB, sniff.XLS, sniff.ODS, sniff.XML_SHEET):
        from etl.extract.spreadsheet import read
    elif kind in (sniff.DOCX, sniff.DOC, sniff.RTF, sniff.ODT):
        from etl.extract.word import read
    elif kind in (sniff.HTML, sniff.MHTML):
        from etl.extract.html import read
    elif kind in (sniff.CSV, sniff.TSV):
        from etl.extract.delimited import read
    elif kind == sniff.TEXT:
        from etl.extract.text import read
    elif kind in sniff.PICTURES:
        from etl.extract.scan import read
    else:
        return None
    return read


def _refusal(kind: str, data: bytes) -> Refused:
    """Why a document of a type without a reader is not read. A zip that does not open, or has the parts of an office file, is a damaged one."""
    if kind == sniff.EMPTY:
        return Refused("empty_file")
    if kind == sniff.ENCRYPTED:
        return Refused("password_protected")
    if kind == sniff.ZIP:
        from etl.extract import archives

        try:
            archives.members(data)
        except Refused as refused:
            return refused
    if kind in sniff.ARCHIVES:
        return Refused("archive_not_opened", found=kind)
    return Refused("unknown_format", found=kind, expected=KNOWN)
