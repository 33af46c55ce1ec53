"""Web pages into grids."""

from __future__ import annotations

import base64
import quopri

import pytest

from etl.extract import html
from etl.extract.grid import Grid
from etl.finding import Refused


def read(body: str) -> list[Grid]:
    return html.read_grids(f"<!DOCTYPE html><html><body>{body}</body></html>".encode())


def only(body: str) -> Grid:
    grids = read(body)
    assert len(grids) == 1
    return grids[0]


def layout(grid: Grid) -> list[tuple[str, int, int, int, int]]:
    return [(cell.text, cell.row, cell.col, cell.rowspan, cell.colspan) for cell in grid.cells]


def test_spans_push_later_cells_aside() -> None:
    grid = only("<table><tr><td rowspan=2>甲</td><td colspan=2>乙</td></tr><tr><td>丙</td><td>丁</td></tr></table>")
    assert layout(grid) == [("甲", 0, 0, 2, 1), ("乙", 0, 1, 1, 2), ("丙", 1, 1, 1, 1), ("丁", 1, 2, 1, 1)]
    assert grid.cells[3].place.label == "t1/R2C3"


@pytest.mark.parametrize(
    ("span", "rows"),
    [("0", 3), ("999999999", 3), ("2", 2), ("-3", 1), ("x", 1), ("2.9", 2), ("", 1)],
)
def test_rowspans_as_a_browser_reads_them(span: str, rows: int) -> None:
    grid = only(f"<table><tr><td rowspan='{span}'>甲</td><td>乙</td></tr><tr><td>丙</td></tr><tr><td>丁</td></tr></table>")
    assert grid.cells[0].rowspan == rows
    assert grid.rows == 3


def test_rowspan_ends_with_its_group() -> None:
    grid = only("<table><thead><tr><td rowspan=5>甲</td><td>乙</td></tr></thead><tbody><tr><td>丙</td><td>丁</td></tr></tbody></table>")
    assert layout(grid) == [("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1), ("丙", 1, 0, 1, 1), ("丁", 1, 1, 1, 1)]


def test_huge_colspan_makes_no_columns() -> None:
    grid = only("<table><tr><td colspan=99999>甲</td></tr><tr><td>乙</td><td>丙</td></tr></table>")
    assert (grid.cols, grid.cells[0].colspan) == (2, 2)


def test_overlapping_cells_never_share_a_slot() -> None:
    grid = only("<table><tr><td>甲</td><td rowspan=3>乙</td></tr><tr><td colspan=3>丙</td></tr><tr><td>丁</td></tr></table>")
    seen = set()
    for cell in grid.cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            for col in range(cell.col, cell.col + cell.colspan):
                assert (row, col) not in seen
                seen.add((row, col))
    assert {cell.text for cell in grid.cells} == {"甲", "乙", "丙", "丁"}


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("    项目", "    项目"),
        ("\n      项目\n   ", "项目"),
        ("&nbsp;&nbsp;项目", "  项目"),
        ("\u3000\u3000项目", "\u3000\u3000项目"),
        ("目标1<br>目标2", "目标1\n目标2"),
        ("<p>目标1</p>\n<p>目标2</p>", "目标1\n目标2"),
        ("甲<br><br>乙", "甲\n\n乙"),
        ("改善居住条\n   件。", "改善居住条件。"),
        ("at least\n  90", "at least 90"),
        ("≥  90 %", "≥ 90 %"),
        ("<b>≥</b><span>90%</span>", "≥90%"),
        ("见<span style='display:none'>不见</span><script>var x=1</script>", "见"),
        ("&nbsp;", ""),
        ("90&#37; &lt; 95&permil;", "90% < 95‰"),
        ("a\u200bb\x07c", "abc"),
        ("<pre>甲\n  乙</pre>", "甲\n  乙"),
        ("<!-- 注 -->甲", "甲"),
        ("<ul><li>甲</li><li>乙</li></ul>", "甲\n乙"),
    ],
)
def test_text_as_a_browser_shows_it(source: str, text: str) -> None:
    assert only(f"<table><tr><td>{source}</td><td>尾</td></tr></table>").cells[0].text == text


