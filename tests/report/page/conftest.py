"""One loaded home for all tests of the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.load import server
from tests.report.page import made


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home in which the samples are loaded."""
    place = tmp_path_factory.mktemp("page")
    try:
        made.load(place)
        yield place
    finally:
        server.stop(place)
