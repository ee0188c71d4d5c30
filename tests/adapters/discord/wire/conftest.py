"""Heed on a local Discord for each test, over a real connection."""

from collections.abc import AsyncIterator
from pathlib import Path

import discord
import pytest
from discord.gateway import DiscordWebSocket

from tests.adapters.discord.local.wire import Wired, wired


@pytest.fixture(autouse=True)
def _discord_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the library's own addresses be put back."""
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Wired]:
    """Heed, just added to a server."""
    async with wired(tmp_path) as made:
        yield made
