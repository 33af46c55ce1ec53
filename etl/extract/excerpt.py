"""A picture of a table around one cell, for formats without pages (xlsx, docx, html, csv, text): what a number was read from, as it stands there.

The layout is computed here from the grid alone. It becomes an SVG, which needs no font (a browser brings its own), or a PNG where a font with Chinese
characters is at hand: pdfium and Pillow have none of their own.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from etl.extract.grid import Cell, Extraction, Grid, Line, Place

SIZE, LEADING, PADDING = 14, 20, 6  # of text, of a line, inside a cell; in pixels
ROWS_BEFORE, ROWS_AFTER, COLUMNS_AROUND = 4, 3, 8
NARROWEST, WIDEST, MOST_LINES = 4, 22, 9  # a column in Chinese characters; lines shown of a cell
FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:/Windows/Fonts",
)
FONTS = r"noto.*(sc|cjk)|source.?han|wqy|droidsansfallback|pingfang|hiragino.*gb|stheiti|songti|msyh|simsun|simhei|deng|uming|ukai|fandol|wenquan"


@dataclass(frozen=True, slots=True)
class Tile:
    """A cell as it is drawn: its rectangle in pixels, its lines of text, whether it is the one that is asked for."""

    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]
    marked: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Some rows and columns of a table, ready to be drawn."""

    width: int
    height: int
    tiles: tuple[Tile, ...]


def stands_at(extraction: Extraction, label: str) -> Place | None:
    """The place that ``label`` names, or begins with (a finding's may go on with a blank, ``:``, ``/`` or ``#``); None where there is none such."""
    known = {cell.place.label: cell.place for grid in extraction.grids for cell in grid.cells}
    known |= {piece.place.label: piece.place for grid in extraction.grids for cell in grid.cells for piece in cell.pieces}
    runs = [extraction.prose, *(part for grid in extraction.grids for part in (grid.above, grid.below))]
    known |= {line.place.label: line.place for run in runs for line in run}
    cuts = [label, *(label[: found.start()] for found in reversed(list(re.finditer("[ :/#]", label))))]
    return next((known[cut] for cut in cuts if cut in known), None)


def excerpt(extraction: Extraction, label: str) -> Excerpt | None:
    """The surroundings of the place ``label`` (a cell, or a line outside tables); None where the document has no such place."""
    for grid in extraction.grids:
        for cell in grid.cells:
            if label == cell.place.label or any(label == piece.place.label for piece in cell.pieces):
                return _of_cells(*_window(grid, cell), cell)
    lines: list[Sequence[Line]] = [extraction.prose, *(part for grid in extraction.grids for part in (grid.above, grid.below))]
    for run in lines:
        for at, line in enumerate(run):
            if line.place.label == label:
                first = max(0, at - ROWS_BEFORE)
                near = [Cell(n, 0, other.text, other.place) for n, other in enumerate(run[first : at + ROWS_AFTER + 1])]
                return _of_cells(near, range(len(near)), range(1), near[at - first])
    return None


def _window(grid: Grid, cell: Cell) -> tuple[list[Cell], range, range]:
    """The cells near ``cell`` with the rows and columns that are shown."""
    rows = range(max(0, cell.row - ROWS_BEFORE), min(grid.rows, cell.row + min(cell.rowspan, ROWS_AFTER) + ROWS_AFTER))
    columns = range(max(0, cell.col - COLUMNS_AROUND), min(grid.cols, cell.col + min(cell.colspan, COLUMNS_AROUND) + COLUMNS_AROUND))
    near = [
        c for c in grid.cells if c.row < rows.stop and c.row + c.rowspan > rows.start and c.col < columns.stop and c.col + c.colspan > columns.start
    ]
    return near, rows, columns


