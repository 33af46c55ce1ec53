"""What must never be read silently: rows, columns, names and heads that look like something else (DOMAIN 3.2, 3.3)."""

from __future__ import annotations

import pytest

from etl.finding import Refused
from etl.transform.statement import Claim, Project
from tests.transform.build import accounted, grid, only, reading, rules, statement, target
from tests.transform.made import COUNT, HEADS, QUALITY, N, Row, card, listed

NOBODY = Claim()
CARD: list[Row] = [["2024年项目支出绩效目标表", N, N, N, N, N], ["项目名称", "河道治理", N, "主管部门", "样例县水利局", N]]
LEVELS: Row = ["一级指标", "二级指标", "三级指标", "指标值"]


def _names(found: object) -> list[tuple[str, str | None, int]]:
    return [(p.name, p.unit, len(p.indicators)) for p in found.projects]  # type: ignore[attr-defined]


def _total(project: Project) -> str | None:
    return f"{project.money.total.yuan:f}" if project.money.total else None


@pytest.mark.parametrize(
    "row", [["注：本表一式2份", N, N, N, N], ["填表人：张三", N, "联系电话：123", "填报日期：2024年1月5日", N], ["其他需要说明的事项", N, "无", N, N]]
)
def test_rows_below_the_indicators_are_none(row: Row) -> None:
    found = reading(grid(card(after=[row])))
    accounted(found)
    assert [i.name for i in only(found).indicators] == ["走访次数", "合格率"]


def test_a_compiler_below_a_list_is_no_project() -> None:
    found = statement(listed(["走访", "10.00", "做好", *COUNT], ["编制人：张三", *[N] * 6]))
    assert _names(found) == [("走访", None, 1)]


@pytest.mark.parametrize("word", ["部门合计", "合计数", "项目合计", "本页小计", "样例市司法局合计"])
def test_totals_in_other_words_are_no_projects(word: str) -> None:
    found = statement(listed(["走访", "10.00", "做好", *COUNT], ["普法", "20.00", "做好", *COUNT], [word, "30.00", "", "", "", "", ""]))
    assert [p.name for p in found.projects] == ["走访", "普法"]


def test_three_levels_of_indents() -> None:
    rows: list[Row] = [
        ["样例市司法局", "30.00", "", "", "", "", ""],
        ["  样例市司法局本级", "10.00", "", "", "", "", ""],
        ["    走访", "10.00", "做好", *COUNT],
    ]
    rows += [["  样例市法律援助中心", "20.00", "", "", "", "", ""], ["    普法", "20.00", "做好", *COUNT]]
    assert [(p.name, _total(p)) for p in statement(listed(*rows)).projects] == [("走访", "100000.00"), ("普法", "200000.00")]


def test_a_heading_or_a_unit_across_a_list_is_no_project() -> None:
    rows: list[Row] = [
        ["样例市司法局本级", *[N] * 6],
        ["走访", "10.00", "做好", *COUNT],
        ["二、运转类项目", *[N] * 6],
        ["普法", "20.00", "做好", *COUNT],
    ]
    assert [p.name for p in statement(listed(*rows)).projects] == ["走访", "普法"]


def test_merged_twins_of_one_name_stay_two() -> None:
    """DOMAIN 1.2: the local and the transfer-funded share of a project."""
    rows: list[Row] = [["走访", "", "做好", *COUNT], ["^", "^", "^", *QUALITY], ["走访", "", "做好", *COUNT], ["^", "^", "^", *QUALITY]]
    assert _names(statement(listed(*rows))) == [("走访", None, 2), ("走访", None, 2)]


def test_a_list_of_several_departments_is_not_filed_under_one() -> None:
    heads: list[Row] = [["2024年项目支出绩效目标表", *[N] * 5, "单位：万元", N]]
    columns: Row = ["主管部门", "项目名称", "预算数", "绩效目标", *LEVELS]
    rows: list[Row] = [["样例市司法局", "走访", "10", "做好", *COUNT], ["样例市财政局", "评审", "20", "做好", *COUNT]]
    try:
        found = reading(listed(*rows, heads=heads, columns=columns))
    except Refused:
        return
    assert {s.department: [p.name for p in s.projects] for s in found.statements} == {"样例市司法局": ["走访"], "样例市财政局": ["评审"]}


def test_who_compiles_a_table_is_not_whose_it_is() -> None:
    rows = card(title=None, year=None, department="样例市水利局")
    found = reading(grid([["2024年项目支出绩效目标表", N, N, N, N], ["编制单位：样例市财政局", N, N, N, N], *rows]))
    assert found.statements[0].department == "样例市水利局" or "department_conflict" in rules(found)


