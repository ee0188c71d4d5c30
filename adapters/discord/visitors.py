"""Whoever asks or presses, as Discord knows them now: may they read the room, do they run it."""

from typing import Final

import discord

from adapters.discord.ids import Us, place_of
from adapters.discord.people import reads
from adapters.discord.places import Chosen as Place
from adapters.discord.places import Finder
from adapters.discord.rooms import Rooms, is_room
from adapters.discord.words import named
from bot.domain.events import MemberJoined
from bot.runtime.ports import Clock, Intake, Visitor

ADMIN_MAY: Final = ("manage_guild", "manage_channels")
"""Permissions, either of which in a room makes somebody its admin."""


class Visitors:
    """Says who somebody is to a room. What Discord can't say just now is raised as by the library.

    A server that isn't told of in this process isn't known here: then it is what the room itself
    remembers, by which nobody is its admin.
    """

    def __init__(self, client: Finder, intake: Intake, rooms: Rooms, clock: Clock, us: Us) -> None:
        self._client = client
        self._intake = intake
        self._rooms = rooms
        self._clock = clock
        self._us = us

    async def visitor(self, room: str, member: int) -> Visitor:
        """Who this is to the room. Raises discord.HTTPException and StorageError."""
        channel, found = await self._there(room, member)
        if channel is None or found is None:
            return Visitor(member=str(member), present=await self.present(room, member))
        present = sees(found, channel)
        return Visitor(
            member=str(member),
            name=named(found.display_name),
            admin=present and runs(found, channel),
            present=present,
        )

    async def present(self, room: str, member: int) -> bool:
        """Whether they may read the room. Raises discord.HTTPException and StorageError."""
        channel, found = await self._there(room, member)
        if channel is not None:
            return found is not None and sees(found, channel)
        known = await self._intake.look(room)
        theirs = known.members.get(str(member)) if known else None
        return theirs is not None and theirs.present

    async def introduce(self, room: str, member: int) -> None:
        """Let the room know somebody who may read it, if it doesn't yet."""
        known = await self._intake.look(room)
        if known is None or _is_here(known.members.get(str(member))):
            return
        channel, found = await self._there(room, member)
        if channel is None or found is None or not sees(found, channel):
            return
        if found.id != self._us.user:
            await self._intake.receive(
                MemberJoined(
                    room=room,
                    at=self._clock.now(),
                    member=str(member),
                    name=named(found.display_name),
                    bot=found.bot,
                )
            )

    async def rooms_of(self, member: int) -> list[str]:
        """The rooms that somebody may read, of those that were chosen."""
        return [room for room in self._rooms.all() if await self.present(room, member)]

    async def _there(self, room: str, member: int) -> tuple[Place | None, discord.Member | None]:
        channel = self._client.get_channel(place_of(room).channel) if is_room(room) else None
        if not isinstance(channel, Place):
            return None, None
        return channel, await _member(channel.guild, member)


def sees(member: discord.Member, channel: Place) -> bool:
    """Whether somebody may read a room, or a forum."""
    if isinstance(channel, discord.ForumChannel):
        return channel.permissions_for(member).view_channel
    return reads(member, channel)


def runs(member: discord.Member, channel: Place) -> bool:
    """Whether somebody may arrange what goes on in a channel."""
    allowed = channel.permissions_for(member)
    return any(getattr(allowed, each) for each in ADMIN_MAY)


async def _member(guild: discord.Guild, member: int) -> discord.Member | None:
    known = guild.get_member(member)
    if known is not None:
        return known
    try:
        return await guild.fetch_member(member)
    except discord.NotFound:
        return None


def _is_here(member: object) -> bool:
    return bool(getattr(member, "present", False))
