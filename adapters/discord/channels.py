"""Channels and threads: named, archived, deleted; and servers that go.

`at` is in epoch seconds: Discord doesn't say when most of this happens.
"""

from collections.abc import Iterable

import discord

from adapters.discord.calls import Opened, Removed, TakenAway
from adapters.discord.ids import epoch, room_id, server
from adapters.discord.messages import deleted
from adapters.discord.places import (
    Chosen,
    RoomChannel,
    Spot,
    is_own_room,
    is_post,
    room_of,
    spot_of,
)
from adapters.discord.words import named
from bot.domain.events import (
    CaughtUp,
    Event,
    FellBehind,
    MeetingEnded,
    RoomNamed,
)
from bot.domain.question import Question
from bot.domain.room import Room


def room_named(channel: RoomChannel, at: float) -> tuple[RoomNamed, ...]:
    """What a room is called; nothing where the channel is no room of its own."""
    spot = spot_of(channel)
    if spot is None or spot.thread is not None:
        return ()
    return (RoomNamed(room=spot.room, at=at, title=f"#{named(channel.name)}"),)


def channel_changed(
    before: discord.abc.GuildChannel, after: discord.abc.GuildChannel, at: float
) -> tuple[Event, ...]:
    """The channel is called something else, or Heed may not read it (any more).

    That Heed may read it again is for whoever fetches what was missed.
    """
    if not isinstance(after, Chosen):
        return ()
    room = room_of(after)
    events: list[Event] = []
    if before.name != after.name:
        events.append(RoomNamed(room=room, at=at, title=f"#{named(after.name)}"))
    if heard(before) and not heard(after):
        events.append(FellBehind(room=room, at=at, since=at))
    return tuple(events)


def heard(channel: discord.abc.GuildChannel | discord.Thread) -> bool:
    """Whether Heed is told what is said in a channel."""
    if isinstance(channel, discord.Thread) and channel.parent is None:
        return False
    return channel.permissions_for(channel.guild.me).view_channel


def channel_deleted(channel: discord.abc.GuildChannel, at: float) -> Removed | None:
    """A channel is gone. Discord deletes its threads and posts with it, and tells of some."""
    return _removed(room_of(channel), at) if isinstance(channel, Chosen) else None


# --- threads and posts --------------------------------------------------------------------------


def opened(thread: discord.Thread) -> Opened | None:
    """A post was opened in a forum; None for other threads, whose messages tell all there is."""
    if not is_post(thread):
        return None
    return Opened(
        room=room_id(thread.guild.id, thread.id),
        forum=room_id(thread.guild.id, thread.parent_id),
        title=f"#{named(thread.name)}",
        by=str(thread.owner_id),
        at=epoch(thread.id),
        key=f"o{thread.id}",
    )


def thread_changed(before: discord.Thread, after: discord.Thread, at: float) -> tuple[Event, ...]:
    """A room that is a thread was renamed, archived or locked, or opened again.

    Archived, its meeting is over, by hand or by long silence; anybody can go on talking there,
    which opens it. Locked too, nobody can say anything, so its silence proves nothing.
    """
    spot = spot_of(after)
    if spot is None or not is_own_room(after):
        return ()
    events: list[Event] = []
    if before.name != after.name:
        events.append(RoomNamed(room=spot.room, at=at, title=f"#{named(after.name)}"))
    if after.archived and not before.archived:
        events.append(MeetingEnded(room=spot.room, at=at))
    if is_closed(after) and not is_closed(before):
        events.append(FellBehind(room=spot.room, at=at, since=at))
    if is_closed(before) and not is_closed(after):
        events.append(CaughtUp(room=spot.room, at=at))
    return tuple(events)


def is_closed(thread: discord.Thread) -> bool:
    """Whether nobody can say anything in a thread."""
    return thread.archived and thread.locked


def thread_deleted(raw: discord.RawThreadDeleteEvent, at: float) -> Removed:
    """A thread is gone, and with it the room that it was, if it was one."""
    return _removed(room_id(raw.guild_id, raw.thread_id), at)


def said_in_thread(
    raw: discord.RawThreadDeleteEvent, room: Room, asked: Iterable[Question], at: float
) -> tuple[Event, ...]:
    """What was said in a deleted thread of a room is gone too, and Discord doesn't say that again.

    `room` is that of the thread's channel, `asked` the questions that are kept of it. The message
    that the thread began with stays.
    """
    thread = str(raw.thread_id)
    spot = Spot(room=room.id, thread=thread)
    turns = (each.id for each in room.turns if each.thread == thread and not each.deleted)
    questions = (each.message for each in asked if each.thread == thread)
    gone = dict.fromkeys((*turns, *questions))
    return tuple(deleted(int(each), spot, at) for each in gone)


def _removed(room: str, at: float) -> Removed:
    return Removed(room=room, at=at, key=f"gone:{room}")


# --- servers ------------------------------------------------------------------------------------


def server_gone(guild: discord.Guild, at: float) -> TakenAway:
    """Heed was sent away from a server, or the server is no more."""
    return TakenAway(where=server(guild.id), at=at, key=f"gone:{guild.id}:{at:.3f}")


def unheard(rooms: Iterable[str], since: float, at: float) -> tuple[Event, ...]:
    """Discord isn't heard since then: its connection broke, or a server doesn't work."""
    return tuple(FellBehind(room=room, at=at, since=since) for room in rooms)
