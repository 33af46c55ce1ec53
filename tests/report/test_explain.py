"""A fact's evidence: how a value is told, and where a document's bytes are taken from."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest

from etl import store
from etl.report.explain import document_bytes, reading

EMPTY: dict[str, Any] = dict.fromkeys(("low", "high", "low_date", "high_date", "unit", "basis", "scope", "measure", "words", "implied"))


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"comparator": "ge", "low": Decimal("90.0000000000"), "unit": "%"}, "≥ 90 %"),
        ({"comparator": "lt", "high": Decimal("0.5000000000")}, "< 0.5"),
        ({"comparator": "eq", "low": Decimal("7.0"), "high": Decimal(7), "implied": True}, "= 7  (no sign printed: taken as =)"),
        ({"comparator": "range", "low": Decimal(3), "high": Decimal(5), "unit": "次", "basis": "每季度"}, "3 to 5 次 每季度"),
        ({"comparator": "before", "high_date": date(2024, 12, 31)}, "by 2024-12-31"),
        ({"comparator": "period", "low_date": date(2024, 1, 1), "high_date": date(2024, 6, 30)}, "2024-01-01 to 2024-06-30"),
        ({"comparator": "qualitative", "words": "达标"}, "words 达标"),
    ],
)  # fmt: skip
def test_how_a_value_is_told(value: dict[str, Any], told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIXIAO_LANG", "en")
    assert reading(cast("Any", EMPTY | value)) == told


def test_the_copy_comes_first_then_the_file_if_it_is_still_the_same(tmp_path: Path) -> None:
    data, other = b"printed", b"printed later"
    sha256, original = hashlib.sha256(data).hexdigest(), tmp_path / "table.pdf"
    assert document_bytes(str(original), sha256, tmp_path) is None
    original.write_bytes(other)
    assert document_bytes(str(original), sha256, tmp_path) is None
    original.write_bytes(data)
    assert document_bytes(str(original), sha256, tmp_path) == data
    original.unlink()
    store.keep(tmp_path, sha256, data)
    assert document_bytes(str(original), sha256, tmp_path) == data
