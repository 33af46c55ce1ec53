"""Finds the rulings of a straightened page and the tables that they enclose.

Long runs of ink are rulings; then short ones whose both ends stand on those. What is much thicker or paler than the page's rulings is none: the ring
of a stamp ran through a table as one and moved its columns. Between two crossings there is an edge where a path three pixels wide is inked; what the
edges enclose is worked out by the lattice of drawn PDFs (:mod:`etl.extract.pdf.lattice`), in units in which type is :data:`UNITS` high.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np

from etl.extract.pdf.lattice import Lattice, lattices
from etl.extract.pdf.rules import Rule
from etl.extract.scan.ink import Mask, Picture, dark

UNITS = 10.0
"""Type height in the units of the lattice: points of a page set in ten-point type."""
_INKED = 0.86
"""Of a path between two crossings: so much ink makes an edge."""
_LONG, _SHORT = 3.0, 0.8
"""Type heights: runs as long as _LONG are rulings by themselves (no character is); those from _SHORT on where both ends stand on rulings."""
_ONE = 0.4
"""Type heights: rulings nearer to each other are one."""
_STRAY = 0.3
"""Type heights that a ruling may stray from its place (a page that is not flat)."""
_CHUNK = 6.0
"""Type heights: along an edge, the path may step aside so often."""
_PALER = 80
"""Of 255: what is so much paler than the page's rulings is none."""
_THICK = 3.0
"""Times the usual thickness: what is thicker is none, unless longer than a stamp's ring can seem (_RING type heights)."""
_RING = 12.0
_OVERHANG = 0.6
"""Type heights: verticals that go on so far beyond the last ruling stand for a row that the page's edge cut."""
_DARKER = 180
"""Of 255: rulings a pixel wide are paler than type."""


@dataclass(frozen=True, slots=True)
class Run:
    """A straight run of ink: its place across, its start and end along, its thickness and its brightness, in pixels."""

    at: float
    start: int
    end: int
    thick: float
    bright: float


@dataclass(slots=True)
class Ruled:
    """The tables of a page. ``scale`` is pixels a unit; ``across``/``down`` the strays of each edge, by (mark, stretch); ``thick`` in pixels."""

    tables: list[Lattice]
    scale: float
    thick: float
    ys: list[float] = field(default_factory=list)
    xs: list[float] = field(default_factory=list)
    across: dict[tuple[int, int], int] = field(default_factory=dict)
    down: dict[tuple[int, int], int] = field(default_factory=dict)


def ruled(plain: Picture, em: float) -> Ruled:
    """The tables of a flattened, straight page with type ``em`` pixels high."""
    upright = np.ascontiguousarray(plain.T)
    flat, tall = _runs(plain, em, _LONG), _runs(upright, em, _LONG)
    flat, tall = _true(flat, tall, em)
    flat, tall = flat + _standing(_runs(plain, em, _SHORT), flat, tall, em), tall + _standing(_runs(upright, em, _SHORT), tall, flat, em)
    result = Ruled([], em / UNITS, float(np.median([run.thick for run in flat + tall])) if flat and tall else 1.0)
    if len(flat) < 2 or len(tall) < 2:
        return result
    result.ys, result.xs = _marks(flat, em), _marks(tall, em)
    bright = _bright(flat + tall) + _PALER
    result.across = _edges(plain, result.ys, result.xs, em, bright)
    result.down = _edges(upright, result.xs, result.ys, em, bright)
    across = _rules(result.across, result.ys, result.xs, result.scale)
    down = _rules(result.down, result.xs, result.ys, result.scale) + _stubs(tall, result, em)
    result.tables = lattices(across, down)
    return result


def _runs(plain: Picture, em: float, least: float) -> list[Run]:
    """The horizontal runs of ink at least ``least`` type heights long."""
    length = max(8, round(least * em))
    thick = cv2.dilate(dark(plain, _DARKER), np.ones((3, 1), np.uint8))
    found = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    _, _, stats, centres = cv2.connectedComponentsWithStats(np.asarray(found, np.uint8), connectivity=8)
    runs = []
    for (x, y, width, height, area), (_, middle) in zip(stats[1:].tolist(), centres[1:].tolist(), strict=True):
        part = plain[y : y + height, x : x + width]
        runs.append(Run(middle, x, x + width, max(1.0, area / width - 2), float(np.median(part.min(axis=0)))))
    return runs


def _true(flat: list[Run], tall: list[Run], em: float) -> tuple[list[Run], list[Run]]:
    """Runs that are neither paler nor thicker than the page's rulings."""
    both = flat + tall
    if not both:
        return flat, tall
    bright = _bright(both) + _PALER
    lengths = np.array([run.end - run.start for run in both])
    order = np.argsort([run.thick for run in both])
    usual = both[int(order[np.searchsorted(np.cumsum(lengths[order]), lengths.sum() / 2)])].thick

    def true(run: Run) -> bool:
        thin = run.thick <= _THICK * usual + 1
        return run.bright <= bright and run.thick <= em and (thin or run.end - run.start >= _RING * em)

    return [run for run in flat if true(run)], [run for run in tall if true(run)]


