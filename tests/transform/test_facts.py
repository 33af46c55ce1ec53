"""Year, department and caption out of head lines: only where they say it."""

from __future__ import annotations

import pytest

from etl.extract.grid import Place
from etl.transform.facts import Said, captions, cover_owner, cover_year, date_of, department_of, file_year, year_of, years


def _said(*texts: str) -> list[Said]:
    return [Said(text, Place(f"P{n}")) for n, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2024年部门预算项目支出绩效目标表", [2024]),
        ("（2024年度）", [2024]),
        ("(２０２４ 年度)", [2024]),
        ("二〇二四年度项目绩效目标表", [2024]),
        ("二○二四年", [2024]),
        ("2024年1月5日", []),
        ("填报日期：2024-01-05", []),
        ("2022-2025年", []),
        ("2022年至2025年", []),
        ("2022—2025年度", []),
        ("2023年度及2024年度", [2023, 2024]),
        ("穗财政【2023】79号", []),
        ("编号12024年", []),
    ],
)
def test_the_years_a_line_names(text: str, wanted: list[int]) -> None:
    assert years(text) == wanted


def test_the_first_line_that_names_one_year_wins() -> None:
    found = year_of(_said("项目支出绩效目标表", "2023年度与2024年度", "（2024年度）", "2022年"))
    assert found is not None and (found[0], found[1].place.label) == (2024, "P3")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("附件：2024年绩效目标.xlsx", 2024),
        ("jx_2024.pdf", 2024),
        ("/data/2019/jx.pdf", None),
        ("2023-2024绩效.pdf", None),
        ("12024.pdf", None),
        ("20240105.pdf", None),
    ],
)
def test_the_year_of_a_file_s_name(name: str, wanted: int | None) -> None:
    assert file_year(name) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("填报日期：2024年1月5日", "2024-01-05"),
        ("2024/12/31", "2024-12-31"),
        ("2024.3.1", "2024-03-01"),
        ("2024年13月1日", None),
        ("2024年1月", None),
    ],
)
def test_a_date_as_iso_text(text: str, wanted: str | None) -> None:
    assert date_of(text) == wanted


def test_captions_of_one_line_are_taken_apart() -> None:
    (line,) = _said("部门名称：样例市司法局    预算年度：2024年   单位：万元")
    assert [(c.label, c.value) for c in captions(line)] == [("部门名称", "样例市司法局"), ("预算年度", "2024年"), ("单位", "万元")]


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        (("部门名称：样例市司法局  单位：万元",), "样例市司法局"),
        (("部门：206-样例市司法局",), "206-样例市司法局"),
        (("主管部门及代码：[101]样例市司法局",), "[101]样例市司法局"),
        (("预算单位：样例市法律援助中心", "部门名称：样例市司法局"), "样例市司法局"),
        (("单位：样例市司法局",), "样例市司法局"),
        (("单位：万元",), None),
        (("金额单位：万元", "填报日期：2024年1月5日"), None),
    ],
)
def test_the_caption_that_names_the_department(lines: tuple[str, ...], wanted: str | None) -> None:
    found = department_of(_said(*lines))
    assert (found and found.value) == wanted


def test_a_cover_names_owner_and_year() -> None:
    cover = _said("样例县水利局 2024 年部门预算公开", "二〇二三年十二月", "目录")
    owner, year = cover_owner(cover), cover_year(cover)
    assert owner is not None and owner.text == "样例县水利局"
    assert year is not None and year[0] == 2024


def test_a_cover_s_date_is_no_year() -> None:
    assert cover_year(_said("样例县水利局", "2023年12月20日")) is None
