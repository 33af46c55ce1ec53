"""One child process of :mod:`etl.workers`, seen from the parent: started, asked, watched, ended."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from etl.finding import Refused
from etl.reading_child import FOLDER, Limits, receive, send

# One line of Python: take over the parent's module path, then serve.
_BOOT = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from etl.reading_child import serve; serve()"
_START_SECONDS = 120
_SIGNS_OF_LIFE = 40  # how often the time of one document may begin anew


class Child:
    """One child process, seen from the parent. ``finished``: it will answer no more."""

    def __init__(self, greeting: bytes, limits: Limits, folder: str) -> None:
        self._limits = limits
        self._folder = tempfile.mkdtemp(dir=folder)
        environment = {
            **os.environ,
            **dict.fromkeys(("TMPDIR", "TEMP", "TMP", FOLDER), self._folder),
            **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),  # each thread reserves memory
        }
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BOOT, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,  # Ctrl-C of the terminal does not reach it, and it is ended together with what it started
        )
        self._to, self._from = self._process.stdin, self._process.stdout
        self._lock = threading.Lock()
        self._deadline: float | None = time.monotonic() + _START_SECONDS
        self._reason: Refused | None = None
        self._most = 0
        self.finished = False
        self.trouble = ""
        self.heard = 0  # bytes of the last answer
        self._tell(greeting)

    def greet(self) -> None:
        """Wait until the child has imported the function; ``trouble`` says why it has not."""
        answer = self._hear()
        self._await(None)
        if answer is None or answer[0] != "ready":
            self.finished = True
            self.trouble = answer[1] if answer else f"the child process ended ({self._death()}) before it was ready"

    def alive(self) -> bool:
        """Whether the child waits for work."""
        return not self.finished and self._process.poll() is None

    def ask(self, payload: bytes) -> Any:
        """The child's answer to a pickled argument, or the refusal."""
        self._await(time.monotonic() + self._limits.seconds)
        self._tell(payload)
        signs = 0
        while (answer := self._hear()) is not None and answer[0] == "alive":
            signs += 1
            if signs <= _SIGNS_OF_LIFE:
                self._await(time.monotonic() + self._limits.seconds)
        self._await(None)
        if answer is None:
            self.finished = True
            return self._reason or self._refusal()
        self.finished = self._reason is not None or answer[0] == "last"
        return answer[1]

    def _await(self, deadline: float | None) -> None:
        with self._lock:
            self._deadline = deadline

    def _tell(self, message: bytes) -> None:
        assert self._to is not None
        with contextlib.suppress(OSError):  # it died; hearing nothing tells why
            send(self._to, message)

    def _hear(self) -> tuple[str, Any] | None:
        """The next message; None where the child is gone, or says more than it may."""
        assert self._from is not None
        try:
            message = receive(self._from, self._limits.output_mb * 2**20 + 2**20)
            self.heard = len(message or b"")
            return pickle.loads(message) if message is not None else None
        except (OSError, ValueError, EOFError, pickle.UnpicklingError, MemoryError):
            self.kill()
            return None

    def _death(self) -> str:
        """How the child ended: a signal's name or an exit code."""
        try:
            code = self._process.wait(10)
        except subprocess.TimeoutExpired:
            return "no answer"
        try:
            return signal.Signals(-code).name if code < 0 else f"exit {code}"
        except ValueError:
            return f"signal {-code}"

    def _refusal(self) -> Refused:
        death = self._death()
        if death == "SIGXCPU":
            return self._too_long()
        if death == "SIGKILL" or self._most > 0.8 * self._limits.memory_mb * 2**20:  # the system kills what takes too much
            return Refused("memory_limit", expected=f"{self._limits.memory_mb} MB")
        return Refused("reader_crashed", found=death)

    def _too_long(self) -> Refused:
        return Refused("read_timeout", expected=f"{self._limits.seconds:g}")

    def check(self) -> None:
        """End the child where it is past its time or its memory."""
        with self._lock:
            if self._deadline is None or self._reason is not None:
                return
            used = _resident(self._process.pid)
            self._most = max(self._most, used)
            if time.monotonic() > self._deadline:
                self._reason = self._too_long()
            elif used > self._limits.memory_mb * 2**20:
                self._reason = Refused("memory_limit", expected=f"{self._limits.memory_mb} MB")
            else:
                return
        self.kill()

    def kill(self) -> None:
        """End the child and all that it started, at once."""
        if self._process.poll() is None:
            try:
                os.killpg(self._process.pid, signal.SIGKILL) if hasattr(os, "killpg") else self._process.kill()
            except (OSError, PermissionError):
                self._process.kill()

    def end(self) -> None:
        """End the child, wait for it, and remove its files."""
        self.finished = True
        self.kill()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(10)
        for pipe in (self._to, self._from):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def _resident(pid: int) -> int:
    """The memory a process has in use, in bytes; 0 where the system does not tell (only Linux does, in /proc)."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError, AttributeError):
        return 0
