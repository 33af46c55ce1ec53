"""The tables beside the documents, and what is said about mistakes in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.manifest import ManifestError, ManifestRow, manifest_rows, read_manifest, read_roster, read_succession

HEAD = "path,region_code,department,fiscal_year,kind,published_on,url,sha256,money_unit\n"


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "manifest.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_manifest_by_path(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, HEAD + f"公开/表.pdf,440106,某局,2024,project_targets,2024/1/5,,{'AB' * 32},万元\n\nb.xlsx,,,,,,,,\n", encoding)
    first, second = (tmp_path / "公开/表.pdf").resolve(), (tmp_path / "b.xlsx").resolve()
    assert read_manifest(path) == {
        first: ManifestRow(2, first, None, "440106", "某局", 2024, "project_targets", "2024-01-05", "ab" * 32, "10k_yuan"),
        second: ManifestRow(4, second),
    }


def test_rows_of_addresses_have_no_path(tmp_path: Path) -> None:
    path = written(tmp_path, "url,fiscal_year\nhttps://example.org/a.pdf,2024\n")
    assert read_manifest(path) == {}
    assert [(row.url, row.fiscal_year) for row in manifest_rows(path)] == [("https://example.org/a.pdf", 2024)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("path,jahr\na,2024\n", ("line 1", "jahr", "fiscal_year")),
        ("path,path\na,b\n", ("line 1", "path")),
        ("fiscal_year\n2024\n", ("line 1", "path")),
        ("", ("line 1", "path")),
        ("path,fiscal_year\na,2024\nb,24\n", ("line 3", "fiscal_year", "24", "2024")),
        ('path,department,fiscal_year\na,"甲\n乙",2024\nb,丙,x\n', ("line 4", "fiscal_year", "x")),
        ("path,region_code\na,44\n", ("line 2", "region_code", "44", "440106")),
        ("path,published_on\na,2024-02-30\n", ("line 2", "published_on", "2024-02-30")),
        ("path,kind\na,targets\n", ("line 2", "kind", "targets", "self_evaluation")),
        ("path,sha256\na,abc\n", ("line 2", "sha256", "abc")),
        ("path,money_unit\na,千元\n", ("line 2", "money_unit", "千元", "万元")),
        ("path,url\na,nowhere\n", ("line 2", "url", "nowhere")),
        ("path,fiscal_year\na,2024,x\n", ("line 2", "3", "2")),
        ("path,fiscal_year\n,2024\n", ("line 2", "path")),
        ("path\na\n./a\n", ("line 3", "line 2")),
    ],
)
def test_mistakes_are_told_with_line_column_found_and_expected(
    tmp_path: Path, text: str, told: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIXIAO_LANG", "en")
    with pytest.raises(ManifestError) as error:
        read_manifest(written(tmp_path, text))
    assert "\n" not in str(error.value)
    assert [word for word in ("manifest.csv", *told) if word not in str(error.value)] == []


def test_a_file_that_is_missing_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(ManifestError, match=r"none\.csv"):
        read_manifest(tmp_path / "none.csv")
    (tmp_path / "picture.csv").write_bytes(bytes(range(256)))
    with pytest.raises(ManifestError, match=r"picture\.csv"):
        read_manifest(tmp_path / "picture.csv")


def test_roster_and_succession(tmp_path: Path) -> None:
    (row,) = read_roster(
        written(tmp_path, "region_code,department,function_key,kind,first_year,last_year\n440106,某局,司法局,self_evaluation,2020,\n")
    )
    assert (row.department, row.kind, row.first_year, row.last_year, row.function_key) == ("某局", "self_evaluation", 2020, None, "司法局")
    (link,) = read_succession(written(tmp_path, "from_department,to_department,effective_year,change,source\n甲,乙,2019,merge,三定方案\n"))
    assert (link.from_department, link.to_department, link.effective_year, link.change, link.from_region_code) == ("甲", "乙", 2019, "merge", None)
    with pytest.raises(ManifestError, match="effective_year"):
        read_succession(written(tmp_path, "from_department,to_department,effective_year,change\n甲,乙,,merge\n"))
