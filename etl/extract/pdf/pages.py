"""One page: whether it can hold a table, its tables where it does, its text where it does not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from etl.extract.grid import Box, Grid, Line
from etl.extract.pdf import raw
from etl.extract.pdf.alignment import refined
from etl.extract.pdf.clips import Clips, Rect
from etl.extract.pdf.decoration import undecorated
from etl.extract.pdf.drawn import Drawn, TooMany, drawn, moved, painted
from etl.extract.pdf.frame import Frame
from etl.extract.pdf.health import BROKEN, MOST_BROKEN, share
from etl.extract.pdf.lattice import lattices
from etl.extract.pdf.place import fill, grid, outside_lines
from etl.extract.pdf.rules import Rule, joined, pieces
from etl.extract.pdf.sight import Sight
from etl.extract.pdf.text import Words, words
from etl.finding import Finding
from etl.rules import finding

_FEWEST = 2
"""Rules each way without which nothing is enclosed; three verticals alone may be the middle of a cut row."""
_SCAN = 0.5
"""Of the page: a picture this large on a page without visible text is a scan."""
_LEFTWARDS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
"""Letters that run to the left (Uyghur): near them pdfium takes ≥ for its mirror image ≤."""
_QUOTE = 60
"""Characters of a text that nobody can see that a finding quotes."""


@dataclass(slots=True)
class Page:
    """What a page holds. ``lines`` are all its lines outside tables; ``scan``: it is a picture; ``broken``: its text layer is;
    ``leftwards``: letters that run to the left are on it."""

    number: int
    grids: list[Grid] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    scan: bool = False
    broken: bool = False
    leftwards: bool = False

    @property
    def doubtful(self) -> bool:
        return self.leftwards or any(grid.findings for grid in self.ruled)

    @property
    def ruled(self) -> list[Grid]:
        """The tables that rules draw: the second reader knows no others."""
        return [grid for grid in self.grids if grid.source == "rules"]


def read_page(doc: int, number: int, prose: bool) -> Page:
    """Read a page (from 1). Without a table its text is read only where ``prose`` asks for it."""
    result = Page(number)
    with raw.page(doc, number - 1) as handle:
        if handle is None:
            result.findings.append(finding("page_damaged", place=f"p{number}"))
            return result
        try:
            _read(handle, result, prose)
        except TooMany:
            result.findings.append(finding("page_too_large", place=f"p{number}"))
        except (ArithmeticError, ValueError, LookupError):  # positions that are no numbers: a damaged page must not cost the others
            result = Page(number, findings=[finding("page_damaged", place=f"p{number}")])
    return result


def _read(handle: int, result: Page, prose: bool) -> None:
    quarters = raw.page_rotation(handle) % 4
    frame = Frame(*raw.bounding_box(handle), quarters, quarters)
    objects = drawn(handle)
    if objects.deep:
        result.findings.append(finding("page_too_deep", place=f"p{result.number}"))
    clips = Clips()
    paint = painted(objects, clips)
    across, down = pieces(paint.thin, frame)
    ruled = _may_enclose(across, down)
    scanned = _pictured(objects, frame)
    if not ruled and not prose and not scanned:
        return
    with raw.text_page(handle) as text:
        if text is None:
            result.findings.append(finding("page_damaged", place=f"p{result.number}"))
            return
        found = words(text, frame, Sight(objects, paint, clips, _pictures(objects)))
        if scanned and not found.spans:
            result.scan = True
            return
        _hidden(found, result)
        result.leftwards = _LEFTWARDS.search(found.chars) is not None
        if found.frame is not frame:
            across, down = pieces(paint.thin, found.frame)
        _tables(found, *((joined(across), joined(down)) if ruled else ([], [])), result)


def _may_enclose(across: Sequence[Rule], down: Sequence[Rule]) -> bool:
    """Whether there are pieces of rules enough each way; three one way may be the middle of a cut row."""
    return min(len(across), len(down)) >= _FEWEST or max(len(across), len(down)) > _FEWEST


def _pictures(objects: Drawn) -> list[Rect]:
    return [box for matrix, handles in objects.images for box in moved([*map(tuple, raw.bounds(handles).tolist())], matrix)]


def _pictured(objects: Drawn, frame: Frame) -> bool:
    """Whether pictures (a scan may be cut in strips) cover the page."""
    if not objects.images:
        return False
    area = sum(
        max(0.0, min(x1, frame.right) - max(x0, frame.left)) * max(0.0, min(y1, frame.top) - max(y0, frame.bottom))
        for x0, y0, x1, y1 in _pictures(objects)
    )
    return area >= _SCAN * (frame.right - frame.left) * (frame.top - frame.bottom)


def _hidden(found: Words, result: Page) -> None:
    """Say what text was left out because nobody can see it, and what is cut off."""
    place = f"p{result.number}"
    if found.hidden:
        result.findings.append(finding("text_hidden", place=place, found="".join(found.hidden)[:_QUOTE]))
    if found.slanting:
        result.findings.append(finding("text_slants", place=place, found=" ".join(found.slanting)[:_QUOTE]))
    if found.cut:
        result.findings.append(finding("text_cut", place=place, found=" ".join(found.cut)[:_QUOTE]))


def _tables(found: Words, across: list[Rule], down: list[Rule], result: Page) -> None:
    """The tables of a page and the lines between them."""
    across = undecorated(across, down, found)
    tables, outside = fill(found, refined(found, lattices(across, down), across, down))
    filled = [table for table in tables if table.texts]
    lost = share(found.chars)
    if lost > MOST_BROKEN and filled:
        result.broken = True
        result.findings.append(finding("text_layer_broken", place=f"p{result.number}", found=found.chars.replace("\r\n", "")[:_QUOTE]))
        return
    result.grids = [grid(found, table, result.number, index) for index, table in enumerate(filled, start=1)]
    result.lines = outside_lines(found, outside, result.number)
    _between(result, [found.frame.place(*table.lattice.box) for table in filled])
    if any(BROKEN in line.text for line in result.lines) and not lost > MOST_BROKEN:
        result.findings.append(finding("text_broken", place=f"p{result.number}", found=next(ln.text for ln in result.lines if BROKEN in ln.text)))


def _between(result: Page, spans: Sequence[Box]) -> None:
    """Give each table the lines above and below it, up to its neighbours; all boxes are on the page as it is shown."""
    for line in result.lines:
        box = line.place.box
        if box is None:
            continue
        middle = (box.top + box.bottom) / 2
        before = [index for index, span in enumerate(spans) if span.bottom <= middle]
        after = [index for index, span in enumerate(spans) if span.top > middle]
        if before:
            result.grids[before[-1]].below.append(line)
        if after:
            result.grids[after[0]].above.append(line)