def test_a_sentence_of_a_cover_is_no_department() -> None:
    table = listed(["走访", "10.00", "做好", *COUNT], heads=[["2024年项目支出绩效目标表", *[N] * 4, "单位：万元", N]])
    with pytest.raises(Refused, match="department_missing"):
        reading(table, claim=NOBODY, prose=["2024年部门预算公开", "内设机构有法规科、财务室、办公室"])


def test_a_year_of_a_sentence_is_not_the_table_s() -> None:
    table = grid(card(year=None), above=["附件3", "我局2023年部门决算绩效评价工作已完成，现将项目公开如下。"])
    found = reading(table, claim=NOBODY, prose=["样例市司法局2024年部门预算公开"])
    assert found.statements[0].fiscal_year == 2024 or "year_conflict" in rules(found)


def test_the_printed_unit_counts_before_the_caller_s() -> None:
    assert _total(only(statement(grid(card()), claim=Claim(fiscal_year=2024, money_unit="yuan")))) == "1000000.00"


def test_two_printed_units_that_disagree_are_told() -> None:
    found = reading(grid([["2024年项目支出绩效目标表", N, N, N, N], ["单位：元", N, N, N, N], *card(title=None, year=None)]))
    assert _total(only(found)) == "1000000.00" or any(f.severity != "info" for f in found.findings)


def test_columns_of_signs_and_units_are_known_by_their_contents() -> None:
    rows: list[Row] = [
        *CARD,
        ["一级指标", "二级指标", "三级指标", "指标符号", "指标值", "值单位"],
        ["产出指标", "数量指标", "次数", "≥", "3", "次"],
        ["^", "质量指标", "差错率", "≤", "5", "%"],
    ]
    found = reading(grid(rows))
    read = [target(i.targets[0]) for i in only(found).indicators]
    assert read == [("ge", "3", "None", "次"), ("le", "None", "5", "%")]


def test_values_of_several_years_are_not_glued() -> None:
    rows: list[Row] = [
        *CARD,
        ["一级指标", "二级指标", "三级指标", "目标值", N, N],
        ["^", "^", "^", "2022年", "2023年", "2024年"],
        ["产出指标", "数量指标", "次数", "1", "2", "≥3次"],
    ]
    found = only(statement(grid(rows)))
    assert [(t.horizon, t.raw) for t in found.indicators[0].targets if t.horizon == "annual"] == [("annual", "≥3次")]


def test_two_cards_side_by_side_are_not_mixed() -> None:
    rows: list[Row] = [
        ["2024年项目支出绩效目标表", *[N] * 7],
        ["项目名称", "走访", N, N, "项目名称", "普法", N, N],
        ["主管部门", "样例市司法局", N, N] * 2,
        LEVELS * 2,
    ]
    try:
        found = reading(grid([*rows, [*COUNT, "产出指标", "数量指标", "宣传次数", "≥5次"]]))
    except Refused:
        return
    assert [(p.name, [i.name for i in p.indicators]) for s in found.statements for p in s.projects] == [
        ("走访", ["走访次数"]),
        ("普法", ["宣传次数"]),
    ]


def test_a_card_without_a_name_is_no_project() -> None:
    rows = [row for row in card() if row[0] != "项目名称"]
    try:
        found = reading(grid(rows))
    except Refused:
        return
    assert all(p.name for s in found.statements for p in s.projects) or any(f.severity == "error" for f in found.findings)


def test_a_first_row_with_an_unknown_label_is_still_read() -> None:
    rows = card(title=None, year=None)[1:]
    found = statement(grid([["2024年项目支出绩效目标表", N, N, N, N], ["立项编号", "X1", "项目名称", "走访", N], *rows]))
    assert only(found).name == "走访"


def test_parts_of_one_source_are_added() -> None:
    head: list[Row] = [
        ["2024年项目支出绩效目标表", N, N, N, N],
        ["项目名称", "走访", N, "主管部门", "样例市司法局"],
        ["项目资金（元）", "年度资金总额", N, "100", N],
    ]
    rows: list[Row] = [["^", "财政拨款", N, "90", N], ["^", "事业收入", N, "6", N], ["^", "经营收入", N, "4", N], [*LEVELS, ""], [*COUNT, ""]]
    found = reading(grid([*head, *rows]))
    assert f"{only(found).money.funding['unit_own'].yuan:f}" == "10.00" or any(f.severity != "info" for f in found.findings)


