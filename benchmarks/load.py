"""Loading: ours, the whole way into the real tables, beside ``pandas.to_sql`` and ``executemany`` into the same tables, and the raw COPY of the rows.

``python benchmarks/load.py [--documents 320] [--rounds 2] [--flat 100,1000,10000] [--json]``. Costs are processor time of client and server backend
together, microseconds for each row of ``core.target_value`` (its evidence, project rows, money and the rest included): wall time on a shared machine
says nothing. Each way loads into a warehouse of its own, empty but for the code lists. ``ours`` is everything a load does; its parts are told
apart: frames (rows made of what was read, ids hashed; the others get theirs ready), facts (COPY, checks by set, merge), currentness and links,
summaries behind the views, the checks of ``sql/checks``.
``--flat`` loads so many documents each in a process of its own and tells its largest memory.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd
import psutil
import sqlalchemy as sa
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import made_documents  # noqa: E402

from etl.load import checks, current, database, links, merge, runs, server, staging, suggestions, summaries, writer  # noqa: E402
from etl.load.frames import Incoming, Rows  # noqa: E402
from etl.pipeline.run import GROUP_DOCUMENTS  # noqa: E402

NIGHTLY = 5


class Clock:
    """Processor time of this process and of the server's backend of a connection."""

    def __init__(self, connection: sa.Connection) -> None:
        self.server = psutil.Process(int(connection.scalar(sa.text("SELECT pg_backend_pid()")) or 0))
        connection.rollback()
        self.client = psutil.Process()

    def now(self) -> float:
        """Seconds so far, of both."""
        return sum(sum(process.cpu_times()[:2]) for process in (self.server, self.client))


@contextmanager
def warehouse() -> Iterator[sa.Connection]:
    """A connection to an empty warehouse on a server of its own, removed afterwards."""
    home = Path(tempfile.mkdtemp(prefix="jixiao-load-"))
    try:
        engine = database.open_engine(server.start(home).url())
        database.upgrade(engine)
        with engine.connect() as connection:
            yield connection
        engine.dispose()
    finally:
        server.stop(home)
        shutil.rmtree(home, ignore_errors=True)


def prepared(connection: sa.Connection, documents: list[Incoming]) -> Rows:
    """All rows of the documents, each once, as ours would write them; the run that they belong to is there."""
    run = runs.begin_run(connection, len(documents))
    rows: dict[str, dict[Any, tuple[Any, ...]]] = {table.fullname: {} for table in staging.STAGED}
    for order, document in enumerate(documents, 1):
        made = writer._prepare(document, run, order).rows
        for table in staging.STAGED:
            width = len(table.primary_key.columns)
            rows[table.fullname].update((row[:width], row) for row in made[table.fullname])
    listed = {name: list(found.values()) for name, found in rows.items()}
    listed["core.department"].sort(key=lambda row: row[-1] is not None)  # a parent before its units, for those who insert row by row
    return listed


def ours(connection: sa.Connection, documents: list[Incoming]) -> Counter[str]:
    """Seconds of a load, by part."""
    clock, spent = Clock(connection), Counter[str]()

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **more: Any) -> Any:
            start = clock.now()
            try:
                return function(*args, **more)
            finally:
                spent[name] += clock.now() - start

        return run

    parts = [(current, "recompute", "links"), (links, "refresh", "links"), (suggestions, "refresh", "links"), (checks, "run_checks", "checks")]
    parts += [(writer, "_prepare", "frames"), (summaries, "refresh", "summaries"), (summaries, "count_findings", "summaries")]
    before = [(module, name, getattr(module, name)) for module, name, _ in parts]
    for module, name, part in parts:
        setattr(module, name, timed(part, getattr(module, name)))
    start = clock.now()
    try:
        with database.exclusive(connection):
            run = runs.begin_run(connection, len(documents))
            for first in range(0, len(documents), GROUP_DOCUMENTS):
                writer.load(connection, documents[first : first + GROUP_DOCUMENTS], run)
    finally:
        for module, name, function in before:
            setattr(module, name, function)
    spent["facts"] = clock.now() - start - sum(spent.values())
    return spent


