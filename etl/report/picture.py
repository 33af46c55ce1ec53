"""The picture of ``jixiao explain --image``: the page of a fact with its cell marked. Drawn in a child process with limits, as documents are read."""

from __future__ import annotations

from sqlalchemy.engine import RowMapping

from etl.extract.grid import Box
from etl.finding import Refused
from etl.reading_child import Limits
from etl.workers import Workers


def png(data: bytes, row: RowMapping, limits: Limits) -> bytes:
    """The page of the fact ``row`` as a PNG. Raises Refused where the place has no page and box, or the document cannot be drawn."""
    edges = [float(edge) for edge in (row["box"] or "").split()]
    if row["page"] is None or len(edges) != 4:
        raise Refused("no_picture", place=row["place"], found=row["media_type"])
    with Workers(_draw, 1, limits) as workers:
        _, made = next(workers.map([(None, (data, row["media_type"], row["page"], Box(*edges)))]))
    if isinstance(made, Refused):
        raise made
    return made


def _draw(argument: tuple[bytes, str, int, Box]) -> bytes:
    from etl.extract import picture

    return picture.draw(*argument)
