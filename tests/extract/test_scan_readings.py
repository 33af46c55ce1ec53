"""What two readings of a line must agree on, with a recogniser that says what it is told."""

from __future__ import annotations

import numpy as np
import pytest

from etl.extract import scan

if not scan.installed():
    pytest.skip("the extra [ocr] is not installed: pip install 'jixiao[ocr]'", allow_module_level=True)

from etl.extract.scan import readings, writing
from etl.extract.scan.engine import Recognised
from etl.extract.scan.strips import Strip

PAPER = np.full((60, 400), 255, np.uint8)


def line(
    first: str, second: str | None = None, sign: str = "", sure: float = 0.999, sure_second: float = 0.999, third: str = "", sure_third: float = 0.999
) -> readings.Written:
    """A strip read as ``first``, as ``second`` the second time, its per cent sign alone as ``sign``, if anything can be settled as ``third``."""
    alone = [(sign, 0.999)] if writing.sign_places(first) else []
    answers = iter([(first, sure), (second if second is not None else first, sure_second), *alone, (third, sure_third)])

    def recogniser(pictures: object) -> list[Recognised]:
        count = len(pictures)  # type: ignore[arg-type]
        if not count:
            return []
        text, how = next(answers)
        return [Recognised(text, (how,) * len(text), tuple((at + 0.5) / len(text) for at in range(len(text))))] * count

    strip = Strip(0, (10, 10, 300, 40), (0, 0, 400, 60), 28.0)
    return readings.read([strip], PAPER, PAPER, recogniser)[0]


def rules(found: readings.Written) -> list[str]:
    return [rule for rule, _, _ in found.doubts]


def test_readings_that_agree_leave_no_doubt() -> None:
    assert (line("≥60件").text, rules(line("≥60件"))) == ("≥60件", [])
    assert rules(line("＞60件", ">60件")) == []  # the width of a sign is nothing that can be seen


@pytest.mark.parametrize(
    ("first", "second"),
    [("≥60", "260"), ("≥60", ">60"), ("1,485.34", "1485.34"), ("3.4万元", "34万元"), ("80%", "80"), ("九成", "八成"), ("6-8", "68")],
)
def test_readings_that_differ_are_a_finding_with_both_texts(first: str, second: str) -> None:
    assert ("ocr_readings_differ", first, second) in line(first, second, sign=first[-2:]).doubts


def test_words_may_differ() -> None:
    assert rules(line("完成5个项目", "完成5个顶目")) == []


@pytest.mark.parametrize(("sure", "second", "wanted"), [(0.89, 0.99, True), (0.95, 0.69, True), (0.95, 0.75, False)])
def test_an_unsure_digit_is_a_finding(sure: float, second: float, wanted: bool) -> None:
    assert ("ocr_low_confidence" in rules(line("60", sure=sure, sure_second=second))) is wanted


def test_order_signs_must_be_surer() -> None:
    assert rules(line(">60", sure=0.97)) == ["ocr_low_confidence"]
    assert rules(line("≥60", sure=0.97)) == []


def test_per_mille_is_read_where_both_pictures_show_it() -> None:
    assert line("≤3%o", "≤3%o", "3%0").text == "≤3‰"
    assert rules(line("≤3%o", "≤3%0", "3%o")) == []


@pytest.mark.parametrize(("first", "second", "sign"), [("3%", "3%", "3%o"), ("3%o", "3%o", "3%"), ("3%", "3%0", "3%")])
def test_per_mille_that_one_picture_shows_is_a_finding(first: str, second: str, sign: str) -> None:
    assert "ocr_percent_unsure" in rules(line(first, second, sign))


def test_a_sign_taken_apart_is_never_silent() -> None:
    assert writing.unparsable("95%0") and writing.unparsable("二95") and not writing.unparsable("95%")


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("(万元)", "（万元）"),
        ("产出指标(50", "产出指标（50"),
        ("100%(含)", "100%（含）"),
        ("1，200", "1,200"),
        ("8：30", "8:30"),
        ("目标1:更新", "目标1：更新"),
    ],
)
def test_brackets_and_stops_are_as_wide_as_what_stands_beside_them(found: str, wanted: str) -> None:
    assert writing.widths(found) == wanted


@pytest.mark.parametrize(
    ("found", "wanted"), [(".附件", "附件"), ("≥60 ·", "≥60"), ("3.4", "3.4"), (".5", ".5"), ("项目 名称", "项目名称"), ("。", ""), (" 、", "")]
)
def test_dirt_at_the_ends_is_dropped(found: str, wanted: str) -> None:
    assert writing.clean(found) == wanted


def test_a_degree_after_a_number_is_a_per_cent_sign_that_lost_a_ring() -> None:
    assert rules(line("=100°", "=100°", sign="0°")) == ["ocr_percent_unsure"]
    assert rules(line("=100°", "=100%", sign="0%"))  # no pixels show its rings here
    assert writing.sign_places("36.5℃ 20°C 98%") == [13]


def test_the_dash_between_a_units_code_and_its_name_is_one() -> None:
    assert writing.clean("206001·样例市司法局") == "206001-样例市司法局"
    assert writing.clean("元/人·月") == "元/人·月"


def test_the_dash_of_a_levels_code_is_no_number_and_is_kept_where_one_reading_lost_it() -> None:
    found = line("2、1产出指标；13-时效指标", "2、1-产出指标；13-时效指标")
    assert (found.text, rules(found)) == ("2、1-产出指标；13-时效指标", [])
    assert rules(line("3-5次", "35次")) == ["ocr_readings_differ"]
    assert writing.clean("1-产出指标，13-时效指标") == "1-产出指标；13-时效指标"


def test_codes_and_numbers_of_items_need_not_be_sure_and_values_must() -> None:
    assert rules(line("2、1-产出指标；11-数量指标", sure=0.6)) == []
    assert rules(line("年度指标值：12人。2、1-产出指标", sure=0.6)) == ["ocr_low_confidence"]


@pytest.mark.parametrize("text", ["年度指标值：≥3002、1-产出指标", "年度指标值：≥300\n2、1-产出指标", "指标值：100%3、2-效益指标"])
def test_an_item_that_follows_a_value_without_a_stop_is_seen(text: str) -> None:
    assert writing.unstopped(text)
    assert writing.unstopped("1、1-产出指标；年度指标值：≥300。\n2、1-产出指标；3。12、2-效益指标") is None
