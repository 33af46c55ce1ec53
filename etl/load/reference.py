"""Code lists that come with the program and change with it: administrative divisions (``core.region``) and rules (``ops.rule``).

They are brought up to date at each upgrade; only what differs is written, so that an upgrade that changes nothing writes nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from etl.load import tables
from etl.resources import PACKAGE
from etl.rules import rules

REGIONS = PACKAGE / "transform" / "vocabulary" / "regions.csv"


def fill(connection: sa.Connection) -> None:
    """Bring ``core.region`` and ``ops.rule`` up to date."""
    _merge(connection, tables.region, _regions())
    names = ("rule", "severity", "name_zh", "name_en", "hint_zh", "hint_en")
    _merge(connection, tables.rule, [{name: getattr(rule, name) for name in names} for rule in rules().values()])


def _regions() -> list[dict[str, object]]:
    """The rows of ``regions.csv`` (GB/T 2260 with its history); empty fields are absent."""
    if not REGIONS.exists():
        return []
    with REGIONS.open(encoding="utf-8", newline="") as file:
        rows: list[dict[str, object]] = [{name: text or None for name, text in row.items()} for row in csv.DictReader(file)]
    for row in rows:
        for name in ("valid_from", "valid_to"):
            row[name] = date.fromisoformat(str(row[name])) if row[name] else None
    return rows


def _merge(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, object]]) -> None:
    """Add the rows that are missing and correct those that differ. Rows that the list no longer has stay: facts may point to them."""
    if not rows:
        return
    key = [column.name for column in table.primary_key]
    present = {tuple(row[name] for name in key): dict(row) for row in connection.execute(sa.select(table)).mappings()}
    changed = [row for row in rows if present.get(tuple(row[name] for name in key)) != row]
    if changed:
        statement = insert(table)
        others = {column.name: statement.excluded[column.name] for column in table.columns if not column.primary_key}
        connection.execute(statement.on_conflict_do_update(index_elements=key, set_=others), changed)
