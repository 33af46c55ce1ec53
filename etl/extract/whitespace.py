"""White space as a browser lays it out, with two exceptions that keep what was meant: blanks at a cell's start are an indent (the seed's html has
four), and a line break of the source between two Chinese characters is no space (CSS Text 3, 4.1.3: segment breaks).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from etl.extract.texts import cell_text, printed

_SPACES = re.compile("[ \\t\\n\\r\\f]+")


def _wide(char: str) -> bool:
    """Whether a character is Chinese text, between which a line break of the source prints nothing."""
    return unicodedata.east_asian_width(char) in "WF"


class Text:
    """The text of a cell or of the page, as a browser lays it out; each finished line goes to ``emit`` too, where one is given."""

    def __init__(self, emit: Any = None) -> None:
        self._emit = emit
        self._lines: list[str] = []
        self._parts: list[str] = []
        self._last = ""  # the last character of the line
        self._gap = ""  # white space not yet written: " ", or "\n" where the source breaks its line there
        self._fresh = True  # nothing printed yet: blanks are an indent

    def add(self, text: str | None, kept: bool = False) -> None:
        """Characters of the source; ``kept`` inside pre, where white space counts."""
        if not text:
            return
        if kept:
            for at, line in enumerate(text.replace("\r\n", "\n").split("\n")):
                if at:
                    self.end(hard=True)
                self._write(line)
            return
        at = 0
        for space in _SPACES.finditer(text):
            self._write(text[at : space.start()])
            self._blank(space[0])
            at = space.end()
        self._write(text[at:])

    def _blank(self, space: str) -> None:
        if not self._last:
            if self._fresh and space.strip(" ") == "":
                self._gap += space
            else:
                self._gap = ""
        else:
            self._gap = "\n" if "\n" in space or self._gap == "\n" else " "

    def _write(self, text: str) -> None:
        if not text:
            return
        if self._gap and self._last:
            joined = self._gap == "\n" and _wide(self._last) and _wide(text[0])
            self._parts.append("" if joined else " ")
        elif self._gap:
            self._parts.append(self._gap)
        self._gap = ""
        self._parts.append(text)
        self._last = text[-1]
        self._fresh = False

    def end(self, hard: bool = False) -> None:
        """The line ends: a ``hard`` end (br) counts even where the line is empty, that of a block does not."""
        line = "".join(self._parts)
        if line.strip() or hard:
            self._lines.append(line)
            if self._emit:
                self._emit(printed(line))
        self._parts, self._last, self._gap = [], "", ""

    def text(self) -> str:
        """All lines."""
        self.end()
        return cell_text("\n".join(self._lines))
