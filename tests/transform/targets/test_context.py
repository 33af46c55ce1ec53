"""What stands around a value: name, sign and unit columns, money, direction; names to compare by."""

from __future__ import annotations

from typing import Any

import pytest

from etl.rules import rules
from etl.transform.statement import Part
from etl.transform.targets import canonical_unit, compose, direction, indicator_stem, parse, unit_of_name, values_lines
from tests.transform.targets.notation import shown

NAMES: list[tuple[str, str, str]] = [
    (">=85", "种植作物成活率（≥**%）", "ge 85 %"),
    ("63", "成本控制数（万元）", "eq* 63 万元"),
    ("6", "林木采伐监管（万立方米）", "eq* 60000 立方米"),
    ("4900", "湿地保有量（公顷）", "eq* 4900 公顷"),
    ("7", "新建高校（校区）", "eq* 7"),
    ("1", "建设项目个数（含续建）", "eq* 1"),
    ("98", "办理率（比率）", "eq* 98 %"),
    ("200/人", "补助标准（元/人）", "eq* 200 元/人"),
    ("300万", "2022年校园维修改造与设备购置资金", "eq* 300 万元"),
    ("1.2万", "受益人数", "eq* 12000"),
    ("1.2万", "免费开放服务人次", "eq* 12000"),
    ("100", "补助人数（2022年）", "eq* 100"),
    ("3", "培训次数（次/年）", "eq* 3 次 basis=每年"),
    ("1/3", "合格率", "eq* 33.33 %"),
    ("控制在30万以内", "项目成本", "le 30 万元"),
    ("100%", "5000吨稻谷、500吨成品粮储备到位率", "eq* 100 %"),
    ("6.47亿元", "医疗收入达到5亿元", "eq* 6.47 亿元"),
]


@pytest.mark.parametrize(("raw", "name", "want"), NAMES)
def test_the_name_gives_a_unit_and_never_a_number(raw: str, name: str, want: str) -> None:
    assert shown(parse(raw, name=name)) == want


def test_unit_from_says_where_the_unit_was_read() -> None:
    assert parse("≥90%").parts[0].unit_from == "value"
    assert parse("≥90", name="满意度（%）").parts[0].unit_from == "name"
    assert parse("≥90", name="满意度（%）", unit="%").parts[0].unit_from == "column"
    assert parse("≥90").parts[0].unit_from is None


@pytest.mark.parametrize(
    ("columns", "want"),
    [
        ((">=", "12", "次"), "ge 12 次"),
        (["＝", "100", "%"], "eq 100 %"),
        (("≤", "5000", "元"), "le 5000 元"),
        (("大于等于", "90", "百分比"), "ge 90 %"),
        (("5", "30", "天"), "le 30 天"),
        (("定性", "良好", ""), "qualitative 良好"),
        (("=", "显著", "是/否"), "qualitative 显著"),
        (("≥", "2", "万人次"), "ge 20000 人次"),
        (("≥", "1,850", "平方米"), "ge 1850 平方米"),
        (("", "2023年10月31日前", ""), "before 2023-10-31"),
    ],
)
def test_sign_and_unit_columns(columns: tuple[str, str, str], want: str) -> None:
    sign, value, unit = columns
    assert shown(parse(value, sign=sign, unit=unit)) == want
    composed = parse(compose("" if sign == "5" else sign, value, unit), sign=sign, unit=unit)
    assert shown(composed) == want
    assert not composed.problems


def test_a_sign_column_wins_over_words_and_a_disagreement_is_a_problem() -> None:
    value = parse("不超过90%", sign="≥")
    assert shown(value) == "ge 90 %"
    assert [p.rule for p in value.problems] == ["sign_disagrees"]
    assert parse("达到90%", sign="=").problems == []
    assert [p.rule for p in parse("不低于90%以下").problems] == ["sign_disagrees"]


def test_a_unit_column_that_contradicts_the_value_is_a_problem_and_the_value_s_unit_counts() -> None:
    value = parse("28.8万元", unit="%")
    assert shown(value) == "eq* 28.8 万元"
    assert [p.rule for p in value.problems] == ["unit_disagrees"]
    assert parse("3场", unit="场次").problems == []


def test_an_actual_that_repeats_a_sign_is_a_problem() -> None:
    assert [p.rule for p in parse("≥266米", role="actual").problems] == ["actual_repeats_sign"]
    assert parse("≥266米").problems == []
    assert parse("266米", role="actual").problems == []


