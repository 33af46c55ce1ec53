"""Values as real tables print them: signs far from their number, lists, dates of other years, names that hold a number (DOMAIN 4)."""

from __future__ import annotations

import pytest

from etl.transform.targets import parse
from tests.transform.targets.notation import shown

GOVERNED = {
    "≥任务数的95%": "ge 95 % measure=任务数",
    "≤预算数450万元": "le 450 万元 measure=预算数",
    "≤预算450万元": "le 450 万元 measure=预算",
    "≤合同价的5%": "le 5 % measure=合同价",
    "≥上年的95%": "ge 95 % basis=上年",
    "不低于上年的95%": "ge 95 % basis=上年",
    "不低于总数的30%": "ge 30 % measure=总数",
    "不超过项目总投资的5%": "le 5 % measure=项目总投资",
    "不超过预算批复金额450万元": "le 450 万元 measure=预算批复金额",
    "不超出预算450万元": "le 450 万元 measure=预算",
    "控制在预算450万元内": "le 450 万元 measure=预算",
    "达到计划的100%": "ge 100 %",
    "达到上年的110%": "ge 110 % basis=上年",
    "达到目标值95%": "ge 95 %",
    "高于全省平均水平5个百分点": "eq* 5 百分点 measure=高于全省平均水平",
    "不足额0次": "eq* 0 次 measure=不足额",
    "完成年度任务的100%": "eq* 100 % measure=完成年度任务",
}
NO_SIGN_INSIDE = {
    "节约5%": "eq* 5 % measure=节约",
    "签约100户": "eq* 100 户 measure=签约",
    "履约100%": "eq* 100 % measure=履约",
    "预约服务3次": "eq* 3 次 measure=预约服务",
    "违约0起": "eq* 0 起 measure=违约",
    "送达100份": "eq* 100 份 measure=送达",
    "下达3批": "eq* 3 批 measure=下达",
    "违法行为0起": "eq* 0 起 measure=违法行为",
    "附近3个社区": "eq* 3 个 measure=附近社区",
    "提前3天": "eq* 3 天 measure=提前",
    "提前1个月完成": "eq* 1 月 measure=提前完成",
    "超额完成年度任务5%": "eq* 5 % measure=超额完成年度任务",
    "学前三年毛入园率≥85%": "ge 85 % measure=学前三年毛入园率",
}
SPANS = {
    "1次/2年": "eq* 1 次 basis=每2年",
    "1次/两年": "eq* 1 次 basis=每两年",
    "≥2次/每年": "ge 2 次 basis=每年",
    "半年一次": "eq* 1 次 basis=半年",
    "年≥4次": "ge 4 次 basis=每年",
    "月1次": "eq* 1 次 basis=每月",
    "一年不少于4次": "ge 4 次 basis=每年",
    "一年内4次": "eq* 4 次 basis=每年",
    "上下半年各1次": "eq* 1 次 basis=每半年 measure=各",
    "每季度至少举办一次法治讲座": "ge 1 次 basis=每季度 measure=举办法治讲座",
    "每月开展一次安全检查": "eq* 1 次 basis=每月 measure=开展安全检查",
    "打造一个品牌": "qualitative 打造一个品牌",
    "每个案件补贴100元": "eq* 100 元 scope=每个案件 measure=补贴",
    "每十万人≤2人": "le 2 人 scope=每十万人",
    "每10万人2人": "eq* 2 人 scope=每10万人",
    "每500户1个": "eq* 1 个 scope=每500户",
    "5人/10万人": "eq* 5 人/10万人",
    "≤16/10万": "le 16 scope=每10万",
    "1000元/（户·年）": "eq* 1000 元/户·年",
    "5000元/每人每年": "eq* 5000 元/人·年",
    "第1年3个，第2年4个": "eq* 3 个 basis=第一年 | eq* 4 个 basis=第二年",
}
HALVES = {
    "3个半小时": "eq* 3.5 小时",
    "一年半": "eq* 1.5 年",
    "半小时内": "le 0.5 小时",
    "≤半小时": "le 0.5 小时",
    "半年内": "le 0.5 年",
    "半年": "qualitative 半年",
}
MONEY_AND_UNITS = {
    "¥450万": "eq* 450 万元",
    "￥450": "eq* 450 元",
    "3方面": "eq* 3 方面",
    "100kW·h": "eq* 100 kW·h",
    "1.2万平": "eq* 12000 平",
    "12人·次": "eq* 12 人·次",
    "150万人口": "eq* 1500000 人口",
    "2A及以上": "qualitative 2A及以上",
    "【90%-100%】": "range 90 100 %",
    "【90,100】": "range 90 100",
    "（≥95%）": "ge 95 %",
    "★100%": "eq* 100 %",
    "100%%": "eq* 100 %",
    "100％以內": "le 100 %",
    "不低於95%": "ge 95 %",
    "3次以上5次以下": "range 3 5 次",
    "3万元以上（含）5万元以下（不含）": "range 3 5 ) 万元",
}
RANGES = {
    "1.5万-2.5万元": "range 1.5 2.5 万元",
    "1.5万-2.5万人": "range 15000 25000 人",
    "三至五次": "range 3 5 次",
    "百分之五到十": "range 5 10 %",
    "二十至三十人": "range 20 30 人",
    "一到三年级": "qualitative 一到三年级",
    "一百五": "eq* 150",
    "一百零五人": "eq* 105 人",
    "1两次": "qualitative 1两次",
    "三家单位以上": "ge 3 家 measure=单位",
    "3项省级以上": "eq* 3 项 measure=省级以上",
    "10（含）人以上": "ge 10 人",
    "不超过（含）10人": "le 10 人",
    "大于95%（含）": "ge 95 %",
    "10次（每年）": "eq* 10 次 basis=每年",
    "≤1.2万元/台（套）": "le 1.2 万元/台(套)",
    ">= 1 项(项)": "ge 1 项",
    "2期/100人": "qualitative 2期/100人",
}
NAMED = {
    "12345热线办结率100%": "eq* 100 % measure=12345热线办结率",
    "110报警": "qualitative 110报警",
    "“00后”": "qualitative 00后",
    "“1+3+N”": "qualitative 1+3+N",
    "财预〔2020〕10号": "qualitative 财预〔2020〕10号",
    "1号线": "qualitative 1号线",
    "12.4宪法日宣传1次": "eq* 1 次 measure=12.4宪法日宣传",
    "“四个全覆盖”": "qualitative 四个全覆盖",
    "四星级酒店1家": "eq* 1 家 measure=四星级酒店",
    "引进10亿元以上项目1个": "eq* 1 个 measure=引进10亿元以上项目",
    "残疾人两项补贴80元/人/月": "eq* 80 元/人·月 measure=残疾人两项补贴",
    "70-79岁每人每月50元，80-89岁每人每月100元": "eq* 50 元 basis=每月 scope=每人 measure=70-79岁 | eq* 100 元 basis=每月 scope=每人 measure=80-89岁",
    "一档100元，二档200元，三档300元": "eq* 100 元 measure=一档 | eq* 200 元 measure=二档 | eq* 300 元 measure=三档",
    "符合国家标准3级": "qualitative 符合国家标准3级",
    "≥80/100": "qualitative ≥80/100",
    "2024全年": "qualitative 2024全年",
}
LISTS = {
    "1.人员经费200万元；2.公用经费250万元": "eq* 200 万元 measure=人员经费 | eq* 250 万元 measure=公用经费",
    "1.≥95%": "ge 95 %",
    "1、95%": "eq* 95 %",
    "1、95%；2、90%": "eq* 95 % | eq* 90 %",
    "一、完成率95%；二、合格率90%": "eq* 95 % measure=完成率 | eq* 90 % measure=合格率",
    "（一）95%；（二）90%": "eq* 95 % | eq* 90 %",
    "指标1：95%": "eq* 95 %",
    "指标1：培训3次；指标2：会议2次": "eq* 3 次 measure=培训 | eq* 2 次 measure=会议",
    "指标值：≥95%": "ge 95 %",
    "年度指标值:100%": "eq* 100 %",
    "第一季度25% 第二季度50% 第三季度75%": "eq* 25 % basis=第一季度 | eq* 50 % basis=第二季度 | eq* 75 % basis=第三季度",
    "每月1次全年12次": "eq* 1 次 basis=每月 | eq* 12 次 basis=全年",
    "保障12个乡镇、156个村正常运转": "qualitative 保障12个乡镇、156个村正常运转",
    "保障在职人员116人，离退休人员45人": "eq* 116 人 measure=保障在职人员 | eq* 45 人 measure=离退休人员",
    "按时足额发放工资12个月": "eq* 12 月 measure=按时足额发放工资",
}
DAYS = {
    "2024年12月31日前完成": "before 2024-12-31",
    "2024年12月底前全部完成": "before 2024-12-31",
    "到12月底前完成": "before 12-31",
    "截至2024年12月": "before 2024-12-31",
    "当年年底前": "before 12-31",
    "今年12月底前": "before 12-31",
    "每年底前": "before 12-31 basis=每年",
    "每年年末": "before 12-31 basis=每年",
    "不迟于12月底": "before 12-31",
    "不晚于11月中旬": "before 11-20",
    "早于2024年12月31日": "before 2024-12-31",
    "晚于2024年12月31日": "qualitative 晚于2024年12月31日",
    "3月初": "qualitative 3月初",
    "24年底": "qualitative 24年底",
    "2024.01-12": "period 2024-01-01 2024-12-31",
    "2024.1-12月": "period 2024-01-01 2024-12-31",
    "2022.9.1-12.31": "period 2022-09-01 2022-12-31",
    "11月-3月": "period 11-01 03-31",
    "11月30日24:00前": "before 11-30",
    "2024年11月30": "before 2024-11-30",
    "（2024年12月31日前）": "before 2024-12-31",
    "到2035年": "before 2035-12-31",
    "年度终了后30日内": "le 30 日 basis=年度 measure=终了后",
    "24年12月": "qualitative 24年12月",
}


