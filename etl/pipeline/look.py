"""Looking at documents without a database: what would be loaded, and the tables as read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from etl.extract.grid import Extraction
from etl.finding import Refused
from etl.options import Options
from etl.pipeline.given import Given, Item
from etl.pipeline.reading import Read, Task, limits, read_one, tables_of
from etl.report.inspection import Inspected
from etl.settings import read_settings
from etl.transform.statement import Reading
from etl.workers import Workers

R = TypeVar("R")


def inspect(paths: Sequence[str], options: Options) -> Iterator[Inspected]:
    """Read documents, in the order given."""
    for item, result in _each(read_one, paths, options):
        found = result if isinstance(result, Read) else Read(None, Reading(), result)
        yield Inspected(item.name, item.sha256, found.media_type, found.reading, item.refused or found.refused)


def grids(paths: Sequence[str], options: Options) -> Iterator[tuple[str, Extraction | Refused]]:
    """The tables of documents as extract reads them, in the order given."""
    for item, result in _each(tables_of, paths, options):
        yield item.name, item.refused or result


def _each(function: Callable[[Task], R], paths: Sequence[str], options: Options) -> Iterator[tuple[Item, R | Refused]]:
    settings = read_settings(jobs=options.jobs)
    given = Given(paths, options, settings)
    tasks = ((item, Task(item.data, item.claim, options.verify, given.corrections_of(item))) for item in given.items())
    with Workers(function, settings.jobs, limits(settings)) as workers:
        yield from workers.map(tasks)
