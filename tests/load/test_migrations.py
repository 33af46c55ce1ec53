"""Migrations: one head, models and database agree, up and down on filled tables, code lists kept up to date without needless writing."""

from __future__ import annotations

import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import sql

from etl.load import database as db
from etl.load import migrate, reference, views
from etl.load.tables import metadata
from etl.rules import rules
from tests.conftest import TestDatabase

ROOT = Path(__file__).resolve().parents[2]


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(migrate.config()).get_heads()) == 1


def test_models_and_database_agree(database: TestDatabase, empty_database: TestDatabase) -> None:
    options = {
        "include_schemas": True,
        "version_table_schema": migrate.VERSION_SCHEMA,
        "include_name": lambda name, kind, _parents: kind != "schema" or name in {"core", "ops"},
    }
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
    # Alembic compares no checks and no defaults: make the tables from the models beside, and compare what the server says of both.
    with empty_database.engine.begin() as connection:
        for schema in ("core", "ops"):
            connection.execute(sa.schema.CreateSchema(schema))
        metadata.create_all(connection)
    assert _definitions(database) == _definitions(empty_database) != set()


def _definitions(database: TestDatabase) -> set[tuple[str, str]]:
    """Constraints, indexes and columns, as the server spells them."""
    query = """
        SELECT conrelid::regclass || ' ' || conname, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace::regnamespace::text IN ('core', 'ops')
        UNION ALL SELECT tablename || ' ' || indexname, indexdef FROM pg_indexes WHERE schemaname IN ('core', 'ops')
        UNION ALL SELECT table_name || ' ' || column_name, concat_ws(' ', data_type, is_nullable, column_default, is_identity, numeric_precision)
        FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
        WHERE table_schema IN ('core', 'ops') AND table_type = 'BASE TABLE'"""
    with database.engine.connect() as connection:
        found = {(row[0], row[1]) for row in connection.execute(sa.text(query))}
    return {(name, definition) for name, definition in found if "alembic_version" not in name}


def test_every_table_and_column_has_its_comment(database: TestDatabase) -> None:
    query = """
        SELECT c.oid::regclass || coalesce('.' || a.attname, ''), col_description(c.oid, a.attnum)
        FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text IN ('core', 'ops')
        UNION ALL SELECT c.oid::regclass::text, obj_description(c.oid, 'pg_class') FROM pg_class c
        WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text IN ('core', 'ops')"""
    with database.engine.connect() as connection:
        comments = connection.execute(sa.text(query)).all()
    assert len(comments) > 150
    form = sa.text("SELECT :comment ~ '^[一-龥A-Za-z0-9_]{1,21} \\| [^\\t\\n]+$'")
    with database.engine.connect() as connection:
        wrong = [name for name, comment in comments if not connection.scalar(form, {"comment": comment})]
    assert wrong == []


def test_up_down_up_on_a_filled_database(own_database: TestDatabase) -> None:
    from tests.load.made import incoming, load

    with own_database.engine.connect() as connection:
        load(connection, [incoming("a"), incoming("b", refused=True)])
        assert connection.scalar(sa.text("SELECT count(*) FROM core.target_value")) > 0
        connection.commit()
    migrate.downgrade(own_database.engine, "base")
    with own_database.engine.connect() as connection:
        query = "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = ANY(:schemas ::regnamespace[]) AND relkind IN ('r', 'v')"
        left = connection.scalars(sa.text(query), {"schemas": ["core", "mart", '"报表"', "ops"]}).all()
        assert left == ["ops.alembic_version"]
    assert db.upgrade(own_database.engine) == []
    with own_database.engine.connect() as connection:
        load(connection, [incoming("a")])
        assert connection.scalar(sa.text("SELECT count(*) FROM mart.project_overview")) > 0


def test_an_upgrade_that_changes_nothing_writes_nothing(own_database: TestDatabase) -> None:
    parts = [
        "SELECT xmin::text || rule AS x FROM ops.rule",
        "SELECT xmin::text || region_code || valid_from FROM core.region",
        "SELECT xmin::text || oid FROM pg_class",
        "SELECT xmin::text || objoid || objsubid FROM pg_description",
        "SELECT xmin::text || setrole FROM pg_db_role_setting WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())",
    ]
    query = f"SELECT md5(string_agg(x, ',' ORDER BY x)) FROM ({' UNION ALL '.join(parts)}) t"
    with own_database.engine.connect() as connection:
        before = connection.scalar(sa.text(query))
    db.upgrade(own_database.engine)
    with own_database.engine.connect() as connection:
        assert connection.scalar(sa.text(query)) == before


def test_code_lists_are_corrected(own_database: TestDatabase) -> None:
    rule = next(iter(rules().values()))
    with own_database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE ops.rule SET hint_en = 'old' WHERE rule = :rule"), {"rule": rule.rule})
        reference.fill(connection)
        assert connection.scalar(sa.text("SELECT hint_en FROM ops.rule WHERE rule = :rule"), {"rule": rule.rule}) == rule.hint_en
        assert connection.scalar(sa.text("SELECT count(*) FROM ops.rule")) == len(rules())
        assert connection.scalar(sa.text("SELECT count(*) FROM core.funding_source WHERE parent = 'fiscal_appropriation'")) == 3


def test_alembic_works_from_the_command_line(empty_database: TestDatabase) -> None:
    pytest.importorskip("etl.settings", reason="needs the settings of the command line")
    environment = {"JIXIAO_DATABASE_URL": empty_database.url, "PATH": "/usr/bin:/bin"}
    for arguments in (["upgrade", "head"], ["check"], ["downgrade", "base"]):
        done = subprocess.run([sys.executable, "-m", "alembic", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_a_reader_in_the_way_is_named(own_database: TestDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "fingerprint", lambda: "0" * 16)  # as if a file of sql/ had changed
    monkeypatch.setattr(views, "LOCK_TIMEOUT", "200ms")
    with psycopg.connect(own_database.url, application_name="a patient analyst") as reader:
        reader.execute("SELECT count(*) FROM mart.project_overview")
        with pytest.raises(db.DatabaseUnreachable, match="a patient analyst"):
            db.upgrade(own_database.engine)
    db.upgrade(own_database.engine)


def test_what_somebody_built_on_our_views_is_not_dropped(own_database: TestDatabase) -> None:
    with own_database.engine.begin() as connection:
        connection.execute(sa.text("CREATE SCHEMA mine"))
        connection.execute(sa.text("CREATE VIEW mine.own AS SELECT * FROM mart.project_overview"))
    with pytest.raises(db.DatabaseUnreachable, match=r"mine\.own"):
        migrate.downgrade(own_database.engine, "base")
    with own_database.engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM mine.own")) == 0


def test_a_user_who_may_not_upgrade_is_told_who_may(empty_database: TestDatabase) -> None:
    role = f"plain_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(empty_database.url, autocommit=True) as owner:
        owner.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'x'").format(sql.Identifier(role)))
        try:
            plain = sa.make_url(empty_database.url).set(username=role, password="x")
            engine = db.open_engine(plain)
            with pytest.raises(db.DatabaseUnreachable, match="jixiao db upgrade"):
                db.upgrade(engine)
            engine.dispose()
        finally:
            owner.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))
