"""Signs of life of a long reading: bounded in number, so short pages must not use them up."""

from __future__ import annotations

import io
from typing import Any

import pytest

from etl import reading_child
from etl.reading_child import Limits


def test_signs_of_life_are_told_at_most_each_half_of_the_time_they_renew(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    clock: Any = type("clock", (), {"monotonic": staticmethod(lambda: now[0])})
    monkeypatch.setattr(reading_child, "time", clock)
    monkeypatch.setattr(reading_child, "_allow_processor", lambda limits: None)
    told = io.BytesIO()
    signs = reading_child._Signs(told, Limits(seconds=10))
    sizes = []
    for now[0] in (100.0, 101.0, 104.9, 105.0, 105.1, 111.0):
        signs()
        sizes.append(told.tell())
    assert [later > earlier for earlier, later in zip([0, *sizes], sizes, strict=False)] == [True, False, False, True, False, True]
