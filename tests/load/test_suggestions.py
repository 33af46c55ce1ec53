"""Suggested continuations: which projects are alike, what settles a suggestion, and how a steward confirms one or takes it back."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from etl.load import companions, database, suggestions
from etl.load.frames import Incoming
from etl.load.named import Confirmed, Listed, Named
from etl.load.suggestions import Filed, suggested
from tests.conftest import TestDatabase
from tests.load.made import incoming, load, project

OLD, NEW = 1, 2


def filed(number: int, name: str, years: tuple[int, int], total: str | None = "100", **more: Any) -> Filed:
    """A project of department 9 that has the same money in its first and last year."""
    money = Decimal(total) if total else None
    return Filed(number, more.pop("department", 9), "project", name, more.pop("phase", None), *years, money, money, **more)


def pairs(*projects: Filed, follows: dict[int, list[tuple[int, int]]] | None = None) -> list[tuple[int, int, str]]:
    return sorted((of, to, reason) for of, to, _, reason, _ in suggested(projects, follows or {}))


def test_equal_but_for_words_that_say_money_whatever_the_amount() -> None:
    found = list(suggested([filed(OLD, "法律援助业务", (2022, 2023), "10"), filed(NEW, "法律援助业务", (2024, 2024), None)], {}))
    assert found == [(OLD, NEW, 2024, "loose_key", Decimal(1))]


def test_alike_while_the_money_stays_near() -> None:
    old = filed(OLD, "人民调解员补贴", (2022, 2023), "100")
    assert pairs(old, filed(NEW, "人民调解工作补贴", (2024, 2024), "150")) == [(OLD, NEW, "similarity")]
    for far in ("151", "49", None):
        assert pairs(old, filed(NEW, "人民调解工作补贴", (2024, 2024), far)) == []
    assert pairs(old, filed(NEW, "社区矫正经费", (2024, 2024))) == []


@pytest.mark.parametrize(
    "settled",
    [
        [filed(OLD, "法律援助", (2022, 2024)), filed(NEW, "法律援助", (2024, 2024))],
        [filed(OLD, "法律援助", (2022, 2023), is_continued=True), filed(NEW, "法律援助", (2024, 2024))],
        [filed(OLD, "法律援助", (2022, 2023)), filed(NEW, "法律援助", (2024, 2024), continues=True)],
        [filed(OLD, "法律援助", (2022, 2023), phase="一期"), filed(NEW, "法律援助", (2024, 2024), phase="二期")],
        [filed(OLD, "法律援助", (2022, 2023), department=8), filed(NEW, "法律援助", (2024, 2024))],
    ],
    ids=["both in one year", "goes on already", "continues already", "phases", "departments of which none follows the other"],
)
def test_what_is_no_question(settled: list[Filed]) -> None:
    assert pairs(*settled) == []


def test_to_the_department_that_follows_from_that_year_on() -> None:
    two = [filed(OLD, "法律援助", (2022, 2023), department=8), filed(NEW, "法律援助", (2024, 2024))]
    assert pairs(*two, follows={9: [(8, 2024)]}) == [(OLD, NEW, "loose_key")]
    assert pairs(*two, follows={9: [(8, 2025)]}) == []


def test_only_the_most_alike_are_suggested() -> None:
    many = [filed(n, "法律援助补贴" + "甲乙丙丁戊"[: n - 10], (2022, 2023)) for n in range(10, 16)]
    assert {of for of, _, _ in pairs(*many, filed(NEW, "法律援助补贴", (2024, 2024)))} == {10, 11, 12}


def table(mark: str, year: int, *names: str) -> Incoming:
    """A document that promises projects of these names in a year; the loose name is the part before a space."""
    projects = [project(n, name) for n, name in enumerate(names, 1)]
    for one in projects:
        one.loose_stem = one.stem.partition(" ")[0]
    made = incoming(mark, projects)
    made.statements[0].fiscal_year = year
    return made


def shown(connection: sa.Connection) -> list[tuple[Any, ...]]:
    query = "SELECT previous_project_name, project_name, fiscal_year, previous_year, status, reason, note FROM mart.project_suggestion ORDER BY 1, 2"
    with connection.begin():
        return [tuple(row) for row in connection.execute(sa.text(query))]


def linked(connection: sa.Connection) -> list[tuple[Any, ...]]:
    query = (
        "SELECT a.stem, b.stem, l.effective_year, l.reason FROM core.project_link l JOIN core.project a ON a.project_id = l.from_project_id "
        "JOIN core.project b ON b.project_id = l.to_project_id ORDER BY 1, 2"
    )
    with connection.begin():
        return [tuple(row) for row in connection.execute(sa.text(query))]


def confirmed(of: str, to: str, reason: str = "同一经费，改名") -> Confirmed:
    owner = Named("440106", "司法局", "某市司法局")
    return Confirmed(Listed(owner, "project_targets", of, of), Listed(owner, "project_targets", to, to), 2024, reason)


def test_suggested_by_the_load_confirmed_by_a_steward_and_taken_back(own_database: TestDatabase) -> None:
    with own_database.engine.connect() as connection:
        load(connection, [table("a", 2023, "普法 经费", "矫正 经费")])
        assert shown(connection) == []
        load(connection, [table("b", 2024, "普法 工作", "矫正 经费")])
        suggestion = ("普法 经费", "普法 工作", 2024, 2023, "suggested", "loose_key", None)
        assert shown(connection) == [suggestion]
        assert linked(connection) == [], "a suggestion joins nothing"

        companions.put_links(connection, [confirmed("普法 经费", "普法 工作")])
        assert shown(connection) == [("普法 经费", "普法 工作", 2024, 2023, "confirmed", "steward", "同一经费，改名")]
        assert linked(connection) == [("普法 经费", "普法 工作", 2024, "steward")]
        with connection.begin():
            change = connection.execute(sa.text("SELECT project_name, previous_year FROM mart.project_change ORDER BY 1")).all()
        assert [tuple(row) for row in change] == [("普法 工作", 2023), ("矫正 经费", 2023)]

        companions.put_links(connection, [])
        assert shown(connection) == [suggestion]
        assert linked(connection) == []


def test_a_confirmed_link_waits_for_its_projects_and_says_so(own_database: TestDatabase) -> None:
    with own_database.engine.connect() as connection:
        companions.put_links(connection, [confirmed("普法", "法治宣传")])
        assert shown(connection) == [("普法", "法治宣传", 2024, None, "unmatched", "steward", "同一经费，改名")]
        load(connection, [table("b", 2024, "法治宣传")])
        assert linked(connection) == []
        load(connection, [table("a", 2023, "普法")])
        assert linked(connection) == [("普法", "法治宣传", 2024, "steward")]
        assert shown(connection)[0][3:5] == (2023, "confirmed")


def test_a_suggestion_goes_when_the_project_turns_out_not_to_have_ended(own_database: TestDatabase) -> None:
    with own_database.engine.connect() as connection:
        load(connection, [table("a", 2023, "普法 经费"), table("b", 2024, "普法 工作")])
        assert len(shown(connection)) == 1
        load(connection, [table("c", 2025, "普法 经费")])
        assert shown(connection) == []


def test_nothing_is_written_where_nothing_changes(own_database: TestDatabase) -> None:
    with own_database.engine.connect() as connection:
        load(connection, [table("a", 2023, "普法 经费"), table("b", 2024, "普法 工作")])
        query = sa.text("SELECT xmin::text FROM core.suggested_link")
        with connection.begin():
            before = connection.scalars(query).all()
            suggestions.of_departments(connection, list(connection.scalars(sa.text("SELECT department_id FROM core.department"))))
            assert connection.scalars(query).all() == before != []


def test_the_loader_may_do_all_that(own_database: TestDatabase) -> None:
    with own_database.engine.connect() as connection:
        connection.execute(sa.text("SET ROLE jixiao_loader"))
        connection.commit()
        companions.put_links(connection, [confirmed("普法", "法治宣传")])
        companions.put_roster(connection, [])
        companions.put_links(connection, [])
        with database.exclusive(connection):
            pass


LINKS = "from_region_code,from_department,from_project,to_project,effective_year,reason\n"


def test_a_links_file_names_projects_as_they_are_printed(tmp_path: Path) -> None:
    from etl.options import Options
    from etl.pipeline.given import Given
    from etl.settings import read_settings

    file = tmp_path / "links.csv"
    file.write_text(LINKS + "440106,广州市天河区司法局,2023年天河区普法经费,法治宣传经费（2024年）,2024,改名\n", encoding="utf-8")
    given = Given([str(tmp_path)], Options(links=file), read_settings())
    assert given.sources == [], "the file is no document"
    (row,) = given.links or []
    assert (row.of.stem, row.to.stem, row.effective_year, row.reason) == ("普法经费", "法治宣传经费", 2024, "改名")
    assert row.of.department == row.to.department


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("440106,广州市天河区司法局,普法经费,2024年普法经费,2024,改名", "2"),
        ("440106,广州市天河区司法局,普法经费,法治宣传经费,2024,", "reason"),
        ("440106,广州市天河区司法局,普法经费,法治宣传经费,,改名", "effective_year"),
    ],
)
def test_a_links_file_that_cannot_be_meant(tmp_path: Path, row: str, told: str) -> None:
    from etl.manifest import ManifestError
    from etl.options import Options
    from etl.pipeline.given import Given
    from etl.settings import read_settings

    file = tmp_path / "links.csv"
    file.write_text(LINKS + row + "\n", encoding="utf-8")
    with pytest.raises(ManifestError, match=told):
        Given([str(tmp_path)], Options(links=file), read_settings())
