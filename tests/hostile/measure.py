"""What each hostile input costs: ``python -m tests.hostile.measure [PART OF A NAME …]`` prints a line each, and at its end those that cost too much.

All are read by one ``jixiao inspect --json --jobs 1``, so that a line of it tells of one input: the seconds since the line before are what it took,
and the most memory of all processes meanwhile is what it needed. A mark ``!`` says what should not be: over 20 s or 1.5 GB, no single line of a
reason, a reader that crashed, a good document refused.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from tests.cli import environment
from tests.hostile.files import KINDS, LISTENER
from tests.hostile.more import GOOD, MORE

SECONDS, MEGABYTES = 20.0, 1536.0


class Memory(threading.Thread):
    """The most memory of a process and of all that it started, since it was last asked."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._process, self._most, self._lock = psutil.Process(pid), 0, threading.Lock()

    def run(self) -> None:
        with suppress(psutil.Error):
            while self._process.is_running():
                found = 0
                for one in (self._process, *self._process.children(recursive=True)):
                    with suppress(psutil.Error):
                        found += one.memory_info().rss
                with self._lock:
                    self._most = max(self._most, found)
                time.sleep(0.03)

    def taken(self) -> float:
        """In MB."""
        with self._lock:
            most, self._most = self._most, 0
        return most / 2**20


def wrong(line: dict[str, Any], seconds: float, megabytes: float) -> Iterator[str]:
    """What should not be."""
    reason, name = str(line["reason"] or ""), line["file"].rpartition("/")[2]
    if line["outcome"] == "refused" and (not reason or "\n" in reason):
        yield "no single line"
    if "ended abnormally" in reason:
        yield "crashed"
    if name in GOOD and line["outcome"] != "read":
        yield "a good document"
    if seconds > SECONDS:
        yield "slow"
    if megabytes > MEGABYTES:
        yield "large"


def main() -> None:
    """See the top."""
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory(prefix="jixiao-hostile-") as home:
        for kind in (*KINDS, *MORE):
            (Path(home) / kind.__name__).mkdir()
            for name, data in kind(LISTENER):
                if not sys.argv[1:] or any(part in f"{kind.__name__}/{name}" for part in sys.argv[1:]):
                    (Path(home) / kind.__name__ / name).write_bytes(data)
        (Path(home) / "tmp").mkdir()
        names = sorted(kind.__name__ for kind in (*KINDS, *MORE))
        ran = subprocess.Popen(
            [sys.executable, "-m", "etl", "inspect", *names, "--json", "--jobs", "1"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=home, env=environment(Path(home), TMPDIR=f"{home}/tmp"),
        )  # fmt: skip
        assert ran.stdout is not None and ran.stderr is not None
        memory, before, marked, count = Memory(ran.pid), time.monotonic(), [], 0
        memory.start()
        for text in ran.stdout:
            line, now, megabytes = json.loads(text), time.monotonic(), memory.taken()
            faults = ", ".join(wrong(line, now - before, megabytes))
            shown = f"{now - before:6.1f} s {megabytes:6.0f} MB  {line['outcome']:<8} {line['file']:<36} {(line['reason'] or '')[:120]}"
            print(shown + (f"  ! {faults}" if faults else ""), flush=True)
            marked += [f"{faults}: {shown}"] * bool(faults)
            before, count = now, count + 1
        told = ran.stderr.read()
        print(f"\n{count} inputs, exit {ran.wait()}; left behind: {[path.name for path in (Path(home) / 'tmp').iterdir()]}; stderr: {told[:400]!r}")
        print("\n".join(marked))


if __name__ == "__main__":
    main()
