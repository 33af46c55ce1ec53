"""Web pages, and the workbooks and Word files that are web pages inside, into grids: what a browser shows, cell by cell.

How white space collapses is in :mod:`etl.extract.whitespace`.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from etl.extract import sniff
from etl.extract.flow import Flow, Table
from etl.extract.grid import Cell, Extraction, Grid, Line, Place
from etl.extract.package import local
from etl.extract.texts import decode, printed
from etl.extract.whitespace import Text
from etl.finding import Finding, Refused

_UNSEEN = {
    "script",
    "style",
    "head",
    "template",
    "noscript",
    "noframes",
    "object",
    "iframe",
    "svg",
    "math",
    "colgroup",
    "col",
    "rt",
    "rp",
    "select",
    "datalist",
}
_BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "section", "article", "header", "footer", "main", "nav",
    "aside", "blockquote", "pre", "form", "fieldset", "hr", "center", "address", "figure", "figcaption", "caption", "body", "html", "legend",
    "details", "summary",
}  # fmt: skip
_GROUPS = {"thead", "tbody", "tfoot"}
_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all)\b", re.I)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_MAX_DEPTH = 250  # elements inside one another; the least that Python and libxml2 both follow
_MAX_COLSPAN, _MAX_ROWSPAN = 1000, 65534  # HTML standard, 4.9.11
_DIGITS = re.compile(r"\s*\+?(\d{1,9})")


def read(data: bytes) -> Extraction:
    """The tables of a page as grids, in document order; where it holds none, its lines as prose. The page's title is prose, labelled ``title``.

    Raises Refused: unknown_format for what is no text, nesting_too_deep where the parser would lose what lies deeper, too_large.
    """
    kind = sniff.media_type(data)
    if kind == sniff.MHTML:
        data = _unfolded(data)
    found = _CHARSET.search(data[:4096])
    decoded = decode(data, found[1].decode("ascii") if found else None)
    if decoded is None:
        raise Refused("unknown_format", found=sniff.BINARY)
    root = _parse(decoded[0])
    flow = Flow()
    if root is not None:
        try:
            _Page(flow, root).walk(root, Text(flow.line))
        except RecursionError:
            raise _too_deep() from None
    grids = flow.grids()
    prose = [] if grids else list(flow.lines)
    title = " ".join("".join(t.itertext()) for t in root.iter("title")).strip() if root is not None else ""
    if title:
        prose.insert(0, Line(" ".join(printed(title).split()), Place("title")))
    findings = [Finding("undecodable_text", "warning", found=str(decoded[1]))] if decoded[1] else []
    return Extraction(kind if kind == sniff.MHTML else sniff.HTML, grids, prose, pages=1, findings=findings)


def read_grids(data: bytes) -> list[Grid]:
    """The grids of :func:`read`."""
    return read(data).grids


def _unfolded(data: bytes) -> bytes:
    """The page inside a web archive (mht: one file of MIME parts, as Word and Excel save it)."""
    message = email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf \t\r\n"), policy=email.policy.compat32)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    for part in pages:
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and b"<t" in content.lower():
            return content
    raise Refused("damaged_file", found="MIME: text/html ?")


def _parse(text: str) -> Any:
    """The page's tree; None for a page without any element. Refused where the parser gave up: past some depth it drops what follows."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)
    try:
        root = etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise _too_deep()
    return root


def _too_deep() -> Refused:
    return Refused("nesting_too_deep", found=f"> {_MAX_DEPTH}", expected=f"{_MAX_DEPTH}")


