"""Rebuilding views: whole or not at all, unchanged ones left alone, readers named, strangers' views never lost."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from etl.load import views
from etl.resources import folder
from tests.sql.world import World

Edit = Callable[[str, str, str], None]


@pytest.fixture
def edit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Edit:
    """Work on a copy of ``sql/``: replace a text in one of its files."""
    copy = tmp_path / "sql"
    shutil.copytree(folder("sql"), copy)
    monkeypatch.setattr(views, "folder", lambda _: copy)

    def change(file: str, old: str, new: str) -> None:
        path = copy / "views" / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def oids(connection: sa.Connection) -> dict[str, int]:
    query = (
        "SELECT c.oid::regclass::text, c.oid FROM pg_class AS c WHERE relkind = 'v' AND relnamespace IN ('mart'::regnamespace, '报表'::regnamespace)"
    )
    return {row[0]: row[1] for row in connection.execute(sa.text(query))}


def columns(connection: sa.Connection, view: str) -> list[str]:
    return list(connection.execute(sa.text(f"SELECT * FROM {view} LIMIT 0")).keys())


def test_a_second_rebuild_writes_nothing(database: Any) -> None:
    with database.engine.begin() as connection:
        assert views.is_current(connection)
        assert not views.rebuild(connection)
        assert connection.scalar(sa.text("SELECT pg_current_xact_id_if_assigned() IS NULL"))


def test_a_column_added_at_the_end_leaves_the_views_and_what_stands_on_them(own_database: Any, edit: Edit) -> None:
    with own_database.engine.begin() as connection:
        connection.execute(sa.text("CREATE SCHEMA mine"))
        connection.execute(sa.text("CREATE VIEW mine.totals AS SELECT total_yuan FROM mart.project_overview"))
        before = oids(connection)
        edit("20_project_overview.sql", "\nFROM core.department_year AS w", ",\n    w.region_level\nFROM core.department_year AS w")
        assert not views.is_current(connection)
        assert views.rebuild(connection)
        assert views.is_current(connection)
        assert oids(connection) == before
        assert columns(connection, "mart.project_overview")[-1] == "region_level"
        assert columns(connection, '"报表"."项目总览"')[-1] == "级别"


RENAME = ("20_project_overview.sql", " AS unit_names,", " AS units,")


def test_a_renamed_column_makes_all_anew(own_database: Any, edit: Edit) -> None:
    edit(*RENAME)
    edit("20_project_overview.sql", "mart.project_overview.unit_names", "mart.project_overview.units")
    with own_database.engine.begin() as connection:
        before = oids(connection)
        assert views.rebuild(connection)
        assert oids(connection).keys() == before.keys() and oids(connection) != before
        assert "units" in columns(connection, "mart.project_overview")
        assert views.is_current(connection), "grants are made anew too"


def test_what_a_stranger_built_on_a_view_is_never_dropped(own_database: Any, edit: Edit) -> None:
    edit(*RENAME)
    edit("20_project_overview.sql", "mart.project_overview.unit_names", "mart.project_overview.units")
    with own_database.engine.begin() as connection:
        connection.execute(sa.text("CREATE SCHEMA mine"))
        connection.execute(sa.text('CREATE VIEW mine."我的" AS SELECT "金额" FROM "报表"."项目总览"'))
        with pytest.raises(views.ViewsDependedOn, match=r'mine\."?我的'):
            views.rebuild(connection)
        assert "unit_names" in columns(connection, "mart.project_overview"), "all or nothing, and the transaction goes on"


def test_a_view_whose_file_is_gone_goes_with_its_twin(own_database: Any, edit: Edit) -> None:
    (views.folder("sql") / "views" / "25_reconciliation.sql").unlink()
    with own_database.engine.begin() as connection:
        views.rebuild(connection)
        assert not {"mart.reconciliation", '"报表"."合计核对"', "报表.合计核对"} & oids(connection).keys()
        assert views.is_current(connection)


def test_a_dropped_twin_or_view_is_missed(own_database: Any) -> None:
    with own_database.engine.begin() as connection:
        connection.execute(sa.text('DROP VIEW "报表"."公开情况"'))
        assert not views.is_current(connection)
        views.rebuild(connection)
        assert views.is_current(connection)


def test_drop_clears_the_way_for_a_migration(own_database: Any) -> None:
    with own_database.engine.begin() as connection:
        views.drop(connection)
        assert oids(connection) == {}
        views.drop(connection)
        connection.execute(sa.text("ALTER TABLE core.project_year ALTER COLUMN name TYPE varchar(500)"))
        views.rebuild(connection)


def test_lost_grants_are_remade_without_touching_the_views(own_database: Any) -> None:
    with own_database.engine.begin() as connection:
        before = oids(connection)
        connection.execute(sa.text("REVOKE USAGE ON SCHEMA mart FROM jixiao_analyst"))
        assert not views.is_current(connection)
        assert views.rebuild(connection)
        assert oids(connection) == before
        assert views.is_current(connection)


def test_an_open_reader_does_not_block_a_load_but_a_rebuild_names_it(own_database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "LOCK_TIMEOUT", "200ms")
    with psycopg.connect(own_database.url, application_name="superset") as reader, own_database.engine.connect() as connection:
        reader.execute("SELECT count(*) FROM mart.project_overview")
        with connection.begin():
            _a_project(World(connection))
        assert reader.execute("SELECT count(*) FROM mart.project_overview").fetchone() == (1,)
        with connection.begin():
            with pytest.raises(views.ViewsInUse, match=rf"pid {reader.info.backend_pid}, .*superset"):
                views.rebuild(connection, force=True)
            assert views.is_current(connection)
        reader.rollback()
        with connection.begin():
            assert views.rebuild(connection, force=True)


def _a_project(world: World) -> None:
    office = world.department()
    world.row(world.statement(office), world.project(office))
    world.sum_up()


MISTAKES = [
    ("20_project_overview.sql", "CREATE VIEW mart.project_overview AS", "CREATE VIEW mart.other AS", "must hold the line"),
    ("20_project_overview.sql", "'资金文号 | ", "'资金文号: ", "must be 中文名"),
    ("20_project_overview.sql", "'资金文号 | ", "'资金 文号 | ", "must be 中文名"),
    ("20_project_overview.sql", "'资金文号 | ", "'金额 | ", "two columns are called 金额"),
    ("20_project_overview.sql", "p.row_count,", "p.row_count AS new_thing,", "new_thing has no comment"),
]


@pytest.mark.parametrize(("file", "old", "new", "message"), MISTAKES)
def test_a_mistake_in_a_file_is_named_and_changes_nothing(database: Any, edit: Edit, file: str, old: str, new: str, message: str) -> None:
    edit(file, old, new)
    with database.engine.begin() as connection:
        before = columns(connection, "mart.project_overview")
        with pytest.raises(views.BadView, match=re.escape(message)):
            views.rebuild(connection, force=True)
        assert columns(connection, "mart.project_overview") == before


def test_the_fingerprint_knows_every_file_but_checks(edit: Edit) -> None:
    before = views.fingerprint()
    base = views.folder("sql")
    (base / "checks" / "A1.sql").write_text("SELECT 1", encoding="utf-8")
    assert views.fingerprint() == before
    for file in ("columns.csv", "schemas.sql", "grants/jixiao_analyst.sql", "views/25_reconciliation.sql"):
        with (base / file).open("a", encoding="utf-8") as out:
            out.write("\n")
        assert views.fingerprint() != before, file
        before = views.fingerprint()
