"""Child processes with limits: each fault costs its own document a refusal, nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from etl import reading_child
from etl.finding import Refused
from etl.workers import Limits, Workers, WorkersFailed
from tests.corpus import ROOT
from tests.faults import work

LIMITS = Limits(seconds=1.5, memory_mb=400, output_mb=2, open_files=64)
posix = pytest.mark.skipif(os.name != "posix", reason="the system keeps these limits only on POSIX")


@pytest.fixture(autouse=True)
def _importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))


@pytest.fixture(autouse=True)
def _nothing_left() -> Iterator[None]:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    yield
    assert [child for child in psutil.Process().children(recursive=True) if child.pid not in before] == []


def run(*tasks: tuple[str, Any], jobs: int = 1, limits: Limits = LIMITS) -> list[Any]:
    with Workers(work, jobs, limits) as workers:
        results = list(workers.map(enumerate(tasks)))
    assert [key for key, _ in results] == list(range(len(tasks)))
    return [result for _, result in results]


def rule(result: Any) -> str:
    assert isinstance(result, Refused), result
    return result.rule


def test_results_in_the_order_of_the_arguments_from_warm_children() -> None:
    results = run(*[("echo", at) for at in range(20)], jobs=2)
    assert [value for value, _ in results] == list(range(20))
    pids = {pid for _, pid in results}
    assert os.getpid() not in pids and len(pids) <= 2


def test_a_reading_that_shows_signs_of_life_may_take_longer() -> None:
    assert run(("long", 5)) == ["done"]


@pytest.mark.parametrize(
    ("kind", "value", "expected", "found"),
    [
        ("sleep", 100, "read_timeout", None),
        ("spin", 0, "read_timeout", None),
        pytest.param("abort", 0, "reader_crashed", "SIGABRT", marks=posix),
        pytest.param("segfault", 0, "reader_crashed", "SIGSEGV", marks=posix),
        ("exit", 0, "reader_crashed", "exit 0"),
        ("system exit", 0, "reader_crashed", "SystemExit: 3 (faults.py"),
        ("error", 0, "reader_crashed", "KeyError: 'x' (faults.py"),
        ("unpicklable", 0, "reader_crashed", "Error"),
        pytest.param("four gigabytes", 0, "memory_limit", None, marks=posix),
        pytest.param("allocate", 2000, "memory_limit", None, marks=posix),
        ("huge", 3, "output_limit", "3 MB"),
        ("refuse", 0, "damaged_file", "甲"),
    ],
)
def test_a_fault_is_refused_and_the_others_go_on(kind: str, value: Any, expected: str, found: str | None) -> None:
    before, fault, after = run(("echo", 1), (kind, value), ("echo", 2))
    assert (before[0], after[0]) == (1, 2)
    assert rule(fault) == expected
    assert found is None or found in (fault.found or "")


@posix
def test_files_it_writes_and_opens_are_limited(tmp_path: Path) -> None:
    written, opened = run(("write", str(tmp_path / "large")), ("open", __file__))
    assert (rule(written), rule(opened)) == ("reader_crashed", "reader_crashed")
    assert "File too large" in (written.found or "") and "Too many open files" in (opened.found or "")


def test_one_that_hangs_does_not_hold_up_the_others() -> None:
    began = time.monotonic()
    results = run(("sleep", 100), *[("echo", at) for at in range(8)], jobs=2)
    assert rule(results[0]) == "read_timeout"
    assert [value for value, _ in results[1:]] == list(range(8))
    assert time.monotonic() - began < 15


def test_arguments_are_taken_as_they_are_needed() -> None:
    taken = []

    def arguments() -> Iterator[tuple[int, tuple[str, Any]]]:
        for at in range(100):
            taken.append(at)
            yield at, ("echo", at)

    with Workers(work, 1, LIMITS) as workers:
        results = workers.map(arguments())
        assert next(results)[0] == 0
        assert len(taken) <= 9
        assert len(list(results)) == 99


def test_temporary_files_are_gone_and_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    path, said, typed = run(("temporary", 0), ("chatter", 0), ("stdin", 0))
    assert not Path(path).exists() and not Path(path).parent.exists()
    assert (said, typed) == ("quiet", "")
    assert capfd.readouterr() == ("", "")


@posix
def test_what_a_child_started_ends_with_it(tmp_path: Path) -> None:
    assert rule(run(("grandchild", str(tmp_path / "pid")))[0]) == "read_timeout"
    pid = int((tmp_path / "pid").read_text(encoding="ascii"))
    for _ in range(50):  # its end is seen by the system a moment later
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return
        time.sleep(0.1)
    raise AssertionError("what the child started is still there")


def test_a_child_killed_while_idle_costs_nothing() -> None:
    with Workers(work, 1, LIMITS) as workers:
        (_, (_, pid)), *_ = list(workers.map([(0, ("echo", 0))]))
        psutil.Process(pid).kill()
        psutil.wait_procs([psutil.Process(pid)] if psutil.pid_exists(pid) else [], timeout=5)
        assert next(workers.map([(1, ("echo", 1))]))[1][0] == 1


def test_a_child_that_ends_by_itself_leaves_room_for_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The only child removed the folder of all with its own, and the load ended for want of a reader."""
    own = tmp_path / "all" / "own"
    own.mkdir(parents=True)
    monkeypatch.setenv(reading_child.FOLDER, str(own))
    reading_child.clear()
    assert own.parent.is_dir() and not own.exists()
    own.mkdir()
    reading_child.clear(orphan=True)
    assert not own.parent.exists()


