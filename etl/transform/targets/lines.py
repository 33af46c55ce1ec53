"""``jixiao inspect --values``: a list of values in, their readings out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from etl.transform.statement import Part
from etl.transform.targets.parse import parse

_ORDER = ("comparator", "low", "high", "low_inclusive", "high_inclusive", "unit", "unit_from", "basis", "scope", "measure", "text", "implied")


def part_json(part: Part) -> dict[str, Any]:
    """A part as ``inspect --json`` prints it (DESIGN): numbers as exact decimal texts, what is absent left out."""
    out: dict[str, Any] = {}
    for key in _ORDER:
        value = getattr(part, key)
        if (value is not None and value is not False) or (value is False and key in ("low_inclusive", "high_inclusive", "implied")):
            out[key] = format(value, "f") if isinstance(value, Decimal) else value
    if part.ordinal:
        out["ordinal"] = part.ordinal
    if part.no_target:
        out["no_target"] = True
    return out


def values_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """One reading a row, in order: ``{"raw", "name", "parts", "suspect"}``. Reads ``raw``, ``name`` and ``level2`` of a row, nothing else."""
    for row in rows:
        raw, name, level2 = (row.get(key) for key in ("raw", "name", "level2"))
        value = parse(str(raw or ""), name=None if name is None else str(name), level2=None if level2 is None else str(level2))
        yield {"raw": raw, "name": name, "parts": [part_json(p) for p in value.parts], "suspect": value.suspect}
