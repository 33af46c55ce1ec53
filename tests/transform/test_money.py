"""Amounts exactly, in the unit of their cell before that of their table; what is no amount is none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from etl.extract.grid import Cell, Place
from etl.transform.money import bracketed_unit, printed, stated_unit, yuan
from etl.transform.statement import MoneyUnit


def _cell(text: str, number: str | None = None, percent: bool = False) -> Cell:
    return Cell(0, 0, text, Place("R1C1"), number=None if number is None else Decimal(number), percent=percent)


@pytest.mark.parametrize(
    ("text", "unit", "wanted"),
    [
        ("1,200.00", "10k_yuan", "12000000.00"),
        ("1200", "yuan", "1200.00"),
        ("１２００．５", "yuan", "1200.50"),
        ("1，200.00", "yuan", "1200.00"),
        ("-5.00", "10k_yuan", "-50000.00"),
        ("−5", "yuan", "-5.00"),
        ("250万", "10k_yuan", "2500000.00"),
        ("20万元", "yuan", "200000.00"),
        ("1.2亿元", None, "120000000.00"),
        ("300元", "10k_yuan", "300.00"),
        ("¥300.00", "yuan", "300.00"),
        ("0", "10k_yuan", "0.00"),
        ("0.005", "yuan", "0.01"),
        ("100 万元", "yuan", "1000000.00"),
        ("1,200.\n00", "yuan", "1200.00"),
    ],
)
def test_an_amount_in_yuan(text: str, unit: MoneyUnit | None, wanted: str) -> None:
    amount = printed(_cell(text))
    assert amount is not None and yuan(amount, unit) == Decimal(wanted)


@pytest.mark.parametrize("text", ["-0", "−0.00", "-０"])
def test_nothing_owed_has_no_sign(text: str) -> None:
    amount = printed(_cell(text))
    assert amount is not None and str(yuan(amount, "10k_yuan")) == "0.00"


def test_a_number_with_a_blank_inside_is_closed_up_and_says_so() -> None:
    amount = printed(_cell("968.191 8"))
    assert amount is not None and (amount.number, amount.joined) == (Decimal("968.1918"), True)
    whole = printed(_cell("968.1918"))
    assert whole is not None and not whole.joined


def test_a_stored_number_counts_before_its_display_and_loses_its_noise() -> None:
    amount = printed(_cell("82,800.92", "82800.92000000001"))
    assert amount is not None and yuan(amount, "10k_yuan") == Decimal("828009200.00")
    fen = printed(_cell("0.13", "0.1257"))
    assert fen is not None and yuan(fen, "10k_yuan") == Decimal("1257.00")


@pytest.mark.parametrize("text", ["约100", "100（其中：财政50）", "待定", "12.345.67", "1,20", "100%", "2024年", "", "3-5", "1200元/人"])
def test_what_is_no_amount_is_none(text: str) -> None:
    assert printed(_cell(text)) is None


def test_an_amount_without_a_unit_is_not_guessed() -> None:
    amount = printed(_cell("1200"))
    assert amount is not None and yuan(amount, None) is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "10k_yuan"),
        ("金额单位: 元", "yuan"),
        ("单位：人民币万元", "10k_yuan"),
        ("（单位：亿元）", "100m_yuan"),
        ("单位：元/人", None),
        ("单位：样例市司法局", None),
        ("预算 单位：万 元", "10k_yuan"),
    ],
)
def test_the_unit_a_caption_states(text: str, unit: str | None) -> None:
    assert stated_unit(text) == unit


@pytest.mark.parametrize(
    ("label", "unit"),
    [
        ("项目资金\n（万元）", "10k_yuan"),
        ("预算数(元)", "yuan"),
        ("项目资金（单位：万元）", "10k_yuan"),
        ("人均补助（元/人）", None),
        ("项目资金", None),
    ],
)
def test_the_unit_in_a_label_s_brackets(label: str, unit: str | None) -> None:
    assert bracketed_unit(label) == unit
