"""The nightly job over many files: the first night, a night on which nothing came, a night on which some came (issues 5 and 6).

Makes small documents (csv and xlsx, each with a department and amounts of its own), loads them with the command line into a database of its own in
JIXIAO_HOME, and times each night; of the second it says how many files were given to a reader, which must be none.

    python benchmarks/nightly.py [--files 10000] [--changed 100]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from etl.load import server  # noqa: E402

SAMPLE = ROOT / "samples" / "emergency_2024.csv"


def make(folder: Path, number: int, version: int = 0) -> None:
    """A document: every second one a workbook. ``version`` makes it another publication of the same department."""
    text = SAMPLE.read_text(encoding="utf-8-sig").replace("应急管理局", f"第{number}中学").replace("100套", f"{100 + version}套")
    place = folder / f"{number // 500:03}"
    place.mkdir(parents=True, exist_ok=True)
    if number % 2:
        (place / f"{number:05}.csv").write_text(text, encoding="utf-8")
        return
    book = Workbook()
    sheet = book.active
    for line in text.splitlines():
        sheet.append([cell or None for cell in line.split(",")])
    held = BytesIO()
    book.save(held)
    (place / f"{number:05}.xlsx").write_bytes(held.getvalue())


def night(name: str, folder: Path, home: Path) -> list[object]:
    """One run of the job, as cron runs it: piped, one line a document. Returns a line of the table."""
    environment = {**os.environ, "JIXIAO_HOME": str(home), "JIXIAO_LANG": "en", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "etl", "load", str(folder)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, cwd=home, env=environment, check=False)
    seconds = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(done.stderr)
    told = json.loads(max((home / "reports").glob("load-*.json")).read_text(encoding="utf-8"))
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    counts = [told[key] for key in ("documents", "loaded", "unchanged", "read")]
    return [name, *counts, f"{seconds:.1f}", f"{processor:.1f}", f"{after.ru_maxrss / 1024:.0f}"]


def main() -> None:
    """Make, load three times, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--changed", type=int, default=100)
    given = parser.parse_args()
    work = Path(tempfile.mkdtemp(prefix="jixiao-nightly-"))
    work.chmod(0o711)
    home, documents = work / "home", work / "documents"
    home.mkdir()
    widths = (18, 10, 8, 10, 6, 9, 9, 8)
    try:
        for number in range(given.files):
            make(documents, number)
        show(widths, ["night", "documents", "loaded", "unchanged", "read", "seconds", "cpu s", "most MB"])
        show(widths, night("all are new", documents, home))
        show(widths, night("nothing new", documents, home))
        for number in range(given.changed):
            make(documents, number * (given.files // given.changed), version=1)
        show(widths, night(f"{given.changed} changed", documents, home))
    finally:
        server.stop(home)
        shutil.rmtree(work, ignore_errors=True)


def show(widths: tuple[int, ...], row: list[object]) -> None:
    """A line of the table, at once."""
    print(str(row[0]).ljust(widths[0]) + "".join(str(cell).rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)), flush=True)


if __name__ == "__main__":
    main()
