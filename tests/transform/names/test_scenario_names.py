"""The shared scenario tool's departments and projects: known who is who, however a table prints it that year."""

from __future__ import annotations

import importlib
import sys
from collections import defaultdict
from typing import Any

import pytest

from etl.transform.names.departments import department
from etl.transform.names.projects import project_name
from tests.corpus import corpus


@pytest.fixture(scope="module")
def scenario() -> Any:
    tools = corpus().parent / "tools"
    if not (tools / "scenario.py").exists():
        pytest.skip(f"the scenario tool is not here: {tools}")
    sys.path.insert(0, str(tools))
    try:
        yield importlib.import_module("scenario")
    finally:
        sys.path.remove(str(tools))


@pytest.mark.parametrize(("seed", "regions", "scale"), [(1, 74, 1), (2, 8, 4), (3, 12, 4)])
def test_regions_functions_and_stems(scenario: Any, seed: int, regions: int, scale: int) -> None:
    made = scenario.Scenario(seed, regions, list(range(2021, 2026)), scale)
    for region_code, name, function, *_ in made.roster:
        if name.endswith(("水利局", "农业农村和水利局")) and function not in ("水务局", "农业农村和水利局"):
            continue  # only the roster knows
        for given in (None, region_code):
            read = department(name, region_code=given)
            assert (read.region_code, read.function, read.problems) == (region_code, function, ()), name
    stems, projects = defaultdict(set), defaultdict(set)
    for statement in made.statements:
        owner = department(statement.department, region_code=statement.region.code)
        for row in statement.rows:
            read = project_name(row.name, owner=owner)
            assert read.funding_document == row.document, row.name
            stems[statement.region.code, statement.department, row.project].add(read.stem)
            projects[statement.region.code, statement.department, read.stem].add(row.project)
    renamed = [found for found in stems.values() if len(found) > 1 and not any("重点工作专项" in stem for stem in found)]
    assert renamed == []  # 重点工作专项: renamed outright, only the code tells
    assert [found for found in projects.values() if len(found) > 1] == []
