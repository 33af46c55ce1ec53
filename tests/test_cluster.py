"""``--executor``: a real Dask cluster of several worker processes gives the same rows as this machine, also with one of them killed in the middle."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from etl.errors import UsageProblem
from etl.finding import Refused
from etl.pipeline.cluster import Cluster
from etl.pipeline.reading import Read, Task, read_one
from etl.reading_child import Limits
from etl.transform.statement import Claim
from etl.workers import Workers

pytestmark = pytest.mark.slow

distributed = pytest.importorskip("distributed", reason="needs the extra jixiao[cluster]")
SAMPLES = Path(__file__).resolve().parent.parent / "samples"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A scheduler with three worker processes on this machine."""
    with distributed.LocalCluster(n_workers=3, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


def tasks(times: int) -> Iterator[tuple[int, Task]]:
    """The samples again and again, each time another document by its year."""
    files = sorted(path for path in SAMPLES.rglob("*") if path.suffix in (".xlsx", ".html", ".csv", ".docx"))
    for n in range(times):
        yield n, Task(files[n % len(files)].read_bytes(), Claim(file_name=files[n % len(files)].name, money_unit="10k_yuan"))


def read(workers: Any, times: int) -> list[tuple[int, Read | Refused]]:
    with workers as open_:
        return list(open_.map(tasks(times)))


def test_a_cluster_reads_as_this_machine_does(address: str) -> None:
    assert read(Cluster(address, read_one, Limits()), 12) == read(Workers(read_one, 1), 12)


def test_a_worker_killed_in_the_middle_costs_its_documents_a_second_try(address: str) -> None:
    with distributed.Client(address, set_as_default=False) as client:
        before = set(client.run(os.getpid).values())

        def kill() -> None:
            os.kill(min(before), signal.SIGKILL)

        timer = threading.Timer(0.4, kill)
        timer.start()
        found = read(Cluster(address, read_one, Limits()), 120)
        timer.join()
        assert min(before) not in set(client.run(os.getpid).values())
    assert [key for key, _ in found] == list(range(120))
    assert found == read(Workers(read_one, 2), 120)


def _abort(_: Task) -> Read:
    os.abort()


def test_what_crashes_its_reader_is_refused_and_the_worker_lives(address: str) -> None:
    with Cluster(address, _abort, Limits()) as cluster:
        ((_, result),) = cluster.map([(0, Task(b"x", Claim()))])
    assert isinstance(result, Refused) and result.rule == "reader_crashed"


def test_a_scheduler_that_does_not_answer_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.pipeline.cluster.WAIT_SECONDS", 1)
    with pytest.raises(UsageProblem, match=r"tcp://127\.0\.0\.1:9"), Cluster("tcp://127.0.0.1:9", read_one, Limits()):
        pass
