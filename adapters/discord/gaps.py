"""Gaps: what was said while Discord wasn't heard is fetched from its history, channel by channel.

A connection that is resumed is told everything that it missed, by Discord itself. After any other
break, and when Heed starts, a room is behind until its history since the last message that was
taken in has been read. What can't be known from the history, and stays unknown: reactions, and
what was edited or deleted before the stretch that is read.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, TypeGuard

import discord
import structlog

from adapters.discord.calls import Removed
from adapters.discord.channels import heard, is_closed, room_named
from adapters.discord.ids import Us, earliest, epoch, place_of, room_id
from adapters.discord.messages import deleted, edit_found, posted
from adapters.discord.people import out_of_sight
from adapters.discord.places import Chosen, Finder, RoomChannel, Spot, spot_of
from bot.domain.events import CaughtUp, Event, FellBehind
from bot.domain.room import Room
from bot.runtime.ports import Clock, Intake

FETCHED: Final = 2000
"""Messages of one room that are fetched at most, its threads' included; the latest are."""

CHECKED: Final = 200
"""Earlier messages of a room that are looked at, to see which of them are edited or gone."""

THREADS: Final = 50
"""Threads of one room that are looked into, besides those that are open."""

FARTHEST: Final = 6 * 86400.0
"""Seconds back from now that are read at most. What was told before, while the room was paused say,
is known by its key, and those are kept for a week."""

REMEMBERED: Final = 7 * 86400.0
"""Questions asked so many seconds before the gap are looked for in the history."""

UNNOTICED: Final = 120.0
"""Seconds for which a connection may have been dead before that is noticed: two heartbeats."""

OVERLAP: Final = 10.0
"""Seconds that are read again before the gap: what is told twice counts once, by its key."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap:
    """What is looked for: what was said since then (epoch s), and what became of `known`.

    Messages count as new from the id `begins` on. `known` are message ids by the thread that they
    are in, None for the channel itself.
    """

    since: float
    begins: int
    known: dict[str | None, set[int]]


@dataclass(slots=True, kw_only=True)
class _Found:
    """What was fetched of one room. `missed_until`: what was said before that didn't fit."""

    left: int
    to_check: int = CHECKED
    messages: list[discord.Message] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    missed_until: float | None = None

    def takes(self, message: discord.Message, gap: _Gap) -> bool:
        """Add a message, if it fits."""
        new = message.id >= gap.begins
        at = epoch(message.id)
        if (new and not self.left) or (not new and at > gap.since):
            self.missed_until = max(self.missed_until or 0.0, at)
        if new and not self.left:
            return False
        if new:
            self.left -= 1
        elif self.to_check:
            self.to_check -= 1
        else:
            return False
        self.messages.append(message)
        return True