@pytest.mark.parametrize(
    ("raw", "name", "printed", "want"),
    [
        ("≥5%", "投诉率", None, ("positive", "comparator")),
        ("≤5%", "完成率", "positive", ("negative", "comparator")),
        ("100%", "投诉率", "positive", ("positive", "printed")),
        ("5%", "投诉率", None, ("negative", "name")),
        ("100%", "投诉办结率", None, ("positive", "default")),
        ("比上年下降5%", "投诉率", None, ("positive", "name")),
        ("0", "政策支持规范性", None, ("negative", "zero")),
        ("12人", "慰问人数", None, ("positive", "default")),
        ("良好", "慰问效果", "positive", ("none", None)),
        ("12月底前", "完成时间", None, ("negative", "comparator")),
    ],
)
def test_direction(raw: str, name: str, printed: Any, want: tuple[str, str | None]) -> None:
    part = parse(raw, name=name, printed_direction=printed).parts[0]
    assert (part.direction, part.direction_from) == want
    assert direction(part, name, printed) == want


def test_bound_follows_the_direction() -> None:
    assert str(parse("3-5天", name="办理时限").parts[0].bound) == "5"
    assert str(parse("3-5次").parts[0].bound) == "3"
    assert parse("不低于上年").parts[0].bound is None


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ("场次", "场", True), ("次数", "次", True), ("个数", "个", True), ("人次", "人", False), ("㎡", "平方米", True),
        ("m²", "平方米", True), ("km", "公里", True), ("百分比", "%", True), ("百分点", "%", False), ("元/人.月", "元/人·月", True),
        ("元/季", "元/季度", True), ("日", "天", True), ("万元", "元", False), ("％", "%", True),
    ],
)  # fmt: skip
def test_canonical_units(one: str, other: str, equal: bool) -> None:
    assert (canonical_unit(one) == canonical_unit(other)) is equal


def test_unit_of_name_takes_the_last_bracket_if_it_is_a_unit() -> None:
    assert unit_of_name("每月到社区提供法律服务（含非现场服务折抵时间）时间（小时）") == "小时"
    assert unit_of_name("讲座场数（场次）") == "场次"
    assert unit_of_name("补助成本（≤**元/株）") == "元/株"
    assert unit_of_name("满意度（等级）") is None
    assert unit_of_name("走访（社区）") is None
    assert unit_of_name(None) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("指标1：法律援助案件数（宗）", "法律援助案件数"),
        ("1.慰问人次", "慰问人次"),
        ("★群众满意度（%）", "群众满意度"),
        ("讲座、法治宣传数", "讲座法治宣传数"),
        ("服务（含非现场）时间（小时）", "服务(含非现场)时间(小时)"),
        ("矛盾纠纷 排查次数", "矛盾纠纷排查次数"),
    ],
)
def test_stems_join_what_is_one_indicator(one: str, other: str) -> None:
    assert indicator_stem(one) == indicator_stem(other)


def test_stems_keep_what_tells_indicators_apart() -> None:
    assert indicator_stem("7岁以下儿童健康管理率") != indicator_stem("3岁以下儿童健康管理率")
    assert indicator_stem("2.5公里道路") == "25公里道路"
    assert indicator_stem("（一）") and indicator_stem("(%)")


def test_every_problem_is_a_rule_of_the_catalogue() -> None:
    named = ["suspect_sign", "masked_digits", "damaged_number", "sign_disagrees", "unit_disagrees", "target_put_off", "bound_only_in_name"]
    assert {*named, "actual_repeats_sign"} <= rules().keys()


def test_values_lines_read_raw_name_and_level2_only() -> None:
    rows = [{"raw": "≥1.20万人", "name": "培训人数", "level2": None, "parts": "ignored"}, {"raw": "292%", "name": None}, {"raw": "/", "name": "x"}]
    lines = list(values_lines(rows))
    assert lines[0] == {
        "raw": "≥1.20万人",
        "name": "培训人数",
        "parts": [{"comparator": "ge", "low": "12000", "low_inclusive": True, "unit": "人", "unit_from": "value", "implied": False}],
        "suspect": False,
    }
    assert (lines[1]["suspect"], lines[1]["parts"][0]["comparator"]) == (True, "qualitative")
    assert lines[2]["parts"] == []


def test_readings_are_copies() -> None:
    first: Part = parse("≥90%").parts[0]
    first.unit = "changed"
    assert parse("≥90%").parts[0].unit == "%"


def test_a_sign_against_the_printed_direction_is_a_finding() -> None:
    assert [(p.rule, p.found, p.expected) for p in parse("≤90", sign="小于等于", printed_direction="positive").problems] == [("G1", "≤90", "正向")]
    for agreed in (
        parse("≥90", printed_direction="positive"),
        parse("90", printed_direction="negative"),
        parse("良好", printed_direction="positive"),
    ):
        assert agreed.problems == []
