"""Made layouts of every family, read from every format that needs nothing but Python, each against the truth that its own model tells."""

from __future__ import annotations

import json
from random import Random
from typing import Any

import pytest

from etl.pipeline.reading import Task, read_one
from etl.report.inspection import Inspected, as_json
from etl.transform.statement import Claim
from tests.made.__main__ import FORMATS, LAYOUTS, fits, made_of
from tests.made.model import Made
from tests.made.others import OTHERS, other
from tests.made.score import differences
from tests.made.vary import VARIATIONS
from tests.made.world import World

BY_NAME = {layout.__name__: layout for layout in LAYOUTS}
OPEN: dict[tuple[str, str], str] = {}
"""Layout, and format or variation ("" for all), that are not read right yet, each with why: what starts to be right fails, and its row goes."""


def _case(*names: str) -> Any:
    reason = OPEN.get((names[0], names[1])) or OPEN.get((names[0], ""))
    return pytest.param(*names, id="-".join(names), marks=[pytest.mark.xfail(reason=reason, strict=True)] if reason else [])


def _line(made: Made, form: str, claim: Claim) -> dict[str, Any]:
    read = read_one(Task(FORMATS[form](made), claim))
    line: dict[str, Any] = json.loads(json.dumps(as_json(Inspected("made", "0", read.media_type, read.reading, read.refused), "zh")))
    return line


def _cases() -> list[Any]:
    """Each layout in a workbook, a page, Word, plain text and a PDF that cuts rows; the rest of the formats differ in the reader alone."""
    forms = ("xlsx", "gb.html", "docx", "csv", "cut.pdf", "open.pdf", "torn.pdf")
    return [_case(name, form) for name, layout in BY_NAME.items() for form in forms if fits(made_of(layout, 0), form)]


@pytest.mark.parametrize(("name", "form"), _cases())
def test_a_made_layout_is_read_as_its_model_says(name: str, form: str) -> None:
    made = made_of(BY_NAME[name], 0)
    line = _line(made, form, Claim())
    assert line["outcome"] == "read", line["reason"]
    assert differences(made.truth, line) == []


@pytest.mark.parametrize(
    ("name", "variation"), [_case(name, variation.__name__) for variation in VARIATIONS for name in ("central", "beside", "sichuan")]
)
def test_what_publishers_do_differently_changes_nothing(name: str, variation: str) -> None:
    vary = next(v for v in VARIATIONS if v.__name__ == variation)
    made = vary(made_of(BY_NAME[name], 5), Random(5))
    assert differences(made.truth, _line(made, "xlsx", Claim())) == []


@pytest.mark.parametrize("which", OTHERS, ids=lambda which: which.__name__)
def test_what_holds_no_targets_is_refused(which: Any) -> None:
    """With year and department given, so that nothing else is amiss."""
    world = World(f"{which.__name__}:0")
    for form in ("xlsx", "docx", "pdf"):
        line = _line(other(which, world), form, Claim(fiscal_year=world.year, department=world.department))
        assert line["outcome"] == "refused" and line["reason"] and line["reason_rule"] not in ("year_missing", "department_missing"), form
