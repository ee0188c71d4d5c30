"""A town whose Heed reaches Slack through a proxy that makes faults."""

from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from tests.adapters.slack.faults.proxy import Proxy, standing
from tests.adapters.slack.local.town import Town, town


@pytest.fixture
def proxy() -> Proxy:
    """What stands between Heed and Slack."""
    return Proxy()


@pytest.fixture
async def here(tmp_path: Path, proxy: Proxy) -> AsyncIterator[Town]:
    """A town reached over signed HTTP, and Slack through the proxy."""
    async with town(tmp_path, "events", between=partial(standing, proxy)) as made:
        yield made


@pytest.fixture
async def by_socket(tmp_path: Path, proxy: Proxy) -> AsyncIterator[Town]:
    """A town reached in Socket Mode, the socket through the proxy too."""
    async with town(tmp_path, "socket", between=partial(standing, proxy)) as made:
        yield made
