"""Line wraps, cell gaps, numbers before a text, unseen characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.transform.names.characters import clean, compact, nfkc, strip_number, unwrap


@pytest.mark.parametrize(
    ("printed", "joined"),
    [
        ("满意度指\n标", "满意度指标"),
        ("1\n次", "1次"),
        ("≥\n70", "≥70"),
        ("穗财政【20\n23】79号", "穗财政【2023】79号"),
        ("90%-\n95%", "90%-95%"),
        ("legal\naid", "legal aid"),
        ("12\n13", "12 13"),  # two numbers, not one of four digits
        ("不少于 3人", "不少于3人"),
        ("运作 。", "运作。"),
        ("积极性 ,", "积极性,"),
        ("法律服务 (含", "法律服务(含"),
        ("活动， 加强", "活动，加强"),
        ("ISO (9001)", "ISO (9001)"),
        ("优 良", "优 良"),
        ("□是  □否", "□是  □否"),  # runs of blanks part options
        ("  一行\r\n  二行 ", "一行二行"),
        ("", ""),
        ("\n \n", ""),
    ],
)
def test_unwrap(printed: str, joined: str) -> None:
    assert unwrap(printed) == joined


@pytest.mark.parametrize(
    ("printed", "rest"),
    [
        ("1、做好普法", "做好普法"),
        ("（一）做好普法", "做好普法"),
        ("(2)做好普法", "做好普法"),
        ("十二、做好普法", "做好普法"),
        ("2.做好普法", "做好普法"),
        ("指标1：办理数", "办理数"),
        ("指标 2:办理数", "办理数"),
        ("目标1：做好", "做好"),
        ("★满意度", "满意度"),
        ("★1、指标2：件数", "件数"),
        ("3.5米护栏", "3.5米护栏"),
        ("24小时热线", "24小时热线"),
        ("2024年普法", "2024年普法"),
        ("110、119联动", "110、119联动"),
        ("1、2号楼", "1、2号楼"),
        ("一村一法律顾问", "一村一法律顾问"),
        ("指标完成率", "指标完成率"),
        ("1、", "1、"),
    ],
)
def test_strip_number(printed: str, rest: str) -> None:
    assert strip_number(printed) == rest


def test_unseen_characters_make_no_second_name() -> None:
    assert clean("司\u202e法\x00局\u200b\ufeff") == "司法局"
    assert clean("a b\n\t") == "a b\n\t"
    assert nfkc("⻓沙市１００％（\u00ad）") == "长沙市100%()"
    assert compact(" 司　法\n局 ") == "司法局"


@given(st.text())
def test_any_text_is_read_and_reading_twice_changes_nothing(text: str) -> None:
    for function in (clean, nfkc, compact, unwrap, strip_number):
        assert function(function(text)) == function(text)
    nfkc(text).encode("utf-8")
    assert compact(unwrap(text)) == compact(text)
