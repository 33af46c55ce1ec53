"""The bar of long work that is no load of documents (upgrade, export, report): what is being done, how much of it, and the time that is left.

It stands on stderr and only where a person watches; in a pipe nothing is told.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from etl.messages import say
from etl.report.tables import is_terminal

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

T = TypeVar("T")
EVERY = 500  # rows told of together


class Steps:
    """A bar that appears with the first step told and starts anew with each other one."""

    def __init__(self, *, watched: bool | None = None) -> None:
        """``watched``: whether a person looks at stderr; found out, if not given."""
        self.watched = is_terminal(sys.stderr) if watched is None else watched
        self.bar: Bar | None = None
        self.task: TaskID | None = None
        self.words = ""

    def tell(self, step: str, done: int, of: int | None) -> None:
        """``step`` is a key of the messages (``steps.summaries``); ``of`` None where nobody knows how much there is."""
        if not self.watched:
            return
        words = say(step)
        if self.bar is None or self.task is None:
            self.bar = _bar()
            self.task = self.bar.add_task(words, total=of)
            self.bar.start()
        elif words != self.words:
            self.bar.reset(self.task, total=of, description=words)
        self.words = words
        self.bar.update(self.task, completed=done, total=of)

    def close(self) -> None:
        """Take the bar away; also after an error, so that the cursor comes back."""
        if self.bar is not None:
            self.bar.stop()
            self.bar = self.task = None

    def through(self, rows: Iterable[T], step: str, of: int | None) -> Iterator[T]:
        """The rows as they come, told of."""
        self.tell(step, 0, of)
        for number, row in enumerate(rows, 1):
            yield row
            if number % EVERY == 0:
                self.tell(step, number, of)


@contextmanager
def steps(*, watched: bool | None = None) -> Iterator[Steps]:
    """A bar for the work of the block; see :class:`Steps`."""
    made = Steps(watched=watched)
    try:
        yield made
    finally:
        made.close()


def _bar() -> Bar:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns: list[Any] = [TextColumn("{task.description}", markup=False), BarColumn(bar_width=20), MofNCompleteColumn()]
    columns += [TextColumn(say("progress.left")), TimeRemainingColumn(compact=True)]
    return Bar(*columns, console=Console(stderr=True), transient=True)