@pytest.mark.parametrize("table", [GOVERNED, NO_SIGN_INSIDE, SPANS, HALVES, MONEY_AND_UNITS, RANGES, NAMED, LISTS, DAYS])
def test_prints(table: dict[str, str]) -> None:
    assert {raw: shown(parse(raw)) for raw in table} == table
    assert not any(parse(raw).problems for raw in table)


FISCAL = {
    "次年1季度": "before 2025-03-31",
    "下年度3月底前": "before 2025-03-31",
    "去年12月31日": "before 2023-12-31",
    "当年12月底前": "before 2024-12-31",
    "11月-3月": "period 2024-11-01 2025-03-31",
    "10月至次年3月": "period 2024-10-01 2025-03-31",
}


def test_a_day_of_another_year_counts_from_the_fiscal_year() -> None:
    assert {raw: shown(parse(raw, fiscal_year=2024)) for raw in FISCAL} == FISCAL


NAMES = [
    ("20241231", "完成时间", "before 2024-12-31"),
    ("202412", "完成时间", "before 2024-12-31"),
    ("12.30", "完成日期", "before 12-30"),
    ("2022.5", "竣工面积", "eq* 2022.5"),
    ("5", "人数（万）", "eq* 50000"),
    ("5", "成本（万）", "eq* 5 万元"),
    ("1.2万", "工资（元/月）", "eq* 1.2 万元/月"),
    ("1.2万", "补贴受益群众", "eq* 12000"),
    ("3", "培训次数（季度）", "eq* 3"),
    ("3", "开展次数（次）（年度）", "eq* 3"),
    ("≥1.2", "投入产出比（倍）", "ge 1.2 倍"),
    ("无重大安全事故发生", "安全事故起数", "eq* 0"),
    ("无重大安全事故发生", "安全事故发生率", "qualitative 无重大安全事故发生"),
]


