"""Servers that Heed is added to or sent away from, and the connection over which all is told."""

from functools import partial

import discord
import structlog

from adapters.discord import translate
from adapters.discord.client import HeedClient
from adapters.discord.faults import DISCORD_SAID_NO, note
from adapters.discord.hearing import Hearing
from adapters.discord.listeners.people import People
from adapters.discord.welcome import Welcome
from bot.runtime.ports import StorageError

log = structlog.get_logger()


class Servers:
    """Begins and ends what is heard."""

    def __init__(
        self, client: HeedClient, hearing: Hearing, welcome: Welcome, people: People
    ) -> None:
        self._client = client
        self._hearing = hearing
        self._welcome = welcome
        self._people = people

    def register(self) -> None:
        """Listen to servers and to the connection."""
        hear = self._client.hear
        hear("guild_join", self._added)
        hear("guild_remove", self._removed)
        hear("guild_available", self._back)
        hear("guild_unavailable", self._away)
        hear("shard_disconnect", self._broken)
        hear("shard_resumed", self._resumed)
        hear("shard_ready", self._ready)
        hear("shard_connect", self._connected)

    # --- servers -----------------------------------------------------------------------------

    async def _added(self, guild: discord.Guild) -> None:
        log.info("discord.added", server=guild.id)
        await self._welcome.added(guild)

    async def _removed(self, guild: discord.Guild) -> None:
        self._hearing.taken_away(translate.server_gone(guild, self._hearing.clock.now()).where)

    async def _away(self, guild: discord.Guild) -> None:
        now = self._hearing.clock.now()
        self._hearing.take_in(translate.unheard(self._hearing.rooms.of(guild.id), now, now))

    async def _back(self, guild: discord.Guild) -> None:
        self._hearing.catch_up(self._hearing.rooms.of(guild.id))

    # --- the connection ----------------------------------------------------------------------

    async def _connected(self, shard: int) -> None:
        log.info("discord.connected", shard=shard)

    async def _broken(self, shard: int) -> None:
        """Nothing is heard any more. What can't be kept of that is found out when it is back."""
        log.warning("discord.disconnected", shard=shard)
        try:
            await self._hearing.gaps.broke(self._rooms(shard))
        except StorageError as error:
            note("discord.gap_not_kept", error)

    async def _resumed(self, shard: int) -> None:
        """What was missed has been told by now, and waits in the lanes."""
        log.info("discord.resumed", shard=shard)
        for room in self._rooms(shard):
            self._hearing.lanes.put(room, partial(self._hearing.gaps.resumed, [room]))

    async def _ready(self, shard: int) -> None:
        """A new connection: what was said before it is in the history alone."""
        self._hearing.catch_up(self._rooms(shard))
        for guild in self._client.guilds:
            if self._client.shard_of(guild.id) == shard:
                await _know_people(guild)
                self._count(guild)
                await self._welcome.look_around(guild)

    def _count(self, guild: discord.Guild) -> None:
        for channel in guild.voice_channels:
            self._people.count(channel)
        for stage in guild.stage_channels:
            self._people.count(stage)

    def _rooms(self, shard: int) -> list[str]:
        return self._hearing.rooms.all(lambda guild: self._client.shard_of(guild) == shard)


async def _know_people(guild: discord.Guild) -> None:
    """Its members, where the library hasn't been told of all of them yet."""
    try:
        if not guild.chunked:
            await guild.chunk()
    except (discord.ClientException, *DISCORD_SAID_NO) as error:
        note("discord.people_unknown", error)
