"""A disk that fills up in mid-load, the database's or the store's: one clear line and exit 4; with room, all is loaded as in an unbroken run."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.load import server
from tests.cli import environment, jixiao
from tests.pipeline.made import contents, documents, runs

pytestmark = pytest.mark.slow

COUNT = 100


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("many")
    documents(made, COUNT)
    return made


@pytest.fixture
def home() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="jixiao-run-", dir="/tmp"))
    yield made
    server.stop(made)
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
def unbroken(folder: Path) -> Iterator[dict[str, list[str]]]:
    made = Path(tempfile.mkdtemp(prefix="jixiao-run-", dir="/tmp"))
    try:
        assert jixiao("load", str(folder), home=made).code == 0
        yield contents(server.start(made).url())
    finally:
        server.stop(made)
        shutil.rmtree(made, ignore_errors=True)


@pytest.fixture
def small(home: Path) -> Iterator[Path]:
    """A home on a disk of its own; its store is elsewhere, so that only the database fills it."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    disk = home / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400m,mode=755", "tmpfs", str(disk)], capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    (home / "documents").mkdir()
    (disk / "documents").symlink_to(home / "documents")
    try:
        yield disk
    finally:
        server.stop(disk)
        subprocess.run(["umount", str(disk)], check=True)


def resize(disk: Path, kilobytes: int) -> None:
    subprocess.run(["mount", "-o", f"remount,size={kilobytes}k", str(disk)], check=True)


# With little room no file can grow; with more the log of changes cannot, and then the server itself goes down and does not come up.
@pytest.mark.parametrize("room", [1_000, 3_500])
def test_the_databases_disk_fills_up(small: Path, folder: Path, unbroken: dict[str, list[str]], room: int) -> None:
    assert jixiao("db", "upgrade", home=small).code == 0
    resize(small, shutil.disk_usage(small).used // 1024 + room)
    ended = jixiao("load", str(folder), home=small, JIXIAO_DATABASE_WAIT_SECONDS="60")
    lines = ended.err.splitlines()
    assert ended.code == 4, ended.err
    assert "the disk of the database is full" in lines[-1] and "No space left on device" in lines[-1] and "make room" in lines[-1]
    assert len([line for line in lines if "went away" not in line]) == 1
    resize(small, 400 * 1024)
    again = jixiao("load", str(folder), home=small)
    assert again.code == 0, again.err
    assert contents(server.start(small).url()) == unbroken
    assert runs(server.start(small).url())[-1] == "completed"


def test_the_stores_files_may_not_grow(home: Path, folder: Path, unbroken: dict[str, list[str]]) -> None:
    """A quota by rlimit: no file of more than a kilobyte."""
    assert jixiao("db", "upgrade", home=home).code == 0

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))

    command = [sys.executable, "-m", "etl", "load", str(folder)]
    ended = subprocess.run(command, cwd=home, env=environment(home), capture_output=True, text=True, timeout=120, check=False, preexec_fn=limited)
    assert ended.returncode == 4, ended.stderr
    assert len(ended.stderr.splitlines()) == 1 and "File too large" in ended.stderr and "documents" in ended.stderr
    url = server.start(home).url()
    assert runs(url) == ["failed"]
    assert not list((home / "documents").glob(".new-*"))
    assert jixiao("load", str(folder), home=home).code == 0
    assert contents(url) == unbroken
