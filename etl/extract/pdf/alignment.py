"""Tables without the rules that part their cells: columns by alignment, rows by what rules there are, else by the gaps between lines.

Asked only where the ruling grid gives nothing usable: no rules, only horizontal ones (三线表), only vertical ones, or a frame without inner rules.
Precision comes first: prose, contents pages, text in columns, address blocks give no table. A table has a header that fills every column,
three rows and three columns at least, a column of numbers, and gaps that run through from top to bottom. Whether it is one worth reading is not
decided here; that it was read by alignment is a finding.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from etl.extract.pdf.borders import RIVER, Part, cells, rivers, rows
from etl.extract.pdf.clips import Rect
from etl.extract.pdf.labelled import headed
from etl.extract.pdf.lattice import Lattice, Span
from etl.extract.pdf.rules import NEAR, Rule
from etl.extract.pdf.text import Words

_FEWEST = 3
"""Rows, the header's included, and columns."""
_LONGEST = 15
"""Characters of a header's cell."""
_SPARSE = 0.6
"""Of the fullest column's parts: a column of fewer holds cells that span rows (levels)."""
_APART = 3.0
"""Of the type's height: lines farther apart are not of one table."""
_SENTENCE = re.compile("[。；;！？]")
_LEADER = re.compile(r"[.·…‥．]{4,}")
_NUMBER = re.compile(r"\s*[≥≤＞＜><=＝±+-]?\s*\d")
_LONG = 20
"""Characters: what is longer is no number, wherever its first digit stands."""


def refined(found: Words, lattices: list[Lattice], across: Sequence[Rule], down: Sequence[Rule]) -> list[Lattice]:
    """A page's lattices with those of one column or one row parted by alignment; where there are none, the tables that alignment alone shows."""
    if lattices:
        if all(len(lattice.xs) > 2 and len(lattice.ys) > 2 for lattice in lattices):
            return lattices
        lines = _lines(_parts(found))
        return [_parted(lattice, lines) or lattice if len(lattice.xs) == 2 or len(lattice.ys) == 2 else lattice for lattice in lattices]
    if len(found.spans) < _FEWEST * _FEWEST or found.sideways:
        return []
    lines = _lines(_parts(found))
    if sum(len(line) >= _FEWEST for line in lines) < 2:
        return []
    bands = _bands(across) if not down or len(across) > len(down) else []
    table = _ruled_across(lines, bands) if bands else _bare(lines)
    return [table] if table is not None else []


def _parts(found: Words) -> list[Part]:
    """A page's runs, those of one line that stand close together joined, in the order of lines."""
    runs = sorted((round((top + bottom) / 2, 1), x0, top, x1, bottom, n) for n, (x0, top, x1, bottom) in enumerate(found.boxes.tolist()))
    lines: list[list[Part]] = []
    for _, x0, top, x1, bottom, number in runs:
        part = Part(x0, top, x1, bottom, found.text(number))
        if lines:
            _, up, _, low, _ = lines[-1][0]
            if abs(up + low - top - bottom) < max(low - up, bottom - top):
                lines[-1].append(part)
                continue
        lines.append([part])
    parts: list[Part] = []
    for line in lines:
        line.sort()
        last = line[0]
        for part in line[1:]:
            if part.x0 - last.x1 < RIVER * max(part.bottom - part.top, last.bottom - last.top):
                last = Part(last.x0, min(last.top, part.top), max(last.x1, part.x1), max(last.bottom, part.bottom), last.text + part.text)
            else:
                parts.append(last)
                last = part
        parts.append(last)
    return parts


def _lines(parts: Sequence[Part]) -> list[list[Part]]:
    """Parts by lines, from top to bottom."""
    lines: list[list[Part]] = []
    for part in parts:
        if lines and lines[-1][-1].x1 <= part.x0 and abs(lines[-1][0].top + lines[-1][0].bottom - part.top - part.bottom) < part.bottom - part.top:
            lines[-1].append(part)
        else:
            lines.append([part])
    return lines


def _parted(lattice: Lattice, lines: Sequence[Sequence[Part]]) -> Lattice | None:
    """A lattice of one column, or of one row, parted by what stands in it; None where that is no table."""
    left, up, right, down = lattice.box
    inside = [part for line in lines for part in line if left <= (part.x0 + part.x1) / 2 <= right and up <= (part.top + part.bottom) / 2 <= down]
    if len(lattice.xs) == 2:
        if len(lattice.ys) < _FEWEST:
            return None
        return _table(inside, None, lattice.ys if len(lattice.ys) > _FEWEST + 1 else None, lattice.box, lattice.ys[1])
    if len(lattice.xs) <= _FEWEST:
        return None
    return _table(inside, lattice.xs, None, lattice.box)


def _bands(across: Sequence[Rule]) -> list[Rule]:
    """Horizontal rules of one width, the longest of the page, from top to bottom: three at least, else none."""
    if len(across) < _FEWEST:
        return []
    _, low, high = max(across, key=lambda rule: rule[2] - rule[1])
    same = sorted(rule for rule in across if abs(rule[1] - low) <= NEAR and abs(rule[2] - high) <= NEAR)
    return same if len(same) >= _FEWEST else []


