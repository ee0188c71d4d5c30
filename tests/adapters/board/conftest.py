"""A room with boards for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.board import Boarded, boarded


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Boarded]:
    """A room in a meeting that Cora convenes."""
    async with boarded(tmp_path / "heed.db") as served:
        yield served
