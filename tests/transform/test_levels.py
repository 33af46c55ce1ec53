"""Levels: filed, filled below a merged cell, or derived from level 2; never taken from a neighbour they do not belong to (DOMAIN 2.1)."""

from __future__ import annotations

import pytest

from etl.transform.levels import Levels, bare, fill, kind, unknown
from tests.transform.build import grid, only, shown, statement
from tests.transform.made import N, card

COUNT = Levels("产出指标", "数量指标")


@pytest.mark.parametrize(
    ("printed", "above", "wanted"),
    [
        (("产出指标", "数量指标"), Levels(), COUNT),
        ((None, None), COUNT, COUNT),
        ((None, "质量指标"), COUNT, Levels("产出指标", "质量指标")),
        ((None, "生态环境成本指标"), COUNT, Levels("成本指标", "生态环境成本指标")),
        ((None, "服务对象满意度指标"), Levels("效益指标", "社会效益指标"), Levels("满意度指标", "服务对象满意度指标")),
        ((None, "数量指标"), Levels("效益指标", "社会效益指标"), COUNT),
        (("效益指标", None), COUNT, Levels("效益指标", None)),
        (("产出指标", None), COUNT, COUNT),
    ],
)
def test_a_blank_level_is_filled_or_derived(printed: tuple[str | None, str | None], above: Levels, wanted: Levels) -> None:
    assert fill(*printed, above) == wanted


def test_a_synonym_of_level_1_goes_on_as_printed() -> None:
    assert fill(None, "质量指标", Levels("项目完成指标", "数量指标")) == Levels("项目完成指标", "质量指标")


@pytest.mark.parametrize(
    ("levels", "codes", "wanted"),
    [
        (COUNT, (None, None), "output.quantity"),
        (Levels("效益指标", "服务对象满意度"), ("2", "31"), "satisfaction"),
        (Levels("成本指标", "成本指标"), (None, None), "cost.economic"),
        (Levels("产出指标", "成本指标"), (None, None), "output.cost"),
        (Levels("满意度指标", None), (None, None), "satisfaction"),
        (Levels("产出指标", None), (None, None), None),
        (Levels("产出指标", "甲类"), ("1", "13"), "output.timeliness"),
    ],
)
def test_level_2_decides_the_kind(levels: Levels, codes: tuple[str | None, str | None], wanted: str | None) -> None:
    assert kind(levels, *codes) == wanted


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [("产出指标（50分）", "产出指标"), ("成本指标(0-20)分", "成本指标"), ("效益指标", "效益指标"), ("质量指标 20分", "质量指标")],
)
def test_a_score_behind_a_level_is_not_its_name(printed: str, wanted: str) -> None:
    assert bare(printed) == wanted


def test_unknown_names_are_told() -> None:
    assert unknown(Levels("产出指标", "绩效甲类")) == ["绩效甲类"]


ROWS = [["产出指标", "数量指标", "次数", "≥3次", ""], ["产出指标", "数量指标", "人数", "≥5人", ""], ["产出指标", "质量指标", "合格率", "100%", ""]]
ROWS += [["成本指标", "生态环境成本指标", "扬尘", "≤1次", ""], ["满意度指标", "服务对象满意度指标", "满意度", "≥90%", ""]]


def _with(blank: str | None) -> list[tuple[str | None, str | None]]:
    """The levels read where repeated level cells are printed again (None), left empty ("") or merged ("^")."""
    rows = [list(row) for row in ROWS]
    for n, col in ((1, 0), (1, 1), (2, 0)):
        rows[n][col] = rows[n][col] if blank is None else blank
    return [levels[:2] for levels in shown(only(statement(grid(card(indicators=rows)))))]


def test_merged_repeated_and_blank_level_cells_say_the_same() -> None:
    wanted = [(row[0], row[1]) for row in ROWS]
    assert _with("^") == _with(None) == _with("") == wanted


def test_levels_end_with_their_project() -> None:
    head = [["2024年项目支出绩效目标表", N, N, N, N], ["部门：样例市司法局", N, N, N, N], ["项目名称", "一级指标", "二级指标", "三级指标", "指标值"]]
    found = statement(grid([*head, ["甲", "产出指标", "数量指标", "次数", "≥3次"], ["乙", "", "", "人数", "≥5人"]]))
    assert [shown(project)[0][:2] for project in found.projects] == [("产出指标", "数量指标"), (None, None)]
