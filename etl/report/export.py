"""``jixiao export``: the rows of a view as csv, xlsx or parquet, on standard output.

A spreadsheet takes a text that begins with ``=``, ``+``, ``-`` or ``@`` for a formula and runs it; published texts are strangers' texts. In csv such
a text gets a quote before it; in xlsx it is stored as text. Numbers are never touched.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

from etl.errors import UsageProblem
from etl.load.queries import OPERATORS, Column, Condition
from etl.messages import say

_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n]")  # full-width signs too: some spreadsheets take them for the plain ones
_CONDITION = re.compile(r"\s*(?P<column>[^=<>!~]+?)\s*(?P<operator>!=|<=|>=|=|<|>|~)\s*(?P<value>.*?)\s*", re.DOTALL)
# XML knows no such characters, so a workbook cannot hold them.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

FORMATS = ("csv", "xlsx", "parquet")
PACKAGES = {"xlsx": "openpyxl", "parquet": "pyarrow"}
SHEET_ROWS = 1_048_576  # that a worksheet holds, the header among them
BATCH = 10_000  # rows of a parquet row group and of a csv write


# What only an expression of SQL has: quotes, brackets, the words that join and test. Everything else is a value as it is written.
_SQL = re.compile(r"""['"();]|\b(?:and|or|not|in|is|like|ilike|between|null)\b""", re.IGNORECASE)


def is_sql(text: str) -> bool:
    """Whether a ``--where`` is an expression of SQL, rather than ``column=value``.

    >>> is_sql("fiscal_year>=2023"), is_sql("fiscal_year >= 2023 AND unit_names IS NULL"), is_sql("raw = '≥90%'")
    (False, True, True)
    """
    return condition(text) is None or bool(_SQL.search(text))


def condition(text: str) -> Condition | None:
    """``fiscal_year>=2023`` → a condition; None where it is none.

    >>> condition("fiscal_year>=2023")
    Condition(column='fiscal_year', operator='>=', value='2023')
    """
    found = _CONDITION.fullmatch(text)
    if found is None or found["operator"] not in OPERATORS:
        return None
    return Condition(found["column"], found["operator"], found["value"])


def harmless(value: object) -> object:
    """A value for csv: a text that a spreadsheet would run gets a quote before it.

    >>> harmless("=1+1"), harmless(-1.5), harmless("≥90%")
    ("'=1+1", -1.5, '≥90%')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return value


def write(kind: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], out: BinaryIO, title: str) -> None:
    """Write the rows to ``out`` as ``kind``. Raises ModuleNotFoundError where the package for it (:data:`PACKAGES`) is not installed."""
    {"csv": _csv, "xlsx": _xlsx, "parquet": _parquet}[kind](columns, rows, out, title)


def _csv(columns: Sequence[Column], rows: Iterable[Sequence[Any]], out: BinaryIO, title: str) -> None:
    """UTF-8 without a byte order mark, lines ended as RFC 4180 says."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([column.name for column in columns])
    for batch in _batches(rows):
        writer.writerows([harmless(value) for value in row] for row in batch)
    text.flush()
    text.detach()


def _xlsx(columns: Sequence[Column], rows: Iterable[Sequence[Any]], out: BinaryIO, title: str) -> None:
    """One sheet named after the view, its header frozen; texts are stored as texts, money as numbers."""
    from openpyxl import Workbook  # type: ignore[import-untyped,unused-ignore]
    from openpyxl.cell import WriteOnlyCell  # type: ignore[import-untyped,unused-ignore]

    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", "_", title)[:31])
    sheet.freeze_panes = "A2"
    sheet.append([column.name for column in columns])

    def cell(value: object) -> object:
        if not isinstance(value, str):
            return value
        made = WriteOnlyCell(sheet, _NOT_IN_XML.sub("", value)[:32_767])
        made.data_type = "s"
        return made

    for number, row in enumerate(rows, 2):
        if number > SHEET_ROWS:
            sheet.close()
            raise UsageProblem(say("error.sheet_full", count=SHEET_ROWS))
        sheet.append([cell(value) for value in row])
    buffer = io.BytesIO()  # a zip file has to be able to seek, a pipe cannot
    book.save(buffer)
    out.write(buffer.getvalue())


def _parquet(columns: Sequence[Column], rows: Iterable[Sequence[Any]], out: BinaryIO, title: str) -> None:
    """One file, typed by the view's columns; ``numeric(p,s)`` becomes a decimal of the same size."""
    import pyarrow as pa  # type: ignore[import-not-found,import-untyped,unused-ignore]
    import pyarrow.parquet as pq  # type: ignore[import-not-found,import-untyped,unused-ignore]

    schema = pa.schema([(column.name, _arrow(column.type)) for column in columns])
    with pq.ParquetWriter(out, schema) as writer:
        for batch in _batches(rows):
            arrays = [pa.array([row[k] for row in batch], type=field.type) for k, field in enumerate(schema)]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _arrow(kind: str) -> Any:
    """The Arrow type of a PostgreSQL type as views have them (DESIGN, "What clients need"); text for any other."""
    import pyarrow as pa  # type: ignore[import-not-found,import-untyped,unused-ignore]

    sized = re.fullmatch(r"numeric\((\d+),(\d+)\)", kind)
    if sized:
        return pa.decimal128(int(sized[1]), int(sized[2]))
    plain = {
        "bigint": pa.int64(),
        "integer": pa.int32(),
        "smallint": pa.int16(),
        "double precision": pa.float64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "timestamp(0) without time zone": pa.timestamp("s"),
    }
    return plain.get(kind, pa.string())


def _batches(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    batch: list[Sequence[Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
