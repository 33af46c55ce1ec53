"""Code lists that come with the program and change with it: divisions, rules, and of the vocabulary what views and checks need in SQL.

They are brought up to date at each upgrade; only what differs is written, so that an upgrade that changes nothing writes nothing. The vocabulary
(``etl/transform/vocabulary``) stays the one place where words stand: what SQL knows of units, levels and words is copied from there.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from etl.load import tables
from etl.resources import PACKAGE
from etl.rules import rules

VOCABULARY = PACKAGE / "transform" / "vocabulary"
UNITS = VOCABULARY / "units.csv"
SCALES = {"万": 10_000, "亿": 100_000_000}

Row = dict[str, object]


def fill(connection: sa.Connection) -> None:
    """Bring ``core.region``, ``core.unit``, ``core.level_name``, ``core.check_word`` and ``ops.rule`` up to date."""
    _merge(connection, tables.region, _regions())
    _merge(connection, tables.unit, list(_units()))
    _merge(connection, tables.level_name, list(_levels()))
    _replace(connection, tables.check_word, list(_words()))
    names = ("rule", "severity", "name_zh", "name_en", "hint_zh", "hint_en")
    _merge(connection, tables.rule, [{name: getattr(rule, name) for name in names} for rule in rules().values()])


def _vocabulary(name: str) -> Iterator[dict[str, str]]:
    """The rows of a vocabulary file; none where it is missing."""
    path = VOCABULARY / f"{name}.csv"
    if path.exists():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


def _regions() -> list[Row]:
    """The rows of ``regions.csv`` (GB/T 2260 with its history); empty fields are absent."""
    rows: list[Row] = [{name: text or None for name, text in row.items()} for row in _vocabulary("regions")]
    for row in rows:
        for name in ("valid_from", "valid_to"):
            row[name] = date.fromisoformat(str(row[name])) if row[name] else None
    return rows


def _units() -> Iterator[Row]:
    """Units with the one by which they are compared (DOMAIN 4.1: 场 = 场次, 人 ≠ 人次); multiples of money (万元, 亿美元) are brought to one."""
    listed = {row["unit"]: row for row in _vocabulary("units")}
    for unit, row in listed.items():
        canonical, factor = (row["canonical"] or unit) if row["kind"] != "ratio" else unit, 1  # a 成 is ten %: brought to % while reading
        if row["kind"] == "money" and canonical[:1] in SCALES and canonical[1:] in listed:
            canonical, factor = canonical[1:], SCALES[canonical[:1]]
        yield {"unit": unit, "canonical": canonical, "factor": Decimal(factor), "unit_kind": row["kind"]}


def _levels() -> Iterator[Row]:
    """Names of levels; a name is the same with and without 指标 at its end."""
    seen = set()
    for row in _vocabulary("levels"):
        key = int(row["level"]), row["name"].removesuffix("指标")
        if key not in seen:
            seen.add(key)
            yield {"level": key[0], "name": key[1], "code": row["code"] or None, "kind": row["kind"] or None}


def _words() -> Iterator[Row]:
    """Words of the checks: what a name speaks of (``name_words.csv``), what is good of itself (``direction_words.csv``), and ``check_words.csv``."""
    listed = [(row["context"], row["word"], "end") for row in _vocabulary("name_words") if row["context"] in ("rate", "count")]
    listed += [(row["direction"], row["word"], "inside") for row in _vocabulary("direction_words") if row["direction"] == "positive"]
    listed += [(row["list"], row["word"], row["stands"]) for row in _vocabulary("check_words")]
    found = {(of, word): stands for of, word, stands in listed}
    for (of, word), stands in found.items():
        yield {"list": of, "word": word, "stands": stands}


def _merge(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
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


def _replace(connection: sa.Connection, table: sa.Table, rows: Sequence[Row]) -> None:
    """The same for a list that no fact points to: rows that it no longer has go."""
    key = [column.name for column in table.primary_key]
    wanted = {tuple(row[name] for name in key) for row in rows}
    gone = [row for row in connection.execute(sa.select(*(table.c[name] for name in key))) if tuple(row) not in wanted]
    for row in gone:
        connection.execute(sa.delete(table).where(*(table.c[name] == value for name, value in zip(key, row, strict=True))))
    _merge(connection, table, rows)
