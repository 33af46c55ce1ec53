"""The one place where the command line calls the pipeline."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from etl.extract.grid import Grid
from etl.finding import Refused
from etl.options import Options
from etl.report.inspection import Inspected
from etl.report.progress import Progress, Summary


@dataclass(slots=True)
class Tables:
    """The tables of a document as they were read, or why it was refused."""

    name: str
    grids: list[Grid] = field(default_factory=list)
    refused: Refused | None = None


def load(paths: Sequence[str], options: Options, sink: Progress) -> Summary:
    """Load documents, telling ``sink``."""
    from etl.pipeline import run

    return run.load(paths, options, sink)


def inspect(paths: Sequence[str], options: Options) -> Iterator[Inspected]:
    """Read documents without a database, in the order given."""
    from etl.pipeline import look

    return look.inspect(paths, options)


def inspect_lines(paths: Sequence[str], options: Options) -> Iterator[tuple[bool, str]]:
    """The same: whether a document was refused, and its line of JSON."""
    from etl.language import language
    from etl.pipeline import look

    return look.inspect_lines(paths, options, language())


def grids(paths: Sequence[str], options: Options) -> Iterator[Tables]:
    """Read the tables of documents and understand nothing of them, in the order given."""
    from etl.pipeline import look

    for name, found in look.grids(paths, options):
        yield Tables(name, refused=found) if isinstance(found, Refused) else Tables(name, found.grids)


def values(rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The reading of target values, a JSON line each, in the order given."""
    from etl.transform.targets import values_lines

    return (json.dumps(reading, ensure_ascii=False) for reading in values_lines(rows))
