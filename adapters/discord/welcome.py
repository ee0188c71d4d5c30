"""Heed comes to a server: it greets once, and is silent until somebody chooses a channel."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, Final

import discord
import structlog

from adapters.discord import render
from adapters.discord.calls import Opened
from adapters.discord.faults import DISCORD_SAID_NO, note
from adapters.discord.ids import Us, room_id
from adapters.discord.parts import Parts
from adapters.discord.people import joined
from adapters.discord.permissions import missing
from adapters.discord.places import Chosen as Place
from adapters.discord.places import RoomChannel, is_own_room, spot_of
from adapters.discord.presses import Chosen
from adapters.discord.render import Face
from adapters.discord.rooms import Rooms
from adapters.discord.visitors import runs, sees
from adapters.discord.words import named
from bot.domain.events import ConvenerInvited, Event, MemberJoined, RoomNamed, RoomSet
from bot.domain.room import Room
from bot.domain.settings import RoomSettings

LEARNT_AT_MOST: Final = 200
"""Members of a room whose names are learnt at once; of others when they first speak."""

NEW_FOR: Final = timedelta(days=7)
"""So long after it was added Heed still greets, if it didn't because it wasn't running."""

LOOKED_BACK: Final = 100
"""Messages among which a greeting is looked for."""

NOT_YOURS: Final = "Only somebody who manages a channel can ask Heed into it."
_LET_IT: Final = "Give it Send Messages there, then choose it again."

log = structlog.get_logger()


class Welcome:
    """Arranges the rooms that Heed is asked into."""

    def __init__(self, parts: Parts, rooms: Rooms, us: Us) -> None:
        self._intake = parts.intake
        self._clock = parts.clock
        self._settings = parts.settings
        self._wanted = {each.removeprefix("@").casefold() for each in parts.conveners}
        self._rooms = rooms
        self._us = us

    async def added(self, guild: discord.Guild) -> None:
        """Heed was added to a server: greet where it may speak, and nowhere else."""
        channel = _where_to_greet(guild)
        if channel is None:
            log.warning("discord.cannot_greet", server=guild.id)
            return
        try:
            await channel.send(**render.welcome(guild.id).new())
        except DISCORD_SAID_NO as error:
            note("discord.not_greeted", error)

    async def look_around(self, guild: discord.Guild) -> None:
        """Greet on a server that added Heed while it didn't run."""
        if self._rooms.of(guild.id) or not _is_new(guild.me.joined_at):
            return
        channel = _where_to_greet(guild)
        try:
            if channel is not None and not await self._spoke(channel):
                await self.added(guild)
        except DISCORD_SAID_NO as error:
            note("discord.not_looked_around", error)

    async def chosen(self, member: discord.Member | discord.User, chosen: Chosen) -> list[Face]:
        """Somebody chose channels: each that they manage asks who convenes there.

        What they are told comes back: of forums, in which nobody can write, the greeting too.
        Raises StorageError, and discord.HTTPException.
        """
        if not isinstance(member, discord.Member):
            return [render.word(NOT_YOURS)]
        said, greetings = [], []
        for number in chosen.channels:
            channel = member.guild.get_channel_or_thread(number)
            if isinstance(channel, Place):
                known = self.knows(channel)
                said.append(await self.ask_in(channel, member))
                if isinstance(channel, discord.ForumChannel) and not known:
                    greetings.append(render.greeting(room_id(channel.guild.id, channel.id)))
        return [render.word("\n".join(said) or NOT_YOURS), *greetings]

    def knows(self, channel: Place) -> bool:
        """Whether a channel is a room, or belongs to one, already."""
        spot = spot_of(channel)
        room = spot.room if spot else room_id(channel.guild.id, channel.id)
        return room in self._rooms

    async def let_in(self, thread: discord.Thread) -> None:
        """Somebody added Heed to a private thread: it asks there who convenes.

        Raises StorageError, and discord.HTTPException.
        """
        if thread.is_private() and not self.knows(thread):
            room = await self.choose(thread)
            await thread.send(**render.greeting(room).new())

    async def ask_in(self, channel: Place, by: discord.Member) -> str:
        """Somebody asks Heed into a channel, if they manage it; what they are told comes back.

        Raises StorageError, and discord.HTTPException.
        """
        if isinstance(channel, discord.Thread) and not is_own_room(channel):
            channel = channel.parent or channel
        name = f"#{channel.name}"
        if not (sees(by, channel) and runs(by, channel)):
            return f"{name}: only somebody who manages the channel can ask Heed in."
        lacks = missing(channel.permissions_for(channel.guild.me))
        if "view_channel" in lacks:
            return f"{name}: Heed can't see it. Let it in there, then choose it again."
        if self.knows(channel):
            return f"{name}: Heed is there already. Who convenes: /heed convener"
        room = await self.choose(channel)
        if isinstance(channel, discord.ForumChannel):
            return f"{name}: chosen. Its posts are read once somebody convenes it."
        if "send_messages" in lacks:
            return (
                f"{name}: chosen, but Heed may not write there, so nobody can be asked. {_LET_IT}"
            )
        await channel.send(**render.greeting(room, named(by.display_name)).new())
        return f"{name}: chosen. Who convenes is asked there."

    async def choose(self, channel: Place) -> str:
        """Somebody who may chose this channel: from now on it is a room, once somebody convenes.

        Its id comes back. Raises StorageError.
        """
        room = room_id(channel.guild.id, channel.id)
        await self._arrange(room, f"#{named(channel.name)}", self._settings)
        await self._meet(room, channel)
        return room

    async def opened(self, call: Opened, thread: discord.Thread) -> None:
        """A post was opened in a forum that was chosen: it has the forum's settings and conveners.

        Raises StorageError.
        """
        forum = await self._intake.look(call.forum)
        if forum is None:
            return
        await self._arrange(call.room, call.title, forum.settings)
        await self._meet(call.room, thread, invite=False)
        for event in _inherited(call, forum, self._clock.now()):
            await self._intake.receive(event)

    async def _arrange(self, room: str, title: str, settings: RoomSettings) -> None:
        at = self._clock.now()
        if await self._intake.look(room) is None:
            await self._intake.receive(RoomSet(room=room, at=at, settings=settings))
            log.info("discord.asked_in", room=room)
        await self._intake.receive(RoomNamed(room=room, at=at, title=title))
        self._rooms.add(room)

    async def _meet(self, room: str, channel: Place, *, invite: bool = True) -> None:
        """Learn who is there, and ask those whom the settings name whether they will convene."""
        learnt = 0
        for member in _people(channel, self._us):
            wanted = invite and self._is_wanted(member)
            if wanted or learnt < LEARNT_AT_MOST:
                learnt += 1
                for event in _here(member, room, channel, self._clock.now(), self._us):
                    await self._intake.receive(event)
            if wanted:
                await self._intake.receive(
                    ConvenerInvited(room=room, at=self._clock.now(), member=str(member.id))
                )

    def _is_wanted(self, member: discord.Member) -> bool:
        names = {str(member.id), member.name.casefold(), member.display_name.casefold()}
        return bool(names & self._wanted)

    async def _spoke(self, channel: discord.TextChannel) -> bool:
        """Whether Heed said anything there lately."""
        async for message in channel.history(limit=LOOKED_BACK):
            if message.author.id == self._us.user:
                return True
        return False


