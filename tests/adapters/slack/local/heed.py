"""Heed, put together for a local Slack: the real parts, on a database of its own."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from adapters.slack.app import SlackApp
from adapters.slack.directory import Directory
from adapters.slack.ids import Us
from adapters.slack.parts import Parts
from adapters.slack.permalinks import Permalinks
from adapters.slack.sender import SlackSender
from adapters.slack.workspaces import Clients, Login
from bot.bootstrap.tracker import build_tracker
from bot.config.rooms import RoomWriting
from bot.domain.settings import Budget, Patience, RoomSettings
from bot.runtime.companion import Companion
from bot.runtime.ports import Clock
from bot.runtime.privacy import Privacy
from bot.runtime.reception import FrontDesk
from storage import open_store
from storage.database import parse
from tests.adapters.slack.local import server
from tests.adapters.slack.local.server import LocalSlack

SETTINGS = RoomSettings(
    patience=Patience(messages=4, seconds=300.0),
    budget=Budget(per_meeting=9, per_day=50),
    spacing_seconds=0.0,
    quiet_hours=None,
    run_by="the town hall",
)


class OneTown:
    """The login that the local Slack takes."""

    async def find(self, team: str) -> Login | None:
        """There is one workspace."""
        us = Us(bot_user_id=server.HEED, bot_id=server.HEED_BOT, app_id=server.APP)
        return Login(token=server.BOT_TOKEN, us=us) if team == server.TEAM else None


@asynccontextmanager
async def running(
    folder: Path,
    slack: LocalSlack,
    clock: Clock,
    port: int,
    *,
    settings: RoomSettings = SETTINGS,
    conveners: Sequence[str] = (),
) -> AsyncIterator[tuple[SlackApp, Companion]]:
    """Heed as it is run, connected to the local Slack."""
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(parse(f"sqlite:///{folder}/heed.db")))
        workspaces = await stack.enter_async_context(Clients(OneTown(), slack.api_url))
        permalinks = Permalinks()
        tracker, _ = build_tracker()
        sender = SlackSender(workspaces, permalinks)
        companion = Companion(store, tracker, clock, {"slack": sender}, store.bell)
        privacy = Privacy(companion, store.care, clock)
        parts = Parts(
            intake=companion,
            reception=FrontDesk(companion, privacy, settings, RoomWriting()),
            purge=privacy.purge,
            workspaces=workspaces,
            directory=Directory(clock),
            permalinks=permalinks,
            clock=clock,
            settings=settings,
            conveners=conveners,
            signing_secret=server.SECRET,
        )
        app = SlackApp(parts)
        stack.push_async_callback(app.close)
        await stack.enter_async_context(companion)
        if slack.mode == "socket":
            await stack.enter_async_context(_by_socket(app.bolt))
        else:
            await stack.enter_async_context(_by_http(app.bolt, port))
        yield app, companion


@asynccontextmanager
async def _by_socket(bolt: AsyncApp) -> AsyncIterator[None]:
    handler = AsyncSocketModeHandler(bolt, server.APP_TOKEN)
    await handler.connect_async()  # type: ignore[no-untyped-call] # the SDK's own
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call] # likewise


@asynccontextmanager
async def _by_http(bolt: AsyncApp, port: int) -> AsyncIterator[None]:
    async def events(request: web.Request) -> web.Response:
        answer = await bolt.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(answer)

    site = web.Application()
    site.add_routes([web.post("/slack/events", events)])
    async with served(site, port):
        yield


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
