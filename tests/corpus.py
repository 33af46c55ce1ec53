"""Where the shared corpus stands, for tests that use it; they are skipped, with the reason, where it is missing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def corpus(*parts: str) -> Path:
    """A file or folder of the corpus (``JIXIAO_CORPUS``, else ``../shared/corpus``); skips the test where there is none."""
    base = Path(os.environ.get("JIXIAO_CORPUS") or ROOT.parent / "shared" / "corpus")
    found = base.joinpath(*parts)
    if not found.exists():
        pytest.skip(f"the shared corpus is not here: {found} (set JIXIAO_CORPUS)")
    return found
