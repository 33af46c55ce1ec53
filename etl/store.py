"""The document store: a copy of each document that was taken in, by its hash, so that ``explain`` can show what a number was read from.

A private folder below ``JIXIAO_HOME``; a document is written once, under a name of its own until it is whole.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def place(home: Path, sha256: str) -> Path:
    """Where a document's copy stands."""
    return home / "documents" / sha256


def keep(home: Path, sha256: str, data: bytes) -> None:
    """Keep a copy of a document; nothing where there is one. Raises OSError where the folder cannot be written."""
    found = place(home, sha256)
    if found.exists():
        return
    found.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=found.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(found)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
