"""A reader that asks the views all the time while documents are loaded, published anew and read again: it never sees half a document."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from etl.load import server
from tests.cli import jixiao
from tests.pipeline.made import documents

pytestmark = pytest.mark.slow

COUNT = 150  # more than one group, so that there is something to see in between

# Of each document (or department): how many projects, targets and yuan a view shows. One query is one snapshot; so is one transaction below.
_SEEN = {
    "targets": "SELECT department_name, count(DISTINCT project_id), count(*), 0 FROM mart.project_target GROUP BY 1",
    "projects": "SELECT department_name, count(*), sum(indicator_count), sum(total_yuan) FROM mart.project_overview GROUP BY 1",
    "departments": "SELECT department_name, project_count, indicator_count, total_yuan FROM mart.department_overview",
    "money": "SELECT department_name, count(DISTINCT project_id), count(*), sum(amount_yuan) FROM mart.project_funding GROUP BY 1",
    "sums": "SELECT department_name, count(*), 0, sum(published_yuan) FROM mart.reconciliation WHERE status = 'passed' GROUP BY 1",
    "versions": "SELECT department_name, count(*), 0, sum(total_yuan) FROM mart.project_version WHERE is_current GROUP BY 1",
    "coverage": "SELECT department_name, document_count, target_count, 0 FROM mart.coverage",
}
Seen = dict[str, dict[str, tuple[object, ...]]]


class Reader(threading.Thread):
    """Asks until it is told to stop; keeps what it saw of each department, and how many departments at a time."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.url, self.done = url, threading.Event()
        self.shown: dict[str, set[tuple[object, ...]]] = {name: set() for name in _SEEN}
        self.counts: list[int] = []
        self.uneven: list[dict[str, int]] = []
        self.trouble: BaseException | None = None

    def run(self) -> None:
        try:
            with psycopg.connect(self.url, options="-c default_transaction_isolation=repeatable\\ read -c search_path=mart") as connection:
                while not self.done.is_set():
                    with connection.transaction():
                        self.note(look(connection))
        except BaseException as error:
            self.trouble = error

    def note(self, seen: Seen) -> None:
        for name, found in seen.items():
            self.shown[name].update(found.values())
        sizes = {name: len(found) for name, found in seen.items()}
        self.counts.append(sizes["targets"])
        if len(set(sizes.values())) > 1:
            self.uneven.append(sizes)

    def __enter__(self) -> Reader:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.join(60)
        if self.trouble:
            raise self.trouble


def look(connection: psycopg.Connection) -> Seen:
    return {name: {str(row[0]): tuple(row[1:]) for row in connection.execute(query)} for name, query in _SEEN.items()}


@pytest.fixture
def home() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="jixiao-run-", dir="/tmp"))
    yield made
    server.stop(made)
    shutil.rmtree(made, ignore_errors=True)


def whole(connection_url: str) -> dict[str, set[tuple[object, ...]]]:
    with psycopg.connect(connection_url) as connection:
        return {name: set(found.values()) for name, found in look(connection).items()}


def test_no_view_ever_shows_half_a_document(home: Path, tmp_path: Path) -> None:
    assert jixiao("db", "upgrade", home=home).code == 0
    url = server.start(home).url()
    documents(tmp_path / "first", COUNT)
    with Reader(url) as reader:
        assert jixiao("load", str(tmp_path / "first"), home=home).code == 0
    once = whole(url)
    assert all(len(shown) == 1 for shown in once.values())  # all documents are alike
    assert reader.shown == once and reader.uneven == []
    assert len(reader.counts) >= 5 and any(0 < count < COUNT for count in reader.counts), reader.counts

    # Published anew with more money: before and after, never neither, never both.
    for path in documents(tmp_path / "second", COUNT):
        more = path.read_text(encoding="utf-8").replace("90.00,80.00", "91.00,81.00").replace("115.80,105.80", "116.80,106.80")
        path.write_text(more, encoding="utf-8")
    with Reader(url) as reader:
        assert jixiao("load", str(tmp_path / "second"), home=home).code == 0
    twice = whole(url)
    assert twice["projects"] != once["projects"]
    assert all(reader.shown[name] <= once[name] | twice[name] for name in _SEEN)
    assert set(reader.counts) == {COUNT} and reader.uneven == []

    # Read again with a correction: the same.
    file = tmp_path / "corrections.csv"
    rows = [f"second/{number:05}.csv,R6C2,91.00,92.00,misprint" for number in range(COUNT)]
    file.write_text("\n".join(["document,place,expected,corrected,reason", *rows]) + "\n", encoding="utf-8")
    with Reader(url) as reader:
        assert jixiao("load", str(tmp_path / "second"), "--reread", "--corrections", str(file), home=home).code == 0
    thrice = whole(url)
    assert thrice["projects"] != twice["projects"]
    assert all(reader.shown[name] <= twice[name] | thrice[name] for name in _SEEN)
    assert set(reader.counts) == {COUNT}