def to_sql(connection: sa.Connection, rows: Rows) -> None:
    """pandas.DataFrame.to_sql, a table at a time."""
    with connection.begin():
        for table in staging.STAGED:
            frame = pd.DataFrame(rows[table.fullname], columns=[c.name for c in table.columns], dtype=object)
            kinds = {c.name: c.type for c in table.columns}
            frame.to_sql(table.name, connection, schema=table.schema, if_exists="append", index=False, dtype=kinds, chunksize=10_000)


def executemany(connection: sa.Connection, rows: Rows) -> None:
    """psycopg's executemany, a table at a time."""
    with connection.begin():
        cursor = staging.driver(connection).cursor()
        for table in staging.STAGED:
            marks = sql.SQL(", ").join([sql.Placeholder()] * len(table.columns))
            query = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(staging.target(table), staging.names(table.columns), marks)
            if rows[table.fullname]:
                cursor.executemany(query, rows[table.fullname])


def raw_copy(connection: sa.Connection, rows: Rows) -> None:
    """Binary COPY of the rows into tables without keys: what cannot be gone below."""
    with connection.begin():
        staging.fill(connection, [(0, rows)])


def merged_again(connection: sa.Connection, rows: Rows) -> tuple[float, float]:
    """Seconds of staging and merging the same rows twice over, ours: the first time and the second, when all is there."""
    clock, spent = Clock(connection), []
    for _ in range(2):
        start = clock.now()
        with connection.begin():
            merge.merge(connection, staging.fill(connection, [(0, rows)]))
        spent.append(clock.now() - start)
    return spent[0], spent[1]


def of_ways(count: int) -> dict[str, float]:
    """Microseconds a target row of every way, once."""
    documents = made_documents.documents(count)
    found: dict[str, float] = {}
    for name, way in (("to_sql", to_sql), ("executemany", executemany), ("raw_copy", raw_copy)):
        with warehouse() as connection:
            rows = prepared(connection, documents)
            clock = Clock(connection)
            start = clock.now()
            way(connection, rows)
            found[name] = clock.now() - start
    targets = len(rows["core.target_value"])
    with warehouse() as connection:
        rows = prepared(connection, documents)
        found["merge"], found["merge_again"] = merged_again(connection, rows)
    with warehouse() as connection:
        spent = ours(connection, documents)
        found["ours"] = sum(spent.values())
        found |= {f"ours_{part}": seconds for part, seconds in spent.items()}
        found["ours_again"] = sum(ours(connection, documents).values())
        nightly = made_documents.documents(NIGHTLY, first=count)
        seconds = sum(ours(connection, nightly).values())
    found = {name: seconds * 1e6 / targets for name, seconds in found.items()}
    found["ours_nightly"] = seconds * 1e6 / (NIGHTLY * 240)
    return found


def flat(count: int) -> None:
    """Load so many documents, made as they are needed; print the largest memory of this process in MiB."""
    with warehouse() as connection, database.exclusive(connection):
        run = runs.begin_run(connection, count)
        for first in range(0, count, GROUP_DOCUMENTS):
            size = min(GROUP_DOCUMENTS, count - first)
            writer.load(connection, made_documents.documents(size, first=first, projects=2), run)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=320, help="240 targets each")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--flat", default="")
    parser.add_argument("--flat-one", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.flat_one:
        flat(given.flat_one)
        return
    rounds = [of_ways(given.documents) for _ in range(given.rounds)]
    best = {name: min(one[name] for one in rounds) for name in rounds[0]}  # what others take from the machine only adds
    memory = {}
    for count in filter(None, given.flat.split(",")):
        command = [sys.executable, __file__, "--flat-one", count]
        memory[count] = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    if given.json:
        print(json.dumps({"targets": given.documents * 240, "microseconds": best, "memory_mib": memory}))
        return
    print(f"{given.documents * 240:,} targets; processor time of client and server, µs a target row, best of {given.rounds}")
    for name, cost in best.items():
        print(f"{name:20}{cost:10.1f}")
    print(f"ours against to_sql {best['to_sql'] / best['ours']:.1f} ×, its facts alone {best['to_sql'] / best['ours_facts']:.1f} ×; "
          f"against executemany {best['executemany'] / best['ours']:.1f} ×, {best['executemany'] / best['ours_facts']:.1f} ×; "
          f"a second merge is {best['merge'] / best['merge_again']:.1f} × cheaper")  # fmt: skip
    for count, mebibytes in memory.items():
        print(f"{count} documents: {mebibytes} MiB")


if __name__ == "__main__":
    main()
