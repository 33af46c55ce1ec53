"""A sample form is nobody's targets; a real form that prints XX once, or keeps the heading of its template, is one."""

from __future__ import annotations

import pytest

from etl.finding import Refused
from etl.transform.statement import Claim, Reading
from tests.transform.build import grid, only, reading
from tests.transform.made import Row, card

BLANKS: list[Row] = [["产出指标", "数量指标", "指标1：XX人次", "≥XX人次", ""], ["", "质量指标", "指标1：XXX率", "≥XX%", ""]]
EXAMPLES: list[Row] = [["产出指标", "数量指标", "举例：培训人次", "≥500人次", ""], ["", "质量指标", "如：培训合格率", "≥95%", ""]]


def _read(rows: list[Row], *above: str) -> Reading:
    return reading(grid(rows, above=above), claim=Claim(fiscal_year=2024))


@pytest.mark.parametrize(
    ("rows", "above"),
    [
        (card("XX项目", "XX", department="XX局", indicators=BLANKS), ()),
        (card("XX项目", "100.00", department="××局"), ()),
        (card("某项目", "100.00", department="某部门"), ()),
        (card("（填写项目名称）", "100.00", department="（填写部门）"), ()),
        (card("XX项目", indicators=[["产出指标", "数量指标", "培训人次", "", ""]]), ()),
        (card("XX项目"), ("填报说明",)),
        (card("乡村振兴专项", title="项目支出绩效目标表（样表）"), ()),
        (card("乡村振兴专项"), ("填报样例",)),
        (card("乡村振兴专项", title="项目支出绩效目标表（参考样式）", indicators=EXAMPLES), ()),
    ],
)
def test_a_sample_is_refused(rows: list[Row], above: tuple[str, ...]) -> None:
    with pytest.raises(Refused) as refused:
        _read(rows, *above)
    assert refused.value.rule == "sample_form" and refused.value.found


@pytest.mark.parametrize(
    "rows",
    [
        card("XX装备购置"),
        card("MAXX系统运维"),
        card("乡村振兴示例村建设"),
        card("乡村振兴专项", title="项目支出绩效目标表（参考样式）"),
        card("标准样式推广", department="样例市司法局"),
        card(
            "走访慰问",
            indicators=[["产出指标", "数量指标", "走访XX人次", "≥3次", ""], ["", "质量指标", "合格率", "≥95%", ""], ["", "", "及时率", "95%", ""]],
        ),
    ],
)
def test_one_sign_alone_is_no_sample(rows: list[Row]) -> None:
    assert only(_read(rows)).indicators


def test_a_sample_beside_real_tables_is_left_out_and_said() -> None:
    sample = grid(card("XX项目", "XX", department="XX局", indicators=BLANKS), index=2)
    found = reading(grid(card("走访慰问")), sample, claim=Claim(fiscal_year=2024))
    assert [p.name for s in found.statements for p in s.projects] == ["走访慰问"]
    assert [problem.rule for problem in found.findings if problem.severity == "error"] == ["sample_form"]
