"""Ruling lines (框线) of a page: thin strokes and fills, sides of stroked boxes, dots and dashes, in one or many paths, in forms or not.

What is drawn thin both ways is kept until pieces are joined: a dotted rule is a hundred dots. Clips are applied, because pdfium's bounds ignore them.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import compress, pairwise, repeat

import numpy as np

from etl.extract.pdf import raw
from etl.extract.pdf.clips import Clips, Rect, cut_to
from etl.extract.pdf.frame import Frame

THIN = 3.0
"""Points: thinner is a rule. pdfium's bounds of a stroke are twice its width thick."""
THICK = 5.0
"""Points: a filled bar up to this thick, and three times as long, is a rule; more is shading."""
NEAR = 3.0
DOUBLE = 4.0
"""Points: ends this near meet; rules nearer than DOUBLE are one (double rules: no row or column of text is so narrow)."""
SHORT, DOT_GAP = 8.0, 6.0
"""Points: pieces up to SHORT long are joined across DOT_GAP (dots and dashes)."""
SHORTEST = 6.0
"""Points: what is shorter after joining is no rule: no cell is narrower."""
_LEVEL = 0.05
"""Points: edges at one height differ by less."""
_BAR = 5
"""Segments of a rectangle: a thin path of more may be several rules with gaps between."""
_FEW = 200
"""Paths up to which each is asked for its clip, and taken for a rule of its own."""
_CLIPPED = 150.0
"""Points: of more paths only longer rules are asked for their clip: it matters where it hides that a rule runs on over other cells, and asking costs
as much as the rule. Producers that draw an edge a cell (Chrome) draw it as long as it shows."""
FORM_DEPTH = 8
"""Forms nested deeper are not followed: no producer does, and one drawn inside itself never ends."""
MOST_OBJECTS = 200_000
MOST_SEGMENTS = 100_000
"""A dense page of a real publication has some 2,000 objects; a map or drawing beyond these limits is no table."""
_HIDDEN = frozenset((3, 7))
"""Text render modes that paint nothing: invisible, and clip only."""
WHITE = 250
"""Of 255: paler in all three colours is white."""

Rule = tuple[float, float, float]
"""Position across, start and end along."""


class TooMany(Exception):
    """The page holds more objects or path segments than a table can."""


@dataclass(slots=True)
class Drawn:
    """The objects of a page by kind, those inside a form with the form's matrix; paths with their numbers of segments.

    ``bare`` are texts painted with nothing.
    """

    paths: list[tuple[raw.Matrix, list[int], list[int]]] = field(default_factory=list)
    images: list[tuple[raw.Matrix, list[int]]] = field(default_factory=list)
    texts: list[tuple[raw.Matrix, list[int]]] = field(default_factory=list)
    bare: set[int] = field(default_factory=set)
    objects: int = 0
    deep: bool = False


def drawn(page: int) -> Drawn:
    """All objects of a page. Raises :class:`TooMany`."""
    found = Drawn()
    count = raw.count_objects(page)
    if count > MOST_OBJECTS:
        raise TooMany
    _sort(found, list(map(raw.get_object, repeat(page), range(count))), raw.IDENTITY, 0)
    return found


def _sort(found: Drawn, handles: list[int], matrix: raw.Matrix, depth: int) -> None:
    """Put objects where they belong, and follow forms."""
    found.objects += len(handles)
    if found.objects > MOST_OBJECTS:
        raise TooMany
    modes = list(map(raw.render_mode, handles))  # what has one is a text: cheaper than to ask for the kind first
    texts = [mode >= 0 for mode in modes]
    if any(texts):
        found.texts.append((matrix, list(compress(handles, texts))))
        if not _HIDDEN.isdisjoint(modes):
            found.bare.update(handle for handle, mode in zip(handles, modes, strict=True) if mode in _HIDDEN)
    handles = list(compress(handles, map((-1).__eq__, modes)))
    counts = list(map(raw.count_segments, handles))  # what has segments is a path
    paths = [count >= 0 for count in counts]
    if any(paths):
        found.paths.append((matrix, list(compress(handles, paths)), list(compress(counts, paths))))
    if not all(paths):
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
        inner = list(map(raw.get_form_object, repeat(form), range(raw.count_form_objects(form))))
        _sort(found, inner, raw.multiply(raw.matrix(form), matrix), depth + 1)


