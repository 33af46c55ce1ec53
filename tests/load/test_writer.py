"""The writer: whole or not at all, the same again changes nothing, later publications supersede, refusals are on record."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from decimal import Decimal

import psycopg
import pytest
import sqlalchemy as sa

from etl import __version__
from etl.load import database as db
from etl.load import merge, runs, writer
from etl.load.errors import LockHeld
from tests.conftest import TestDatabase
from tests.load.made import FACTS, contents, everything, incoming, load, project, versions


@pytest.fixture
def connection(own_database: TestDatabase) -> Iterator[sa.Connection]:
    with own_database.engine.connect() as made:
        yield made


def rows(connection: sa.Connection, query: str) -> list[tuple[object, ...]]:
    with connection.begin():
        return [tuple(row) for row in connection.execute(sa.text(query))]


CURRENT = """
SELECT d.name, y.name FROM core.project_year y JOIN ops.statement USING (statement_id) JOIN ops.document d USING (document_id)
WHERE is_current ORDER BY 1, 2"""
SUPERSEDED = """
SELECT a.name, b.name FROM ops.statement s JOIN ops.document a ON a.document_id = s.document_id
JOIN ops.statement t ON t.statement_id = s.superseded_by JOIN ops.document b ON b.document_id = t.document_id ORDER BY 1"""


def test_every_table_gets_its_rows(connection: sa.Connection) -> None:
    (outcome,) = load(connection, [everything("all")])
    assert outcome.outcome == "loaded"
    for table in FACTS:
        assert rows(connection, f"SELECT count(*) FROM {table}") != [(0,)], table
    assert outcome.counts["core.target_value"] == 6
    assert rows(connection, "SELECT DISTINCT low_date, high_date, bound_date FROM core.target_value WHERE comparator = 'before'")[0][2] is not None
    assert rows(connection, "SELECT seq FROM core.task ORDER BY seq") == [(1,), (2,)]
    assert rows(connection, "SELECT stage, amount_yuan FROM core.stage_total ORDER BY 1") == [
        ("budget", Decimal(1000)),
        ("executed", Decimal("7.50")),
    ]
    found = rows(connection, "SELECT statement_id IS NOT NULL, project_year_id IS NOT NULL, place FROM ops.finding WHERE rule = 'B1'")
    assert found == [(True, True, "p1/t1/R1C6 第2条")]
    assert rows(connection, "SELECT status, loaded_count, version, finished_at IS NULL FROM ops.load_run") == [("completed", 1, __version__, False)]


def test_the_same_again_writes_nothing(connection: sa.Connection) -> None:
    given = [incoming("a"), everything("b"), incoming("c", refused=True), incoming("d", published_on="2024-03-01")]
    assert [outcome.outcome for outcome in load(connection, given)] == ["loaded", "loaded", "refused", "loaded"]
    before = versions(connection)
    again = load(connection, given)
    assert [outcome.outcome for outcome in again] == ["unchanged", "unchanged", "refused", "unchanged"]
    assert again[2].reason == "no year"
    assert versions(connection) == before
    with connection.begin():
        known = writer.known(connection, [document.sha256 for document in given])
    assert [known[document.sha256].outcome for document in given] == ["loaded", "loaded", "refused", "loaded"]


def test_the_same_bytes_twice_in_one_load(connection: sa.Connection) -> None:
    assert [outcome.outcome for outcome in load(connection, [incoming("a"), incoming("a")])] == ["loaded", "unchanged"]


def test_a_corrected_publication_supersedes(connection: sa.Connection) -> None:
    load(connection, [incoming("first")])
    load(connection, [incoming("second", [project(1, "普法宣传", "95")])])
    assert rows(connection, CURRENT) == [("second.pdf", "普法宣传")]
    assert rows(connection, SUPERSEDED) == [("first.pdf", "second.pdf")]
    assert rows(connection, "SELECT count(*) FROM core.project_year") == [(3,)]  # nothing is deleted
    assert rows(connection, "SELECT count(DISTINCT project_id) FROM core.project_year WHERE name = '普法宣传'") == [(1,)]


def test_what_was_published_earlier_changes_nothing_that_is_current(connection: sa.Connection) -> None:
    load(connection, [incoming("new", published_on="2024-06-01")])
    before = rows(connection, CURRENT)
    load(connection, [incoming("old", published_on="2024-02-01")])
    assert rows(connection, CURRENT) == before
    assert rows(connection, SUPERSEDED) == [("old.pdf", "new.pdf")]
    load(connection, [incoming("middle", published_on="2024-03-01")])
    assert rows(connection, CURRENT) == before
    assert rows(connection, SUPERSEDED) == [("middle.pdf", "new.pdf"), ("old.pdf", "middle.pdf")]


def test_a_card_supersedes_its_own_project_only(connection: sa.Connection) -> None:
    load(connection, [incoming("table", published_on="2024-02-01")])
    load(connection, [incoming("card", [project(1, "社区矫正", "99")], covers="project", published_on="2024-05-01")])
    assert rows(connection, CURRENT) == [("card.pdf", "社区矫正"), ("table.pdf", "普法宣传")]
    assert rows(connection, SUPERSEDED) == []
    load(connection, [incoming("card2", [project(1, "普法宣传", "99")], covers="project", published_on="2024-06-01")])
    assert rows(connection, SUPERSEDED) == [("table.pdf", "card2.pdf")]  # the card that ended the last of its rows
    load(connection, [incoming("whole", published_on="2024-07-01")])
    assert [name for name, _ in rows(connection, CURRENT)] == ["whole.pdf", "whole.pdf"]


def test_cards_in_one_document_do_not_supersede_each_other(connection: sa.Connection) -> None:
    document = incoming("cards", [project(1, "普法宣传")], covers="project")
    document.statements += incoming("x", [project(1, "普法宣传", "80")], covers="project").statements
    load(connection, [document])
    assert len(rows(connection, CURRENT)) == 2


def test_any_order_of_loading_ends_the_same(own_database: TestDatabase, connection: sa.Connection) -> None:
    given = [
        incoming("a", published_on="2024-02-01", name="某市司法局"),
        incoming("b", published_on="2024-03-01", name="广东省某市司法局"),
        incoming("c", [project(1, "社区矫正", "99")], covers="project", published_on="2024-04-01", name="某市天河司法局"),
        incoming("d", published_on="2024-05-01"),
    ]
    ends = []
    for seed in range(4):
        order = random.Random(seed).sample(given, len(given))
        with connection.begin():
            connection.execute(sa.text("TRUNCATE " + ", ".join((*FACTS, "core.project_link", "core.suggested_link", "core.department_succession"))))
        load(connection, order[:2])
        load(connection, order[2:])
        end = contents(connection)
        end.pop("ops.document")  # which holds the order
        ends.append(end)
    assert all(end == ends[0] for end in ends)
    assert rows(connection, "SELECT DISTINCT name FROM core.department") == [("广东省某市司法局",)]


def test_a_refusal_is_on_record_and_gives_way(connection: sa.Connection) -> None:
    load(connection, [incoming("a", refused=True)])
    assert rows(connection, "SELECT outcome, reason, reason_rule FROM ops.document") == [("refused", "no year", "year_missing")]
    assert rows(connection, "SELECT rule FROM ops.finding") == [("year_missing",)]
    before = versions(connection)
    load(connection, [incoming("a", refused=True)])
    assert versions(connection) == before
    (outcome,) = load(connection, [incoming("a")])
    assert outcome.outcome == "loaded"
    assert rows(connection, "SELECT outcome, reason, reason_rule FROM ops.document") == [("loaded", None, None)]
    assert ("year_missing",) not in rows(connection, "SELECT rule FROM ops.finding")


def test_one_bad_document_of_a_group_is_refused_the_others_load(connection: sa.Connection) -> None:
    wrong_source = project(1, "甲")
    wrong_source.money.funding["no_such_source"] = wrong_source.money.funding["fiscal_appropriation"]
    too_large = project(1, "乙", yuan="1" + "0" * 20)
    no_number = project(1, "丙", bound="NaN")
    too_long = project(1, "".join(random.Random(1).choices("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥", k=20_000)))
    bad = [[wrong_source], [too_large], [no_number], [project(1, "丁"), project(1, "戊")], [too_long]]
    first, *others = (incoming(f"bad{n}", rows) for n, rows in enumerate(bad))
    given = [incoming("ok1"), first, incoming("ok2"), *others]
    outcomes = load(connection, given)
    assert [outcome.outcome for outcome in outcomes] == ["loaded", "refused", "loaded", *["refused"] * 4]
    assert all(outcome.reason_rule == "not_loadable" and outcome.reason for outcome in outcomes if outcome.outcome == "refused")
    assert rows(connection, "SELECT count(*) FROM ops.statement") == [(2,)]
    assert rows(connection, "SELECT count(*) FROM ops.finding WHERE rule = 'not_loadable'") == [(5,)]
    assert rows(connection, "SELECT load_order, name FROM ops.document ORDER BY 1")[0] == (1, "ok1.pdf")


def test_poisonous_text_is_kept_as_text(connection: sa.Connection) -> None:
    name = "普法\0宣传'; DROP TABLE core.project; -- \ud83d\\N\t\n%s{}"
    (outcome,) = load(connection, [incoming("a", [project(1, name)])])
    assert outcome.outcome == "loaded"
    assert rows(connection, "SELECT name FROM core.project_year") == [(name.replace("\0", "").replace("\ud83d", "\ufffd"),)]


@pytest.mark.parametrize("bulk", [0, 10**9])
def test_a_collision_names_both(connection: sa.Connection, monkeypatch: pytest.MonkeyPatch, bulk: int) -> None:
    monkeypatch.setattr(merge, "BULK_ROWS", bulk)
    load(connection, [incoming("a")])
    with connection.begin():
        connection.execute(sa.text("UPDATE core.project SET stem = '别的项目' WHERE stem = '社区矫正'"))
    (outcome,) = load(connection, [incoming("b")])
    assert outcome.outcome == "refused"
    assert "别的项目" in str(outcome.reason)
    assert "社区矫正" in str(outcome.reason)


def test_in_bulk_a_row_that_points_nowhere_is_found_by_set(connection: sa.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge, "BULK_ROWS", 0)
    wrong = project(1, "甲")
    wrong.money.funding["no_such_source"] = wrong.money.funding["fiscal_appropriation"]
    assert [o.outcome for o in load(connection, [incoming("bad", [wrong]), incoming("ok")])] == ["refused", "loaded"]
    assert "no_such_source" in str(rows(connection, "SELECT reason FROM ops.document WHERE outcome = 'refused'"))


def test_where_the_setting_is_not_ours_the_keys_are_enforced(connection: sa.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merge, "BULK_ROWS", 0)
    wrong = project(1, "甲")
    wrong.money.funding["no_such_source"] = wrong.money.funding["fiscal_appropriation"]
    role, schemas = f"plain_{uuid.uuid4().hex[:8]}", "SCHEMA core, ops"
    rights = [f"ALL ON {schemas}", f"ALL ON ALL TABLES IN {schemas}", f"ALL ON ALL SEQUENCES IN {schemas}"]
    with connection.begin():
        rights.append(f"TEMPORARY ON DATABASE {connection.scalar(sa.text('SELECT current_database()'))}")
        connection.execute(sa.text(f"CREATE ROLE {role}"))
        for right in rights:
            connection.execute(sa.text(f"GRANT {right} TO {role}"))
        connection.execute(sa.text(f"SET SESSION ROLE {role}"))
    try:
        assert [o.outcome for o in load(connection, [incoming("bad", [wrong]), incoming("ok")])] == ["refused", "loaded"]
        assert "funding_funding_source_fkey" in str(rows(connection, "SELECT reason FROM ops.document WHERE outcome = 'refused'"))
    finally:
        with connection.begin():
            connection.execute(sa.text("RESET ROLE"))
            connection.execute(sa.text(f"DROP OWNED BY {role}"))
            connection.execute(sa.text(f"DROP ROLE {role}"))


@pytest.mark.parametrize("names", [("文广新局", "文化和旅游局"), ("文化和旅游局", "文广新局")])
def test_a_unit_goes_over_to_a_department_that_has_just_come(connection: sa.Connection, names: tuple[str, str]) -> None:
    """One of the two orders changes the unit's parent, since it belongs to the one with the smaller id whatever the order."""
    for name in names:
        row = project(1, "图书购置")
        row.unit, row.unit_key = "某市图书馆", "图书馆"
        made = incoming(name, [row], name=f"某市{name}")
        made.statements[0].department_key = made.statements[0].department_function = name
        assert [(o.outcome, o.reason) for o in load(connection, [made])] == [("loaded", None)]
    with connection.begin():
        parents = connection.execute(sa.text("SELECT parent_department_id FROM core.department WHERE department_key = '图书馆'")).scalars().all()
        lowest = connection.scalar(sa.text("SELECT min(department_id) FROM core.department WHERE department_key <> '图书馆'"))
    assert parents == [lowest]


