"""The values of the shared corpus: the seed's 74 exactly, the real ones of 61 publishers by the corpus's own rules of comparing."""

from __future__ import annotations

import importlib.util
import json
from decimal import Decimal
from typing import Any

import pytest

from etl.transform.statement import Part
from etl.transform.targets import parse, values_lines
from tests.corpus import corpus


def _words(text: str | None) -> str:
    return "".join((text or "").split()).rstrip("。")


def _differences(want: dict[str, Any], got: Part, several: bool) -> list[str]:
    """Fields of one part that differ, compared as the corpus's score.py does."""
    found = []
    comparator = {"qual": "qualitative"}.get(want["comparator"], want["comparator"])
    if comparator != got.comparator:
        found.append(f"comparator {got.comparator}")
    if comparator == "qualitative":
        if several and _words(want["text"]) != _words(got.text):
            found.append(f"text {got.text}")
    else:
        for key in ("low", "high"):
            number = None if want.get(key) is None else Decimal(str(want[key]))
            if number != getattr(got, key):
                found.append(f"{key} {getattr(got, key)}")
        if want.get("unit") is not None and want["unit"] != got.unit:
            found.append(f"unit {got.unit}")
        found += [f"{k} {getattr(got, k)}" for k in ("basis", "scope") if _words(want.get(k)) != _words(getattr(got, k))]
        if bool(want.get("implied")) != got.implied:
            found.append(f"implied {got.implied}")
    if "measure" in want and _words(want["measure"]) != _words(got.measure):
        found.append(f"measure {got.measure}")
    found += [f"{k} {getattr(got, k)}" for k in ("ordinal", "no_target") if k in want and want[k] != getattr(got, k)]
    return found


def test_the_seed_s_values_parse_as_written() -> None:
    wrong = []
    values = json.loads(corpus("seed", "seed_values.json").read_text(encoding="utf-8"))
    for value in values:
        got = parse(value["text"]).parts
        if len(got) != len(value["parts"]):
            wrong.append((value["text"], got))
            continue
        for want, part in zip(value["parts"], got, strict=True):
            if bad := _differences(want, part, len(got) > 1):
                wrong.append((value["text"], bad))
    assert len(values) == 74
    assert wrong == []


def test_real_values_are_read_right_and_no_number_is_invented() -> None:
    path = corpus("values", "values.json")
    scorer = path.parents[2] / "tools" / "score_values.py"
    if not scorer.exists():
        pytest.skip(f"the corpus's scorer is not here: {scorer}")
    spec = importlib.util.spec_from_file_location("score_values", scorer)
    assert spec and spec.loader
    score_values = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score_values)
    values = json.loads(path.read_text(encoding="utf-8"))
    right, invented, alarms, scored = 0, [], 0, 0
    for value, read in zip(values, values_lines(values), strict=True):
        if value.get("doubtful"):
            continue
        marks, number = score_values.score(value, read)
        scored += 1
        right += all(score_values.same(w, g) for _, w, g in marks)
        invented += [value["raw"]] if number else []
        alarms += read["suspect"] and not value.get("suspect", False)
    assert invented == []
    assert right / scored >= 0.995
    assert alarms == 0
