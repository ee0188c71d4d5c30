"""Heed on its platforms, put together: one companion for all of them, and one server."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Protocol

import structlog
from aiohttp import web

from adapters.board.watch import Finder
from adapters.discord.ids import PLATFORM as DISCORD
from adapters.metrics.calls import Calls
from adapters.metrics.figures import Figures
from adapters.metrics.lag import Lag
from adapters.metrics.requests import Requests
from adapters.slack.ids import PLATFORM as SLACK
from adapters.web.server import create_server
from bot.bootstrap.board import BoardHouse, Opened
from bot.bootstrap.discord import discord
from bot.bootstrap.figures import Overview, apart, beside
from bot.bootstrap.listener import second_listener
from bot.bootstrap.shared import Shared
from bot.bootstrap.slack import slack
from bot.bootstrap.tracing import tracing
from bot.bootstrap.tracker import build_tracker
from bot.config import Settings
from bot.config.platforms import Ways
from bot.config.rooms import RoomWriting
from bot.config.second import ListenerWay
from bot.config.watching import beside_the_rest
from bot.runtime.clock import SystemClock
from bot.runtime.companion import Companion
from bot.runtime.groups import Grouping
from bot.runtime.listener import Limits
from bot.runtime.ports import Groups, Listener, Sender, Watch, platform_of
from bot.runtime.privacy import Privacy
from bot.runtime.reception import FrontDesk
from bot.runtime.renewal import renew
from storage import SqlStore, open_store
from storage.installation import WORDS
from storage.sealing import Sealer

log = structlog.get_logger(__name__)


class Connected(Protocol):
    """A platform that hears and answers, between `open` and `close`."""

    @property
    def routes(self) -> Sequence[web.RouteDef]:
        """What it needs of the server."""

    async def problems(self) -> Sequence[str]:
        """What keeps Heed from hearing it, for anybody to read."""

    async def prepare(self) -> None:
        """Before time decides anything: what has to be known of the rooms first."""

    async def open(self) -> None:
        """Begin to hear."""

    async def close(self) -> None:
        """Hear nothing more, and finish what was begun."""


class Platform(Protocol):
    """A platform that Heed has signed in to."""

    @property
    def name(self) -> str:
        """The first part of its rooms' ids."""

    @property
    def sender(self) -> Sender:
        """Brings what the companion sends."""

    @property
    def groups(self) -> Groups:
        """Knows who is in the platform's own groups."""

    def connected(self, shared: Shared) -> Connected:
        """The platform whole, to be opened."""

    async def links(self, room: str, messages: Collection[str]) -> Callable[[str], str | None]:
        """Where these messages of a room are to be found; raises what the platform raises."""


@asynccontextmanager
async def build(
    settings: Settings, ways: Ways, second: ListenerWay | None = None
) -> AsyncIterator[web.Application]:
    """Heed, at work until the block ends; what comes out is to be served.

    `second` is the second listener, if one is set up. Raises StorageError where the database can't
    be used, MissingLibraryError, FiguresAddressError, and what signing in raises.
    """
    async with AsyncExitStack() as stack:
        figures = Figures(await stack.enter_async_context(tracing(settings.traces_url)))
        calls = Calls(figures.registry)
        await stack.enter_async_context(Lag(figures.registry).watched())
        opened = open_store(settings.database_url, Sealer(settings.encryption_keys), figures.access)
        store = await stack.enter_async_context(opened)
        platforms: list[Platform] = []
        if ways.slack:
            here = slack(ways.slack, settings, store, calls.of(SLACK))
            platforms.append(await stack.enter_async_context(here))
        if ways.discord:
            there = discord(ways.discord, settings, store, calls.of(DISCORD))
            platforms.append(await stack.enter_async_context(there))
        listener = await stack.enter_async_context(second_listener(second))
        shared = await _shared(settings, store, platforms, listener, figures)
        await renew(
            shared.companion, shared.clock, settings.room(), [each.name for each in platforms]
        )
        connected = [each.connected(shared) for each in platforms]
        for each in connected:
            await each.prepare()
        await begin(stack, shared.companion, connected)
        asked = {"second_listener": second.name} if second else {}
        log.info("heed.running", **ways.texts(), **asked)
        house = shared.boards
        boards = house.opened(shared.reception, _finder(platforms)) if house else None
        overview = Overview(
            companion=shared.companion,
            store=store,
            clock=shared.clock,
            platforms={
                platform.name: each.problems
                for platform, each in zip(platforms, connected, strict=True)
            },
            watches=boards.watches if boards else None,
        )
        await stack.enter_async_context(apart(settings.metrics, figures.registry, overview))
        routes = [route for each in connected for route in each.routes]
        if beside_the_rest(settings.metrics, settings.host, settings.public_url):
            routes.append(beside(figures.registry, overview, settings.host))
        server = _server(overview, routes, boards)
        server.on_response_prepare.append(Requests(figures.registry).count)
        yield server


async def begin(
    stack: AsyncExitStack, companion: Companion, connected: Sequence[Connected]
) -> None:
    """Let time decide, and hear the platforms, until the stack ends.

    It ends with the deliveries: what is on its way arrives while the platforms can be reached.
    """
    await stack.enter_async_context(companion)
    for each in connected:
        stack.push_async_callback(each.close)
        await each.open()
    stack.push_async_callback(companion.outbox.stop)


async def _shared(
    settings: Settings,
    store: SqlStore,
    platforms: Sequence[Platform],
    listener: tuple[Listener, Limits] | None,
    watch: Watch,
) -> Shared:
    clock = SystemClock()
    tracker, _ = build_tracker((await store.care.secret()).key_for(WORDS))
    senders = {each.name: each.sender for each in platforms}
    companion = Companion(
        store, tracker, clock, senders, store.bell, listener=listener, watch=watch
    )
    privacy = Privacy(companion, store.care, clock)
    boards = None
    if settings.public_url is not None:
        secret = await store.care.secret()
        boards = BoardHouse(settings.public_url, secret.key_for, store.passes, companion, clock)
    doors = boards.doors if boards else None
    groups = {each.name: each.groups for each in platforms}
    return Shared(
        companion=companion,
        reception=FrontDesk(
            companion,
            privacy,
            settings.room(),
            RoomWriting(),
            doors,
            grouping=Grouping(settings.groups, clock, groups),
            names=settings.export_names,
        ),
        privacy=privacy,
        clock=clock,
        boards=boards,
    )


def _finder(platforms: Sequence[Platform]) -> Finder:
    by_name = {each.name: each for each in platforms}

    async def find(room: str, messages: Collection[str]) -> Callable[[str], str | None]:
        return await by_name[platform_of(room)].links(room, messages)

    return find


def _server(
    overview: Overview, routes: Sequence[web.RouteDef], boards: Opened | None
) -> web.Application:
    problems, failures = overview.problems, overview.companion.health.failures
    if boards is None:
        return create_server(routes, problems, failures)
    return create_server([*routes, *boards.routes], problems, failures, [boards.watches.close])
