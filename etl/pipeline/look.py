"""Looking at documents without a database: what would be loaded, and the tables as read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from etl.extract.grid import Extraction
from etl.finding import Refused
from etl.language import Language
from etl.options import Options
from etl.pipeline.given import Given, Item
from etl.pipeline.reading import Read, Task, limits, read_one, tables_of
from etl.report.inspection import Inspected, json_line
from etl.settings import read_settings
from etl.transform.statement import Reading
from etl.workers import Workers

A = TypeVar("A")
R = TypeVar("R")


def inspect(paths: Sequence[str], options: Options) -> Iterator[Inspected]:
    """Read documents, in the order given."""
    for item, result in _each(read_one, paths, options, _alone):
        found = result if isinstance(result, Read) else Read(None, Reading(), result)
        yield Inspected(item.name, item.sha256, found.media_type, found.reading, item.refused or found.refused)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a worker is given that answers with a document's line of JSON."""

    task: Task
    name: str
    sha256: str
    refused: Refused | None
    language: Language


def inspect_lines(paths: Sequence[str], options: Options, language: Language) -> Iterator[tuple[bool, str]]:
    """As :func:`inspect`: whether the document was refused, and its line of JSON. Workers make the lines, so that many of them do not wait for one
    that prints."""

    def asked(item: Item, task: Task) -> _Asked:
        return _Asked(task, item.name, item.sha256, item.refused, language)

    for item, result in _each(_line, paths, options, asked):
        if isinstance(result, Refused):
            document = Inspected(item.name, item.sha256, None, Reading(), item.refused or result)
            yield True, json_line(document, language)
        else:
            yield result


def _line(asked: _Asked) -> tuple[bool, str]:
    read = read_one(asked.task)
    document = Inspected(asked.name, asked.sha256, read.media_type, read.reading, asked.refused or read.refused)
    return document.refused is not None, json_line(document, asked.language)


def grids(paths: Sequence[str], options: Options) -> Iterator[tuple[str, Extraction | Refused]]:
    """The tables of documents as extract reads them, in the order given."""
    for item, result in _each(tables_of, paths, options, _alone):
        yield item.name, item.refused or result


def _alone(item: Item, task: Task) -> Task:
    return task


def _each(function: Callable[[A], R], paths: Sequence[str], options: Options, asked: Callable[[Item, Task], A]) -> Iterator[tuple[Item, R | Refused]]:
    settings = read_settings(jobs=options.jobs)
    given = Given(paths, options, settings)
    tasks = ((item, asked(item, Task(item.data, item.claim, options.verify, given.corrections_of(item)))) for item in given.items())
    with Workers(function, settings.jobs, limits(settings)) as workers:
        yield from workers.map(tasks)
