"""Heed on Discord: everything that it listens to, put together."""

import discord
from discord import app_commands

from adapters.discord.answering import Answering
from adapters.discord.client import HeedClient
from adapters.discord.commands import plant
from adapters.discord.components import ITEMS
from adapters.discord.desk import Desk
from adapters.discord.faults import note
from adapters.discord.gaps import Gaps
from adapters.discord.hearing import Hearing
from adapters.discord.listeners.people import People
from adapters.discord.listeners.places import Channels
from adapters.discord.listeners.presses import Presses
from adapters.discord.listeners.servers import Servers
from adapters.discord.listeners.talk import Talk
from adapters.discord.parts import Parts
from adapters.discord.places import Places
from adapters.discord.rooms import Rooms
from adapters.discord.syncing import sync
from adapters.discord.visitors import Visitors
from adapters.discord.voice import Voices
from adapters.discord.welcome import Welcome


class Tree(app_commands.CommandTree[HeedClient]):
    """The commands. What goes wrong in one is noted without the words that it was asked in."""

    async def on_error(
        self, _interaction: discord.Interaction[HeedClient], error: app_commands.AppCommandError, /
    ) -> None:
        """A fault of ours, or a command that Discord has and we don't (any more)."""
        note("discord.command_failed", error)


class DiscordApp:
    """Heed on Discord. The client is signed in already, and knows who Heed is."""

    def __init__(self, parts: Parts, client: HeedClient) -> None:
        us = client.us()
        self._client = client
        self._rooms = Rooms(client, parts.intake, client.hears)
        self._gaps = Gaps(client, parts.intake, parts.clock, us)
        self._hearing = Hearing(
            intake=parts.intake,
            rooms=self._rooms,
            places=Places(client),
            gaps=self._gaps,
            voices=Voices(on=parts.voice),
            clock=parts.clock,
            us=us,
            purge=parts.purge,
        )
        visitors = Visitors(client, parts.intake, self._rooms, parts.clock, us)
        welcome = Welcome(parts, self._rooms, us)
        desk = Desk(parts, visitors)
        answering = Answering(desk, client, self._hearing.places, welcome)
        self._tree = Tree(client)
        plant(self._tree, answering)
        client.add_dynamic_items(*ITEMS)
        people = People(self._hearing)
        Talk(self._hearing, answering).register(client)
        people.register(client)
        Channels(self._hearing, welcome).register(client)
        Servers(client, self._hearing, welcome, people).register()
        Presses(desk, answering, welcome).register(client)

    async def prepare(self) -> None:
        """Before anything is decided by time: what was said meanwhile isn't known. StorageError."""
        await self._rooms.remember()
        await self._gaps.starts(self._rooms.all())

    async def sync(self) -> bool:
        """Tell Discord of the commands, if it has others. Raises discord.HTTPException."""
        return await sync(self._tree, self._client)

    async def close(self) -> None:
        """Take in nothing more."""
        await self._hearing.lanes.close()
