"""The embedded PostgreSQL: started on demand, shared by processes, up until ``jixiao db stop``.

A folder (``JIXIAO_HOME``) has one server. Whoever needs it calls :func:`start`; the first one starts it, under a lock, the others find it by its
``postmaster.pid``, from which the address is built. ``postgres`` is run directly, not through ``pg_ctl``, whose command line goes through a shell
that trips over ``$`` and quotes in a path, nor through the wheel's own class, which stops it at exit and fails where the locale is missing.
"""

from __future__ import annotations

import fcntl
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil

from etl.load import cluster
from etl.load.cluster import DATABASE, User
from etl.load.errors import unreachable

START_SECONDS = 60.0  # recovery after a crash included
STOP_SECONDS = 60.0
LOG_BYTES = 5_000_000  # a log larger than this is set aside (postgres.log.old) at the next start
FIRST_PORT = 5432

SETTINGS = {
    "unix_socket_permissions": "0700",
    "shared_buffers": "256MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",  # no disk turns any more: a whole year is a fifth of a table, better found by an index than by reading all
    "timezone": "Asia/Shanghai",
    "log_timezone": "Asia/Shanghai",
    "log_min_error_statement": "panic",  # statements may hold what a document says
    "cluster_name": "jixiao",
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where the embedded server listens: its socket folder and port, and the TCP host if it is served."""

    folder: Path
    port: int
    pid: int
    tcp_host: str | None = None

    def url(self, user: str = "postgres", database: str = DATABASE) -> str:
        """The address over the socket, which ``psql``, psycopg and SQLAlchemy understand."""
        return f"postgresql://{user}@/{quote(database)}?host={quote(str(self.folder), safe='/')}&port={self.port}"


@dataclass(frozen=True, slots=True)
class Status:
    """Whether the server of a home runs, where, and where its data and log are."""

    home: Path
    data: Path
    log: Path
    address: Address | None

    @property
    def running(self) -> bool:
        """Whether it accepts connections."""
        return self.address is not None


def status(home: Path) -> Status:
    """How things stand; starts nothing."""
    return Status(home, cluster.data_folder(home), cluster.log_file(home), _running(home))


def was_stopped(home: Path) -> bool:
    """Whether the server of ``home`` does not run because someone stopped it. One that was killed has left its ``postmaster.pid`` behind.

    Waits for a stop that is under way: until it is through, both look alike (connections end with 57P01 in either case).
    """
    with locked(home.expanduser().absolute()):
        return not _running(home) and not _postmaster(cluster.data_folder(home))


def start(home: Path) -> Address:
    """The address of the server of ``home``, started if it does not run. Raises DatabaseUnreachable."""
    home = home.expanduser().absolute()
    found = _running(home)
    if found:
        return found
    with locked(home) as user:
        return _running(home) or launch(home, user)


def stop(home: Path) -> bool:
    """Stop the server of ``home``: True if it ran. Open connections are closed, what they had not committed is undone."""
    home = home.expanduser().absolute()
    if not cluster.data_folder(home).is_dir():
        return False
    with locked(home):
        return halt(home)


@contextmanager
def locked(home: Path) -> Iterator[User | None]:
    """Hold the lock under which the server of ``home`` is made, started and stopped; gives the user that it runs as."""
    user = cluster.server_user()
    cluster.make_private(home, user)
    try:
        file = (home / ".lock").open("ab")
    except OSError as error:
        raise unreachable("home_unwritable", home=home, why=error.strerror) from None
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        try:
            yield user
        except OSError as error:  # a full or read-only disk
            raise unreachable("home_unwritable", home=home, why=error.strerror or error) from None


def launch(home: Path, user: User | None, *, port: int = FIRST_PORT, tcp_host: str = "") -> Address:
    """Start the server (call under :func:`locked`, while it does not run) and wait until it accepts connections."""
    data = cluster.data_folder(home)
    cluster.let_pass(cluster.binary("postgres"), user)
    cluster.let_pass(data, user)
    cluster.create(home, user)
    folder = cluster.socket_folder(home, user)
    _clear_stale(data, folder)
    (data / "pg_hba.conf").write_text(cluster.HBA, encoding="utf-8")
    settings = {**SETTINGS, "listen_addresses": tcp_host, "port": str(port), "unix_socket_directories": f'"{folder}"'}
    command = [str(cluster.binary("postgres", data)), "-D", str(data), *(f"--{name}={value}" for name, value in settings.items())]
    child = _detached(command, home, user)
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        found = _running(home)
        if found:
            return found
        if not _exists(child):
            break
        time.sleep(0.02)
    raise unreachable("not_started", why=_last_line(cluster.log_file(home)), log=cluster.log_file(home))


def _detached(command: list[str], home: Path, user: User | None) -> int:
    """Run a command that outlives us, and return its process id. Its parent ends at once: were it our child, killed it would stay a zombie."""
    log = cluster.log_file(home)
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_name(log.name + ".old"))
    with log.open("ab") as out:
        log.chmod(0o600)
        told = subprocess.run(
            ["/bin/sh", "-c", _LAUNCHER, *command],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=out, env=cluster.environment(), cwd="/", check=False,
            start_new_session=True, **cluster.as_user(user),  # type: ignore[call-overload]
        )  # fmt: skip
    return int(told.stdout.strip() or 0)


# The command comes as arguments, so that nothing in a path means anything to the shell; all that the server says goes to the log.
_LAUNCHER = 'umask 077; "$0" "$@" >&2 & echo $!'


def halt(home: Path) -> bool:
    """Stop the server (call under :func:`locked`): a fast shutdown, and if that hangs an immediate one. True if it ran."""
    data = cluster.data_folder(home)
    found = _process(data)
    if found is None:
        return False
    for how in (signal.SIGINT, signal.SIGQUIT):
        with suppress(psutil.NoSuchProcess):
            found.send_signal(how)
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline and _exists(found.pid):
            time.sleep(0.02)
        if not _exists(found.pid):
            with suppress(OSError):
                cluster.short_folder(home, data.stat().st_uid).rmdir()
            return True
    raise unreachable("not_stopped", pid=found.pid, log=cluster.log_file(home))


def _postmaster(data: Path) -> list[str]:
    """The lines of ``postmaster.pid``: pid, data folder, start time, port, socket folder, TCP host, shared memory, status. [] if none."""
    try:
        return (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def _process(data: Path) -> psutil.Process | None:
    """The server's process, if ``postmaster.pid`` names one that really is the server of this folder."""
    lines = _postmaster(data)
    with suppress(IndexError, ValueError, psutil.Error):
        process = psutil.Process(int(lines[0]))
        if process.status() != psutil.STATUS_ZOMBIE and _serves(process, data):
            return process
    return None


def _serves(process: psutil.Process, data: Path) -> bool:
    """Whether a process is a PostgreSQL that works in this folder; where another user's may not be looked into, by its name."""
    try:
        return Path(process.cwd()) == data.resolve()
    except psutil.AccessDenied:
        return process.name().startswith("postgres")


def _running(home: Path) -> Address | None:
    """The address of the server, if it runs and is ready."""
    data = cluster.data_folder(home)
    lines = _postmaster(data)
    if len(lines) < 8 or lines[7].strip() != "ready" or _process(data) is None:
        return None
    found = Address(Path(lines[4]), int(lines[3]), int(lines[0]), lines[5].strip() or None)
    return found if _answers(found) else None


def _answers(address: Address) -> bool:
    """Whether someone listens at the socket: for a moment after a kill the process is still there, but does not."""
    with socket.socket(socket.AF_UNIX) as probe, suppress(PermissionError):
        try:
            probe.connect(f"{address.folder}/.s.PGSQL.{address.port}")
        except (ConnectionRefusedError, FileNotFoundError):
            return False
    return True


def _exists(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    with suppress(psutil.NoSuchProcess, ValueError):
        return pid > 0 and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    return False


def _clear_stale(data: Path, folder: Path) -> None:
    """Remove the ``postmaster.pid`` and the socket's lock of a server that was killed.

    PostgreSQL itself does not, where the number has gone to another process or a zombie (in a container every number soon has). The file also guards
    against children that outlive their server, so they are waited for, then killed, first.
    """
    if not _postmaster(data):
        return
    deadline = time.monotonic() + 10
    while left := [p for p in psutil.process_iter() if _is_backend(p, data)]:
        if time.monotonic() > deadline:
            for process in left:
                with suppress(psutil.NoSuchProcess):
                    process.kill()
        time.sleep(0.05)
    for left_behind in (data / "postmaster.pid", *folder.glob(".s.PGSQL.*")):
        left_behind.unlink(missing_ok=True)


def _is_backend(process: psutil.Process, data: Path) -> bool:
    with suppress(psutil.Error):
        return process.name().startswith("postgres") and process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == data.resolve()
    return False


def _last_line(log: Path) -> str:
    """The last complaint in the log."""
    with suppress(OSError):
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        fatal = [line for line in lines[-50:] if "FATAL" in line or "PANIC" in line]
        return (fatal or lines or ["?"])[-1]
    return "?"
