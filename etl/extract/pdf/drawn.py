"""What is drawn on a page: its objects by kind, and of its paths the thin boxes that rules are made of, and the areas that are filled.

Thin strokes and fills, sides of stroked boxes, in one or many paths, in forms or not. Clips are applied, because pdfium's bounds ignore
them; white on white is left out.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import compress, count, pairwise, repeat

import numpy as np

from etl.extract.pdf import raw
from etl.extract.pdf.clips import Clips, Rect, cut_to
from etl.extract.pdf.colours import WHITE, any_pale, colours, pale
from etl.extract.pdf.rules import FEW, THIN

THICK = 5.0
"""Points: a filled bar up to this thick, and three times as long, is a rule; more is shading."""
_BAR = 5
"""Segments of a rectangle: a thin path of more may be several rules with gaps between."""
_LINE = 2
"""Segments of a stroke, which has nothing to fill."""
_CLIPPED = 150.0
"""Points: where paths are more than FEW, only longer rules are asked for their clip and colour: it matters where it hides that a rule runs on over
other cells, and asking costs as much as the rule. Producers that draw an edge a cell (Chrome) draw it as long as it shows."""
FORM_DEPTH = 8
"""Forms nested deeper are not followed: no producer does, and one drawn inside itself never ends."""
MOST_OBJECTS = 200_000
MOST_SEGMENTS = 100_000
"""A dense page of a real publication has some 2,000 objects; a map or drawing beyond these limits is no table."""
_HIDDEN = frozenset((3, 7))
"""Text render modes that paint nothing: invisible, and clip only."""
_OPAQUE = 250
"""Of 255: paint of more alpha hides what is under it."""


Corner = tuple[float, float, bool]
"""A point of an outline, and whether a straight line leads to it (else a curve, of which it may be a mere handle)."""


class TooMany(Exception):
    """The page holds more objects or path segments than a table can."""


@dataclass(slots=True)
class Drawn:
    """The objects of a page by kind, those inside a form with the form's matrix; paths with their numbers of segments.

    ``bare`` are texts painted with nothing; ``levels`` are all objects in the order in which they are drawn, those of the page (0) and of each form.
    """

    paths: list[tuple[raw.Matrix, list[int], list[int]]] = field(default_factory=list)
    images: list[tuple[raw.Matrix, list[int]]] = field(default_factory=list)
    texts: list[tuple[raw.Matrix, list[int]]] = field(default_factory=list)
    bare: set[int] = field(default_factory=set)
    levels: list[tuple[int, list[int]]] = field(default_factory=list)
    objects: int = 0
    deep: bool = False

    def order(self) -> dict[int, int]:
        """When each object is drawn, those inside a form with the form."""
        inner = dict(self.levels)
        found: dict[int, int] = {}
        number = count()

        def walk(handles: list[int]) -> None:
            for handle in handles:
                found[handle] = next(number)
                if handle in inner:
                    walk(inner[handle])

        walk(inner[0])
        return found


def drawn(page: int) -> Drawn:
    """All objects of a page. Raises :class:`TooMany`."""
    found = Drawn()
    if raw.count_objects(page) > MOST_OBJECTS:
        raise TooMany
    _sort(found, 0, raw.objects(page), raw.IDENTITY, 0)
    return found


def _sort(found: Drawn, form: int, handles: list[int], matrix: raw.Matrix, depth: int) -> None:
    """Put objects where they belong, and follow forms."""
    found.levels.append((form, handles))
    found.objects += len(handles)
    if found.objects > MOST_OBJECTS:
        raise TooMany
    modes = list(map(raw.render_mode, handles))  # what has one is a text: cheaper than to ask for the kind first
    texts = [handle for handle, mode in zip(handles, modes, strict=True) if mode >= 0]
    if texts:
        found.texts.append((matrix, texts))
        if not _HIDDEN.isdisjoint(modes):
            found.bare.update(handle for handle, mode in zip(handles, modes, strict=True) if mode in _HIDDEN)
        handles = [handle for handle, mode in zip(handles, modes, strict=True) if mode < 0]
    counts = list(map(raw.count_segments, handles))  # what has segments is a path
    if min(counts, default=0) >= 0:
        if handles:
            found.paths.append((matrix, handles, counts))
        return
    paths = [segments >= 0 for segments in counts]
    if any(paths):
        found.paths.append((matrix, list(compress(handles, paths)), list(compress(counts, paths))))
    _others(found, [handle for handle, path in zip(handles, paths, strict=True) if not path], matrix, depth)


def _others(found: Drawn, handles: list[int], matrix: raw.Matrix, depth: int) -> None:
    """Note pictures, and follow forms."""
    kinds = list(map(raw.object_type, handles))
    if raw.IMAGE in kinds:
        found.images.append((matrix, [handle for handle, kind in zip(handles, kinds, strict=True) if kind == raw.IMAGE]))
    for form, kind in zip(handles, kinds, strict=True):
        if kind != raw.FORM:
            continue
        if depth == FORM_DEPTH:
            found.deep = True
            return
        inner = list(map(raw.get_form_object, repeat(raw.reference(form)), range(raw.count_form_objects(form))))
        _sort(found, form, inner, raw.multiply(raw.matrix(form), matrix), depth + 1)


@dataclass(slots=True)
class Painted:
    """What the paths of a page paint, in page space.

    ``thin`` are boxes of which rules are made; ``faint`` those of them that are white, and show only on a shade; ``shades`` are filled areas that are
    not white; ``covers`` are opaque areas, each with its object: what was drawn before under them is gone.
    """

    thin: np.ndarray
    faint: list[Rect] = field(default_factory=list)
    shades: list[Rect] = field(default_factory=list)
    covers: list[tuple[int, Rect]] = field(default_factory=list)

    def moved(self, matrix: raw.Matrix) -> Painted:
        """The same, multiplied by a matrix."""
        if matrix == raw.IDENTITY:
            return self
        covers = zip((handle for handle, _ in self.covers), moved([box for _, box in self.covers], matrix), strict=True)
        return Painted(_array(moved(self.thin.tolist(), matrix)), moved(self.faint, matrix), moved(self.shades, matrix), list(covers))


def painted(found: Drawn, clips: Clips) -> Painted:
    """What the paths of a page paint; white rules only where they show. Raises :class:`TooMany`."""
    parts: list[Painted] = []
    budget = MOST_SEGMENTS
    for matrix, handles, counts in found.paths:
        part, budget = _of_paths(handles, counts, matrix, clips, budget)
        parts.append(part.moved(matrix))
    if len(parts) == 1:
        (result,) = parts
    else:
        result = Painted(np.concatenate([_array([]), *(part.thin for part in parts)]))
        for part in parts:
            result.faint += part.faint
            result.shades += part.shades
            result.covers += part.covers
    if result.faint:
        shown = [box for box in result.faint if within((box[0] + box[2]) / 2, (box[1] + box[3]) / 2, result.shades)]
        result.thin = np.concatenate((result.thin, _array(shown)))
    return result


def within(x: float, y: float, boxes: list[Rect]) -> bool:
    """Whether a point stands in one of some boxes."""
    return any(left <= x <= right and bottom <= y <= top for left, bottom, right, top in boxes)


def _array(boxes: list[Rect]) -> np.ndarray:
    return np.array(boxes, np.float32).reshape(-1, 4)


def moved(boxes: list[Rect], matrix: raw.Matrix) -> list[Rect]:
    """Boxes multiplied by a matrix (their bounds, where it turns them)."""
    a, b, c, d, e, f = matrix
    found = []
    for x0, y0, x1, y1 in boxes:
        xs = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
        ys = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
        found.append((min(xs), min(ys), max(xs), max(ys)))
    return found


def _of_paths(handles: list[int], counts: list[int], matrix: raw.Matrix, clips: Clips, budget: int) -> tuple[Painted, int]:
    """What paths paint, in the space they are drawn in, and what is left of the budget of segments."""
    scale = max(abs(matrix[0]), abs(matrix[1]), 1e-6)
    boxes = raw.bounds(handles)
    sizes = boxes[:, 2:] - boxes[:, :2]
    plain = np.minimum(sizes[:, 0], sizes[:, 1]) <= THIN / scale
    most = max(counts)
    strokes = most <= _LINE and len(handles) <= FEW and np.logical_and.reduce(plain)  # a stroke a rule, as office programs draw
    if strokes and not clips.different(handles) and not any_pale(handles, raw.stroke_colour):
        return Painted(boxes), budget
    if most > _BAR:
        plain &= np.array(counts) <= _BAR
    asked = plain & (np.maximum(sizes[:, 0], sizes[:, 1]) > _CLIPPED / scale) if len(handles) > FEW else plain
    numbers: Sequence[int] = asked.nonzero()[0].tolist()
    those = handles if len(numbers) == len(handles) else [handles[number] for number in numbers]
    gone = set(_clip(boxes, numbers, those, clips))
    faint = _faint(numbers, those, most > _LINE) - gone
    if not gone and not faint and np.logical_and.reduce(plain):
        return Painted(boxes), budget
    thick = [number for number in (~plain).nonzero()[0].tolist() if number not in gone]
    plain[list(gone | faint)] = False
    result = Painted(boxes[plain], [tuple(boxes[number].tolist()) for number in sorted(faint)])
    more: list[Rect] = []
    for number, clip in zip(thick, clips.of_all([handles[number] for number in thick]), strict=True):
        budget -= counts[number]
        if budget < 0:
            raise TooMany
        more += _walk(result, handles[number], counts[number], scale, clip)
    result.thin = np.concatenate((result.thin, _array(more)))
    return result, budget


def _clip(boxes: np.ndarray, numbers: Sequence[int], handles: list[int], clips: Clips) -> list[int]:
    """Cut some boxes to their objects' clips; gives the numbers of those of which nothing is left."""
    different = clips.different(handles)
    if not different:
        return []
    left, bottom = boxes[:, :2].min(axis=0).tolist()
    right, top = boxes[:, 2:].max(axis=0).tolist()
    if all(clip[0] <= left and clip[1] <= bottom and right <= clip[2] and top <= clip[3] for clip in different):
        return []
    gone = []
    for number, clip in zip(numbers, clips.of_all(handles), strict=True):
        if clip is not None:
            cut = cut_to(boxes[number].tolist(), clip)
            if cut is None:
                gone.append(number)
            else:
                boxes[number] = cut
    return gone


