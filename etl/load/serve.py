"""The embedded server opened to BI tools on 127.0.0.1, for ``jixiao_analyst``, with a password. For a network use a real server: no SSL here."""

from __future__ import annotations

import json
import os
import secrets
import socket
import string
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from etl.load import cluster, server
from etl.load.database import LOAD_LOCK
from etl.load.errors import LockHeld, unreachable
from etl.load.roles import ANALYST

HOST = "127.0.0.1"
FIRST_PORT = 54321  # not 5432, where a PostgreSQL of the machine itself would be
PORTS_TRIED = 50
PASSWORD_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Served:
    """Where BI tools connect. ``port_taken``: the remembered or wanted port, if another program has it, so that the next free one was taken."""

    port: int
    password: str
    host: str = HOST
    user: str = ANALYST
    database: str = cluster.DATABASE
    port_taken: int | None = None

    @property
    def url(self) -> str:
        """For psql, SQLAlchemy, Superset."""
        return f"postgresql://{self.user}:{self.password}@{self.host}:{self.port}/{self.database}"

    @property
    def jdbc(self) -> str:
        """For DBeaver and other Java programs; user and password are asked for apart."""
        return f"jdbc:postgresql://{self.host}:{self.port}/{self.database}"

    @property
    def odbc(self) -> str:
        """For psqlODBC (Excel, Power BI)."""
        return (
            f"Driver={{PostgreSQL Unicode}};Server={self.host};Port={self.port};Database={self.database};"
            f"Uid={self.user};Pwd={self.password};SSLMode=disable"
        )


def serve(home: Path, port: int | None = None, *, new_password: bool = False) -> Served:
    """Open the server of ``home`` on 127.0.0.1, restarted if it does not listen there yet, and say how to reach it.

    ``port``: the wanted one, else the one of last time. The database must have been upgraded once, so that its roles are there. Raises LockHeld while
    a load runs (a restart would end it), DatabaseUnreachable.
    """
    home = home.expanduser().absolute()
    address = server.start(home)
    wanted = port or _remembered(home) or FIRST_PORT
    taken = None
    if address.tcp_host != HOST or (port and address.port != port):
        _refuse_while_loading(address)
        with server.locked(home) as user:
            server.halt(home)
            free = _free_port(wanted)
            taken = wanted if free != wanted else None
            address = server.launch(home, user, port=free, tcp_host=HOST)
        _remember(home, address.port)
    return Served(address.port, _password(home, address, new_password), port_taken=taken)


def served(home: Path) -> Served:
    """How the server of ``home`` is reached over TCP. Raises DatabaseUnreachable if it is not served."""
    address = server.status(home.expanduser().absolute()).address
    known = _password_file(home.expanduser().absolute())
    if address is None or address.tcp_host != HOST or not known.exists():
        raise unreachable("not_served")
    return Served(address.port, known.read_text(encoding="ascii").strip())


def _refuse_while_loading(address: server.Address) -> None:
    query = (
        "SELECT a.application_name FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid "
        "WHERE l.locktype = 'advisory' AND l.classid = %s AND l.objid = %s AND l.granted"
    )
    with psycopg.connect(address.url()) as connection:
        found = connection.execute(query, (LOAD_LOCK >> 32, LOAD_LOCK & 0xFFFFFFFF)).fetchone()
    if found:
        raise LockHeld(found[0])


def _free_port(wanted: int) -> int:
    """The first port from ``wanted`` on that nobody listens on."""
    for port in range(wanted, min(wanted + PORTS_TRIED, 65_536)):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise unreachable("no_port", port=wanted, count=PORTS_TRIED)


def _password(home: Path, address: server.Address, new: bool) -> str:
    """The analyst's password: the one of last time, else a new one. The server gets its SCRAM verifier, so that no log can hold it."""
    file = _password_file(home)
    known = file.read_text(encoding="ascii").strip() if file.exists() and not new else ""
    password = known or "".join(secrets.choice(string.ascii_letters + string.digits) for _ in range(PASSWORD_LENGTH))
    if not known:
        _write_private(file, password + "\n")
    with psycopg.connect(address.url(), autocommit=True) as connection:
        verifier = connection.pgconn.encrypt_password(password.encode(), ANALYST.encode(), b"scram-sha-256").decode()
        connection.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(ANALYST), sql.Literal(verifier)))
    return password


def _password_file(home: Path) -> Path:
    return home / "analyst.password"


def _remembered(home: Path) -> int | None:
    try:
        return int(json.loads((home / "serve.json").read_text(encoding="utf-8"))["port"])
    except (OSError, ValueError, KeyError):
        return None


def _remember(home: Path, port: int) -> None:
    _write_private(home / "serve.json", json.dumps({"port": port}) + "\n")


def _write_private(file: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all, never readable by others in between."""
    draft = file.with_name(file.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(text)
    draft.replace(file)