class Gaps:
    """Lets rooms fall behind, and brings them up to date."""

    def __init__(
        self, client: Finder, intake: Intake, clock: Clock, us: Us, *, fetched: int = FETCHED
    ) -> None:
        self._client = client
        self._intake = intake
        self._clock = clock
        self._us = us
        self._fetched = fetched
        self._broken: set[str] = set()

    async def broke(self, rooms: Iterable[str]) -> None:
        """The connection broke just now: until it is back, time decides nothing in these rooms."""
        now = self._clock.now()
        for name in rooms:
            room = await self._intake.look(name)
            if room is None:
                continue
            if room.behind_since is None:
                self._broken.add(name)
            since = max(last_heard(room), now - UNNOTICED)
            await self._intake.receive(FellBehind(room=name, at=now, since=since))

    async def starts(self, rooms: Iterable[str]) -> None:
        """Heed starts: these rooms weren't heard since their last message.

        To be told before anything is decided by time, and before anything is taken in.
        """
        now = self._clock.now()
        for name in rooms:
            room = await self._intake.look(name)
            if room is not None:
                await self._intake.receive(
                    FellBehind(room=name, at=now, since=min(last_heard(room), now))
                )

    async def resumed(self, rooms: Iterable[str]) -> None:
        """The connection goes on where it broke, and everything in between has been told.

        Rooms that were behind before it broke stay so: something else is the matter there.
        """
        for name in rooms:
            if name not in self._broken:
                continue
            self._broken.discard(name)
            channel = self._client.get_channel(place_of(name).channel)
            # Archived threads have left the cache, and go on when somebody writes there.
            if channel is None or _speaks(channel):
                await self._intake.receive(CaughtUp(room=name, at=self._clock.now()))

    async def catch_up(self, name: str, since: float | None = None) -> Removed | None:
        """Bring a known room up to date, or say that it is gone for good.

        `since` (epoch seconds) is for rooms that nothing was taken in of: all is new from then on.
        Whoever calls holds the room's turn, so that what happens meanwhile is told after it. Where
        Heed may not look into the room it stays behind. Raises StorageError, and
        discord.HTTPException where Discord can't answer now: the room stays behind, to be brought
        up to date later.
        """
        self._broken.discard(name)
        room = await self._intake.look(name)
        if room is None:
            return None
        channel = await self._channel(name)
        if isinstance(channel, Removed) or channel is None:
            return channel
        now = self._clock.now()
        since = min(last_heard(room) if since is None else since, now)
        await self._intake.receive(FellBehind(room=name, at=now, since=since))
        if not heard(channel):
            log.warning("discord.not_heard", room=name)
        elif isinstance(channel, discord.ForumChannel):
            await self._intake.receive(CaughtUp(room=name, at=now))
        else:
            await self._fill(room, channel, since)
        return None

    async def new_posts(self, name: str) -> list[discord.Thread]:
        """The posts that were opened in a forum since it wasn't heard, and that aren't known.

        To be asked before the forum itself is brought up to date, and each post after it. Empty
        for rooms that are no forums. Raises as `catch_up` does.
        """
        room = await self._intake.look(name)
        forum = self._client.get_channel(place_of(name).channel)
        if room is None or not isinstance(forum, discord.ForumChannel) or not heard(forum):
            return []
        begins = earliest(max(last_heard(room) - OVERLAP, self._clock.now() - FARTHEST))
        posts = {each.id: each for each in forum.threads}
        with suppress(discord.Forbidden):
            posts |= {each.id: each async for each in forum.archived_threads(limit=THREADS)}
        return [
            posts[each]
            for each in sorted(posts)
            if each >= begins and await self._intake.look(room_id(forum.guild.id, each)) is None
        ]

    async def _channel(self, name: str) -> Chosen | Removed | None:
        """The room's channel; None where Heed may not see it."""
        place = place_of(name)
        try:
            channel = self._client.get_channel(place.channel) or await self._client.fetch_channel(
                place.channel
            )
        except discord.NotFound:
            return Removed(room=name, at=self._clock.now(), key=f"gone:{name}")
        except (discord.Forbidden, discord.InvalidData):
            return None
        return channel if _is_known(channel) else None

    async def _fill(self, room: Room, channel: RoomChannel, since: float) -> None:
        """Fetch what was missed, and tell it in the order in which it happened."""
        found, unread = _Found(left=self._fetched), False
        begins = earliest(max(since - OVERLAP, self._clock.now() - FARTHEST))
        gap = _Gap(since=since, begins=begins, known=await self._known(room, since))
        try:
            await self._fetch(channel, gap, found)
        except discord.Forbidden:
            unread = True
            log.warning("discord.history_not_readable", room=room.id)
        now = self._clock.now()
        for event in (*self._told(room, found, gap, now), *_around(room, channel, now)):
            await self._intake.receive(event)
        until = now if unread else found.missed_until
        if _speaks(channel):
            missed_from = None if until is None else since
            await self._intake.receive(
                CaughtUp(room=room.id, at=now, missed_from=missed_from, missed_until=until)
            )
        log.info("discord.caught_up", room=room.id, messages=len(found.messages))

    def _told(self, room: Room, found: _Found, gap: _Gap, now: float) -> Iterator[Event]:
        messages = sorted(found.messages, key=lambda each: each.id)
        said = [each for one in messages if one.id >= gap.begins for each in posted(one, self._us)]
        edited = [
            each
            for one in messages
            if one.edited_at and one.edited_at.timestamp() >= gap.since - OVERLAP
            for each in edit_found(one, self._us)
        ]
        yield from sorted((*said, *edited), key=lambda each: each.at)
        yield from (deleted(each, Spot(room=room.id), now) for each in found.gone)

    async def _known(self, room: Room, since: float) -> dict[str | None, set[int]]:
        """The messages that the room remembers, or of which it keeps a question."""
        asked = await self._intake.questions(room.id, since=since - REMEMBERED)
        pairs = [(each.thread, each.id) for each in room.turns if not each.deleted]
        pairs += [(each.thread, each.message) for each in asked]
        known: dict[str | None, set[int]] = {}
        for thread, message in pairs:
            if message.isdigit():
                known.setdefault(thread, set()).add(int(message))
        return known

    # --- the history ---------------------------------------------------------------------------

    async def _fetch(self, channel: RoomChannel, gap: _Gap, found: _Found) -> None:
        await _read(channel, gap.known.get(None, set()), gap, found)
        if not isinstance(channel, discord.TextChannel):
            return
        for thread in await self._threads(channel, gap, found):
            await _read(thread, gap.known.get(str(thread.id), set()), gap, found)

    async def _threads(
        self, channel: discord.TextChannel, gap: _Gap, found: _Found
    ) -> list[discord.Thread]:
        """The channel's public threads that were open since, and those that are remembered."""
        threads = {each.id: each for each in channel.threads if not each.is_private()}
        async for each in channel.archived_threads(limit=THREADS):
            if each.archive_timestamp.timestamp() < gap.since:
                break
            threads[each.id] = each
        others = (each for each in gap.known if each is not None and int(each) not in threads)
        for name in list(others)[:THREADS]:
            thread = await self._thread(name, gap, found)
            if thread is not None:
                threads[thread.id] = thread
        return list(threads.values())

    async def _thread(self, name: str, gap: _Gap, found: _Found) -> discord.Thread | None:
        """A thread that isn't open any more; where it was deleted, so was what was said in it."""
        try:
            thread = await self._client.fetch_channel(int(name))
        except discord.NotFound:
            found.gone += sorted(gap.known[name])
            return None
        except (discord.Forbidden, discord.InvalidData):
            return None
        return thread if isinstance(thread, discord.Thread) else None


