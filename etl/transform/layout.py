"""Layouts as data (``layouts/layouts.csv``): what a form is called by its shape and columns, and whether it covers a department or one project."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from etl.resources import PACKAGE
from etl.transform.header import Header


@dataclass(frozen=True, slots=True)
class Layout:
    """A row of the layouts file. ``needs``: column fields of which the form must have one."""

    layout: str
    shape: str
    needs: frozenset[str]
    covers: str


@cache
def layouts() -> tuple[Layout, ...]:
    """All layouts; the first that fits is the form's."""
    with (PACKAGE / "transform" / "layouts" / "layouts.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Layout(row["layout"], row["shape"], frozenset(row["needs"].split("|")), row["covers"]) for row in csv.DictReader(file))


def layout_of(headers: list[Header]) -> Layout | None:
    """The layout of a form with these headers; None where the file has none: a header that names no column of indicators."""
    shape = "list" if any(header.kind == "list" for header in headers) else "card"
    fields = {column.field for header in headers for column in header.columns}
    return next((layout for layout in layouts() if layout.shape == shape and layout.needs & fields), None)
