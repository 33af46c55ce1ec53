"""One scanned page: straightened, turned upright, its tables and the lines outside them read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from etl.extract.grid import Box, Cell, Grid, Line, Place
from etl.extract.pdf.lattice import Lattice
from etl.extract.scan import engine, ink, readings, rulings, straighten, strips
from etl.extract.scan.ink import Mask, Picture
from etl.extract.scan.readings import Written
from etl.extract.scan.straighten import Matrix
from etl.extract.scan.strips import Area, Strip
from etl.extract.scan.writing import BARS, clean, has_digit, is_number, unstopped, widths
from etl.finding import Finding
from etl.rules import finding

_SMALL_TYPE, _SMALLEST_TYPE = 15.0, 10.0
"""Pixels: type lower than the first is read with a finding on every number that is not clear in every sign, lower than the second not at all."""
_SAMPLE, _ENOUGH = 10, 4
"""Lines read to see which way a page stands, and how many of the field's own words must be among them."""
_TELLING, _SURE = 1, 0.95
"""So many words are enough where the characters are so sure on the average: those of a page that stands on its head are not."""
_PIECE = (2.5, 9.0)
"""Type heights: shorter lines say nothing, of longer ones the beginning is enough."""
_FIELD_WORDS = Path(__file__).with_name("field_words.txt")
_DARKEST = 135
"""Of 255: type is told from a grey stamp by the darkness of the rulings, but not below this."""
_FLAT = 0.3
"""Of the type height: ink no higher is a dash."""
_EQUAL = 0.55
"""Of the type height: the strokes of = stand no farther apart, those of 二 do."""
_CROWDED = 3
"""Lines with several parts far apart, on a page without rulings: such a page seems to hold a table."""
_QUOTE = 60


@dataclass(slots=True)
class Scanned:
    """What a scanned page holds: its tables, all its lines outside them, and the doubts about the page as a whole; ``quarters``: how it lay."""

    grids: list[Grid] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    quarters: int = 0


@dataclass(slots=True)
class _Sheet:
    """A page straightened: flattened and as scanned, its ink, type height, tables, and strips by table (the last: outside all)."""

    plain: Picture
    seen: Picture
    ink: Mask
    type: float
    ruled: rulings.Ruled
    matrix: Matrix
    quarters: int = 0
    strips: list[list[Strip]] = field(default_factory=list)

    def pixels(self, lattice: Lattice, number: int) -> Area:
        """The area of a cell."""
        x0, top, x1, bottom = (round(value * self.ruled.scale) for value in lattice.cell_box(number))
        return x0, top, x1, bottom


def read(picture: Picture, number: int, to_page: Matrix, *, prose: bool = True, lay: int = 0) -> Scanned:
    """Read the picture of page ``number`` (from 1). ``to_page`` takes its pixels to points from the top left corner of the page as shown.

    Without a table its text is read only where ``prose`` asks for it. ``lay``: the quarters by which the page before lay, tried first.
    """
    result = Scanned()
    sheet = _upright(picture, lay)
    result.quarters = sheet.quarters if sheet else lay
    if sheet is None or not (prose or sheet.ruled.tables):
        return result
    place = f"p{number}"
    if sheet.type < _SMALLEST_TYPE:
        result.findings.append(finding("ocr_type_too_small", place=place, found=f"{sheet.type:.0f}", expected=f"{_SMALL_TYPE:.0f}"))
        return result
    groups = [[part for strip in group for part in strips.parts(sheet.plain, strip)] for group in sheet.strips]
    written = readings.read([part for group in groups for part in group], sheet.plain, sheet.seen)
    to_page = to_page @ np.linalg.inv(sheet.matrix)
    at = 0
    for index, (lattice, group) in enumerate(zip(sheet.ruled.tables, groups, strict=False), start=1):
        result.grids.append(_grid(sheet, lattice, written[at : at + len(group)], number, index, to_page))
        at += len(group)
    _outside(result, written[at:], number, to_page, sheet)
    if not sheet.ruled.tables and _crowded(sheet.strips[-1]):
        result.findings.append(finding("ocr_no_rulings", place=place))
    return result


