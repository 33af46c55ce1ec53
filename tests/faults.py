"""What a document can do to the process that reads it: functions for child processes, one kind a call."""

from __future__ import annotations

import ctypes
import os
import sys
import time
from pathlib import Path
from typing import Any

from etl.finding import Refused
from etl.reading_child import alive


def work(argument: Any) -> Any:
    """Do what the argument says: well-behaved or not."""
    kind, value = argument
    if kind == "echo":
        return value, os.getpid()
    return _FAULTS[kind](value)


def sleep(seconds: Any) -> None:
    time.sleep(seconds)


def long(count: Any) -> str:
    """Take longer than the limit, with signs of life."""
    for _ in range(count):
        time.sleep(0.5)
        alive()
    return "done"


def spin(_: Any) -> None:
    while True:
        pass


def allocate(megabytes: Any) -> int:
    return len([bytearray(b"x") * 2**20 for _ in range(megabytes)])


def refuse(_: Any) -> None:
    raise Refused("damaged_file", found="甲")


def write(path: Any) -> None:
    Path(path).write_bytes(bytes(3 * 2**20))


def open_many(path: Any) -> None:
    kept = [open(path, "rb") for _ in range(500)]  # noqa: PTH123, SIM115
    raise AssertionError(len(kept))


def temporary(_: Any) -> str:
    import tempfile

    handle, path = tempfile.mkstemp()
    os.close(handle)
    return path


def stdin(_: Any) -> str:
    return sys.stdin.read()


def chatter(_: Any) -> str:
    print("noise")
    os.write(1, b"noise")
    os.write(2, b"noise")
    return "quiet"


def grandchild(path: Any) -> None:
    import subprocess

    process = subprocess.Popen(["sleep", "100"])
    Path(path).write_text(str(process.pid), encoding="ascii")
    process.wait()


_FAULTS = {
    "sleep": sleep,
    "long": long,
    "spin": spin,
    "abort": lambda _: os.abort(),
    "segfault": lambda _: ctypes.string_at(0),
    "exit": lambda _: os._exit(0),
    "allocate": allocate,
    "four gigabytes": lambda _: len(bytearray(4 * 2**30)),
    "huge": lambda megabytes: bytes(megabytes * 2**20),
    "unpicklable": lambda _: lambda: None,
    "error": lambda _: {}["x"],
    "system exit": lambda _: sys.exit(3),
    "refuse": refuse,
    "write": write,
    "open": open_many,
    "temporary": temporary,
    "stdin": stdin,
    "chatter": chatter,
    "grandchild": grandchild,
}
