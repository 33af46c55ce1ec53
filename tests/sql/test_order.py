"""The order of loading says nothing where the days of publication are known: any order ends with the same rows and the same ids.

Worlds are made by the tools outside the project (``../shared/tools``; ``JIXIAO_TOOLS`` names their folder); without them the tests are skipped.
"""

from __future__ import annotations

import csv
import random
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from tests.conftest import TestDatabase
from tests.sql.test_scenario import TOOLS, run

pytestmark = pytest.mark.skipif(not (TOOLS / "scenario.py").exists(), reason=f"the scenario tools are not here: {TOOLS} (set JIXIAO_TOOLS)")

TIMES = ("loaded_at", "first_loaded_at", "last_loaded_at")
IDS = ("core.department", "core.project", "core.indicator", "core.project_link", "core.suggested_link")
IDS += ("core.project_year", "core.target_value", "core.actual_value")


@pytest.fixture(scope="module")
def made_world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small world with mergers, corrections and self-evaluations."""
    folder = tmp_path_factory.mktemp("order") / "world"
    made = run(TOOLS / "scenario.py", "--out", folder, "--seed", "5", "--regions", "2", "--years", "2022-2024")
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture(scope="module")
def listed(database: TestDatabase, made_world: Path, tmp_path_factory: pytest.TempPathFactory) -> TestDatabase:
    """The world, loaded in the order of its manifest."""
    load(database, made_world, tmp_path_factory.mktemp("listed"), manifest_rows(made_world))
    return database


def load(database: TestDatabase, world: Path, home: Path, rows: list[dict[str, str]]) -> None:
    """Load the documents of these rows of the world's manifest, in their order."""
    manifest = world / f"manifest-{home.name}.csv"
    with manifest.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    files = ["--manifest", manifest, "--roster", world / "roster.csv", "--succession", world / "succession.csv"]
    done = run("-m", "etl", "load", *files, JIXIAO_HOME=str(home), JIXIAO_DATABASE_URL=database.url)
    assert done.returncode in (0, 1), done.stderr  # 1: some documents of a world are broken on purpose


def manifest_rows(world: Path) -> list[dict[str, str]]:
    with (world / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def contents(connection: sa.Connection) -> dict[str, Counter[tuple[Any, ...]]]:
    """The rows of every view for analysts, less the times of loading, and of the tables whose ids must not depend on an order."""
    views = connection.scalars(sa.text("SELECT 'mart.' || viewname FROM pg_views WHERE schemaname = 'mart' ORDER BY 1")).all()
    found = {}
    for name in [*views, *IDS]:
        result = connection.execute(sa.text(f"SELECT * FROM {name}"))
        kept = [place for place, column in enumerate(result.keys()) if column not in TIMES]
        found[name] = Counter(tuple(row[place] for place in kept) for row in result)
    return found


def differences(one: TestDatabase, other: TestDatabase) -> dict[str, tuple[list[Any], list[Any]]]:
    """By table or view, a few of the rows that only one of the two has."""
    with one.engine.connect() as first, other.engine.connect() as second:
        return compared(contents(first), contents(second))


def compared(left: dict[str, Counter[Any]], right: dict[str, Counter[Any]]) -> dict[str, tuple[list[Any], list[Any]]]:
    assert sum(map(len, left.values())) > 1000
    return {name: (list(left[name] - right[name])[:2], list(right[name] - left[name])[:2]) for name in left if left[name] != right[name]}


def test_any_order_gives_the_same_rows_and_ids(listed: TestDatabase, own_database: TestDatabase, made_world: Path, tmp_path: Path) -> None:
    rows = manifest_rows(made_world)
    shuffled = random.Random(1).sample(rows, len(rows))
    middle = len(rows) // 2  # and in two runs instead of one
    for nth, some in enumerate((shuffled[:middle], shuffled[middle:])):
        load(own_database, made_world, tmp_path / f"shuffled-{nth}", some)
    assert differences(listed, own_database) == {}


SUPERSEDED = """
    SELECT d.name FROM ops.document AS d JOIN ops.statement AS s USING (document_id) JOIN core.project_year AS y USING (statement_id)
    GROUP BY d.name HAVING NOT bool_or(y.is_current)"""
# What tells of more than what is current: tables, and the views whose matter is what there was.
HISTORY = {*IDS, "mart.republication", "mart.coverage", "mart.project_version"}


def test_what_comes_late_but_was_published_early_changes_nothing_current(
    listed: TestDatabase, own_database: TestDatabase, made_world: Path, tmp_path: Path
) -> None:
    """First all but the publications that later ones supersede, then those: what is current stays as it is, and nothing tells how it came."""
    with listed.engine.connect() as connection:
        superseded = set(connection.scalars(sa.text(SUPERSEDED)))
    rows = manifest_rows(made_world)
    early = [row for row in rows if any(name.endswith(row["path"]) for name in superseded)]
    assert early
    load(own_database, made_world, tmp_path / "late", [row for row in rows if row not in early])
    with own_database.engine.connect() as connection:
        before = contents(connection)
    load(own_database, made_world, tmp_path / "early", early)
    with own_database.engine.connect() as connection:
        assert set(compared(before, contents(connection))) <= HISTORY
    assert differences(listed, own_database) == {}


AS_OF = "SELECT project_year_id FROM mart.project_version WHERE valid_from <= :day AND (valid_to IS NULL OR valid_to > :day)"


def test_what_was_current_on_a_day_is_what_was_published_until_then(
    listed: TestDatabase, own_database: TestDatabase, made_world: Path, tmp_path: Path
) -> None:
    """Asked of everything that is on record now, and of a warehouse that got nothing published later: the same rows."""
    rows = manifest_rows(made_world)
    with listed.engine.connect() as connection:
        ended = connection.scalars(sa.text("SELECT DISTINCT valid_to FROM mart.project_version WHERE valid_to IS NOT NULL ORDER BY 1")).all()
        wrong = sa.text("SELECT count(*) FROM mart.project_version WHERE is_current <> (valid_to IS NULL)")
        assert connection.scalar(wrong) == 0
        assert connection.scalar(sa.text("SELECT count(*) FROM mart.project_version")) == connection.scalar(
            sa.text("SELECT count(*) FROM core.project_year")
        )
        day = ended[len(ended) // 2] - timedelta(days=1)  # on the next one something was superseded
        known = set(connection.scalars(sa.text(AS_OF), {"day": day}))
        today = set(connection.scalars(sa.text("SELECT project_year_id::text FROM core.project_year WHERE is_current")))
    load(own_database, made_world, tmp_path / "until", [row for row in rows if row["published_on"] <= day.isoformat()])
    with own_database.engine.connect() as connection:
        then = set(connection.scalars(sa.text("SELECT project_year_id::text FROM core.project_year WHERE is_current")))
    assert known == then
    assert not then <= today, "the day was chosen so that something has been superseded since"
