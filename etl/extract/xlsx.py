"""Sheets of an xlsx (xlsm) workbook: SpreadsheetML of ECMA-376, strict or transitional, read in one pass over each sheet.

Exact stored numbers with the number format they are shown in; shared and inline rich text without its phonetic runs; merged areas.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from etl.extract.numbers import BUILT_IN, GENERAL, show, stored
from etl.extract.package import Package, attribute, local
from etl.extract.spreadsheet import Area, Sheet, Value, guard
from etl.extract.texts import cell_text
from etl.finding import Refused

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_MAX_STRINGS = 2_000_000
_EMPTY = Value("")


@dataclass(slots=True)
class _Book:
    """What all sheets of a workbook share."""

    strings: list[str]
    formats: list[str]
    indents: list[int]
    date1904: bool


def sheets(data: bytes) -> list[Sheet]:
    """The worksheets of a workbook in their order. Raises Refused."""
    package = Package(data)
    main = _main(package)
    workbook = package.tree(main)
    relations = package.relations(main)
    folder = main.rpartition("/")[0]
    setting = next(workbook.iter("{*}workbookPr"), None)
    book = _Book(
        _strings(package, f"{folder}/sharedStrings.xml".lstrip("/"), relations),
        *_styles(package, f"{folder}/styles.xml".lstrip("/"), relations),
        setting is not None and setting.get("date1904") in ("1", "true"),
    )
    found, total = [], 0
    for entry in workbook.iter("{*}sheet"):
        part = relations.get(attribute(entry, "id") or "")
        if part is None or ("worksheets" not in part.lower() and "sheet" not in part.lower().rpartition("/")[2]):
            continue  # chart and dialogue sheets hold no cells
        sheet = Sheet(cell_text(entry.get("name") or "").strip(), hidden=entry.get("state", "visible") != "visible")
        _fill(sheet, package, part, book)
        total += len(sheet.cells)
        guard(sheet, total)
        found.append(sheet)
    return found


def _main(package: Package) -> str:
    """The name of the workbook's main part."""
    for name in package.relations("").values():
        if name.lower().endswith("workbook.xml"):
            return name
    if "xl/workbook.xml" in package:
        return "xl/workbook.xml"
    raise Refused("damaged_file", found="xlsx: no workbook.xml")


def _part(package: Package, usual: str, relations: dict[str, str]) -> str | None:
    """A part by its usual place, or by the relation that ends in the same name."""
    name = usual.rpartition("/")[2].lower()
    related = next((part for part in relations.values() if part.lower().endswith(name)), usual)
    return related if related in package else usual if usual in package else None


def unescaped(text: str) -> str:
    """Text with Excel's ``_xHHHH_`` for characters that XML cannot hold put back (``_x000D_`` is a carriage return, ``_x005F_`` an underscore)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _rich(element: Any) -> str:
    """The text of a string item: its own ``t`` and those of its runs, without the phonetic ones (rPh)."""
    parts = []
    for child in element:
        name = local(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts += [t.text or "" for t in child if local(t) == "t"]
    return unescaped("".join(parts))


def _strings(package: Package, usual: str, relations: dict[str, str]) -> list[str]:
    part = _part(package, usual, relations)
    strings: list[str] = []
    for item in package.walk(part, ("si",)) if part else ():
        strings.append(_rich(item))
        if len(strings) > _MAX_STRINGS:
            raise Refused("too_large", found=f"> {_MAX_STRINGS} strings", expected=f"{_MAX_STRINGS}")
    return strings


def _styles(package: Package, usual: str, relations: dict[str, str]) -> tuple[list[str], list[int]]:
    """Of each cell style (cellXfs), by its position: the number format code, and by how many steps text is indented."""
    part = _part(package, usual, relations)
    if part is None:
        return [], []
    root = package.tree(part)
    own = {number(item.get("numFmtId")): item.get("formatCode") or GENERAL for item in root.iter("{*}numFmt")}
    listed = next(root.iter("{*}cellXfs"), None)
    styles = [xf for xf in listed if local(xf) == "xf"] if listed is not None else []
    ids = [number(xf.get("numFmtId")) for xf in styles]
    return [own.get(identity) or BUILT_IN.get(identity, GENERAL) for identity in ids], [_indent(xf) for xf in styles]


def _indent(style: Any) -> int:
    """The steps by which a style indents text from the left; lists mark a project below its unit so, as others do by blanks."""
    alignment = next((child for child in style if local(child) == "alignment"), None)
    if alignment is None or alignment.get("horizontal") not in ("left", "general", "distributed"):
        return 0
    return min(number(alignment.get("indent")), 15)


def number(text: str | None) -> int:
    """A small whole number of an attribute; 0 where it is missing or none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def position(reference: str | None) -> tuple[int, int] | None:
    """Row and column (from 0) of ``G5``; None where it is no address of a sheet."""
    match = _ADDRESS.fullmatch(reference or "")
    if match is None:
        return None
    col = 0
    for letter in match[1].upper():
        col = col * 26 + ord(letter) - 64
    row = int(match[2])
    return (row - 1, col - 1) if 1 <= row <= 1_048_576 and col <= 16_384 else None


