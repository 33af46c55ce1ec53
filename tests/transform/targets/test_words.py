"""Values that put no number, days and periods, damaged prints, placeholders (DOMAIN 4.1, 4.2; C9)."""

from __future__ import annotations

import pytest

from etl.transform.targets import parse
from tests.transform.targets.notation import shown

TEXTS = [
    "60岁以上老人全覆盖", "7岁以下儿童健康管理率", "0-3岁儿童", "严格执行中央八项规定", "三期建设完成", "24小时值班", "2022年重点工作按计划推进",
    "前三名", "全省前5名", "前10%", "100强", "近3年", "8:00-18:00", "50年一遇防洪标准", "达到20年一遇标准", "自2021年1月起实施", "每月底前",
    "1/3", "3/5次",
    "水质达到Ⅲ类", "不迟于每月25日", "100人×500元", "V2.0.1", "1、按时完成2、质量合格", "≥1:1.5", "生师比≤20:1", "10个乡镇100个村",
    "及时", "一般", "第三方评估", "一社区一法律顾问", "一次性发放", "三级", "A级", "5A级景区", "T+3日", "7×24小时", "24小时×365天",
    "24小时在线服务", "1:1", "全覆盖", "全年", "是", "长期", "控制在预算内", "不超预算", "不超过预算", "符合2022年文件要求", "按2022年标准执行",
    "GB50016-2014标准", "通过ISO9001认证", "保障12个乡镇正常运转", "为300户困难群众提供服务", "提升一个档次", "打造一个品牌", "数百人", "十余人",
    "2022年6月起", "2022年全年", "按月安排", "运行良好，评估达标", "市级保护单位", "每月10日前发放", "不低于全省平均水平", "无投诉", "零事故",
    "无", "2022-6", "22年6月", "若干",
]  # fmt: skip


@pytest.mark.parametrize("raw", TEXTS)
def test_text_stays_text_though_it_holds_a_numeral(raw: str) -> None:
    value = parse(raw)
    assert [p.comparator for p in value.parts] == ["qualitative"]
    assert value.parts[0].text == raw
    assert not value.problems


WORDS = {
    "良好以上": "qualitative 良好 ordinal=ge",
    "合格以上": "qualitative 合格 ordinal=ge",
    "良好及以上": "qualitative 良好 ordinal=ge",
    "不低于良好": "qualitative 良好 ordinal=ge",
    "≥良好": "qualitative 良好 ordinal=ge",
    "达到优秀等级": "qualitative 优秀 ordinal=ge",
    "高中低": "qualitative 高中低 no_target",
    "优良差": "qualitative 优良差 no_target",
    "据实": "qualitative 据实 no_target",
    "按需": "qualitative 按需 no_target",
    "按实际情况发放": "qualitative 按实际情况发放 no_target",
    "全年受援人数": "qualitative 全年受援人数 no_target",
    "与上年相比显著提高": "qualitative 与上年相比显著提高 basis=上年",
    "不超过上年": "qualitative 不超过上年 basis=上年",
    "运行良好，评估达标。": "qualitative 运行良好，评估达标",
}
DAYS = {
    "2024年12月31日前": "before 2024-12-31",
    "完成时间为2022年12月30日": "before 2022-12-30",
    "2021年12月完成": "before 2021-12-31",
    "2022年6月": "before 2022-06-30",
    "= 2024 年": "before 2024-12-31",
    "2016年底": "before 2016-12-31",
    "2025年年底前": "before 2025-12-31",
    "2024.11.30": "before 2024-11-30",
    "2024/2/29": "before 2024-02-29",
    "11月底之前": "before 11-30",
    "十二月底前": "before 12-31",
    "6月30日之前": "before 06-30",
    "年底前": "before 12-31",
    "每年12月底前": "before 12-31 basis=每年",
    "2024年第三季度": "before 2024-09-30",
    "第四季度前": "before 12-31",
    "2024年上半年": "before 2024-06-30",
    "2022年11月中旬": "before 2022-11-20",
    "2022年3月完成招标，2022年12月完工": "before 2022-03-31 measure=招标 | before 2022-12-31",
    "2022年6月30日、12月31日": "before 2022-06-30 | before 2022-12-31",
    "确保项目在2022年12月31日前完成": "before 2022-12-31 measure=确保项目",
    "2022年1月启动，12月底完成": "qualitative 2022年1月启动 | before 2022-12-31",
    "第一至第四季度": "period 01-01 12-31",
    "2023.07-2024.01": "period 2023-07-01 2024-01-31",
    "2024年1-12月": "period 2024-01-01 2024-12-31",
    "2024年1月1日至12月31日": "period 2024-01-01 2024-12-31",
    "2022年8、9月": "period 2022-08-01 2022-09-30",
    "5月-10月": "period 05-01 10-31",
    "2022-2025年": "period 2022-01-01 2025-12-31",
}


