"""Plain text of a page-made document (a PDF turned into text): one column, each printed line a row.

Columns are lost in such text; all that is left of them is the indent by which a row of the table begins (the seed,
``tianhe_justice_bureau.txt``: 4 or 5 blanks). So leading blanks are kept and nothing is made of them here.
"""

from __future__ import annotations

from etl.extract import sniff
from etl.extract.grid import Cell, Extraction, Grid, Place
from etl.extract.texts import decode, printed
from etl.finding import Finding, Refused

_MAX_LINES = 500_000


def read(data: bytes) -> Extraction:
    """One grid with ``source`` "text" and one column: a cell for each line that is not blank, labelled ``L41`` by its number in the file.

    Raises Refused: unknown_format where the bytes are no text, too_large.
    """
    decoded = decode(data)
    if decoded is None:
        raise Refused("unknown_format", found=sniff.BINARY)
    lines = [(number, line.rstrip()) for number, line in enumerate(printed(decoded[0]).split("\n"), 1) if line.strip()]
    if len(lines) > _MAX_LINES:
        raise Refused("too_large", found=f"{len(lines)} lines", expected=f"{_MAX_LINES}")
    cells = [Cell(row, 0, line, Place(f"L{number}")) for row, (number, line) in enumerate(lines)]
    findings = [Finding("undecodable_text", "warning", found=str(decoded[1]))] if decoded[1] else []
    return Extraction(sniff.TEXT, [Grid(len(cells), 1, cells, source="text")] if cells else [], pages=1, findings=findings)


def read_grids(data: bytes) -> list[Grid]:
    """The grids of :func:`read`."""
    return read(data).grids