def test_leaving_early_leaves_nothing() -> None:
    with pytest.raises(KeyboardInterrupt), Workers(work, 2, Limits(seconds=100)) as workers:
        for _ in workers.map(enumerate([("echo", 0), ("sleep", 100), ("sleep", 100)])):
            raise KeyboardInterrupt


def test_a_function_that_cannot_be_imported_there_is_our_fault_not_a_document_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "only_here.py").write_text("def work(argument):\n    return argument\n", encoding="utf-8")
    with monkeypatch.context() as here:
        here.syspath_prepend(str(tmp_path))
        import only_here  # type: ignore[import-not-found]
    (tmp_path / "only_here.py").unlink()
    with pytest.raises(WorkersFailed, match="only_here"), Workers(only_here.work, 1, LIMITS) as workers:
        list(workers.map([(0, 0)]))


@posix
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_children_and_files_end_with_their_parent(end: signal.Signals, tmp_path: Path) -> None:
    script = (
        "import os, sys\nfrom etl.workers import Workers, Limits\nfrom tests.faults import work\n"
        "with Workers(work, 2, Limits(seconds=100)) as workers:\n"
        "    for _, (_, pid) in workers.map(enumerate([('echo', 0), ('sleep', 100), ('sleep', 100)])):\n"
        "        print(pid, flush=True)\n"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=ROOT, text=True, env=environment)
    assert parent.stdout is not None
    int(parent.stdout.readline())
    children = psutil.Process(parent.pid).children(recursive=True)
    assert children
    parent.send_signal(end)
    parent.wait(10)
    parent.stdout.close()
    assert psutil.wait_procs(children, timeout=5)[1] == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("weight", "taken"), [(0, 20), (3 * 2**20, 3)])
def test_what_is_light_is_done_while_the_caller_is_busy(weight: int, taken: int) -> None:
    given: list[int] = []

    def arguments() -> Iterator[tuple[int, tuple[str, int]]]:
        for at in range(40):
            given.append(at)
            yield at, ("echo", at)

    with Workers(work, 1, LIMITS, ahead=20, weigh=lambda argument: weight) as workers:
        results = workers.map(arguments())
        next(results)
        assert len(given) == taken
        time.sleep(0.5)
        assert workers._tasks.empty(), "done meanwhile"
        next(results)
        assert taken < len(given) <= taken + 2, "and more is taken before the caller is busy again"
        assert [key for key, _ in results] == list(range(2, 40))


def test_a_heavy_answer_weighs_too() -> None:
    given: list[int] = []

    def arguments() -> Iterator[tuple[int, tuple[str, str]]]:
        for at in range(40):
            given.append(at)
            yield at, ("echo", "x" * 1_500_000)

    with Workers(work, 1, LIMITS, ahead=20) as workers:
        results = workers.map(arguments())
        next(results)
        time.sleep(0.5)
        for _ in range(10):
            next(results)
        assert len(given) <= 22, "31 if only the arguments were weighed"
        assert len(list(results)) == 29
