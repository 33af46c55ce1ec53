"""A loaded document that is read again: the same facts change nothing but the version; others are a new reading, and the old one stays."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from etl import __version__
from etl.load import writer
from etl.load.frames import Incoming
from etl.load.staging import STAGED
from etl.rules import finding
from tests.conftest import TestDatabase
from tests.load.made import FACTS, everything, incoming, load, project, statement, versions


@pytest.fixture
def connection(own_database: TestDatabase) -> Iterator[sa.Connection]:
    with own_database.engine.connect() as connection:
        yield connection


def rows(connection: sa.Connection, query: str) -> list[tuple[object, ...]]:
    with connection.begin():
        return [tuple(row) for row in connection.execute(sa.text(query))]


def again(document: Incoming, reading: int = 1) -> Incoming:
    return dataclasses.replace(document, read_again=reading)


def age(connection: sa.Connection) -> None:
    """As if an earlier version had read everything."""
    with connection.begin():
        connection.execute(sa.text("UPDATE ops.document SET parser_version = '0.0.1'"))


def summed(connection: sa.Connection) -> list[tuple[object, ...]]:
    return rows(connection, "SELECT project_name, total_yuan, indicator_count FROM mart.project_overview ORDER BY 1")


def test_the_same_facts_change_the_version_only(connection: sa.Connection) -> None:
    load(connection, [incoming("a"), everything("b")])
    age(connection)
    before = versions(connection)
    outcomes = load(connection, [again(incoming("a")), again(everything("b"))])
    after = versions(connection)
    assert [outcome.outcome for outcome in outcomes] == ["unchanged", "unchanged"]
    assert {table for table in FACTS if before[table] != after[table]} == {"ops.document"}
    assert rows(connection, "SELECT DISTINCT parser_version, reading, load_run_id FROM ops.document") == [(__version__, 1, 1)]
    load(connection, [again(incoming("a")), again(everything("b"))])
    assert versions(connection) == after


def test_other_facts_are_a_new_reading_and_the_old_stays(connection: sa.Connection) -> None:
    load(connection, [incoming("a")])
    first = {table: set(found) for table, found in _facts(connection).items()}
    (outcome,) = load(connection, [again(incoming("a", [project(1, "普法宣传", "80"), project(2, "社区矫正", yuan="5.00")]))])
    assert outcome.outcome == "loaded"
    after = _facts(connection)
    assert all(found <= set(after[table]) for table, found in first.items())
    assert rows(connection, "SELECT reading, count(*) FROM ops.statement GROUP BY 1 ORDER BY 1") == [(1, 1), (2, 1)]
    current = "SELECT s.reading, y.is_current FROM core.project_year y JOIN ops.statement s USING (statement_id) GROUP BY 1, 2 ORDER BY 1"
    assert rows(connection, current) == [(1, False), (2, True)]
    assert rows(connection, "SELECT o.reading, n.reading FROM ops.statement o JOIN ops.statement n ON n.statement_id = o.superseded_by") == [(1, 2)]
    assert [str(row[1]) for row in summed(connection)] == ["1000.00", "5.00"]
    assert rows(connection, "SELECT count(*) FROM mart.republication") == [(0,)]  # nobody published anything anew
    assert rows(connection, "SELECT count(*), count(*) FILTER (WHERE is_current) FROM mart.project_version") == [(2, 2)]
    assert rows(connection, "SELECT document_count FROM mart.coverage") == [(1,)]


def _facts(connection: sa.Connection) -> dict[str, list[str]]:
    """What documents say, without what the load makes of it."""
    left_out = "ARRAY['is_current', 'superseded_by']"
    tables = [table for table in FACTS if table not in {"ops.document", "ops.finding"}]
    with connection.begin():
        return {table: list(connection.scalars(sa.text(f"SELECT (to_jsonb(t) - {left_out})::text FROM {table} t"))) for table in tables}


def test_a_reading_counts_where_its_document_stood(connection: sa.Connection) -> None:
    """Reading an early publication again does not make it a late one."""
    load(
        connection, [incoming("early", published_on="2024-01-05"), incoming("late", [project(1, "普法宣传", yuan="7.00")], published_on="2024-06-03")]
    )
    load(connection, [again(incoming("early", [project(1, "普法宣传", yuan="9.00")], published_on="2024-01-05"))])
    assert [(row[0], str(row[1])) for row in summed(connection)] == [("普法宣传", "7.00")]
    assert rows(connection, "SELECT old_value, new_value FROM mart.republication WHERE field = 'total_yuan'") == [("9.00", "7.00")]


def test_what_was_loaded_undated_keeps_its_day(connection: sa.Connection) -> None:
    load(connection, [incoming("a")])
    load(connection, [incoming("b", [project(1, "普法宣传", yuan="7.00")])])
    load(connection, [again(incoming("a", [project(1, "普法宣传", yuan="9.00")]))])
    assert [str(row[1]) for row in summed(connection)] == ["7.00"]


def test_a_reading_that_moves_to_another_year_leaves_nothing_in_the_old(connection: sa.Connection) -> None:
    load(connection, [incoming("a")])
    moved = incoming("a")
    moved.statements[0].fiscal_year = 2025
    load(connection, [again(moved)])
    assert rows(connection, "SELECT DISTINCT fiscal_year FROM core.current_row WHERE document_name = 'a.pdf'") == [(2025,)]
    assert rows(connection, "SELECT DISTINCT fiscal_year FROM mart.coverage") == [(2025,)]
    _summaries_hold(connection)


def test_any_way_of_reading_again_sums_up_as_loading_at_once(connection: sa.Connection) -> None:
    load(connection, [incoming("a"), everything("c")])
    load(connection, [incoming("b", [project(1, "普法", yuan="7.00")], covers="project")])
    load(connection, [again(incoming("a", [project(1, "普法", "70")]))])
    load(connection, [again(incoming("a", [project(1, "普法宣传", "75"), project(2, "法律援助")]), 2)])
    _summaries_hold(connection)


def _summaries_hold(connection: sa.Connection) -> None:
    """The summaries are those that a computation from nothing gives."""
    from etl.load import peers, summaries
    from etl.load.tables import SUMMARIES

    def held() -> dict[str, list[str]]:
        return {t.fullname: sorted(connection.scalars(sa.text(f"SELECT to_jsonb(t)::text FROM {t.fullname} t"))) for t in SUMMARIES}

    with connection.begin() as transaction:
        peers.compare(connection)  # as at the end of a run
        before = held()
        for table in SUMMARIES:
            connection.execute(sa.delete(table))
        connection.execute(sa.text("COMMENT ON INDEX core.department_year_pkey IS 'none'"))
        summaries.fill(connection)
        peers.compare(connection)
        assert held() == before
        transaction.rollback()


def test_findings_alone_are_exchanged(connection: sa.Connection) -> None:
    load(connection, [incoming("a")])
    other = again(incoming("a"))
    other.findings = [finding("B7", place="p1/t1/R1C6", found="1", expected="2")]
    before = versions(connection)
    assert [o.outcome for o in load(connection, [other])] == ["unchanged"]
    after = versions(connection)
    assert {table for table in FACTS if before[table] != after[table]} == {"ops.finding"}
    assert rows(connection, "SELECT rule FROM ops.finding WHERE source = 'reading'") == [("B7",)]


def test_a_refusal_leaves_what_there_is_and_is_noted(connection: sa.Connection) -> None:
    load(connection, [incoming("a")])
    age(connection)
    facts, before = _facts(connection), summed(connection)
    for _ in range(2):
        (outcome,) = load(connection, [again(incoming("a", refused=True))])
        assert (outcome.outcome, outcome.reason) == ("refused", "no year")
    assert (_facts(connection), summed(connection)) == (facts, before)
    assert rows(connection, "SELECT outcome, parser_version FROM ops.document") == [("loaded", "0.0.1")]
    assert rows(connection, "SELECT found FROM ops.finding WHERE rule = 'reread_refused'") == [("no year",)]
    load(connection, [again(incoming("a"))])
    assert rows(connection, "SELECT count(*) FROM ops.finding WHERE rule = 'reread_refused'") == [(0,)]


def test_what_the_database_will_not_have_leaves_what_there_is(connection: sa.Connection) -> None:
    load(connection, [incoming("a"), incoming("b", name="另一局")])
    facts = _facts(connection)
    bad = incoming("a", [project(1, "普法宣传", yuan="9" * 30)])
    outcomes = load(connection, [again(bad), again(incoming("b", [project(1, "社区", yuan="3.00")], name="另一局"))])
    assert [outcome.outcome for outcome in outcomes] == ["refused", "loaded"]
    assert outcomes[0].reason_rule == "not_loadable"
    after = _facts(connection)
    assert set(facts["core.project_year"]) < set(after["core.project_year"])
    assert rows(connection, "SELECT name, reading FROM ops.document ORDER BY 1") == [("a.pdf", 1), ("b.pdf", 2)]


def test_a_day_of_publication_that_becomes_known_decides(connection: sa.Connection) -> None:
    load(connection, [incoming("a"), incoming("b", [project(1, "普法宣传", yuan="7.00")], published_on="2024-01-05")])
    assert [str(row[1]) for row in summed(connection)] != ["7.00"]
    assert [o.outcome for o in load(connection, [again(incoming("a", published_on="2023-12-31"))])] == ["unchanged"]
    assert [str(row[1]) for row in summed(connection)] == ["7.00"]


def test_asking_changes_nothing(connection: sa.Connection) -> None:
    load(connection, [incoming("a"), incoming("b", name="另一局")])
    before = versions(connection)
    other = again(incoming("b", [project(1, "新")], name="另一局"))
    assert writer.same(connection, [again(incoming("a")), other]) == {incoming("a").sha256}
    assert versions(connection) == before


def test_every_table_that_documents_fill_leads_to_its_document() -> None:
    """By one of the three ways that a reading's rows are found by; a new table is either of these or no document's."""
    ways = {"reading", "statement_id", "project_year_id"}
    shared = {"core.department", "core.project", "core.indicator", "ops.document"}
    assert [table.fullname for table in STAGED if table.fullname not in shared and not ways & set(table.columns.keys())] == []


def test_two_statements_become_one(connection: sa.Connection) -> None:
    both = incoming("a")
    both.statements.append(statement([project(9, "法律援助")], covers="project"))
    load(connection, [both])
    load(connection, [again(incoming("a"))])
    query = """SELECT o.ordinal, n.reading, n.ordinal FROM ops.statement o JOIN ops.statement n ON n.statement_id = o.superseded_by ORDER BY 1"""
    assert rows(connection, query) == [(1, 2, 1), (2, 2, 1)]
    _summaries_hold(connection)