def _upright(picture: Picture, lay: int = 0) -> _Sheet | None:
    """The page straightened and turned so that its words can be read; None where it is empty. ``lay``: the quarters that are tried first."""
    plain = ink.flatten(ink.stampless(picture))
    matrix, size = straighten.straight(plain)
    plain, seen = straighten.apply(plain, matrix, size, paper=255), straighten.apply(picture, matrix, size)
    type_height = ink.type_height(ink.marks(ink.dark(plain)))
    if not type_height:
        return None
    sheets: dict[int, _Sheet] = {}
    known: dict[int, tuple[int, float]] = {}
    for quarters in sorted(range(4), key=lambda quarters: (quarters != lay, quarters)):
        seen_as = quarters if quarters == lay else quarters % 2
        if seen_as not in sheets:
            sheets[seen_as] = _sheet(plain, seen, matrix, type_height, seen_as)
        words, sure = known[quarters] = _words(sheets[seen_as], head=quarters != seen_as)
        if words >= _ENOUGH or (words >= _TELLING and sure >= _SURE):
            break
    best = max(known, key=lambda quarters: (known[quarters], -quarters))
    return sheets[best] if best in sheets else _sheet(plain, seen, matrix, type_height, best)


def _sheet(plain: Picture, seen: Picture, matrix: Matrix, type_height: float, quarters: int) -> _Sheet:
    """The page turned by quarters to the left, its tables and strips found."""
    height, width = plain.shape
    plain, seen = np.ascontiguousarray(np.rot90(plain, quarters)), np.ascontiguousarray(np.rot90(seen, quarters))
    turn = (
        np.eye(3),
        np.array([[0.0, 1, 0], [-1, 0, width], [0, 0, 1]]),
        np.array([[-1.0, 0, width], [0, -1, height], [0, 0, 1]]),
        np.array([[0.0, -1, height], [1, 0, 0], [0, 0, 1]]),
    )[quarters]
    stamps = ink.stamped(plain, seen, type_height)
    pale, lifted = stamps.pale, ink.lifted(plain, stamps, type_height)
    ruled = rulings.ruled(lifted, type_height)
    plain = ink.typed(lifted, plain, stamps, type_height)
    marks = ink.inked(plain, pale, round(min(max(ruled.bright, _DARKEST), ink.DARK)))
    sheet = _Sheet(plain, seen, marks, type_height, ruled, turn @ matrix, quarters)
    inner, faint = _without_rulings(sheet, marks, 1.5), _without_rulings(sheet, ink.faint(plain, pale), 2.5)
    areas = []
    for lattice in sheet.ruled.tables:
        x0, top, x1, bottom = (round(value * sheet.ruled.scale) for value in lattice.box)
        areas.append((x0, top, x1, bottom))
        cells = [_interior(sheet, lattice, cell) for cell in range(len(lattice.cells))]
        found = [strips.lines(inner, area, type_height, cell) or strips.lines(faint, area, type_height, cell) for cell, area in enumerate(cells)]
        sheet.strips.append([strip for lines in found for strip in lines])
    sheet.strips.append(strips.outside(marks, areas, type_height))
    return sheet


def _without_rulings(sheet: _Sheet, marks: Mask, more: float) -> Mask:
    """Ink with the page's rulings wiped out, where they really run, and ``more`` pixels beside them."""
    inner = marks.copy()
    ruled, half = sheet.ruled, round(sheet.ruled.thick / 2 + more)
    for (mark, stretch), stray in ruled.across.items():
        y = round(ruled.ys[mark]) + stray
        inner[max(0, y - half) : y + half + 1, round(ruled.xs[stretch]) : round(ruled.xs[stretch + 1])] = 0
    for (mark, stretch), stray in ruled.down.items():
        x = round(ruled.xs[mark]) + stray
        inner[round(ruled.ys[stretch]) : round(ruled.ys[stretch + 1]), max(0, x - half) : x + half + 1] = 0
    return inner


