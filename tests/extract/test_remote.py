"""Fetching, against a real server on this machine: retried, resumed, verified, and never fetched twice."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import fsspec
import pytest

from etl import store
from etl.extract import transport
from etl.extract.remote import Fetcher, file_name, shown
from etl.finding import Refused

BODY = b"0123456789" * 5000
SUM = hashlib.sha256(BODY).hexdigest()


@dataclass
class Site:
    """What the server serves and how it misbehaves; ``asked``: each request's headers; ``sent``: bytes of bodies that went out."""

    body: bytes = BODY
    etag: str | None = '"1"'
    modified: str | None = None
    ranges: bool = True
    break_after: list[int] = field(default_factory=list)  # bytes after which each of the first requests breaks off
    errors: list[int] = field(default_factory=list)  # codes that the first requests get
    retry_after: str | None = None
    redirect: str | None = None
    port: int = 0
    asked: list[dict[str, str]] = field(default_factory=list)
    sent: int = 0
    head: bool = True  # whether it answers HEAD
    heads: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/公开/2024年 目标表.pdf"


class Handler(BaseHTTPRequestHandler):
    site: Site

    def do_HEAD(self) -> None:
        site = self.site
        site.heads += 1
        self.send_response(200 if site.head else 501)
        self.send_header("Content-Length", str(len(site.body)))
        for name, value in (("ETag", site.etag), ("Last-Modified", site.modified)):
            if value and site.head:
                self.send_header(name, value)
        self.end_headers()

    def do_GET(self) -> None:
        site = self.site
        site.asked.append({**self.headers, "path": self.path})
        if site.redirect:
            self.send_response(302)
            self.send_header("Location", site.redirect)
            self.end_headers()
            return
        if site.errors:
            self.send_response(site.errors.pop(0))
            if site.retry_after:
                self.send_header("Retry-After", site.retry_after)
            self.end_headers()
            return
        if site.etag and self.headers.get("If-None-Match") == site.etag:
            self.send_response(304)
            self.end_headers()
            return
        start = 0
        wanted = self.headers.get("Range")
        if wanted and site.ranges and self.headers.get("If-Range") in (site.etag, site.modified):
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(site.body) - 1}/{len(site.body)}")
        self.send_header("Content-Length", str(len(site.body) - start))
        for name, value in (("ETag", site.etag), ("Last-Modified", site.modified)):
            if value:
                self.send_header(name, value)
        self.end_headers()
        body = site.body[start:]
        if site.break_after:
            body = body[: site.break_after.pop(0)]
        site.sent += len(body)  # before it goes out: the client may be done with the body before this thread runs again
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    made = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"site": made}))
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def fetcher(tmp_path: Path, pauses: list[float]) -> Fetcher:
    return Fetcher(tmp_path, 2**20, tries=4, seconds=20, sleep=pauses.append)


def refusal(fetcher: Fetcher, url: str, sha256: str | None = None) -> Refused:
    with pytest.raises(Refused) as refused:
        fetcher.fetch(url, sha256)
    return refused.value


def left(home: Path) -> list[str]:
    """Beginnings of downloads that are still there."""
    return [path.name for path in (home / "downloads").iterdir() if "part" in path.name or path.name.startswith(".")]


