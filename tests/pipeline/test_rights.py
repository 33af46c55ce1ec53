"""Least privilege: a member of jixiao_loader loads and can neither drop nor alter nor delete; one of jixiao_analyst only reads."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import sql

from tests.cli import SAMPLES, jixiao
from tests.conftest import TestDatabase

COUNT = sum(1 for path in SAMPLES.iterdir() if path.suffix != ".md")


@pytest.fixture
def member(own_database: TestDatabase) -> Iterator[dict[str, str]]:
    """The address of the database for a login that is a member of each role, by role."""
    names = {role: f"t_{uuid.uuid4().hex[:12]}" for role in ("jixiao_loader", "jixiao_analyst")}
    with psycopg.connect(own_database.url, autocommit=True) as owner:
        for role, name in names.items():
            owner.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'nightly-secret' IN ROLE {}").format(sql.Identifier(name), sql.Identifier(role)))
    address = sa.make_url(own_database.url)
    yield {
        role: address.set(drivername="postgresql", username=name, password="nightly-secret").render_as_string(hide_password=False)
        for role, name in names.items()
    }
    with psycopg.connect(own_database.url, autocommit=True) as owner:
        for name in names.values():
            owner.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(sql.Identifier(name)))


def test_a_loader_loads_what_the_owner_prepared(member: dict[str, str], own_database: TestDatabase, tmp_path: Path) -> None:
    ran = jixiao("load", str(SAMPLES), home=tmp_path, JIXIAO_DATABASE_URL=member["jixiao_loader"])
    assert ran.code == 0, ran.err
    assert f"loaded      {COUNT}" in ran.out
    again = jixiao("load", str(SAMPLES), home=tmp_path, JIXIAO_DATABASE_URL=member["jixiao_loader"])
    assert again.code == 0 and f"unchanged   {COUNT}" in again.out
    doctor = jixiao("doctor", home=tmp_path, JIXIAO_DATABASE_URL=member["jixiao_loader"])
    assert doctor.code == 0, doctor.out
    assert "nightly-secret" not in ran.out + ran.err + doctor.out


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE core.target_value",
        "ALTER TABLE core.target_value ADD COLUMN x int",
        "TRUNCATE core.target_value",
        "DELETE FROM core.target_value",
        "DELETE FROM ops.document",
        "DROP VIEW mart.project_overview",
        "CREATE TABLE core.x (x int)",
        "CREATE SCHEMA x",
        "CREATE TABLE public.x (x int)",
        "COPY core.region TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
def test_a_loader_can_do_no_harm(member: dict[str, str], statement: str) -> None:
    with psycopg.connect(member["jixiao_loader"]) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)  # type: ignore[arg-type]


def test_an_analyst_reads_and_is_told_why_not_more(member: dict[str, str], tmp_path: Path) -> None:
    analyst = member["jixiao_analyst"]
    ran = jixiao("load", str(SAMPLES), home=tmp_path, JIXIAO_DATABASE_URL=analyst)
    assert (ran.code, len(ran.err.splitlines())) == (4, 1), ran.err
    assert "nightly-secret" not in ran.err
    assert jixiao("status", home=tmp_path, JIXIAO_DATABASE_URL=analyst).code == 0
    with psycopg.connect(analyst) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("INSERT INTO core.region DEFAULT VALUES")
