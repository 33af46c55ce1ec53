"""Which doubts a third reading settles, and which it must not."""

from __future__ import annotations

import numpy as np
import pytest

from etl.extract import scan

if not scan.installed():
    pytest.skip("the extra [ocr] is not installed: pip install 'jixiao[ocr]'", allow_module_level=True)

from etl.extract.scan import readings, settling, strips, writing
from etl.extract.scan.engine import Recognised
from etl.extract.scan.eye import Eye
from etl.extract.scan.strips import Strip
from tests.extract.test_scan_readings import PAPER, line, rules


def recognised(text: str, sure: float = 0.999) -> Recognised:
    return Recognised(text, (sure,) * len(text), tuple((at + 0.5) / len(text) for at in range(len(text))))


def test_a_third_reading_settles_what_both_readings_say_and_one_was_not_sure_of() -> None:
    assert rules(line("≥100；", sure=0.87, third="≥100；")) == []
    assert rules(line("≥100；", sure_second=0.55, third="≥100;")) == []
    assert rules(line("≥100；", sure=0.87, third="≥700；")) == ["ocr_low_confidence"]
    assert rules(line("≥100；", sure=0.87, third="≥100；", sure_third=0.89)) == ["ocr_low_confidence"]


@pytest.mark.parametrize("text", [">60", "＜5", "年度指标值：>60。"])
def test_order_signs_are_never_settled(text: str) -> None:
    assert rules(line(text, sure=0.97, third=text)) == ["ocr_low_confidence"]


def test_readings_that_differ_are_not_settled_by_a_third() -> None:
    assert rules(line("≥60", "≥80", third="≥60")) == ["ocr_readings_differ"]
    assert rules(line("1,485.34", "1485.34", third="1,485.34")) == ["ocr_readings_differ"]


def test_per_cent_is_not_settled_in_low_type_nor_where_a_reading_shows_per_mille() -> None:
    doubt = [("ocr_low_confidence", "80%", "0.60")]
    unclear = {"unclear"}
    assert settling.arguable(doubt, recognised("80%", 0.6), recognised("80%"), unclear, 24.0)
    assert not settling.arguable(doubt, recognised("80%", 0.6), recognised("80%"), unclear, 18.0)
    assert not settling.arguable(doubt, recognised("80%", 0.6), recognised("80%o"), unclear, 24.0)
    assert not settling.arguable(doubt, recognised("80", 0.6), recognised("80"), unclear, 14.0)  # three readings of so low type are wrong alike


def test_a_sign_that_one_reading_dropped_is_settled_where_its_bar_was_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert rules(line("值：≥1。", "值：1。", third="值：≥1。")) == ["ocr_readings_differ"]  # no bar is seen on white paper
    monkeypatch.setattr(Eye, "barred", lambda self, place: True)
    found = line("值：≥1。", "值：1。", third="值：≥1。", sure=0.95)
    assert (found.text, rules(found)) == ("值：≥1。", [])
    assert rules(line("值：≥1。", "值：1。", third="值：1。")) == ["ocr_readings_differ"]
    assert rules(line("值：≥1。", "值：7。", third="值：≥1。")) == ["ocr_readings_differ"]


def test_a_few_lines_are_read_a_third_time_and_no_other() -> None:
    counts = []

    def recogniser(pictures: object) -> list[Recognised]:
        counts.append(len(pictures))  # type: ignore[arg-type]
        first = len(counts) == 1
        return [recognised("60", 0.8 if first and not at else 0.999) for at in range(counts[-1])]

    lines = [Strip(owner, (10, 10, 300, 40), (0, 0, 400, 60), 28.0) for owner in range(3)]
    assert [rules(found) for found in readings.read(lines, PAPER, PAPER, recogniser)] == [[], [], []]
    assert counts == [3, 3, 0, 1]


def test_the_third_picture_is_another_one() -> None:
    page = np.full((60, 400), 220, np.uint8)
    page[20:40, 50:200] = 90
    strip = Strip(0, (50, 20, 200, 40), (0, 0, 400, 60), 28.0)
    found = settling.picture(page, strip)
    assert found.min() == 0 and found.max() == 255  # its contrast is raised
    assert found.shape[1] > strips.cut(page, strip, 0.2).shape[1]


def test_numbers_of_items_and_codes_of_levels_are_no_doubt_about_values() -> None:
    assert rules(line("长期。11、3-满意度指标", "长期。1、3-满意度指标")) == ["ocr_numbering_differs"]
    assert rules(line("值：≥1。3、1-产出指标", "值：≥18、1-产出指标")) == ["ocr_readings_differ"]
    assert rules(line("值：≥5。3、1-产出指标", "值：≥6。8、1-产出指标")) == ["ocr_readings_differ"]


def test_a_stop_that_one_reading_lost_before_the_number_of_an_item_is_taken_from_the_other() -> None:
    for lost in ("值：≥1 3、1-产出指标", "值：≥13、1-产出指标", "值：≥1。3、1-产出指标"):
        found = line(lost, "值：≥1。3、1-产出指标")
        assert (found.text, rules(found)) == ("值：≥1。3、1-产出指标", [])
    assert line("值：≥13。2、1-产出", "值：≥1。3。2、1-产出").text == "值：≥13。2、1-产出"
    assert rules(line("值:≥1 3、1-产出指标", "值：≥13、1-产出指标")) == ["ocr_readings_differ"]
    assert rules(line("值:≥1 3次", "值：≥13次")) == ["ocr_readings_differ"]


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("7、1-产出指标12-质量指标；服务", "7、1-产出指标；12-质量指标；服务"),
        ("2、3满意度指标；31-服务对象满意度", "2、3-满意度指标；31-服务对象满意度"),
        ("2、3个产出指标；31个", "2、3个产出指标；31个"),
        ("1-产出指标22-社会效益", "1-产出指标22-社会效益"),
    ],
)
def test_what_small_type_loses_between_the_codes_of_levels_is_put_back(found: str, wanted: str) -> None:
    assert writing.clean(found) == wanted


def test_before_the_code_of_a_level_no_sign_was_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Eye, "skipped", lambda self, place: True)
    assert rules(line("产出指标12-质量指标")) == []
    assert rules(line("值：5个")) == ["ocr_readings_differ"]
