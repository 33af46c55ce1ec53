"""Tables for people and for pipes: aligned and cut to the width on a terminal, tab-separated lines with a header in a pipe."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from etl.report.width import columns, padded, width, wrapped


def is_terminal(stream: TextIO) -> bool:
    """Whether a person reads this stream."""
    try:
        return stream.isatty()
    except ValueError:
        return False


class Output:
    """Results on stdout. With ``patient`` a reader that goes away is not the end: the work (a load) matters more than its report."""

    def __init__(self, stream: TextIO | None = None, *, patient: bool = False) -> None:
        self.stream, self.patient, self.closed = stream or sys.stdout, patient, False

    def __call__(self, text: str) -> None:
        """Write a line and let it be seen at once. Raises BrokenPipeError where nobody reads any more, unless ``patient``."""
        if self.closed:
            return
        try:
            print(text, file=self.stream, flush=True)
        except BrokenPipeError:
            if not self.patient:
                raise
            self.closed = True
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 (else Python complains at exit)


def pairs(rows: Iterable[tuple[str, str]], indent: str = "  ", *, wrap: bool = False) -> list[str]:
    """Lines ``  name   value``, the names aligned; ``wrap``: long values broken to the terminal's width."""
    found = list(rows)
    left = max((width(name) for name, _ in found), default=0) + 2
    lines = []
    for name, value in found:
        pieces = wrapped(value, columns() - left - len(indent)) if wrap else [value]
        lines += [f"{indent}{padded('' if number else name, left)}{piece}" for number, piece in enumerate(pieces)]
    return lines


def table(header: Sequence[str], rows: Iterable[Sequence[object]], *, right: Iterable[int] = (), stream: TextIO | None = None) -> None:
    """Print a table on stdout: for a person aligned and wrapped, for a pipe a header and tab-separated lines. ``right``: numbers."""
    target = stream or sys.stdout
    if is_terminal(target):
        _for_people(header, rows, set(right), target)
        return
    print("\t".join(header), file=target)
    for row in rows:
        print("\t".join(" ".join(shown(value).split()) for value in row), file=target)


def _for_people(header: Sequence[str], rows: Iterable[Sequence[object]], right: set[int], stream: TextIO) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for place, name in enumerate(header):
        made.add_column(name, justify="right" if place in right else "left", overflow="fold", no_wrap=place in right)
    for row in rows:
        made.add_row(*(Text(shown(value)) for value in row))
    Console(file=stream, highlight=False).print(made)


def shown(value: object) -> str:
    """A value as text: nothing for None, true and false as such."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def aligned(header: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """The table as ``psql`` prints it: ``name | name``, a rule, a line a row; numbers to the right."""
    found = [list(row) for row in rows]
    body = [[" ".join(shown(value).split("\n")) for value in row] for row in found]
    numeric = [bool(found) and all(_is_number(row[k]) for row in found) for k in range(len(header))]
    wide = [max([width(name), *(width(row[k]) for row in body)]) for k, name in enumerate(header)]
    lines = [" " + " | ".join(padded(name, wide[k]) for k, name in enumerate(header))]
    lines += ["-" + "-+-".join("-" * columns for columns in wide) + "-"]
    lines += [" " + " | ".join(_placed(text, wide[k], numeric[k]) for k, text in enumerate(row)) for row in body]
    return [line.rstrip() for line in lines]


def _placed(text: str, columns: int, to_the_right: bool) -> str:
    return " " * (columns - width(text)) + text if to_the_right else padded(text, columns)


def _is_number(value: object) -> bool:
    from decimal import Decimal

    return value is None or (isinstance(value, (int, float, Decimal)) and not isinstance(value, bool))