def thin(found: Drawn, clips: Clips) -> tuple[np.ndarray, list[Rect]]:
    """Thin boxes, of which rules are made, as an array, and shaded areas (not white), in page space. Raises :class:`TooMany`."""
    boxes: list[np.ndarray] = []
    shades: list[Rect] = []
    budget = MOST_SEGMENTS
    for matrix, handles, counts in found.paths:
        slim, areas, budget = _of_paths(handles, counts, matrix, clips, budget)
        if matrix != raw.IDENTITY:
            slim, areas = _array(moved(slim.tolist(), matrix)), moved(areas, matrix)
        boxes.append(slim)
        shades += areas
    return boxes[0] if len(boxes) == 1 else np.concatenate([_array([]), *boxes]), shades


def _array(boxes: list[Rect]) -> np.ndarray:
    return np.array(boxes, np.float32).reshape(-1, 4)


def pieces(boxes: np.ndarray, frame: Frame) -> tuple[list[Rule], list[Rule]]:
    """Thin boxes as horizontal and vertical pieces of rules, unjoined, on the page as it is read; a dot may belong to either."""
    across: list[Rule] = []
    down: list[Rule] = []
    turned = frame.boxes(boxes)
    if len(turned) > _FEW:
        turned = _united(_united(turned)[:, [1, 0, 3, 2]])[:, [1, 0, 3, 2]]
    for x0, y0, x1, y1 in turned.tolist():
        width, height = x1 - x0, y1 - y0
        if width >= height:
            across.append(((y0 + y1) / 2, x0, x1))
            if width <= THIN:
                down.append(((x0 + x1) / 2, y0, y1))
        else:
            down.append(((x0 + x1) / 2, y0, y1))
            if height <= THIN:
                across.append(((y0 + y1) / 2, x0, x1))
    return across, down


def _united(boxes: np.ndarray) -> np.ndarray:
    """Boxes with long horizontal ones that follow each other at one height made one: browsers draw an edge a cell, a thousand a page."""
    size = boxes[:, 2:] - boxes[:, :2]
    long = (size[:, 0] > SHORT) & (size[:, 1] <= THIN)
    edges = boxes[long].astype(float)
    if len(edges) < 2:
        return boxes
    edges = edges[np.lexsort((edges[:, 0], edges[:, 1]))]
    other = np.append(0, (np.abs(np.diff(edges[:, 1])) > _LEVEL) | (np.abs(np.diff(edges[:, 3])) > _LEVEL)).cumsum() * 1e6
    reach = np.maximum.accumulate(edges[:, 2] + other)
    starts = np.flatnonzero(np.append(True, (edges[:, 0] + other)[1:] > reach[:-1] + NEAR))
    whole = edges[starts]
    whole[:, 2] = np.maximum.reduceat(edges[:, 2], starts)
    return np.concatenate((boxes[~long], whole))


def moved(boxes: list[Rect], matrix: raw.Matrix) -> list[Rect]:
    """Boxes multiplied by a matrix (their bounds, where it turns them)."""
    a, b, c, d, e, f = matrix
    found = []
    for x0, y0, x1, y1 in boxes:
        xs = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
        ys = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
        found.append((min(xs), min(ys), max(xs), max(ys)))
    return found


def _of_paths(
    handles: list[int], counts: list[int], matrix: raw.Matrix, clips: Clips, budget: int
) -> tuple[np.ndarray, list[Rect], int]:
    """The thin boxes and the shaded areas of paths, in the space they are drawn in, and what is left of the budget of segments."""
    scale = max(abs(matrix[0]), abs(matrix[1]), 1e-6)
    boxes = raw.bounds(handles)
    sizes = boxes[:, 2:] - boxes[:, :2]
    plain = sizes.min(axis=1) <= THIN / scale
    if max(counts) > _BAR:
        plain &= np.array(counts) <= _BAR
    gone = _clip(boxes, handles, plain & (sizes.max(axis=1) > _CLIPPED / scale) if len(handles) > _FEW else plain, clips)
    if plain.all() and not gone:
        return boxes, [], budget
    plain[gone] = False
    thin: list[Rect] = []
    shades: list[Rect] = []
    thick = sorted(set((~plain).nonzero()[0].tolist()).difference(gone))
    for number, clip in zip(thick, clips.of_all([handles[number] for number in thick]), strict=True):
        budget -= counts[number]
        if budget < 0:
            raise TooMany
        found, areas = _walk(handles[number], counts[number], scale)
        shades += areas
        thin += found if clip is None else [cut for box in found if (cut := cut_to(box, clip))]
    return np.concatenate((boxes[plain], _array(thin))), shades, budget


