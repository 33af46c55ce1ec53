"""Reading on a Dask cluster (``--executor tcp://scheduler:8786``): the same pure function, on other machines, with the same limits.

The loader opens each document once, because its hash and its content must come from the same bytes, and sends those bytes; what was understood
comes back and only the loader writes. On the cluster's machines a document is read in a child process as here, so that a hostile file costs a
refusal and not a worker. A worker that is lost costs its documents a second try.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from etl.errors import UsageProblem
from etl.finding import Refused
from etl.messages import say
from etl.reading_child import Limits
from etl.workers import Workers

A = TypeVar("A")
K = TypeVar("K")
R = TypeVar("R")

TRIES = 3  # how often a document may be under way on a worker that is lost before it is refused
WAIT_SECONDS = 30

_here = threading.local()  # in a cluster's worker: the child processes of each of its threads, kept warm


class Cluster(Generic[A, R]):
    """A Dask cluster in place of :class:`etl.workers.Workers`. Raises UsageProblem where the extra is missing or the scheduler does not answer."""

    def __init__(self, address: str, function: Callable[[A], R], limits: Limits) -> None:
        self._address, self._function, self._limits = address, function, limits
        self._client: Any = None

    def __enter__(self) -> Self:
        try:
            from distributed import Client
        except ImportError:
            raise UsageProblem(say("cluster.missing")) from None
        try:
            connect: Any = Client
            self._client = connect(self._address, timeout=WAIT_SECONDS, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise UsageProblem(say("cluster.unreachable", address=self._address, why=str(error).splitlines()[0] or type(error).__name__)) from None
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._client.close()

    def map(self, arguments: Iterable[tuple[K, A]]) -> Iterator[tuple[K, R | Refused]]:
        """As :meth:`etl.workers.Workers.map`: results in the order of the arguments, a bounded number under way."""
        pending: deque[tuple[K, Any]] = deque()
        for key, argument in arguments:
            pending.append((key, self._submit(argument)))
            while len(pending) >= self._room():
                yield self._next(pending)
        while pending:
            yield self._next(pending)

    def _room(self) -> int:
        """How many documents may be under way: twice as many as the cluster reads at a time."""
        threads = sum(worker["nthreads"] for worker in self._client.scheduler_info(n_workers=-1)["workers"].values())
        return max(4, 2 * int(threads))

    def _submit(self, argument: A) -> Any:
        return self._client.submit(_read_there, self._function, self._limits, argument, pure=False, retries=TRIES)

    def _next(self, pending: deque[tuple[K, Any]]) -> tuple[K, R | Refused]:
        from distributed import CancelledError, KilledWorker

        key, future = pending.popleft()
        try:
            return key, future.result()
        except (KilledWorker, CancelledError) as error:
            return key, Refused("reader_crashed", found=f"{type(error).__name__}, {TRIES} ×")
        finally:
            future.release()


def _read_there(function: Callable[[A], R], limits: Limits, argument: A) -> R | Refused:
    """Run on a worker of the cluster: one document, in a warm child process with limits, one a thread."""
    known = getattr(_here, "workers", None)
    if known is None or known[0] != (function, limits):
        workers: Workers[A, R] = Workers(function, 1, limits)
        workers.__enter__()
        _here.workers = known = ((function, limits), workers)
    ((_, result),) = known[1].map([(None, argument)])
    return result
