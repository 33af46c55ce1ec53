"""The tutorial in both languages and the how-to: their commands are run as they stand, in order, as a newcomer would."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.load import server
from tests.cli import ROOT, SAMPLES, environment

pytestmark = pytest.mark.slow

DOCS = ROOT / "docs"


def blocks(page: str, kind: str) -> list[str]:
    """The blocks of a page that are marked ``kind``."""
    return re.findall(rf"^```{kind}\n(.*?)^```", (DOCS / page).read_text(encoding="utf-8"), re.M | re.S)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with what a checkout has, and the command on the path."""
    made = Path(tempfile.mkdtemp(prefix="jixiao-doc-", dir="/tmp"))
    shutil.copytree(SAMPLES, made / "samples")
    (made / "docs").mkdir()
    shutil.copy(DOCS / "succession.csv", made / "docs")
    (made / "bin").mkdir()
    for name, words in (("jixiao", "-m etl"), ("python", "")):
        command = made / "bin" / name
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n')
        command.chmod(0o755)
    yield made
    server.stop(made / "home")
    shutil.rmtree(made, ignore_errors=True)


def run(folder: Path, script: str, **more: str) -> str:
    """What a script prints; it must end well."""
    where = environment(folder / "home", PATH=f"{folder / 'bin'}:{os.environ['PATH']}", **more)
    done = subprocess.run(["/bin/sh", "-c", f"set -eu\n{script}"], cwd=folder, env=where, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(("page", "language", "made"), [("tutorial.md", "zh", ("报告.html", "出处.svg", "目标变动.csv")),
                                                        ("tutorial.en.md", "en", ("report.html", "cell.svg", "target_change.csv"))])  # fmt: skip
def test_the_tutorial_leads_to_a_report(page: str, language: str, made: tuple[str, str, str], folder: Path) -> None:
    script = "".join(blocks(page, "sh test"))
    assert script.count("jixiao ") >= 10
    out = run(folder, script, JIXIAO_LANG=language)
    assert "法律援助案件办理经费" in out and "≥400" in out
    report, cell, table = ((folder / name).read_text(encoding="utf-8") for name in made)
    assert "</html>" in report and "样例市样例区司法局" in report
    assert "<svg" in cell and "≥400" in cell
    assert len(table.splitlines()) > 5


def test_both_tutorials_run_the_same_commands() -> None:
    def verbs(page: str) -> list[str]:
        return [line.split(" ", 2)[1] if " " in line else line for block in blocks(page, "sh test") for line in block.splitlines()]

    assert verbs("tutorial.md") == verbs("tutorial.en.md")


def test_the_how_to_runs(folder: Path) -> None:
    (corrections,) = blocks("howto.md", "csv corrections")
    (folder / "corrections.csv").write_text(corrections, encoding="utf-8")
    out = run(folder, "".join(blocks("howto.md", "sh test")))
    assert "365,500.00" in out and "printed wrong; confirmed by the bureau" in out
    (folder / "snippet.py").write_text("".join(blocks("howto.md", "python test")), encoding="utf-8")
    assert re.search(r"人民调解工作经费\s+365500", run(folder, "python snippet.py"))


@pytest.mark.parametrize("page", ["tutorial.md", "tutorial.en.md", "howto.md", "model.md"])
def test_links_lead_somewhere(page: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (DOCS / page).read_text(encoding="utf-8"))
    assert all((DOCS / link).exists() for link in links), links