@pytest.mark.parametrize("table", [WORDS, DAYS], ids=["words", "days"])
def test_words_and_days(table: dict[str, str]) -> None:
    assert {raw: shown(parse(raw)) for raw in table} == table


def test_a_year_that_a_date_leaves_out_is_the_fiscal_year() -> None:
    assert shown(parse("12月底前", fiscal_year=2024)) == "before 2024-12-31"
    assert shown(parse("2月底前", fiscal_year=2023)) == "before 2023-02-28"
    assert shown(parse("次年3月底前", fiscal_year=2024)) == "before 2025-03-31"


def test_a_number_like_a_month_is_one_only_beside_a_time() -> None:
    assert shown(parse("2022.5", name="完成时间")) == "before 2022-05-31"
    assert shown(parse("1152.3", name="完成时间")) == "eq* 1152.3"
    assert shown(parse("2022.5", name="修缮面积（平方米）")) == "eq* 2022.5 平方米"
    assert shown(parse("≤6月", name="完成时间")) == "le 6 月"
    assert shown(parse("12.31", name="完成时间")) == "before 12-31"
    assert shown(parse("2.5", name="平均办理时间")) == "eq* 2.5"
    assert shown(parse("2022", name="完成时间")) == "before 2022-12-31"


@pytest.mark.parametrize("raw", ["", " ", "/", "—", "——", "-", "*", "**", "XX", "≥XX%", "≥**%", "……", "空", "N/A", "不适用"])
def test_a_placeholder_is_missing_and_never_zero(raw: str) -> None:
    value = parse(raw, name="办理件数（件）")
    assert value.placeholder
    assert value.parts == []


def test_none_is_zero_beside_a_count_and_nothing_where_the_indicator_does_not_apply() -> None:
    assert shown(parse("无", name="事故起数")) == "eq* 0"
    assert shown(parse("零", name="投诉次数（次）")) == "eq* 0 次"
    assert shown(parse("未发生", name="事故起数")) == "eq* 0"
    assert shown(parse("无", name="安全生产情况")) == "qualitative 无"
    assert parse("无", name="本项目不适用此指标").placeholder


DAMAGED = {
    "292%": "suspect_sign",
    "290%": "suspect_sign",
    "2100%": "suspect_sign",
    "二100": "suspect_sign",
    "二100百分比": "suspect_sign",
    "%=99百分比": "suspect_sign",
    "M.8万元": "damaged_number",
    ".8万元": "damaged_number",
    "9O%": "damaged_number",
    "95.%": "damaged_number",
    "968.191 8": "damaged_number",
    "3，5": "damaged_number",
    "2≥90%": "damaged_number",
    "≤****000元": "masked_digits",
    "1**万元": "masked_digits",
}


@pytest.mark.parametrize(("raw", "rule"), DAMAGED.items())
def test_a_damaged_number_is_a_finding_and_no_number(raw: str, rule: str) -> None:
    value = parse(raw)
    assert value.suspect
    assert [p.rule for p in value.problems] == [rule]
    assert [(p.comparator, p.text) for p in value.parts] == [("qualitative", raw)]


@pytest.mark.parametrize("raw", ["25%", "≥200%", "200%", "120%", "2280次", "292次", "≥292%", "2.5%", "292‰"])
def test_what_only_looks_like_damage_is_a_number(raw: str) -> None:
    value = parse(raw)
    assert not value.suspect
    assert value.parts[0].comparator in ("eq", "ge")


def test_a_bound_that_stands_only_in_the_name_and_a_target_put_off_are_problems() -> None:
    assert [p.rule for p in parse("", name="优秀比例不超过20%").problems] == ["bound_only_in_name"]
    assert parse("", name="优秀比例").problems == []
    value = parse("根据下达任务目标要求确定")
    assert [p.rule for p in value.problems] == ["target_put_off"]
    assert value.parts[0].no_target
