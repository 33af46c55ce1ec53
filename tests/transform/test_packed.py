"""The packed cell: a grammar that values with 。 and ；, wraps, gaps in the numbering and either width do not break (DOMAIN 8)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.transform.packed import is_packed, unpack
from tests.transform.made import PACKED


def _read(text: str) -> list[tuple[int, str | None, str, str | None, str, str, dict[str, str]]]:
    return [
        (i.seq, i.level1_code, i.level1, i.level2_code, i.level2, i.name, {t.horizon: t.text for t in i.targets}) for i in unpack(text).indicators
    ]


WANTED = [
    (1, "1", "产出指标", "11", "数量指标", "走访次数", {"cycle": "≥9次", "annual": "≥3次"}),
    (2, "1", "产出指标", "12", "质量指标", "合格率", {"cycle": "100%", "annual": "95%"}),
]


def test_the_grammar() -> None:
    assert _read(PACKED) == WANTED and unpack(PACKED).rest == () and is_packed(PACKED)


@given(st.lists(st.tuples(st.integers(0, len(PACKED)), st.sampled_from(["\n", " ", "\n "])), max_size=12))
@settings(max_examples=60, deadline=None)
def test_a_wrap_may_stand_anywhere(cuts: list[tuple[int, str]]) -> None:
    text = PACKED
    for at, blank in sorted(cuts, reverse=True):
        text = text[:at] + blank + text[at:]
    assert _read(text) == WANTED


def test_half_width_punctuation_reads_the_same() -> None:
    assert _read(PACKED.replace("；", ";").replace(":", "：")) == WANTED


@pytest.mark.parametrize("value", ["每年2次。每次1天", "达标；优良", "发生0起重大事故，及时处置。", "1、完成登记2、完成审核"])
def test_a_value_keeps_its_own_punctuation(value: str) -> None:
    found = _read(PACKED.replace("≥9次", value))
    assert found[0][-1] == {"cycle": value, "annual": "≥3次"} and found[1:] == WANTED[1:]


def test_a_last_value_loses_one_full_stop_only() -> None:
    assert _read(PACKED.replace("95%。", "95%。。"))[1][-1]["annual"] == "95%。"


def test_numbers_are_as_printed_even_with_a_gap() -> None:
    assert unpack(PACKED.replace("2、1-", "4、1-")).numbers == [1, 4]


def test_the_order_of_the_horizons_does_not_matter() -> None:
    swapped = "1、1-产出指标；11-数量指标；走访次数；年度指标值:≥3次；实施周期指标值:≥9次。"
    assert _read(swapped) == WANTED[:1]


def test_text_that_fits_no_indicator_is_left_over() -> None:
    found = unpack("绩效如下：" + PACKED + "3、2-效益指标；22-社会效益；没有值。")
    assert [i.seq for i in found.indicators] == [1, 2]
    assert found.rest == ("绩效如下：", "3、2-效益指标；22-社会效益；没有值。")


def test_the_next_number_without_a_grammar_is_no_part_of_the_last_value() -> None:
    found = unpack(PACKED + "3、没有层级。")
    assert [t.text for t in found.indicators[1].targets] == ["100%", "95%"] and found.rest == ("3、没有层级。",)


def test_plain_text_is_no_packed_cell() -> None:
    assert not is_packed("做好1、2-3类案件") and unpack("做好工作").rest == ("做好工作",)


def test_offsets_are_of_the_text_as_given() -> None:
    text = PACKED.replace("年度指标值:≥3次", "年度\n指标值:\n≥3次")
    first = unpack(text).indicators[0]
    assert [text[t.offset :].lstrip()[:3] for t in first.targets] == ["≥9次", "≥3次"]
