"""Sheets of a workbook in one XML file (SpreadsheetML 2003): budget systems export it with the ending xls."""

from __future__ import annotations

from typing import Any

from etl.extract.numbers import GENERAL
from etl.extract.package import attribute, local, parse
from etl.extract.spreadsheet import Area, Sheet, Value, guard
from etl.extract.texts import cell_text
from etl.extract.xlsx import number, numeric

_NAMED = {"Percent": "0.00%", "Standard": "#,##0.00", "Fixed": "0.00", "Currency": "#,##0.00", "General": GENERAL}


def sheets(data: bytes) -> list[Sheet]:
    """The worksheets of a workbook in their order. Raises Refused."""
    root = parse(data)
    formats = {}
    for style in root.iter("{*}Style"):
        code = next((attribute(item, "Format") for item in style if local(item) == "NumberFormat"), None) or GENERAL
        formats[attribute(style, "ID")] = _NAMED.get(code, code)
    found: list[Sheet] = []
    for element in root.iter("{*}Worksheet"):
        sheet = Sheet(
            (attribute(element, "Name") or "").strip(), hidden=any((item.text or "") != "SheetVisible" for item in element.iter("{*}Visible"))
        )
        for table in (child for child in element if local(child) == "Table"):
            _fill(sheet, table, formats)
        guard(sheet, sum(len(other.cells) for other in [*found, sheet]))
        found.append(sheet)
    return found


def _fill(sheet: Sheet, table: Any, formats: dict[str | None, str]) -> None:
    """Read one sheet: rows and cells follow one another unless they give their own place (Index, from 1)."""
    row = -1
    for line in (child for child in table if local(child) == "Row"):
        row = number(attribute(line, "Index")) - 1 if attribute(line, "Index") else row + 1
        col = -1
        for item in (child for child in line if local(child) == "Cell"):
            col = number(attribute(item, "Index")) - 1 if attribute(item, "Index") else col + 1
            sheet.cells[row, col] = _value(item, formats.get(attribute(item, "StyleID"), GENERAL))
            right, down = number(attribute(item, "MergeAcross")), number(attribute(item, "MergeDown"))
            if right or down:
                sheet.merges.append(Area(row, col, row + down, col + right))
            col += right
        row += number(attribute(line, "Span"))


def _value(item: Any, code: str) -> Value:
    """What a cell shows."""
    data = next((child for child in item if local(child) == "Data"), None)
    if data is None:
        return Value("")
    text = "".join(data.itertext())
    kind = attribute(data, "Type")
    if kind == "Number":
        return numeric(text, code)
    if kind == "DateTime":
        day, _, time = text.strip().partition("T")
        return Value(day if time.startswith("00:00:00") or not time else f"{day} {time[:8].removesuffix(':00')}")
    if kind == "Boolean":
        return Value("TRUE" if text.strip() == "1" else "FALSE")
    return Value(cell_text(text))
