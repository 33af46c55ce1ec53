"""The picture of ``jixiao explain --image``: the page of a fact with its cell marked."""

from __future__ import annotations

from sqlalchemy.engine import RowMapping

from etl.extract.grid import Box, Place


def place(row: RowMapping) -> Place:
    """The place of a fact's evidence, its box from ``x0 top x1 bottom``."""
    edges = [float(edge) for edge in (row["box"] or "").split()]
    return Place(row["place"], row["page"], Box(*edges) if len(edges) == 4 else None)


def png(data: bytes, row: RowMapping) -> bytes | None:
    """The PNG; None where this kind of document cannot be drawn."""
    from etl.extract import picture

    return picture.draw(data, place(row))
