"""Areas of a ruling grid that are no closed rectangle: cut by a page break, open to the outside, or torn (a rule is missing or too much).

What a page break cut is a cell with an open end; what is open to the outside is none; what is torn is cut into rectangles and marked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from etl.extract.pdf.lattice import Lattice, Span


def carve(lattice: Lattice, rows: list[int], cols: list[int]) -> None:
    """Cut areas that are no closed rectangle into rectangles, and mark them; an area open to the outside is no cell."""
    height, width = len(lattice.ys) - 1, len(lattice.xs) - 1
    slots = lattice.slots
    seen: set[tuple[int, int]] = set()
    for row in range(height):
        for col in range(width):
            if slots[row][col] >= 0 or (row, col) in seen:
                continue
            area, leaks = _area(rows, cols, row, col, height, width)
            seen |= area
            if leaks:
                _cut_by_page(lattice, cols, area, leaks)
                continue
            for top, left in sorted(area):
                if slots[top][left] < 0:
                    _cut(lattice, area, top, left)
    lattice.cells, order = _ordered(lattice.cells)
    lattice.torn = sorted(order[number] for number in lattice.torn)
    for line in slots:
        line[:] = [order[number] if number >= 0 else number for number in line]


def _area(rows: list[int], cols: list[int], row: int, col: int, height: int, width: int) -> tuple[set[tuple[int, int]], set[str]]:
    """The slots that no wall parts from one, and the sides on which they are open to the outside."""
    area: set[tuple[int, int]] = {(row, col)}
    leaks: set[str] = set()
    queue = [(row, col)]
    while queue:
        r, c = queue.pop()
        for wall, near in (
            (rows[r] >> c & 1, (r - 1, c)),
            (rows[r + 1] >> c & 1, (r + 1, c)),
            (cols[c] >> r & 1, (r, c - 1)),
            (cols[c + 1] >> r & 1, (r, c + 1)),
        ):
            if wall:
                continue
            if not 0 <= near[1] < width:
                leaks.add("side")
            elif not 0 <= near[0] < height:
                leaks.add("top" if near[0] < 0 else "bottom")
            elif near not in area:
                area.add(near)
                queue.append(near)
    return area, leaks


def _cut_by_page(lattice: Lattice, cols: list[int], area: set[tuple[int, int]], leaks: set[str]) -> None:
    """An area open only above or only below is a merged cell that a page break cut, where other cells of its rows end at the break."""
    tops, lefts = {row for row, _ in area}, {col for _, col in area}
    top, bottom, left, right = min(tops), max(tops) + 1, min(lefts), max(lefts) + 1
    down = (1 << bottom) - (1 << top)
    whole = len(area) == (bottom - top) * (right - left) and cols[left] & cols[right] & down == down
    if not whole or leaks not in ({"top"}, {"bottom"}) or any(cols[at] & down for at in range(left + 1, right)):
        return
    for row in range(top, bottom):
        lattice.slots[row][left:right] = [len(lattice.cells)] * (right - left)
    lattice.cells.append((top, left, bottom - top, right - left))
    lattice.closed_top |= "top" in leaks and not lattice.open_top  # the rules that stand out past the last one across tell of a whole row cut
    lattice.closed_bottom |= "bottom" in leaks and not lattice.open_bottom
    lattice.open_top |= "top" in leaks
    lattice.open_bottom |= "bottom" in leaks


def _cut(lattice: Lattice, area: set[tuple[int, int]], top: int, left: int) -> None:
    """Make the largest rectangle of free slots of an area, first to the right, then down, a cell."""
    slots = lattice.slots

    def free(row: int, col: int) -> bool:
        return (row, col) in area and slots[row][col] < 0

    right = left + 1
    while free(top, right):
        right += 1
    bottom = top + 1
    while all(free(bottom, col) for col in range(left, right)):
        bottom += 1
    number = len(lattice.cells)
    lattice.cells.append((top, left, bottom - top, right - left))
    lattice.torn.append(number)
    for row in range(top, bottom):
        slots[row][left:right] = [number] * (right - left)


def _ordered(cells: list[Span]) -> tuple[list[Span], dict[int, int]]:
    """Cells in reading order, and the new number of each old one."""
    order = sorted(range(len(cells)), key=lambda number: cells[number])
    return [cells[number] for number in order], {old: new for new, old in enumerate(order)}
