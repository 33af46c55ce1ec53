"""Time and memory against the number of documents, and against the number of readers: both must be straight lines.

Loads 100, 1,000 and 10,000 small documents (those of ``nightly.py``) with the command line, each into a new database, and tells seconds and processor
time a document, the largest memory of all processes of the load, and how much the database grew; then one number of documents with one reader and
with two.

    python benchmarks/scale.py [--documents 100,1000,10000] [--jobs 1,2] [--json]
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
import threading
import time
from pathlib import Path

import psutil
import psycopg

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from nightly import make  # noqa: E402

from etl.load import server  # noqa: E402

JOBS_DOCUMENTS = 1_000


def measured(documents: int, jobs: int) -> dict[str, float]:
    """One load into a new database: seconds, processor seconds of the loader and its readers, and most memory of all of them at once, MiB."""
    work = Path(tempfile.mkdtemp(prefix="jixiao-scale-"))
    work.chmod(0o711)
    home = work / "home"
    home.mkdir()
    try:
        for number in range(documents):
            make(work / "documents", number)
        environment = {**os.environ, "JIXIAO_HOME": str(home), "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-m", "etl", "db", "upgrade"], env=environment, cwd=home, capture_output=True, check=True)
        empty = _size(home)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        started = time.monotonic()
        command = [sys.executable, "-m", "etl", "load", str(work / "documents"), "--jobs", str(jobs)]
        process = subprocess.Popen(command, env=environment, cwd=home, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        most = _watched(process)
        seconds = time.monotonic() - started
        if process.returncode:
            raise SystemExit(process.stderr.read().decode() if process.stderr else "failed")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        made = {"documents": documents, "jobs": jobs, "seconds": seconds, "processor_seconds": processor, "most_mib": most}
        return made | {"bytes_a_target": _grown(home, empty)}
    finally:
        server.stop(home)
        shutil.rmtree(work, ignore_errors=True)


def _size(home: Path) -> int:
    """Bytes of the database, less what loading left over in catalogues and tables: no target needs that."""
    with psycopg.connect(server.start(home).url(), autocommit=True) as connection:
        connection.execute("VACUUM FULL")
        return int(connection.execute("SELECT pg_database_size(current_database())").fetchone()[0])  # type: ignore[index]


def _grown(home: Path, empty: int) -> float:
    """By how many bytes a target the database has grown, indexes and summaries included."""
    with psycopg.connect(server.start(home).url()) as connection:
        targets = int(connection.execute("SELECT count(*) FROM core.target_value").fetchone()[0])  # type: ignore[index]
    return (_size(home) - empty) / targets


def _watched(process: subprocess.Popen[bytes]) -> float:
    """Wait for a process; the most memory that it and its children held at once, MiB."""
    most, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.1):
            try:
                root = psutil.Process(process.pid)
                held = sum(one.memory_info().rss for one in (root, *root.children(recursive=True)))
            except psutil.Error:
                continue
            most[0] = max(most[0], held / 2**20)

    thread = threading.Thread(target=watch)
    thread.start()
    process.wait()
    done.set()
    thread.join()
    return most[0]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", default="100,1000,10000")
    parser.add_argument("--jobs", default="1,2")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    cores = os.cpu_count() or 1
    rows = [(int(number), cores) for number in given.documents.split(",")] + [(JOBS_DOCUMENTS, int(jobs)) for jobs in given.jobs.split(",")]
    if not given.json:
        print(f"{'documents':>10}{'readers':>9}{'seconds':>9}{'ms a document':>15}{'cpu ms a document':>19}{'most MiB':>10}{'bytes a target':>16}")
    for documents, jobs in rows:
        found = measured(documents, jobs)
        if given.json:
            print(json.dumps(found), flush=True)
            continue
        each, processor = (1000 * found[name] / documents for name in ("seconds", "processor_seconds"))
        line = f"{documents:>10,}{jobs:>9}{found['seconds']:>9.1f}{each:>15.1f}{processor:>19.1f}"
        print(f"{line}{found['most_mib']:>10.0f}{found['bytes_a_target']:>16,.0f}", flush=True)


if __name__ == "__main__":
    main()
