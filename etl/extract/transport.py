"""How bytes come from an address: HTTP and HTTPS by Python's own client, object stores by fsspec.

When, how often and what for: :mod:`etl.extract.remote`.
"""

from __future__ import annotations

import base64
import email.utils
import http.client
import ipaddress
import socket
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from etl import __version__
from etl.store import Download

SILENCE = 60.0
"""Seconds without a byte after which a connection is given up."""
LONGEST_WAIT = 60.0
"""Seconds that a server may ask us to wait."""
BUCKETS = {"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "oss", "obs", "cos", "cosn", "tos", "hdfs", "webhdfs"}
"""Object stores, each with the package that fsspec asks for."""

_PASSING = {408, 425, 429}  # of the client's errors those that go away by themselves
_MOST_REDIRECTIONS = 5
_NO_HEAD = {"HTTP 400", "HTTP 403", "HTTP 405", "HTTP 501"}  # what servers say that answer GET only


class Gone(Exception):
    """A try that failed. ``final``: another one would fail too; ``wait``: seconds after which the server asks us to come back."""

    def __init__(self, why: str, *, final: bool = False, wait: float | None = None) -> None:
        super().__init__(why)
        self.why, self.final, self.wait = why, final, wait


class Unchanged(Exception):
    """What is at the address is what was fetched before."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose bytes are to be read. ``start``: the byte it begins at; ``byte_size``: of the whole document, where it is told."""

    read: Callable[[int], bytes]
    start: int = 0
    byte_size: int | None = None
    etag: str | None = None
    last_modified: str | None = None


class Transport(Protocol):
    """A way to an address."""

    def open(self, url: str, known: Download | None, begun: Download | None, there: int) -> AbstractContextManager[Answer]:
        """Ask for a document, unless it is still the ``known`` one (then Unchanged); from byte ``there`` on, if it is still the one ``begun``.

        Raises Gone, here and while it is read.
        """


def transport(url: str) -> Transport | None:
    """The way to an address, None for a kind that is not ours or whose package is missing."""
    scheme = urllib.parse.urlsplit(url).scheme.lower()
    if scheme in ("http", "https"):
        return Web()
    if scheme in BUCKETS and "::" not in url:
        return _bucket(url)
    return None


def _bucket(url: str) -> Transport | None:
    try:
        import fsspec
    except ImportError:
        return None
    try:
        return Bucket(fsspec.filesystem(url.partition("://")[0].lower()))
    except (ImportError, ValueError):
        return None


# ── web ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Redirection(urllib.request.HTTPRedirectHandler):
    """Follows to web addresses only, never from https to http, and never from a public host into a private network."""

    max_redirections = _MOST_REDIRECTIONS
    max_repeats = 2

    def redirect_request(self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> urllib.request.Request | None:
        here, there = urllib.parse.urlsplit(req.full_url), urllib.parse.urlsplit(newurl)
        if there.scheme not in ("http", "https") or (here.scheme, there.scheme) == ("https", "http"):
            raise Gone(f"redirected to {there.scheme}", final=True)
        if there.hostname != here.hostname and _private(there.hostname or ""):
            raise Gone("redirected into a private network", final=True)
        return super().redirect_request(req, fp, code, msg, headers, _ascii(newurl))


def _private(host: str) -> bool:
    """Whether a name leads to an address that is not on the public internet."""
    try:
        found = socket.getaddrinfo(host, None)
    except OSError:
        return False  # it will fail by itself
    return any(not ipaddress.ip_address(str(item[4][0]).partition("%")[0]).is_global for item in found)


class Web:
    """HTTP and HTTPS. Proxies are those of the environment; no cookies, no cache, no compression in transit."""

    def __init__(self) -> None:
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(),
            urllib.request.UnknownHandler(),
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(context=ssl.create_default_context()),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
            _Redirection(),
        ):
            self._opener.add_handler(handler)

    @contextmanager
    def open(self, url: str, known: Download | None, begun: Download | None, there: int) -> Iterator[Answer]:
        """See :class:`Transport`."""
        if known is not None:
            self._still(url, known)
        request = _request(url)
        validator = _strong(begun) if begun and there else None
        if validator:
            request.add_header("Range", f"bytes={there}-")
            request.add_header("If-Range", validator)
        if known and known.etag:
            request.add_header("If-None-Match", known.etag)
        if known and known.last_modified:
            request.add_header("If-Modified-Since", known.last_modified)
        response = self._asked(request)
        with response:
            yield _answer(response, known, there if validator else 0)

    def _still(self, url: str, known: Download) -> None:
        """Ask for the head alone: raises Unchanged where it says what is known, or where the server gives nothing by which a change could be told."""
        request = _request(url)
        request.method = "HEAD"
        try:
            with self._asked(request) as response:
                _answer(response, known, 0)
        except Gone as gone:
            if gone.why in _NO_HEAD and not (known.etag or known.last_modified):
                raise Unchanged from None
            if not gone.why.startswith("HTTP "):
                raise

    def _asked(self, request: urllib.request.Request) -> Any:
        try:
            return self._opener.open(request, timeout=SILENCE)
        except urllib.error.HTTPError as error:
            code, wait = error.code, _retry_after(error.headers.get("Retry-After"))
            error.close()
            if code == 304:
                raise Unchanged from None
            raise Gone(f"HTTP {code}", final=300 <= code < 500 and code not in _PASSING and code != 416, wait=wait) from None
        except (OSError, http.client.HTTPException) as error:
            raise Gone(_why(error), final=isinstance(getattr(error, "reason", error), ssl.SSLCertVerificationError)) from error
        except ValueError as error:
            raise Gone(_why(error), final=True) from error


def _answer(response: Any, known: Download | None, there: int) -> Answer:
    """What a server's answer says; Unchanged where it sends again what is known."""
    etag, modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
    size = response.headers.get("Content-Length", "")
    length = int(size) if size.isdecimal() and not response.headers.get("Content-Encoding") else None
    if known and response.status == 200 and _same(known, etag, modified, length):
        raise Unchanged
    start = 0
    if response.status == 206:
        span = response.headers.get("Content-Range", "").removeprefix("bytes ").partition("/")
        start = int(span[0].partition("-")[0] or -1)
        if start != there:
            raise Gone("Content-Range")
        length = int(span[2]) if span[2].isdecimal() else None

    def read(most: int) -> bytes:
        try:
            block: bytes = response.read1(most)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Gone(_why(error)) from error
        return block

    return Answer(read, start, length, etag, modified)


def _same(known: Download, etag: str | None, modified: str | None, length: int | None) -> bool:
    """Whether a server that sends the whole again all the same says that it is what is known: by its mark, its time, else its size."""
    if known.etag or etag:
        return known.etag == etag
    if known.last_modified or modified:
        return known.last_modified == modified and length in (None, known.byte_size)
    return length is not None and length == known.byte_size


def _strong(begun: Download) -> str | None:
    """By what the rest of a file may be asked for: a mark that stands for the very bytes, else the time of its last change."""
    if begun.etag and not begun.etag.startswith("W/"):
        return begun.etag
    return begun.last_modified


def _request(url: str) -> urllib.request.Request:
    """A request; user and password of the address go where they belong, and not to another host."""
    parts = urllib.parse.urlsplit(url)
    login, _, host = parts.netloc.rpartition("@")
    request = urllib.request.Request(_ascii(urllib.parse.urlunsplit(parts._replace(netloc=host, fragment=""))))
    request.add_header("User-Agent", f"jixiao/{__version__}")
    request.add_header("Accept-Encoding", "identity")
    if login:
        token = base64.b64encode(urllib.parse.unquote(login).encode()).decode()
        request.add_unredirected_header("Authorization", f"Basic {token}")
    return request


def _ascii(url: str) -> str:
    """An address with what is not ASCII written as HTTP wants it."""
    parts = urllib.parse.urlsplit(url)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    path, query = (urllib.parse.quote(part, safe="/:@!$&'()*+,;=~%?-._") for part in (parts.path, parts.query))
    return urllib.parse.urlunsplit(parts._replace(netloc=host, path=path, query=query, fragment=""))


def _retry_after(text: str | None) -> float | None:
    """Seconds that a server asks us to wait, at most so many as we will."""
    if not text:
        return None
    if text.strip().isdecimal():
        return min(float(text), LONGEST_WAIT)
    when = email.utils.parsedate_tz(text)
    return None if when is None else max(0.0, min(email.utils.mktime_tz(when) - time.time(), LONGEST_WAIT))


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return " ".join(f"{type(reason).__name__}: {reason}".split())[:200]


# ── object stores ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Bucket:
    """An object store behind fsspec. What tells a change is the object's ETag, else the time of its last change."""

    def __init__(self, system: Any) -> None:
        self._system = system

    def listed(self, url: str) -> list[str]:
        """The addresses of all objects below a folder of the store, sorted. Raises Gone."""
        scheme = url.partition("://")[0]
        return [f"{scheme}://{name.lstrip('/')}" for name in sorted(_tried(lambda: self._system.find(url)))]

    @contextmanager
    def open(self, url: str, known: Download | None, begun: Download | None, there: int) -> Iterator[Answer]:
        """See :class:`Transport`."""
        self._system.invalidate_cache()
        info = _tried(lambda: self._system.info(url))
        etag = next((str(info[name]) for name in ("ETag", "etag", "md5Hash", "content_md5", "checksum") if info.get(name)), None)
        moment = next((info[name] for name in ("LastModified", "last_modified", "mtime", "updated", "created") if info.get(name)), None)
        size = info.get("size")
        found = Answer(lambda most: b"", 0, size, etag, None if moment is None else str(moment))
        if known and _same(known, etag, found.last_modified, size):
            raise Unchanged
        start = there if begun and (begun.etag, begun.last_modified) == (etag, found.last_modified) else 0
        file = _tried(lambda: self._system.open(url, "rb"))
        with file:
            if start:
                _tried(lambda: file.seek(start))
            yield Answer(lambda most: bytes(_tried(lambda: file.read(most))), start, size, etag, found.last_modified)


def _tried(call: Callable[[], Any]) -> Any:
    """What a store's package raises, of whatever kind, as a try that failed."""
    try:
        return call()
    except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
        raise Gone(_why(error), final=True) from error
    except Exception as error:
        raise Gone(_why(error)) from error
