"""Discord, put together."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import TraceConfig

from adapters.discord.app import DiscordApp
from adapters.discord.client import HeedClient, Shards, find_gateway, point_at
from adapters.discord.connection import Connection
from adapters.discord.fallback import ConvenersChannel
from adapters.discord.faults import DISCORD_SAID_NO
from adapters.discord.groups import DiscordGroups
from adapters.discord.ids import PLATFORM
from adapters.discord.logins import UnreachableError, needs_switches, sign_in
from adapters.discord.parts import Parts
from adapters.discord.permalinks import Permalinks
from adapters.discord.render.face import Links
from adapters.discord.sender import DiscordSender
from adapters.pictures import printed
from bot.bootstrap.shared import Shared
from bot.config import Settings
from bot.runtime.ports import Groups, Sender
from storage import SqlStore


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordPlatform:
    """Discord as far as it is there before the companion is: it brings what the companion sends."""

    settings: Settings
    client: HeedClient
    permalinks: Permalinks
    sender: Sender
    groups: Groups
    name: str = PLATFORM

    def connected(self, shared: Shared) -> Connection:
        """Discord whole: it hears and answers too, once the connection is opened."""
        return Connection(DiscordApp(self.parts(shared), self.client), self.client)

    async def links(self, room: str, messages: Collection[str]) -> Links:
        """Where these messages of a room are to be found. May raise StorageError."""
        return await self.permalinks.find(room, messages)

    def parts(self, shared: Shared) -> Parts:
        """What the app is made of."""
        return Parts(
            intake=shared.companion,
            reception=shared.reception,
            printed=printed,
            purge=shared.privacy.purge,
            clock=shared.clock,
            settings=self.settings.room(),
            conveners=self.settings.conveners,
            voice=self.settings.voice_meetings,
        )


@asynccontextmanager
async def discord(
    token: str, settings: Settings, store: SqlStore, trace: TraceConfig | None = None
) -> AsyncIterator[DiscordPlatform]:
    """Sign in to Discord, for as long as the block lasts; `trace` watches what is asked of it.

    Raises RefusedError and UnreachableError.
    """
    if settings.discord_api_url:
        point_at(settings.discord_api_url)
    platform = unsigned(settings, store, trace)
    async with platform.client:
        signed_in = await sign_in(platform.client, token)
        if signed_in.switched_off:
            raise needs_switches(signed_in.switched_off)
        if settings.discord_api_url:
            try:
                await find_gateway(platform.client)
            except DISCORD_SAID_NO as error:
                raise UnreachableError("Discord doesn't say where its gateway is") from error
        yield platform


def unsigned(
    settings: Settings, store: SqlStore, trace: TraceConfig | None = None
) -> DiscordPlatform:
    """Discord with a client that isn't signed in yet."""
    some = settings.discord_shards
    shards = Shards(count=some.count, ids=some.ids) if some else Shards()
    client = HeedClient(shards, trace)
    fallback = ConvenersChannel(client, settings.conveners_channel)
    permalinks = Permalinks(store)
    sender = DiscordSender(client, permalinks, fallback)
    return DiscordPlatform(
        settings=settings,
        client=client,
        permalinks=permalinks,
        sender=sender,
        groups=DiscordGroups(client.get_guild),
    )
