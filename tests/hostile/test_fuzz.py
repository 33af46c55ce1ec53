"""Bytes changed by chance in every format: each is read or refused in words; nothing unforeseen, nothing that does not come back.

The seeds are fixed, so that what broke once is found again; ``JIXIAO_FUZZ`` asks for more of them (default: 25 a format).
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.extract import archives, sniff
from etl.finding import Refused
from etl.pipeline.reading import Task, read_one
from etl.reading_child import Limits
from etl.rules import rules
from etl.transform.statement import Claim
from etl.workers import Workers
from tests.cli import SAMPLES
from tests.extract import made, pdf_maker

pytestmark = pytest.mark.slow

ROUNDS = int(os.environ.get("JIXIAO_FUZZ", "25"))
LIMITS = Limits(seconds=15, memory_mb=900)
UNFORESEEN = {"reader_crashed"}


def originals() -> dict[str, bytes]:
    """A small good document of each format."""
    found = {path.suffix[1:]: path.read_bytes() for path in sorted(SAMPLES.iterdir())}
    found["pdf"] = pdf_maker.make(pdf_maker.plain)
    found["ods"] = made.ods("<table:table-row><table:table-cell office:value-type='string'><text:p>表</text:p></table:table-cell></table:table-row>")
    found["gb.csv"] = (SAMPLES / "emergency_2024.csv").read_text(encoding="utf-8-sig").encode("gb18030")
    found["zip"] = made.zipped({path.name: path.read_bytes() for path in sorted(SAMPLES.iterdir())})
    return found


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The data with some bytes changed, cut out, doubled, or its end gone."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(out))
        length = min(len(out) - at, chance.choice((1, 1, 2, 4, 16, 64)))
        how = chance.randrange(6)
        if how == 0:
            out[at : at + length] = chance.randbytes(length)
        elif how == 1 and len(out) > 100:
            del out[at : at + length]
        elif how == 2:
            out[at:at] = out[at : at + length] * chance.choice((1, 3, 50))
        elif how == 3:
            out[at] ^= 1 << chance.randrange(8)
        elif how == 4:
            out[at : at + length] = chance.choice((b"\0", b"\xff", b"\x7f", b"9", b"<", b'"')) * length
        elif len(out) > 100 and chance.random() < 0.2:
            del out[chance.randrange(50, len(out)) :]
    return bytes(out)


def variants(name: str) -> Iterator[tuple[str, bytes]]:
    data = originals()[name]
    for seed in range(ROUNDS):
        yield f"{name}:{seed}", mutated(data, random.Random(f"{name}:{seed}"))


@pytest.mark.parametrize("name", sorted(originals()))
def test_changed_bytes_are_read_or_refused(name: str) -> None:
    rest: list[tuple[str, bytes]] = []
    for key, data in variants(name):
        try:
            inside = list(archives.members(data, 2**26)) if archives.is_archive(data) else None
        except Refused as refused:
            assert refused.rule in rules()
            continue
        if inside is None:
            rest.append((key, data))
        else:
            assert all(member.refused is None or member.refused.rule in rules() for member in inside)
            rest += [(f"{key}!{member.path}", member.data) for member in inside if member.refused is None][:1]
    with Workers(read_one, 2, LIMITS) as workers:
        results = list(workers.map((key, Task(data, Claim(file_name="a", fiscal_year=2024))) for key, data in rest))
    assert len(results) == len(rest)
    refusals = {key: result if isinstance(result, Refused) else result.refused for key, result in results}
    assert {refused.rule for refused in refusals.values() if refused} <= set(rules())
    assert {key: refused.found for key, refused in refusals.items() if refused and refused.rule in UNFORESEEN} == {}
    assert Counter(refused.rule for refused in refusals.values() if refused)["read_timeout"] == 0


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=600), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06", b"%PDF-1.7\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x1f\x8b\x08"])
)
def test_any_bytes_have_a_type_and_any_archive_an_end(data: bytes, head: bytes) -> None:
    assert sniff.media_type(head + data)
    try:
        if archives.is_archive(head + data):
            list(archives.members(head + data, 2**20))
    except Refused as refused:
        assert refused.rule in rules()


def test_a_file_that_grows_while_it_is_read_is_taken_once(tmp_path: Path) -> None:
    """Hash and content come from the same bytes, however the file changes meanwhile."""
    import threading

    from etl.extract.sources import find

    path = tmp_path / "grows.csv"
    path.write_bytes(b"a,b\n" * 1000)
    ended = threading.Event()

    def grow() -> None:
        while not ended.is_set():
            with path.open("ab") as file:
                file.write(b"1,2\n")

    thread = threading.Thread(target=grow)
    thread.start()
    try:
        for source in list(find([path], max_file_mb=1)) * 20:
            try:
                data = source.read()
            except Refused as refused:
                assert refused.rule == "too_large"
            else:
                assert len(data) % 4 == 0 and data.startswith(b"a,b\n")
    finally:
        ended.set()
        thread.join()
