"""People: who comes, goes, is called something else, and who may read which room.

A member of a server is in all rooms that they may read there. `rooms` are the channels of one
server that Heed listens to; `at` is in epoch seconds.
"""

from collections.abc import Iterable

import discord

from adapters.discord.ids import Us
from adapters.discord.places import Chosen, is_own_room, room_of
from adapters.discord.words import named
from bot.domain.events import Event, MemberJoined, MemberLeft


def joined(member: discord.Member, rooms: Iterable[Chosen], at: float, us: Us) -> tuple[Event, ...]:
    """Somebody is on the server: they are in the rooms that they may read. Heed itself is nowhere.

    For whoever was there before Heed too, so that their names are known.
    """
    if member.id == us.user:
        return ()
    return tuple(_here(member, room, at) for room in rooms if reads(member, room))


def left(member: int, rooms: Iterable[Chosen], at: float, us: Us) -> tuple[Event, ...]:
    """Somebody left the server, or was sent away."""
    return () if member == us.user else tuple(_gone(str(member), room, at) for room in rooms)


def changed(
    before: discord.Member,
    after: discord.Member,
    rooms: Iterable[Chosen],
    at: float,
    us: Us,
) -> tuple[Event, ...]:
    """Somebody has another nickname, or other roles and so may read other rooms.

    What the person is called outside the server comes apart from this (see `renamed`).
    """
    if after.id == us.user:
        return ()
    renamed_here = before.nick != after.nick
    events: list[Event] = []
    for room in rooms:
        could, can = reads(before, room), reads(after, room)
        if can and (renamed_here or not could):
            events.append(_here(after, room, at))
        elif could and not can:
            events.append(_gone(str(after.id), room, at))
    return tuple(events)


def renamed(
    before: discord.User, after: discord.Member, rooms: Iterable[Chosen], at: float, us: Us
) -> tuple[Event, ...]:
    """Somebody calls themself something else on all of Discord; a nickname hides that."""
    if after.nick is not None or before.display_name == after.display_name:
        return ()
    return joined(after, rooms, at, us)


def out_of_sight(room: Chosen, known: Iterable[str], at: float) -> tuple[Event, ...]:
    """Of the `known` members of a room those who may not read it any more.

    For when a channel's or a role's permissions were changed, or something of that was missed.
    Whoever may read it now and couldn't before is heard of when they speak.
    """
    return tuple(_gone(each, room, at) for each in known if not _may_be_here(each, room))


def _may_be_here(member: str, room: Chosen) -> bool:
    """Whether somebody reads a room, as far as is known: the server's list may not be whole."""
    known = room.guild.get_member(int(member)) if member.isdigit() else None
    if known is None:
        return not member.isdigit() or not room.guild.chunked
    return reads(known, room)


def reads(member: discord.Member, room: Chosen) -> bool:
    """Whether somebody may read a room."""
    if isinstance(room, discord.Thread):
        if room.parent is None:
            return False
        if room.is_private() and not _is_in(member, room):
            return False
    return room.permissions_for(member).view_channel


def _is_in(member: discord.Member, thread: discord.Thread) -> bool:
    manages = thread.permissions_for(member).manage_threads
    return manages or any(each.id == member.id for each in thread.members)


def thread_joined(
    thread: discord.Thread, member: discord.Member, at: float, us: Us
) -> tuple[Event, ...]:
    """Somebody was added to a thread; that only says something where it is a room of its own."""
    if not is_own_room(thread) or member.id == us.user:
        return ()
    return (_here(member, thread, at),)


def thread_left(thread: discord.Thread, member: int, at: float, us: Us) -> tuple[Event, ...]:
    """Somebody left a thread: a private one they can't read any more; a post is read by all."""
    if not thread.is_private() or member == us.user:
        return ()
    return (_gone(str(member), thread, at),)


# Without keys: Discord doesn't say which coming or going it is, and told twice it is the same.


def _here(member: discord.Member, room: Chosen, at: float) -> MemberJoined:
    return MemberJoined(
        room=room_of(room),
        at=at,
        member=str(member.id),
        name=named(member.display_name),
        bot=member.bot,
    )


def _gone(member: str, room: Chosen, at: float) -> MemberLeft:
    return MemberLeft(room=room_of(room), at=at, member=member)
