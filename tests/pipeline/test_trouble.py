"""A run that is ended, or whose database goes away, at any moment: nothing half-written, and the next run ends as an unbroken one would."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import psutil
import psycopg
import pytest

from etl.load import server
from tests.cli import Ran, environment, jixiao
from tests.pipeline.made import contents, documents, runs

pytestmark = pytest.mark.slow

COUNT = 150


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


def begin(home: Path, *arguments: str, **more: str) -> subprocess.Popen[str]:
    """Start a command, in a home whose database is up to date."""
    return subprocess.Popen(
        [sys.executable, "-m", "etl", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=home, env=environment(home, TMPDIR=str(home / "tmp"), **more),
    )  # fmt: skip


def ready(home: Path) -> str:
    """An up-to-date database in ``home`` and a folder for temporary files; its address."""
    (home / "tmp").mkdir()
    (home / "tmp").chmod(0o1777)
    assert jixiao("db", "upgrade", home=home).code == 0
    return server.start(home).url()


def wait_for_documents(url: str, process: subprocess.Popen[str], least: int = 1) -> None:
    """Wait until the run has committed so many documents."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with psycopg.connect(url) as connection:
            found = connection.execute("SELECT count(*) FROM ops.document").fetchone()
        if found and found[0] >= least:
            return
        time.sleep(0.02)
    raise AssertionError(process.communicate())


def end(process: subprocess.Popen[str]) -> Ran:
    out, err = process.communicate(timeout=120)
    return Ran(process.returncode, out, err)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_the_run_cleanly(home: Path, folder: Path, unbroken: dict[str, list[str]], number: signal.Signals, code: int) -> None:
    url = ready(home)
    process = begin(home, "load", str(folder))
    wait_for_documents(url, process)
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(number)
    ended = end(process)
    assert (ended.code, len(ended.err.splitlines())) == (code, 1), ended.err
    assert "Traceback" not in ended.err
    assert runs(url) == ["failed"]
    assert not [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
    assert list((home / "tmp").iterdir()) == []
    assert jixiao("load", str(folder), home=home).code == 0
    assert contents(url) == unbroken


def test_killed_ten_times_then_run_to_its_end(home: Path, folder: Path, unbroken: dict[str, list[str]]) -> None:
    url = ready(home)
    chance, killed = random.Random(7), 0
    for _ in range(10):
        process = begin(home, "load", str(folder))
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and "running" not in runs(url) and process.poll() is None:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.5))
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        process.communicate()
    assert killed >= 3
    assert jixiao("load", str(folder), home=home).code == 0
    assert contents(url) == unbroken
    assert runs(url)[-1] == "completed" and "running" not in runs(url)


def test_the_server_killed_in_mid_load_is_waited_for(home: Path, folder: Path, unbroken: dict[str, list[str]]) -> None:
    url = ready(home)
    process = begin(home, "load", str(folder))
    wait_for_documents(url, process)
    os.kill(server.start(home).pid, signal.SIGKILL)
    ended = end(process)
    assert ended.code == 0, ended.err
    assert "went away" in ended.err
    assert contents(url) == unbroken
    assert runs(url) == ["completed"]
    assert f"loaded      {COUNT}" in ended.out


def test_a_server_that_stays_away_ends_the_run_with_4(home: Path, folder: Path) -> None:
    url = ready(home)
    process = begin(home, "load", str(folder), JIXIAO_DATABASE_WAIT_SECONDS="2")
    wait_for_documents(url, process)
    server.stop(home)
    ended = end(process)
    assert ended.code == 4, ended.err
    assert "Traceback" not in ended.err and len(ended.err.splitlines()) == 2
    assert not server.status(home).running  # whoever stops it on purpose finds it stopped
    assert jixiao("load", str(folder), home=home).code == 0
    assert runs(url) == ["killed", "completed"]


def test_two_loaders_one_loads(home: Path, folder: Path) -> None:
    url = ready(home)
    first = begin(home, "load", str(folder))
    wait_for_documents(url, first)
    first.send_signal(signal.SIGSTOP)  # it holds the lock for as long as the second takes
    second = jixiao("load", str(folder), home=home)
    first.send_signal(signal.SIGCONT)
    assert second.code == 3 and f"jixiao {first.pid}@" in second.err
    assert end(first).code == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_of_the_store_is_one_line_then_all_is_loaded(home: Path, folder: Path, unbroken: dict[str, list[str]]) -> None:
    url = ready(home)
    (home / "documents").mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(home / "documents")], capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here")
    try:
        ended = jixiao("load", str(folder), home=home)
        assert ended.code == 4
        assert len(ended.err.splitlines()) == 1 and "No space left" in ended.err and "documents" in ended.err
        assert runs(url) == ["failed"]
        subprocess.run(["mount", "-o", "remount,size=64m", str(home / "documents")], check=True)
        assert jixiao("load", str(folder), home=home).code == 0
        assert contents(url) == unbroken
    finally:
        subprocess.run(["umount", str(home / "documents")], check=True)


def test_a_rereading_killed_again_and_again_ends_as_an_unbroken_one(home: Path, folder: Path, tmp_path: Path) -> None:
    """Every document is corrected, so that each gets a new reading: of one that is killed each document has either all of it or nothing."""
    url = ready(home)
    assert jixiao("load", str(folder), home=home).code == 0
    file = tmp_path / "corrections.csv"
    rows = [f"{number:05}.csv,R6C2,90.00,90.50,misprint" for number in range(COUNT)]
    file.write_text("\n".join(["document,place,expected,corrected,reason", *rows]) + "\n", encoding="utf-8")
    chance, killed = random.Random(11), 0
    for _ in range(5):
        process = begin(home, "load", str(folder), "--reread", "--corrections", str(file))
        time.sleep(2 + chance.uniform(0, 2))
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        process.communicate()
        whole = """SELECT count(*) FROM ops.document d WHERE (SELECT count(*) FROM ops.statement s WHERE s.document_id = d.document_id) <> d.reading
            OR (SELECT count(*) FROM core.current_row r WHERE r.document_id = d.document_id) <> 2"""
        with psycopg.connect(url) as connection:
            assert connection.execute(whole).fetchone() == (0,)
    assert killed >= 2
    ran = jixiao("load", str(folder), "--reread", "--corrections", str(file), home=home)
    assert ran.code == 0, ran.err
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT min(reading), max(reading) FROM ops.document").fetchone() == (2, 2)
        found = connection.execute(
            "SELECT min(total_yuan), max(total_yuan), count(*) FROM mart.project_overview WHERE total_yuan > 500000"
        ).fetchone()
    assert found == (Decimal("905000.00"), Decimal("905000.00"), COUNT)
