"""A whole made world, loaded by the command that people use: every view says what the world's own model says (``../shared/tools``).

The tools stand outside the project; ``JIXIAO_TOOLS`` names their folder, else ``../shared/tools`` is taken. Without them the test is skipped.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.corpus import ROOT

TOOLS = Path(os.environ.get("JIXIAO_TOOLS") or ROOT.parent / "shared" / "tools")


def run(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, command)], cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, timeout=280, check=False
    )


@pytest.mark.skipif(not (TOOLS / "scenario.py").exists(), reason=f"the scenario tools are not here: {TOOLS} (set JIXIAO_TOOLS)")
def test_every_view_says_what_the_worlds_model_says(own_database: Any, tmp_path: Path) -> None:
    world = tmp_path / "world"
    made = run(TOOLS / "scenario.py", "--out", world, "--seed", "2", "--regions", "3", "--years", "2022-2024")
    assert made.returncode == 0, made.stderr
    files = [part for name in ("manifest", "roster", "succession") for part in (f"--{name}", world / f"{name}.csv")]
    home = {"JIXIAO_HOME": str(tmp_path / "home"), "JIXIAO_DATABASE_URL": own_database.url}
    loaded = run("-m", "etl", "load", world / "documents", *files, **home)
    assert loaded.returncode in (0, 1), loaded.stderr  # 1: some documents of a world are broken on purpose
    checked = run(TOOLS / "check_scenario.py", own_database.url, world / "answers")
    assert checked.returncode == 0, checked.stdout + checked.stderr
