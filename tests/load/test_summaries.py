"""The summaries are what a full recomputation makes, whatever was loaded before and in whatever order; upgrades fill what is missing."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from etl.load import companions, runs, summaries, writer
from etl.load import database as db
from etl.load.frames import Incoming
from etl.load.named import Expected, Named, Succession
from etl.load.tables import SUMMARIES
from tests.conftest import TestDatabase
from tests.load.made import everything, incoming, load, project

OLD, NEW = Named("440106", "司法局", "某市司法局", "司法局"), Named("440106", "法治局", "某市法治局", "司法局")


def document(mark: str, year: int, *, of: Named = OLD, evaluation: bool = False, **more: Any) -> Incoming:
    """A table of a department in a year; bounds and money differ by ``mark``."""
    if evaluation:
        made = everything(mark)
    else:
        seed = sum(map(ord, mark))
        rows = [project(n, name, str(80 + (seed + n) % 20), yuan=f"{1000 + seed % 7 * 100}.00") for n, name in enumerate(("普法宣传", "社区矫正"), 1)]
        twin = project(3, "社区矫正", str(70 + seed % 30), yuan="500.00")
        twin.funding_document = "穗财〔2023〕79号"
        counted = rows[0].indicators[0]
        counted.kind = "output.quantity"
        for target in counted.targets:
            target.parts = [replace(part, unit="件") for part in target.parts]
        made = incoming(mark, [*rows, twin], **more)
    for statement in made.statements:
        statement.fiscal_year, statement.department, statement.department_key, statement.region_code = year, of.name, of.key, of.region_code
    return made


def world() -> list[Incoming]:
    """Years, a gap, a re-publication, a card, self-evaluations (one by the successor) and a refusal."""
    return [
        *(document(f"t{year}", year, published_on=f"{year}-02-01") for year in (2020, 2021, 2023)),
        document("again", 2021, published_on="2021-03-01"),
        document("card", 2023, covers="project", published_on="2023-05-01"),
        document("evaluated", 2021, evaluation=True),
        document("successor", 2024, of=NEW, published_on="2024-02-01"),
        document("late", 2023, of=NEW, evaluation=True),
        incoming("broken", refused=True),
    ]


def snapshot(connection: sa.Connection) -> dict[str, list[str]]:
    """All rows of all summaries, as they are at the end of a run."""
    summaries.rank_groups(connection)  # a steward's word changes groups outside a run
    return {t.fullname: sorted(connection.scalars(sa.text(f"SELECT s::text FROM {t.fullname} AS s"))) for t in SUMMARIES}


def recomputed(connection: sa.Connection) -> dict[str, list[str]]:
    """What filling all anew makes, taken back afterwards."""
    with connection.begin() as transaction:
        connection.exec_driver_sql("COMMENT ON INDEX core.department_year_pkey IS NULL")
        assert summaries.fill(connection)
        made = snapshot(connection)
        transaction.rollback()
    return made


def check(connection: sa.Connection, step: str) -> None:
    with connection.begin():
        kept = snapshot(connection)
    made = recomputed(connection)
    for table in made:
        assert kept[table] == made[table], (step, table)


Step = Callable[[sa.Connection], object]


def succession(connection: sa.Connection) -> None:
    companions.put_successions(connection, [Succession(OLD, NEW, 2024, "rename", None)])


def roster(function: str) -> Step:
    return lambda connection: companions.put_roster(connection, [Expected(OLD, function, "project_targets", 2020, None)])


@pytest.mark.parametrize("seed", range(4))
def test_summaries_are_what_a_full_recomputation_makes_after_each_step_in_any_order(own_database: TestDatabase, seed: int) -> None:
    def one(given: Incoming) -> Step:
        return lambda connection: load(connection, [deepcopy(given)])

    steps: list[tuple[str, Step]] = [(given.name, one(given)) for given in world()]
    steps += [("succession", succession), ("roster", roster("法治")), ("roster again", roster("司法局"))]
    random.Random(seed).shuffle(steps)
    with own_database.engine.connect() as connection:
        for name, step in steps:
            step(connection)
            connection.rollback()
            check(connection, name)
        with connection.begin():
            final = snapshot(connection)
        assert all(final[table] for table in final), "a summary that stays empty was not tested"


def test_one_load_of_all_is_the_same_as_one_by_one(own_database: TestDatabase) -> None:
    with own_database.engine.connect() as connection:
        succession(connection)
        load(connection, world())
        check(connection, "all at once")


def test_an_upgrade_fills_what_somebody_put_behind_the_loaders_back(own_database: TestDatabase) -> None:
    with own_database.engine.connect() as connection:
        load(connection, world())
        with connection.begin():
            before = snapshot(connection)
            connection.exec_driver_sql(
                "DELETE FROM core.department_year WHERE fiscal_year = 2021; DELETE FROM core.promised_project WHERE fiscal_year = 2023"
            )
            connection.exec_driver_sql("UPDATE core.department_year SET department_name = 'x' WHERE fiscal_year = 2020")
    db.upgrade(own_database.engine)
    with own_database.engine.begin() as connection:
        assert snapshot(connection) == before


def test_an_upgrade_fills_all_anew_where_the_files_differ(own_database: TestDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    with own_database.engine.connect() as connection:
        load(connection, world())
        with connection.begin():
            before = snapshot(connection)
            connection.exec_driver_sql("UPDATE core.project_money SET amount_yuan = 0")
    db.upgrade(own_database.engine)
    with own_database.engine.begin() as connection:
        assert snapshot(connection) != before, "nothing tells of a wrong number while the files are the same"
    monkeypatch.setattr(summaries, "fingerprint", lambda: "other")
    db.upgrade(own_database.engine)
    with own_database.engine.begin() as connection:
        assert snapshot(connection) == before


def test_a_reader_sees_the_state_before_or_after_and_blocks_nothing(own_database: TestDatabase) -> None:
    query = "SELECT count(*), sum(total_yuan) FROM mart.project_overview"
    with psycopg.connect(own_database.url) as reader, own_database.engine.connect() as connection:
        load(connection, [document("t2020", 2020)])
        reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        before = reader.execute(query).fetchone()
        load(connection, [document("again", 2020, published_on="2030-01-01")])
        assert reader.execute(query).fetchone() == before
        reader.commit()
        assert reader.execute(query).fetchone() != before


def test_who_stands_where_is_the_same_before_groups_are_summed_up_and_after(own_database: TestDatabase) -> None:
    """In the middle of a load, or after one that was killed, the views look the members of a group up."""
    peers = [document(f"peer{n}", 2024, of=Named(f"44010{n}", "司法局", f"第{n}区司法局", "司法局")) for n in range(3, 7)]

    def shown(connection: sa.Connection) -> list[list[str]]:
        return [sorted(connection.scalars(sa.text(f"SELECT v::text FROM mart.{view} AS v"))) for view in ("target_peer", "unit_cost")]

    with own_database.engine.connect() as connection:
        load(connection, [*world(), *peers[:2]])
        with db.exclusive(connection):
            writer.load(connection, peers[2:], runs.begin_run(connection, 2))
        with connection.begin():
            waiting = connection.scalar(sa.text("SELECT count(*) FROM core.unranked_group"))
            assert waiting and connection.scalar(sa.text("SELECT count(*) FROM core.peer_rank"))
            before = shown(connection)
        writer.finish(connection)
        with connection.begin():
            assert connection.scalar(sa.text("SELECT count(*) FROM core.unranked_group")) == 0
            assert shown(connection) == before
            assert connection.scalar(sa.text("SELECT max(peer_count) FROM mart.target_peer")) >= 4


def test_an_upgrade_that_sums_all_up_anew_compares_the_peers(own_database: TestDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    """It finds groups changed, its own and those of a load killed before its end, and says of their members what a load's end says."""
    peers = [document(f"peer{n}", 2024, of=Named(f"44010{n}", "司法局", f"第{n}区司法局", "司法局")) for n in range(3, 9)]
    for target in peers[0].statements[0].projects[0].indicators[0].targets:
        target.parts = [replace(part, low=part.low and part.low / 4) for part in target.parts]

    def state(connection: sa.Connection) -> tuple[list[str], int]:
        found = connection.scalars(sa.text("SELECT f::text FROM ops.finding AS f WHERE rule = 'F6' ORDER BY 1")).all()
        return list(found), connection.scalar(sa.text("SELECT count(*) FROM core.unranked_group")) or 0

    with own_database.engine.connect() as connection:
        load(connection, peers[:2])
        with db.exclusive(connection):
            writer.load(connection, peers[2:], runs.begin_run(connection, 4))
        with connection.begin():
            assert state(connection)[0] == [] and state(connection)[1] > 0, "killed before its end"
    monkeypatch.setattr(summaries, "fingerprint", lambda: "other")
    db.upgrade(own_database.engine)
    with own_database.engine.begin() as connection:
        upgraded = state(connection)
        assert len(upgraded[0]) >= 2 and upgraded[1] == 0
        assert connection.scalar(sa.text("SELECT sum(finding_count) FROM core.department_year")) == connection.scalar(
            sa.text("SELECT count(*) FROM mart.data_finding WHERE fiscal_year = 2024")
        ), "and counts them"
        connection.exec_driver_sql("DELETE FROM ops.finding WHERE rule = 'F6'")
    with own_database.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO core.unranked_group SELECT DISTINCT peer_group FROM core.peer_target ON CONFLICT DO NOTHING")
        connection.exec_driver_sql("INSERT INTO core.unranked_group SELECT DISTINCT peer_group FROM core.counted_target ON CONFLICT DO NOTHING")
    with own_database.engine.connect() as connection:
        writer.finish(connection)
        with connection.begin():
            assert state(connection) == upgraded
