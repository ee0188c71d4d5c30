"""Gaps: while something may be said that isn't heard, nobody is nudged.

That is while the socket is lost, or events over HTTP are too many to be taken in.
Slack tells again what wasn't acknowledged: at once, after a minute, and after five more. So a room
catches up some time after the socket is back; what lies further back than that is missing.
"""

from typing import Final

from adapters.slack.ids import PLATFORM
from bot.domain.events import CaughtUp, FellBehind
from bot.domain.room import Room
from bot.runtime.ports import Clock, Intake, StorageError, platform_of

# All in seconds, by the clock.
GRACE: Final = 3.0  # Slack renews sockets now and then; that takes less
SHORT: Final = 60.0
TOLD_AGAIN_SOON: Final = 75.0  # after a short gap: the try after a minute is through
TOLD_AGAIN: Final = 400.0  # after a longer one: the last try is
REACHES_BACK: Final = 360.0  # an event is told for the last time so long after it happened


class Gaps:
    """Tells rooms in which something is going on that Slack isn't heard, and when it is again."""

    def __init__(self, intake: Intake, clock: Clock) -> None:
        self._intake = intake
        self._clock = clock
        self._lost_at: float | None = None
        self._back_at: float | None = None
        # Rooms that have been told, with where their gap begins; None until they were looked for.
        self._behind: dict[str, float] | None = None
        self._told = False
        self._turned_away_at: float | None = None

    def turned_away(self) -> None:
        """Slack was told to come again with an event."""
        if self._turned_away_at is None:
            self._turned_away_at = self._clock.now()

    async def look(self, *, connected: bool) -> bool:
        """Do what is due, now that Slack is heard, or isn't. Raises StorageError.

        Says, once, that Slack is heard again after longer than it tells again of: whoever came or
        left meanwhile has to be asked for.
        """
        if self._behind is None:
            self._behind = await self._left_behind()
        await self._mind_turned_away(self._behind)
        now = self._clock.now()
        if not connected:
            await self._unheard(now, self._behind)
            return False
        missed = self._lost_at is not None and now - self._lost_at > REACHES_BACK
        await self._heard(now, self._behind)
        return missed

    async def leave(self) -> None:
        """Nobody listens from now on, until the next start. Raises StorageError."""
        behind = await self._left_behind() if self._behind is None else self._behind
        await self._fall_behind(self._clock.now(), behind)

    async def _unheard(self, now: float, behind: dict[str, float]) -> None:
        self._back_at = None
        if self._lost_at is None:
            self._lost_at = now
        if not self._told and now - self._lost_at >= GRACE:
            await self._fall_behind(self._lost_at, behind)
            self._told = True

    async def _mind_turned_away(self, behind: dict[str, float]) -> None:
        """A room waits for what was turned away as if the socket had been lost until now."""
        since = self._turned_away_at
        lately = self._back_at is not None and self._clock.now() - self._back_at < GRACE
        if since is None or lately:
            return
        self._turned_away_at = self._back_at = None
        try:
            await self._fall_behind(since, behind)
        except StorageError:
            self._turned_away_at = since
            raise

    async def _heard(self, now: float, behind: dict[str, float]) -> None:
        self._lost_at, self._told = None, False
        if self._back_at is None:
            self._back_at = now
        for room, since in list(behind.items()):
            gap = self._back_at - since
            if now - self._back_at >= (TOLD_AGAIN_SOON if gap <= SHORT else TOLD_AGAIN):
                await self._intake.receive(_caught_up(room, now, since, self._back_at))
                del behind[room]

    async def _fall_behind(self, since: float, behind: dict[str, float]) -> None:
        for name in await self._rooms():
            room = None if name in behind else await self._intake.look(name)
            if room is not None and _is_going_on(room):
                await self._intake.receive(FellBehind(room=name, at=self._clock.now(), since=since))
                behind.setdefault(name, since)

    async def _left_behind(self) -> dict[str, float]:
        """Rooms that fell behind before this start, and haven't caught up yet."""
        looked = [await self._intake.look(name) for name in await self._rooms()]
        return {
            room.id: room.behind_since
            for room in looked
            if room is not None and room.behind_since is not None
        }

    async def _rooms(self) -> list[str]:
        return [name for name in await self._intake.rooms() if platform_of(name) == PLATFORM]


def _is_going_on(room: Room) -> bool:
    return room.meeting is not None or any(each.waiting for each in room.questions.values())


def _caught_up(room: str, now: float, since: float, back_at: float) -> CaughtUp:
    missed_until = back_at - REACHES_BACK
    if missed_until <= since:
        return CaughtUp(room=room, at=now)
    return CaughtUp(room=room, at=now, missed_from=since, missed_until=missed_until)
