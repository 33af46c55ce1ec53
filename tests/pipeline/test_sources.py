"""Archives, addresses and manifests through the command, to the tables; refused documents taken again; what a run leaves to be looked at."""

from __future__ import annotations

import functools
import hashlib
import http.server
import json
import re
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.cli import SAMPLES, Ran, jixiao
from tests.conftest import TestDatabase

COUNT = sum(1 for path in SAMPLES.iterdir() if path.suffix != ".md")
WORKBOOK = SAMPLES / "justice_2024.xlsx"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tuple[str, Path, list[str]]]:
    """An address, the folder that it serves, and what was got from it."""
    folder, got = tmp_path / "site", []

    class Handler(_Quiet):
        def do_GET(self) -> None:
            got.append(self.path)
            super().do_GET()

    folder.mkdir()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", folder, got
        server.shutdown()
        thread.join()


@pytest.fixture
def load(own_database: TestDatabase, tmp_path: Path) -> Iterator[object]:
    """``load(*arguments)``: a load into a database of its own."""

    def run(*arguments: str, command: str = "load", **more: str) -> Ran:
        return jixiao(command, *arguments, home=tmp_path, JIXIAO_DATABASE_URL=own_database.url, no_proxy="*", **more)

    return run


def names(url: str) -> dict[str, str]:
    """Outcome of each document on record, by name."""
    with psycopg.connect(url) as connection:
        return dict(connection.execute("SELECT name, outcome FROM ops.document").fetchall())


def test_an_archive_s_documents_come_one_by_one_with_the_manifest_s_words(load: object, own_database: TestDatabase, tmp_path: Path) -> None:
    assert callable(load)
    archive = tmp_path / "公开.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.write(WORKBOOK, "司法/目标表.xlsx")
        made.write(SAMPLES / "emergency_2025.docx", "应急.docx")
        made.writestr("../out.csv", "a,b\n1,2\n")
    (tmp_path / "list.csv").write_text("path,published_on\n公开.zip,2024-02-01\n公开.zip!应急.docx,2025-02-03\n", encoding="utf-8")
    ran = load(str(archive), "--manifest", "list.csv")
    assert ran.code == 1, ran.err
    assert names(own_database.url) == {
        f"{archive}!司法/目标表.xlsx": "loaded",
        f"{archive}!应急.docx": "loaded",
        f"{archive}!../out.csv": "refused",
    }
    with psycopg.connect(own_database.url) as connection:
        days = connection.execute("SELECT published_on::text FROM ops.document WHERE outcome = 'loaded' ORDER BY 1").fetchall()
    assert days == [("2024-02-01",), ("2025-02-03",)]
    assert "unchanged   2" in load(str(archive)).out


def test_a_manifest_alone_names_paths_and_addresses(load: object, own_database: TestDatabase, site: tuple[str, Path, list[str]]) -> None:
    assert callable(load)
    url, folder, got = site
    (folder / "a.xlsx").write_bytes(WORKBOOK.read_bytes())
    (folder / "b.docx").write_bytes((SAMPLES / "emergency_2025.docx").read_bytes())
    sha = hashlib.sha256(WORKBOOK.read_bytes()).hexdigest()
    home = folder.parent
    (home / "list.csv").write_text(f"path,url,sha256\n,{url}/a.xlsx,{sha}\n,{url}/b.docx,{'0' * 64}\nnone.pdf,,\n", encoding="utf-8")
    ran = load("--manifest", "list.csv")
    assert ran.code == 1, ran.err
    assert names(own_database.url) == {f"{url}/a.xlsx": "loaded", f"{url}/b.docx": "refused", str(home / "none.pdf"): "refused"}
    assert "0000" in ran.out  # the sum that the manifest promised is in the reason
    load("--manifest", "list.csv")
    assert got.count("/a.xlsx") == 1
    assert oct((home / "documents").stat().st_mode & 0o777) == "0o700"


def test_refused_documents_are_taken_again_from_their_copies(load: object, own_database: TestDatabase, tmp_path: Path) -> None:
    assert callable(load)
    text = (SAMPLES / "emergency_2024.csv").read_text(encoding="utf-8-sig").replace("2024年", "")
    text = re.sub(r"20\d\d年|20\d\d", "", text)
    (tmp_path / "plain.csv").write_text(text, encoding="utf-8")
    assert load("plain.csv").code == 1
    (tmp_path / "plain.csv").unlink()
    ran = load("--replay", "--year", "2024")
    assert ran.code == 0, ran.out + ran.err
    assert names(own_database.url) == {"plain.csv": "loaded"}
    assert load("--replay").code == 0


def test_what_a_run_leaves_to_be_looked_at(load: object, tmp_path: Path) -> None:
    assert callable(load)
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    ran = load(str(SAMPLES), "bad.pdf", "--log", "json")
    events = [json.loads(line) for line in ran.err.splitlines()]
    assert [event["event"] for event in events] == ["start", *["document"] * (COUNT + 1), "finish"]
    assert [event["level"] for event in events if event["event"] == "document"].count("warning") == 1
    report = Path(events[-1]["report"])
    facts = json.loads(report.with_suffix(".json").read_text(encoding="utf-8"))
    assert (facts["loaded"], facts["refused"], len(facts["refused_documents"])) == (COUNT, 1, 1)
    assert sum(change["documents"] for change in facts["changes"]) == COUNT
    assert "bad.pdf" in report.read_text(encoding="utf-8") and oct(report.stat().st_mode & 0o777) == "0o600"

    status = json.loads(load("--json", command="status").out)
    assert status["documents"] == {"loaded": COUNT, "refused": 1} and len(status["departments"]) >= 2
    (tmp_path / "metrics").mkdir()
    load("--prometheus", "metrics/j.prom", command="status")
    lines = (tmp_path / "metrics/j.prom").read_text(encoding="utf-8").splitlines()
    samples = [line for line in lines if not line.startswith("#")]
    assert all(re.fullmatch(r'[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? -?\d+', line) for line in samples), samples
    assert len({line.rpartition(" ")[0] for line in samples}) == len(samples)
    assert 'jixiao_documents{outcome="refused"} 1' in samples and "jixiao_up 1" in samples
    assert [path.name for path in (tmp_path / "metrics").iterdir()] == ["j.prom"]


def test_metrics_say_that_the_database_is_away(tmp_path: Path) -> None:
    away = {"JIXIAO_DATABASE_URL": "postgresql://a:secret@127.0.0.1:1/b"}
    ran = jixiao("status", "--prometheus", "j.prom", home=tmp_path, **away)
    assert ran.code == 4 and "secret" not in ran.err
    assert "jixiao_up 0" in (tmp_path / "j.prom").read_text().splitlines()
    doctor = jixiao("doctor", "--json", home=tmp_path, **away)
    checks = {check["name"]: check for check in map(json.loads, doctor.out.splitlines())}
    assert doctor.code == 1 and checks["database"]["state"] == "wrong" and checks["database"]["advice"]
    assert "secret" not in doctor.out
