"""Connections: to the embedded server or to the one that ``JIXIAO_DATABASE_URL`` names, and the lock that only one loader holds.

Nothing here ever shows a password: addresses are shown without, and what a driver says of a bad address is not passed on.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, Protocol

import psutil
import sqlalchemy as sa

from etl.load import server
from etl.load.errors import DatabaseUnreachable, LockHeld, unreachable

__all__ = ["DatabaseUnreachable", "LockHeld", "engine", "exclusive", "shown", "upgrade", "url"]

OLDEST = 15
LOAD_LOCK = 0x6A697869616F01  # "jixiao", 1: who loads
UPGRADE_LOCK = 0x6A697869616F02  # "jixiao", 2: who migrates and rebuilds views
DEAD_HOLDER_SECONDS = 15.0

Role = Literal["owner", "analyst"]


class Settings(Protocol):
    """What of the settings matters here."""

    @property
    def home(self) -> Path:
        """``JIXIAO_HOME``: the folder of the embedded server."""

    @property
    def database_url(self) -> Any:
        """``JIXIAO_DATABASE_URL``: another PostgreSQL (text or a pydantic secret), or None."""


def url(settings: Settings, role: Role = "owner") -> str:
    """The address of the database, for ``jixiao db url``; starts the embedded server.

    ``owner``: over the socket (embedded), or ``JIXIAO_DATABASE_URL`` as it is. ``analyst``: over TCP with its password, once ``db serve`` ran.
    Raises DatabaseUnreachable.
    """
    given = _given(settings)
    if role == "analyst":
        from etl.load import serve

        if given is not None:
            raise unreachable("not_ours")
        return serve.served(settings.home).url
    if given is not None:
        return str(given.set(drivername="postgresql").render_as_string(hide_password=False))
    return server.start(settings.home).url()


def shown(address: sa.URL) -> str:
    """An address as it may be shown: without the password."""
    return address.set(drivername="postgresql", query={k: v for k, v in address.query.items() if k != "password"}).render_as_string()


def engine(settings: Settings) -> sa.Engine:
    """An engine (psycopg 3) on the database, the embedded server started if need be. Raises DatabaseUnreachable, also for PostgreSQL before 15."""
    given = _given(settings)
    address = given if given is not None else sa.make_url(server.start(settings.home).url())
    return open_engine(address)


def open_engine(address: sa.URL | str) -> sa.Engine:
    """An engine on an address, tried once; see :func:`engine`."""
    address = sa.make_url(address).set(drivername="postgresql+psycopg")
    made = sa.create_engine(
        address,
        pool_size=2,
        max_overflow=3,
        pool_pre_ping=True,
        connect_args={
            "application_name": f"jixiao {os.getpid()}@{platform.node()}"[:63],
            "client_encoding": "utf8",
            "connect_timeout": 10,
            "prepare_threshold": None,  # a pooler between us may give each transaction another server process
        },
    )
    sa.event.listen(made, "connect", _greet)
    try:
        with made.connect() as connection:
            version = connection.scalar(sa.text("SELECT current_setting('server_version_num')::int"))
    except sa.exc.DBAPIError as error:
        made.dispose()
        raise unreachable("unreachable", where=shown(address), why=_reason(error)) from None
    if version // 10_000 < OLDEST:
        made.dispose()
        raise unreachable("too_old", where=shown(address), found=version // 10_000, expected=OLDEST)
    return made


def _given(settings: Settings) -> sa.URL | None:
    """``JIXIAO_DATABASE_URL``, or None. ``postgres://`` is the old name of ``postgresql://``; other databases are refused."""
    given = settings.database_url
    if hasattr(given, "get_secret_value"):
        given = given.get_secret_value()
    if not given:
        return None
    try:
        address = sa.make_url(str(given))
    except (sa.exc.ArgumentError, ValueError):
        raise unreachable("bad_url") from None
    if address.drivername.split("+")[0] not in {"postgresql", "postgres"}:
        raise unreachable("bad_url")
    return address.set(drivername="postgresql+psycopg")


def _greet(driver: Any, _record: object) -> None:
    """Settle what the server's or the user's own settings could bend. The time zone says which day a loading falls on (北京时间)."""
    with driver.cursor() as cursor:
        cursor.execute("SELECT set_config('timezone', 'Asia/Shanghai', false), set_config('search_path', 'pg_catalog', false)")
        cursor.execute("SELECT set_config('statement_timeout', '0', false), set_config('DateStyle', 'ISO, YMD', false)")
        # So that what a killed loader was doing ends soon, and with it its lock.
        cursor.execute("SELECT set_config('client_connection_check_interval', '1s', false)")
        # Staging and summing up work in temporary tables: a group's should stay in memory.
        cursor.execute("SELECT set_config('temp_buffers', '64MB', false)")
    driver.commit()


def _reason(error: sa.exc.DBAPIError) -> str:
    """The driver's complaint in one line."""
    return " ".join(str(error.orig).split())


def upgrade(made: sa.Engine, told: Callable[[str, int, int], None] | None = None) -> list[str]:
    """Bring tables, code lists, roles and views up to date, in one transaction; returns what could not be done, in words.

    Writes nothing where all is up to date. Only one process does it at a time, the others wait. Raises DatabaseUnreachable with what to do where
    this user may not, or a reader is in the way. ``told`` hears how far it is: :data:`etl.load.migrate.Told`.
    """
    from etl.load import migrate

    return migrate.upgrade(made, UPGRADE_LOCK, *([told] if told else []))


@contextmanager
def exclusive(connection: sa.Connection) -> Iterator[None]:
    """Hold the loader's lock, on a connection kept for it, as long as the block runs; it goes with the connection, so a killed loader leaves none.

    Raises LockHeld, saying who holds it, at once; only of a holder that was killed on this machine it waits for the end.
    """
    deadline = time.monotonic() + DEAD_HOLDER_SECONDS
    while not connection.scalar(sa.text("SELECT pg_try_advisory_lock(:key)"), {"key": LOAD_LOCK}):
        who, dead = _holder(connection)
        connection.rollback()
        if not dead or time.monotonic() > deadline:
            raise LockHeld(who)
        time.sleep(0.2)
    connection.commit()
    try:
        yield
    finally:
        if not connection.closed and not connection.invalidated:
            connection.rollback()
            connection.execute(sa.text("SELECT pg_advisory_unlock(:key)"), {"key": LOAD_LOCK})
            connection.commit()


def _holder(connection: sa.Connection) -> tuple[str, bool]:
    """Who holds the loader's lock, in words, and whether its process is known to be gone."""
    found = connection.execute(
        sa.text(
            "SELECT a.application_name, coalesce(host(a.client_addr), 'socket'), date_trunc('second', a.backend_start)::timestamp::text "
            "FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
            "WHERE l.locktype = 'advisory' AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
            "AND l.classid = (:key >> 32)::oid AND l.objid = (:key & 4294967295)::oid AND l.objsubid = 1"
        ),
        {"key": LOAD_LOCK},
    ).first()
    if found is None:  # gone between the two questions
        return "?", True
    name, client, since = found
    process, _, host = name.removeprefix("jixiao ").partition("@")
    here = client == "socket" and host == platform.node()[: len(host)] and process.isdecimal()
    return f"{name or '?'} ({client}, {since})", bool(here and not psutil.pid_exists(int(process)))
