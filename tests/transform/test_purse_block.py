"""The money of a card: beside its label, in pairs of the whole period and the year, or under stages and sources."""

from __future__ import annotations

from tests.transform.build import grid, only, statement
from tests.transform.made import COUNT, N, Row

HEAD: list[Row] = [["2024年项目支出绩效目标表", N, N, N, N], ["项目名称", "走访", N, "主管部门", "样例市司法局"]]
TAIL: list[Row] = [["一级指标", "二级指标", "三级指标", "指标值", "备注"], [*COUNT, ""]]


def _money(*rows: Row, tail: list[Row] | None = None) -> dict[str, dict[str, str]]:
    """Stage → source → yuan; ``""`` is the annual budget, ``total`` its sum."""
    project = only(statement(grid([*HEAD, *rows, *(tail or TAIL)])))
    found = {}
    for stage, money in {"": project.money, **project.stages}.items():
        amounts = {"total": money.total, **money.funding}
        if kept := {source: f"{amount.yuan:f}" for source, amount in amounts.items() if amount is not None}:
            found[stage] = kept
    return found


def test_amounts_beside_their_labels() -> None:
    rows: list[Row] = [["项目资金（万元）", "年度资金总额", N, "12.5", N], ["^", "其中：财政拨款", N, "10", N], ["^", "其他资金", N, "2.5", N]]
    assert _money(*rows) == {"": {"total": "125000.00", "fiscal_appropriation": "100000.00", "other": "25000.00"}}


def test_the_whole_period_beside_the_year() -> None:
    rows: list[Row] = [
        ["项目资金（元）", "中期资金总额", "300", "年度资金总额", "100"],
        ["^", "其中：财政拨款", "240", "其中：财政拨款", "80"],
        ["^", "其他资金", "60", "其他资金", "20"],
    ]
    assert _money(*rows) == {
        "": {"total": "100.00", "fiscal_appropriation": "80.00", "other": "20.00"},
        "cycle": {"total": "300.00", "fiscal_appropriation": "240.00", "other": "60.00"},
    }


def test_stages_as_columns() -> None:
    tail: list[Row] = [["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值"], [*COUNT, "4次"]]
    rows: list[Row] = [
        ["项目资金（万元）", "年初预算数", "全年预算数", "全年执行数", "执行率"],
        ["年度资金总额", "100", "90", "81", "90%"],
        ["其中：当年财政拨款", "70", "60", "51", "—"],
        ["上年结转资金", "30", "30", "30", "—"],
    ]
    source = {"budget": ("100", "70"), "adjusted": ("90", "60"), "executed": ("81", "51")}
    wanted = {s: {"total": f"{a}0000.00", "fiscal_appropriation": f"{b}0000.00", "carried_over": "300000.00"} for s, (a, b) in source.items()}
    assert _money(*rows, tail=tail) == wanted


def test_sources_as_columns() -> None:
    rows: list[Row] = [["项目资金（元）", "合计", "财政拨款", "单位资金", "其他资金"], ["^", "100", "70", "20", "10"]]
    assert _money(*rows) == {"": {"total": "100.00", "fiscal_appropriation": "70.00", "unit_own": "20.00", "other": "10.00"}}


def test_blanks_and_placeholders_are_no_amounts_and_zero_is_one() -> None:
    rows: list[Row] = [
        ["项目资金（元）", "年度资金总额", N, "100", N],
        ["^", "其中：财政拨款", N, "/", N],
        ["^", "上年结转", N, "", N],
        ["^", "其他资金", N, "0.00", N],
    ]
    assert _money(*rows) == {"": {"total": "100.00", "other": "0.00"}}


def test_a_cell_s_own_unit_counts_before_the_label_s() -> None:
    assert _money(["项目资金（万元）", "年度资金总额", N, "300元", N]) == {"": {"total": "300.00"}}
