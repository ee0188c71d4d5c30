"""What every listener shares: where happenings go, and what goes when a room does."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import discord
import structlog

from adapters.discord.calls import Removed
from adapters.discord.gaps import Gaps
from adapters.discord.ids import Us
from adapters.discord.lanes import Job, Lanes
from adapters.discord.parts import Purge
from adapters.discord.places import Places
from adapters.discord.rooms import Rooms
from adapters.discord.voice import Voices
from bot.domain.events import Event
from bot.runtime.ports import Clock, Intake

log = structlog.get_logger()


@dataclass(kw_only=True)
class Hearing:
    """The way in. Of rooms that weren't chosen nothing is taken in (rule 1)."""

    intake: Intake
    rooms: Rooms
    places: Places
    gaps: Gaps
    voices: Voices
    clock: Clock
    us: Us
    purge: Purge
    open_post: Callable[[discord.Thread], None] = lambda _post: None
    """What is done with a post that is found in a forum that was chosen."""
    lanes: Lanes = field(init=False)

    def __post_init__(self) -> None:
        self.lanes = Lanes(self.catching_up)

    def take_in(self, events: Iterable[Event]) -> None:
        """Take these in, each after what was told of its room before."""
        for event in events:
            if event.room in self.rooms:
                # In a voice channel's chat a meeting may have to end first.
                beside = not self.rooms.is_vocal(event.room)
                self.lanes.put(event.room, self._receiving(event), beside=beside)

    def catch_up(self, rooms: Iterable[str]) -> None:
        """Bring rooms up to date from their history, after what was told before."""
        for room in rooms:
            self.lanes.put(room, self.catching_up(room))

    def catching_up(self, room: str, since: float | None = None) -> Job:
        """The job that brings a room up to date; from `since` on, if nothing is known of it."""

        async def job() -> None:
            for post in await self.gaps.new_posts(room):
                self.open_post(post)
            gone = await self.gaps.catch_up(room, since)
            if gone is not None:
                await self._erase(gone.room)

        return job

    def remove(self, call: Removed) -> None:
        """A channel is gone: what is kept of it goes, after what was told of it before."""
        if call.room in self.rooms:
            self.lanes.drop(call.room)
            self.lanes.put(call.room, lambda: self._erase(call.room))

    def taken_away(self, where: str) -> None:
        """Heed isn't on a server any more: what is kept of all its rooms goes."""
        for room in self.rooms.discard(where):
            self.lanes.drop(room)
        self.lanes.put(where, lambda: self._erase(where))

    async def _erase(self, where: str) -> None:
        self.rooms.discard(where)
        self.voices.forget(where)
        await self.purge(where)
        log.info("discord.left", where=where)

    def _receiving(self, event: Event) -> Job:
        async def job() -> None:
            room = event.room
            if room not in self.rooms:
                return  # it went while this waited
            await self._end_what_is_overdue(room, event.at)
            await self.intake.receive(event)

        return job

    async def _end_what_is_overdue(self, room: str, at: float) -> None:
        """A voice channel that emptied long enough ago: its meeting ended then."""
        if not self.rooms.is_vocal(room):
            return
        for event in self.voices.overdue(room, await self.running(room), at):
            await self.intake.receive(event)

    async def running(self, room: str) -> str:
        """The meeting that runs in a room; empty where none does."""
        known = await self.intake.look(room)
        return known.meeting.id if known and known.meeting else ""
