"""Reading the vocabulary: special cases are rows of CSV files, never code (HABITS 4)."""

from __future__ import annotations

import csv
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "vocabulary"


def vocabulary(name: str) -> list[dict[str, str]]:
    """The rows of ``vocabulary/<name>.csv`` in order of the file. Raises FileNotFoundError (a broken installation)."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