def _of_cells(cells: list[Cell], rows: range, columns: range, wanted: Cell) -> Excerpt:
    """The drawing of ``cells``, each cut to the rows and columns that are shown."""
    wide = dict.fromkeys(columns, NARROWEST)
    alone = len(columns) == 1
    for cell in cells:
        if cell.colspan == 1 or alone:
            longest = max((_half_widths(line) for line in cell.text.split("\n")), default=0) // 2 + 1
            wide[cell.col] = min(max(wide[cell.col], longest), 2 * WIDEST if alone else WIDEST)
    left, x = {}, 1
    for c in columns:
        left[c] = x
        x += (wide[c] + 1) * SIZE + 2 * PADDING  # digits are wider than half a Chinese character in many fonts
    left[columns.stop] = x
    lines = {
        id(cell): _wrapped(cell.text, (_right(cell, left, columns) - left[max(cell.col, columns.start)] - 2 * PADDING - SIZE) // (SIZE // 2))
        for cell in cells
    }
    high = dict.fromkeys(rows, 1)
    for cell in cells:
        covered = [r for r in rows if cell.row <= r < cell.row + cell.rowspan]
        missing = len(lines[id(cell)]) - sum(high[r] for r in covered)
        if missing > 0:
            high[covered[-1]] += missing
    top, y = {}, 1
    for r in rows:
        top[r] = y
        y += high[r] * LEADING + 2 * PADDING
    top[rows.stop] = y
    tiles = []
    for cell in cells:
        x0, y0 = left[max(cell.col, columns.start)], top[max(cell.row, rows.start)]
        bottom = top[min(cell.row + cell.rowspan, rows.stop)]
        tiles.append(Tile(x0, y0, _right(cell, left, columns) - x0, bottom - y0, lines[id(cell)], cell is wanted))
    return Excerpt(x + 1, y + 1, tuple(sorted(tiles, key=lambda tile: tile.marked)))


def _right(cell: Cell, left: dict[int, int], columns: range) -> int:
    return left[min(cell.col + cell.colspan, columns.stop)]


# What no line end may part: a number with its sign and its unit sign reads as another one in two halves. Nothing else is kept together.
_PIECE = re.compile(r"[≥≤＞＜><=＝±+\-－]?\d[\d.,，．]*[%％‰]?[。；，、）)]?|.", re.DOTALL)


def _half_widths(text: str) -> int:
    """How wide text is, in halves of a Chinese character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _wrapped(text: str, most: int) -> tuple[str, ...]:
    """Text in lines of at most ``most`` half widths; an ellipsis stands for what does not fit in :data:`MOST_LINES`."""
    lines: list[str] = []
    for printed in text.split("\n"):
        line, used = "", 0
        for piece in _PIECE.findall(printed):
            for part in [piece] if _half_widths(piece) <= most else piece:
                size = _half_widths(part)
                if used + size > most and line:
                    lines.append(line)
                    line, used = "", 0
                line, used = line + part, used + size
        lines.append(line)
    return (*lines[: MOST_LINES - 1], "…") if len(lines) > MOST_LINES else tuple(lines)


def svg(drawing: Excerpt, title: str) -> str:
    """The drawing as an SVG document with an accessible name."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.width} {drawing.height}" width="{drawing.width}" height="{drawing.height}"'
        f' role="img" font-family="sans-serif" font-size="{SIZE}"><title>{_printable(title)}</title>'
        f'<rect width="{drawing.width}" height="{drawing.height}" fill="#ffffff"/>'
    ]
    for tile in drawing.tiles:
        fill, edge, thick = ("#ffe9a8", "#d62828", 3) if tile.marked else ("#ffffff", "#9a9a9a", 1)
        parts.append(
            f'<rect x="{tile.x}" y="{tile.y}" width="{tile.width}" height="{tile.height}" fill="{fill}" stroke="{edge}" stroke-width="{thick}"/>'
        )
        for number, line in enumerate(tile.lines):
            if line.strip():
                y = tile.y + PADDING + number * LEADING + SIZE
                parts.append(f'<text x="{tile.x + PADDING}" y="{y}" fill="#111111" xml:space="preserve">{_printable(line)}</text>')
    return "".join([*parts, "</svg>\n"])


def _printable(text: str) -> str:
    """Text as XML can hold it."""
    return escape(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", text))


def png(drawing: Excerpt, font: Path) -> bytes:
    """The drawing as a PNG, at twice the size. Raises OSError for a font that cannot be read."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (2 * drawing.width, 2 * drawing.height), "#ffffff")
    draw, face = ImageDraw.Draw(image), ImageFont.truetype(str(font), 2 * SIZE)
    for tile in drawing.tiles:
        corners = [2 * tile.x, 2 * tile.y, 2 * (tile.x + tile.width), 2 * (tile.y + tile.height)]
        draw.rectangle(corners, "#ffe9a8" if tile.marked else "#ffffff", "#d62828" if tile.marked else "#9a9a9a", 4 if tile.marked else 2)
        for number, line in enumerate(tile.lines):
            draw.text((corners[0] + 2 * PADDING, corners[1] + 2 * (PADDING + number * LEADING)), line, "#111111", font=face)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def chinese_font(folders: Iterable[str] = FOLDERS) -> Path | None:
    """A font file with Chinese characters on this machine, told by its name; None where there is none."""
    for folder in folders:
        for path in sorted(Path(folder).expanduser().rglob("*.[tToO][tT][fFcC]")):
            if re.search(FONTS, path.name.lower()):
                return path
    return None
