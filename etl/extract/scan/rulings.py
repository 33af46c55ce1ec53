"""Finds the rulings of a straightened page and the tables that they enclose.

Long runs of ink are rulings; then short ones whose both ends stand on those. What is much thicker or paler than the page's rulings is none: the ring
of a stamp ran through a table as one and moved its columns. Between two crossings there is an edge where a path three pixels wide is inked; what the
edges enclose is worked out by the lattice of drawn PDFs (:mod:`etl.extract.pdf.lattice`), in units in which type is :data:`UNITS` high.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from etl.extract.pdf.lattice import Lattice, lattices
from etl.extract.pdf.rules import Rule
from etl.extract.scan.ink import DARK, Mask, Picture, dark

UNITS = 10.0
"""Type height in the units of the lattice: points of a page set in ten-point type."""
_INKED = 0.86
"""Of a path between two crossings: so much ink makes an edge."""
_LONG, _SHORT = 5.0, 0.8
"""Type heights: runs as long as _LONG are rulings by themselves (no character is, and a stamp's ring seems straight for less); those from _SHORT on
where both ends stand on rulings."""
_STANDS = 0.06
"""Type heights that a run may end before the ruling that it stands on, with two pixels; characters of a crowded row end farther from theirs."""
_ONE = 0.4
"""Type heights: rulings nearer to each other are one."""
_STRAY = 0.3
"""Type heights that a ruling may stray from its place (a page that is not flat)."""
_CHUNK = 6.0
"""Type heights: along an edge, the path may step aside so often."""
_PALER = 0.3
"""Of the way from the page's paler rulings to white: what is paler is none."""
_THICK = 2.2
"""Times the usual thickness: what is thicker is none, unless longer than a stamp's ring can seem (_RING type heights)."""
_RING = 12.0
_THIN = 0.7
"""Times the usual thickness: a short run that is thinner is a stroke of a character."""
_CROWDED = 0.3
"""Type heights: ink so close on both sides of a short vertical makes it a stroke of a character."""
_COVERED = 0.7
"""Of a stretch: where a ruling covers so much, it may be stout or pale there (a stamp lies over it)."""
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
    """The tables of a page. ``scale`` is pixels a unit; ``across``/``down`` the strays of each edge, by (mark, stretch); ``thick`` in pixels;
    ``bright``: what is brighter is no ruling.
    """

    tables: list[Lattice]
    scale: float
    thick: float
    bright: float = float(DARK)
    ys: list[float] = field(default_factory=list)
    xs: list[float] = field(default_factory=list)
    across: dict[tuple[int, int], int] = field(default_factory=dict)
    down: dict[tuple[int, int], int] = field(default_factory=dict)


def ruled(plain: Picture, em: float) -> Ruled:
    """The tables of a flattened, straight page with type ``em`` pixels high."""
    upright = np.ascontiguousarray(plain.T)
    flat, tall = _true(_runs(plain, em, _LONG), _runs(upright, em, _LONG), em)
    result = Ruled([], em / UNITS, _usual(flat + tall) if flat and tall else 1.0)
    if not flat or not tall:
        return result
    short = _runs(plain, em, _SHORT), [run for run in _runs(upright, em, _SHORT) if not _in_text(run, upright, em)]
    look = _Look(em, result.thick, _bright(flat + tall))
    result.bright = look.bright
    for _ in range(2):  # the second time on those found in the first
        flat, tall = flat + _standing(short[0], flat, tall, look), tall + _standing(short[1], tall, flat, look)
    result.ys, result.xs = _marks(flat, em), _marks(tall, em)
    for _ in range(2):  # once more without the marks that no edge is on: they cut the stretches of the others
        if len(result.xs) < 2 or not result.ys:
            return result
        result.across = _edges(plain, result.ys, result.xs, look, flat)
        result.down = _edges(upright, result.xs, result.ys, look, tall)
        alone = len(result.ys) == 1  # the only ruling of a page: its verticals stand out on both sides
        stand_out = {_nearest(result.xs, run.at) for run in tall if alone}
        used = sorted({mark for mark, _ in result.across}), sorted({mark for mark, _ in result.down} | stand_out)
        if (len(used[0]), len(used[1])) == (len(result.ys), len(result.xs)):
            break
        result.ys, result.xs = [result.ys[mark] for mark in used[0]], [result.xs[mark] for mark in used[1]]
    if len(result.xs) < 2 or not result.ys:
        return result
    across = _rules(result.across, result.ys, result.xs, result.scale)
    down = _rules(result.down, result.xs, result.ys, result.scale) + _stubs(tall, result, em)
    result.tables = lattices(across, down)
    return result


def _nearest(marks: list[float], at: float) -> int:
    """The mark nearest to a place."""
    return min(range(len(marks)), key=lambda mark: abs(marks[mark] - at))


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
    bright, usual = _bright(both), _usual(both)

    def true(run: Run) -> bool:
        thin = run.thick <= _THICK * usual + 1
        return run.bright <= bright and run.thick <= em and (thin or run.end - run.start >= _RING * em)

    return [run for run in flat if true(run)], [run for run in tall if true(run)]


def _share(runs: list[Run], value: Callable[[Run], float], share: float) -> float:
    """The value that ``share`` of the ruled length does not exceed."""
    order = sorted(runs, key=value)
    lengths = np.cumsum([run.end - run.start for run in order])
    return value(order[int(np.searchsorted(lengths, share * lengths[-1]))])


def _usual(runs: list[Run]) -> float:
    """The usual thickness."""
    return _share(runs, lambda run: run.thick, 0.5)


def _bright(runs: list[Run]) -> float:
    """What is brighter is no ruling."""
    paler = _share(runs, lambda run: run.bright, 0.8)
    return paler + _PALER * (255 - paler)


def _in_text(run: Run, upright: Picture, em: float) -> bool:
    """Whether a short vertical run has ink close on both sides: a stroke of a character that fills its row, not a ruling."""
    if run.end - run.start > _LONG * em:
        return False
    half, near = round(run.thick / 2 + 1.5), round(_CROWDED * em)
    rows = dark(upright[max(0, round(run.at) - half - near) : round(run.at) + half + near + 1, run.start : run.end])
    sides = rows[:near], rows[-near:]
    return all(float(side.any(axis=0).mean()) > 0.5 for side in sides)


def _standing(short: list[Run], along: list[Run], crossing: list[Run], look: _Look) -> list[Run]:
    """Short runs that look like the page's rulings, stand on some with both ends, and are not part of a longer one."""
    near, touch = _STRAY * look.em, look.thick / 2 + _STANDS * look.em + 2

    def stands(at: float, end: int) -> bool:
        return any(abs(rule.at - end) <= touch and rule.start - near <= at <= rule.end + near for rule in crossing)

    def known(run: Run) -> bool:
        return any(abs(rule.at - run.at) <= near and rule.start - near <= run.start and run.end <= rule.end + near for rule in along)

    def alike(run: Run) -> bool:
        return _THIN * look.thick <= run.thick <= _THICK * look.thick + 1 and run.bright <= look.bright

    return [run for run in short if alike(run) and not known(run) and stands(run.at, run.start) and stands(run.at, run.end)]


def _marks(runs: list[Run], em: float) -> list[float]:
    """Where rulings stand, in ascending order; those nearer than :data:`_ONE` made one, by their lengths."""
    marks: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.at):
        if marks and run.at - marks[-1][-1].at <= _ONE * em / 2 and run.at - marks[-1][0].at <= _ONE * em:
            marks[-1].append(run)
        else:
            marks.append([run])
    return [float(np.average([run.at for run in mark], weights=[run.end - run.start for run in mark])) for mark in marks]