async def _read(part: RoomChannel, known: Iterable[int], gap: _Gap, found: _Found) -> None:
    """Read a channel's or thread's history backwards, past the gap's beginning to what is known."""
    floor = min((earliest(gap.since), gap.begins, *known))
    there: set[int] = set()
    reached = 0
    async for message in part.history(limit=None):
        if message.id < floor or not found.takes(message, gap):
            reached = max(floor, message.id + 1)
            break
        there.add(message.id)
    found.gone += sorted(each for each in known if each >= reached and each not in there)


def last_heard(room: Room) -> float:
    """Since when something of a room may be missing, if nothing was heard after its last message.

    In epoch seconds. Where it is behind already, since then.
    """
    if room.behind_since is not None:
        return room.behind_since
    return max((each.at for each in room.turns), default=room.now)


def _around(room: Room, channel: RoomChannel, at: float) -> Iterator[Event]:
    """What else may have happened: people left, the channel was renamed."""
    known = (each.id for each in room.members.values() if each.present and not each.bot)
    yield from out_of_sight(channel, known, at)
    named = room_named(channel, at)
    yield from (each for each in named if each.title != room.title)


def _is_known(channel: object) -> TypeGuard[Chosen]:
    """Whether this can be a room, and all is known that is to be known of it."""
    return isinstance(channel, discord.ForumChannel) or (
        isinstance(channel, RoomChannel) and spot_of(channel) is not None
    )


def _speaks(channel: object) -> bool:
    """Whether Heed hears a channel, and people can say something there."""
    if not _is_known(channel):
        return False
    if isinstance(channel, discord.Thread) and is_closed(channel):
        return False
    return heard(channel)
