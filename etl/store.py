"""The document store: a copy of each document that was taken in, by its hash, so that ``explain`` can show what a number was read from; and what is
known of each download, so that nothing is fetched twice.

Private folders below ``JIXIAO_HOME``: ``documents/SHA256``, and ``downloads/`` with a record for each address and the beginning of a download that
broke off. A file is written under a name of its own until it is whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path


def place(home: Path, sha256: str) -> Path:
    """Where a document's copy stands."""
    return home / "documents" / sha256


def keep(home: Path, sha256: str, data: bytes) -> None:
    """Keep a copy of a document; nothing where there is one. Raises OSError where the folder cannot be written."""
    found = place(home, sha256)
    if not found.exists():
        write(found, data)


def kept(home: Path, sha256: str) -> bytes | None:
    """The copy of a document, if there is one and it still is what its name says."""
    try:
        data = place(home, sha256).read_bytes()
    except OSError:
        return None
    return data if hashlib.sha256(data).hexdigest() == sha256 else None


def write(path: Path, data: bytes, *, private: bool = True) -> None:
    """Put a file in its place, whole or not at all; its folder is made where it is missing. ``private``: readable by its owner only, as all in the
    data folder is; else by whom the user's umask lets, as what is made for others to read.

    Raises OSError with the file's name.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        if not private:
            os.umask(mask := os.umask(0))  # it can only be asked by setting it
            Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException as error:
        with suppress(OSError):
            Path(name).unlink()
        if isinstance(error, OSError) and error.filename is None:  # what a write to a full disk raises does not say where
            error.filename = str(path)
        raise


def sweep(home: Path, older_than: float) -> None:
    """Remove what a killed process left half-written before ``older_than`` (seconds since 1970)."""
    for path in _unfinished(home):
        with suppress(OSError):
            if path.stat().st_mtime < older_than:
                path.unlink()


def _unfinished(home: Path) -> Iterator[Path]:
    for folder in ("documents", "downloads", "reports"):
        with suppress(OSError):
            yield from (home / folder).glob(".new-*")


@dataclass(frozen=True, slots=True)
class Download:
    """What is known of an address: the hash of what came from it, and what its server said by which a change is told."""

    sha256: str
    etag: str | None = None
    last_modified: str | None = None
    byte_size: int | None = None


@dataclass(frozen=True, slots=True)
class Downloads:
    """The records of downloads of a home. The address itself is not written down: it may hold a key."""

    home: Path

    def part(self, url: str) -> Path:
        """Where the beginning of a download that broke off is kept."""
        return self.home / "downloads" / f"{_key(url)}.part"

    def known(self, url: str, *, part: bool = False) -> Download | None:
        """The record of an address (``part``: of its beginning), None where there is none or it cannot be read."""
        try:
            return Download(**json.loads(self._record(url, part).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def remember(self, url: str, found: Download, *, part: bool = False) -> None:
        """Keep the record of an address. Raises OSError."""
        write(self._record(url, part), json.dumps(asdict(found)).encode())

    def forget(self, url: str) -> None:
        """Remove the beginning of a download and its record."""
        for path in (self.part(url), self._record(url, True)):
            path.unlink(missing_ok=True)

    def _record(self, url: str, part: bool) -> Path:
        return self.home / "downloads" / f"{_key(url)}{'.part' if part else ''}.json"


def _key(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()
