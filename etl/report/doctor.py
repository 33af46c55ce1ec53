"""``jixiao doctor``: whether this machine and its database are fit for a night unattended; each check says what it found and what to do."""

from __future__ import annotations

import os
import platform
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

import psutil

from etl.load.errors import DatabaseUnreachable
from etl.load.health import Health, health
from etl.messages import say
from etl.settings import Settings

State = Literal["ok", "note", "wrong"]
LEAST_FREE = 2 * 2**30
"""Bytes free on a disk below which a night may not come through."""
MOST_DRIFT = 60.0
"""Seconds by which two clocks may differ."""
OLDEST_PYTHON, OLDEST_POSTGRES = (3, 11), 15


@dataclass(frozen=True, slots=True)
class Check:
    """One check: ``name`` the same in every language, ``found`` in words, ``advice`` where something is to be done. ``note``: less well."""

    name: str
    state: State
    found: str
    advice: str = ""


def checks(settings: Settings) -> Iterator[Check]:
    """All checks, each as soon as it is made."""
    yield _python()
    yield from _home(settings.home)
    yield _room("temporary", Path(tempfile.gettempdir()))
    yield _memory(settings)
    yield _encoding()
    yield _libreoffice()
    yield _ocr()
    yield from _database(settings)


def _said(name: str, state: State, found: str, **blanks: Any) -> Check:
    return Check(name, state, found, "" if state == "ok" else say(f"doctor.{name}", **blanks))


def _python() -> Check:
    return _said("python", "ok" if sys.version_info >= OLDEST_PYTHON else "wrong", f"{platform.python_version()} ({sys.executable})")


def _home(home: Path) -> Iterator[Check]:
    """The data folder: there or to be made, writable, private, with room."""
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=home, prefix=".doctor-")
        os.close(handle)
        Path(name).unlink()
    except OSError as error:
        yield _said("home", "wrong", f"{home}: {error.strerror or error}", home=home)
        return
    mode = stat.S_IMODE(home.stat().st_mode)
    open_to = mode & (stat.S_IRGRP | stat.S_IWGRP | stat.S_IROTH | stat.S_IWOTH)
    yield _said("home", "note" if os.name == "posix" and open_to else "ok", f"{home} ({mode:04o})", home=home)
    yield _room("disk", home)


def _room(name: str, folder: Path) -> Check:
    try:
        free = shutil.disk_usage(folder).free
        writable = os.access(folder, os.W_OK)
    except OSError as error:
        return _said(name, "wrong", f"{folder}: {error.strerror or error}", folder=folder)
    return _said(name, "wrong" if not writable else "note" if free < LEAST_FREE else "ok", f"{folder}: {free / 2**30:.1f} GB", folder=folder)


def _memory(settings: Settings) -> Check:
    """Whether all reading processes at their limits fit into the machine's memory."""
    total, wanted = psutil.virtual_memory().total, settings.jobs * settings.read_memory_mb * 2**20
    found = f"{total / 2**30:.1f} GB; {settings.jobs} × {settings.read_memory_mb} MB"
    return _said("memory", "note" if wanted > 0.8 * total else "ok", found, jobs=max(1, int(0.8 * total // (settings.read_memory_mb * 2**20))))


def _encoding() -> Check:
    found = sys.getfilesystemencoding()
    return _said("locale", "ok" if found.lower().replace("-", "") == "utf8" else "note", f"{found}; LANG={os.environ.get('LANG', '')}")


def _libreoffice() -> Check:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return _said("libreoffice", "ok" if found else "note", found or "-")


def _ocr() -> Check:
    missing = [name for name in ("rapidocr", "onnxruntime") if find_spec(name) is None]
    return _said("ocr", "note" if missing else "ok", "rapidocr, onnxruntime" if not missing else "- " + ", ".join(missing))


def _database(settings: Settings) -> Iterator[Check]:
    try:
        found = health(settings)
    except DatabaseUnreachable as error:
        yield Check("database", "wrong", str(error), say("doctor.database"))
        return
    yield _said("database", "ok" if int(found.version.split(".")[0]) >= OLDEST_POSTGRES else "wrong", f"PostgreSQL {found.version}, {found.user}")
    yield from (check(found) for check in _OF_DATABASE)


def _encoded(found: Health) -> Check:
    return _said("database_encoding", "ok" if found.encoding == "UTF8" else "wrong", found.encoding)


def _form(found: Health) -> Check:
    state: State = "ok" if found.revision == found.head else "note" if found.may_upgrade else "wrong"
    return _said("tables", state, f"{found.revision or '-'} / {found.head}")


def _rights(found: Health) -> Check:
    if not found.may_load or found.standby:
        return _said("rights", "wrong", f"{found.user}: standby" if found.standby else found.user, user=found.user)
    return Check("rights", "ok", f"{found.user}: " + ("load, upgrade" if found.may_upgrade else "load"))


def _clock(found: Health) -> Check:
    drift = found.epoch - time.time()
    return _said("clock", "ok" if abs(drift) <= MOST_DRIFT else "wrong", f"{drift:+.1f} s", seconds=f"{abs(drift):.0f}")


def _extensions(found: Health) -> Check:
    return Check("extensions", "ok", ", ".join(found.extensions) or "-")  # none is needed


def _connections(found: Health) -> Check:
    return _said("connections", "ok" if found.free >= 5 else "note", f"{found.free}")


_OF_DATABASE: tuple[Callable[[Health], Check], ...] = (_encoded, _form, _rights, _clock, _extensions, _connections)
