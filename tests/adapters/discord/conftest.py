"""A town for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.discord.local.town import Town, town


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    """A town that Heed has just been added to."""
    async with town(tmp_path) as made:
        yield made