def _is_new(since: Any) -> bool:  # noqa: ANN401 - a datetime, where Discord says it
    return since is not None and discord.utils.utcnow() - since < NEW_FOR


def _where_to_greet(guild: discord.Guild) -> discord.TextChannel | None:
    """The server's own channel for such news, else the first in which Heed may speak."""
    first = [guild.system_channel] if guild.system_channel else []
    for channel in (*first, *guild.text_channels):
        allowed = channel.permissions_for(guild.me)
        if allowed.view_channel and allowed.send_messages:
            return channel
    return None


def _people(channel: Place, us: Us) -> Iterator[discord.Member]:
    """Those who may read a channel, people alone, as far as they are known."""
    for member in channel.guild.members:
        if not member.bot and member.id != us.user and sees(member, channel):
            yield member


def _here(member: discord.Member, room: str, channel: Place, at: float, us: Us) -> Sequence[Event]:
    if isinstance(channel, RoomChannel):
        return joined(member, [channel], at, us)
    name = named(member.display_name)
    return [MemberJoined(room=room, at=at, member=str(member.id), name=name)]


def _inherited(call: Opened, forum: Room, at: float) -> Iterator[ConvenerInvited]:
    """Who convenes the forum convenes its posts: they said so there already."""
    for member, convener in forum.conveners.items():
        if convener.accepted:
            yield ConvenerInvited(
                room=call.room,
                at=at,
                member=member,
                role=convener.role,
                by=member,
                practised=convener.practised,
            )