def test_fetched_once_then_only_asked_whether_it_changed(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    assert fetcher.fetch(site.url) == BODY
    assert store.kept(tmp_path, SUM) == BODY
    assert fetcher.fetch(site.url) == BODY
    assert (len(site.asked), site.heads, site.sent) == (1, 1, len(BODY))
    site.head = False
    assert fetcher.fetch(site.url) == BODY
    assert (len(site.asked), site.sent) == (2, len(BODY))  # by GET, which the server answers with 304
    site.head = True
    site.body, site.etag = b"new", '"2"'
    assert fetcher.fetch(site.url) == b"new"
    assert left(tmp_path) == []


def test_what_a_manifest_names_by_hash_is_not_even_asked_for(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    store.keep(tmp_path, SUM, BODY)
    assert fetcher.fetch(site.url, SUM) == BODY
    assert site.asked == []


def test_a_server_that_knows_no_conditions_is_told_by_its_marks(site: Site, fetcher: Fetcher) -> None:
    site.etag, site.modified = None, "Mon, 05 Feb 2024 01:02:03 GMT"
    assert fetcher.fetch(site.url) == BODY
    sent = site.sent
    assert fetcher.fetch(site.url) == BODY
    site.modified, site.body = "Tue, 06 Feb 2024 01:02:03 GMT", b"other"
    assert fetcher.fetch(site.url) == b"other"
    assert sent == len(BODY)


def test_without_any_mark_a_change_is_told_by_size(site: Site, fetcher: Fetcher) -> None:
    site.etag = None
    assert fetcher.fetch(site.url) == BODY
    assert fetcher.fetch(site.url) == BODY
    site.head = False
    assert fetcher.fetch(site.url) == BODY
    assert (len(site.asked), site.sent) == (1, len(BODY))
    site.head = True
    site.body = b"longer" * 10_000
    assert fetcher.fetch(site.url) == site.body


def test_broken_off_and_resumed_from_there(site: Site, fetcher: Fetcher, pauses: list[float], tmp_path: Path) -> None:
    site.break_after = [20_000, 10_000]
    assert fetcher.fetch(site.url) == BODY
    assert [request.get("Range") for request in site.asked] == [None, "bytes=20000-", "bytes=30000-"]
    assert site.sent == len(BODY)
    assert pauses == [1.0, 2.0]
    assert left(tmp_path) == []


def test_a_later_run_resumes_what_an_earlier_one_began(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    site.break_after, fetcher.tries = [20_000], 1
    assert refusal(fetcher, site.url).rule == "download_failed"
    assert Fetcher(tmp_path, 2**20).fetch(site.url) == BODY
    assert site.sent == len(BODY)


def test_a_file_that_changed_meanwhile_is_begun_anew(site: Site, fetcher: Fetcher) -> None:
    site.break_after, fetcher.tries = [20_000], 1
    refusal(fetcher, site.url)
    site.body, site.etag = b"another file", '"2"'
    assert fetcher.fetch(site.url) == b"another file"


def test_a_server_without_ranges_sends_it_all_again(site: Site, fetcher: Fetcher) -> None:
    site.break_after, site.ranges = [20_000], False
    assert fetcher.fetch(site.url) == BODY


def test_what_passes_is_tried_again_and_the_server_says_when(site: Site, fetcher: Fetcher, pauses: list[float]) -> None:
    site.errors, site.retry_after = [503, 429], "7"
    assert fetcher.fetch(site.url) == BODY
    assert pauses == [7.0, 7.0]


def test_what_does_not_pass_is_not(site: Site, fetcher: Fetcher, pauses: list[float]) -> None:
    site.errors = [404]
    refused = refusal(fetcher, site.url)
    assert (refused.rule, refused.found, refused.expected, pauses) == ("download_failed", "HTTP 404", "1", [])
    site.errors = [500] * 9
    assert refusal(fetcher, site.url).expected == "4"
    assert pauses == [1.0, 2.0, 4.0]


def test_nobody_there(fetcher: Fetcher, site: Site) -> None:
    site.port = 1
    assert refusal(fetcher, site.url).rule == "download_failed"


def test_other_bytes_than_promised_are_refused_and_not_kept(site: Site, fetcher: Fetcher, tmp_path: Path) -> None:
    refused = refusal(fetcher, site.url, "0" * 64)
    assert (refused.rule, refused.found) == ("hash_mismatch", SUM)
    assert not store.place(tmp_path, SUM).exists()


def test_too_large_is_given_up_at_once(site: Site, tmp_path: Path) -> None:
    assert refusal(Fetcher(tmp_path, 1000), site.url).rule == "too_large"
    assert left(tmp_path) == []


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://localhost:{port}/x", "gopher://x/"])
def test_a_server_cannot_send_us_to_files_or_into_a_private_network(site: Site, fetcher: Fetcher, to: str) -> None:
    site.redirect = to.format(port=site.port)
    assert refusal(fetcher, site.url).rule == "download_failed"
    assert len(site.asked) == 1


def test_a_circle_of_redirections_ends(site: Site, fetcher: Fetcher) -> None:
    site.redirect = f"http://127.0.0.1:{site.port}/again"
    assert refusal(fetcher, site.url).rule == "download_failed"


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/x", "zip::https://example.org/x", "s3x://a/b", "simplecache::s3://a/b"])
def test_other_schemes_are_refused(fetcher: Fetcher, url: str) -> None:
    assert refusal(fetcher, url).rule == "download_scheme"


def test_passwords_and_keys_are_not_shown() -> None:
    assert shown("https://me:secret@example.org/a.pdf?id=7&X-Amz-Signature=abc&token=t#x") == (
        "https://example.org/a.pdf?id=7&X-Amz-Signature=***&token=***#x"
    )
    assert file_name("https://example.org/%E7%9B%AE%E6%A0%87%E8%A1%A8.pdf?x=1") == "目标表.pdf"


def test_a_password_goes_to_its_own_host(site: Site, fetcher: Fetcher) -> None:
    fetcher.fetch(f"http://me:s%20e@127.0.0.1:{site.port}/a")
    assert site.asked[0]["Authorization"] == "Basic bWU6cyBl"
    assert "@" not in site.asked[0]["Host"]


def test_object_stores(fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "BUCKETS", {"memory"})
    system = fsspec.filesystem("memory")
    with system.open("/bucket/a.csv", "wb") as file:
        file.write(BODY)
    assert fetcher.fetch("memory://bucket/a.csv") == BODY
    assert fetcher.below("memory://bucket/") == ["memory://bucket/a.csv"]
    opened = []
    monkeypatch.setattr(type(system), "_open", lambda *a, **k: opened.append(a))
    assert fetcher.fetch("memory://bucket/a.csv") == BODY
    assert opened == []
    assert refusal(fetcher, "memory://bucket/none.csv").rule == "download_failed"
