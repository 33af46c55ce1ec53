"""Databases for tests: one embedded server for a whole run (all xdist workers share it), one migrated template, a fresh copy for each module.

``JIXIAO_TEST_DATABASE_URL`` names a second server (a PostgreSQL 15, say, with the right to make databases); the database tests then run on both.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import sql

from etl.load import database as db
from etl.load import server

SECOND = "JIXIAO_TEST_DATABASE_URL"


@dataclass(frozen=True, slots=True)
class TestSettings:
    """The settings that connections need, as a test wants them."""

    __test__ = False
    home: Path
    database_url: str | None = None


@dataclass(frozen=True, slots=True)
class TestDatabase:
    """A migrated, empty database of its own: its engine, its address with the password, and settings that lead to it."""

    __test__ = False
    engine: sa.Engine
    url: str
    settings: TestSettings


def pytest_configure(config: pytest.Config) -> None:
    """The controller of a run makes the folder of the run's server; xdist's workers find it in their environment."""
    if not hasattr(config, "workerinput"):
        # A short name right under /tmp: a socket's address has little room, and pytest's own folder is closed to the server's user.
        os.environ["JIXIAO_TEST_HOME"] = tempfile.mkdtemp(prefix="jixiao-test-", dir="/tmp")


def pytest_unconfigure(config: pytest.Config) -> None:
    """The controller, last to end, stops the server and removes its folder, however the tests went."""
    if hasattr(config, "workerinput"):
        return
    home = os.environ.pop("JIXIAO_TEST_HOME", None)
    if home:
        server.stop(Path(home))
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def server_home() -> Path:
    """The home of the run's embedded server (a test that stops or breaks a server makes its own)."""
    return Path(os.environ["JIXIAO_TEST_HOME"])


def _servers() -> list[str]:
    return ["embedded", *(["second"] if os.environ.get(SECOND) else [])]


@pytest.fixture(scope="session", params=_servers())
def database_server(request: pytest.FixtureRequest, server_home: Path) -> Iterator[str]:
    """The address of a server's maintenance database, on which the template has been made."""
    address = server.start(server_home).url(database="postgres") if request.param == "embedded" else os.environ[SECOND]
    yield address
    if request.param == "second":
        _drop(address, _template())


def _template() -> str:
    """The template's name: one a run, so that runs at the same time on the second server do not meet."""
    return Path(os.environ["JIXIAO_TEST_HOME"]).name.replace("-", "_")


def _at(address: str, name: str) -> str:
    """The address of another database of the same server, its password kept."""
    return sa.make_url(address).set(drivername="postgresql", database=name).render_as_string(hide_password=False)


def _drop(address: str, name: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _one_at_a_time(home: Path) -> Iterator[None]:
    with (home / "template.lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _make_template(address: str, home: Path) -> str:
    """Make the migrated template, unless another worker has; it is renamed into place when complete."""
    name = _template()
    with _one_at_a_time(home), psycopg.connect(address, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone() is None:
            draft = f"{name}_new"
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
            engine = db.open_engine(_at(address, draft))
            db.upgrade(engine)
            engine.dispose()
            connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(draft), sql.Identifier(name)))
    return name


@contextmanager
def fresh_database(address: str, home: Path, *, migrated: bool = True) -> Iterator[TestDatabase]:
    """A database of its own on the server at ``address``: a copy of the template, or an empty one."""
    template = _make_template(address, home) if migrated else "template0"
    name = f"jixiao_{uuid.uuid4().hex[:12]}"
    with _one_at_a_time(home), psycopg.connect(address, autocommit=True) as connection:
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(sql.Identifier(name), sql.Identifier(template))
        connection.execute(create)
    where = _at(address, name)
    engine = db.open_engine(where)
    if migrated:
        db.upgrade(engine)  # role settings belong to a database and are not copied with it
    try:
        yield TestDatabase(engine, where, TestSettings(home, where))
    finally:
        engine.dispose()
        _drop(address, name)


@pytest.fixture(scope="module")
def database(database_server: str, server_home: Path) -> Iterator[TestDatabase]:
    """A migrated, empty database for the module: ``.engine``, ``.url``, ``.settings``."""
    with fresh_database(database_server, server_home) as made:
        yield made


@pytest.fixture
def own_database(database_server: str, server_home: Path) -> Iterator[TestDatabase]:
    """The same for one test alone."""
    with fresh_database(database_server, server_home) as made:
        yield made


@pytest.fixture
def empty_database(database_server: str, server_home: Path) -> Iterator[TestDatabase]:
    """A database in which nothing is, not even a table."""
    with fresh_database(database_server, server_home, migrated=False) as made:
        yield made
