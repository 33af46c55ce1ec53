"""``docs/operations.md``: its commands are run as they stand, in order, and what is restored answers as what was dumped."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from etl.load import server
from tests.cli import ROOT, SAMPLES, environment, jixiao
from tests.pipeline.made import contents

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh test\n(.*?)^```", PAGE, re.M | re.S)


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="jixiao-ops-", dir="/tmp"))
    yield made
    for home in (made / "home", made / "restored"):
        server.stop(home)
    shutil.rmtree(made, ignore_errors=True)


def test_the_commands_of_the_page_run_and_a_restore_answers_the_same(folder: Path) -> None:
    shutil.copytree(SAMPLES, folder / "samples")
    (folder / "bin").mkdir()
    command = folder / "bin/jixiao"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m etl "$@"\n')
    command.chmod(0o755)
    script = "set -eu\n" + "\n".join(BLOCKS)
    assert script.count("jixiao ") >= 10
    run = environment(folder / "home", PATH=f"{folder / 'bin'}:{os.environ['PATH']}")
    done = subprocess.run(["/bin/sh", "-c", script], cwd=folder, env=run, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"unchanged   {len(list(SAMPLES.iterdir()))}" in done.stdout
    assert (folder / "jixiao.dump").stat().st_mode & 0o077 == 0
    old, new = (server.start(folder / name).url() for name in ("home", "restored"))
    assert contents(old) == contents(new)
    assert any(contents(new).values())
    assert answers(old) == answers(new)


def answers(url: str) -> dict[str, list[str]]:
    """Every view's rows."""
    with psycopg.connect(url) as connection:
        views = [row[0] for row in connection.execute("SELECT table_name FROM information_schema.views WHERE table_schema = 'mart' ORDER BY 1")]
        rows = {view: connection.execute(f"SELECT v::text FROM mart.{view} v ORDER BY 1").fetchall() for view in views}  # type: ignore[arg-type]
    assert len(rows) > 10
    return {view: [row[0] for row in found] for view, found in rows.items()}


def test_a_restore_into_a_filled_database_is_refused(folder: Path) -> None:
    home = folder / "home"
    assert jixiao("load", str(SAMPLES), home=home_made(home)).code == 0
    assert jixiao("db", "dump", "a.dump", home=home).code == 0
    refused = jixiao("db", "restore", "a.dump", home=home)
    assert (refused.code, len(refused.err.splitlines())) == (4, 1)
    (folder / "restored").mkdir()
    (folder / "restored/b.dump").write_bytes((home / "a.dump").read_bytes()[:-2000])
    (folder / "restored/b.dump.sha256").write_bytes((home / "a.dump.sha256").read_bytes())
    broken = jixiao("db", "restore", "b.dump", home=folder / "restored")
    assert (broken.code, len(broken.err.splitlines())) == (4, 1), broken.err


def home_made(home: Path) -> Path:
    home.mkdir()
    return home


def test_the_page_names_only_what_exists() -> None:
    for link in re.findall(r"\]\((\.\./[^)]+)\)", PAGE):
        assert (ROOT / "docs" / link).exists(), link
