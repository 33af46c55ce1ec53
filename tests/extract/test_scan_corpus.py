"""The shared corpus's scans, read whole and scored with its own tools; skipped where corpus or extra are missing."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from etl.extract import scan
from etl.pipeline.reading import Task, read_one
from etl.report.inspection import Inspected, as_json
from etl.transform.statement import Claim
from tests.corpus import corpus

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not scan.installed(), reason="the extra [ocr] is not installed: pip install 'jixiao[ocr]'")]


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The corpus's scorers."""
    folder = corpus().parent / "tools"
    if not folder.is_dir():
        pytest.skip(f"the scoring tools are not here: {folder}")
    monkeypatch.syspath_prepend(str(folder))
    import score
    import silent

    yield score, silent
    sys.modules.pop("score"), sys.modules.pop("silent")


def test_scans_are_read_right_and_no_wrong_number_is_silent(tools: Any) -> None:
    score, silent = tools
    base = corpus("scans")
    with (base / "scans.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    right = wrong = numbers = alarms = 0
    for row in rows:
        truth = (base / row["truth"]).resolve()
        options = json.loads(truth.read_text(encoding="utf-8")).get("expected", {}).get("options", [])
        given = dict(zip(options[::2], options[1::2], strict=True))
        year = given.get("--year")
        claim = Claim(row["file"], int(year) if year else None, department=given.get("--department"), region_code=given.get("--region"))
        found = read_one(Task(Path(base / row["file"]).read_bytes(), claim))
        line = json.loads(json.dumps(as_json(Inspected(row["file"], "0", found.media_type, found.reading, found.refused), "zh")))
        expected = score.expected(truth)
        scored = score.score(expected, [line])
        right, wrong = right + scored.right, wrong + len(scored.wrong)
        findings = [item for item in line["findings"] if item["severity"] in ("error", "warning")]
        values, amounts = silent.collect(expected, [line])
        for at, want, got in values:
            good = want is not None and silent.same_value(want, got)
            pointed = any(silent.points(item, got["evidence"]["place"]) for item in findings)
            numbers, alarms = numbers + good, alarms + (good and pointed)
            assert good or pointed, f"{row['file']} {at}: {got['raw']}"
        assert all(want == got or any(silent.names(item, got) for item in findings) for _, want, got in amounts), row["file"]
    assert len(rows) >= 4 and right >= 0.95 * (right + wrong)
    assert alarms <= 0.05 * numbers, f"{alarms} of {numbers} right numbers are marked"
