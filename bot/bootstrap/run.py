"""Heed on its platforms, put together: one companion for all of them, and one server."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Protocol

import structlog
from aiohttp import web

from adapters.board.watch import Finder
from adapters.web.server import create_server
from bot.bootstrap.board import BoardHouse, Opened
from bot.bootstrap.discord import discord
from bot.bootstrap.listener import second_listener
from bot.bootstrap.shared import Shared
from bot.bootstrap.slack import slack
from bot.bootstrap.tracker import build_tracker
from bot.config import Settings
from bot.config.platforms import Ways
from bot.config.rooms import RoomWriting
from bot.config.second import ListenerWay
from bot.runtime.clock import SystemClock
from bot.runtime.companion import Companion
from bot.runtime.groups import Grouping
from bot.runtime.listener import Limits
from bot.runtime.ports import Groups, Listener, Sender, platform_of
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
    be used, MissingLibraryError, and what signing in raises.
    """
    async with AsyncExitStack() as stack:
        sealer = Sealer(settings.encryption_keys)
        store = await stack.enter_async_context(open_store(settings.database_url, sealer))
        platforms: list[Platform] = []
        if ways.slack:
            platforms.append(await stack.enter_async_context(slack(ways.slack, settings, store)))
        if ways.discord:
            there = discord(ways.discord, settings, store)
            platforms.append(await stack.enter_async_context(there))
        listener = await stack.enter_async_context(second_listener(second))
        shared = await _shared(settings, store, platforms, listener)
        await renew(
            shared.companion, shared.clock, settings.room(), [each.name for each in platforms]
        )
        connected = [each.connected(shared) for each in platforms]
        for each in connected:
            await each.prepare()
        await stack.enter_async_context(shared.companion)
        for each in connected:
            stack.push_async_callback(each.close)
            await each.open()
        asked = {"second_listener": second.name} if second else {}
        log.info("heed.running", **ways.texts(), **asked)
        house = shared.boards
        boards = house.opened(shared.reception, _finder(platforms)) if house else None
        yield _server(shared.companion, connected, boards)


async def _shared(
    settings: Settings,
    store: SqlStore,
    platforms: Sequence[Platform],
    listener: tuple[Listener, Limits] | None,
) -> Shared:
    clock = SystemClock()
    tracker, _ = build_tracker((await store.care.secret()).key_for(WORDS))
    senders = {each.name: each.sender for each in platforms}
    companion = Companion(store, tracker, clock, senders, store.bell, listener=listener)
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
    companion: Companion, connected: Sequence[Connected], boards: Opened | None
) -> web.Application:
    async def problems() -> Sequence[str]:
        found = list(await companion.health.problems())
        for each in connected:
            found += await each.problems()
        return found

    routes = [route for each in connected for route in each.routes]
    if boards is None:
        return create_server(routes, problems, companion.health.failures)
    routes += boards.routes
    return create_server(routes, problems, companion.health.failures, [boards.watches.close])
