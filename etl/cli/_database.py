"""How the commands that look into the database come to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlalchemy as sa


def settings() -> Any:
    """The settings, from the environment and ``.env``."""
    from etl.settings import Settings

    return Settings()


def home() -> Path:
    """``JIXIAO_HOME``."""
    return Path(settings().home)


def where() -> str:
    """The address of the database as it may be shown: without a password."""
    import sqlalchemy as sa

    from etl.load import database

    return database.shown(sa.make_url(database.url(settings())))


@contextmanager
def reading() -> Iterator[sa.Connection]:
    """A connection that reads and cannot write."""
    from etl.load import database

    engine = database.engine(settings())
    try:
        with engine.connect() as connection:
            yield connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
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
