"""Sheets of an old workbook (xls, BIFF 2-8), by xlrd: it alone gives the number format of each cell, without which 0.95 is not 95%."""

from __future__ import annotations

import io
from typing import Any

from etl.extract.numbers import GENERAL
from etl.extract.spreadsheet import Area, Sheet, Value, guard
from etl.extract.texts import cell_text
from etl.extract.xlsx import numeric
from etl.finding import Refused


def sheets(data: bytes) -> list[Sheet]:
    """The worksheets of a workbook in their order. Raises Refused: password_protected, damaged_file."""
    import xlrd
    import xlrd.compdoc

    try:
        found = _opened(data, strict=True)
    except xlrd.compdoc.CompDocError:
        # Some exporters write the same sector into two chains; Excel reads such files, and so does xlrd if it does not look.
        found = _opened(data, strict=False)
    except xlrd.XLRDError as error:
        if "encrypted" in str(error):
            raise Refused("password_protected") from error
        raise Refused("damaged_file", found=f"xls: {error}"[:200]) from error
    guard(found[0] if found else Sheet(""), sum(len(sheet.cells) for sheet in found))
    return found


def _opened(data: bytes, strict: bool) -> list[Sheet]:
    import xlrd

    with xlrd.open_workbook(
        file_contents=data, formatting_info=True, logfile=io.StringIO(), on_demand=True, ignore_workbook_corruption=not strict, ragged_rows=True
    ) as book:
        return [_sheet(book, at) for at in range(book.nsheets)]


def _sheet(book: Any, at: int) -> Sheet:
    """One sheet: cells, merged areas (xlrd's ends are exclusive)."""
    source = book.sheet_by_index(at)
    sheet = Sheet(cell_text(source.name).strip(), hidden=source.visibility != 0)
    sheet.merges = [Area(top, left, bottom - 1, right - 1) for top, bottom, left, right in source.merged_cells]
    for row in range(source.nrows):
        values = ((col, _value(book, source.cell(row, col))) for col in range(source.row_len(row)))
        sheet.add_row(row, {col: value for col, value in values if value is not None})
        guard(sheet, len(sheet.cells))
    book.unload_sheet(at)
    return sheet


def _value(book: Any, cell: Any) -> Value | None:
    """What a cell shows; None where the file holds no cell there."""
    import xlrd

    if cell.ctype == xlrd.XL_CELL_EMPTY:
        return None
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return Value(cell_text(cell.value))
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return numeric(repr(cell.value), _format(book, cell.xf_index), book.datemode == 1)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return Value("TRUE" if cell.value else "FALSE")
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Value(xlrd.error_text_from_code.get(cell.value, "#ERR!"))
    return Value("")


def _format(book: Any, index: int | None) -> str:
    """The number format code of a cell's style."""
    try:
        return book.format_map[book.xf_list[index].format_key].format_str or GENERAL
    except (KeyError, IndexError, TypeError):
        return GENERAL
