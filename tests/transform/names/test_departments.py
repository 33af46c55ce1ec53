"""Names of departments and units: region, key and function; what is ambiguous is never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.rules import rules
from etl.transform.names.departments import department
from etl.transform.names.functions import function_of
from etl.transform.names.regions import all_regions
from etl.transform.names.words import vocabulary


@pytest.mark.parametrize(
    ("raw", "given_region", "region_code", "key", "function"),
    [
        ("广州市天河区司法局", None, "440106", "司法局", "司法局"),
        ("天河区司法局", None, "440106", "司法局", "司法局"),
        ("天河司法局", None, "440106", "司法局", "司法局"),
        ("广州天河区司法局", None, "440106", "司法局", "司法局"),
        ("市司法局", "511000", "511000", "司法局", "司法局"),
        ("内江市司法局", None, "511000", "司法局", "司法局"),
        ("市委组织部", "511000", "511000", "党委组织部", "党委组织部"),
        ("中国共产党内江市委员会组织部", None, "511000", "党委组织部", "党委组织部"),
        ("大英县司法局部门", None, "510923", "司法局", "司法局"),
        ("内蒙古自治区巴彦淖尔市自然资源局甘其毛都口岸分局", None, "150800", "自然资源局甘其毛都口岸分局", "自然资源局"),
        ("四川省内江市中级人民法院", None, "511000", "中级人民法院", "法院"),
        ("广东省司法厅", None, "440000", "司法厅", "司法局"),
        ("司法部", None, "000000", "司法部", "司法局"),
        ("国家发展和改革委员会", None, "000000", "发展和改革委员会", "发展和改革局"),
        ("中共中央组织部", None, "000000", "党委组织部", "党委组织部"),
        ("最高人民法院", None, "000000", "最高人民法院", "法院"),
        ("天河区发改局", None, "440106", "发展和改革局", "发展和改革局"),
        ("广东省发改委", None, "440000", "发展和改革委员会", "发展和改革局"),
        ("区人社局", "440106", "440106", "人力资源和社会保障局", "人力资源和社会保障局"),
        ("上海市卫健委", None, "310000", "卫生健康委员会", "卫生健康局"),
        ("天河区文广旅局", None, "440106", "文化广电旅游局", "文化和旅游局"),
        ("市市场监督管理局", "511000", "511000", "市场监督管理局", "市场监督管理局"),
        ("市场监督管理局", "511000", "511000", "市场监督管理局", "市场监督管理局"),
        ("市政协办公室", "511000", "511000", "政协委员会办公室", "政协"),
        ("中国人民政治协商会议内江市委员会办公室", None, "511000", "政协委员会办公室", "政协"),
        ("天河区人大常委会办公室", None, "440106", "人民代表大会常务委员会办公室", "人大常委会"),
        ("团区委", "440106", "440106", "共青团委员会", "共青团"),
        ("共青团广州市天河区委员会", None, "440106", "共青团委员会", "共青团"),
        ("民革四川省委会", None, "510000", "民革委员会", "民革委员会"),
        ("区委编办", "440106", "440106", "党委机构编制委员会办公室", "党委机构编制委员会办公室"),
        ("天河区纪委监委", None, "440106", "纪律检查委员会监察委员会", "纪律检查委员会监察委员会"),
        ("内江市直属机关工作委员会", None, "511000", "党委直属机关工作委员会", "党委直属机关工作委员会"),
        ("广州市天河区人民政府车陂街道办事处", None, "440106", "车陂街道办事处", "街道办事处"),
        ("天河区人民政府办公室", None, "440106", "人民政府办公室", "人民政府办公室"),
        ("国家税务总局广州市天河区税务局", None, "440106", "税务局", "税务局"),
        ("广州市公安局天河区分局", None, "440106", "公安分局", "公安局"),
        ("天河区公安分局", None, "440106", "公安分局", "公安局"),
        ("区纪委监委机关", "440106", "440106", "纪律检查委员会监察委员会", "纪律检查委员会监察委员会"),
        ("恩施州民政局", None, "422800", "民政局", "民政局"),
        ("新疆自治区司法厅", None, "650000", "司法厅", "司法局"),
        ("湖北省仙桃市司法局", None, "429004", "司法局", "司法局"),
        ("重庆市荣昌区司法局", None, "500153", "司法局", "司法局"),
        ("增城市司法局", None, "440183", "司法局", "司法局"),  # gone in 2014; no other has the name
        ("海南省定安县司法局", None, "469021", "司法局", "司法局"),  # was 469025, now 白沙黎族自治县
        ("保定市容城县司法局", None, "130629", "司法局", "司法局"),  # not 保定 + 市容
        ("广州市第一中学", None, "440100", "第一中学", "中学"),
        ("大英县农业农村和水利局", None, "510923", "农业农村和水利局", "农业农村和水利局"),
        ("成都市高新区司法局", None, "510100", "高新区司法局", "司法局"),
        ("广州市天河区司法局", "440106000", "440106", "司法局", "司法局"),
    ],
)
def test_names(raw: str, given_region: str | None, region_code: str, key: str, function: str) -> None:
    read = department(raw, region_code=given_region)
    assert (read.region_code, read.key, read.function, read.problems) == (region_code, key, function, ())


@pytest.mark.parametrize(
    ("raw", "name", "code", "mark"),
    [
        ("206-市司法局", "市司法局", "206", None),
        ("[101]内江市司法局", "内江市司法局", "101", None),
        ("219001-大英县司法局（本级）", "大英县司法局", "219001", "本级"),
        ("206001内江市司法局本级", "内江市司法局", "206001", "本级"),
        ("大英县司法局(部门)", "大英县司法局", None, "部门"),
        ("内江市司法局机关", "内江市司法局", None, "机关"),
        ("120急救中心", "120急救中心", None, None),
        ("广州市天河区\n司法局", "广州市天河区司法局", None, None),
        ("本级", "本级", None, None),
    ],
)
def test_code_and_mark_come_off_the_name(raw: str, name: str, code: str | None, mark: str | None) -> None:
    read = department(raw)
    assert (read.raw, read.name, read.code, read.mark) == (raw, name, code, mark)


@pytest.mark.parametrize(("raw", "candidates"), [("鼓楼区司法局", 4), ("朝阳区财政局", 2), ("普陀区司法局", 2), ("郊区民政局", 3)])
def test_a_shared_name_is_not_guessed(raw: str, candidates: int) -> None:
    read = department(raw)
    assert read.region_code is None and read.key == raw
    (problem,) = read.problems
    assert problem.rule == "region_ambiguous" and len(problem.candidates) >= candidates
    for code in problem.candidates:
        told = department(raw, region_code=code)
        assert (told.region_code, told.problems) == (code, ()) and raw.endswith(told.key) and told.key != raw


def test_every_shared_county_name_needs_its_parent() -> None:
    named: dict[str, list[str]] = {}
    for row in all_regions():
        if row.valid_to is None and row.level == "county":
            named.setdefault(row.name, []).append(row.full_name)
    shared = {name: full for name, full in named.items() if len(full) > 1}
    assert len(shared) >= 28
    for name, wholes in shared.items():
        assert department(f"{name}司法局").region_code is None, name
        codes = {department(f"{whole}司法局").region_code for whole in wholes}
        assert None not in codes and len(codes) == len(wholes), name


def test_every_division_in_force_is_found_by_its_full_name() -> None:
    wrong = [
        row.full_name
        for row in all_regions()
        if row.valid_to is None and row.level != "state" and "直辖县级" not in row.name
        and (read := department(f"{row.full_name}民政局")) and (read.region_code, read.key) != (row.region_code, "民政局")
    ]  # fmt: skip
    assert wrong == []


@pytest.mark.parametrize(
    ("raw", "function"), [("样例市样例区司法局", "司法局"), ("样例县民政局", "民政局"), ("中共样例县委办公室", "党委办公室"), ("某协会", None)]
)
def test_a_made_up_region_stays_unknown(raw: str, function: str | None) -> None:
    read = department(raw)
    assert (read.region_code, read.key, read.function) == (None, raw, function)
    assert [problem.rule for problem in read.problems] == ["region_unresolved"]


def test_the_callers_region_wins_and_a_contradiction_is_said() -> None:
    read = department("广州市天河区司法局", region_code="440104")
    assert (read.region_code, read.key, read.function) == ("440104", "广州市天河区司法局", "司法局")
    assert [(p.rule, p.candidates) for p in read.problems] == [("region_conflict", ("440106",))]
    assert department("城区管理局", region_code="440106").problems == ()  # a district's name that says too little to contradict
    assert department("样例县民政局", region_code="990101").region_code == "990101"


def test_a_short_form_counts_only_before_a_department() -> None:
    assert department("中山大学").region_code is None
    assert department("北京路小学", region_code="440104").key == "北京路小学"
    assert department("中山市场监督管理局").key != "场监督管理局"


def test_suffix_and_function_of_what_is_below_a_department() -> None:
    assert function_of("自然资源局甘其毛都口岸分局") == ("自然资源局", "甘其毛都口岸分局")
    assert function_of("公安局交通警察支队") == ("交通警察队", "交通警察支队")
    assert function_of("司法局").suffix is None


def test_problems_have_words() -> None:
    assert {"region_ambiguous", "region_conflict", "region_unresolved"} <= set(rules())


def test_vocabulary_names_one_function_each() -> None:
    seen: dict[str, str] = {}
    for row in vocabulary("department_functions"):
        for name in (row["function_key"], *filter(None, row["names"].split("、"))):
            assert seen.setdefault(name, row["function_key"]) == row["function_key"], name
    for row in vocabulary("department_aliases"):
        assert row["short"] != row["full"]


_WORDS = "中共 中国共产党 广东省 广州市 天河区 市 区 委员会 委 人民政府 司法局 组织部 分局 本级 （部门） 206- [101] 中央 团 政协 国家税务总局 国家"
_PIECES = st.sampled_from(_WORDS.split())


@given(
    st.one_of(st.text(), st.lists(_PIECES, max_size=8).map("".join)),
    st.sampled_from([None, "", "000000", "440106", "511000", "429004", "x", "440106000"]),
)
def test_any_text_is_read(raw: str, region_code: str | None) -> None:
    read = department(raw, region_code=region_code)
    assert read.raw == raw
    assert (read.region_code is None) == any(p.rule != "region_conflict" for p in read.problems)
    assert read.key or not read.name.strip()
