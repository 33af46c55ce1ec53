"""Sheets of a binary workbook (xlsb): values by calamine; the number formats, which it keeps to itself, from the styles and cell records
([MS-XLSB] 2.1.4: record = type, size, data; both numbers in 7-bit groups).
"""

from __future__ import annotations

import datetime as dt
import io
import struct
from collections.abc import Iterator
from typing import Any

from etl.extract.numbers import BUILT_IN, GENERAL
from etl.extract.package import Package
from etl.extract.spreadsheet import Area, Sheet, Value, guard
from etl.extract.texts import cell_text
from etl.extract.xlsx import numeric
from etl.finding import Refused

_ROW, _LAST_CELL = 0, 11
_NUMBERS = {2, 5, 9}  # BrtCellRk, BrtCellReal, BrtFmlaNum
_MERGE, _FORMAT, _STYLES, _STYLES_END, _STYLE = 176, 44, 617, 618, 47
_SHEET = 156
_LARGEST = (1_048_576, 16_384)


def sheets(data: bytes) -> list[Sheet]:
    """The worksheets of a workbook in their order. Raises Refused.

    Cells are read from the records here, texts and formulas' results by calamine, whose sheets are asked for only after their size is known
    to be sane: it aborts the whole process on one far cell.
    """
    package = Package(data)
    main = next((name for name in package.names() if name.endswith("xl/workbook.bin")), "xl/workbook.bin")
    relations = package.relations(main)
    formats = _formats(package, main)
    found: list[Sheet] = []
    for name, hidden, relation in _listed(package.read(main)):
        part = relations.get(relation, "")
        if "worksheets/" not in part:
            continue
        sheet = Sheet(cell_text(name).strip(), hidden=hidden)
        codes = _scan(package.read(part), sheet, formats)
        _fill(sheet, data, name, codes)
        guard(sheet, sum(len(other.cells) for other in [*found, sheet]))
        found.append(sheet)
    return found


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a part. Raises Refused where they do not fit."""
    at, end = 0, len(data)
    while at < end:
        kind, at = _number(data, at)
        size, at = _number(data, at)
        if at + size > end:
            raise Refused("damaged_file", found="xlsb: a record beyond the end")
        yield kind, data[at : at + size]
        at += size


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number in up to four 7-bit groups, the lowest first, and where it ends."""
    value = 0
    for group in range(4):
        if at >= len(data):
            raise Refused("damaged_file", found="xlsb: a record beyond the end")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << (7 * group)
        if not byte & 0x80:
            break
    return value, at


def _string(data: bytes, at: int) -> tuple[str, int]:
    """A counted UTF-16 string."""
    (length,) = struct.unpack_from("<I", data, at)
    end = at + 4 + 2 * length
    if end > len(data):
        raise Refused("damaged_file", found="xlsb: a string beyond the end")
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _listed(workbook: bytes) -> Iterator[tuple[str, bool, str]]:
    """Name, whether hidden, and relation of each sheet."""
    for kind, data in _records(workbook):
        if kind == _SHEET:
            state = struct.unpack_from("<I", data, 0)[0]
            relation, at = _string(data, 8)
            yield _string(data, at)[0], state != 0, relation


def _formats(package: Package, main: str) -> list[str]:
    """The number format code of each cell style."""
    part = main.rpartition("/")[0] + "/styles.bin"
    own: dict[int, str] = {}
    codes: list[str] = []
    inside = False
    for kind, data in _records(package.read(part)) if part in package else ():
        if kind == _FORMAT:
            own[struct.unpack_from("<H", data, 0)[0]] = _string(data, 2)[0]
        elif kind in (_STYLES, _STYLES_END):
            inside = kind == _STYLES
        elif kind == _STYLE and inside:
            identity = struct.unpack_from("<H", data, 2)[0]
            codes.append(own.get(identity) or BUILT_IN.get(identity, GENERAL))
    return codes


def _scan(part: bytes, sheet: Sheet, formats: list[str]) -> dict[tuple[int, int], str]:
    """The merged areas, and the format of each cell that stores a number; refuses a sheet that calamine cannot survive."""
    codes: dict[tuple[int, int], str] = {}
    row, top, left, bottom, right = 0, 2**31, 2**31, -1, -1
    for kind, data in _records(part):
        if kind == _ROW and len(data) >= 4:
            row = struct.unpack_from("<I", data, 0)[0]
        elif 0 < kind <= _LAST_CELL and len(data) >= 8:
            col, style = struct.unpack_from("<II", data, 0)
            top, left, bottom, right = min(top, row), min(left, col), max(bottom, row), max(right, col)
            if kind in _NUMBERS:
                style &= 0xFFFFFF
                codes[row, col] = formats[style] if style < len(formats) else GENERAL
        elif kind == _MERGE and len(data) >= 16:
            first, last, start, end = struct.unpack_from("<IIII", data, 0)
            sheet.merges.append(Area(first, start, last, end))
    if bottom >= _LARGEST[0] or right >= _LARGEST[1] or (bottom - top + 1) * (right - left + 1) > 8_000_000:
        raise Refused("too_large", place=sheet.name, found=f"{bottom + 1} × {right + 1}", expected="8000000")
    return codes


def _fill(sheet: Sheet, data: bytes, name: str, codes: dict[tuple[int, int], str]) -> None:
    """Values by calamine, numbers as their format shows them."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            source = book.get_sheet_by_name(name)
            start = source.start or (0, 0)
            rows = source.to_python(skip_empty_area=True)
    except PasswordError as error:
        raise Refused("password_protected") from error
    except CalamineError as error:
        raise Refused("damaged_file", found=f"xlsb: {error}"[:200]) from error
    for down, row in enumerate(rows):
        for right, value in enumerate(row):
            at = (start[0] + down, start[1] + right)
            if value != "":
                sheet.cells[at] = _value(value, codes.get(at, GENERAL))


def _value(value: Any, code: str) -> Value:
    if isinstance(value, bool):
        return Value("TRUE" if value else "FALSE")
    if isinstance(value, int | float):
        return numeric(repr(value), code)
    if isinstance(value, dt.datetime | dt.date | dt.time | dt.timedelta):
        return numeric(repr(_serial(value)), code)
    return Value(cell_text(str(value)))


def _serial(moment: Any) -> float:
    """A moment as the number it is stored as, for its format to show."""
    if isinstance(moment, dt.timedelta):
        return moment.total_seconds() / 86400
    if isinstance(moment, dt.time):
        return (moment.hour * 3600 + moment.minute * 60 + moment.second) / 86400
    if not isinstance(moment, dt.datetime):
        moment = dt.datetime.combine(moment, dt.time())
    days: float = (moment - dt.datetime(1899, 12, 30)) / dt.timedelta(days=1)
    return days
