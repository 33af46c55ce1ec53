"""Delimited text (csv, tsv) into one grid: what delimits is told by the contents, quotes may hold line ends."""

from __future__ import annotations

import csv
import re

from etl.extract import sniff
from etl.extract.flow import MAX_COLUMNS
from etl.extract.grid import Cell, Extraction, Grid, Place
from etl.extract.texts import cell_text, decode
from etl.finding import Finding, Refused

_MAX_CELLS = 1_000_000
_LARGEST_FIELD = 16 * 1024 * 1024


def read(data: bytes) -> Extraction:
    """One grid of the records, each field a cell labelled ``R5C7`` (record 5, field 7; records counted with blank ones).

    Raises Refused: unknown_format where the bytes are no text, damaged_file where quotes never close sensibly, too_large.
    """
    decoded = decode(data)
    if decoded is None:
        raise Refused("unknown_format", found=sniff.BINARY)
    text = decoded[0].lstrip("\ufeff").replace("\0", "")
    if len(re.findall("[\u2028\u2029]", text)) > len(re.findall(r"\r\n?|\n", text)):  # some editors part lines so; cells keep theirs
        text = re.sub("[\u2028\u2029]", "\n", text)
    delimiter = sniff.delimiter_of(text) or ","
    csv.field_size_limit(_LARGEST_FIELD)
    balanced = sniff.balanced(text, delimiter)
    findings = [Finding("undecodable_text", "warning", found=str(decoded[1]))] if decoded[1] else []
    if not balanced:
        findings.append(Finding("unbalanced_quotes", "warning"))
    cells: list[Cell] = []
    rows = cols = 0
    try:
        for row, record in enumerate(sniff.records(text, delimiter, balanced)):
            if len(record) > MAX_COLUMNS:
                raise Refused("too_large", place=f"R{row + 1}", found=f"{len(record)} columns", expected=f"{MAX_COLUMNS}")
            if len(cells) + len(record) > _MAX_CELLS:
                raise Refused("too_large", found=f"> {_MAX_CELLS} cells", expected=f"{_MAX_CELLS}")
            texts = [cell_text(field) for field in record]
            cells += [Cell(row, col, value, Place(f"R{row + 1}C{col + 1}")) for col, value in enumerate(texts)]
            if any(texts):
                rows, cols = row + 1, max(cols, len(texts))
    except csv.Error as error:
        raise Refused("damaged_file", found=f"csv: {error}") from error
    grid = Grid(rows, cols, [cell for cell in cells if cell.row < rows and cell.col < cols])
    return Extraction(sniff.TSV if delimiter == "\t" else sniff.CSV, [grid] if rows else [], pages=1, findings=findings)


def read_grids(data: bytes) -> list[Grid]:
    """The grids of :func:`read`."""
    return read(data).grids
