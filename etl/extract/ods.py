"""Sheets of an OpenDocument workbook (ods): the file itself holds each cell's text as shown, beside its exact value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from etl.extract.numbers import stored
from etl.extract.package import Package, attribute, local
from etl.extract.spreadsheet import Area, Sheet, Value, guard
from etl.extract.texts import cell_text
from etl.extract.xlsx import number
from etl.finding import Refused

_GROUPS = {"table-row-group", "table-rows", "table-header-rows"}
_MOST_ROWS, _MOST_COLS = 1_048_576, 16_384
_MOST_BLANKS = 1000


def sheets(data: bytes) -> list[Sheet]:
    """The sheets of a workbook in their order. Raises Refused."""
    package = Package(data)
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise Refused("password_protected")
    root = package.tree("content.xml")
    hidden = {
        attribute(style, "name") for style in root.iter("{*}style") for p in style.iter("{*}table-properties") if attribute(p, "display") == "false"
    }
    found, total = [], 0
    for table in root.iter("{*}table"):
        if local(table.getparent()) != "spreadsheet":
            continue
        sheet = Sheet((attribute(table, "name") or "").strip(), hidden=attribute(table, "style-name") in hidden)
        _fill(sheet, table)
        total += len(sheet.cells)
        guard(sheet, total)
        found.append(sheet)
    return found


def _rows(parent: Any) -> Iterator[Any]:
    """The rows of a table, inside groups too."""
    for child in parent:
        name = local(child)
        if name == "table-row":
            yield child
        elif name in _GROUPS:
            yield from _rows(child)


def _fill(sheet: Sheet, table: Any) -> None:
    """Read one sheet; a repeated row or cell is written out only where it holds something."""
    row = 0
    for element in _rows(table):
        repeat = max(1, number(attribute(element, "number-rows-repeated")))
        cells = list(_cells(element))
        if any(value.text for _, value, _ in cells):
            for _ in range(min(repeat, _MOST_ROWS - row)):
                _put(sheet, row, cells)
                guard(sheet, len(sheet.cells))
                row += 1
        else:
            row += repeat
        if row >= _MOST_ROWS:
            break


def _put(sheet: Sheet, row: int, cells: list[tuple[int, Value, tuple[int, int]]]) -> None:
    for col, value, (down, right) in cells:
        sheet.cells[row, col] = value
        if down > 1 or right > 1:
            sheet.merges.append(Area(row, col, row + down - 1, col + right - 1))


def _cells(row: Any) -> Iterator[tuple[int, Value, tuple[int, int]]]:
    """Column, value and span (rows, columns) of each cell of a row; long runs of empty cells are left out."""
    col = 0
    for item in row:
        name = local(item)
        if name not in ("table-cell", "covered-table-cell"):
            continue
        repeat = max(1, number(attribute(item, "number-columns-repeated")))
        value = _value(item)
        span = (max(1, number(attribute(item, "number-rows-spanned"))), max(1, number(attribute(item, "number-columns-spanned"))))
        if value.text or repeat <= 64:
            for at in range(col, min(col + repeat, _MOST_COLS)):
                yield at, value, span if name == "table-cell" else (1, 1)
        col += repeat


def _value(item: Any) -> Value:
    """What a cell shows: its paragraphs; dates as ISO text."""
    text = "\n".join(_text(child) for child in item if local(child) == "p")
    kind = attribute(item, "value-type") or ""
    if kind in ("float", "percentage", "currency"):
        exact = stored(attribute(item, "value") or "")
        return Value(cell_text(text) or ("" if exact is None else f"{exact:f}"), exact, kind == "percentage")
    if kind == "date":
        return Value(_date(attribute(item, "date-value") or "", cell_text(text)))
    return Value(cell_text(text) or (attribute(item, "string-value") or ""))


def _date(iso: str, shown: str) -> str:
    """A full date as ISO text; one shown in words (2024年9月30日), or without its day or year, as it is shown."""
    day, _, time = iso.partition("T")
    if "年" not in shown and sum(char.isdigit() for char in shown) >= 5 and len(day) == 10 and len([p for p in _numbers(shown) if p]) >= 3:
        return day if not time or time.startswith("00:00:00") else f"{day} {time[:8].removesuffix(':00')}"
    return shown or day


def _numbers(text: str) -> list[str]:
    return "".join(char if char.isdigit() else " " for char in text).split()


def _text(paragraph: Any) -> str:
    """A paragraph's text: runs of blanks (text:s), tabs and line breaks written out, notes left out."""
    parts = [paragraph.text or ""]
    for child in paragraph:
        name = local(child)
        if name == "s":
            parts.append(" " * min(max(1, number(attribute(child, "c"))), _MOST_BLANKS))
        elif name == "tab":
            parts.append("\t")
        elif name == "line-break":
            parts.append("\n")
        elif name not in ("annotation", "note", "ruby-text"):
            parts.append(_text(child))
        parts.append(child.tail or "")
    return "".join(parts)
