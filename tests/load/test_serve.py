"""The embedded server opened to BI tools: loopback, password, read-only role; and the addresses of any database."""

from __future__ import annotations

import re
import shutil
import socket
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from etl.load import database as db
from etl.load import roles, serve, server
from etl.load.errors import DatabaseUnreachable, LockHeld
from tests.conftest import TestDatabase, TestSettings


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="jixiao-serve-", dir="/tmp"))
    engine = db.engine(TestSettings(folder))
    assert db.upgrade(engine) == []
    engine.dispose()
    yield folder
    server.stop(folder)
    shutil.rmtree(folder)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_serving_is_on_loopback_for_the_analyst_alone(home: Path) -> None:
    with pytest.raises(DatabaseUnreachable, match="db serve"):
        db.url(TestSettings(home), "analyst")
    port = free_port()
    served = serve.serve(home, port)
    assert re.fullmatch(r"postgresql://jixiao_analyst:[A-Za-z0-9]{32}@127\.0\.0\.1:\d+/jixiao", served.url)
    assert db.url(TestSettings(home), "analyst") == served.url
    assert stat.S_IMODE((home / "analyst.password").stat().st_mode) == 0o600
    with psycopg.connect(served.url) as analyst:
        assert analyst.execute("SELECT current_user, inet_server_addr()::text").fetchone() == ("jixiao_analyst", "127.0.0.1/32")
        for setting, value in {"timezone": "Asia/Shanghai", "statement_timeout": "5min", "idle_in_transaction_session_timeout": "10min"}.items():
            assert analyst.execute(f"SHOW {setting}").fetchone() == (value,)  # type: ignore[arg-type]
        assert analyst.execute("SHOW search_path").fetchone() == ('mart, "报表", core, ops',)
        assert analyst.execute("SELECT count(*) FROM project_overview").fetchone() == (0,)
        assert analyst.execute("SELECT count(*) FROM core.funding_source").fetchone() == (11,)
        analyst.commit()
        for forbidden in ("CREATE TEMPORARY TABLE t (x int)", "DELETE FROM core.funding_source", "CREATE TABLE mart.t (x int)", "CREATE SCHEMA s"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                analyst.execute(forbidden)  # type: ignore[arg-type]
            analyst.rollback()
    for wrong in (served.url.replace(served.password, "wrong"), served.url.replace(f"jixiao_analyst:{served.password}", "postgres")):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(wrong)
    listening = server.status(home).address
    assert listening is not None
    with psycopg.connect(listening.url()) as owner:
        assert owner.execute("SHOW listen_addresses").fetchone() == ("127.0.0.1",)

    # The same next time, without a restart; another password only if asked for.
    again = serve.serve(home)
    assert again == served
    assert server.start(home).pid == listening.pid
    fresh = serve.serve(home, new_password=True)
    assert fresh.password != served.password
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(served.url)
    psycopg.connect(fresh.url).close()
    assert fresh.password not in (home / "postgres.log").read_text()

    # Stopped and served again: the remembered port; taken by another: the next, and it says so.
    assert server.stop(home)
    assert serve.serve(home).port == port
    server.stop(home)
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        moved = serve.serve(home)
    assert moved.port > port
    assert moved.port_taken == port
    assert moved.password == fresh.password
    server.stop(home)


def test_serving_waits_for_no_load_but_says_who_loads(home: Path) -> None:
    engine = db.engine(TestSettings(home))
    with engine.connect() as connection, db.exclusive(connection), pytest.raises(LockHeld):
        serve.serve(home)
    engine.dispose()


def test_roles_are_made_once_and_only_what_differs_is_set(own_database: TestDatabase) -> None:
    with own_database.engine.begin() as connection:
        assert roles.ensure(connection) == []
        database = "(SELECT oid FROM pg_database WHERE datname = current_database())"
        query = f"SELECT xmin::text, setconfig FROM pg_db_role_setting WHERE setdatabase = {database}"
        before = connection.execute(sa.text(query)).all()
        assert roles.ensure(connection) == []
        assert connection.execute(sa.text(query)).all() == before != []


def test_a_user_who_may_make_no_roles_is_told_and_goes_on(own_database: TestDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "ANALYST", "jixiao_test_missing")
    with own_database.engine.connect() as connection:
        connection.execute(sa.text("SET ROLE jixiao_loader"))
        (note,) = roles.ensure(connection)
        assert "CREATE ROLE jixiao_test_missing" in note
        assert connection.scalar(sa.text("SELECT 1")) == 1
        connection.rollback()


@pytest.mark.parametrize("given", ["mysql://u:geheim@h/d", "sqlite:///x", "nonsense geheim", "postgresql://u:geheim@h:port/d"])
def test_an_address_that_is_none(given: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreachable) as caught:
        db.engine(TestSettings(tmp_path, given))
    assert "geheim" not in str(caught.value)
    assert "JIXIAO_DATABASE_URL" in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1:1", "no.such.host.invalid"])
def test_a_server_that_is_not_there(host: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnreachable) as caught:
        db.engine(TestSettings(tmp_path, f"postgres://u:geheim@{host}/d?password=geheim"))
    assert "geheim" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_old_and_new_spelling_of_an_address(database: TestDatabase, tmp_path: Path) -> None:
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        settings = TestSettings(tmp_path, database.url.replace("postgresql", scheme, 1))
        with db.engine(settings).connect() as connection:
            assert connection.scalar(sa.text("SHOW timezone")) == "Asia/Shanghai"
        assert db.url(settings).startswith("postgresql://")
    with pytest.raises(DatabaseUnreachable):
        db.url(TestSettings(tmp_path, database.url), "analyst")


def test_a_server_too_old_is_refused(database: TestDatabase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "OLDEST", 99)
    with pytest.raises(DatabaseUnreachable, match="99"):
        db.open_engine(database.url)
