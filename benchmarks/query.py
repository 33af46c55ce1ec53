"""Asking: each view of ``mart``, a question about a department and a year and one about a whole year, over synthetic facts in the real tables.

``python benchmarks/query.py [--targets 1000000] [--rounds 5] [--view NAME]… [--plan] [--home FOLDER] [--json]``. The warehouse is made by
``synthetic.py`` in a folder of its own (some 3 GB a million targets while it is made), and is removed afterwards unless ``--home`` names one to
keep. Times are the server's, milliseconds, medians over rounds; each round asks about another department and year. ``--plan`` shows the slowest
node of each plan.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import synthetic  # noqa: E402

from etl.load import database, server  # noqa: E402

TABLES = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname IN ('core', 'ops')"

# A whole year: what an analyst compares by. Of a department everything is shown.
WHOLE = {
    "project_overview": "function_key, count(*), sum(total_yuan), avg(quantified_share)",
    "project_funding": "funding_source, stage, sum(amount_yuan)",
    "project_target": "kind, comparator, count(*)",
    "project_change": "function_key, count(*), sum(change_yuan), sum(tightened), sum(loosened)",
    "target_change": "kind, change, count(*)",
    "money_up_target_down": "function_key, count(*), sum(change_yuan)",
    "department_overview": "function_key, count(*), sum(total_yuan), avg(quantified_share)",
    "department_peer": "function_key, max(peer_count), max(median_total_yuan), count(*) FILTER (WHERE total_rank <= 10)",
    "target_peer": "quartile, count(*), avg(strictness_rank)",
    "unit_cost": "function_key, count(*), count(*) FILTER (WHERE yuan_per_unit > 2 * peer_median)",
    "execution": "function_key, count(*), avg(execution_rate), sum(met), sum(not_met)",
    "achievement": "kind, met, moved, count(*), avg(ratio)",
    "shared_project": "function_key, count(*), max(common_indicators)",
    "reconciliation": "equation, status, count(*)",
    "republication": "field, change, count(*)",
    "coverage": "statement_kind, status, count(*), sum(target_count)",
    "department_reform": "region_name, sum(total_yuan), sum(orphan_count)",
    "data_finding": "rule, severity, count(*)",
}


def made(home: Path, targets: int) -> sa.Engine:
    """The warehouse, filled unless it is there already."""
    engine = database.open_engine(server.start(home).url())
    database.upgrade(engine)
    with engine.connect() as connection:
        known = connection.scalar(sa.text("SELECT EXISTS (SELECT FROM core.target_value)"))
        connection.rollback()
        if not known:
            start = time.perf_counter()
            count = synthetic.fill(connection, targets)
            _analyze(connection)
            filled = time.perf_counter()
            database.upgrade(engine)  # fills the summaries
            print(f"{count:,} targets in {filled - start:.0f} s, summed up in {time.perf_counter() - filled:.0f} s", file=sys.stderr)
            _analyze(connection)
    return engine


def _analyze(connection: sa.Connection) -> None:
    """What autovacuum does in time: statistics, and pages known to hold only what all can see."""
    with connection.execution_options(isolation_level="AUTOCOMMIT").begin():
        for table in connection.scalars(sa.text(TABLES)).all():
            connection.exec_driver_sql(f"VACUUM ANALYZE {table}")
    connection.execution_options(isolation_level="READ COMMITTED")


def questions(view: str, places: list[Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Kind of question, query and parameters; a place is a department and a year."""
    parts = [part.strip() for part in WHOLE[view].split(",")]
    groups = [part for part in parts if "(" not in part and ")" not in part]
    for department, name, region, year in places:
        if view == "department_reform":
            yield "department", f"SELECT * FROM mart.{view} WHERE region_code = :region AND fiscal_year = :year", {"region": region, "year": year}
        else:
            yield "department", f"SELECT * FROM mart.{view} WHERE department_name = :name AND fiscal_year = :year", {"name": name, "year": year}
            yield "id", f"SELECT * FROM mart.{view} WHERE department_id = :id AND fiscal_year = :year", {"id": department, "year": year}
        yield "year", f"SELECT {WHOLE[view]} FROM mart.{view} WHERE fiscal_year = :year GROUP BY {', '.join(groups)}", {"year": year}


def ask(connection: sa.Connection, query: str, given: dict[str, Any]) -> tuple[float, dict[str, Any]]:
    """The server's time in milliseconds, and the plan."""
    plan = connection.execute(sa.text("EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + query), given).scalar_one()[0]
    return plan["Planning Time"] + plan["Execution Time"], plan["Plan"]


def slowest(connection: sa.Connection, query: str, given: dict[str, Any]) -> str:
    """The node of a plan that takes most time of its own."""
    plan = connection.execute(sa.text("EXPLAIN (ANALYZE, FORMAT JSON) " + query), given).scalar_one()[0]["Plan"]
    nodes: list[tuple[float, str]] = []

    def walk(node: dict[str, Any]) -> float:
        total = float(node["Actual Total Time"] * node["Actual Loops"])
        own = total - sum(walk(child) for child in node.get("Plans", []))
        about = node.get("Relation Name") or node.get("CTE Name") or node.get("Subplan Name") or ""
        nodes.append((own, f"{node['Node Type']} {about} ({node['Actual Rows']:.0f} rows × {node['Actual Loops']}, {own:.0f} ms)"))
        return total

    walk(plan)
    return max(nodes)[1]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--targets", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--view", action="append", choices=list(WHOLE))
    parser.add_argument("--plan", action="store_true")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    home = given.home or Path(tempfile.mkdtemp(prefix="jixiao-query-"))
    home.mkdir(exist_ok=True)
    try:
        engine = made(home, given.targets)
        with engine.connect() as connection:
            report(connection, given)
        engine.dispose()
    finally:
        server.stop(home)
        if given.home is None:
            shutil.rmtree(home, ignore_errors=True)


def report(connection: sa.Connection, given: argparse.Namespace) -> None:
    """A line a view: medians of the three questions."""
    pick = """
        SELECT department_id::text, department_name, region_code, fiscal_year FROM mart.department_overview
        WHERE department_id::text LIKE :tail AND fiscal_year > :first ORDER BY md5(department_id::text || fiscal_year) LIMIT 1"""
    places = [connection.execute(sa.text(pick), {"tail": f"%{n}", "first": synthetic.FIRST_YEAR}).first() for n in range(given.rounds)]
    count = connection.scalar(sa.text("SELECT count(*) FROM core.target_value"))
    results: dict[str, dict[str, float]] = {}
    print(f"{count:,} targets; medians of {given.rounds}, ms: department and year by name, by id, whole year")
    for view in given.view or WHOLE:
        times: dict[str, list[float]] = {}
        last = {}
        for kind, query, parameters in questions(view, places):
            times.setdefault(kind, []).append(ask(connection, query, parameters)[0])
            last[kind] = (query, parameters)
        results[view] = {kind: statistics.median(found) for kind, found in times.items()}
        if not given.json:
            print(f"{view:22}" + "".join(f"{results[view].get(kind, float('nan')):10.1f}" for kind in ("department", "id", "year")), flush=True)
            if given.plan:
                for kind, (query, parameters) in last.items():
                    print(f"    {kind}: {slowest(connection, query, parameters)}")
    if given.json:
        print(json.dumps({"targets": count, "milliseconds": results}, ensure_ascii=False))


if __name__ == "__main__":
    main()
