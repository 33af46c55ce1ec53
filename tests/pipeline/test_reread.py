"""``load --reread``: stored documents are read again from the store, as they were claimed and corrected, and what changes is a new reading."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from etl import __version__
from etl.load import server
from tests.cli import SAMPLES, Ran, jixiao
from tests.pipeline.made import contents, documents

CORRECTION = "document,place,expected,corrected,reason\njustice_2024.xlsx,Sheet1!B7,36.50,36.55,printed wrong\n"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="jixiao-run-", dir="/tmp"))
    yield made
    server.stop(made)
    shutil.rmtree(made, ignore_errors=True)


@pytest.fixture(scope="module")
def url(home: Path) -> str:
    assert load(home, str(SAMPLES)).code == 0
    return server.start(home).url()


def load(home: Path, *arguments: str) -> Ran:
    return jixiao("load", *arguments, home=home)


def ask(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchall()


def age(url: str, which: str = "true") -> None:
    """As if an earlier version had read these documents."""
    with psycopg.connect(url) as connection:
        connection.execute(f"UPDATE ops.document SET parser_version = '0.0.1' WHERE {which}")


def test_what_an_earlier_version_read_is_read_again_and_stays_as_it_is(home: Path, url: str) -> None:
    before = contents(url)
    age(url)
    loaded = ask(url, "SELECT count(*) FROM ops.document WHERE outcome = 'loaded'")[0][0]
    ran = load(home, "--reread")
    assert ran.code == 0, ran.err
    assert f"{loaded} loaded documents were read again; 0 of them said something else" in ran.err
    assert contents(url) == before
    assert ask(url, "SELECT DISTINCT parser_version FROM ops.document WHERE outcome = 'loaded'") == [(__version__,)]
    assert "read again" not in load(home, "--reread").err


def test_a_correction_reaches_what_is_loaded_and_is_kept_by_the_next_reading(home: Path, url: str, tmp_path: Path) -> None:
    file = tmp_path / "corrections.csv"
    file.write_text(CORRECTION, encoding="utf-8")
    document = str(SAMPLES / "justice_2024.xlsx")
    late = load(home, document, "--corrections", str(file))
    assert "--reread" in late.err
    told = load(home, document, "--corrections", str(file), "--reread", "--dry-run")
    assert "1 of them said something else" in told.err
    assert ask(url, "SELECT max(reading) FROM ops.statement") == [(1,)]
    assert load(home, document, "--corrections", str(file), "--reread").code == 0
    query = """SELECT y.total_yuan::text, e.text, s.reading FROM core.project_year y JOIN ops.statement s USING (statement_id)
        JOIN core.evidence e ON e.evidence_id = y.total_evidence_id JOIN ops.document d ON d.document_id = s.document_id
        WHERE y.is_current AND e.place = 'Sheet1!B7' AND d.name LIKE '%justice_2024.xlsx'"""
    corrected = [("365500.00", "36.50", 2)]
    assert ask(url, query) == corrected
    age(url, "name LIKE '%justice_2024.xlsx'")
    assert "1 loaded documents were read again; 0 of them" in load(home, "--reread").err
    assert ask(url, query) == corrected


def test_what_the_caller_said_is_said_again(home: Path, url: str, tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    text = (SAMPLES / "emergency_2024.csv").read_text(encoding="utf-8-sig").replace("2024", "").replace("万元", "").replace("应急管理局", "图书馆")
    path.write_text(text, encoding="utf-8")
    claims = ("--year", "2023", "--money-unit", "万元", "--department", "广州市天河区图书馆", "--region", "440106")
    first = load(home, str(path), *claims)
    assert first.code == 0, first.out
    before = contents(url)
    age(url, "name LIKE '%table.csv'")
    path.unlink()
    ran = load(home, "--reread")
    assert "1 loaded documents were read again; 0 of them" in ran.err, ran.err
    assert contents(url) == before


def test_a_document_without_its_copy_stays_and_is_noted(home: Path, url: str) -> None:
    documents(home / "more", 1, 900)
    assert load(home, str(home / "more")).code == 0
    (sha,) = ask(url, "SELECT sha256 FROM ops.document WHERE name LIKE '%00900.csv'")[0]
    (home / "documents" / str(sha)).unlink()
    age(url, "name LIKE '%00900.csv'")
    before = ask(url, "SELECT count(*) FROM core.project_year WHERE is_current")
    ran = load(home, "--reread")
    assert ran.code == 1 and "no copy" in ran.out
    assert ask(url, "SELECT count(*) FROM core.project_year WHERE is_current") == before
    assert ask(url, "SELECT count(*) FROM ops.finding WHERE rule = 'reread_refused'") == [(1,)]
    assert load(home, str(home / "more"), "--reread").code == 0  # given by path, its bytes are at hand
    assert ask(url, "SELECT count(*) FROM ops.finding WHERE rule = 'reread_refused'") == [(0,)]
