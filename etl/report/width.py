"""How wide text is on a terminal, where a Chinese character takes two columns, and how to break and fill lines by it."""

from __future__ import annotations

import re
import shutil
import unicodedata

_WORD = re.compile(r"[ ]+|[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]|[^ \u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")
_NEVER_FIRST = set("，。；：、！？）】》”’…,.;:!?)]")


def columns(most: int = 100) -> int:
    """Columns of the terminal, at most ``most``: long lines read badly."""
    return min(most, shutil.get_terminal_size((80, 24)).columns)


def width(text: str) -> int:
    """Columns that ``text`` takes.

    >>> width("年度2024")
    8
    """
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def padded(text: str, columns: int) -> str:
    """``text`` filled with blanks to ``columns``."""
    return text + " " * (columns - width(text))


def wrapped(text: str, columns: int) -> list[str]:
    """``text`` in lines of at most ``columns``: broken at blanks and between Chinese characters, never before closing punctuation."""
    lines, line = [], ""
    for word in _WORD.findall(text):
        fits = width(line) + width(word) <= columns or word in _NEVER_FIRST
        if fits or not line.strip():
            line += word
        else:
            lines.append(line.rstrip())
            line = word.lstrip(" ")
    return [*lines, line.rstrip()] if line.strip() or not lines else lines
