"""Finds the documents that a caller names: files, folders with all that is below them, and addresses (URLs); archives are opened by whoever reads.

A document is opened once: its hash and its content come from the same bytes. Only regular files are opened: a pipe or a device never ends.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from etl import store
from etl.errors import UsageProblem
from etl.extract.remote import Fetcher, file_name, is_address, shown
from etl.extract.texts import printed
from etl.extract.transport import Gone
from etl.finding import Refused
from etl.messages import say

COMPANIONS = {"manifest.csv", "roster.csv", "succession.csv"}
"""Files that speak about the documents beside them (DESIGN); in a folder they are no documents."""

SKIPPED_NAMES = {"thumbs.db", "desktop.ini"}
SKIPPED_STARTS = (".", "~$")


class SourceMissing(UsageProblem):
    """A path that the caller names does not exist or cannot be listed."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document to read. ``name`` is the path as given (below a folder: with the folder's path before it), printable."""

    name: str
    path: Path
    max_bytes: int | None = None

    @property
    def file_name(self) -> str:
        """The file's own name."""
        return self.path.name

    def read(self) -> bytes:
        """The document's bytes. Raises Refused: unreadable_file, not_a_file, too_large."""
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        try:
            handle = os.open(self.path, flags)
        except (OSError, ValueError) as error:
            raise Refused("unreadable_file", found=getattr(error, "strerror", None) or str(error)) from error
        with os.fdopen(handle, "rb") as file:
            try:
                status = os.fstat(file.fileno())
                if not stat.S_ISREG(status.st_mode):
                    raise Refused("not_a_file")
                most = self.max_bytes
                if most is not None and status.st_size > most:
                    raise self._too_large(status.st_size, most)
                data = file.read() if most is None else file.read(most + 1)
            except OSError as error:
                raise Refused("unreadable_file", found=error.strerror or str(error)) from error
        if most is not None and len(data) > most:  # it grew while it was read
            raise self._too_large(len(data), most)
        return data

    @staticmethod
    def _too_large(size: int, most: int) -> Refused:
        return Refused("too_large", found=f"{size / 2**20:.0f} MB", expected=f"{most / 2**20:.0f} MB")


@dataclass(frozen=True, slots=True)
class Address:
    """A document at an address. ``name`` is the address as it may be shown; ``sha256`` what a manifest says of it."""

    name: str
    url: str
    fetcher: Fetcher
    sha256: str | None = None

    @property
    def file_name(self) -> str:
        """The last part of the address's path."""
        return file_name(self.url)

    def read(self) -> bytes:
        """The document's bytes, fetched unless they have been. Raises Refused, as :meth:`etl.extract.remote.Fetcher.fetch` does."""
        return self.fetcher.fetch(self.url, self.sha256)


@dataclass(frozen=True, slots=True)
class Kept:
    """A document on record, taken from the document store again. ``name`` is the one on record."""

    name: str
    sha256: str
    home: Path

    @property
    def file_name(self) -> str:
        """The last part of the name on record; of an address, as when it was fetched."""
        if "://" in self.name and "!" not in self.name:
            return file_name(self.name)
        return self.name.replace("!", "/").rstrip("/").rpartition("/")[2]

    def read(self) -> bytes:
        """The document's bytes. Raises Refused: not_kept."""
        data = store.kept(self.home, self.sha256)
        if data is None:
            raise Refused("not_kept", found=self.name)
        return data


AnySource = Source | Address | Kept


def address(url: str, fetcher: Fetcher, sha256: str | None = None) -> Address:
    """The document at an address."""
    return Address(shown(url), url, fetcher, sha256)


def find(
    paths: Iterable[str | os.PathLike[str]], *, max_file_mb: int | None = None, skip: Iterable[Path] = (), fetcher: Fetcher | None = None
) -> Iterator[Source | Address]:
    """The documents of files, folders and, where there is a ``fetcher``, addresses, each once, in the order given; those of a folder sorted by path.

    In folders, hidden files, Office lock files (``~$…``), :data:`COMPANIONS`, the paths in ``skip`` and links that lead out of the folder
    are passed over. Raises SourceMissing, before anything is yielded, where a path does not exist.
    """
    given: list[Path | Address] = []
    for path in paths:
        if is_address(os.fspath(path)):
            if fetcher is None:
                raise SourceMissing(say("source.no_addresses", path=shown(os.fspath(path))))
            try:
                given += [address(url, fetcher) for url in fetcher.below(os.fspath(path))]
            except Gone as gone:
                raise SourceMissing(say("source.unlisted", path=shown(os.fspath(path)), problem=gone.why)) from gone
            continue
        if not os.path.lexists(path):
            raise SourceMissing(say("source.missing", path=printable(path)))
        given.append(Path(path))
    most = None if max_file_mb is None else max_file_mb * 2**20
    passed = {real(path) for path in skip}
    return _each(given, most, passed)


def _each(given: list[Path | Address], most: int | None, passed: set[Path]) -> Iterator[Source | Address]:
    seen: set[Path | str] = set()
    for path in given:
        if isinstance(path, Address):
            if path.url not in seen:
                seen.add(path.url)
                yield path
            continue
        for file in _below(path, passed) if path.is_dir() else (path,):
            where = real(file)
            if where not in seen:
                seen.add(where)
                yield Source(printable(file), file, most)


def _below(folder: Path, passed: set[Path]) -> Iterator[Path]:
    """The files below a folder, sorted by path."""

    def failed(error: OSError) -> None:
        raise SourceMissing(say("source.unlisted", path=printable(error.filename or folder), problem=error.strerror or str(error))) from error

    root = real(folder)
    for at, folders, files in os.walk(folder, onerror=failed):
        folders[:] = sorted(name for name in folders if not name.startswith(SKIPPED_STARTS))
        for name in sorted(files):
            file = Path(at, name)
            if name.startswith(SKIPPED_STARTS) or name.lower() in SKIPPED_NAMES | COMPANIONS:
                continue
            if file.is_symlink() and not real(file).is_relative_to(root):
                continue
            if real(file) not in passed:
                yield file


def real(path: str | os.PathLike[str]) -> Path:
    """Where a path leads, links followed; one that goes in a circle stays what it is (``Path.resolve`` fails on it before Python 3.13)."""
    return Path(os.path.realpath(path))


def printable(path: str | os.PathLike[str]) -> str:
    """A path as people can be told it: names that are no UTF-8 are GB18030 (archives from Chinese Windows), unprinted characters left out."""
    raw = os.fsencode(path)
    for encoding in ("utf-8", "gb18030"):
        try:
            return printed(raw.decode(encoding)).replace("\n", " ")
        except UnicodeDecodeError:
            continue
    return printed(raw.decode("utf-8", "replace")).replace("\n", " ")
