"""Layouts as data (``layouts/layouts.csv``): what a form is called by its shape and columns, and whether it covers a department or one project."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from etl.resources import PACKAGE
from etl.transform.header import Header
from etl.transform.statement import StatementKind


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


def layout_of(headers: list[Header], kind: StatementKind) -> Layout:
    """The layout of a form with these headers. Raises ValueError where the file has none (its last rows fit any)."""
    shape = "list" if any(header.kind == "list" for header in headers) else "card"
    fields = {column.field for header in headers for column in header.columns}
    for layout in layouts():
        if layout.shape == shape and layout.needs & fields:
            return layout
    raise ValueError(f"no layout of shape {shape} with columns {sorted(fields)} in layouts.csv ({kind})")
