"""The served database through the programs of analysts, over TCP as ``jixiao_analyst``: views listed, read and explained, sums exact, no writing.

Each client but psycopg is tried where it is installed: pandas, polars (ADBC and connectorx), DuckDB (its postgres extension has to be there
already: it is fetched from the network else), psqlODBC through pyodbc, PostgreSQL JDBC (``JIXIAO_TEST_JDBC`` or Debian's place), and psql.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from etl.load import serve, server
from etl.load.serve import Served
from tests.cli import ROOT, jixiao

TYPES = {"bigint", "integer", "smallint", "numeric", "double precision", "text", "boolean", "date", "timestamp without time zone"}
TOTAL = Decimal("12224000.00")  # of the samples: three departments, three years, the correction instead of what it corrects
OVERVIEW = "SELECT department_name, project_name, total_yuan FROM mart.project_overview"


@dataclass(frozen=True, slots=True)
class Service:
    """A served database that holds the samples, and its views by schema and name."""

    home: Path
    served: Served
    views: list[tuple[str, str]]


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """A home of its own: serving restarts the server, which others must not notice."""
    home = Path(tempfile.mkdtemp(prefix="jixiao-bi-", dir="/tmp"))
    try:
        done = jixiao("load", "samples/", "--succession", "docs/succession.csv", home=home, cwd=ROOT)
        assert done.code == 0, done.err
        served = serve.serve(home)
        with psycopg.connect(served.url) as connection:
            found = connection.execute(
                "SELECT table_schema, table_name FROM information_schema.views WHERE table_schema IN ('mart', '报表') ORDER BY 1, 2"
            ).fetchall()
        yield Service(home, served, found)
    finally:
        server.stop(home)
        shutil.rmtree(home, ignore_errors=True)


def test_the_address_is_the_first_line_whatever_the_width(service: Service) -> None:
    done = jixiao("db", "serve", home=service.home, COLUMNS="20")
    assert (done.code, done.out.splitlines()[0]) == (0, service.served.url)
    assert jixiao("db", "url", "--role", "analyst", home=service.home).out == service.served.url + "\n"
    owner = jixiao("db", "url", home=service.home).out
    assert owner.startswith("postgresql://") and "127.0.0.1" not in owner and service.served.password not in owner


def test_the_catalogue_as_bi_tools_read_it(service: Service) -> None:
    """``information_schema`` and ``pg_description``: at least the eighteen views, each with its twin; types and comments of every column."""
    assert len(service.views) >= 36 and len({schema for schema, _ in service.views}) == 2
    with psycopg.connect(service.served.url) as connection:
        columns = connection.execute(
            "SELECT c.table_schema, c.table_name, c.column_name, c.data_type, c.numeric_precision, "
            "col_description(format('%I.%I', c.table_schema, c.table_name)::regclass, c.ordinal_position::int), "
            "obj_description(format('%I.%I', c.table_schema, c.table_name)::regclass, 'pg_class') "
            "FROM information_schema.columns AS c WHERE c.table_schema IN ('mart', '报表')"
        ).fetchall()
        described = connection.execute(
            "SELECT count(*) FROM pg_description AS d JOIN pg_class AS c ON c.oid = d.objoid JOIN pg_namespace AS n ON n.oid = c.relnamespace "
            "WHERE n.nspname IN ('mart', '报表') AND d.classoid = 'pg_class'::regclass AND d.objsubid > 0"
        ).fetchone()
    assert {(schema, view) for schema, view, *_ in columns} == set(service.views)
    assert described == (len(columns),)
    for schema, view, column, kind, precision, comment, about in columns:
        assert kind in TYPES and (kind != "numeric" or precision), (schema, view, column, kind)
        assert comment and " | " in comment and not re.search(r"[\t\r\n]", comment), (schema, view, column)
        assert about and " a row is " in about, (schema, view)
        if column.endswith("_id"):
            assert kind == "text", (view, column)
        assert len(column.encode()) <= 63 and re.fullmatch(r"\w+", column), column


def test_no_number_is_infinite_or_none(service: Service) -> None:
    with psycopg.connect(service.served.url) as connection:
        numbers = connection.execute(
            "SELECT table_schema, table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = 'mart' AND data_type IN ('numeric', 'double precision')"
        ).fetchall()
        for schema, view, column in numbers:
            odd = f"SELECT count(*) FROM {schema}.{view} WHERE {column}::text IN ('NaN', 'Infinity', '-Infinity')"
            assert connection.execute(odd.encode()).fetchone() == (0,), (view, column)


@pytest.mark.parametrize("isolation", ["", "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE"])
def test_the_analyst_writes_nowhere(service: Service, isolation: str) -> None:
    """In no schema, no table of its own, no temporary one, no large object, no sequence, no file; nor becomes somebody else."""
    attempts = [f"DELETE FROM {schema}.{name}" for schema, name in (("core", "target_value"), ("ops", "finding"), ("mart", "project_overview"))]
    attempts += [f"CREATE TABLE {schema}mine (x int)" for schema in ("", "core.", "mart.", '"报表".', "ops.", "public.")]
    attempts += [
        "CREATE TEMPORARY TABLE mine (x int)",
        "CREATE SCHEMA mine",
        "CREATE DATABASE mine",
        "SELECT lo_create(0)",
        "SELECT lo_from_bytea(0, 'x')",
    ]
    attempts += ["SELECT nextval('ops.load_run_load_run_id_seq')", "COPY (SELECT 1) TO '/tmp/mine'", "COPY (SELECT 1) TO PROGRAM 'true'"]
    attempts += ["SET ROLE postgres", "SET SESSION AUTHORIZATION postgres", "ALTER ROLE jixiao_analyst SUPERUSER", "ALTER SYSTEM SET port = 1"]
    attempts += ["SELECT pg_read_file('/etc/hostname')", "CREATE EXTENSION plpgsql", "SELECT pg_reload_conf()", "VACUUM core.task FULL"]
    with psycopg.connect(service.served.url, autocommit=True) as connection:
        if isolation:
            connection.execute(isolation.encode())
        for attempt in attempts:
            with pytest.raises(psycopg.Error):
                connection.execute(attempt.encode())


def test_psycopg_reads_every_view(service: Service) -> None:
    with psycopg.connect(service.served.url) as connection:
        for schema, view in service.views:
            connection.execute(f'SELECT * FROM "{schema}"."{view}"'.encode()).fetchall()
        names = {row[0] for row in connection.execute('SELECT "部门名称" FROM "报表"."项目总览"').fetchall()}
    assert "样例市样例区司法局" in names


def test_pandas(service: Service) -> None:
    import pandas as pd

    engine = sa.create_engine(service.served.url.replace("postgresql:", "postgresql+psycopg:"))
    for schema, view in service.views:
        frame = pd.read_sql_table(view, engine, schema=schema)
        assert len(frame.columns) > 3
    frame = pd.read_sql(OVERVIEW, engine)
    engine.dispose()
    assert set(frame.department_name) >= {"样例市样例区司法局", "样例市示范区司法局"}
    assert sum(frame.total_yuan.map(lambda value: Decimal(str(value)))) == TOTAL


@pytest.mark.parametrize("engine", ["connectorx", "adbc"])
def test_polars(service: Service, engine: Any) -> None:
    polars = pytest.importorskip("polars")
    pytest.importorskip({"connectorx": "connectorx", "adbc": "adbc_driver_postgresql"}[engine], reason=f"polars reads through {engine}")
    for schema, view in service.views:
        polars.read_database_uri(f'SELECT * FROM "{schema}"."{view}"', service.served.url, engine=engine)
    frame = polars.read_database_uri(OVERVIEW, service.served.url, engine=engine)
    assert "样例市样例区司法局" in set(frame["department_name"])
    assert sum(Decimal(str(value)) for value in frame["total_yuan"]) == TOTAL


def test_duckdb(service: Service) -> None:
    duckdb = pytest.importorskip("duckdb")
    connection = duckdb.connect()
    try:
        connection.execute("LOAD postgres")
    except duckdb.Error as error:
        pytest.skip(f"DuckDB's postgres extension is not installed: {str(error).splitlines()[0]}")
    connection.execute(f"ATTACH '{service.served.url}' AS jixiao (TYPE postgres, READ_ONLY)")
    for schema, view in service.views:
        connection.execute(f'SELECT * FROM jixiao."{schema}"."{view}"').fetchall()
    assert connection.execute("SELECT sum(total_yuan) FROM jixiao.mart.project_overview").fetchone()[0] == TOTAL


def test_odbc(service: Service) -> None:
    """As Excel and Power BI do: the catalogue's calls, then every view."""
    pyodbc = pytest.importorskip("pyodbc", exc_type=ImportError)
    if "PostgreSQL Unicode" not in pyodbc.drivers():
        pytest.skip("psqlODBC is not installed (odbc-postgresql)")
    with pyodbc.connect(service.served.odbc, readonly=True) as connection:
        cursor = connection.cursor()
        assert set(service.views) <= {(row.table_schem, row.table_name) for row in cursor.tables(tableType="VIEW").fetchall()}
        for schema, view in service.views:  # psqlODBC leaves all remarks empty; its users ask col_description, as the catalogue's test does
            columns = {c.column_name for c in cursor.columns(schema=schema, table=view).fetchall()}
            cursor.execute(f'SELECT * FROM "{schema}"."{view}"').fetchall()
            assert columns == {description[0] for description in cursor.description}
        rows = cursor.execute(OVERVIEW).fetchall()
    assert "样例市样例区司法局" in {row.department_name for row in rows}
    assert sum(row.total_yuan for row in rows) == TOTAL


