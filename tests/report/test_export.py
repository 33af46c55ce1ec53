"""Exports: no formulas, exact numbers, the types of the view."""

from __future__ import annotations

import csv
import io
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from etl.errors import UsageProblem
from etl.extract.office import soffice
from etl.load.queries import Column, Condition
from etl.report import export
from etl.report.export import condition, harmless, write

COLUMNS = [Column("name", "text"), Column("total_yuan", "numeric(20,2)"), Column("day", "date"), Column("is_current", "boolean")]
ROWS = [
    ["=HYPERLINK(1)", Decimal("-1.50"), date(2024, 1, 2), True],
    ["+1", None, None, False],
    ["@x", Decimal("14853400.00"), None, None],
    ["-", Decimal("0.00"), None, None],
    ["\t=1", None, None, None],
    ['≥90%，\n"引"', None, None, None],
]


def test_csv() -> None:
    out = io.BytesIO()
    write("csv", COLUMNS, ROWS, out, "view")
    assert out.getvalue().decode() == (
        "name,total_yuan,day,is_current\r\n"
        "'=HYPERLINK(1),-1.50,2024-01-02,true\r\n"
        "'+1,,,false\r\n"
        "'@x,14853400.00,,\r\n"
        "'-,0.00,,\r\n"
        "'\t=1,,,\r\n"
        '"≥90%，\n""引""",,,\r\n'
    )


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝cmd", "＋1"])
def test_no_text_begins_as_a_formula(text: str) -> None:
    """Full-width signs too: some spreadsheets take them for the plain ones."""
    assert harmless(text) == f"'{text}"


def test_xlsx_stores_texts_as_texts() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    out = io.BytesIO()
    write("xlsx", COLUMNS, [*ROWS, ["a\x00b\x0bc", None, None, None]], out, "很长的视图名" * 9 + "[/]")
    sheet = openpyxl.load_workbook(out).active
    assert [cell.data_type for cell in sheet["A"]] == ["s"] * 8
    assert sheet["A2"].value == "=HYPERLINK(1)"
    assert (sheet["B2"].value, sheet["D2"].value) == (-1.5, True)
    assert sheet["A8"].value == "abc"


CALC = [
    ["=HYPERLINK(1)", Decimal("-1.50"), date(2024, 1, 2), True],
    ["7475279543985286634", Decimal("14853400.00"), None, None],
    ["0012", Decimal("0.10"), date(2024, 2, 29), False],
    ["2024-1", None, None, None],
]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_libreoffice_calc_reads_what_was_exported(kind: str, tmp_path: Path) -> None:
    """Opened and saved as csv by the real program: no formula is run, ids keep their digits, money its cents, days stay days."""
    program = soffice()
    if program is None:
        pytest.skip("no LibreOffice here: what it makes of an export was not tried")
    if kind == "xlsx":
        pytest.importorskip("openpyxl")
    with (tmp_path / f"view.{kind}").open("wb") as out:
        write(kind, COLUMNS, CALC, out, "项目总览")
    (tmp_path / "made").mkdir()
    # As its dialog offers: UTF-8, commas, and every column of a csv as text: 2 is its number.
    taken = ["--infilter=CSV:44,34,76,1,1/2/2/2/3/2/4/2"] if kind == "csv" else []
    done = subprocess.run(
        [program, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--norestore", *taken,
         "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true", "--outdir", str(tmp_path / "made"),
         str(tmp_path / f"view.{kind}")],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    made = tmp_path / "made" / "view.csv"
    assert made.exists(), done.stderr
    header, *rows = csv.reader(made.read_text(encoding="utf-8-sig").splitlines())
    assert header == [column.name for column in COLUMNS]
    assert rows[0][0].lstrip("'") == "=HYPERLINK(1)"
    assert [row[0] for row in rows[1:]] == ["7475279543985286634", "0012", "2024-1"]
    assert [Decimal(row[1]) if row[1] else None for row in rows] == [row[1] for row in CALC]
    assert [date.fromisoformat(row[2]) if row[2] else None for row in rows] == [row[2] for row in CALC]


def test_parquet_keeps_the_types() -> None:
    pa = pytest.importorskip("pyarrow")
    pq = pytest.importorskip("pyarrow.parquet")
    out = io.BytesIO()
    write("parquet", COLUMNS, ROWS, out, "view")
    table = pq.read_table(io.BytesIO(out.getvalue()))
    assert table.schema.field("total_yuan").type == pa.decimal128(20, 2)
    assert table.column("total_yuan").to_pylist()[2] == Decimal("14853400.00")


def test_a_worksheet_that_is_full_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("openpyxl")
    monkeypatch.setattr(export, "SHEET_ROWS", 3)
    write("xlsx", COLUMNS, ROWS[:2], io.BytesIO(), "view")
    with pytest.raises(UsageProblem, match="parquet"):
        write("xlsx", COLUMNS, ROWS[:3], io.BytesIO(), "view")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fiscal_year=2024", Condition("fiscal_year", "=", "2024")),
        ("年度 >= 2024", Condition("年度", ">=", "2024")),
        ("raw~=1", Condition("raw", "~", "=1")),
        ("raw=≥90%", Condition("raw", "=", "≥90%")),
        ("name!=", Condition("name", "!=", "")),
        ("=2024", None),
        ("2024", None),
    ],
)
def test_condition(text: str, found: Condition | None) -> None:
    assert condition(text) == found
