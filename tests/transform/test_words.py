"""Labels by their normal form: width, white space, numbering, brackets and 其中 do not count."""

from __future__ import annotations

import pytest

from etl.transform import words


@pytest.mark.parametrize(
    "label", ["项目名称", "项 目 名 称", "项目\n名称", "项目名称：", "一、项目名称", "（一）项目名称", "1.项目名称", "★项目名称", "项目名称（全称）"]
)
def test_a_label_is_known_however_it_is_dressed(label: str) -> None:
    assert words.fields(label, "row") == ("project_name",)


@pytest.mark.parametrize("label", ["其中：财政拨款", "其中:财政拨款", "  财政拨款", "财政拨款（万元）", "1.财政拨款", "其中： 1.财政拨款"])
def test_money_labels_are_known_with_their_numbering_and_nesting(label: str) -> None:
    found = words.money_label(label)
    assert found is not None and found.source == "fiscal_appropriation"


def test_a_part_is_told_from_what_it_is_part_of() -> None:
    parts = {label: words.money_label(label) for label in ("其中：上级补助", "上级补助")}
    assert [found and found.nested for found in parts.values()] == [True, False]


def test_an_amount_or_a_sentence_is_no_label() -> None:
    assert words.fields("项目名称应与预算批复一致", "row") == ()
    assert words.money_label("1,200.00") is None and words.money_label("用于财政拨款的绩效考核") is None


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("2024年部门预算项目支出绩效目标表", "project_targets"),
        ("部门整体支出绩效目标表（2024年度）", "department_overall"),
        ("中央对地方专项转移支付区域绩效目标表", "transfer_programme"),
        ("项目支出绩效自评表", "self_evaluation"),
        ("部门整体支出绩效目标自评表", "self_evaluation"),
        ("一般公共预算支出表", None),
    ],
)
def test_a_title_names_its_kind(title: str, kind: str | None) -> None:
    assert words.title_kind(title) == kind


@pytest.mark.parametrize("name", ["产出指标", "产出", "产出指标（50分）", "产 出\n指 标", "产出指标(0-20)分", "一、产出指标"])
def test_level_names_are_known_with_scores_and_wraps(name: str) -> None:
    found = words.level(name, 1)
    assert found is not None and found.code == "1"


@pytest.mark.parametrize(
    ("name", "kind"), [("环境效益", "benefit.ecological"), ("进度指标", "output.timeliness"), ("社会公众或服务对象满意度指标", "satisfaction")]
)
def test_synonyms_of_level_2(name: str, kind: str) -> None:
    found = words.level(name, 2)
    assert found is not None and found.kind == kind


@pytest.mark.parametrize("text", ["/", "—", "——", "无", "……", "**", "XX", " / "])
def test_placeholders_stand_for_nothing(text: str) -> None:
    assert words.is_placeholder(text)


@pytest.mark.parametrize("text", ["0", "无事故", "无偿", "-1", "100%"])
def test_values_are_no_placeholders(text: str) -> None:
    assert not words.is_placeholder(text)


def test_no_label_has_a_field_twice() -> None:
    """A label may stand for several fields in one place (the contents then decide); the same one twice would look like a choice and is none."""
    seen: dict[tuple[str, str, str], int] = {}
    twice = []
    for line, row in enumerate(words.rows("labels.csv"), 2):
        for place in ("column", "row") if row["place"] == "both" else (row["place"],):
            key = (row["field"], words.normal(row["label"]), place)
            if seen.setdefault(key, line) != line:
                twice.append((seen[key], line, *key))
    assert twice == []
