"""What holds for any text: no exception, one reading for equal prints, and a part that its own text gives back."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.transform.statement import Part
from etl.transform.targets import canonical_unit, indicator_stem, parse, render, unit_of_name

FEW = settings(max_examples=200, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow])
WORDS = """≥ ≤ > < = ± 》 不少于 不低于 不超过 达到 约 近 至少 每年 每季度 每个 司法所 每户 每人 年均 上年 比上年 同比 1 2 90 100 1.5 ,000 3,5
万 亿 % ‰ 百分之 人 次 场次 元 万元 天 工作日 /年 /人·月 - ~ 至 以上 以下 以内 左右 （含） (不含) （%） 2024年 12月 31日 底 前 内
完成 完成率 良好 及时 。 ， 、 ； ; : 三 两 十 一 第 分之 一次性 ** XX / ① 1、 2、 ( ) 【 A 5G × . ㎡"""
PIECES = [*WORDS.split(), "\u3000", "\n"]
TEXT = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)


@FEW
@given(st.one_of(st.text(max_size=40), TEXT), st.one_of(st.none(), st.text(max_size=12), TEXT))
def test_no_text_raises_and_the_parts_are_sound(raw: str, name: str | None) -> None:
    value = parse(raw, name=name, sign=name, unit=name, fiscal_year=2024)
    assert bool(value.parts) is not value.placeholder
    for part in value.parts:
        if part.comparator == "qualitative":
            assert part.text and part.low is None and part.high is None
        if isinstance(part.low, Decimal) and isinstance(part.high, Decimal):
            assert part.low <= part.high
            assert part.low.is_finite() and part.high.is_finite()
        assert not (value.suspect and part.comparator != "qualitative")
    indicator_stem(raw)
    canonical_unit(raw)
    unit_of_name(raw)


def _alike(part: Part) -> tuple[object, ...]:
    unit = canonical_unit(part.unit) if part.unit else None
    return part.comparator, part.low, part.high, unit, part.low_inclusive, part.high_inclusive, part.implied, part.basis, part.scope


@FEW
@given(TEXT)
def test_prints_that_are_equal_under_nfkc_parse_alike(raw: str) -> None:
    if any(c in raw for c in "①"):  # a number of a list, which NFKC makes a number
        return
    plain = unicodedata.normalize("NFKC", raw)
    assert [_alike(p) for p in parse(plain).parts] == [_alike(p) for p in parse(raw).parts]
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in plain)
    assert [_alike(p) for p in parse(wide).parts] == [_alike(p) for p in parse(plain).parts]


@FEW
@given(TEXT, st.integers(0, 40), st.sampled_from([" ", "\n", "\u3000", "\r\n"]))
def test_a_blank_or_line_break_beside_a_chinese_character_changes_nothing(raw: str, at: int, blank: str) -> None:
    chinese = [i for i in range(1, len(raw)) if "\u4e00" <= raw[i - 1] <= "\u9fff" or "\u4e00" <= raw[i] <= "\u9fff"]
    if not chinese:
        return
    cut = chinese[at % len(chinese)]
    broken = parse(raw[:cut] + blank + raw[cut:])
    assert [_alike(p) for p in broken.parts] == [_alike(p) for p in parse(raw).parts]
    assert broken.suspect is parse(raw).suspect


NUMBERS = st.decimals(min_value=0, max_value=10**7, places=2, allow_nan=False).map(lambda d: Decimal(format(d.normalize(), "f")))
UNITS = st.sampled_from([None, "%", "‰", "次", "人", "场次", "万元", "元", "天", "工作日", "元/人·月", "平方米", "件/人·年", "月", "季度", "个"])


@st.composite
def parts(draw: st.DrawFn) -> Part:
    """A part that a value can state."""
    comparator = draw(st.sampled_from(["ge", "gt", "le", "lt", "eq", "range", "approx", "before", "period", "qualitative"]))
    if comparator == "before":
        day = draw(st.dates().filter(lambda d: 1990 < d.year < 2090)).isoformat()
        return Part("before", high=draw(st.sampled_from([day, day[5:] if day[5:] != "02-29" else day])))
    if comparator == "period":
        days = sorted(draw(st.lists(st.dates().filter(lambda d: 1990 < d.year < 2090), min_size=2, max_size=2, unique=True)))
        return Part("period", low=days[0].isoformat(), high=days[1].isoformat())
    if comparator == "qualitative":
        word = draw(st.sampled_from(["良好", "合格", "优秀"]))
        return Part("qualitative", text=word, ordinal=draw(st.sampled_from([None, "ge", "le"])))
    low = draw(NUMBERS)
    part = Part(comparator, low=low, unit=draw(UNITS))
    if comparator in ("le", "lt"):
        part.low, part.high, part.high_inclusive = None, low, comparator == "le"
    elif comparator == "range":
        part.high, part.low_inclusive, part.high_inclusive = low + draw(NUMBERS), draw(st.booleans()), draw(st.booleans())
        if low == int(low) and 1900 <= low < 2100:  # 2022-5: a year and a month
            part.low, part.high = low + 100000, part.high + 100000
    elif comparator in ("eq", "approx"):
        part.high = low
        part.implied = comparator == "eq" and draw(st.booleans())
        if part.implied and part.unit == "%" and 210 <= low <= 2100 and str(low).startswith("2"):
            part.implied = False  # 292% is a damaged ≥92%
    else:
        part.low_inclusive = comparator == "ge"
    part.basis = draw(st.sampled_from([None, "每年", "每季度", "每2年", "年均", "全年", "上年"]))
    part.scope = draw(st.sampled_from([None, "每个司法所", "每村", "每户", "人均"]))
    part.measure = draw(st.sampled_from([None, "完成率", "培训", "活动数"]))
    if part.unit is None and (part.measure == "培训" or part.basis == "全年"):
        part.measure = "完成率"
    return part


@FEW
@given(parts())
def test_a_rendered_part_parses_to_itself(part: Part) -> None:
    text = render(part)
    found = parse(text).parts
    assert len(found) == 1, text
    back = replace(found[0], unit_from=None, direction="none", direction_from=None)
    assert back == part, text
    again = parse(render(found[0])).parts
    assert again == found
