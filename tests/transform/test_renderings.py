"""Properties: how a table is rendered does not change what it says, and no text in it is more than refused."""

from __future__ import annotations

import csv
import io
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.extract.document import read_document
from etl.extract.grid import Grid
from etl.finding import Refused
from etl.transform.engine import read
from tests.transform.build import YEAR, accounted, document, facts, grid, reading
from tests.transform.made import COLUMNS, HEADS, PACKED, N, Row, card, packed

QUICK = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))

PROJECTS: list[Row] = [
    ["走访慰问", "10.00", "做好走访", "产出指标", "数量指标", "走访次数", "≥3次"],
    ["走访慰问", "10.00", "做好走访", "产出指标", "数量指标", "走访人数", "30人"],
    ["走访慰问", "10.00", "做好走访", "产出指标", "质量指标", "合格率", "≥95%"],
    ["走访慰问", "10.00", "做好走访", "满意度指标", "服务对象满意度指标", "满意度", "≥90%"],
    ["普法宣传", "20.00", "做好普法", "产出指标", "数量指标", "宣传次数", "不少于2次"],
    ["普法宣传", "20.00", "做好普法", "效益指标", "社会效益指标", "法治意识", "有所提高"],
]
WANTED = facts(reading(grid([*HEADS, COLUMNS, *PROJECTS])))


def _rest(how: str) -> list[Row]:
    """The rows with what repeats the row above merged ("^"), left blank (""), or printed again."""
    rows = [list(row) for row in PROJECTS]
    for n in range(len(rows) - 1, 0, -1):
        for col in range(5):
            same = PROJECTS[n][0] == PROJECTS[n - 1][0] and PROJECTS[n][col] == PROJECTS[n - 1][col]
            if same and (col < 4 or PROJECTS[n][3] == PROJECTS[n - 1][3]):
                rows[n][col] = how
    return rows


def test_the_made_table_is_read_at_all() -> None:
    (statement,) = WANTED["statements"]
    assert [len(p["indicators"]) for p in statement["projects"]] == [4, 2] and statement["projects"][1]["total_yuan"] == "200000.00"


def test_merged_blank_and_repeated_cells_say_the_same() -> None:
    for how in ("^", ""):
        assert facts(reading(grid([*HEADS, COLUMNS, *_rest(how)]))) == WANTED, how


@given(st.permutations(range(7)), st.sampled_from(["^", "", None]))
@QUICK
def test_the_order_of_columns_does_not_matter(order: list[int], how: str | None) -> None:
    rows = [COLUMNS, *(PROJECTS if how is None else _rest(how))]
    assert facts(reading(grid([*HEADS, *([row[n] for n in order] for row in rows)]))) == WANTED


@given(st.lists(st.integers(3, 8), max_size=4), st.lists(st.integers(0, 7), max_size=3))
@QUICK
def test_empty_rows_and_columns_do_not_matter(rows_at: list[int], cols_at: list[int]) -> None:
    table: list[Row] = [*[list(row) for row in HEADS], list(COLUMNS), *[list(row) for row in PROJECTS]]
    for at in sorted(rows_at, reverse=True):
        table.insert(at, [""] * 7)
    for at in sorted(cols_at, reverse=True):
        for row in table:
            row.insert(at, N if row[0] is not None and at and at < len(row) and row[at] is None else "")
    assert facts(reading(grid(table))) == WANTED


SCRAPS = [
    "产出指标",
    "一级指标",
    "指标值",
    "项目名称",
    "合计",
    "其中：财政拨款",
    "（万元）",
    "单位：元",
    "2024年",
    "≥",
    "1、1-",
    "；",
    "年度指标值:",
    "/",
    "注：",
    "绩效目标",
    "1,2",
    "%",
    "\n",
]
TEXTS = st.lists(st.one_of(st.sampled_from(SCRAPS), st.text(max_size=6)), max_size=4).map("".join)


@given(st.lists(st.lists(st.one_of(TEXTS, st.none()), min_size=1, max_size=6), max_size=7))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_is_read_or_refused(rows: list[list[str | None]]) -> None:
    _read_or_refused(grid(rows))


@given(st.sampled_from([card(), [*HEADS, COLUMNS, *PROJECTS]]), st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6), TEXTS), max_size=6))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_table_with_any_text_in_it_is_read_or_refused(rows: list[Row], changes: list[tuple[int, int, str]]) -> None:
    table = [list(row) for row in rows]
    for row, col, text in changes:
        if row < len(table) and col < len(table[row]):
            table[row][col] = text
    _read_or_refused(grid(table))


@given(TEXTS, st.integers(0, len(PACKED)))
@QUICK
def test_a_packed_cell_with_any_text_in_it_is_read_or_refused(text: str, at: int) -> None:
    _read_or_refused(packed(["走访", "10.00", "做好", PACKED[:at] + text + PACKED[at:]]))


def _read_or_refused(table: Grid) -> None:
    try:
        found = read(document(table), YEAR)
    except Refused:
        return
    accounted(found)
    assert all(s.fiscal_year and s.department for s in found.statements)


def _flat(rows: list[Row]) -> list[list[str]]:
    return [["" if text in (None, "^") else str(text) for text in row] for row in rows]


def _csv(rows: list[Row]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(_flat(rows))
    return out.getvalue().encode()


def _html(rows: list[Row]) -> bytes:
    spans = {(cell.row, cell.col): (cell.rowspan, cell.colspan) for cell in grid(rows).cells}
    lines = [
        "".join(
            f'<td rowspan="{spans[r, c][0]}" colspan="{spans[r, c][1]}">{escape(text or "")}</td>' for c, text in enumerate(row) if (r, c) in spans
        )
        for r, row in enumerate(rows)
    ]
    return f"<html><meta charset=utf-8><body><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table></body></html>".encode()


def _xlsx(rows: list[Row]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for cell in grid(rows).cells:
        sheet.cell(cell.row + 1, cell.col + 1, cell.text or None)
        if cell.rowspan > 1 or cell.colspan > 1:
            sheet.merge_cells(None, cell.row + 1, cell.col + 1, cell.row + cell.rowspan, cell.col + cell.colspan)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _read(data: bytes) -> dict[str, Any]:
    return facts(read(read_document(data), YEAR))


def test_csv_html_and_xlsx_of_a_list_say_the_same() -> None:
    rows: list[Row] = [*HEADS, COLUMNS, *_rest("^")]
    assert [_read(render(rows)) for render in (_csv, _html, _xlsx)] == [WANTED] * 3


def test_html_and_xlsx_of_a_card_say_the_same() -> None:
    wanted = facts(reading(grid(card())))
    assert wanted["statements"][0]["projects"][0]["total_yuan"] == "1000000.00"
    assert [_read(render(card())) for render in (_html, _xlsx)] == [wanted] * 2
