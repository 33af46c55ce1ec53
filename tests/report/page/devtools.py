"""A real browser told what to do and asked what it sees, over the pipes of Chromium's own DevTools protocol: no driver to install.

https://chromedevtools.github.io/devtools-protocol/ says what each message means. Scripts that are sent this way are not the page's own: its
policy stays as it is, so that the very file is measured that a reader gets.
"""

from __future__ import annotations

import base64
import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-dev-shm-usage",
    "--disable-extensions", "--proxy-server=127.0.0.1:9", "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip
# The protocol's own numbers are 3 and 4; what we pass may stand on either of them.
_START = """import fcntl, os, sys
high = [fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3]]
os.dup2(high[0], 3); os.dup2(high[1], 4)
os.execvp(sys.argv[3], sys.argv[3:])"""
PATIENCE = 90.0  # seconds for one answer


class Page:
    """One open page. ``said`` collects what its console said, ``asked`` the addresses it asked for."""

    def __init__(self, reading: int, writing: int) -> None:
        self._reading, self._writing, self._kept, self._number, self._session = reading, writing, b"", 0, ""
        self.said: list[str] = []
        self.asked: list[str] = []
        self._loaded = False

    def start(self) -> None:
        """Take hold of a new page."""
        target = self.tell("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.tell("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.tell(f"{domain}.enable")

    def tell(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send one message and wait for its answer."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters} | ({"sessionId": self._session} if self._session else {})
        os.write(self._writing, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + PATIENCE
        while True:
            answer = self._next(until)
            if answer.get("id") == self._number:
                assert "error" not in answer, (method, answer["error"])
                return dict(answer["result"])

    def open(self, file: Path, width: int, *, touch: bool = False) -> None:
        """Show ``file`` in a window that is ``width`` CSS pixels wide, as a telephone does where ``touch``; wait until all of it is there."""
        self.tell("Emulation.setDeviceMetricsOverride", width=width, height=844 if touch else 900, deviceScaleFactor=1, mobile=touch)
        self.said.clear()
        self.asked.clear()
        self._loaded = False
        self.tell("Page.navigate", url=file.as_uri())
        until = time.monotonic() + PATIENCE
        while not self._loaded:
            self._next(until)
        self.ask("document.fonts.ready.then(() => Promise.all([...document.images].map(image => image.decode().catch(() => 0)))).then(() => 0)")

    def ask(self, script: str) -> Any:
        """What ``script``, an expression, comes to in the page."""
        found = self.tell("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def press(self, key: str, code: int, *, shift: bool = False) -> None:
        """Press a key and let it go."""
        for kind in ("rawKeyDown", "keyUp"):
            self.tell("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, modifiers=8 if shift else 0)
        if key == "Enter":
            self.tell("Input.dispatchKeyEvent", type="char", text="\r")

    def picture(self, clip: tuple[float, float, float, float] | None = None) -> bytes:
        """The page as PNG, all of it or the rectangle (left, top, width, height)."""
        area = {"clip": dict(zip(("x", "y", "width", "height"), clip, strict=True)) | {"scale": 1}} if clip else {}
        return base64.b64decode(self.tell("Page.captureScreenshot", format="png", captureBeyondViewport=True, **area)["data"])

    def paper(self, pages: str = "") -> bytes:
        """The page as PDF on A4 (inches): all of it, or ``1-5``."""
        return base64.b64decode(self.tell("Page.printToPDF", paperWidth=8.27, paperHeight=11.69, preferCSSPageSize=True, pageRanges=pages)["data"])

    def _next(self, until: float) -> dict[str, Any]:
        """The next message; events are noted on the way."""
        while b"\0" not in self._kept:
            ready, _, _ = select.select([self._reading], [], [], max(until - time.monotonic(), 0))
            assert ready, "the browser does not answer"
            more = os.read(self._reading, 1 << 20)
            assert more, "the browser has ended"
            self._kept += more
        one, self._kept = self._kept.split(b"\0", 1)
        message = json.loads(one)
        self._note(message.get("method", ""), message.get("params", {}))
        return dict(message)

    def _note(self, method: str, told: dict[str, Any]) -> None:
        if method == "Runtime.consoleAPICalled":
            self.said.append(" ".join(str(part.get("value", part.get("description"))) for part in told["args"]))
        elif method == "Runtime.exceptionThrown":
            self.said.append(str(told["exceptionDetails"].get("text")))
        elif method == "Log.entryAdded":
            self.said.append(told["entry"]["text"])
        elif method == "Network.requestWillBeSent":
            self.asked.append(told["request"]["url"])
        elif method == "Page.loadEventFired":
            self._loaded = True


@contextmanager
def opened(browser: str, folder: Path, more: Sequence[str] = ()) -> Iterator[Page]:
    """A browser of its own with one page; it ends with the block. ``folder`` holds its profile."""
    to_browser, from_us = os.pipe()
    from_browser, to_us = os.pipe()
    words = [browser, *QUIET, f"--user-data-dir={folder / 'profile'}", *more, "about:blank"]
    with (folder / "browser.log").open("wb") as log:
        running = subprocess.Popen(
            [sys.executable, "-c", _START, str(to_browser), str(to_us), *words], pass_fds=(to_browser, to_us), stdout=log, stderr=log
        )
    os.close(to_browser)
    os.close(to_us)
    try:
        page = Page(from_browser, from_us)
        page.start()
        yield page
        page._session = ""
        page.tell("Browser.close")
    finally:
        os.close(from_us)
        os.close(from_browser)
        try:
            running.wait(timeout=10)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
