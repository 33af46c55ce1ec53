"""Workbooks into grids."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile
from decimal import Decimal

import openpyxl
import openpyxl.styles
import pytest

from etl.extract import spreadsheet
from etl.extract.grid import Grid
from etl.finding import Refused
from tests.extract import made


def only(data: bytes) -> Grid:
    grids = spreadsheet.read_grids(data)
    assert len(grids) == 1
    return grids[0]


def texts(grid: Grid) -> dict[str, str]:
    return {cell.place.label.partition("!")[2]: cell.text for cell in grid.cells if cell.text}


def test_texts_numbers_and_merged_areas() -> None:
    data = made.xlsx(
        {"A1": "标题", "A2": "    项目甲", "B2": 0.95, "C2": 1485.3, "D2": dt.date(2024, 9, 30), "B3": "0.5", "C3": True},
        ("A1:D1", "A2:A3"),
        {"B2": "0%", "C2": "#,##0.00", "B3": "0%"},
        name="目标表",
    )
    grid = only(data)
    assert (grid.rows, grid.cols, grid.sheet, grid.index) == (3, 4, "目标表", 1)
    assert texts(grid) == {"A1": "标题", "A2": "    项目甲", "B2": "95%", "C2": "1,485.30", "D2": "2024-09-30", "B3": "0.5", "C3": "TRUE"}
    cells = {cell.place.label: cell for cell in grid.cells}
    assert (cells["目标表!A1"].colspan, cells["目标表!A2"].rowspan) == (4, 2)
    assert (cells["目标表!B2"].number, cells["目标表!B2"].percent) == (Decimal("0.95"), True)
    assert cells["目标表!B3"].number is None  # a format says nothing about a text


def test_dates_are_no_numbers_and_indents_are_blanks() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for at, value in {"A1": "单位", "A2": "项目", "B2": dt.date(2024, 9, 30), "C2": 5}.items():
        book.active[at] = value
        book.active[at].alignment = openpyxl.styles.Alignment(horizontal="left", indent=2 if at.endswith("2") else 0)
    cells = {cell.place.label: cell for cell in only(made.saved(book)).cells}
    assert [cells[f"Sheet!{at}"].text for at in ("A1", "A2", "C2")] == ["单位", "    项目", "5"]
    assert cells["Sheet!B2"].number is None and cells["Sheet!C2"].number == 5


def test_cropped_to_what_is_used_with_true_addresses() -> None:
    grid = only(made.xlsx({"C5": "甲", "D7": "乙"}))
    assert (grid.rows, grid.cols) == (3, 2)
    assert texts(grid) == {"C5": "甲", "D7": "乙"}


def test_one_far_cell_costs_nothing() -> None:
    grid = only(made.xlsx({"A1": "甲", "XFD1048576": "乙"}))
    assert grid.rows * grid.cols < 10
    assert texts(grid) == {"A1": "甲", "XFD1048576": "乙"}


def test_one_far_cell_of_an_old_workbook_costs_nothing() -> None:
    began = time.process_time()
    grid = only(made.xls([(0, 0, "甲", 0), (65535, 255, "乙", 0)], ["General"], []))
    assert texts(grid) == {"A1": "甲", "IV65536": "乙"}
    assert time.process_time() - began < 2


def test_columns_formatted_to_the_end_are_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "MAX_CELLS", 1000)
    blank = "".join(f"<row r='{at}'><c r='A{at}' s='0'/><c r='B{at}' s='0'/></row>" for at in range(4, 3000))
    filled = "<row r='{0}'><c r='A{0}' t='str'><v>甲</v></c><c r='B{0}' s='0'/></row>"
    grid = only(made.raw_xlsx(filled.format(1) + "<row r='2'><c r='A2'/></row>" + filled.format(3) + blank))
    assert (grid.rows, grid.cols, [cell.place.label for cell in grid.cells]) == (3, 1, ["表!A1", "表!A2", "表!A3"])


def test_too_many_scattered_cells_are_refused() -> None:
    rows = "".join(f"<row r='{at * 3}'><c r='{spreadsheet.address(at * 3 - 1, at * 3)}'><v>1</v></c></row>" for at in range(1, 3000))
    with pytest.raises(Refused, match="too_large"):
        spreadsheet.read(made.raw_xlsx(rows))


def test_a_title_merged_over_the_whole_sheet_makes_no_columns() -> None:
    assert only(made.xlsx({"A1": "标题", "A2": "甲", "B2": "乙"}, ("A1:XFD1",))).cols == 2


def test_hidden_sheets_are_named_not_read() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "见"
    hidden = book.create_sheet("底稿")
    hidden["A1"] = "不见"
    hidden.sheet_state = "hidden"
    read = spreadsheet.read(made.saved(book))
    assert [grid.cells[0].text for grid in read.grids] == ["见"]
    assert [(finding.rule, finding.found) for finding in read.findings] == [("hidden_sheet", "底稿")]


def test_a_formula_without_a_stored_result_is_found() -> None:
    grid = only(made.xlsx({"A1": "合计", "B1": "=1+1"}))
    assert [(finding.rule, finding.place) for finding in grid.findings] == [("formula_without_value", "Sheet1!B1")]


def test_text_under_a_merged_area_is_found() -> None:
    data = made.raw_xlsx(
        "<row r='1'><c r='A1' t='inlineStr'><is><t>上</t></is></c><c r='B1' t='inlineStr'><is><t>下</t></is></c></row>",
        "<mergeCells><mergeCell ref='A1:B1'/></mergeCells>",
    )
    grid = only(data)
    assert [cell.text for cell in grid.cells] == ["上"]
    assert [(finding.rule, finding.found) for finding in grid.findings] == [("merged_cell_hides_text", "下")]


def test_shared_rich_and_escaped_strings() -> None:
    rich = "<si><r><t>产出</t></r><r><t>指标</t></r><rPh sb='0' eb='1'><t>チャン</t></rPh></si>"
    strings = rich + "<si><t>第一行_x000D_\n第二行</t></si><si><t>_x005F_x000D_</t></si>"
    cells = "".join(f"<c r='{col}1' t='s'><v>{at}</v></c>" for at, col in enumerate("ABC"))
    grid = only(made.raw_xlsx(f"<row r='1'>{cells}</row>", strings=strings))
    assert texts(grid) == {"A1": "产出指标", "B1": "第一行\n第二行", "C1": "_x000D_"}


def test_a_missing_shared_string_is_damage_not_an_empty_cell() -> None:
    with pytest.raises(Refused, match="damaged_file"):
        spreadsheet.read(made.raw_xlsx("<row r='1'><c r='A1' t='s'><v>7</v></c></row>", strings="<si><t>甲</t></si>"))


def test_cells_without_addresses_follow_one_another() -> None:
    data = made.raw_xlsx("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    assert texts(only(data)) == {"A1": "1", "B1": "2", "A2": "3"}


@pytest.mark.parametrize("declared", ['SYSTEM "file:///etc/hostname"', '"90%"'])
def test_entities_are_refused_not_resolved_nor_lost(declared: str) -> None:
    data = made.raw_xlsx("<row r='1'><c r='A1' t='str'><v>ENTITY</v></c></row>")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    sheet = bytes(parts["xl/worksheets/sheet1.xml"]).decode().replace("ENTITY", "&x;")  # type: ignore[arg-type]
    parts["xl/worksheets/sheet1.xml"] = f"<!DOCTYPE worksheet [<!ENTITY x {declared}>]>{sheet}"
    with pytest.raises(Refused, match="damaged_file"):
        spreadsheet.read(made.zipped(parts))


def test_ods_shows_its_own_texts() -> None:
    rows = (
        "<table:table-row><table:table-cell table:number-columns-spanned='3' office:value-type='string'><text:p>标题</text:p></table:table-cell>"
        "<table:covered-table-cell table:number-columns-repeated='2'/></table:table-row>"
        "<table:table-row><table:table-cell office:value-type='string'><text:p><text:s text:c='4'/>项目</text:p></table:table-cell>"
        "<table:table-cell office:value-type='percentage' office:value='0.95'><text:p>95%</text:p></table:table-cell>"
        "<table:table-cell office:value-type='date' office:date-value='2024-09-30'><text:p>2024/9/30</text:p></table:table-cell></table:table-row>"
        "<table:table-row table:number-rows-repeated='1048574'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>"
    )
    grid = only(made.ods(rows))
    assert texts(grid) == {"A1": "标题", "A2": "    项目", "B2": "95%", "C2": "2024-09-30"}
    assert grid.cells[0].colspan == 3
    assert next(cell for cell in grid.cells if cell.text == "95%").percent


@pytest.mark.parametrize("kind", ["xls", "xlsb"])
def test_binary_workbooks_keep_their_number_formats(kind: str) -> None:
    cells: list[tuple[int, int, float | str, int]] = [(0, 0, "标题", 0), (1, 0, "满意度", 0), (1, 1, 0.95, 1), (1, 2, 1485.3, 2), (1, 3, 45565.0, 3)]
    formats = ["General", "0%", "#,##0.00", "yyyy/m/d"]
    data = made.xls(cells, formats, [(0, 0, 0, 3)]) if kind == "xls" else made.xlsb(cells, formats)
    grid = only(data)
    assert texts(grid) == {"A1": "标题", "A2": "满意度", "B2": "95%", "C2": "1,485.30", "D2": "2024-09-30"}
    if kind == "xls":
        assert grid.cells[0].colspan == 4


def test_a_workbook_in_one_xml_file() -> None:
    data = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
    <Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
    <Styles><Style ss:ID="p"><NumberFormat ss:Format="0%"/></Style></Styles><Worksheet ss:Name="表"><Table>
    <Row><Cell ss:MergeAcross="2"><Data ss:Type="String">标题</Data></Cell><Cell><Data ss:Type="String">尾</Data></Cell></Row>
    <Row ss:Index="3"><Cell ss:Index="2" ss:StyleID="p"><Data ss:Type="Number">0.95</Data></Cell>
    <Cell><Data ss:Type="DateTime">2024-09-30T00:00:00.000</Data></Cell></Row></Table></Worksheet></Workbook>"""
    grid = only(data.encode())
    assert texts(grid) == {"A1": "标题", "D1": "尾", "B3": "95%", "C3": "2024-09-30"}
    assert grid.cells[0].colspan == 3
