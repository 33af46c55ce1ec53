"""Where the data files beside the code stand: in the wheel inside the package, in a clone at the top of the tree."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def folder(name: str) -> Path:
    """The folder ``sql`` or ``migrations``: ``etl/<name>`` where the wheel put it, else ``<name>`` beside ``etl/``.

    Raises FileNotFoundError where neither exists (a broken installation).
    """
    for found in (PACKAGE / name, PACKAGE.parent / name):
        if found.is_dir():
            return found
    raise FileNotFoundError(f"{name}/ is neither in {PACKAGE} nor beside it; reinstall jixiao")
