"""From ruling lines to tables: which rules belong together, and which cells, with their spans, they enclose.

Walls are bit masks in Python integers (a bit a stretch between two marks): for the few dozen rules of a page that is faster than arrays.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from etl.extract.pdf.rules import NEAR, Rule, positions
from etl.extract.pdf.torn import carve

Span = tuple[int, int, int, int]
"""Row, column, rowspan, colspan of a cell."""
_HIGHER = 1.5
"""An empty row at a table's end that is so many times as high as any other is the room between the table and a frame."""


@dataclass(slots=True)
class Lattice:
    """The ruled cells of one table. ``slots[row][col]`` is the number of the cell that covers it, -1 where none does.

    ``torn`` are numbers of cells cut out of an area that is no rectangle (a rule is missing or too much there). ``aligned`` says that alignment, not
    rules, gave the columns or the rows. ``open_top``, ``closed_top`` and their like as in :class:`~etl.extract.grid.Grid`.
    """

    xs: list[float]
    ys: list[float]
    cells: list[Span] = field(default_factory=list)
    slots: list[list[int]] = field(default_factory=list)
    open_top: bool = False
    open_bottom: bool = False
    closed_top: bool = False
    closed_bottom: bool = False
    torn: list[int] = field(default_factory=list)
    aligned: bool = False

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom of the whole table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_at(self, x: float, y: float) -> int:
        """The number of the cell at a point inside the table's box; -1 outside every cell."""
        row, col = bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1
        if 0 <= row < len(self.slots) and 0 <= col < len(self.slots[row]):
            return self.slots[row][col]
        return -1

    def cell_box(self, number: int) -> tuple[float, float, float, float]:
        """x0, top, x1, bottom of a cell."""
        row, col, rowspan, colspan = self.cells[number]
        return self.xs[col], self.ys[row], self.xs[col + colspan], self.ys[row + rowspan]


