"""All hostile inputs in one load beside good files: the good ones are loaded, the bad ones on record, nothing is asked of anybody or left behind."""

from __future__ import annotations

import json
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from etl.load import server
from tests.cli import SAMPLES, jixiao
from tests.hostile.files import KINDS, bombs, special
from tests.hostile.more import COSTLY, GOOD, MORE

pytestmark = [pytest.mark.slow, pytest.mark.skipif(psutil.WINDOWS, reason="pipes, devices and limits of processes are those of POSIX")]


@pytest.fixture(scope="module")
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and who came."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as waiting:
        waiting.settimeout(0.2)
        ended = threading.Event()

        def watch() -> None:
            while not ended.is_set():
                try:
                    connection, _ = waiting.accept()
                except TimeoutError:
                    continue
                came.append("connection")
                connection.close()

        thread = threading.Thread(target=watch)
        thread.start()
        yield f"http://127.0.0.1:{waiting.getsockname()[1]}", came
        ended.set()
        thread.join()


@pytest.fixture
def home() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="jixiao-bad-", dir="/tmp"))
    (made / "tmp").mkdir()
    (made / "tmp").chmod(0o1777)
    yield made
    server.stop(made)
    shutil.rmtree(made, ignore_errors=True)


def test_in_one_load_the_good_are_loaded_and_the_bad_on_record(home: Path, listener: tuple[str, list[str]]) -> None:
    url, came = listener
    folder, count = home / "in", 0
    for kind in (*KINDS, *MORE):
        if kind is bombs:
            continue
        (folder / kind.__name__).mkdir(parents=True)
        for name, data in kind(url):
            if name not in COSTLY:
                (folder / kind.__name__ / name).write_bytes(data)
                count += 1
    (folder / "special").mkdir()
    special(folder / "special")
    shutil.copytree(SAMPLES, folder / "good")
    limits = {"JIXIAO_READ_SECONDS": "8", "TMPDIR": str(home / "tmp")}
    ran = jixiao("load", str(folder), "--json", home=home, **limits)
    assert ran.code == 1, ran.err
    assert "Traceback" not in ran.out + ran.err
    lines = [json.loads(line) for line in ran.out.splitlines()]
    documents, summary = lines[:-1], lines[-1]["summary"]
    strange = [line for line in documents if line["file"].rpartition("/")[2].partition("!")[0] in GOOD]
    assert len(strange) == len(GOOD) and {line["outcome"] for line in strange} <= {"loaded", "unchanged"}, strange
    good = [line for line in documents if "/good/" in line["file"]]
    assert len(good) == len(list(SAMPLES.iterdir())) and {line["outcome"] for line in good} <= {"loaded", "unchanged"}
    assert count <= len(documents) == summary["documents"]
    for line in documents:
        assert line["outcome"] in ("loaded", "unchanged", "refused")
        assert line["outcome"] != "refused" or (line["reason"] and "\n" not in line["reason"]), line
    assert came == []
    assert list((home / "tmp").iterdir()) == []
    assert not Path("/tmp/jixiao-slipped.csv").exists()
    again = jixiao("load", str(folder), "--json", home=home, **limits)
    *later, last = [json.loads(line) for line in again.out.splitlines()]
    refused = [{line["file"]: line["reason"] for line in told if line["outcome"] == "refused"} for told in (documents, later)]
    assert refused[0] == refused[1]
    assert (last["summary"]["loaded"], last["summary"]["refused"]) == (0, summary["refused"])
    crashed = [line for line in documents if line["reason"] and "ended abnormally" in line["reason"]]
    assert crashed == []


@pytest.mark.parametrize("name", ["flate.pdf", "loop.pdf", "layers.zip", "overlapping.zip", "blanks.xlsx", "deep.html"])
def test_a_bomb_costs_little(home: Path, name: str) -> None:
    data = next(data for found, data in bombs("") if found == name)
    (home / name).write_bytes(data)
    most, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.05):
            try:
                ours = psutil.Process().children(recursive=True)
                most[0] = max(most[0], sum(child.memory_info().rss for child in ours))
            except psutil.Error:
                continue

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        ran = jixiao("inspect", name, "--json", home=home, TMPDIR=str(home / "tmp"))
    finally:
        done.set()
        thread.join()
    (line,) = [json.loads(line) for line in ran.out.splitlines()]
    assert (ran.code, line["outcome"]) == (1, "refused"), ran.err
    assert most[0] < 1.5 * 2**30
    assert list((home / "tmp").iterdir()) == []
