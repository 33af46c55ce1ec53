"""Archives: every document in them with its place, and whatever is hostile refused before it costs anything."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import tarfile
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import pytest

from etl.extract import archives, unpack
from etl.finding import Refused
from tests.extract import made

ROOM = 64 * 2**20


def zipped(files: Iterable[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    made_ = io.BytesIO()
    with zipfile.ZipFile(made_, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            archive.writestr(name, data)
    return made_.getvalue()


def tarred(*members: tuple[tarfile.TarInfo, bytes]) -> bytes:
    made_ = io.BytesIO()
    with tarfile.open(fileobj=made_, mode="w") as archive:
        for info, data in members:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return made_.getvalue()


def read(data: bytes, name: str = "a.zip", largest: int = ROOM) -> dict[str, bytes | str]:
    """Bytes of each member by its path, or the rule by which it is refused."""
    return {m.path: m.refused.rule if m.refused else m.data for m in archives.members(data, largest, name)}


def rule(data: bytes, name: str = "a.zip") -> str:
    """Why the archive as a whole is refused."""
    with pytest.raises(Refused) as refused:
        archives.members(data, ROOM, name)
    return refused.value.rule


def test_documents_with_their_path_and_nothing_else() -> None:
    inner = zipped([("深/目标表.csv", b"inner")])
    data = zipped([("a/b.txt", b"1"), ("a/", b""), ("__MACOSX/a/._b.txt", b"x"), (".DS_Store", b"x"), ("~$b.docx", b"x"), ("内.zip", inner)])
    assert read(data) == {"a/b.txt": b"1", "内.zip!深/目标表.csv": b"inner"}


def test_office_files_are_documents_not_archives() -> None:
    book = made.xlsx({"A1": 1})
    assert not archives.is_archive(book)
    assert read(zipped([("b.xlsx", book)])) == {"b.xlsx": book}


def test_a_broken_office_file_is_damaged_and_no_archive() -> None:
    book = made.xlsx({"A1": 1})
    assert rule(book[:-200]) == "damaged_file"
    assert rule(zipped([("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", b"")])) == "damaged_file"
    assert rule(zipped([("META-INF/MANIFEST.MF", b"x"), ("A.class", b"x")])) == "unknown_format"


def test_names_of_chinese_windows() -> None:
    data = zipped([("XXXXXX.csv", b"1")])
    assert read(data.replace(b"XXXXXX", "目标表".encode("gb18030"))) == {"目标表.csv": b"1"}
    marked = zipfile.ZipInfo("XXXXXX.csv")
    name = "表.txt".encode()
    marked.extra = b"up" + (5 + len(name)).to_bytes(2, "little") + b"\x01" + zlib.crc32(b"XXXXXX.csv").to_bytes(4, "little") + name
    assert read(zipped([(marked, b"1")])) == {"表.txt": b"1"}


@pytest.mark.parametrize("name", ["../up.csv", "a/../../up.csv", "/etc/cron.d/x.csv", "C:\\Windows\\x.csv", "..\\up.csv"])
def test_members_named_out_of_the_archive_are_refused_and_the_others_read(name: str) -> None:
    found = read(zipped([(name, b"bad"), ("good.csv", b"1")]))
    assert sorted(value if isinstance(value, str) else value.decode() for value in found.values()) == ["1", "archive_path"]


def test_links_devices_and_holes_are_refused() -> None:
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = 0o120777 << 16
    assert read(zipped([(link, b"/etc/passwd"), ("good.csv", b"1")])) == {"link.csv": "archive_link", "good.csv": b"1"}
    infos = []
    for name, kind in (("sym", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE), ("pipe", tarfile.FIFOTYPE), ("dev", tarfile.CHRTYPE)):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, "/etc/passwd"
        infos.append((info, b""))
    found = read(tarred(*infos, (tarfile.TarInfo("good.csv"), b"1")), "a.tar")
    assert found == {"sym": "archive_link", "hard": "archive_link", "pipe": "archive_link", "dev": "archive_link", "good.csv": b"1"}


def test_encrypted_members_are_refused_and_an_archive_of_them_once() -> None:
    data = bytearray(zipped([("a.csv", b"1"), ("b.csv", b"2")]))
    first = data.index(b"PK\x01\x02")
    data[first + 8] |= 1
    assert read(bytes(data)) == {"a.csv": "password_protected", "b.csv": b"2"}
    data[data.index(b"PK\x01\x02", first + 4) + 8] |= 1
    assert rule(bytes(data)) == "password_protected"


def test_one_damaged_member_costs_only_itself() -> None:
    data = bytearray(zipped([("a.csv", b"first first"), ("b.csv", b"second")]))
    at = data.index(b"PK\x01\x02")
    data[at + 16 : at + 20] = b"\0\0\0\0"  # the check sum of a.csv
    assert read(bytes(data)) == {"a.csv": "damaged_file", "b.csv": b"second"}


@pytest.mark.parametrize(("how", "ending"), [(gzip.compress, "gz"), (bz2.compress, "bz2"), (lzma.compress, "xz")])
def test_packed_tars_and_single_packed_files(how: object, ending: str) -> None:
    assert callable(how)
    assert read(how(tarred((tarfile.TarInfo("表.csv"), b"1"))), f"a.tar.{ending}") == {"表.csv": b"1"}
    assert read(how(b"alone"), f"folder/表.csv.{ending}") == {"表.csv": b"alone"}
    assert rule(how(bytes(30 * 2**20)), f"a.{ending}") == "archive_bomb"
    assert rule(how(b"x" * 1000)[:-9], f"a.{ending}") == "damaged_file"


def test_bombs_are_refused_whole_before_anything_is_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    good = ("good.csv", b"1")
    assert rule(zipped([good, ("zeros.csv", bytes(20 * 2**20))])) == "archive_bomb"
    assert rule(zipped([good, ("in.zip", zipped([("zeros.csv", bytes(20 * 2**20))]))])) == "archive_bomb"
    assert rule(zipped((f"{n}.csv", b"") for n in range(unpack.MAX_MEMBERS + 1))) == "archive_bomb"
    monkeypatch.setattr(archives, "MAX_TOTAL", 1000)
    assert rule(zipped([good, ("a.csv", b"a" * 600), ("b.csv", b"b" * 600)])) == "archive_bomb"


def test_archives_in_archives_down_to_a_depth() -> None:
    data, names = b"deepest", "x.csv"
    layers = []
    for _ in range(archives.MAX_DEPTH + 1):
        data = zipped([(names, data)])
        names = "n.zip"
        layers.append(data)
    assert read(layers[-2]) == {"n.zip!n.zip!x.csv": b"deepest"}
    assert rule(layers[-1]) == "archive_too_deep"


def test_an_archive_that_holds_itself_ends() -> None:
    """A quine of sixteen copies at each level is refused at the depth, not unfolded."""
    data = zipped([("0.csv", b"1")])
    for _ in range(8):
        data = zipped((f"{n}.zip", data) for n in range(16))
    assert rule(data) == "archive_too_deep"


def test_nothing_in_it() -> None:
    assert rule(zipped([])) == "archive_empty"
    assert rule(zipped([("a/", b""), ("Thumbs.db", b"x")])) == "archive_empty"


def test_a_member_beyond_the_limit_of_a_file_is_refused_alone() -> None:
    noise = random.Random(5).randbytes(2 * 2**20)
    assert read(zipped([("big.csv", noise), ("good.csv", b"1")]), largest=2**20) == {"big.csv": "too_large", "good.csv": b"1"}


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    read(zipped([("../up.csv", b"bad"), ("good.csv", b"1"), ("in.zip", zipped([("x.csv", b"1")]))]))
    assert list(tmp_path.iterdir()) == []
