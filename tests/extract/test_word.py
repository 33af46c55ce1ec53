"""Word documents into grids."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from etl.extract import word
from etl.extract.grid import Grid
from etl.finding import Refused
from tests.extract import made
from tests.extract.made import docx, p, tbl, tc


def only(body: str) -> Grid:
    grids = word.read_grids(docx(body))
    assert len(grids) == 1
    return grids[0]


def layout(grid: Grid) -> list[tuple[str, int, int, int, int]]:
    return [(cell.text, cell.row, cell.col, cell.rowspan, cell.colspan) for cell in grid.cells]


def run(text: str, tag: str = "t") -> str:
    return f"<w:r><w:{tag}>{text}</w:{tag}></w:r>"


def test_spans_across_and_down() -> None:
    down, on = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    wide, wider = "<w:gridSpan w:val='2'/>", "<w:gridSpan w:val='3'/>"
    rows = (tc("标题", wider), tc("甲", down) + tc("乙") + tc("丙"), tc("", on) + tc("丁") + tc("戊"), tc("", on) + tc("己", wide))
    grid = only(tbl(*rows))
    assert layout(grid) == [
        ("标题", 0, 0, 1, 3), ("甲", 1, 0, 3, 1), ("乙", 1, 1, 1, 1), ("丙", 1, 2, 1, 1), ("丁", 2, 1, 1, 1), ("戊", 2, 2, 1, 1), ("己", 3, 1, 1, 2),
    ]  # fmt: skip


def test_a_merged_cell_that_starts_anew_is_another_cell() -> None:
    down, on = "<w:vMerge w:val='restart'/>", "<w:vMerge w:val='continue'/>"
    grid = only(tbl(tc("甲", down) + tc("1"), tc("", on) + tc("2"), tc("乙", down) + tc("3"), tc("", on) + tc("4")))
    assert [(cell.text, cell.rowspan) for cell in grid.cells if cell.col == 0] == [("甲", 2), ("乙", 2)]


def test_a_row_that_begins_further_right() -> None:
    row = "<w:trPr><w:gridBefore w:val='1'/></w:trPr>" + tc("丙")
    assert layout(only(tbl(tc("甲") + tc("乙"), row)))[2] == ("丙", 1, 1, 1, 1)


def test_old_horizontal_merging() -> None:
    grid = only(tbl(tc("甲", "<w:hMerge w:val='restart'/>") + tc("", "<w:hMerge/>") + tc("乙")))
    assert layout(grid) == [("甲", 0, 0, 1, 2), ("乙", 0, 2, 1, 1)]


def test_tracked_changes_are_read_as_accepted() -> None:
    changed = f"<w:p>{run('不少于')}<w:ins>{run('30')}</w:ins><w:del>{run('20', 'delText')}</w:del>{run('次')}</w:p>"
    moved = f"<w:p><w:moveFrom>{run('去')}</w:moveFrom><w:moveTo>{run('来')}</w:moveTo></w:p>"
    hidden = f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>{run('见')}</w:p>"
    grid = only(tbl(tc(changed) + tc(moved) + tc(hidden), "<w:trPr><w:del/></w:trPr>" + tc("已删的行")))
    assert [cell.text for cell in grid.cells] == ["不少于30次", "来", "见"]


def test_a_deleted_paragraph_end_joins_lines() -> None:
    first = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('甲')}</w:p>"
    assert only(tbl(tc(first + p("乙")))).cells[0].text == "甲乙"


def test_breaks_hyphens_symbols_and_fields() -> None:
    inside = (
        f"<w:p>{run('甲')}<w:r><w:br/></w:r>{run('乙')}<w:r><w:tab/></w:r><w:r><w:noBreakHyphen/></w:r>{run('PAGE', 'instrText')}"
        "<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r></w:p>"
    )
    assert only(tbl(tc(inside + p("丙")))).cells[0].text == "甲\n乙\t-☑\n丙"


def test_nested_tables_and_text_boxes() -> None:
    inner = tbl(tc("内"))
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" + p("框") + "</w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent>" + p("框") + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    outer, nested = word.read_grids(docx(p("首") + box + tbl(tc(p("外") + inner + "<w:p/>")) + p("尾")))
    assert [cell.text for cell in outer.cells] == ["外"]
    assert [cell.text for cell in nested.cells] == ["内"]
    assert [line.text for line in nested.above] == ["首", "框", "外"]
    assert [line.text for line in nested.below] == ["尾"]
    assert nested.cells[0].place.label == "t2/R1C1"


def test_content_controls_are_transparent() -> None:
    cell = f"<w:sdt><w:sdtContent>{tc('甲')}</w:sdtContent></w:sdt>"
    body = f"<w:sdt><w:sdtContent>{p('前')}{tbl(cell + tc('<w:sdt><w:sdtContent>' + p('乙') + '</w:sdtContent></w:sdt>'))}</w:sdtContent></w:sdt>"
    grid = only(body)
    assert [cell.text for cell in grid.cells] == ["甲", "乙"]
    assert [line.text for line in grid.above] == ["前"]


def test_paragraphs_without_tables_are_prose() -> None:
    read = word.read(docx(p("2024年") + p("") + p("详见附件")))
    assert [(line.text, line.place.label) for line in read.prose] == [("2024年", "P1"), ("详见附件", "P2")]


def test_embedded_objects_are_named() -> None:
    read = word.read(docx(p("正文") + "<w:altChunk/>" + tbl(tc("甲"))))
    assert [(finding.rule, finding.found) for finding in read.findings] == [("embedded_not_read", "1")]


def test_old_files_need_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etl.extract.office.soffice", lambda: None)
    with pytest.raises(Refused, match="doc_needs_libreoffice"):
        word.read(b"{\\rtf1 x}")


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for LibreOffice is a shell script")
def test_old_files_are_converted_in_a_folder_that_goes_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ready.docx").write_bytes(made.docx(tbl(tc("甲"))))
    fake = tmp_path / "soffice"
    fake.write_text(f'#!/bin/sh\nwhile [ $# -gt 1 ]; do [ "$1" = --outdir ] && cp "{tmp_path}/ready.docx" "$2/document.docx"; shift; done\n')
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    work = tmp_path / "tmp"
    work.mkdir()
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr("tempfile.tempdir", str(work))
    assert [cell.text for grid in word.read_grids(b"{\\rtf1 x}") for cell in grid.cells] == ["甲"]
    assert list(work.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for LibreOffice is a shell script")
def test_a_conversion_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = tmp_path / "soffice"
    fake.write_text("#!/bin/sh\nsleep 100 & wait\n")
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr("etl.extract.office.SECONDS", 0.2)
    with pytest.raises(Refused, match="read_timeout"):
        word.read(b"{\\rtf1 x}")
