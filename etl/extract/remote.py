"""Documents at an address (网址): fetched once, verified, kept by hash, and asked of again only with the question whether they have changed.

Web addresses go through Python's own HTTP client, since what matters here is HTTP itself: a part of a file asked for again after a break (``Range``
with ``If-Range``), a change asked for without the file (``If-None-Match``), a server that says when to come back (``Retry-After``). Object stores
(``s3://…`` and the like) go through fsspec, with the package that belongs to the store.

Only the address that the caller names is ever fetched. A server may send us on, at most to a web address, and never into a private network that the
caller did not name; what stands inside a document is followed by nobody.
"""

from __future__ import annotations

import hashlib
import re
import time
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from etl import store
from etl.extract.texts import printed
from etl.extract.transport import Answer, Bucket, Gone, Transport, Unchanged, transport
from etl.finding import Refused

SCHEMES = "https, http, s3, gs, az, oss"
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_SECRET = re.compile(r"(?i)(sign|token|secret|credential|passw|key|auth|code)")
_BLOCK = 2**16


def is_address(path: str) -> bool:
    """Whether a path is an address (``https://…``) and no path of this machine."""
    return bool(_ADDRESS.match(path))


def shown(url: str) -> str:
    """An address as it may be shown and kept on record: without user, password, or the value of a parameter that could be a key."""
    parts = urllib.parse.urlsplit(url)
    pairs = [pair.partition("=") for pair in parts.query.split("&")] if parts.query else []
    query = "&".join(f"{name}={'***' if _SECRET.search(name) and value else value}" if equals else name for name, equals, value in pairs)
    return " ".join(printed(urllib.parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query=query))).split())


def file_name(url: str) -> str:
    """The last part of the address's path, as a file would be named."""
    return printed(urllib.parse.unquote(urllib.parse.urlsplit(url).path)).rstrip("/").rpartition("/")[2]


@dataclass(slots=True)
class Fetcher:
    """How documents are fetched: into which home, with how many tries of how many seconds each. ``sleep`` waits between them."""

    home: Path
    largest: int
    tries: int = 5
    seconds: float = 300.0
    sleep: Callable[[float], None] = field(default=time.sleep)
    downloads: store.Downloads = field(init=False)

    def __post_init__(self) -> None:
        self.downloads = store.Downloads(self.home)

    def fetch(self, url: str, sha256: str | None = None) -> bytes:
        """The document at an address. ``sha256``: what a manifest says of it; a copy with that hash is taken without a question to anybody.

        Raises Refused: download_scheme, download_failed, hash_mismatch, too_large. Raises OSError where the home cannot be written.
        """
        if sha256 and (copy := store.kept(self.home, sha256)) is not None:
            return copy
        known = self.downloads.known(url)
        copy = store.kept(self.home, known.sha256) if known else None
        try:
            data, answer = self._tried(url, known if copy is not None else None)
        except Unchanged:
            assert copy is not None
            return self._verified(copy, sha256)
        found = hashlib.sha256(data).hexdigest()
        self._verified(data, sha256, found)
        store.keep(self.home, found, data)
        self.downloads.remember(url, store.Download(found, answer.etag, answer.last_modified, len(data)))
        return data

    def below(self, url: str) -> list[str]:
        """The addresses that an address stands for: those below a folder of an object store (it ends with a slash), else itself.

        Raises Gone where the store does not answer.
        """
        way = transport(url) if url.endswith("/") else None
        return way.listed(url) if isinstance(way, Bucket) else [url]

    @staticmethod
    def _verified(data: bytes, sha256: str | None, found: str | None = None) -> bytes:
        found = found or hashlib.sha256(data).hexdigest()
        if sha256 and found != sha256:
            raise Refused("hash_mismatch", found=found, expected=sha256)
        return data

    def _tried(self, url: str, known: store.Download | None) -> tuple[bytes, Answer]:
        """Fetch, as often as it takes: with longer and longer pauses, from where it broke off. Raises Unchanged where ``known`` still holds."""
        way = transport(url)
        if way is None:
            raise Refused("download_scheme", found=shown(url), expected=SCHEMES)
        why = ""
        for attempt in range(1, self.tries + 1):
            try:
                return self._once(way, url, known)
            except Gone as gone:
                why = gone.why
                if gone.final or attempt == self.tries:
                    raise Refused("download_failed", found=why, expected=f"{attempt}") from gone
                self.sleep(gone.wait if gone.wait is not None else min(2.0 ** (attempt - 1), 30.0))
        raise AssertionError("unreachable")

    def _once(self, way: Transport, url: str, known: store.Download | None) -> tuple[bytes, Answer]:
        """One try: what came already stays, for the next."""
        part = self.downloads.part(url)
        part.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        begun = self.downloads.known(url, part=True)
        there = part.stat().st_size if begun and part.exists() else 0
        deadline = time.monotonic() + self.seconds
        with way.open(url, known, begun if there else None, there) as answer:
            if answer.start != there:
                there = 0
            if answer.byte_size is not None and answer.byte_size > self.largest:
                self.downloads.forget(url)
                raise self._too_large(answer.byte_size)
            if there == 0:
                self.downloads.forget(url)
                self.downloads.remember(url, store.Download("", answer.etag, answer.last_modified, answer.byte_size), part=True)
            with part.open("ab" if there else "wb") as file:
                part.chmod(0o600)
                self._pour(answer, file, url, deadline)
        data = part.read_bytes()
        if answer.byte_size is not None and len(data) != answer.byte_size:
            if len(data) > answer.byte_size:
                self.downloads.forget(url)
            raise Gone(f"{len(data)} / {answer.byte_size} bytes")
        self.downloads.forget(url)
        return data, answer

    def _pour(self, answer: Answer, file: IO[bytes], url: str, deadline: float) -> None:
        while block := answer.read(_BLOCK):
            file.write(block)
            if file.tell() > self.largest:
                file.close()
                self.downloads.forget(url)
                raise self._too_large(file_size=None)
            if time.monotonic() > deadline:
                raise Gone(f"> {self.seconds:g} s")

    def _too_large(self, file_size: int | None) -> Refused:
        most = f"{self.largest / 2**20:.0f} MB"
        return Refused("too_large", found=f"> {most}" if file_size is None else f"{file_size / 2**20:.0f} MB", expected=most)