def test_seq_printed_twice_is_kept_and_said(connection: sa.Connection) -> None:
    row = project(1, "甲")
    row.indicators[1].seq = 1
    load(connection, [incoming("a", [row])])
    assert rows(connection, "SELECT DISTINCT seq FROM core.target_value ORDER BY 1") == [(1,), (3,), (4,)]
    assert ("1", "4", 4) in rows(connection, "SELECT found, expected, seq FROM ops.finding WHERE rule = 'B7'")


def test_a_second_loader_is_told_who_loads(own_database: TestDatabase, connection: sa.Connection) -> None:
    with db.exclusive(connection), own_database.engine.connect() as other, pytest.raises(LockHeld, match="jixiao") as caught, db.exclusive(other):
        pass
    assert "\n" not in str(caught.value)
    with own_database.engine.connect() as other, db.exclusive(other):
        pass


def test_a_killed_run_is_known_by_the_next(connection: sa.Connection) -> None:
    runs.begin_run(connection, 5)
    assert runs.begin_run(connection, 5).killed == 1
    assert rows(connection, "SELECT status FROM ops.load_run ORDER BY load_run_id") == [("killed",), ("running",)]


def test_the_loader_role_can_load_and_not_drop(own_database: TestDatabase, connection: sa.Connection) -> None:
    with psycopg.connect(own_database.url) as plain:
        plain.execute("SET ROLE jixiao_loader")
        plain.commit()
        for forbidden in ("DROP TABLE core.funding", "ALTER TABLE core.funding ADD x int", "DELETE FROM core.funding", "TRUNCATE ops.finding"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), plain.transaction():
                plain.execute(forbidden)  # type: ignore[arg-type]
    connection.execute(sa.text("SET ROLE jixiao_loader"))
    connection.commit()
    assert [o.outcome for o in load(connection, [incoming("a", refused=True), everything("b")])] == ["refused", "loaded"]
    assert [o.outcome for o in load(connection, [incoming("a")])] == ["loaded"]
    connection.execute(sa.text("RESET ROLE"))
    connection.commit()


def test_what_is_no_documents_fault_is_raised_and_nothing_written(connection: sa.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise psycopg.errors.DiskFull("no space left on device")

    with db.exclusive(connection):
        run = runs.begin_run(connection, 1)
        with monkeypatch.context() as broken:
            broken.setattr(merge, "merge", full)
            with pytest.raises(sa.exc.OperationalError, match="no space left"):
                writer.load(connection, [incoming("a")], run)
        assert rows(connection, "SELECT count(*) FROM ops.document") == [(0,)]
        assert [o.outcome for o in writer.load(connection, [incoming("a")], run)] == ["loaded"]