@pytest.mark.parametrize(("raw", "name", "want"), NAMES)
def test_beside_a_name(raw: str, name: str, want: str) -> None:
    assert shown(parse(raw, name=name)) == want


COLUMNS = [
    ("21", "村", "eq* 21 村"),
    ("3", "企业", "eq* 3 企业"),
    ("5", "万", "eq* 5 万"),
    ("3", "次（月）", "eq* 3 次 basis=每月"),
    ("3", "平方米（㎡）", "eq* 3 平方米"),
    ("500", "个村", "eq* 500 个村"),
    ("1", "是否", "eq* 1"),
    ("2", "倍", "eq* 2 倍"),
    ("95", "百分号", "eq* 95 %"),
    ("12", "月底", "before 12-31"),
    ("12", "月", "eq* 12 月"),
]


@pytest.mark.parametrize(("raw", "unit", "want"), COLUMNS)
def test_beside_a_unit_column(raw: str, unit: str, want: str) -> None:
    value = parse(raw, unit=unit)
    assert shown(value) == want
    assert not value.problems


@pytest.mark.parametrize(
    ("raw", "name", "rule"),
    [
        ("295", "满意度（%）", "suspect_sign"),
        ("295%以上", None, "suspect_sign"),
        ("满意度295%", None, "suspect_sign"),
        ("≥%95", None, "suspect_sign"),
        ("95%≥", None, "suspect_sign"),
        ("士3%", None, "suspect_sign"),
        ("—95%", None, "damaged_number"),
        ("3。5%", None, "damaged_number"),
        ("1. 95%", None, "damaged_number"),
        ("1、12次", None, "damaged_number"),
    ],
)
def test_what_may_be_another_number_is_a_finding(raw: str, name: str | None, rule: str) -> None:
    value = parse(raw, name=name)
    assert [p.rule for p in value.problems] == [rule]
    assert [p.comparator for p in value.parts] == ["qualitative"]