def _faint(numbers: Sequence[int], handles: list[int], fills: bool) -> set[int]:
    """The numbers of the objects that paint with white only. ``fills`` says whether any of them may be filled."""
    if not any_pale(handles, raw.stroke_colour) and not (fills and any_pale(handles, raw.fill_colour)):
        return set()
    found = set()
    strokes, fillings = pale(handles, raw.stroke_colour).tolist(), pale(handles, raw.fill_colour).tolist()
    for number, handle, stroked, filled in zip(numbers, handles, strokes, fillings, strict=True):
        fill, stroke = _mode(handle)
        if (stroked or not stroke) and (filled or not fill):
            found.add(number)
    return found


def _mode(handle: int) -> tuple[bool, bool]:
    """Whether a path is filled, and whether it is stroked."""
    mode = (ctypes.c_int * 2)()
    raw.draw_mode(handle, ctypes.addressof(mode), ctypes.addressof(mode) + 4)
    return mode[0] != 0, mode[1] != 0


def _walk(into: Painted, handle: int, count: int, scale: float, clip: Rect | None) -> list[Rect]:
    """The thin boxes of a path of many segments (axis-parallel strokes, thin filled bars); its areas and what is white are put ``into``."""
    fill, stroke = _mode(handle)
    red, green, blue, alpha = colours([handle], raw.fill_colour)[:, 0].tolist()
    white = min(red, green, blue) >= WHITE or not alpha
    blank = stroke and bool(pale([handle], raw.stroke_colour)[0])
    covers = fill and alpha >= _OPAQUE and not raw.transparent(handle)
    bars: list[Rect] = []
    sides: list[Rect] = []
    areas: list[Rect] = []
    for corners in _outlines(handle, count):
        xs, ys = [x for x, _, _ in corners], [y for _, y, _ in corners]
        box = (min(xs), min(ys), max(xs), max(ys))
        short, long = sorted((box[2] - box[0], box[3] - box[1]))
        if fill and (short * scale <= THIN or (short * scale <= THICK and long >= 3 * short)):
            bars.append(box)
        elif fill:
            areas.append(box)
        if stroke:
            sides += _sides(corners, scale)
    if clip is not None:
        bars, sides, areas = ([cut for box in boxes if (cut := cut_to(box, clip))] for boxes in (bars, sides, areas))
    into.faint += (bars if white else []) + (sides if blank else [])
    into.shades += [] if white else areas
    into.covers += [(handle, box) for box in areas] if covers else []
    return ([] if white else bars) + ([] if blank else sides)


def _outlines(handle: int, count: int) -> list[list[Corner]]:
    """The outlines of a path, each as its points in path space moved by the object's matrix; a closed one ends where it began."""
    segments = list(map(raw.get_segment, repeat(handle), range(count)))
    a, b, c, d, e, f = raw.matrix(handle)
    found: list[list[Corner]] = []
    for kind, close, (x, y) in zip(map(raw.segment_type, segments), map(raw.segment_close, segments), raw.points(segments), strict=True):
        point = (a * x + c * y + e, b * x + d * y + f, kind != raw.BEZIER_TO)
        if kind == raw.MOVE_TO or not found:
            found.append([point])
        else:
            found[-1].append(point)
        if close:
            found[-1].append((*found[-1][0][:2], True))
    return found


def _sides(corners: list[Corner], scale: float) -> list[Rect]:
    """The straight sides of an outline that run along an axis."""
    found = []
    for (x0, y0, _), (x1, y1, straight) in pairwise(corners):
        width, height = abs(x1 - x0), abs(y1 - y0)
        if straight and min(width, height) * scale <= 1 and max(width, height) > 0:
            found.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    return found
