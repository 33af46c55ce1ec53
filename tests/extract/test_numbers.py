"""Numbers as their formats show them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from etl.extract.numbers import BUILT_IN, show, stored

CASES = [
    ("0.95", "0%", "95%"),
    ("1", "0%", "100%"),
    ("0.725", "0.0%", "72.5%"),
    ("0.9999", "0.00%", "99.99%"),
    ("-0.05", "0%", "-5%"),
    ("1485.34", "#,##0.00", "1,485.34"),
    ("1485.3", "#,##0.00_ ", "1,485.30"),
    ("0", "#,##0.00", "0.00"),
    ("0", '#,##0.00;-#,##0.00;"-"', "-"),
    ("-12.5", "#,##0.00;(#,##0.00)", "(12.50)"),
    ("-12.5", "0.0", "-12.5"),
    ("0.5", "0", "1"),
    ("2.5", "0", "3"),
    ("12", '0"人"', "12人"),
    ("90", '"≥"0', "≥90"),
    ("0.9", '"≥"0%', "≥90%"),
    ("12", "General", "12"),
    ("12.5", 'General"万元"', "12.5万元"),
    ("7", "000", "007"),
    ("1234567", '0.00,"万"', "1234.57万"),
    ("1234567", "#,##0,", "1,235"),
    ("0.5", ".00", ".50"),
    ("1.5", "0.0##", "1.5"),
    ("1.50", "0.##", "1.5"),
    ("-3", '"¥"#,##0.00', "-¥3.00"),
    ("3", "[Red]0.0", "3.0"),
    ("3", "[>=2]0.0;0.00", "3.0"),
    ("1", "[>=2]0.0;0.00", "1.00"),
    ("3", "[$¥-804]#,##0", "¥3"),
    ("45565", "yyyy/m/d", "2024-09-30"),
    ("45565", 'yyyy"年"m"月"d"日"', "2024年9月30日"),
    ("45565", 'yyyy"年"m"月"', "2024年9月"),
    ("45565", 'm"月"d"日"', "9月30日"),
    ("45565.5", "yyyy/m/d h:mm", "2024-09-30 12:00"),
    ("0.5", "h:mm", "12:00"),
    ("1.5", "[h]:mm:ss", "36:00:00"),
    ("45565", '[$-804]yyyy"年"m"月"d"日";@', "2024年9月30日"),
    ("5", "@", "5"),
    ("5", ";;;", ""),
    ("100000000000", "General", "100000000000"),
    ("0.00001", "General", "0.00001"),
]


@pytest.mark.parametrize(("number", "code", "expected"), CASES)
def test_shown_as_excel_shows_it(number: str, code: str, expected: str) -> None:
    assert show(Decimal(number), code).text == expected


def test_only_a_percentage_is_one() -> None:
    assert show(Decimal("0.9"), "0%").percent
    assert not show(Decimal("0.9"), "0.0").percent
    assert not show(Decimal("0.9"), '0.0"%"').percent  # a quoted sign multiplies nothing


def test_a_date_or_a_scaled_number_is_not_the_one_that_is_stored() -> None:
    assert show(Decimal("12.5"), "0").same and show(Decimal("0.9"), "0%").same
    assert not show(Decimal(45565), "yyyy/m/d").same
    assert not show(Decimal(1234567), "#,##0,").same
    assert show(Decimal(1234567), "#,##0").same


def test_float_noise_is_rounded_away() -> None:
    assert stored("82800.92000000001") == Decimal("82800.92")
    assert str(stored("0.30000000000000004")) == "0.3"
    assert str(stored("1E+2")) == "100"
    assert stored("NaN") is None and stored("x") is None and stored("1E+400") is None


def test_dates_count_from_the_start_the_workbook_names() -> None:
    assert show(Decimal(44103), "yyyy/m/d", date1904=True).text == "2024-09-30"
    assert show(Decimal(59), "yyyy/m/d").text == "1900-02-28"
    assert show(Decimal(61), "yyyy/m/d").text == "1900-03-01"
    assert show(Decimal(99999999), "yyyy/m/d").text == "99999999"


def test_every_built_in_format_shows_something() -> None:
    for code in BUILT_IN.values():
        assert show(Decimal("1234.5"), code).text