def _ruled_across(lines: Sequence[Sequence[Part]], bands: Sequence[Rule]) -> Lattice | None:
    """A table between horizontal rules. Up to three bands (a three-line table, with or without a row of sums) hold several rows each."""
    box = (bands[0][1], bands[0][0], bands[0][2], bands[-1][0])
    inside = [part for line in lines for part in line if box[1] <= (part.top + part.bottom) / 2 <= box[3] and part.x1 > box[0] and part.x0 < box[2]]
    ys = [rule[0] for rule in bands]
    return _table(inside, None, ys if len(ys) > _FEWEST + 1 else None, box, ys[1])


def _bare(lines: Sequence[Sequence[Part]]) -> Lattice | None:
    """A table without any rule: from the first line that proves to be a header to the last that keeps to its columns."""
    for start, head in enumerate(lines):
        if not _heads(head):
            continue
        block = list(head)
        columns = [(part.x0, part.x1) for part in block]
        bottom = max(part.bottom for part in block)
        apart = _APART * (bottom - min(part.top for part in block))
        for line in lines[start + 1 :]:
            grown = _grown(columns, line)
            if grown is None or min(part.top for part in line) - bottom > apart:
                break
            columns = grown
            block += line
            bottom = max(part.bottom for part in line)
        table = _table(block, None, None, None)
        if table is not None:
            return headed(table, lines[:start], apart)
    return None


def _heads(line: Sequence[Part]) -> bool:
    """Whether a line may be a header."""
    return len(line) >= _FEWEST and not any(
        len(part.text) > _LONGEST or _SENTENCE.search(part.text) or _LEADER.search(part.text) or _NUMBER.match(part.text) for part in line
    )


def _grown(columns: Sequence[tuple[float, float]], line: Sequence[Part]) -> list[tuple[float, float]] | None:
    """Columns widened by a line's parts; None where a part reaches over two of them."""
    grown = list(columns)
    for part in line:
        met = [number for number, (low, high) in enumerate(grown) if part.x0 < high and part.x1 > low]
        if len(met) > 1:
            return None
        if met:
            low, high = grown[met[0]]
            grown[met[0]] = (min(low, part.x0), max(high, part.x1))
    return grown


def _table(parts: Sequence[Part], xs: list[float] | None, ys: list[float] | None, box: Rect | None, header: float | None = None) -> Lattice | None:
    """Parts as a table between the given borders, or those that gaps show; None where that is no table. ``header`` is the rule under the header."""
    if len(parts) < _FEWEST * _FEWEST:
        return None
    height = sorted(part.bottom - part.top for part in parts)[len(parts) // 2]
    xs = xs or rivers(parts, RIVER * height, box and (box[0], box[2]), header)
    width = len(xs) - 1
    columns: list[list[Part]] = [[] for _ in range(width)]
    for part in parts:
        col = bisect_right(xs, (part.x0 + part.x1) / 2) - 1
        if not 0 <= col < width or part.x0 < xs[col] - height / 2 or part.x1 > xs[col + 1] + height / 2:
            return None
        columns[col].append(part)
    most = max(map(len, columns))
    if width < _FEWEST:
        return None
    for least in (most, _SPARSE * most, 0):
        full = [column for column in columns if len(column) >= least]
        if len(full) > 1 or ys:
            found = _rowed(columns, xs, ys or rows([part for column in full for part in column], height, box and (box[1], box[3]), header, len(full)))
            if found is not None:
                return found
    return None


def _rowed(columns: Sequence[Sequence[Part]], xs: Sequence[float], ys: Sequence[float]) -> Lattice | None:
    """Parts by columns as a table of the given borders; None where they are not the texts of one."""
    if len(ys) <= _FEWEST:
        return None
    texts = [[""] * len(columns) for _ in ys[1:]]
    spans: list[Span] = []
    for col, column in enumerate(columns):
        placed = cells(column, ys, max(part.bottom - part.top for part in column)) if column else None
        if placed is None:
            return None
        for row, (rowspan, text) in placed.items():
            texts[row][col] = text
            spans.append((row, col, rowspan, 1))
    if not _plausible(texts):
        return None
    spans.sort()
    slots = [[-1] * len(columns) for _ in texts]
    for number, (row, col, rowspan, _) in enumerate(spans):
        for at in range(row, row + rowspan):
            slots[at][col] = number
    return Lattice(list(xs), list(ys), spans, slots, aligned=True)


def _plausible(texts: Sequence[Sequence[str]]) -> bool:
    """Whether a table's texts are those of a table: a short header over every column, a column of numbers, rows that are filled, no sentences."""
    head, body = texts[0], texts[1:]
    if not all(head) or any(len(text) > _LONGEST or _SENTENCE.search(text) or _NUMBER.match(text) for text in head):
        return False
    if any(_LEADER.search(text) for row in body for text in row):
        return False
    if 2 * sum(map(bool, body[0])) < len(head) or 2 * sum(bool(text) for row in body for text in row) < len(body) * len(head):
        return False
    columns = [[text for text in column if text] for column in zip(*body, strict=True)]
    numbers = [column for column in columns if column and 2 * sum(len(text) <= _LONG and bool(_NUMBER.match(text)) for text in column) > len(column)]
    return bool(numbers) and sum(not column for column in columns) <= 1  # a label beside the whole table stands in the header's row
