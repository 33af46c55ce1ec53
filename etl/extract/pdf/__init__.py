"""PDF → grids: characters and ruling lines by pdfium's own functions, cells from the ruling grid; a second reader for pages in doubt.

Rooms: :mod:`.raw` (pdfium's functions), :mod:`.frame` (how a page is turned), :mod:`.drawn`, :mod:`.clips`, :mod:`.colours` and :mod:`.rules`
(ruling lines), :mod:`.decoration` (underlines), :mod:`.lattice` and :mod:`.torn` (cells), :mod:`.text`, :mod:`.sight`, :mod:`.health` and
:mod:`.lines` (characters), :mod:`.place` (text in cells), :mod:`.alignment` (tables that lack rules), :mod:`.pages` (a page), :mod:`.glance` (pages
that need not be loaded), :mod:`.second` (the second reader).
"""

from __future__ import annotations

from etl.extract import scan
from etl.extract.grid import Extraction, Grid
from etl.extract.pdf import raw
from etl.extract.pdf.glance import Glance
from etl.extract.pdf.pages import Page, read_page
from etl.finding import Refused
from etl.rules import finding

MEDIA_TYPE = "application/pdf"
MOST_PAGES = 5_000
"""A whole 部门预算 publication has 20 to 400 pages; a budget book of a province some 2,000."""
COVER_PAGES = 3
"""Pages whose text is always read: cover, contents, first sentences (year, department)."""
PROSE_PAGES = 60
"""Pages without a table whose text is read at most, the cover included: control counts stand in the sentences before the tables."""


def read_grids(data: bytes) -> list[Grid]:
    """The tables of a PDF in document order. Raises Refused as :func:`read` does."""
    return _read(data, verify=False, prose_pages=COVER_PAGES).grids


def read(data: bytes, *, verify: bool = False) -> Extraction:
    """All that a PDF holds: its tables, and the text of its cover and of up to :data:`PROSE_PAGES` pages without a table.

    Pages in doubt, with ``verify`` all that hold a table, are read by the second reader too, and differences are findings.
    Raises Refused: ``password_protected``, ``damaged_file``, ``too_many_pages``, ``scan_needs_ocr``, ``text_layer_broken``.
    """
    return _read(data, verify=verify, prose_pages=PROSE_PAGES)


def _read(data: bytes, *, verify: bool, prose_pages: int) -> Extraction:
    pages = _pages(data, prose_pages)
    scans = [page for page in pages if page.scan]
    if scans and not scan.installed():  # asked only then: looking for a package costs as much as reading a page's cells
        scans = []
    read_by = scan.fill(data, scans, prose_pages) if scans else []
    result = Extraction(MEDIA_TYPE, [grid for page in pages for grid in page.grids], pages=len(pages), findings=read_by)
    for page in pages:
        result.findings += page.findings
        if not page.grids:
            result.prose += page.lines
        if page.scan and page not in scans:
            result.findings.append(finding("page_is_scan", place=f"p{page.number}"))
    if not result.grids:
        scan.refuse(result.findings)
        _refuse([page for page in pages if page not in scans])
    doubtful = [page for page in pages if page.ruled and page not in scans and (verify or page.doubtful)]
    if doubtful:
        from etl.extract.pdf.second import compare

        compare(data, {page.number: page.ruled for page in doubtful}, strict=verify)
    return result


def _pages(data: bytes, prose_pages: int) -> list[Page]:
    """Read every page of a PDF."""
    with raw.document(data) as doc:
        count = raw.page_count(doc)
        if count <= 0:
            raise Refused("damaged_file", found="PDF")
        if count > MOST_PAGES:
            raise Refused("too_many_pages", found=str(count), expected=str(MOST_PAGES))
        pages: list[Page] = []
        glance: Glance | None = None
        left = prose_pages
        for number in range(1, count + 1):
            if left <= 0:
                glance = glance or Glance(data, count)
                if glance.only_text(number - 1):
                    pages.append(Page(number))
                    continue
            page = read_page(doc, number, prose=left > 0)
            left -= not page.grids
            pages.append(page)
        return pages


def _refuse(pages: list[Page]) -> None:
    """A document without a table that was read: refused where a scan or a broken text layer is the reason."""
    scans = [page.number for page in pages if page.scan]
    broken = [page.number for page in pages if page.broken]
    if broken:
        raise Refused("text_layer_broken", place=f"p{broken[0]}", found=str(len(broken)))
    if scans:
        raise Refused("scan_needs_ocr", place=f"p{scans[0]}", found=f"{len(scans)}/{len(pages)}")