def _clip(boxes: np.ndarray, handles: list[int], which: np.ndarray, clips: Clips) -> list[int]:
    """Cut some boxes to their objects' clips; gives the numbers of those of which nothing is left."""
    numbers = range(len(handles)) if which.all() else which.nonzero()[0].tolist()
    asked = handles if len(numbers) == len(handles) else [handles[number] for number in numbers]
    different = [clip for clip in clips.different(asked) if clip is not None]
    if not different:
        return []
    left, bottom = boxes[:, :2].min(axis=0).tolist()
    right, top = boxes[:, 2:].max(axis=0).tolist()
    if all(clip[0] <= left and clip[1] <= bottom and right <= clip[2] and top <= clip[3] for clip in different):
        return []
    gone = []
    for number, clip in zip(numbers, clips.of_all(asked), strict=True):
        if clip is not None:
            cut = cut_to(boxes[number].tolist(), clip)
            if cut is None:
                gone.append(number)
            else:
                boxes[number] = cut
    return gone


def _walk(handle: int, count: int, scale: float) -> tuple[list[Rect], list[Rect]]:
    """The rules and the shaded areas of a path of many segments: axis-parallel strokes, thin filled bars."""
    mode = (ctypes.c_int * 2)()
    raw.draw_mode(handle, ctypes.addressof(mode), ctypes.addressof(mode) + 4)
    fill, stroke = mode[0] != 0, mode[1] != 0
    white = fill and is_white(handle)
    rules: list[Rect] = []
    shades: list[Rect] = []
    for corners in _outlines(handle, count):
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        box = (min(xs), min(ys), max(xs), max(ys))
        short, long = sorted((box[2] - box[0], box[3] - box[1]))
        if fill and (short * scale <= THIN or (short * scale <= THICK and long >= 3 * short)):
            rules.append(box)
        elif fill and not white:
            shades.append(box)
        if stroke:
            rules += _sides(corners, scale)
    return rules, shades


def is_white(handle: int) -> bool:
    """Whether an object is filled with white, or with nothing."""
    out = (ctypes.c_uint * 4)(0, 0, 0, 255)
    at = ctypes.addressof(out)
    raw.fill_colour(handle, at, at + 4, at + 8, at + 12)
    return min(out[0], out[1], out[2]) >= WHITE or out[3] == 0


def _outlines(handle: int, count: int) -> list[list[tuple[float, float]]]:
    """The outlines of a path, each as its points in path space moved by the object's matrix; a closed one ends where it began."""
    segments = list(map(raw.get_segment, repeat(handle), range(count)))
    a, b, c, d, e, f = raw.matrix(handle)
    found: list[list[tuple[float, float]]] = []
    for kind, close, (x, y) in zip(map(raw.segment_type, segments), map(raw.segment_close, segments), raw.points(segments), strict=True):
        point = (a * x + c * y + e, b * x + d * y + f)
        if kind == raw.MOVE_TO or not found:
            found.append([point])
        else:
            found[-1].append(point)
        if close:
            found[-1].append(found[-1][0])
    return found


def _sides(corners: list[tuple[float, float]], scale: float) -> list[Rect]:
    """The sides of an outline that run along an axis."""
    found = []
    for (x0, y0), (x1, y1) in pairwise(corners):
        width, height = abs(x1 - x0), abs(y1 - y0)
        if min(width, height) * scale <= 1 and max(width, height) > 0:
            found.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    return found


def joined(rules: list[Rule]) -> list[Rule]:
    """Pieces joined to whole rules: those of one position (double rules too) that touch or nearly touch along it."""
    if not rules:
        return []
    rules.sort()
    found: list[Rule] = []
    group: list[Rule] = []
    for rule in rules:
        if group and rule[0] - group[0][0] > DOUBLE:
            found += _along(group)
            group = []
        group.append(rule)
    return found + _along(group)


def _along(group: list[Rule]) -> list[Rule]:
    """Pieces of one position, joined along it."""
    position = (group[0][0] + group[-1][0]) / 2
    group.sort(key=lambda rule: rule[1])
    found: list[Rule] = []
    _, low, high = group[0]
    last = high - low
    for _, start, end in group[1:]:
        length = end - start
        if start - high <= (DOT_GAP if last <= SHORT >= length else NEAR):
            high = max(high, end)
        else:
            if high - low >= SHORTEST:
                found.append((position, low, high))
            low, high = start, end
        last = length
    if high - low >= SHORTEST:
        found.append((position, low, high))
    return found


def positions(values: Iterable[float]) -> list[float]:
    """Marks: positions nearer than DOUBLE made one, in ascending order."""
    found: list[float] = []
    first = last = None
    for value in sorted(values):
        if first is None or last is None:
            first = last = value
        elif value - first > DOUBLE:
            found.append((first + last) / 2)
            first = last = value
        else:
            last = value
    if first is not None and last is not None:
        found.append((first + last) / 2)
    return found
