"""Keeps the summary tables (DESIGN decision 11): what is slow to ask is summed up by the load, in its transaction, behind the views' own names.

The files of ``sql/summaries`` are run in order over the departments and years that changed, and those that depend on them; so a load costs in
proportion to what it brings, and filling all anew is the same work over all of them. Rows are deleted and put in again, never truncated: a reader
sees the state before or after. A database that this program's files did not fill, or that somebody filled behind the loader's back, is filled anew
by ``jixiao db upgrade``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from functools import cache
from itertools import groupby
from pathlib import Path

import sqlalchemy as sa

from etl.load import reference
from etl.load.summary_tables import SUMMARIES, unranked_group
from etl.resources import folder

CHUNK = 500  # departments' years at once: what their temporary tables hold should stay in memory
_MARKED = "core.department_year_pkey"  # its comment says what filled the summaries; it goes when they are made anew
_MARK = "汇总版本 | Fingerprint of what the summaries are made from: "
_ROUGH = {"default_statistics_target": "5", "jit": "off", "work_mem": "64MB"}
_FINDINGS, _GROUPS = "08_findings.sql", "09_groups.sql"

# Departments that are called otherwise than their summaries say, or that have none although they have statements or rows, or the reverse. A year is
# whole when every project that is promised in it is there.
_RENAMED = """
SELECT y.department_id, y.fiscal_year
FROM core.department_year AS y
JOIN core.department_profile AS d USING (department_id)
LEFT JOIN core.region_period AS r
    ON r.region_code = d.region_code
    AND (r.from_date IS NULL OR r.from_date <= make_date(y.fiscal_year, 12, 31))
    AND (r.to_date IS NULL OR r.to_date > make_date(y.fiscal_year, 12, 31))
WHERE (y.department_name, y.region_code, y.function_key, y.region_name, y.region_level)
    IS DISTINCT FROM (d.department_name, d.region_code, d.function_key, r.region_name, r.region_level)
