"""Runs the command line as a user does, in a process of its own, with nothing of this machine's settings."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"


@dataclass(frozen=True, slots=True)
class Ran:
    """What came out."""

    code: int
    out: str
    err: str


def environment(home: Path, **more: str) -> dict[str, str]:
    """A user's environment: English, no colours, an empty home; ``more`` wins."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JIXIAO_", "LC_", "LANG", "PG", "COLUMNS"))}
    return {
        **kept,
        "HOME": str(home),
        "JIXIAO_HOME": str(home),
        "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]),
        "LANG": "C.UTF-8",
        **more,
    }


def jixiao(*arguments: str, home: Path, cwd: Path | None = None, given: str = "", **more: str) -> Ran:
    """Run ``python -m etl`` with ``arguments`` in ``cwd`` (else ``home``); its words are English unless ``JIXIAO_LANG`` is given."""
    done = subprocess.run(
        [sys.executable, "-m", "etl", *arguments],
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        cwd=cwd or home,
        env=environment(home, **more),
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
