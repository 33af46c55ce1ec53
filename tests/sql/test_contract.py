"""What clients need of the views (DESIGN): columns, types, comments, twins, grants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from etl.load import views
from tests.sql.world import tables_of

ALLOWED = re.compile(r"bigint|integer|smallint|numeric\(\d+,\d+\)|double precision|text|boolean|date|timestamp\(0\) without time zone")
WHO = "region_code region_name department_id department_name function_key fiscal_year year_start"
OWN = {
    "project_overview": f"{WHO} project_id project_name total_yuan funding_documents unit_names indicator_count "
    "quantified_share annual_goal cycle_goal",
    "project_funding": f"{WHO} project_id project_name funding_source funding_source_name stage amount_yuan share",
    "project_target": f"{WHO} project_id project_name indicator_name kind seq level1 level2 horizon part comparator low high unit basis scope "
    "measure direction bound raw weight document_name place target_value_id evidence_id",
    "project_change": f"{WHO} project_id project_name previous_year previous_total_yuan total_yuan change_yuan change_pct tightened loosened "
    "unchanged comparator_changed reworded not_comparable added dropped",
    "target_change": f"{WHO} project_id project_name indicator_name kind horizon previous_year previous_raw raw previous_bound bound unit direction "
    "change reason kind_changed",
    "money_up_target_down": f"{WHO} project_id project_name previous_year previous_total_yuan total_yuan change_yuan change_pct loosened dropped",
    "department_peer": f"{WHO} total_yuan project_count indicators_per_project quantified_share peer_count total_rank median_total_yuan",
    "target_peer": f"{WHO} project_id project_name indicator_name kind unit basis direction bound comparator raw peer_count strictness_rank quartile "
    "median_bound",
    "unit_cost": f"{WHO} project_id project_name indicator_name kind quantity unit total_yuan yuan_per_unit previous_yuan_per_unit change_pct "
    "count_target_count peer_count peer_median",
    "execution": f"{WHO} project_id project_name budget_yuan adjusted_yuan executed_yuan execution_rate self_score met not_met undecided moved",
    "achievement": f"{WHO} project_id project_name indicator_name kind promised_raw promised_bound restated_raw moved actual_raw actual ratio met "
    "score weight matched",
    "shared_project": f"{WHO} project_id project_name row_count funding_documents total_yuan shares common_indicators",
    "republication": f"{WHO} project_id project_name indicator_name superseded_document document field old_value new_value change",
    "department_reform": "region_code region_name fiscal_year year_start lineage_id department_names total_yuan project_count orphan_count",
    "department_overview": f"{WHO} total_yuan project_count indicator_count target_count quantified_share full_mark_share copied_share "
    "without_satisfaction without_cost finding_count",
    "reconciliation": f"{WHO} equation published_yuan computed_yuan difference_yuan tolerance_yuan status document_name",
    "coverage": f"{WHO} statement_kind status document_count project_count indicator_count target_count fiscal_year_from "
    "first_loaded_at last_loaded_at",
    "data_finding": f"{WHO} project_id project_name indicator_name kind rule severity document_name place found expected difference hint",
}

COLUMNS = """
    SELECT n.nspname, c.relname, c.relkind, a.attname, format_type(a.atttypid, a.atttypmod) AS type,
           col_description(c.oid, a.attnum) AS comment, obj_description(c.oid, 'pg_class') AS about
    FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('core', 'mart', '报表', 'ops') AND c.relkind IN ('r', 'v', 'm', 'p') AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY n.nspname, c.relname, a.attnum"""


@pytest.fixture(scope="module")
def columns(database: Any) -> list[Any]:
    with database.engine.connect() as connection:
        return list(connection.execute(sa.text(COLUMNS)))


@contextmanager
def acting(database: Any, role: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection that has the rights of a role."""
    with psycopg.connect(database.url) as connection:
        connection.execute(f"SET SESSION AUTHORIZATION {role}")
        yield connection
        connection.rollback()


@pytest.mark.parametrize("view", OWN)
def test_a_view_has_the_columns_of_the_contract(columns: list[Any], view: str) -> None:
    have = {c.attname for c in columns if (c.nspname, c.relname) == ("mart", view)}
    assert have, f"no view mart.{view}"
    assert not set(OWN[view].split()) - have


def test_views_hold_only_types_that_every_client_shows(columns: list[Any]) -> None:
    odd = [(c.relname, c.attname, c.type) for c in columns if c.nspname in ("mart", "报表") and not ALLOWED.fullmatch(c.type)]
    assert not odd


