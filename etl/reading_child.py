"""What runs inside a child process of :mod:`etl.workers`: takes an argument, runs the function within limits, answers.

Imports little: a child starts for the sake of one small file, too.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import queue
import shutil
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from etl.finding import Refused

try:
    import resource
except ImportError:  # Windows: only time and the size of the output are limited there
    resource = None  # type: ignore[assignment]

FOLDER = "JIXIAO_READING_FOLDER"
"""The variable that names the folder of a child's temporary files."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may take.

    ``seconds`` of wall time, anew after each sign of life (:func:`alive`); ``memory_mb`` of data of the process; ``output_mb`` of the pickled
    result and of any file it writes; ``open_files`` at a time. Memory and files are limited where the platform can (Linux, macOS in part; not
    Windows).
    """

    seconds: float = 15
    memory_mb: int = 1200
    output_mb: int = 200
    open_files: int = 256


def send(stream: IO[bytes], message: bytes) -> None:
    """Write a message: eight bytes of length, then its bytes."""
    stream.write(len(message).to_bytes(8, "big"))
    stream.write(message)
    stream.flush()


def receive(stream: IO[bytes], most: int) -> bytes | None:
    """Read a message; None where the other side is gone. Raises ValueError for one longer than ``most``."""
    head = stream.read(8)
    if head is None or len(head) < 8:
        return None
    length = int.from_bytes(head, "big")
    if length > most:
        raise ValueError(f"a message of {length} bytes")
    message = stream.read(length)
    return message if message is not None and len(message) == length else None


_pulse: list[Callable[[], None]] = []


def alive() -> None:
    """Tell the parent that a long reading goes on (a page of a scan is done): its time begins anew, up to a bound. Elsewhere nothing."""
    for tell in _pulse:
        tell()


class _Signs:
    """Signs of life, at most one each half of the time that they renew: their number is bounded, and short pages must not use it up."""

    def __init__(self, answers: IO[bytes], limits: Limits) -> None:
        self._answers, self._limits, self._last = answers, limits, 0.0

    def __call__(self) -> None:
        if time.monotonic() - self._last < self._limits.seconds / 2:
            return
        self._last = time.monotonic()
        _allow_processor(self._limits)
        send(self._answers, pickle.dumps(("alive", None)))


def serve() -> None:
    """Serve the parent over stdin and stdout until it goes away. What the libraries print goes nowhere."""
    orphan = False
    try:
        _serve()
    except OSError:  # nobody hears the answer
        orphan = True
        raise
    finally:
        clear(orphan=orphan)


def clear(*, orphan: bool = False) -> None:
    """Remove this process's temporary files. Where the parent is gone the folder of all children goes with the last of them; while it is there the
    next child needs it."""
    folder = os.environ.get(FOLDER)
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
        if orphan:
            with contextlib.suppress(OSError):
                Path(folder).parent.rmdir()


def _serve() -> None:
    source, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    greeting = receive(source, 2**30)
    if greeting is None:
        clear(orphan=True)
        return
    try:
        function, limits = pickle.loads(greeting)
    except Exception as error:
        send(answers, pickle.dumps(("broken", f"{type(error).__name__}: {error}")))
        return
    restrict(limits)
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)  # a reading makes many objects and next to no cycles
    send(answers, pickle.dumps(("ready", None)))
    _pulse.append(_Signs(answers, limits))
    inbox: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(source, inbox), daemon=True).start()
    while True:
        answer = _answer(function, inbox.get(), limits)
        last = _spent(limits) or (isinstance(answer, Refused) and answer.rule == "memory_limit")
        send(answers, _packed("last" if last else "next", answer, limits))
        if last:
            return


def _listen(source: IO[bytes], inbox: queue.SimpleQueue[bytes]) -> None:
    """Take in arguments; the parent's end is the end of this process and of all it started."""
    while (message := receive(source, 2**40)) is not None:
        inbox.put(message)
    clear(orphan=True)
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


def restrict(limits: Limits) -> None:
    """Put the limits that the system keeps on this process and on what it starts."""
    os.umask(0o077)
    if resource is None:
        return
    memory, output = limits.memory_mb * 2**20, limits.output_mb * 2**20
    # Data counts what is allocated; address space (with room for what is only reserved) also catches systems that do not count data.
    wanted = [
        ("RLIMIT_DATA", memory),
        ("RLIMIT_AS", memory + 2**31),
        ("RLIMIT_FSIZE", output),
        ("RLIMIT_NOFILE", limits.open_files),
        ("RLIMIT_CORE", 0),
    ]
    for name, value in wanted:
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        hard = resource.getrlimit(kind)[1]
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with contextlib.suppress(OSError, ValueError):  # macOS takes no limit on address space
            resource.setrlimit(kind, (most, most))


def _allow_processor(limits: Limits) -> None:
    """Give the next document its processor time: should the parent be gone, nothing runs for ever."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime + 2 * limits.seconds) + 10
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    if hard == resource.RLIM_INFINITY or allowed < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))


def _answer(function: Callable[[Any], Any], message: bytes, limits: Limits) -> Any:
    """The function's result, or the refusal; an error that it did not foresee refuses the document and names itself."""
    try:
        _allow_processor(limits)
        return function(pickle.loads(message))
    except Refused as refusal:
        if refusal.rule == "memory_limit":
            refusal.expected = refusal.expected or f"{limits.memory_mb} MB"
        return refusal
    except MemoryError:
        return Refused("memory_limit", expected=f"{limits.memory_mb} MB")
    except BaseException as error:
        return Refused("reader_crashed", found=_named(error))


def _named(error: BaseException) -> str:
    """An error in one line, with the line of code it came from."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"[:200] + where


def _packed(state: str, answer: Any, limits: Limits) -> bytes:
    """The answer as bytes; a refusal where it is too large or cannot be packed."""
    try:
        message = pickle.dumps((state, answer), protocol=pickle.HIGHEST_PROTOCOL)
        if len(message) <= limits.output_mb * 2**20:
            return message
        answer = Refused("output_limit", found=f"{len(message) // 2**20} MB", expected=f"{limits.output_mb} MB")
    except MemoryError:
        answer = Refused("memory_limit", expected=f"{limits.memory_mb} MB")
    except Exception as error:
        answer = Refused("reader_crashed", found=_named(error))
    return pickle.dumps((state, answer))


def _spent(limits: Limits) -> bool:
    """Whether this process has grown so much that a fresh one should go on."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return False  # no such account here: the limits themselves still hold
    # What is held now: the peak that the system counts begins with the parent's, before this program took its place.
    return pages * os.sysconf("SC_PAGE_SIZE") > limits.memory_mb * 2**20 / 2
