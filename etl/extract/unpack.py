"""What stands in a zip or a tar: an entry for each file, with its name, its size and a way to read it. :mod:`etl.extract.archives` measures them."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from etl.extract.sources import COMPANIONS, SKIPPED_NAMES, SKIPPED_STARTS
from etl.extract.texts import printed
from etl.finding import Refused

MAX_MEMBERS = 5_000
"""Documents of one archive, those of archives inside it among them."""
MAX_RATIO, RATIO_FROM = 200, 2**20
"""How many times its packed size a member may unfold to; counted from a size that can do harm. Deflate reaches 1,032; workbooks and pages 5 to 40."""
MAX_UNPACKED = 256 * 2**20
"""Bytes that a packed tar or a single packed file may unfold to: it is held in memory."""

_OTHER_PACKAGES = {"[content_types].xml", "mimetype", "meta-inf/manifest.mf", "androidmanifest.xml", "ofd.xml"}
_OFFICE_PARTS = re.compile(r"(?:xl/workbook\.(?:xml|bin)|xl/worksheets/|word/document\.xml|_rels/\.rels$|content\.xml$)", re.I)


@dataclass(slots=True)
class Entry:
    """A member as an archive's directory lists it. ``refused``: why it is not read; ``inner``: what it holds, where it is an archive itself."""

    path: str
    size: int
    packed: int
    open: Callable[[int], bytes]
    refused: Refused | None = None
    inner: list[Entry] | None = None


# ── zip ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def zip_entries(data: bytes) -> Iterator[Entry]:
    """The files that the directory of a zip lists. An office file or another kind of package without its table of contents is no archive."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    named = [(_zip_name(info), info) for info in archive.infolist()]
    names = {name.lower() for name, _ in named}
    if names & _OTHER_PACKAGES:
        raise Refused("unknown_format", found="application/zip, a package of its own kind", expected="PDF, xlsx, xls, docx, html, csv, txt")
    if any(_OFFICE_PARTS.match(name) for name in names):
        raise Refused("damaged_file", found="zip: an office file without [Content_Types].xml")
    for name, info in named:
        if info.is_dir() or name.endswith("/") or not _is_document(name):
            continue
        entry = Entry(_shown(name), info.file_size, info.compress_size, _zip_reader(archive, info))
        mode = info.external_attr >> 16
        entry.refused = _misnamed(name) or (Refused("password_protected") if info.flag_bits & 1 else None)
        if mode & 0o170000 not in (0, 0o100000):
            entry.refused = Refused("archive_link", found=_shown(name))
        yield entry


def _zip_reader(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[int], bytes]:
    def read(most: int) -> bytes:
        """The whole member, of at most ``most`` bytes; of a negative number only so many of its first bytes."""
        with archive.open(info) as stream:
            return stream.read(-most) if most < 0 else _bounded(stream, most)

    return read


def _zip_name(info: zipfile.ZipInfo) -> str:
    """A member's name: UTF-8 where it is marked so or given in the Unicode path field, else as Chinese Windows writes it (GB18030)."""
    marked = info.flag_bits & 0x800
    raw = info.orig_filename.encode("utf-8" if marked else "cp437", "replace")
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == 0x7075 and size > 5 and zlib.crc32(raw) == int.from_bytes(extra[5:9], "little"):
            return extra[9 : 4 + size].decode("utf-8", "replace").replace("\\", "/")
        extra = extra[4 + size :]
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return info.orig_filename.replace("\\", "/")


# ── tar and single packed files ──────────────────────────────────────────────────────────────────────────────────────────────────


def tar_entries(data: bytes) -> Iterator[Entry]:
    """The members of a tar that are files; links, devices and pipes are refused, holes (sparse files) too."""
    archive = tarfile.TarFile(fileobj=io.BytesIO(data), encoding="utf-8", errors="surrogateescape")
    count = 0
    for info in archive:
        count += 1
        if count > 2 * MAX_MEMBERS:
            raise Refused("archive_bomb", found=f"> {MAX_MEMBERS}", expected=f"{MAX_MEMBERS}")
        name = _tar_name(info.name)
        if info.isdir() or not _is_document(name):
            continue
        if not info.isreg() or info.issparse():
            yield Entry(_shown(name), 0, 1, lambda most: b"", Refused("archive_link", found=_shown(name)))
            continue
        yield Entry(_shown(name), info.size, max(info.size, 1), _tar_reader(archive, info), _misnamed(name))


def _tar_reader(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Callable[[int], bytes]:
    def read(most: int) -> bytes:
        stream = archive.extractfile(info)
        if stream is None:
            raise Refused("damaged_file", found="tar: no content")
        data = stream.read(-most) if most < 0 else _bounded(stream, most)
        if most >= 0 and len(data) != info.size:
            raise Refused("damaged_file", found=f"tar: {len(data)} / {info.size} bytes")
        return data

    return read


def _tar_name(name: str) -> str:
    raw = name.encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


def unpacked(data: bytes, how: str) -> bytes:
    """What gzip, bzip2 or xz have packed, bounded while it is unfolded."""
    most = min(MAX_UNPACKED, max(MAX_RATIO * len(data), RATIO_FROM))
    source = io.BytesIO(data)
    stream: Any = gzip.GzipFile(fileobj=source) if how == "gz" else bz2.BZ2File(source) if how == "bz2" else _XZ(source)
    found: bytes = stream.read(most + 1)
    if len(found) > most:
        raise Refused("archive_bomb", found=f"> {most / 2**20:.0f} MB", expected=f"{MAX_RATIO} : 1")
    return found


class _XZ:
    """xz with a limit on the memory that its dictionary may take."""

    def __init__(self, source: io.BytesIO) -> None:
        self._data = source.getvalue()

    def read(self, most: int) -> bytes:
        unpacker = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=MAX_UNPACKED)
        found = unpacker.decompress(self._data, max_length=most)
        if not unpacker.eof and len(found) < most:
            raise Refused("damaged_file", found="xz: it ends too early")
        return found


def single(data: bytes, name: str) -> Entry:
    """The one file that gzip and the like hold, named as the archive without its ending."""
    inside = re.sub(r"\.(?:gz|bz2|xz)$", "", name.replace("\\", "/").rpartition("/")[2], flags=re.I) or "1"
    return Entry(_shown(inside), len(data), len(data), lambda most: data[:-most] if most < 0 else data)


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _is_document(name: str) -> bool:
    """Whether a member can be a document: what folders pass over, archives pass over too (see :mod:`etl.extract.sources`)."""
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    if not parts or parts[-1].lower() in SKIPPED_NAMES | COMPANIONS:
        return False
    return "__MACOSX" not in parts and not any(part.startswith(SKIPPED_STARTS) for part in parts)


def _misnamed(name: str) -> Refused | None:
    """A member that is named out of its archive means harm, though nothing is written here."""
    if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in name.split("/") or "\0" in name:
        return Refused("archive_path", found=_shown(name))
    return None


def _shown(name: str) -> str:
    return " ".join(printed(name).split("\n"))[:500]


def _bounded(stream: Any, most: int) -> bytes:
    """All of a stream; Refused where that is more than ``most`` bytes."""
    data: bytes = stream.read(most + 1)
    if len(data) > most:
        raise Refused("too_large", found=f"> {most / 2**20:.0f} MB", expected=f"{most / 2**20:.0f} MB")
    return data
