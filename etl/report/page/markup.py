"""HTML by plain functions: what is not marked as HTML is escaped, so that no printed text of a stranger's document can become markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

_EMPTY = {"meta", "img", "br", "hr", "input"}
_NEVER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def text(value: object) -> Html:
    """Anything as escaped text; nothing for None."""
    if isinstance(value, Html):
        return value
    return Html("" if value is None else html.escape(_NEVER.sub("\ufffd", str(value))))


def tag(name: str, *children: object, **attributes: object) -> Html:
    """An element. Attributes that are None or False are left out, True ones stand alone; ``class_`` is class, ``aria_label`` aria-label."""
    shown = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        label = key.rstrip("_").replace("_", "-")
        shown.append(f" {label}" if value is True else f' {label}="{text(value)}"')
    opened = f"<{name}{''.join(shown)}>"
    return Html(opened if name in _EMPTY else f"{opened}{join(children)}</{name}>")


def join(children: Iterable[object]) -> Html:
    """Pieces one after another."""
    return Html("".join(text(child) for child in children))


def table(caption: str, header: Sequence[str], rows: Iterable[Sequence[object]], *, right: Sequence[int] = (), short: Sequence[int] = ()) -> Html:
    """A table that turns into a list of cards on a narrow screen: each cell knows its column's name. Roles are spelt out because browsers drop a
    table's meaning when its display changes. The first cell of a row heads it; ``right``: columns of numbers;
    ``short``: columns of a few words, never broken where there is room for a table."""
    head = tag(
        "tr", *(tag("th", name, scope="col", role="columnheader", class_="n" if k in right else None) for k, name in enumerate(header)), role="row"
    )
    body = []
    for row in rows:
        cells = [tag("th", tag("div", row[0]), scope="row", role="rowheader", data_label=header[0])]
        cells += [
            tag(
                "td",
                tag("div", value),
                role="cell",
                data_label=header[k],
                class_=" ".join(name for name, so in (("n", k in right), ("s", k in short), ("e", text(value) == "")) if so) or None,
            )
            for k, value in enumerate(row[1:], 1)
        ]
        body.append(tag("tr", *cells, role="row"))
    return tag("table", tag("caption", caption), tag("thead", head, role="rowgroup"), tag("tbody", *body, role="rowgroup"), role="table")
