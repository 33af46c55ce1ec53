"""Made documents for whole runs, and what the tables then hold."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import psycopg

from tests.cli import SAMPLES
from tests.load.made import FACTS

_SAMPLE = (SAMPLES / "emergency_2024.csv").read_text(encoding="utf-8-sig")
_LEFT_OUT = "ARRAY['load_run_id', 'loaded_at', 'load_order']"


def documents(folder: Path, count: int, start: int = 0) -> list[Path]:
    """Small documents, each of a department and with amounts of its own."""
    folder.mkdir(exist_ok=True, parents=True)
    made = []
    for number in range(start, start + count):
        path = folder / f"{number:05}.csv"
        path.write_text(_SAMPLE.replace("应急管理局", f"第{number}中学").replace("100套", f"{100 + number}套"), encoding="utf-8")
        made.append(path)
    return made


def contents(url: str, tables: Sequence[str] = FACTS) -> dict[str, list[str]]:
    """Every row of what documents bring, without runs, times and the order of loading."""
    with psycopg.connect(url) as connection:
        return {
            table: sorted(row[0] for row in connection.execute(f"SELECT (to_jsonb(t) - {_LEFT_OUT})::text FROM {table} t"))  # type: ignore[arg-type]
            for table in tables
        }


def runs(url: str) -> list[str]:
    """How each run ended, in their order."""
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT status FROM ops.load_run ORDER BY load_run_id")]
