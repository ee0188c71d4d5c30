"""Where something was said: which of Discord's channels are rooms, and which are threads of one.

Text, announcement, voice and stage channels are rooms, and their public threads are threads of
them: who reads the channel reads those too. A forum post is a room of its own, for a forum itself
holds no talk. So is a private thread, since not everybody in its channel may read it; it is heard
only where somebody asked Heed into it.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final, Protocol

import discord

from adapters.discord.ids import room_id

REMEMBERED: Final = 4096
"""Threads that had to be asked for and are remembered, so that none is asked for twice in a row."""

RoomChannel = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread
"""What can be a room; `TextChannel` is the library's name for announcement channels too."""

Chosen = RoomChannel | discord.ForumChannel
"""What Heed can be asked into. A forum holds no talk itself: its posts take after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where in a room something is; `thread` is None outside threads."""

    room: str
    thread: str | None = None


class Finder(Protocol):
    """Discord's client, as far as channels are looked up by it."""

    def get_channel(self, channel: int, /) -> object:
        """The channel or thread, None where the cache hasn't it."""

    async def fetch_channel(self, channel: int, /) -> object:
        """Ask Discord for it."""


def spot_of(channel: object) -> Spot | None:
    """Where what is said in a channel belongs; None where nothing there is talk of a room.

    That is so for direct messages, categories, forums themselves, and threads of channels that
    Heed can't see.
    """
    match channel:
        case discord.Thread():
            return _in_thread(channel)
        case discord.TextChannel() | discord.VoiceChannel() | discord.StageChannel():
            return Spot(room=room_id(channel.guild.id, channel.id))
    return None


def _in_thread(thread: discord.Thread) -> Spot | None:
    if thread.parent is None:
        return None
    if is_own_room(thread):
        return Spot(room=room_id(thread.guild.id, thread.id))
    return Spot(room=room_id(thread.guild.id, thread.parent_id), thread=str(thread.id))


def room_of(channel: Chosen) -> str:
    """The room that was chosen with a channel. Raises ValueError where it isn't fully known."""
    if isinstance(channel, discord.ForumChannel):
        return room_id(channel.guild.id, channel.id)
    spot = spot_of(channel)
    if spot is None:
        raise ValueError("the channel of this thread isn't known")
    return spot.room


def is_own_room(thread: discord.Thread) -> bool:
    """Whether a thread is a room by itself: a forum's (or media channel's) post, or private."""
    return thread.is_private() or is_post(thread)


def is_post(thread: discord.Thread) -> bool:
    """Whether a thread is a post in a forum or media channel."""
    return isinstance(thread.parent, discord.ForumChannel)


class Places:
    """Finds where a channel belongs that is told of by its id alone."""

    def __init__(self, client: Finder) -> None:
        self._client = client
        self._asked: OrderedDict[int, Spot | None] = OrderedDict()

    async def find(self, channel: int) -> Spot | None:
        """Where it belongs; None where it is no room, or Discord doesn't show it to us (any more).

        The cache lacks threads that were archived long ago: those are asked for, once. Raises
        discord.HTTPException where Discord can't answer now.
        """
        known = self._client.get_channel(channel)
        if known is not None:
            return spot_of(known)
        if channel not in self._asked:
            self._asked[channel] = await self._ask(channel)
            if len(self._asked) > REMEMBERED:
                self._asked.popitem(last=False)
        return self._asked[channel]

    async def _ask(self, channel: int) -> Spot | None:
        try:
            return spot_of(await self._client.fetch_channel(channel))
        except (discord.NotFound, discord.Forbidden, discord.InvalidData):
            return None
