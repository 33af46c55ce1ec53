"""A world that is rolled back after each test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.sql.world import World


@pytest.fixture
def world(database: Any) -> Iterator[World]:
    """An empty world in the module's database; nothing of it stays."""
    with database.engine.connect() as connection, connection.begin() as transaction:
        yield World(connection)
        transaction.rollback()
