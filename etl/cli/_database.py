"""How the commands that look into the database come to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlalchemy as sa

    from etl.reading_child import Limits
    from etl.settings import Settings


def settings() -> Settings:
    """The settings, from the environment and ``.env``."""
    from etl.settings import read_settings

    return read_settings()


def home() -> Path:
    """``JIXIAO_HOME``."""
    return settings().home


def made() -> bool:
    """Whether there is a database at all: one is named, or the embedded one has been made."""
    from etl.load import server

    found = settings()
    return bool(found.database_url) or server.status(found.home).data.is_dir()


def limits() -> Limits:
    """What drawing a stranger's document may take."""
    from etl.reading_child import Limits

    found = settings()
    return Limits(found.read_seconds, found.read_memory_mb, found.read_output_mb, found.read_open_files)


def where() -> str:
    """The address of the database as it may be shown: without a password."""
    import sqlalchemy as sa

    from etl.load import database

    return database.shown(sa.make_url(database.url(settings())))


@contextmanager
def reading(*, empty: bool = False) -> Iterator[sa.Connection]:
    """A connection that reads and cannot write. Where nothing was ever loaded there is nothing to read, unless ``empty`` is answer enough."""
    from etl.cli._errors import Problem
    from etl.load import database, queries
    from etl.messages import say

    engine = database.engine(settings())
    try:
        with engine.connect() as connection:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            if not empty and not queries.there(connection):
                raise Problem(say("status_words.empty"))
            yield connection
    finally:
        engine.dispose()


@contextmanager
def writing() -> Iterator[sa.Connection]:
    """A connection of the owner, for what the user types."""
    from etl.load import database

    engine = database.engine(settings())
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
