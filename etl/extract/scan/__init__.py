"""Scans → grids: pages that are only a picture, read by the extra ``[ocr]`` (RapidOCR with the model in its wheel, onnxruntime).

A page is straightened, its stamp taken off, its rulings found, its cells cut out, each cell with a number read twice; what the readings do not agree
on is a finding at the cell, never a silent number. Rooms: :mod:`.pictures` (pixels), :mod:`.ink`, :mod:`.straighten`, :mod:`.rulings` (cells),
:mod:`.strips` (lines), :mod:`.engine` (the recogniser), :mod:`.readings` (two readings and their doubts), :mod:`.sureness`, :mod:`.settling` (a third
reading of the few lines in doubt), :mod:`.eye` and :mod:`.signs` (a sign's own pixels), :mod:`.writing`, :mod:`.page`.

Importing this package needs none of the extra's libraries: :func:`installed` says whether they are there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from etl.extract.grid import Extraction, Grid
from etl.finding import Finding, Refused
from etl.reading_child import alive
from etl.rules import finding

if TYPE_CHECKING:
    from etl.extract.pdf.pages import Page


def installed() -> bool:
    """Whether the extra ``[ocr]`` is installed."""
    import importlib.util

    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))


def read_grids(data: bytes) -> list[Grid]:
    """The tables of an image file or of the picture pages of a PDF. Raises Refused as :func:`read` and the PDF reader do."""
    from etl.extract import pdf, sniff

    return pdf.read_grids(data) if sniff.media_type(data) == sniff.PDF else read(data).grids


def read(data: bytes) -> Extraction:
    """All that an image file (png, jpeg, tiff with any number of frames) holds.

    Raises Refused: ``scan_needs_ocr`` without the extra, ``damaged_file``, ``too_large``, ``too_many_pages``, and where no page holds a table that
    was read, ``ocr_type_too_small`` or ``ocr_no_rulings`` if one of these is why.
    """
    from etl.extract import sniff

    if not installed():
        raise Refused("scan_needs_ocr", place="p1", found="1/1")
    from etl.extract.scan import engine, page, pictures

    result = Extraction(sniff.media_type(data), [], findings=[finding("ocr_reader", found=engine.identity())])
    lay = 0
    for number, (picture, to_page) in enumerate(pictures.image_pages(data), start=1):
        scanned = page.read(picture, number, to_page, lay=lay)
        lay = scanned.quarters
        result.pages = number
        result.grids += scanned.grids
        result.findings += scanned.findings
        if not scanned.grids:
            result.prose += scanned.lines
        alive()
    if not result.grids:
        refuse(result.findings)
    return result


def fill(data: bytes, pages: Sequence[Page], prose_pages: int) -> list[Finding]:
    """Read the pages of a PDF that are pictures into the pages given, and say what read them. Needs the extra.

    Of pages without a ruling only the first ``prose_pages`` of the document are read.
    """
    from etl.extract.scan import engine, page, pictures

    lay = 0
    with pictures.pdf(data) as document:
        for one in pages:
            try:
                picture, to_page = pictures.pdf_page(document, one.number - 1)
                scanned = page.read(picture, one.number, to_page, prose=one.number <= prose_pages, lay=lay)
            except (Refused, ArithmeticError, ValueError, LookupError):  # a damaged page must not cost the others
                one.findings.append(finding("page_damaged", place=f"p{one.number}"))
                continue
            lay = scanned.quarters
            one.grids, one.lines = scanned.grids, scanned.lines
            one.findings += scanned.findings
            alive()
    return [finding("ocr_reader", found=engine.identity())]


def refuse(findings: Sequence[Finding]) -> None:
    """Refuse a document without a table where a scan that cannot be read is the reason."""
    for doubt in findings:
        if doubt.rule in ("ocr_type_too_small", "ocr_no_rulings"):
            raise Refused(doubt.rule, place=doubt.place, found=doubt.found, expected=doubt.expected)
