"""Finding documents, and reading their bytes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from etl.extract.sources import SourceMissing, find
from etl.finding import Refused


def names(paths: list[Path], root: Path, **options: object) -> list[str]:
    return [str(source.path.relative_to(root)) for source in find(paths, **options)]  # type: ignore[arg-type]


def test_folders_are_walked_in_order_without_what_is_no_document(tmp_path: Path) -> None:
    for name in ("b.xlsx", "a/2.pdf", "a/1.pdf", "a/~$1.docx", ".hidden", ".git/x.pdf", "manifest.csv", "a/Thumbs.db", "c.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_bytes(b"x")
    assert names([tmp_path], tmp_path) == ["b.xlsx", "c.txt", "a/1.pdf", "a/2.pdf"]
    assert names([tmp_path], tmp_path, skip=[tmp_path / "c.txt"]) == ["b.xlsx", "a/1.pdf", "a/2.pdf"]
    assert names([tmp_path / "a", tmp_path / "a/2.pdf", tmp_path / "manifest.csv"], tmp_path) == ["a/1.pdf", "a/2.pdf", "manifest.csv"]


def test_a_missing_path_is_told_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing, match="nowhere"):
        find([tmp_path, tmp_path / "nowhere.pdf"])
    with pytest.raises(SourceMissing, match="https://"):
        find(["https://example.org/a.pdf"])


def test_names_are_as_given_and_printable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("公开").mkdir()
    Path("公开/目标表.pdf").write_bytes(b"x")
    assert [source.name for source in find(["公开"])] == [os.path.join("公开", "目标表.pdf")]  # noqa: PTH118
    assert [source.name for source in find(["公开/目标表.pdf"])] == ["公开/目标表.pdf"]


@pytest.mark.skipif(os.name != "posix", reason="file names are bytes only on POSIX systems")
def test_names_of_other_encodings(tmp_path: Path) -> None:
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "目标表.pdf".encode("gb18030"))).write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    assert [Path(source.name).name for source in find([tmp_path])] == ["目标表.pdf"]


def refused(path: Path, **options: int) -> str:
    (source,) = find([path], **options)
    with pytest.raises(Refused) as refusal:
        source.read()
    return refusal.value.rule


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices are files only on POSIX systems")
def test_pipes_and_devices_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe") == "not_a_file"
    assert refused(Path("/dev/zero")) == "not_a_file"


def test_too_large_and_gone(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"x" * (2**20 + 1))
    assert refused(tmp_path / "large", max_file_mb=1) == "too_large"
    (tmp_path / "gone").write_bytes(b"x")
    (source,) = find([tmp_path / "gone"])
    (tmp_path / "gone").unlink()
    with pytest.raises(Refused, match="unreadable_file"):
        source.read()


def test_links_do_not_lead_out_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret.txt").write_bytes(b"x")
    (tmp_path / "in/a.txt").write_bytes(b"x")
    try:
        (tmp_path / "in/out.txt").symlink_to(tmp_path / "secret.txt")
        (tmp_path / "in/loop").symlink_to(tmp_path / "in")
        (tmp_path / "in/circle.txt").symlink_to(tmp_path / "in/circle.txt")
        (tmp_path / "in/nowhere.txt").symlink_to(tmp_path / "in/none.txt")
    except OSError:
        pytest.skip("links cannot be made here")
    found = {source.path.name: source for source in find([tmp_path / "in"])}
    for name in ("circle.txt", "nowhere.txt"):
        with pytest.raises(Refused, match="unreadable_file"):
            found.pop(name).read()
        (tmp_path / "in" / name).unlink()
    assert names([tmp_path / "in"], tmp_path) == ["in/a.txt"]
