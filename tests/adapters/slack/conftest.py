"""A town for each test, by both ways in which Slack tells of what happens."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.adapters.slack.local.town import Town, town


@pytest.fixture(params=["socket", "events"])
async def here(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Town]:
    """A town with Heed in it: the test runs in Socket Mode, then over signed HTTP."""
    async with town(tmp_path, request.param) as made:
        yield made
