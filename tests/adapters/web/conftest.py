"""A demo room on a database of its own, for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.web import Served, served


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the room is kept."""
    return tmp_path / "demo.db"


@pytest.fixture
async def room(file: Path) -> AsyncIterator[Served]:
    """A room that is served."""
    async with served(file) as open_room:
        yield open_room