def _bright(runs: list[Run]) -> float:
    """The brightness of half of the ruled length."""
    order = sorted(runs, key=lambda run: run.bright)
    lengths = np.cumsum([run.end - run.start for run in order])
    return order[int(np.searchsorted(lengths, lengths[-1] / 2))].bright


def _standing(short: list[Run], along: list[Run], crossing: list[Run], em: float) -> list[Run]:
    """Short runs whose both ends stand on rulings that cross them and that are not part of a longer one."""
    near = _STRAY * em

    def stands(at: float, end: int) -> bool:
        return any(abs(rule.at - end) <= near and rule.start - near <= at <= rule.end + near for rule in crossing)

    def known(run: Run) -> bool:
        return any(abs(rule.at - run.at) <= near and rule.start - near <= run.start and run.end <= rule.end + near for rule in along)

    return [run for run in short if run.thick <= near and not known(run) and stands(run.at, run.start) and stands(run.at, run.end)]


def _marks(runs: list[Run], em: float) -> list[float]:
    """Where rulings stand, in ascending order; those nearer than :data:`_ONE` made one, by their lengths."""
    marks: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.at):
        if marks and run.at - marks[-1][-1].at <= _ONE * em / 2 and run.at - marks[-1][0].at <= _ONE * em:
            marks[-1].append(run)
        else:
            marks.append([run])
    return [float(np.average([run.at for run in mark], weights=[run.end - run.start for run in mark])) for mark in marks]


def _edges(plain: Picture, marks: list[float], stretches: list[float], em: float, bright: float) -> dict[tuple[int, int], int]:
    """Which stretches between the crossings of each mark are inked, and how far the ink strays from the mark in pixels."""
    path: Mask = np.asarray(cv2.dilate(dark(plain, _DARKER), np.ones((3, 1), np.uint8)), np.uint8)
    reach = max(3, round(_STRAY * em))
    found = {}
    for number, mark in enumerate(marks):
        low, high = max(1, round(mark) - reach), min(len(path) - 1, round(mark) + reach + 1)
        for stretch in range(len(stretches) - 1):
            left, right = round(stretches[stretch]) + 2, round(stretches[stretch + 1]) - 1
            stray = _edge(path[low:high, left:right], plain[low - 1 : high + 1, left:right], em, bright)
            if stray is not None:
                found[number, stretch] = low + stray - round(mark)
    return found


def _edge(path: Mask, plain: Picture, em: float, bright: float) -> int | None:
    """The row of a band in which a path of ink runs from end to end; None where none does."""
    width = path.shape[1]
    if width < 1 or path.shape[0] < 1:
        return None
    parts = max(1, round(width / (_CHUNK * em)))
    inked = 0.0
    rows: list[int] = []
    for start, end in zip(np.linspace(0, width, parts + 1).astype(int)[:-1], np.linspace(0, width, parts + 1).astype(int)[1:], strict=True):
        sums = path[:, start:end].sum(axis=1)
        best = np.flatnonzero(sums == sums.max())
        row = int(best[len(best) // 2])
        inked += float(sums.max())
        rows.append(row)
    if inked / width < _INKED:
        return None
    row = int(np.median(rows))
    dark_there = float(np.median(plain[row : row + 3].min(axis=0))) if parts == 1 else float(np.median(plain.min(axis=0)))
    return row if dark_there <= bright else None


def _rules(edges: dict[tuple[int, int], int], marks: list[float], stretches: list[float], scale: float) -> list[Rule]:
    """Edges that follow each other as one rule, in units."""
    found: list[Rule] = []
    for number, mark in enumerate(marks):
        start = None
        for stretch in range(len(stretches)):
            if (number, stretch) in edges:
                start = stretch if start is None else start
            elif start is not None:
                found.append((mark / scale, stretches[start] / scale, stretches[stretch] / scale))
                start = None
    return found


def _stubs(tall: list[Run], ruled: Ruled, em: float) -> list[Rule]:
    """What stands out of verticals beyond the last ruling above or below: the sides of a row that the page's edge cut."""
    ys = ruled.ys
    found: list[Rule] = []
    for run in tall:
        at = min(ruled.xs, key=lambda x: abs(x - run.at)) / ruled.scale
        if run.end - ys[-1] > _OVERHANG * em:
            found.append((at, ys[-1] / ruled.scale, run.end / ruled.scale))
        if ys[0] - run.start > _OVERHANG * em:
            found.append((at, run.start / ruled.scale, ys[0] / ruled.scale))
    return found