def test_ids_are_text_money_and_shares_have_one_type(columns: list[Any]) -> None:
    for c in columns:
        if c.nspname != "mart":
            continue
        if c.attname.endswith("_id"):
            assert c.type == "text", (c.relname, c.attname)
        if c.attname.endswith("_yuan"):
            assert c.type == "numeric(20,2)", (c.relname, c.attname)
        if c.attname.endswith(("_share", "_rate", "ratio")) or c.attname == "share":
            assert c.type == "numeric(12,6)", (c.relname, c.attname)


def test_every_object_and_column_has_a_comment_of_the_form(columns: list[Any]) -> None:
    bad = [(c.nspname, c.relname, c.attname, c.comment) for c in columns if not views.COMMENT.fullmatch(c.comment or "")]
    bad += [(c.nspname, c.relname, "", c.about) for c in columns if not views.COMMENT.fullmatch(c.about or "")]
    assert not bad


def test_a_view_says_what_a_row_is_and_numbers_not_to_be_added_say_so(columns: list[Any]) -> None:
    for c in columns:
        if c.nspname in ("mart", "报表"):
            assert " a row is " in c.about, c.relname
        if (c.nspname == "mart" and c.attname in ("fiscal_year", "bound", "low", "high", "seq", "part")) or c.attname.endswith("_share"):
            assert "do not sum" in c.comment, (c.relname, c.attname)


def test_twins_are_the_views_under_their_chinese_names(columns: list[Any]) -> None:
    def chinese(comment: str) -> str:
        return comment.partition(" | ")[0]

    mart = {(chinese(c.about), chinese(c.comment), c.type, c.comment) for c in columns if c.nspname == "mart"}
    twins = {(c.relname, c.attname, c.type, c.comment) for c in columns if c.nspname == "报表"}
    assert mart == twins
    assert len(twins) == sum(c.nspname == "mart" for c in columns), "a Chinese name stands twice"


def test_no_name_stands_both_in_core_and_mart(columns: list[Any]) -> None:
    core, mart = ({c.relname for c in columns if c.nspname == schema} for schema in ("core", "mart"))
    assert not core & mart


def test_the_analyst_reads_everything(database: Any, columns: list[Any]) -> None:
    with acting(database, "jixiao_analyst") as connection:
        for schema, name in {(c.nspname, c.relname) for c in columns}:
            connection.execute(f'SELECT * FROM "{schema}"."{name}" LIMIT 1')  # type: ignore[arg-type]


FORBIDDEN = [
    "INSERT INTO ops.rule VALUES ('x', 'info', 'x', 'x', 'x', 'x')",
    "UPDATE core.project SET stem = 'x'",
    "DELETE FROM ops.finding",
    "TRUNCATE core.task",
    "CREATE TABLE mart.mine (a int)",
    "CREATE TABLE public.mine (a int)",
    "CREATE TEMPORARY TABLE mine (a int)",
    "CREATE SCHEMA mine",
    "DROP VIEW mart.project_overview",
    "SELECT nextval('ops.load_run_load_run_id_seq')",
    "SELECT lo_create(0)",
    "SELECT lo_creat(-1)",
    "SELECT lo_from_bytea(0, 'x')",
    "COPY core.task TO '/tmp/task.csv'",
    "COPY core.task FROM '/etc/passwd'",
    "ALTER VIEW mart.project_overview RENAME TO mine",
    "COMMENT ON VIEW mart.project_overview IS 'mine'",
    "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "SET ROLE jixiao_loader",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_analyst_does_nothing_else(database: Any, statement: str) -> None:
    with acting(database, "jixiao_analyst") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)  # type: ignore[arg-type]


def test_the_loader_writes_facts_but_neither_drops_nor_alters_nor_deletes(database: Any) -> None:
    with acting(database, "jixiao_loader") as connection:
        connection.execute("CREATE TEMPORARY TABLE staging (a int)")
        connection.execute("UPDATE core.project_year SET is_current = false")
        connection.execute("INSERT INTO core.funding_source (funding_source, name) VALUES ('x', 'x')")
        for schema, name in sorted(tables_of()):
            can = connection.execute("SELECT has_table_privilege(%s, 'INSERT')", (f"{schema}.{name}",)).fetchone()
            assert can == (True,), name
    for statement in (
        "DROP TABLE core.task",
        "ALTER TABLE core.task ADD a int",
        "DELETE FROM core.task",
        "TRUNCATE core.task",
        "DROP VIEW mart.coverage",
    ):
        with acting(database, "jixiao_loader") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)  # type: ignore[arg-type]
