"""Reads strangers' documents in child processes with limits, since the libraries that read them have none (DESIGN decision 12).

A pool of warm children runs one pure function, one document at a time in each. A child that hangs, crashes its interpreter or eats memory costs its
own document a refusal; a fresh child takes its place and the others go on. Children are started by running Python anew (never by forking a parent
with threads or an open database), hold no terminal, and end with their parent. What runs in a child is in :mod:`etl.reading_child`.
"""

from __future__ import annotations

import pickle
import queue
import shutil
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from etl.finding import Refused
from etl.reading_child import Limits
from etl.reading_process import Child

A = TypeVar("A")
K = TypeVar("K")
R = TypeVar("R")

_WATCH_EVERY = 0.1
_AHEAD_BYTES = 8 * 2**20  # what arguments and results that were taken ahead may weigh; objects in memory weigh ten times what they do in transit


class WorkersFailed(RuntimeError):
    """A child process cannot be started or the function cannot be imported there: a fault of the installation, not of a document."""


class _Answer(Future[R | Refused]):
    """What becomes of an argument: its result, and how much that weighed in transit."""

    byte_size = 0


class Workers(Generic[A, R]):
    """Child processes that run ``function`` (a picklable, module-level one) on one argument at a time, at most ``jobs`` together.

    ``ahead``: how many arguments may be under way or done while the caller is busy with an earlier result, as long as they weigh little (``weigh``
    tells the bytes of an argument). A context manager: at its end, also by KeyboardInterrupt, all children and their temporary files are gone.
    """

    def __init__(
        self, function: Callable[[A], R], jobs: int, limits: Limits | None = None, *, ahead: int = 0, weigh: Callable[[A], int] = lambda argument: 0
    ) -> None:
        self._jobs = max(1, jobs)
        self._ahead, self._weigh = ahead, weigh
        self._limits = limits or Limits()
        self._greeting = pickle.dumps((function, self._limits))
        self._tasks: queue.SimpleQueue[tuple[A, _Answer[R]] | None] = queue.SimpleQueue()
        self._lanes: list[_Lane[A, R]] = []
        self._folder = ""
        self._closed = threading.Event()

    def __enter__(self) -> Self:
        self._folder = tempfile.mkdtemp(prefix="jixiao-read-")
        threading.Thread(target=self._watch, name="jixiao-watch", daemon=True).start()
        self._open_lane()  # the first child warms up while the caller finds its first document
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._closed.set()
        for lane in self._lanes:
            self._tasks.put(None)
            lane.kill()
        for lane in self._lanes:
            lane.join(10)
        shutil.rmtree(self._folder, ignore_errors=True)

    def map(self, arguments: Iterable[tuple[K, A]]) -> Iterator[tuple[K, R | Refused]]:
        """Run the function on each argument; yields its key and its result, or why there is none, in the order of the arguments.

        Arguments are taken as they are needed: at most twice as many as there are jobs are under way, and finished ones that wait for
        an earlier one are bounded too; more than that only ``ahead``.
        Refusals: what the function raised, read_timeout, memory_limit, output_limit, reader_crashed.
        Raises WorkersFailed.
        """
        source = iter(arguments)
        pending: deque[tuple[K, _Answer[R]]] = deque()
        more = True
        while more or pending:
            while more and self._room([future for _, future in pending]):
                try:
                    key, argument = next(source)
                except StopIteration:
                    more = False
                else:
                    pending.append((key, self._submit(argument, sum(not future.done() for _, future in pending))))
            if pending and not pending[0][1].done():
                wait([future for _, future in pending if not future.done()], return_when=FIRST_COMPLETED)
            if pending and pending[0][1].done():
                key, future = pending.popleft()
                yield key, future.result()

    def _room(self, pending: list[_Answer[R]]) -> bool:
        """Whether another argument is taken."""
        if len(pending) < 8 * self._jobs and sum(not future.done() for future in pending) < 2 * self._jobs:
            return True
        return len(pending) < self._ahead and sum(future.byte_size for future in pending) < _AHEAD_BYTES

    def _submit(self, argument: A, busy: int) -> _Answer[R]:
        if busy >= len(self._lanes) and len(self._lanes) < self._jobs:
            self._open_lane()
        future: _Answer[R] = _Answer()
        future.byte_size = self._weigh(argument)
        self._tasks.put((argument, future))
        return future

    def _open_lane(self) -> None:
        lane: _Lane[A, R] = _Lane(self._tasks, self._greeting, self._limits, self._folder, self._closed)
        self._lanes.append(lane)
        lane.start()

    def _watch(self) -> None:
        """End children that are past their time or their memory."""
        while not self._closed.wait(_WATCH_EVERY):
            for lane in self._lanes:
                lane.check()


class _Lane(threading.Thread, Generic[A, R]):
    """A thread of the parent that keeps one child busy and replaces it when it dies."""

    def __init__(self, tasks: queue.SimpleQueue[Any], greeting: bytes, limits: Limits, folder: str, closed: threading.Event) -> None:
        super().__init__(name="jixiao-lane", daemon=True)
        self._tasks, self._greeting, self._limits, self._folder, self._closed = tasks, greeting, limits, folder, closed
        self._child: Child | None = None
        self._trouble = "closed"

    def run(self) -> None:
        """Serve tasks until there is None."""
        try:
            self._renew()
            while (task := self._tasks.get()) is not None:
                self._serve(*task)
        finally:
            if self._child is not None:
                self._child.end()

    def _renew(self) -> None:
        """A fresh child in place of the last one; what keeps it from starting is told to whoever asks it next."""
        if self._child is not None:
            self._child.end()
            self._child = None
        if self._closed.is_set():
            return
        try:
            self._child = Child(self._greeting, self._limits, self._folder)
        except OSError as error:
            self._trouble = str(error)
            return
        if self._closed.is_set():  # closed while it started
            self._child.kill()
        self._child.greet()

    def _serve(self, argument: A, future: _Answer[R]) -> None:
        try:
            payload = pickle.dumps(argument, protocol=pickle.HIGHEST_PROTOCOL)
            if self._child is None or not self._child.alive():  # it died while it had nothing to do
                self._renew()
            if self._child is None or not self._child.alive():
                raise WorkersFailed(self._child.trouble if self._child else self._trouble)
            result = self._child.ask(payload)
            future.byte_size += self._child.heard
            future.set_result(result)
        except BaseException as error:
            future.set_exception(error)
        if self._child is not None and self._child.finished:
            self._renew()

    def check(self) -> None:
        """End the child if it is past a limit."""
        child = self._child
        if child is not None:
            child.check()

    def kill(self) -> None:
        """End the child at once."""
        child = self._child
        if child is not None:
            child.kill()
