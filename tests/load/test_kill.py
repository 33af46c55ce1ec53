"""Killed at any moment, then run again: the same rows as one unbroken load. The loader is killed, and the server."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import sqlalchemy as sa

from etl.load import database as db
from etl.load import server
from tests.conftest import TestDatabase, fresh_database
from tests.load.made import contents, incoming, load, project

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 6
GROUPS = 8

# A loader as the pipeline is one: groups of documents, each a transaction, from the first that is not there yet.
LOADER = """
import sys
from etl.load import database as db, runs, writer
from tests.load.test_kill import documents
engine = db.open_engine(sys.argv[1])
with engine.connect() as connection, db.exclusive(connection):
    run = runs.begin_run(connection, 0)
    print("begun", flush=True)
    outcomes = []
    for group in documents():
        outcomes += writer.load(connection, group, run)
        print("a group", flush=True)
    writer.finish(connection)
    runs.finish_run(connection, run, [o.outcome for o in outcomes])
print("done", flush=True)
"""


def documents() -> list[list]:  # type: ignore[type-arg]
    """Groups of documents, some of which supersede those of the group before, some refused."""
    return [
        [
            incoming(f"{group}-a", [project(n, f"项目{n}", str(50 + group), indicators=8) for n in range(1, 16)]),
            incoming(f"{group}-b", [project(1, f"项目{group}")], covers="project"),
            incoming(f"{group}-c", refused=True),
        ]
        for group in range(GROUPS)
    ]


def start_loader(url: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", LOADER, url], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def unbroken(database_server: str, server_home: Path) -> Iterator[tuple[dict[str, list[str]], float]]:
    """What one unbroken load ends with, and how long the loading takes."""
    with fresh_database(database_server, server_home) as made:
        process = start_loader(made.url)
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        began = time.monotonic()
        while (line := process.stdout.readline()) != "done\n":
            assert line, process.communicate()
        took = time.monotonic() - began
        process.communicate()
        with made.engine.connect() as connection:
            yield contents(connection), took


def test_a_killed_loader_leaves_whole_documents_and_the_next_ends_the_same(
    own_database: TestDatabase, unbroken: tuple[dict[str, list[str]], float]
) -> None:
    expected, took = unbroken
    chance, interrupted = random.Random(2), 0
    for _ in range(ROUNDS):
        process = start_loader(own_database.url)
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n", process.communicate()[1]
        time.sleep(chance.uniform(0, took / 3))
        process.send_signal(signal.SIGKILL)
        interrupted += "done" not in process.communicate()[0]
        with own_database.engine.connect() as connection:
            rows = "(SELECT count(*) FROM core.project_year y WHERE y.statement_id = s.statement_id)"
            query = f"SELECT count(*) FROM ops.statement s WHERE {rows} NOT IN (1, 15)"
            assert connection.scalar(sa.text(query)) == 0
    assert interrupted
    process = start_loader(own_database.url)
    assert process.communicate()[0].splitlines()[-1] == "done"
    with own_database.engine.connect() as connection:
        assert contents(connection) == expected
        states = connection.scalars(sa.text("SELECT status FROM ops.load_run ORDER BY load_run_id")).all()
        assert states[-1] == "completed"
        assert set(states) == {"killed", "completed"}
        assert 0 < states.count("killed") <= interrupted, "one killed between its last word to the database and that to us is completed"


def test_a_killed_server_comes_back_and_the_load_ends_the_same(unbroken: tuple[dict[str, list[str]], float]) -> None:
    expected, _ = unbroken
    home = Path(tempfile.mkdtemp(prefix="jixiao-killed-", dir="/tmp"))
    try:
        address = server.start(home)
        db.upgrade(db.open_engine(address.url()))
        process = start_loader(address.url())
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        assert process.stdout.readline() == "a group\n"
        os.kill(address.pid, signal.SIGKILL)
        assert "done" not in process.communicate()[0]
        while psutil.pid_exists(address.pid) and psutil.Process(address.pid).status() != psutil.STATUS_ZOMBIE:
            time.sleep(0.02)
        again = start_loader(server.start(home).url())
        assert again.communicate()[0].splitlines()[-1] == "done"
        engine = db.open_engine(server.start(home).url())
        with engine.connect() as connection:
            assert contents(connection) == expected
            assert [o.outcome for o in load(connection, documents()[0])] == ["unchanged", "unchanged", "refused"]
        engine.dispose()
    finally:
        server.stop(home)
        shutil.rmtree(home)
