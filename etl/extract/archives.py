"""Archives (压缩包): what a zip or tar holds, each document with its name ``archive.zip!folder/inside.xlsx``. Nothing is ever written to a disk.

An archive comes from a stranger, so all of it is measured before a byte of a document is handed out: its directory, and the directories of the
archives inside it. One that is a bomb (ratio, number, depth, total) is refused as a whole, with one reason; a member that is encrypted, a link, a
device, or that is named out of the archive is refused by itself, and the others are read. What a member unfolds to is bounded by what the directory
says of it, since no more than that is read and its check sum must agree.

Formats: zip; tar, also packed with gzip, bzip2 or xz; a single file packed so. 7z and rar are refused with the reason: there is no reader of them in
Python alone.
"""

from __future__ import annotations

import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from etl.extract import sniff
from etl.extract.unpack import MAX_MEMBERS, MAX_RATIO, RATIO_FROM, Entry, single, tar_entries, unpacked, zip_entries
from etl.finding import Refused

T = TypeVar("T")

MAX_DEPTH = 3
"""An archive in an archive in an archive."""
MAX_TOTAL = 1024 * 2**20
"""Bytes that all members of an archive may unfold to, together."""

TAR, PACKED = "application/x-tar", {"application/gzip": "gz", "application/x-bzip2": "bz2", "application/x-xz": "xz"}
OPENED = {sniff.ZIP, TAR, *PACKED}
"""The media types that :func:`members` opens."""

_HEAD = 512  # bytes by which a member is known as an archive; a tar says so at 257
_SEPARATOR = "!"
_FAULTS = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, OverflowError, struct.error),
    *(NotImplementedError, RuntimeError, KeyError, IndexError, UnicodeError),
)


@dataclass(frozen=True, slots=True)
class Member:
    """A document in an archive: its path inside, printable, with ``!`` between archives; its bytes, or why it has none."""

    path: str
    data: bytes = b""
    refused: Refused | None = None


@dataclass(slots=True)
class _Budget:
    """What is left of the limits of the outermost archive."""

    largest: int
    members: int
    total: int


def is_archive(data: bytes) -> bool:
    """Whether these bytes are an archive that :func:`members` opens, told by content; an office file is none, though it is a zip."""
    return _guarded(partial(_kind, data)) in OPENED


def members(data: bytes, largest: int | None = None, name: str = "") -> Iterator[Member]:
    """The documents of an archive, in its order; the whole of it has been measured before the first one comes.

    ``largest``: bytes that one document may have. ``name``: the archive's own, from which a single packed file takes its name. Raises Refused for the
    archive as a whole, at the first step: damaged_file, archive_bomb, archive_too_deep, archive_empty, archive_not_opened; and where all its members
    are refused for one reason, with that one.
    """
    budget = _Budget(largest or MAX_TOTAL, MAX_MEMBERS, MAX_TOTAL)
    entries = _guarded(partial(_plan, data, budget, 1, name))
    flat = list(_flat(entries, ""))
    if not flat:
        raise Refused("archive_empty")
    rules = {entry.refused.rule if entry.refused else None for _, entry in flat}
    if len(rules) == 1 and None not in rules:
        first = flat[0][1].refused
        assert first is not None
        raise first
    return (_member(path, entry, budget.largest) for path, entry in flat)


def _flat(entries: list[Entry], before: str) -> Iterator[tuple[str, Entry]]:
    for entry in entries:
        path = before + entry.path
        if entry.inner is None:
            yield path, entry
        else:
            yield from _flat(entry.inner, path + _SEPARATOR)


def _member(path: str, entry: Entry, largest: int) -> Member:
    """The bytes of a member, its check sum held against them."""
    if entry.refused is not None:
        return Member(path, refused=entry.refused)
    try:
        return Member(path, _guarded(partial(entry.open, largest)))
    except Refused as refused:
        return Member(path, refused=refused)


def _guarded(function: Callable[[], T]) -> T:
    """What a library makes of damaged bytes, as a refusal."""
    try:
        return function()
    except Refused:
        raise
    except MemoryError as error:
        raise Refused("memory_limit") from error
    except _FAULTS as error:
        if "password" in str(error) or "encrypted" in str(error):
            raise Refused("password_protected") from error
        raise Refused("damaged_file", found=" ".join(f"{type(error).__name__}: {error}".split())[:200]) from error


def _kind(data: bytes) -> str:
    """The media type, where the first bytes are those of an archive; "" otherwise, and nothing is looked at further."""
    if not (data.startswith((b"PK", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")) or data[257:262] == b"ustar"):
        return ""
    _count(data)
    return sniff.media_type(data)


def _count(data: bytes) -> None:
    """Refuse a zip with more entries than anybody would list: each one costs memory as soon as the directory is read."""
    if data.startswith(b"PK") and (found := data.count(b"PK\x01\x02")) > 20 * MAX_MEMBERS:
        raise Refused("archive_bomb", found=f"{found}", expected=f"{MAX_MEMBERS}")


def _plan(data: bytes, budget: _Budget, depth: int, name: str) -> list[Entry]:
    """What an archive holds, and the archives in it, measured."""
    if depth > MAX_DEPTH:
        raise Refused("archive_too_deep", found=f"{depth}", expected=f"{MAX_DEPTH}")
    kind = _kind(data)
    if kind in PACKED:
        data = unpacked(data, PACKED[kind])
        if data[257:262] != b"ustar":
            return _nested([single(data, name)], budget, depth)
        kind = TAR
    if kind not in OPENED:
        raise Refused("archive_not_opened", found=kind)
    entries = list(tar_entries(data)) if kind == TAR else list(zip_entries(data))
    return _nested(_measured(entries, budget), budget, depth)


def _measured(entries: list[Entry], budget: _Budget) -> list[Entry]:
    """The entries, unless together they are more than the limits; each one that breaks a limit of its own is marked."""
    budget.members -= len(entries)
    if budget.members < 0:
        raise Refused("archive_bomb", found=f"> {MAX_MEMBERS}", expected=f"{MAX_MEMBERS}")
    for entry in entries:
        if entry.size > RATIO_FROM and entry.size > MAX_RATIO * max(entry.packed, 1):
            raise Refused("archive_bomb", found=f"{entry.size // max(entry.packed, 1)} : 1", expected=f"{MAX_RATIO} : 1")
        budget.total -= entry.size
        if entry.size > budget.largest and entry.refused is None:
            entry.refused = Refused("too_large", found=f"{entry.size / 2**20:.0f} MB", expected=f"{budget.largest / 2**20:.0f} MB")
    if budget.total < 0:
        raise Refused("archive_bomb", found=f"> {MAX_TOTAL // 2**20} MB", expected=f"{MAX_TOTAL // 2**20} MB")
    return entries


def _nested(entries: list[Entry], budget: _Budget, depth: int) -> list[Entry]:
    """The same entries, those that are archives with what they hold. A damaged one among them is refused by itself; a bomb is the whole's."""
    for entry in entries:
        if entry.refused is not None:
            continue
        try:
            head = _guarded(partial(entry.open, -_HEAD))
            if _may_be_archive(head) and is_archive(inside := _guarded(partial(entry.open, budget.largest))):
                entry.inner = _guarded(partial(_plan, inside, budget, depth + 1, entry.path))
                if not entry.inner:
                    entry.inner, entry.refused = None, Refused("archive_empty")
        except Refused as refused:
            if refused.rule in ("archive_bomb", "archive_too_deep"):
                raise
            entry.refused = refused
    return entries


def _may_be_archive(head: bytes) -> bool:
    return head.startswith((b"PK", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")) or head[257:262] == b"ustar"
