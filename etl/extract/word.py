"""Word documents (docx) into grids, read from the package's XML: python-docx loses tracked insertions, text boxes and nested tables.

What is printed counts: insertions kept, deletions and hidden text dropped. ``.doc``, ``.rtf`` and ``.odt`` become docx first; see
:mod:`etl.extract.office`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from etl.extract import sniff
from etl.extract.flow import Flow, Table
from etl.extract.grid import Cell, Extraction, Grid
from etl.extract.package import Package, attribute, local, parse
from etl.extract.texts import cell_text
from etl.extract.xlsx import number
from etl.finding import Finding, Refused

_DROPPED = {"del", "moveFrom", "delText", "instrText", "fldData", "rPr", "pPr", "rt", "annotationRef"}
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
# Wingdings and Wingdings 2 characters that forms use as check boxes and bullets; private use characters say nothing by themselves.
_SYMBOLS = {"FE": "☑", "A8": "☐", "FD": "☒", "52": "☑", "A3": "☐", "6F": "☐", "FC": "✓", "50": "✓", "6C": "●", "6E": "■", "D8": "➢"}
_MAX_SPAN = 1000
_MAX_DEPTH = 60


def read(data: bytes) -> Extraction:
    """The tables of a document as grids; where it holds none, its paragraphs as prose. Labels: ``P12``, ``t1/R5C7``.

    Raises Refused: damaged_file, password_protected, too_large, nesting_too_deep, doc_needs_libreoffice.
    """
    kind = sniff.media_type(data)
    if kind in (sniff.DOC, sniff.RTF, sniff.ODT):
        from etl.extract.office import to_docx

        data = to_docx(data, kind)
    package = Package(data)
    main = next((part for part in package.relations("").values() if part.endswith("document.xml")), "word/document.xml")
    root = parse(package.read(main))
    body = next(root.iter("{*}body"), None)
    flow = Flow()
    if body is not None:
        _Document(flow).blocks(body, None, 0)
    grids = flow.grids()
    embedded = sum(1 for tag in ("altChunk", "OLEObject") for _ in root.iter(f"{{*}}{tag}"))
    findings = [Finding("embedded_not_read", "warning", found=str(embedded))] if embedded else []
    return Extraction(kind, grids, [] if grids else list(flow.lines), findings=findings)


def read_grids(data: bytes) -> list[Grid]:
    """The grids of :func:`read`."""
    return read(data).grids


class _Document:
    """Walks a document's body."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._boxes: list[Any] = []

    def blocks(self, parent: Any, cell: list[str] | None, depth: int, layout: bool = False) -> None:
        """The paragraphs and tables of a body, cell, text box or content control; a cell's lines go into ``cell``, else to the page."""
        if depth > _MAX_DEPTH:
            raise Refused("nesting_too_deep", found=f"> {_MAX_DEPTH}", expected=f"{_MAX_DEPTH}")
        joined = ""
        for child in parent:
            name = local(child)
            if name == "p":
                text = joined + self._paragraph(child)
                joined = text if _mark_deleted(child) else ""
                if not joined:
                    self._line(text, cell, layout)
                self._text_boxes(cell, depth, layout)
            elif name == "tbl":
                self._table(child, depth)
            elif name not in _DROPPED:
                self.blocks(child, cell, depth + 1, layout)
        if joined:
            self._line(joined, cell, layout)

    def _line(self, text: str, cell: list[str] | None, layout: bool) -> None:
        if cell is not None:
            cell.append(text)
        if cell is None or layout:
            for line in cell_text(text).split("\n"):
                self._flow.line(line)

    def _text_boxes(self, cell: list[str] | None, depth: int, layout: bool) -> None:
        """The text boxes anchored in the paragraph just read, as text after it."""
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            self.blocks(box, cell, depth + 1, layout)

    def _paragraph(self, paragraph: Any) -> str:
        parts: list[str] = []
        self._runs(paragraph, parts, 0)
        return "".join(parts)

    def _runs(self, parent: Any, parts: list[str], depth: int) -> None:
        """The printed characters below an element of a paragraph."""
        if depth > _MAX_DEPTH:
            raise Refused("nesting_too_deep", found=f"> {_MAX_DEPTH}", expected=f"{_MAX_DEPTH}")
        for child in parent:
            name = local(child)
            if name == "t":
                parts.append(child.text or "")
            elif name in _BREAKS:
                parts.append(_BREAKS[name])
            elif name == "sym":
                parts.append(_symbol(child))
            elif name == "AlternateContent":
                choice = next((c for c in child if local(c) in ("Choice", "Fallback")), None)
                if choice is not None:
                    self._runs(choice, parts, depth + 1)
            elif name == "txbxContent":
                self._boxes.append(child)
            elif name not in _DROPPED and not (name == "r" and _vanished(child)):
                self._runs(child, parts, depth + 1)

    def _table(self, element: Any, depth: int) -> None:
        table = Table(self._flow.number())
        began = len(self._flow.lines)
        layout = next(element.iterdescendants("{*}tbl"), None) is not None
        open_cells: dict[int, Cell] = {}  # first column → the vertically merged cell that may go on below
        for row in _rows(element):
            table.row()
            table.skip(_value(_properties(row, "trPr"), "gridBefore"))
            self._row(row, table, open_cells, depth, layout)
        self._flow.table(table, began, not layout)

    def _row(self, row: Any, table: Table, open_cells: dict[int, Cell], depth: int, layout: bool) -> None:
        """One row: cells that go on from above make the cell there taller, cells that go on from the left make it wider."""
        left: Cell | None = None
        going: dict[int, Cell] = {}
        for item in _unwrapped(row, "tc"):
            properties = _properties(item, "tcPr")
            width = max(1, _value(properties, "gridSpan"))
            cell = table.put(1, width)
            lines: list[str] = []
            self.blocks(item, lines, depth + 1, layout)
            cell.text = cell_text("\n".join(lines))
            upper = open_cells.get(cell.col) if properties.get("vMerge") == "continue" else None
            if upper is not None and upper.row + upper.rowspan == cell.row and upper.colspan == cell.colspan:
                _swallow(table, upper, cell)
                upper.rowspan += 1
                going[upper.col] = upper
                left = upper
            elif left is not None and properties.get("hMerge") == "continue" and left.row == cell.row:
                _swallow(table, left, cell)
                left.colspan += cell.colspan
            else:
                left = cell
                if "vMerge" in properties:
                    going[cell.col] = cell
        open_cells.clear()
        open_cells.update(going)


