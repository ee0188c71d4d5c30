"""One process serves both platforms, over real connections on the loopback."""

from pathlib import Path

import discord
import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from discord.gateway import DiscordWebSocket

from adapters.slack.http import EVENTS_PATH
from bot.bootstrap.run import build
from bot.config import load_traced
from bot.config.platforms import ways
from tests.adapters.contract.test_contract import until
from tests.adapters.discord.local.server import API, TOKEN, local_discord
from tests.adapters.discord.local.wire import populated
from tests.adapters.metrics.test_figures import read, value
from tests.cli.door import BOT, door


@pytest.fixture(autouse=True)
def _pointed_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library is pointed at the local Discord for as long as the test runs."""
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", DiscordWebSocket.DEFAULT_GATEWAY)


async def test_one_process_serves_both(tmp_path: Path) -> None:
    """Signed in to both, it greets on Discord, takes Slack's events, and says that it is ready."""
    with door() as slack:
        async with local_discord() as server:
            _, harbour, _, _ = populated(server)
            slack_token = dict([BOT.split("=", maxsplit=1)])
            loaded = load_traced(
                {
                    **slack_token,
                    "SLACK_SIGNING_SECRET": "hunter2",
                    "HEED_SLACK_API_URL": slack.url,
                    "DISCORD_BOT_TOKEN": TOKEN,
                    "HEED_DISCORD_API_URL": f"{server.url}{API}",
                    "DATABASE_URL": f"sqlite:///{tmp_path}/heed.db",
                },
                None,
            )

            async def greeted() -> bool:
                return bool(server.backend.messages.get(harbour.id))

            async with (
                build(loaded.settings, ways(loaded)) as app,
                TestServer(app) as served,
                ClientSession(served.make_url("/")) as anybody,
            ):

                async def ready() -> bool:
                    return (await anybody.get("/readyz")).status == 200

                await until(greeted, "the greeting on Discord")
                assert "auth.test" in slack.asked
                unsigned = await anybody.post(EVENTS_PATH, data=b"{}")
                assert unsigned.status == 401
                await until(ready, "that Heed is ready")
                figures = read(await (await anybody.get("/metrics")).text())
                for platform in ("slack", "discord"):
                    assert value(figures, "heed_connected", platform=platform) == 1
                    calls = {"platform": platform, "result": "ok"}
                    assert value(figures, "heed_platform_calls_total", **calls) > 0, platform
                for secret in (slack_token["SLACK_BOT_TOKEN"], TOKEN, "hunter2", str(harbour.id)):
                    assert secret not in str(figures)
