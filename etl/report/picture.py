"""The picture of ``jixiao explain --image``: the page of a fact, or the part of its table, with its cell marked. Drawn in a child process with
limits, as documents are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.engine import RowMapping

from etl.extract.grid import Box, Extraction, Place
from etl.finding import Refused
from etl.reading_child import Limits
from etl.workers import Workers

PNG, SVG = ".png", ".svg"


class Picture(NamedTuple):
    """A picture and the ending that its file should have: ``.png``, or ``.svg`` for a table where no font with Chinese characters is at hand."""

    data: bytes
    ending: str


class Wanted(NamedTuple):
    """A cell whose picture is wanted: its document, where it stands, and the ending that is preferred. ``crop``: a page's strip only."""

    data: bytes
    media_type: str | None
    page: int | None
    box: str | None
    place: str
    ending: str = PNG
    crop: bool = False


def wanted(data: bytes, row: RowMapping, ending: str = PNG, *, crop: bool = False) -> Wanted:
    """The cell of an evidence ``row`` (page, box, place, media_type)."""
    return Wanted(data, row["media_type"], row["page"], row["box"], row["place"], ending, crop)


def draw(cell: Wanted, limits: Limits) -> Picture:
    """The picture of one cell. Raises Refused ``no_picture`` where its document has no such place, and what reading the document raises."""
    with Workers(draw_one, 1, limits) as workers:
        _, made = next(workers.map([(None, cell)]))
    if isinstance(made, Refused):
        raise made
    return made


def draw_one(cell: Wanted) -> Picture:
    """What a worker does: a page with a box is drawn as it is printed, any other table from what was read of it."""
    return _picture(cell, [])


def draw_many(cells: Sequence[Wanted]) -> list[Picture | None]:
    """The pictures of cells of one document, which is read at most once; None for a cell that has no picture."""
    read: list[Extraction] = []
    made: list[Picture | None] = []
    for cell in cells:
        try:
            made.append(_picture(cell, read))
        except Refused:
            made.append(None)
    return made


def _picture(cell: Wanted, read: list[Extraction]) -> Picture:
    """The picture of a cell; ``read`` keeps what was read of its document for the next one."""
    from etl.extract import excerpt, picture

    paged = cell.media_type == picture.PDF
    edges = [float(edge) for edge in (cell.box or "").split()]
    place = Place(cell.place, cell.page, Box(*edges)) if len(edges) == 4 else None
    if not (paged and place and place.page):
        if not read:
            from etl.extract.document import read_document

            read.append(read_document(cell.data))
        place = excerpt.stands_at(read[0], cell.place)
        if place is None:
            raise Refused("no_picture", place=cell.place, found=cell.media_type)
    if paged and place.page and place.box:
        return Picture(picture.draw(cell.data, picture.PDF, place.page, place.box, crop=cell.crop), PNG)
    drawing = excerpt.excerpt(read[0], place.label)
    if drawing is None:
        raise Refused("no_picture", place=cell.place, found=cell.media_type)
    font = excerpt.chinese_font() if cell.ending == PNG else None
    if font is not None:
        return Picture(excerpt.png(drawing, font), PNG)
    return Picture(excerpt.svg(drawing, cell.place).encode(), SVG)