def _swallow(table: Table, whole: Cell, part: Cell) -> None:
    """Take a cell that only continues another out of the table; text in it is not printed."""
    table.cells.remove(part) if table.cells[-1] is not part else table.cells.pop()
    if part.text:
        table.findings.append(Finding("merged_cell_hides_text", "info", place=part.place.label, found=part.text))


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table that are not deleted by a tracked change."""
    for row in _unwrapped(table, "tr"):
        if "del" not in _properties(row, "trPr"):
            yield row


def _unwrapped(parent: Any, wanted: str) -> Iterator[Any]:
    """The children of a name, those inside content controls and tracked or custom wrappers too."""
    for child in parent:
        name = local(child)
        if name == wanted:
            yield child
        elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            yield from _unwrapped(child, wanted)


def _properties(element: Any, name: str) -> dict[str, str]:
    """The properties in an element's tcPr, trPr, pPr or rPr: name → value; ``continue`` for a merge without one, ``1`` for others."""
    for child in element:
        if local(child) == name:
            return {local(item): attribute(item, "val") or ("continue" if local(item) in ("vMerge", "hMerge") else "1") for item in child}
    return {}


def _value(properties: dict[str, str], name: str) -> int:
    """The number of a property such as gridSpan; 0 where it is not set."""
    return min(number(properties.get(name)), _MAX_SPAN)


def _vanished(run: Any) -> bool:
    """Whether a run is hidden text."""
    return _properties(run, "rPr").get("vanish", "0") not in ("0", "false", "off")


def _mark_deleted(paragraph: Any) -> bool:
    """Whether the paragraph's end is deleted by a tracked change, so that the next one follows on the same line."""
    for child in paragraph:
        if local(child) == "pPr":
            mark = _properties(child, "rPr")
            return "del" in mark or "moveFrom" in mark
    return False


def _symbol(element: Any) -> str:
    """A character of a symbol font."""
    code = (attribute(element, "char") or "").upper()
    font = (attribute(element, "font") or "").lower()
    if "wingdings" in font or "symbol" in font:
        return _SYMBOLS.get(code[-2:], "")
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
