"""Project names: stems, and what is taken from around them."""

from __future__ import annotations

import json
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.transform.names.departments import department
from etl.transform.names.projects import loose_key, project_name
from tests.corpus import corpus

TIANHE = department("广州市天河区司法局")


@pytest.mark.parametrize(
    ("printed", "stem", "fields"),
    [
        ("普法经费", "普法经费", {}),
        ("天河区司法局政法网设备运维项目（2022-2025年）", "政法网设备运维项目", {"year_mark": "2022-2025年"}),
        ("天河区一村（社区）一法律顾问经费", "一村(社区)一法律顾问经费", {}),
        ("广州市天河区司法局普法经费", "普法经费", {}),
        ("区司法局普法经费", "普法经费", {}),
        ("越秀区司法局普法经费", "越秀区司法局普法经费", {}),  # not the row's own
        ("区管退休干部节日慰问经费", "区管退休干部节日慰问经费", {}),
        ("天河区域治理", "天河区域治理", {}),
        ("51092324T000010263357-普法经费", "普法经费", {"code": "51092324T000010263357"}),
        ("穗财政【2023】79号普法经费", "普法经费", {"funding_document": "穗财政【2023】79号"}),
        ("普法经费（穗财政〔2023〕79号）", "普法经费", {"funding_document": "穗财政〔2023〕79号"}),
        ("粤财（2023）5号普法经费", "普法经费", {"funding_document": "粤财（2023）5号"}),
        ("川财社[2023]12号-普法经费", "普法经费", {"funding_document": "川财社[2023]12号"}),
        ("（川财社〔2023〕12号、川财教〔2024〕3号）普法经费", "普法经费", {"funding_document": "川财社〔2023〕12号、川财教〔2024〕3号"}),
        ("提前下达2024年中央法律援助补助资金", "中央法律援助补助资金", {"year_mark": "提前下达2024年"}),
        ("2024年度普法经费", "普法经费", {"year_mark": "2024年度"}),
        ("２０２４年普法经费", "普法经费", {"year_mark": "2024年"}),
        ("普法经费（2024年）", "普法经费", {"year_mark": "2024年"}),
        ("普法（2022—2025年）经费", "普法经费", {"year_mark": "2022-2025年"}),
        ("2022年至2025年普法经费", "普法经费", {"year_mark": "2022年-2025年"}),
        ("2024年度—2026年度普法经费", "普法经费", {"year_mark": "2024年度-2026年度"}),
        ("2024年1月补贴", "2024年1月补贴", {}),
        (
            "穗财政【2023】79号2024年天河区司法局普法经费（2022-2025年）",
            "普法经费",
            {"funding_document": "穗财政【2023】79号", "year_mark": "2024年、2022-2025年"},
        ),
        ("政法网二期", "政法网二期", {"phase": "二期"}),
        ("政法网（第二期）", "政法网二期", {"phase": "第二期"}),
        ("政法网第2期建设项目（2024年）", "政法网二期建设项目", {"phase": "第2期", "year_mark": "2024年"}),
        ("政法网第三期", "政法网三期", {"phase": "第三期"}),
        ("“十四五期间”规划", '"十四五期间"规划', {}),
        ("第一学期补助", "第一学期补助", {}),
        ("1、普法经费", "普法经费", {}),
        ("天河区", "天河区", {}),
        ("2024年", "2024年", {}),
    ],
)
def test_stems(printed: str, stem: str, fields: dict[str, str]) -> None:
    read = project_name(printed, owner=TIANHE)
    assert read.name == printed and read.stem == stem
    told = {name: value for name in ("code", "funding_document", "year_mark", "phase") if (value := getattr(read, name))}
    assert told == fields


def test_an_owner_that_no_list_holds_comes_off_too() -> None:
    owner = department("样例市样例区司法局")
    for printed in ("样例区司法局普法经费", "样例市样例区司法局普法经费", "样例区普法经费"):
        assert project_name(printed, owner=owner).stem == "普法经费"
    assert project_name("别的区司法局普法经费", owner=owner).stem == "别的区司法局普法经费"


def test_a_units_name_stays() -> None:
    unit = department("天河区法律援助中心", region_code="440106")
    assert project_name("法律援助中心运行经费", owner=TIANHE, unit=unit).stem == "法律援助中心运行经费"


def test_loose_key_drops_words_that_only_say_money() -> None:
    assert loose_key("法律援助补贴和业务经费") == loose_key("法律援助补贴及业务专项经费") == "法律援助补贴业务"
    assert loose_key("经费") == "经费"


def test_the_seed_has_20_stems_and_two_pairs_of_twins() -> None:
    names = [project["name"] for project in json.loads(corpus("seed", "truth.json").read_text("utf-8"))["projects"]]
    rows: dict[str, list[int]] = defaultdict(list)
    for number, name in enumerate(names, start=1):
        rows[project_name(name, owner=TIANHE).stem].append(number)
    assert len(rows) == 20
    assert [numbers for numbers in rows.values() if len(numbers) > 1] == [[2, 21], [19, 22]]


@given(st.text(), st.sampled_from([None, TIANHE, department("样例县民政局")]))
def test_any_text_is_read_and_a_stem_is_its_own_stem(raw: str, owner: object) -> None:
    read = project_name(raw, owner=owner)  # type: ignore[arg-type]
    assert bool(read.stem) == bool(read.name)