def test_jdbc(service: Service) -> None:
    """As DBeaver and Power BI's gateway do: remarks on every view and column, Chinese names intact, sums exact."""
    driver = Path(os.environ.get("JIXIAO_TEST_JDBC", "/usr/share/java/postgresql.jar"))
    if not driver.exists() or shutil.which("javac") is None:
        pytest.skip("no Java compiler, or no PostgreSQL JDBC driver (default-jdk-headless, libpostgresql-jdbc-java)")
    command = ["java", "-Dfile.encoding=UTF-8", "-cp", str(driver), str(Path(__file__).with_name("Catalogue.java"))]
    served = service.served
    done = subprocess.run(
        [*command, served.jdbc, served.user, served.password, OVERVIEW], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    told = [line.split("\t") for line in done.stdout.splitlines()]
    assert {(schema, view) for kind, schema, view, *_ in told if kind == "view"} == set(service.views)
    assert {(schema, view) for kind, schema, view, *_ in told if kind == "column"} == set(service.views)
    assert all(" | " in line[-1] for line in told if line[0] == "column")
    assert all(" a row is " in line[-1] for line in told if line[0] == "view")
    assert ("报表", "项目总览", "部门名称") in {tuple(line[1:4]) for line in told if line[0] == "column"}
    assert sum(Decimal(line[3]) for line in told if line[0] == "row") == TOTAL


def test_psql(service: Service) -> None:
    if shutil.which("psql") is None:
        pytest.skip("psql is not installed")

    def ask(command: str) -> str:
        return subprocess.run(["psql", service.served.url, "-XAtc", command], capture_output=True, text=True, check=True).stdout

    listed = ask("\\dv+ mart.*")
    assert "Targets as promised" in listed
    assert "样例市样例区司法局" in ask(OVERVIEW)
    assert re.search(r"total_yuan\|numeric\(20,2\)", ask("\\d+ mart.project_overview"))