@dataclass(frozen=True, slots=True)
class _Look:
    """What the page's rulings look like: type height, usual thickness, and the brightness that none exceeds."""

    em: float
    thick: float
    bright: float


def _edges(plain: Picture, marks: list[float], stretches: list[float], look: _Look, runs: list[Run]) -> dict[tuple[int, int], int]:
    """Which stretches between the crossings of each mark are inked, and how far the ink strays from the mark in pixels."""
    ink = dark(plain, _DARKER)
    path: Mask = np.asarray(cv2.dilate(ink, np.ones((3, 1), np.uint8)), np.uint8)
    reach = max(3, round(_STRAY * look.em))
    found = {}
    for number, mark in enumerate(marks):
        # up to half of the way to the neighbours: ink belongs to the nearer mark
        before = max(1, round(mark) - reach, round((marks[number - 1] + mark) / 2) if number else 0)
        after = min(len(path) - 1, round(mark) + reach + 1, round((marks[number + 1] + mark) / 2) if number + 1 < len(marks) else len(path))
        near = [run for run in runs if before - 1 <= run.at <= after]
        for stretch in range(len(stretches) - 1):
            left, right = round(stretches[stretch]) + 2, round(stretches[stretch + 1]) - 1
            covered = any(min(run.end, right) - max(run.start, left) >= _COVERED * (right - left) for run in near)
            row = _edge(path[before:after, left:right], plain[before - 1 : after + 1, left:right], look, covered)
            if row is not None:
                found[number, stretch] = before + row - round(mark)
    return found


def _edge(path: Mask, plain: Picture, look: _Look, covered: bool) -> int | None:
    """The row of a band in which a path of ink runs from end to end, as dark and as thin as the page's rulings; None where none does."""
    height, width = path.shape
    if width < 1 or height < 1:
        return None
    ends = np.linspace(0, width, max(1, round(width / (_CHUNK * look.em))) + 1).astype(int).tolist()
    inked, rows, bright, thick = 0.0, [], [], []
    for start, end in pairwise(ends):
        sums = path[:, start:end].sum(axis=1)
        best = np.flatnonzero(sums == sums.max())
        row = int(best[len(best) // 2])
        inked += float(sums.max())
        rows.append(row)
        bright.append(float(np.median(plain[row : row + 3, start:end].min(axis=0))))
        thick.append(float(np.median(_thickness(path[:, start:end], row))))
    if inked / width < _INKED:
        return None
    strange = np.median(bright) > look.bright or (np.median(thick) > _THICK * look.thick + 1 and width < _RING * look.em)
    return None if strange and not covered else int(np.median(rows))


def _thickness(path: Mask, row: int) -> NDArray[np.int64]:
    """How many pixels the ink is thick around a row of a (dilated) path, column by column."""
    above = np.cumprod(path[row::-1], axis=0).sum(axis=0)
    below = np.cumprod(path[row + 1 :], axis=0).sum(axis=0)
    return np.asarray(above + below - 2, np.int64)


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
        at = ruled.xs[_nearest(ruled.xs, run.at)] / ruled.scale
        if run.end - ys[-1] > _OVERHANG * em:
            found.append((at, ys[-1] / ruled.scale, run.end / ruled.scale))
        if ys[0] - run.start > _OVERHANG * em:
            found.append((at, run.start / ruled.scale, ys[0] / ruled.scale))
    return found