"""
_FILED = """
SELECT s.department_id, s.fiscal_year FROM ops.statement AS s JOIN ops.document AS d USING (document_id, reading)
UNION
SELECT p.department_id, y.fiscal_year FROM core.project_year AS y JOIN core.project AS p USING (project_id)
JOIN ops.statement AS s USING (statement_id) JOIN ops.document AS d USING (document_id, reading)
"""
_DRIFTED = f"""
{_RENAMED}
UNION
(({_FILED}) EXCEPT SELECT department_id, fiscal_year FROM core.department_year)
UNION
(SELECT department_id, fiscal_year FROM core.department_year EXCEPT ({_FILED}))
UNION
SELECT coalesce(p.department_id, s.department_id), coalesce(p.fiscal_year, s.fiscal_year)
FROM (
    SELECT p.department_id, y.fiscal_year, y.project_id, count(*) AS row_count
    FROM core.project_year AS y JOIN core.project AS p USING (project_id) JOIN ops.statement AS t USING (statement_id)
    WHERE y.is_current AND t.statement_kind <> 'self_evaluation'
    GROUP BY p.department_id, y.fiscal_year, y.project_id
) AS p
FULL JOIN core.promised_project AS s USING (project_id, fiscal_year)
WHERE p.row_count IS DISTINCT FROM s.row_count
"""


# What the files left behind earlier in the same transaction.
_LEFT = """
SELECT string_agg('pg_temp.' || relname, ', ') FROM pg_class
WHERE relnamespace = pg_my_temp_schema() AND relkind = 'r' AND (relname = 'touched' OR relname LIKE 'summary\\_%')"""


def refresh(connection: sa.Connection, statements: Collection[int], *, named: Collection[int] = (), linked: Collection[int] = ()) -> None:
    """Sum up anew what a load changed: the departments and years of these statements, those of the departments ``named`` that are called otherwise
    than before, and every year of the projects ``linked``, whose links have changed. Works in the transaction of the connection.
    """
    query = f"""
        SELECT department_id, fiscal_year FROM ops.statement WHERE statement_id = ANY(:statements)
        UNION SELECT p.department_id, y.fiscal_year FROM core.project AS p JOIN core.project_year AS y USING (project_id)
            WHERE p.project_id = ANY(:linked)
        UNION ({_RENAMED} AND y.department_id = ANY(:named))"""
    _sum_up(connection, query, {"statements": list(statements), "named": list(named), "linked": list(linked)})


def refresh_departments(connection: sa.Connection, departments: Collection[int]) -> None:
    """Sum up anew all years of these departments (a steward joined or parted them)."""
    _sum_up(connection, f"SELECT * FROM ({_FILED}) AS f WHERE department_id = ANY(:departments)", {"departments": list(departments)})


def refresh_renamed(connection: sa.Connection) -> None:
    """Sum up anew the departments whose name, function or region is not what their summaries say (a steward's roster has changed)."""
    _sum_up(connection, _RENAMED, {})


def count_findings(connection: sa.Connection) -> None:
    """Count again the findings of what was summed up last in this transaction: the checks have been since."""
    _run(connection, _FINDINGS)


def count_findings_of(connection: sa.Connection, statements: Collection[int]) -> None:
    """Count again the findings of the departments and years that these statements are of."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS pg_temp.touched")
    query = "SELECT DISTINCT department_id, fiscal_year FROM ops.statement WHERE statement_id = ANY(:statements)"
    connection.execute(sa.text(f"CREATE TEMPORARY TABLE touched ON COMMIT DROP AS {query}"), {"statements": list(statements)})
    connection.exec_driver_sql("ANALYZE pg_temp.touched")
    _run(connection, _FINDINGS)


def rank_groups(connection: sa.Connection) -> None:
    """Sum up the groups of peers that have changed since this was done last: once at the end of a load, since each document changes many groups and
    each group is changed by many documents. Works in the transaction of the connection.
    """
    if connection.scalar(sa.select(sa.exists().select_from(unranked_group))):
        connection.exec_driver_sql(f"ANALYZE {unranked_group.fullname}")
        _run(connection, _GROUPS)


def fill(connection: sa.Connection, told: Callable[[int, int], None] = lambda done, of: None) -> bool:
    """Fill the summaries where they are not what this program makes: all of them, if it makes them otherwise than whoever filled them, else those
    that are out of date. False where nothing had to be done. The views must be there. Groups of peers that have changed are noted for
    :mod:`etl.load.peers`. ``told``: departments' years done, and of how many.
    """
    known = connection.scalar(sa.text(f"SELECT obj_description('{_MARKED}'::regclass, 'pg_class')")) == _MARK + fingerprint()
    if not known:
        for table in (*SUMMARIES, unranked_group):
            connection.execute(sa.delete(table))
    wrong = connection.execute(sa.text(f"SELECT department_id, fiscal_year FROM ({_DRIFTED if known else _FILED}) AS f ORDER BY 1, 2")).all()
    for number, some in groupby(enumerate(wrong), lambda one: one[0] // CHUNK):
        told(number * CHUNK, len(wrong))
        departments, years = zip(*(pair for _, pair in some), strict=True)
        query = "SELECT * FROM unnest(CAST(:departments AS bigint[]), CAST(:years AS smallint[]))"
        _sum_up(connection, query, {"departments": list(departments), "years": list(years)})
    if not known:
        connection.exec_driver_sql(f"COMMENT ON INDEX {_MARKED} IS '{_MARK}{fingerprint()}'")
    return bool(wrong) or not known


@cache
def fingerprint() -> str:
    """What the summaries are made from, in 16 hexadecimal digits: the files, the tables, and which units are equal."""
    digest = hashlib.sha256(reference.UNITS.read_bytes())
    for path in _files():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    for table in SUMMARIES:
        digest.update(repr([table.fullname, *((c.name, str(c.type)) for c in table.columns)]).encode())
    return digest.hexdigest()[:16]


def _sum_up(connection: sa.Connection, changed: str, given: dict[str, list[int]]) -> bool:
    """Run the files over the departments and years that a query finds; False where it finds none."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS pg_temp.changed")
    connection.exec_driver_sql("CREATE TEMPORARY TABLE changed (department_id bigint, fiscal_year smallint) ON COMMIT DROP")
    if not connection.execute(sa.text(f"INSERT INTO changed {changed}"), given).rowcount:
        return False
    # A rough idea of the temporary tables is enough to plan by: ANALYZE as usual would cost as much as the rest.
    before = _settle(connection, _ROUGH)
    connection.exec_driver_sql("ANALYZE pg_temp.changed")
    if left := connection.scalar(sa.text(_LEFT)):
        connection.exec_driver_sql(f"DROP TABLE {left}")
    for path in _files():
        if path.name != _GROUPS:
            _run(connection, path.name)
    _settle(connection, before)
    return True


def _settle(connection: sa.Connection, wanted: dict[str, str]) -> dict[str, str]:
    """Settings for the rest of the transaction; returns what they were."""
    before = {name: str(connection.scalar(sa.text("SELECT current_setting(:name)"), {"name": name})) for name in wanted}
    for name, value in wanted.items():
        connection.execute(sa.text("SELECT set_config(:name, :value, true)"), {"name": name, "value": value})
    return before


def _files() -> list[Path]:
    return sorted((folder("sql") / "summaries").glob("*.sql"))


def _run(connection: sa.Connection, name: str) -> None:
    text = (folder("sql") / "summaries" / name).read_text(encoding="utf-8")
    connection.exec_driver_sql(text, execution_options={"no_parameters": True})