def _fill(sheet: Sheet, package: Package, part: str, book: _Book) -> None:
    """Read one sheet's cells and merged areas."""
    row = -1
    for element in package.walk(part, ("row", "mergeCell")):
        if local(element) == "mergeCell":
            first, _, last = (element.get("ref") or "").partition(":")
            start, end = position(first), position(last or first)
            if start and end:
                sheet.merges.append(Area(min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1])))
            continue
        row = number(element.get("r")) - 1 if element.get("r") else row + 1
        rows: dict[int, dict[int, Value]] = {}
        at = (row, -1)
        for item in element:
            if local(item) != "c":
                continue
            at = position(item.get("r")) or (row, at[1] + 1)
            value = _value(item, book) if len(item) else _EMPTY
            rows.setdefault(at[0], {})[at[1]] = _indented(value, item, book) if value else _EMPTY
            if value is None:
                sheet.uncomputed.append(at)
        for index, cells in rows.items():
            sheet.add_row(index, cells)
        guard(sheet, len(sheet.cells))


def _value(item: Any, book: _Book) -> Value | None:
    """What a cell shows; None for a formula whose result the file does not hold."""
    kind = item.get("t", "n")
    raw = formula = inline = None
    for child in item:
        name = local(child)
        if name == "v":
            raw = child.text or ""
        elif name == "f":
            formula = child
        elif name == "is":
            inline = child
    if kind == "inlineStr" or (inline is not None and raw is None):
        return Value(cell_text(_rich(inline))) if inline is not None else Value(cell_text(unescaped(raw or "")))
    if raw is None or (raw == "" and kind == "n"):
        return None if formula is not None and kind != "str" else Value("")
    if kind == "s":
        at = number(raw.strip())
        if not raw.strip().isdigit() or at >= len(book.strings):
            raise Refused("damaged_file", found=f"xlsx: shared string {raw[:20]}")
        return Value(cell_text(book.strings[at]))
    if kind == "b":
        return Value("TRUE" if raw.strip() in ("1", "true") else "FALSE")
    if kind == "d":
        return Value(raw.strip().removesuffix("T00:00:00").replace("T", " "))
    if kind in ("str", "e"):
        return Value(cell_text(unescaped(raw)))
    return numeric(raw, _code(item, book), book.date1904)


def _indented(value: Value, item: Any, book: _Book) -> Value:
    """A text with the blanks that its style's indent prints: two a step."""
    style = number(item.get("s"))
    steps = book.indents[style] if style < len(book.indents) else 0
    return value._replace(text="  " * steps + value.text) if steps and value.text and value.number is None else value


def _code(item: Any, book: _Book) -> str:
    style = number(item.get("s"))
    return book.formats[style] if style < len(book.formats) else GENERAL


def numeric(raw: str, code: str, date1904: bool = False) -> Value:
    """A stored number as its format shows it; it is no number where a date or a scaled one is shown. A text that is no number stays a text."""
    exact = stored(raw)
    if exact is None:
        return Value(cell_text(raw))
    shown = show(exact, code, date1904=date1904)
    return Value(cell_text(shown.text), exact if shown.same else None, shown.percent)
