"""The engine as a whole: kinds of statements, refusals with their reasons, findings and the account of every cell."""

from __future__ import annotations

import pytest

from etl.finding import Finding, Refused
from etl.transform.engine import read
from etl.transform.layout import layouts
from etl.transform.statement import Claim
from tests.transform.build import YEAR, accounted, document, grid, reading, rules, statement
from tests.transform.made import COUNT, PACKED, N, Row, card, listed, packed

SELF: list[Row] = [["2023年度项目支出绩效自评表", N, N, N, N], ["项目名称", "走访", N, "主管部门", "样例市司法局"]]
EVALUATED: list[Row] = [["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"], [*COUNT, "4次"]]


def test_an_empty_document_and_one_without_targets_are_refused() -> None:
    for grids in ([], [grid([["一般公共预算支出表", N], ["科目", "金额（万元）"], ["行政运行", "10"]])]):
        with pytest.raises(Refused, match="no_target_table"):
            reading(*grids)


def test_a_form_without_any_indicator_is_no_target_table() -> None:
    with pytest.raises(Refused, match="no_target_table"):
        reading(grid(card(indicators=[["产出指标", "数量指标", "", "", ""]])))


def test_kinds_of_statements() -> None:
    assert statement(grid(card())).kind == "project_targets"
    assert statement(grid([*SELF, *EVALUATED])).kind == "self_evaluation"
    untitled = [["项目支出绩效表（2023年度）", N, N, N, N], SELF[1], *EVALUATED]
    assert statement(grid(untitled)).kind == "self_evaluation"
    transfer = card(title="中央对地方专项转移支付区域绩效目标表")
    assert statement(grid(transfer)).kind == "transfer_programme"


def test_a_self_evaluation_by_title_without_actuals_is_no_self_evaluation() -> None:
    found = statement(grid(card(title="项目支出绩效目标及自评表")))
    assert found.kind == "project_targets"


def test_a_document_of_a_list_and_a_card_gives_two_statements_that_cover_different_things() -> None:
    found = reading(packed(["走访", "10.00", "做好", PACKED]), grid(card("普法"), index=2))
    accounted(found)
    assert [(s.layout, s.covers) for s in found.statements] == [("packed_list", "department"), ("card", "project")]
    alone = [reading(packed(["走访", "10.00", "做好", PACKED])), reading(grid(card("普法"), index=2))]
    assert found.account.cells == sum(part.account.cells for part in alone) > 30


def test_readers_doubts_are_passed_on() -> None:
    table, doubt = grid(card()), Finding("cell_shape", "warning", "t1")
    table.findings.append(doubt)
    made = document(table)
    made.findings.append(Finding("hidden_sheet", "info", "", "附表"))
    assert {"cell_shape", "hidden_sheet"} <= set(rules(read(made, YEAR)))


def test_the_same_document_is_read_the_same_twice() -> None:
    assert reading(grid(card())) == reading(grid(card()))


def test_every_fact_has_its_evidence() -> None:
    found = statement(listed(["走访", "10.00", "做好", *COUNT]), claim=Claim())
    project = found.projects[0]
    texts = [found.evidence, project.evidence, project.goals["annual"].evidence, project.indicators[0].targets[0].evidence]
    assert project.money.total is not None
    texts.append(project.money.total.evidence)
    assert [(e.place.label, e.text) for e in texts] == [
        ("t1/R1C1", "2024年项目支出绩效目标表"),
        ("t1/R4C1", "走访"),
        ("t1/R4C3", "做好"),
        ("t1/R4C7", "≥3次"),
        ("t1/R4C2", "10.00"),
    ]


def test_the_layouts_file_has_an_answer_for_each_shape() -> None:
    shapes = {layout.shape for layout in layouts()}
    assert shapes == {"list", "card"} and len({layout.layout for layout in layouts()}) == len(layouts())