def _interior(sheet: _Sheet, lattice: Lattice, cell: int) -> Area:
    """The area of a cell between its rulings."""
    x0, top, x1, bottom = sheet.pixels(lattice, cell)
    half = round(sheet.ruled.thick / 2 + 1.5)
    return x0 + half, top + half, x1 - half, bottom - half


@cache
def _field_words() -> tuple[str, ...]:
    lines = _FIELD_WORDS.read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def _words(sheet: _Sheet, *, head: bool = False) -> tuple[int, float]:
    """How many lines of a sample hold one of the field's own words, and how sure their characters are; ``head``: with the page stood on its head."""
    lines = [strip for group in sheet.strips for strip in group if strip.area[2] - strip.area[0] >= _PIECE[0] * strip.type]
    step = max(1, len(lines) // _SAMPLE)
    cuts = [strips.cut(sheet.plain, strips.beginning(sheet.plain, strip, _PIECE[1]), strips.TIGHT) for strip in lines[step // 2 :: step][:_SAMPLE]]
    found = engine.recognise([np.ascontiguousarray(np.rot90(cut, 2)) if head else cut for cut in cuts])
    sure = [value for line in found for value in line.sure]
    return sum(any(word in line.text for word in _field_words()) for line in found), round(sum(sure) / max(1, len(sure)), 2)


def _grid(sheet: _Sheet, lattice: Lattice, written: Sequence[Written], page: int, index: int, to_page: Matrix) -> Grid:
    """A table with its cells' texts and doubts."""
    name = f"p{page}/t{index}"
    lines: dict[int, list[Written]] = {}
    for line in written:
        lines.setdefault(line.strip.owner, []).append(line)
    cells, doubts = [], []
    for number, (row, col, rowspan, colspan) in enumerate(lattice.cells):
        place = Place(f"{name}/R{row + 1}C{col + 1}", page, _box(sheet.pixels(lattice, number), to_page))
        own = lines.get(number, [])
        text = _text(own, sheet.type)
        cells.append(Cell(row, col, text, place, rowspan, colspan))
        doubts += _doubts(own, text, place.label, sheet)
        if number in lattice.torn:
            doubts.append(finding("cell_shape", place=place.label, found=text or None))
    _dashes(cells)
    result = Grid(len(lattice.ys) - 1, len(lattice.xs) - 1, cells, index=index, page=page, source="rules")
    left, _, right, _ = _box((0, 0, sheet.plain.shape[1], sheet.plain.shape[0]), to_page)
    share = (right - left) / sheet.plain.shape[1] * sheet.ruled.scale
    result.edges = tuple(round(x * share, 2) for x in lattice.xs)
    result.open_top, result.open_bottom = lattice.open_top, lattice.open_bottom
    result.closed_top, result.closed_bottom = lattice.closed_top, lattice.closed_bottom
    result.findings = doubts + _beside(cells, doubts)
    return result


def _text(lines: Sequence[Written], type_height: float) -> str:
    """The text of a cell: its lines, a dash alone as a dash."""
    rows: list[tuple[int, str]] = []
    for line in lines:
        top = line.strip.area[1]
        if rows and rows[-1][0] == top:
            rows[-1] = (top, rows[-1][1] + line.text)
        else:
            rows.append((top, line.text))
    if len(lines) == 1 and lines[0].text.strip() == "二" and lines[0].strip.area[3] - lines[0].strip.area[1] <= _EQUAL * type_height:
        return "="
    texts = [text for text in (widths(clean(text)) for _, text in rows) if text]
    if len(lines) == 1 and _is_bar(lines[0], type_height):
        return "——" if lines[0].strip.area[2] - lines[0].strip.area[0] > 1.4 * lines[0].strip.type else "—"
    return "\n".join(texts)


def _is_bar(line: Written, type_height: float) -> bool:
    """Whether a line is nothing but a dash: flat ink, read as one."""
    _, top, _, bottom = line.strip.area
    return bottom - top <= _FLAT * type_height and not set(line.text) - BARS


def _dashes(cells: Sequence[Cell]) -> None:
    """A dash in a column that counts 一, 二, 三 is the number one."""
    counted = {cell.col for cell in cells if cell.text in ("二", "三")}
    for cell in cells:
        if cell.text == "—" and cell.col in counted:
            cell.text = "一"


def _doubts(lines: Sequence[Written], text: str, label: str, sheet: _Sheet) -> list[Finding]:
    """The findings of a cell or line: those of its lines, with the whole text as printed."""
    found: list[Finding] = []
    if text.strip("—"):
        for rule, first, second in dict.fromkeys(doubt for line in lines for doubt in line.doubts):
            found.append(finding(rule, place=label, found=widths(clean(first)), expected=second))
        if lost := unstopped(text):
            found.append(finding("ocr_readings_differ", place=label, found=lost, expected=None))
        if sheet.type < _SMALL_TYPE and is_number(text) and not all(line.clear or not is_number(line.text) for line in lines):
            found.append(finding("ocr_small_type", place=label, found=text, expected=f"{sheet.type:.0f}"))
    elif lines and not text:
        found.append(finding("ocr_empty_with_ink", place=label))
    return found


def _beside(cells: Sequence[Cell], doubts: Sequence[Finding]) -> list[Finding]:
    """Doubts about a sign or a unit that stands in a cell of its own, said again of the numbers beside it: the number is what they make wrong."""
    by_label = {cell.place.label: cell for cell in cells}
    found = []
    for doubt in doubts:
        cell = by_label.get(doubt.place)
        if cell is None or has_digit(cell.text) or not (is_number(cell.text) or doubt.rule == "ocr_empty_with_ink"):
            continue
        near = [
            other
            for other in cells
            if other.row == cell.row and has_digit(other.text) and cell.col - other.col - other.colspan in (0, -cell.colspan - other.colspan)
        ]
        found += [replace(doubt, place=other.place.label) for other in near]
    return found


def _outside(result: Scanned, written: Sequence[Written], page: int, to_page: Matrix, sheet: _Sheet) -> None:
    """The lines outside tables: each in the page's lines, and above or below the tables that it stands between."""
    spans = [tuple(value * sheet.ruled.scale for value in (lattice.ys[0], lattice.ys[-1])) for lattice in sheet.ruled.tables]
    owners: dict[int, list[Written]] = {}
    for line in written:
        owners.setdefault(line.strip.owner, []).append(line)
    for own in owners.values():
        text = widths(clean("".join(line.text for line in own)))
        if not text or not any(char.isalnum() for char in text):
            continue
        area = own[0].strip.area[:2] + own[-1].strip.area[2:]
        line_ = Line(text, Place(f"p{page}/L{len(result.lines) + 1}", page, _box(area, to_page)))
        result.lines.append(line_)
        result.findings += _doubts(own, text, line_.place.label, sheet)
        middle = (area[1] + area[3]) / 2
        before = [index for index, (_, bottom) in enumerate(spans) if bottom <= middle]
        after = [index for index, (top, _) in enumerate(spans) if top > middle]
        if before:
            result.grids[before[-1]].below.append(line_)
        if after:
            result.grids[after[0]].above.append(line_)


def _crowded(lines: Sequence[Strip]) -> bool:
    """Whether lines stand side by side as in a table without rulings."""
    tops = [strip.area[1] + strip.area[3] for strip in lines]
    rows = [sum(abs(top - other) <= strip.type for other in tops) for top, strip in zip(tops, lines, strict=True)]
    return sum(count >= 3 for count in rows) >= 3 * _CROWDED


def _box(area: Area, to_page: Matrix) -> Box:
    """Where an area of the straightened page lies on the page as shown."""
    x0, top, x1, bottom = area
    corners = np.array([[[x0, top], [x1, top], [x1, bottom], [x0, bottom]]], float)
    points = cv2.perspectiveTransform(corners, to_page)[0]
    (left, up), (right, down) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return Box(round(left, 2), round(up, 2), round(right, 2), round(down, 2))