def test_another_table_on_the_next_page_is_not_read_into_the_list() -> None:
    first = grid([*HEADS, ["项目名称", "预算数", "绩效目标", *LEVELS], ["走访", "10", "做好", *COUNT]], page=1)
    other = grid([["科目编码", "科目名称", "金额", "甲", "乙", "丙", "丁"], ["2010101", "行政运行", "10", "", "", "", ""]], page=2)
    assert [p.name for p in reading(first, other).statements[0].projects] == ["走访"]


@pytest.mark.parametrize("label", ["项目名称", "实施单位"])
def test_a_name_and_an_amount_in_one_row(label: str) -> None:
    other = "实施单位" if label == "项目名称" else "项目名称"
    texts = {"项目名称": "走访", "实施单位": "样例市法律援助中心"}
    rows: list[Row] = [
        ["2024年项目支出绩效目标表", N, N, N],
        ["主管部门", "样例市司法局", other, texts[other]],
        [label, texts[label], "预算金额（万元）", "100"],
    ]
    project = only(statement(grid([*rows, LEVELS, COUNT])))
    assert (project.name, project.unit, _total(project)) == ("走访", "样例市法律援助中心", "1000000.00")


def test_an_unmarked_value_beside_the_year_s_is_not_the_year_s_too() -> None:
    rows: list[Row] = [*CARD, ["三级指标", "指标值", "年度指标值", "备注", "", ""], ["次数", "≥9次", "≥3次", "", "", ""]]
    found = reading(grid(rows))
    horizons = [t.horizon for t in only(found).indicators[0].targets]
    assert len(horizons) == len(set(horizons)) or any(f.place.startswith("t1/R4") and f.severity != "info" for f in found.findings)


def test_columns_of_horizons_are_no_beneficiaries() -> None:
    rows: list[Row] = [
        *CARD,
        ["一级指标", "二级指标", "三级指标", "目标值", N, ""],
        ["^", "^", "^", "实施周期", "当年度", ""],
        [*COUNT[:3], "≥9次", "≥3次", ""],
    ]
    (indicator,) = only(statement(grid(rows))).indicators
    assert {t.horizon: (t.raw, t.parts[0].scope) for t in indicator.targets} == {"cycle": ("≥9次", None), "annual": ("≥3次", None)}


def test_pairs_side_by_side_to_save_paper_are_all_of_the_year() -> None:
    rows: list[Row] = [
        *CARD,
        ["三级指标", "指标值", "三级指标", "指标值", "", ""],
        ["次数", "≥9次", "人数", "≥3人", "", ""],
        ["合格率", "95%", "单价", "≤5万元", "", ""],
    ]
    found = reading(grid(rows))
    assert all(t.horizon == "annual" for i in only(found).indicators for t in i.targets) or any(f.severity != "info" for f in found.findings)


SIGNED: Row = ["三级指标", "指标性质", "指标值", "度量单位", "", ""]


def test_a_rare_wording_of_a_sign_does_not_lose_the_others() -> None:
    rows: list[Row] = [
        *CARD,
        SIGNED,
        ["甲次数", "≥", "3", "次", "", ""],
        ["乙率", "高于或等于", "95", "%", "", ""],
        ["丙率", "不低", "90", "%", "", ""],
    ]
    found = reading(grid(rows))
    first, second, third = (target(i.targets[0])[0] for i in only(found).indicators)
    assert (first, second) == ("ge", "ge")
    assert third == "ge" or any(f.place.startswith("t1/R6") and f.severity != "info" for f in found.findings)


def test_a_text_that_is_no_sign_in_a_column_of_signs_is_told() -> None:
    rows: list[Row] = [*CARD, SIGNED, ["甲次数", "≥", "3", "次", "", ""], ["乙率", "其他", "95", "%", "", ""], ["丙率", "≤", "90", "%", "", ""]]
    found = reading(grid(rows))
    assert any(f.place.startswith("t1/R5") and f.severity != "info" for f in found.findings)


def test_a_unit_that_no_vocabulary_knows_is_kept_from_its_column() -> None:
    rows: list[Row] = [*CARD, SIGNED, ["点灯", "≥", "95", "盏灯", "", ""]]
    assert target(only(statement(grid(rows))).indicators[0].targets[0]) == ("ge", "95", "None", "盏灯")


def test_a_sign_belongs_to_the_value_beside_it() -> None:
    rows: list[Row] = [*CARD, ["目标", "一级指标", "三级指标", "指标性质", "指标值", "度量单位"], ["^", "产出指标", "走访次数", "≥", "3", "次"]]
    found = reading(grid(rows))
    assert [target(t) for t in only(found).indicators[0].targets] == [("ge", "3", "None", "次")]