def test_nested_tables_stand_alone_with_the_lines_around_them() -> None:
    inner = "<table><tr><td>项目名称</td><td>甲</td></tr></table>"
    outer, found = read(f"<p>首</p><table><tr><td><h2>2025年目标表</h2><p>单位：万元</p>{inner}<p>注：无</p></td></tr></table><p>尾</p>")
    assert [line.text for line in found.above] == ["首", "2025年目标表", "单位：万元"]
    assert [line.text for line in found.below] == ["注：无", "尾"]
    assert outer.cells[0].text == "2025年目标表\n单位：万元\n注：无"
    assert [cell.text for cell in found.cells] == ["项目名称", "甲"]
    assert (outer.index, found.index, found.cells[0].place.label) == (1, 2, "t2/R1C1")


def test_tables_share_the_lines_between_them() -> None:
    first, second = read("<p>一</p><table><tr><td>甲</td></tr></table><p>二</p><table><tr><td>乙</td></tr></table><p>三</p>")
    assert [[line.text for line in lines] for lines in (first.above, first.below, second.above, second.below)] == [["一"], ["二"], ["二"], ["三"]]
    assert [line.place.label for line in (*first.above, *second.above)] == ["P1", "P2"]


def test_captions_hidden_rows_and_missing_tags() -> None:
    grid = only("<table><caption>表一</caption><tr style='DISPLAY: none'><td>藏</td></tr><tr><td>甲<td>乙<tr><td>丙<td>丁</table>")
    assert [cell.text for cell in grid.cells] == ["甲", "乙", "丙", "丁"]
    assert [line.text for line in grid.above] == ["表一"]


def test_a_form_between_table_and_row() -> None:
    assert [cell.text for cell in only("<table><form><tr><td>甲</td></tr></form></table>").cells] == ["甲"]


def test_foot_comes_last() -> None:
    grid = only("<table><tfoot><tr><td>合计</td></tr></tfoot><tbody><tr><td>甲</td></tr></tbody></table>")
    assert [cell.text for cell in grid.cells] == ["甲", "合计"]


@pytest.mark.parametrize("charset", ["gb2312", "gbk", "gb18030", "utf-8"])
def test_charset_declared(charset: str) -> None:
    page = f"<html><head><meta charset='{charset}'></head><body><table><tr><td>绩效目标</td></tr></table></body></html>"
    assert html.read_grids(page.encode(charset))[0].cells[0].text == "绩效目标"


def test_charset_declared_wrongly_or_not_at_all() -> None:
    page = "<html><head><meta charset='{}'></head><body><table><tr><td>绩效目标</td></tr></table></body></html>"
    for declared, real in (("gb2312", "utf-8"), ("utf-8", "gb18030"), ("x-unknown", "gb18030"), ("iso-8859-1", "utf-8"), ("utf-8", "utf-16")):
        assert html.read_grids(page.format(declared).encode(real))[0].cells[0].text == "绩效目标"


def test_a_page_without_tables_is_prose() -> None:
    read = html.read("<html><head><title>某局公开</title></head><body><p>2024年</p><p>无绩效目标</p></body></html>".encode())
    assert (read.grids, [line.text for line in read.prose]) == ([], ["某局公开", "2024年", "无绩效目标"])


@pytest.mark.parametrize("depth", [100, 300, 3000, 100_000])
def test_what_is_nested_too_deeply_is_refused_not_lost(depth: int) -> None:
    page = ("<html><body>" + "<div>" * depth + "<table><tr><td>甲</td></tr></table>").encode()
    try:
        found = [cell.text for grid in html.read_grids(page) for cell in grid.cells]
    except Refused as refusal:
        found = [refusal.rule]
    assert found in (["甲"], ["nesting_too_deep"])
    assert depth > 200 or found == ["甲"]


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
def test_a_web_archive(encoding: str) -> None:
    page = "<html><head><meta charset=gb2312></head><table><tr><td>绩效目标</td></tr></table></html>".encode("gb18030")
    coded = (quopri.encodestring(page) if encoding == "quoted-printable" else base64.encodebytes(page)).decode()
    data = (
        f'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html; charset="gb2312"\n'
        f"Content-Transfer-Encoding: {encoding}\n\n{coded}\n--x--\n"
    )
    read = html.read(data.encode())
    assert (read.media_type, [cell.text for cell in read.grids[0].cells]) == ("multipart/related", ["绩效目标"])
