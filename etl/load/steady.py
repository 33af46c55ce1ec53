"""A load's hold on the database: the lock and the connection it works on, taken again when the server goes away and comes back.

What is asked of the database meanwhile is asked again; so it must be safe to ask twice, as everything here is: a transaction that did not come
through left nothing, and one that did is found done.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import psycopg
import sqlalchemy as sa

from etl.load import database, server
from etl.load.cluster import log_file
from etl.load.errors import DatabaseUnreachable, LockHeld, unreachable

T = TypeVar("T")

# What a server says that is going away, or cannot take us just now (PostgreSQL, appendix A). A driver that has lost it says nothing of the kind.
_PASSING = ("08", "57P01", "57P02", "57P03", "53300")
_FULL = re.compile("No space left on device|File too large|Disk quota exceeded")
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 10.0


class Steady:
    """A context manager: inside, :meth:`do` asks the database; the loader's lock is held. ``told`` is called with a reason when the wait begins.

    Raises LockHeld and DatabaseUnreachable.
    """

    def __init__(self, settings: Any, wait_seconds: float, told: Callable[[str], None] = lambda why: None) -> None:
        self._settings, self._wait, self._told = settings, wait_seconds, told
        self._open = ExitStack()
        self._connection: sa.Connection | None = None
        self._log = None if settings.database_url else log_file(Path(settings.home))
        self._logged = self._log.stat().st_size if self._log and self._log.exists() else 0

    def __enter__(self) -> Self:
        self._take()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._let_go()

    def do(self, ask: Callable[[sa.Connection], T], *, again: Callable[[sa.Connection], T] | None = None) -> T:
        """What ``ask`` gives, on a connection in no transaction. A database that goes away is waited for, then ``again`` (else ``ask``) is asked."""
        while True:
            try:
                if self._connection is None:
                    self._take()
                assert self._connection is not None
                return ask(self._connection)
            except (sa.exc.DBAPIError, psycopg.Error) as error:
                if not passing(error):
                    raise
                self._come_back(reason(error))
                ask = again or ask

    def last(self, ask: Callable[[sa.Connection], T]) -> T | None:
        """The same for a last word on the way out: on a new connection if need be, without waiting; None if it cannot be said."""
        with suppress(sa.exc.DBAPIError, psycopg.Error, DatabaseUnreachable, LockHeld, AssertionError):
            assert self._connection is not None
            with suppress(sa.exc.DBAPIError, psycopg.Error):
                self._connection.rollback()
                return ask(self._connection)
            with self._connection.engine.connect() as fresh:
                return ask(fresh)
        return None

    def _take(self) -> None:
        with ExitStack() as opening:
            engine = database.engine(self._settings)
            opening.callback(engine.dispose)
            holder = opening.enter_context(engine.connect())
            opening.enter_context(database.exclusive(holder))
            self._connection = opening.enter_context(engine.connect())
            self._open = opening.pop_all()

    def _let_go(self) -> None:
        self._connection = None
        with suppress(sa.exc.DBAPIError, psycopg.Error):  # a server that is gone has let go by itself
            self._open.close()

    def _come_back(self, why: str) -> None:
        """Wait, for a bounded time and with longer and longer pauses, until the database is there again and the lock ours.

        An embedded server that was killed is started again; one that was stopped is for whoever stopped it to start.
        """
        self._told(why)
        deadline, pause = time.monotonic() + self._wait, _FIRST_PAUSE
        self._let_go()
        while True:
            time.sleep(max(0.0, min(pause, deadline - time.monotonic())))
            try:
                if not self._was_stopped():
                    self._take()
                    return
                if full := self._full_disk():  # it stopped itself: waiting makes no room
                    raise unreachable("disk_full", why=full)
            except (sa.exc.DBAPIError, psycopg.Error) as error:
                why = reason(error)
            except LockHeld:  # by our own connection, which the server has not missed yet, or by one who was quicker
                pass
            except DatabaseUnreachable as error:
                if full := self._full_disk():
                    raise unreachable("disk_full", why=full) from error
                why = str(error)
            if time.monotonic() >= deadline:
                raise unreachable("lost", why=why)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _full_disk(self) -> str | None:
        """What the embedded server has logged of a full disk since we began: where it cannot log changes it ends, and says why only there."""
        try:
            text = self._log.read_bytes()[self._logged :].decode("utf-8", "replace") if self._log else ""
        except OSError:
            return None
        told = [line for line in text.splitlines() if _FULL.search(line)]
        return told[-1].rpartition(":  ")[2][:300] if told else None

    def _was_stopped(self) -> bool:
        """Whether it is the embedded server, and someone stopped it."""
        return not self._settings.database_url and server.was_stopped(Path(self._settings.home))


def passing(error: sa.exc.DBAPIError | psycopg.Error) -> bool:
    """Whether the error says that the server is away, and not that something is wrong with what was asked."""
    origin = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if not isinstance(origin, (psycopg.OperationalError, psycopg.InterfaceError)):
        return False
    return (_code(error) or "08").startswith(_PASSING)


def _code(error: sa.exc.DBAPIError | psycopg.Error) -> str | None:
    """The server's code; None where the driver has lost it."""
    return getattr(error.orig if isinstance(error, sa.exc.DBAPIError) else error, "sqlstate", None)


def reason(error: sa.exc.DBAPIError | psycopg.Error) -> str:
    """What the driver says, in one line."""
    origin = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    return " ".join(str(origin).split())[:300]