@pytest.mark.parametrize(("raw", "name"), [("250", "产值增长（%）"), ("0. 95%", None), ("99. 5%", None), ("-5%", None), ("30、45户", None)])
def test_what_only_looks_damaged_is_no_finding(raw: str, name: str | None) -> None:
    value = parse(raw, name=name)
    assert not value.problems
    assert all(p.comparator == "eq" for p in value.parts)


@pytest.mark.parametrize("raw", ["≥", "≥%", "%", "≥ 万元", "（ ）次"])
def test_a_sign_or_unit_alone_is_a_template(raw: str) -> None:
    assert parse(raw).placeholder


@pytest.mark.parametrize("raw", ["优良中低差", "好坏", "优/良/中/差", "有/无"])
def test_a_scale_is_no_target(raw: str) -> None:
    assert parse(raw).parts[0].no_target
    assert parse("优良").parts[0].no_target is False


@pytest.mark.parametrize(
    "raw",
    ["2023年13月45日前", "2024-02-30", "2024/2/30", "2024.11.31", "2024年2月30日前", "2023年2月29日前", "2024年13月前", "2024年6月45日前", "2月30日",
     "2024年0月底前", "2023年1月1日至2023年6月31日"],
)  # fmt: skip
def test_a_day_that_no_calendar_has_is_named_and_gives_no_number(raw: str) -> None:
    value = parse(raw, name="完成时间", fiscal_year=2024)
    assert [problem.rule for problem in value.problems] == ["impossible_date"]
    assert [(part.comparator, part.text, part.low, part.high) for part in value.parts] == [("qualitative", raw, None, None)]


def test_a_leap_day_is_one_of_a_leap_year() -> None:
    assert [problem.rule for problem in parse("2月29日前", name="完成时间", fiscal_year=2023).problems] == ["impossible_date"]
    assert parse("2月29日前", name="完成时间", fiscal_year=2024).parts[0].high == "2024-02-29"
    assert parse("次年2月29日前", name="完成时间", fiscal_year=2023).parts[0].high == "2024-02-29"


@pytest.mark.parametrize(
    "raw",
    ["2024年2月29日前", "2024-12-31", "2024.11.30", "2月29日", "2024年1-12月", "12月31号前", "3个月", "每12月30日", "2023.07-2024.01", "24月30天"],
)
def test_days_of_the_calendar_and_durations_are_not_doubted(raw: str) -> None:
    assert "impossible_date" not in [problem.rule for problem in parse(raw, name="完成时间", fiscal_year=2024).problems]
