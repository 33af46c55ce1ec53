"""Ids and rows: the same for the same document anywhere, evidence once a place, findings told what they are about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from etl.extract.grid import Place
from etl.finding import Finding
from etl.load import tables
from etl.load.frames import frame
from etl.load.keys import key
from etl.load.places import About, Places
from etl.load.values import clean, day, number, value_columns
from etl.transform.statement import Claim, Evidence, Part
from tests.load.made import cell, everything, incoming, project


def test_an_id_is_a_promise() -> None:
    assert key("department", "440106", "司法局") == 4018867710453966211  # may never change: ids stand in other people's files


def test_parts_are_kept_apart() -> None:
    keys = [key("a", "bc"), key("ab", "c"), key("abc"), key("abc", None), key("abc", ""), key("a", None, "bc")]
    assert len(set(keys)) == len(keys)
    assert key("a", 12) == key("a", "12")
    assert all(0 <= k < 2**63 for k in keys)


def test_rows_have_the_columns_of_their_tables() -> None:
    for name, rows in frame(everything("a")).items():
        width = len(tables.metadata.tables[name].columns)
        assert all(len(row) == width for row in rows), name


def test_the_same_document_gives_the_same_rows_under_any_name() -> None:
    one, other = incoming("a"), incoming("a")
    other.name = "elsewhere/b.pdf"
    assert frame(one) == frame(other)


def test_ids_of_projects_and_indicators_do_not_hang_on_the_document() -> None:
    one, other = frame(incoming("a")), frame(incoming("b"))
    for table in ("core.department", "core.project", "core.indicator"):
        assert one[table] == other[table]
    for table in ("core.evidence", "core.project_year", "core.target_value"):
        assert not {row[0] for row in one[table]} & {row[0] for row in other[table]}


def test_a_cell_is_one_row_with_its_longest_text() -> None:
    row = project(1, "甲")
    whole = "甲 全部内容"
    row.evidence = Evidence(row.evidence.place, whole)
    found = {(place, text) for _, _, _, _, place, text, _ in frame(incoming("a", [row, project(1, "甲")]))["core.evidence"]}
    assert ("p1/t1/R1C1", whole) in found
    assert len({place for place, _ in found}) == len(found)


def test_a_unit_that_is_the_department_itself_has_no_parent() -> None:
    row = project(1, "甲")
    row.unit, row.unit_key = "法律援助处", "法律援助处"
    rows = {r[2]: r for r in frame(incoming("a", [row, project(2, "乙")]))["core.department"]}
    assert rows["司法局"][5] is None
    assert rows["法律援助处"][5] == rows["司法局"][0]


def test_a_total_printed_twice() -> None:
    document = incoming("a")
    again = document.statements[0].totals[0]
    document.statements[0].totals += [again]
    assert "second_total" not in [row[6] for row in frame(document)["ops.finding"]]
    other = type(again)("statement", type(again.amount)(Decimal(7), cell(30, 2, "7")))
    document.statements[0].totals += [other]
    rows = frame(document)
    assert len(rows["core.published_total"]) == 1
    assert [(row[9], row[10]) for row in rows["ops.finding"] if row[6] == "second_total"] == [("p1/t1/R30C2", "7")]


def test_a_refusal_without_a_finding_gets_one() -> None:
    document = incoming("a", refused=True)
    document.findings = []
    assert [row[6] for row in frame(document)["ops.finding"]] == ["year_missing"]


def test_a_finding_is_about_what_stands_at_its_place() -> None:
    places = Places()
    places.note("p1/t1/R1C1", About(1, 2, 3))
    places.note("p1/t1/R1C2", About(1, 2, 3))
    places.note("p1/t1/R1C2", About(1, 2, 4))
    assert places.find("p1/t1/R1C1") == places.find("p1/t1/R1C1 第3条") == places.find("p1/t1/R1C1#4/b") == About(1, 2, 3)
    assert places.find("p1/t1/R1C2") == About(1, 2, None)
    assert places.find("p1/t1/R1C10") == places.find("") == places.find("sheet 1!A1") == About()


def test_the_statement_of_a_finding_in_a_document_with_several() -> None:
    document = incoming("a")
    second = incoming("b", [project(5, "丙")]).statements[0]
    document.statements.append(second)
    document.findings = [Finding("B1", "warning", "p1/t1/R5C6"), Finding("B7", "warning", "p9/t1/R1C1")]
    about = {row[6]: row[2] for row in frame(document)["ops.finding"]}
    assert about == {"B1": key("statement", document.document_id, 2), "B7": None}


def test_days_and_numbers_stand_apart() -> None:
    before = value_columns(Part("before", high="2024-12-31", direction="negative"), "raw")
    assert before[1:9] == (None, None, None, date(2024, 12, 31), None, None, None, date(2024, 12, 31))
    assert value_columns(Part("before", high="12-31"), "raw")[4] is None
    most = value_columns(Part("le", high=Decimal("5.5"), direction="negative"), "raw")
    assert most[7] == Decimal("5.5")
    least = value_columns(Part("range", Decimal(1), Decimal(2), direction="positive"), "raw")
    assert least[7] == Decimal(1)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
def test_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a number"):
        number(Decimal(text))


def test_text_that_the_server_can_hold() -> None:
    assert clean("a\0b\ud83dc\n中") == "ab\ufffdc\n中"
    assert clean(None) is None
    assert day("2024-02-30") is None
    assert day("2024-02-29") == date(2024, 2, 29)


def test_the_manifest_says_the_day_of_publication_before_the_print() -> None:
    document = incoming("a", published_on="2024-05-01")
    document.statements[0].printed_on = "2024-03-01"
    assert document.published == (date(2024, 5, 1), "manifest")
    document.claim = Claim()
    assert document.published == (date(2024, 3, 1), "printed")
    document.statements[0].printed_on = None
    assert document.published == (None, None)


def test_place_labels_need_not_be_pages() -> None:
    row = project(1, "甲")
    row.evidence = Evidence(Place("Sheet 1!A1"), "甲")
    assert (None, None, "Sheet 1!A1") in [r[2:5] for r in frame(incoming("a", [row]))["core.evidence"]]
