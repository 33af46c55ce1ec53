"""The shared corpus, read in this process from bytes to ``inspect --json`` and scored with the corpus's own tools; skipped where it is missing."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from etl.pipeline.reading import Task, read_one
from etl.report.inspection import Inspected, as_json
from etl.transform.statement import Claim
from etl.transform.targets.lines import values_lines
from tests.corpus import corpus

FORMATS = (".xlsx", ".html", ".docx", ".csv", ".txt", ".calc.pdf", ".writer.pdf")


def _documents() -> Iterator[Any]:
    """Each document with its truth; one skipped case where the corpus is missing."""
    try:
        base = corpus()
    except pytest.skip.Exception as missing:
        yield pytest.param(None, None, marks=pytest.mark.skip(reason=str(missing)))
        return
    for folder in ("layouts", "publications", "seed"):
        for path in sorted((base / folder).iterdir()):
            stem = path.name.split(".", 1)[0]
            truth = base / folder / ("truth.json" if folder == "seed" else f"{stem}.json")
            if path != truth and truth.exists() and (path.name.endswith(FORMATS) or (folder == "publications" and path.suffix != ".json")):
                yield pytest.param(path, truth, id=f"{folder}/{path.name}")


@pytest.fixture(scope="module")
def tools() -> Iterator[dict[str, ModuleType]]:
    """The corpus's scorers, imported by path; ``silent`` imports ``score`` by name."""
    folder = corpus().parent / "tools"
    if not folder.is_dir():
        pytest.skip(f"the scoring tools are not here: {folder}")
    found = {}
    sys.path.insert(0, str(folder))
    try:
        for name in ("score", "silent", "score_values"):
            spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
            assert spec is not None and spec.loader is not None
            found[name] = importlib.util.module_from_spec(spec)
            sys.modules[name] = found[name]
            spec.loader.exec_module(found[name])
        yield found
    finally:
        sys.path.remove(str(folder))
        for name in found:
            sys.modules.pop(name, None)


def _claim(path: Path, truth: Path) -> Claim:
    """What ``inspect`` is told: the truth's options, and the year that the seed does not state."""
    options = (
        json.loads(truth.read_text(encoding="utf-8")).get("expected", {}).get("options", ["--year", "2024"] if truth.name == "truth.json" else [])
    )
    given = dict(zip(options[::2], options[1::2], strict=True))
    unknown = given.keys() - {"--year", "--department", "--region"}
    assert not unknown, f"an option that this test does not pass on: {unknown}"
    year = given.get("--year")
    return Claim(path.name, int(year) if year else None, department=given.get("--department"), region_code=given.get("--region"))


@pytest.mark.parametrize(("path", "truth"), list(_documents()))
def test_every_document_is_read_as_it_is_printed(path: Path, truth: Path, tools: dict[str, ModuleType]) -> None:
    data = path.read_bytes()
    found = read_one(Task(data, _claim(path, truth)))
    line = json.loads(json.dumps(as_json(Inspected(path.name, "0", found.media_type, found.reading, found.refused), "zh")))
    expected = tools["score"].expected(truth)
    result = tools["score"].score(expected, [line])
    assert not result.wrong and result.right > 5, "\n".join(result.wrong[:20])
    assert _silent(tools["silent"], expected, line) == []


def _silent(silent: ModuleType, expected: dict[str, Any], line: dict[str, Any]) -> list[str]:
    """The numbers that are wrong and that no finding points at."""
    findings = [item for item in line["findings"] if item["severity"] in ("error", "warning")]
    values, amounts = silent.collect(expected, [line])
    wrong = [
        f"{at}: {got['raw']}"
        for at, want, got in values
        if (want is None or not silent.same_value(want, got)) and not any(silent.points(f, got["evidence"]["place"]) for f in findings)
    ]
    return wrong + [f"{at}: {got}" for at, want, got in amounts if want != got and not any(silent.names(f, got) for f in findings)]


def test_every_value_of_the_collection_is_read(tools: dict[str, ModuleType]) -> None:
    wanted = json.loads(corpus("values", "values.json").read_text(encoding="utf-8"))
    lines = json.loads(json.dumps(list(values_lines(wanted))))
    wrong = []
    for want, got in zip(wanted, lines, strict=True):
        marks, invented = tools["score_values"].score(want, got)
        bad = [mark for mark in marks if not tools["score_values"].same(mark[1], mark[2])]
        if not want.get("doubtful") and (bad or invented):
            wrong.append(f"{want['raw']} | {want['name']}: {bad or 'a number that is not in the value'}")
    assert not wrong and len(lines) > 100, "\n".join(wrong[:20])