def without_frame(lattice: Lattice, filled: set[int]) -> tuple[Lattice, dict[int, int]] | None:
    """A table without what a page's frame adds to it, and the new numbers of its cells; None where there is no frame.

    A ring of empty cells around it; or, where the frame's sides are the table's own, a first or last row of one empty cell: both, one of them higher
    than the table's rows usually are, or one that is higher than any. ``filled`` are the cells that hold text.
    """
    height, width = len(lattice.ys) - 1, len(lattice.xs) - 1
    if height < 3 or width < 2:
        return None
    ring = _inside(lattice, filled, 1, 1, 1) if min(height, width) >= 4 else None
    if ring is not None:
        return ring
    heights = [bottom - top for top, bottom in pairwise(lattice.ys)]
    first = lattice.cells[0] == (0, 0, 1, width) and 0 not in filled
    last = lattice.cells[-1] == (height - 1, 0, 1, width) and len(lattice.cells) - 1 not in filled
    if not (first and last and height >= 4 and max(heights[0], heights[-1]) > sorted(heights)[height // 2]):
        first &= heights[0] > _HIGHER * max(heights[1:])
        last &= heights[-1] > _HIGHER * max(heights[:-1])
    return _inside(lattice, filled, int(first), int(last), 0) if first or last else None


def _inside(lattice: Lattice, filled: set[int], first: int, last: int, side: int) -> tuple[Lattice, dict[int, int]] | None:
    """A table without ``first`` rows, ``last`` rows, and ``side`` columns on either side; None where those hold text."""
    height, width = len(lattice.ys) - 1 - last, len(lattice.xs) - 1 - side
    inner: list[Span] = []
    order: dict[int, int] = {}
    for number, (row, col, rowspan, colspan) in enumerate(lattice.cells):
        if row >= first and col >= side and row + rowspan <= height and col + colspan <= width:
            order[number] = len(inner)
            inner.append((row - first, col - side, rowspan, colspan))
        elif number in filled:
            return None
    slots = [[order.get(number, -1) for number in line[side:width]] for line in lattice.slots[first:height]]
    torn = [order[number] for number in lattice.torn if number in order]
    opened = lattice.open_top and not first, lattice.open_bottom and not last
    closed = lattice.closed_top and not first, lattice.closed_bottom and not last
    return Lattice(lattice.xs[side : width + 1], lattice.ys[first : height + 1], inner, slots, *opened, *closed, torn), order


def lattices(across: list[Rule], down: list[Rule]) -> list[Lattice]:
    """The tables that rules draw, from top to bottom; single boxes (frames of pages, text boxes) are none."""
    found = []
    for rows, cols in _groups(across, down):
        lattice = _lattice(rows, cols)
        if lattice is not None and len(lattice.cells) > 1:
            found.append(lattice)
    return sorted(found, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _groups(across: list[Rule], down: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Rules that touch, directly or through others, table by table; then verticals that no horizontal touches but that run side by side."""
    loose, standing = across, down
    bare = []
    while standing:
        rows: list[Rule] = []
        cols = [standing[0]]
        standing = standing[1:]
        row = col = 0
        while col < len(cols) or row < len(rows):
            if col < len(cols):
                met, loose = _meeting(cols[col], loose)
                rows += met
                col += 1
            else:
                met, standing = _meeting(rows[row], standing)
                cols += met
                row += 1
            if not loose and not standing:
                break
        if rows:
            yield sorted(rows), sorted(cols)
        else:
            bare += cols
    yield from _bare(bare)


def _meeting(rule: Rule, others: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Of rules that run across one, those that touch it and those that do not."""
    at, low, high = rule
    low, high, before, after = low - NEAR, high + NEAR, at + NEAR, at - NEAR
    met: list[Rule] = []
    apart: list[Rule] = []
    for other in others:
        position, start, end = other
        if start <= before and end >= after and low <= position <= high:
            met.append(other)
        else:
            apart.append(other)
    return met, apart


def _bare(down: list[Rule]) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Three verticals or more with the same ends and no horizontal: the middle of a row that two page breaks cut."""
    left = sorted(down, key=lambda rule: (rule[1], rule[2]))
    while left:
        _, low, high = left[0]
        same = [rule for rule in left if abs(rule[1] - low) <= NEAR and abs(rule[2] - high) <= NEAR]
        left = [rule for rule in left if rule not in same]
        if len(same) >= 3:
            yield [], same


def _lattice(across: list[Rule], down: list[Rule]) -> Lattice | None:
    """The cells of one group of rules, or None where they enclose nothing."""
    opened = _close(across, down)
    xs, ys = positions(rule[0] for rule in down), positions(rule[0] for rule in across)
    if len(xs) < 2 or len(ys) < 2:
        return None
    rows, cols = _walls(across, ys, xs), _walls(down, xs, ys)
    if not all(rows) or not all(cols):  # a mark whose rules cover no whole stretch parts nothing
        xs, ys = [x for x, wall in zip(xs, cols, strict=True) if wall], [y for y, wall in zip(ys, rows, strict=True) if wall]
        if len(xs) < 2 or len(ys) < 2:
            return None
        rows, cols = _walls(across, ys, xs, NEAR), _walls(down, xs, ys, NEAR)
    lattice = Lattice(xs, ys, open_top=opened[0], open_bottom=opened[1])
    _enclose(lattice, rows, cols)
    return lattice


def _close(across: list[Rule], down: list[Rule]) -> tuple[bool, bool]:
    """Add the rules that a page break or an open style leaves out: where two rules or more stand out past the last one across them.

    Both are in ascending order. Tells whether the top and the bottom were open.
    """
    tops, bottoms = _overhang(down, across)
    lefts, rights = _overhang(across, down)
    if not (tops or bottoms or lefts or rights):
        return False, False
    ends = [rule for group in (tops, bottoms) for rule in group]
    sides = [rule for group in (lefts, rights) for rule in group]
    low, high = min((rule[1] for rule in sides), default=1e9), max((rule[2] for rule in sides), default=-1e9)
    for group, at in ((tops, 1), (bottoms, 2)):
        if group:
            xs = [rule[0] for rule in group]
            across.append(((min if at == 1 else max)(rule[at] for rule in group), min(low, *xs), max(high, *xs)))
    low, high = min((rule[1] for rule in ends), default=1e9), max((rule[2] for rule in ends), default=-1e9)
    for group, at in ((lefts, 1), (rights, 2)):
        if group:
            ys = [rule[0] for rule in group]
            down.append(((min if at == 1 else max)(rule[at] for rule in group), min(low, *ys), max(high, *ys)))
    return bool(tops), bool(bottoms)


def _overhang(rules: list[Rule], crossing: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """Of parallel rules those that begin before the first, and those that end after the last, of the rules that cross them; two at least."""
    first = crossing[0][0] - NEAR if crossing else 1e9
    last = crossing[-1][0] + NEAR if crossing else -1e9
    before = [rule for rule in rules if rule[1] < first]
    after = [rule for rule in rules if rule[2] > last]
    return before if len(before) > 1 else [], after if len(after) > 1 else []


def _walls(rules: list[Rule], marks: list[float], stretches: list[float], reach: float = 1e9) -> list[int]:
    """For each mark a mask of the stretches that its rules, at most ``reach`` away, cover whole."""
    masks = [0] * len(marks)
    for position, low, high in rules:
        at = bisect_left(marks, position)
        if at == len(marks) or (at and position - marks[at - 1] < marks[at] - position):
            at -= 1
        if abs(marks[at] - position) > reach:
            continue
        start, end = bisect_left(stretches, low - NEAR), bisect_right(stretches, high + NEAR) - 1
        if end > start:
            masks[at] |= (1 << end) - (1 << start)
    return masks


def _enclose(lattice: Lattice, rows: list[int], cols: list[int]) -> None:
    """Fill in the cells: each begins at a free slot and runs to the next walls; what is no closed rectangle is cut up by :func:`.torn.carve`."""
    height, width = len(lattice.ys) - 1, len(lattice.xs) - 1
    upright = _upright(cols, height)
    slots = [[-1] * width for _ in range(height)]
    free = [(1 << width) - 1] * height
    lattice.slots, cells = slots, lattice.cells
    stretches: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    strange = False
    number = 0
    below = rows[0]
    for row in range(height):
        left, walls, line = free[row], upright[row], slots[row]
        above, below = below, rows[row + 1]
        key = left, walls
        known = stretches.get(key)
        if known is None:
            known = stretches[key] = _stretches(left, walls, width)
        for col, wide, across in known:
            if not wide or above & across != across:
                strange = True
                continue
            bottom = row + 1
            if below & across != across:
                bottom = _bottom(rows, upright, row, across, (1 | 1 << wide) << col)
                if not bottom:
                    strange = True
                    continue
                for at in range(row + 1, bottom):
                    free[at] &= ~across
                    slots[at][col : col + wide] = [number] * wide
            if wide == 1:
                line[col] = number
            else:
                line[col : col + wide] = [number] * wide
            cells.append((row, col, bottom - row, wide))
            number += 1
    if strange:
        carve(lattice, rows, cols)


def _upright(cols: list[int], height: int) -> list[int]:
    """For each row a mask of the marks at which a wall stands, from the masks of the walls."""
    whole = (1 << height) - 1
    upright = [sum(1 << at for at, wall in enumerate(cols) if wall == whole)] * height
    for at, wall in enumerate(cols):
        if wall != whole:
            bit = 1 << at
            for row in range(height):
                if wall >> row & 1:
                    upright[row] |= bit
    return upright


def _stretches(left: int, walls: int, width: int) -> list[tuple[int, int, int]]:
    """The stretches between walls of a row's free slots: first column, columns (0 where a wall is missing at one end), mask."""
    found = []
    while left:
        col = (left & -left).bit_length() - 1
        ahead = walls >> (col + 1)
        wide = (ahead & -ahead).bit_length() or width - col
        across = ((1 << wide) - 1) << col
        left &= ~across
        found.append((col, wide if ahead and walls >> col & 1 else 0, across))
    return found


def _bottom(rows: list[int], upright: list[int], row: int, across: int, sides: int) -> int:
    """The row at which a cell of more rows than one ends: at a whole wall, both ``sides`` whole and nothing inside; 0 where it is torn."""
    for at in range(row + 1, len(upright)):
        if rows[at] & across:
            return at if rows[at] & across == across else 0
        if upright[at] & (across | sides) != sides:
            return 0
    return len(upright) if rows[-1] & across == across else 0
