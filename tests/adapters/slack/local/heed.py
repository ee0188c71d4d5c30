"""Heed on a local Slack, put together as it is run, but for its clock."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from aiohttp import web

from adapters.slack.app import SlackApp
from adapters.slack.gaps import Gaps
from bot.bootstrap.shared import Shared
from bot.bootstrap.slack import slack as signed_in
from bot.bootstrap.tracker import build_tracker
from bot.config import load_traced
from bot.config.platforms import slack_way
from bot.config.rooms import RoomWriting
from bot.domain.commands import Reply
from bot.domain.events import Event
from bot.runtime.companion import Companion
from bot.runtime.ports import Clock, StorageError
from bot.runtime.privacy import Privacy
from bot.runtime.reception import FrontDesk
from storage import open_store
from tests.adapters.slack.local import server
from tests.adapters.slack.local.server import LocalSlack

USUAL = {
    "HEED_PATIENCE": "4 messages, 5m",
    "HEED_NUDGE_BUDGET": "9 a meeting, 50 a day",
    "HEED_NUDGE_SPACING": "0s",
    "HEED_QUIET_HOURS": "none",
    "HEED_RUN_BY": "the town hall",
}
"""What the town's .env says, but for how Slack is reached."""


class Faltering(Companion):
    """A companion whose store can't be written while `falters` is set.

    With `until` it takes nothing in before that; `held` is how many events wait for it.
    """

    falters = False
    until: asyncio.Event | None = None
    held = 0

    async def receive(self, event: Event) -> tuple[Reply, ...]:
        """As it is, or not at all."""
        if self.falters:
            raise StorageError("the database is away")
        if self.until is not None:
            self.held += 1
            await self.until.wait()
        return await super().receive(event)


@asynccontextmanager
async def running(
    folder: Path, slack: LocalSlack, clock: Clock, port: int, more: Mapping[str, str]
) -> AsyncIterator[tuple[SlackApp, Faltering, Gaps]]:
    """Heed at work on that Slack; `more` are settings beside the usual ones."""
    loaded = load_traced({**USUAL, **_reached(folder, slack), **more}, None)
    way = slack_way(loaded)
    assert way is not None
    settings = loaded.settings
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(settings.database_url))
        platform = await stack.enter_async_context(signed_in(way, settings, store))
        senders = {platform.name: platform.sender}
        companion = Faltering(store, build_tracker()[0], clock, senders, store.bell)
        privacy = Privacy(companion, store.care, clock)
        reception = FrontDesk(companion, privacy, settings.room(), RoomWriting())
        shared = Shared(companion=companion, reception=reception, privacy=privacy, clock=clock)
        connection = platform.connected(shared)
        await connection.prepare()
        await stack.enter_async_context(companion)
        stack.push_async_callback(connection.close)
        if connection.socket is not None:
            await connection.socket.open()
        site = web.Application()
        site.add_routes(connection.routes)
        await stack.enter_async_context(served(site, port))
        yield connection.app, companion, connection.gaps


def _reached(folder: Path, slack: LocalSlack) -> dict[str, str]:
    way = (
        {"SLACK_APP_TOKEN": server.APP_TOKEN}
        if slack.mode == "socket"
        else {"SLACK_SIGNING_SECRET": server.SECRET}
    )
    return {
        "SLACK_BOT_TOKEN": server.BOT_TOKEN,
        "HEED_SLACK_API_URL": f"{slack.url}/api",
        "DATABASE_URL": f"sqlite:///{folder}/heed.db",
        **way,
    }


@asynccontextmanager
async def served(site: web.Application, port: int) -> AsyncIterator[str]:
    """A site of the test's own on loopback; its address."""
    runner = web.AppRunner(site)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()