class _Page:
    """Walks a page's tree."""

    def __init__(self, flow: Flow, root: Any) -> None:
        self._flow = flow
        self._layout = {above for table in root.iter("table") if not _hidden_inside(table) for above in table.iterancestors("table")}

    def walk(self, element: Any, text: Text, kept: bool = False) -> None:
        """Put an element's text and tables where they belong."""
        name = local(element)
        if not name or name in _UNSEEN or _hidden(element):
            return
        if name == "table":
            text.end()
            self._table(element)
            return
        if name in ("br", "input"):
            if name == "br":
                text.end(hard=True)
            elif element.get("type", "text").lower() in ("text", "number", "date"):
                text.add(element.get("value"))
            return
        block = name in _BLOCKS
        kept = kept or name in ("pre", "textarea") or "white-space:pre" in (element.get("style") or "").replace(" ", "").lower()
        if block:
            text.end()
        text.add(element.text, kept)
        for child in element:
            self.walk(child, text, kept)
            text.add(child.tail, kept)
        if block:
            text.end()

    def _table(self, element: Any) -> None:
        """Read a table; cells of a table that lays out the page speak to the page too."""
        table = Table(self._flow.number())
        layout = element in self._layout
        loose = Text(self._flow.line)
        for part in _loose(element):  # text outside cells is shown before the table
            self.walk(part, loose) if not isinstance(part, str) else loose.add(part)
            loose.end()
        began = len(self._flow.lines)
        for row in _rows(element):
            if row is None:
                table.end_group()
                continue
            table.row()
            for item in row:
                cell = table.put(_span(item, "rowspan", _MAX_ROWSPAN), _span(item, "colspan", _MAX_COLSPAN))
                self._cell(item, cell, layout)
        self._flow.table(table, began, not layout)

    def _cell(self, item: Any, cell: Cell, layout: bool) -> None:
        plain = item.text or ""
        if not layout and not len(item) and plain.isprintable() and "  " not in plain.lstrip(" "):
            cell.text = plain.rstrip()  # nothing to collapse: so most cells are
            return
        text = Text(self._flow.line if layout else None)
        text.add(plain)
        for child in item:
            self.walk(child, text)
            text.add(child.tail)
        cell.text = text.text()


def _hidden(element: Any) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and _HIDING.search(style))


def _hidden_inside(element: Any) -> bool:
    return _hidden(element) or any(_hidden(above) or local(above) in _UNSEEN for above in element.iterancestors())


def _rows(table: Any) -> Iterator[list[Any] | None]:
    """The visible rows of a table as lists of cells, None where a row group ends; the foot last, wherever it stands."""
    groups: list[list[list[Any]]] = [[]]
    foot: list[list[Any]] = []
    for child in _inside(table):
        name = local(child)
        if name in _GROUPS and not _hidden(child):
            rows = [_cells(row) for row in _inside(child) if local(row) == "tr" and not _hidden(row)]
            if name == "tfoot":
                foot += rows
            else:
                groups += [rows, []]
        elif name == "tr" and not _hidden(child):
            groups[-1].append(_cells(child))
        elif name in ("td", "th"):
            if not groups[-1] or not isinstance(groups[-1][-1], _Implied):
                groups[-1].append(_Implied())
            groups[-1][-1].append(child)
    for group in [*groups, foot]:
        yield from group
        if group:
            yield None


class _Implied(list[Any]):
    """A row whose tr was left out."""


def _cells(row: Any) -> list[Any]:
    return [item for item in _inside(row) if local(item) in ("td", "th") and not _hidden(item)]


def _inside(element: Any) -> Iterator[Any]:
    """The children, those of a form put between table and row too (old portals do, browsers let them)."""
    for child in element:
        if local(child) in ("form", "a", "span", "font", "center", "div") and any(local(item) in ("tr", "td", "th", "tbody") for item in child):
            yield from _inside(child)
        else:
            yield child


def _loose(table: Any) -> Iterator[Any]:
    """Captions, text and elements inside a table but outside its cells."""
    for element in [table, *(child for child in _inside(table) if local(child) in _GROUPS or local(child) == "tr")]:
        for text in (element.text, *(child.tail for child in element)):
            if text and text.strip():
                yield text
        for child in _inside(element):
            if local(child) not in ("tr", "td", "th", *_GROUPS):
                yield child


def _span(cell: Any, name: str, most: int) -> int:
    """A span as the HTML standard reads it: digits at the start, 1 where there are none; rowspan 0 reaches to the end of the row group."""
    given = cell.get(name)
    match = _DIGITS.match(given) if given else None
    if match is None:
        return 1
    value = int(match[1])
    return min(value, most) if value else most if name == "rowspan" else 1
