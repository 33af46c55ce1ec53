"""SIGTERM and SIGHUP end a command as Ctrl-C does: what is under way is put down cleanly, then the exit code names the signal (128 + its number).

While that happens a second signal of the kind is not obeyed, so that an impatient supervisor leaves nothing half-recorded; a third one is.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType

_received: list[int] = []


def install() -> None:
    """Take the signals over, where this is the main thread and nobody has them ignored (``nohup`` does)."""
    if threading.current_thread() is not threading.main_thread():
        return
    _received.clear()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _stop)


def exit_code() -> int:
    """The exit code of the signal that came, 0 if none did."""
    return 128 + _received[0] if _received else 0


def _stop(number: int, _frame: FrameType | None) -> None:
    _received.append(number)
    if len(_received) == 2:
        return
    raise KeyboardInterrupt
