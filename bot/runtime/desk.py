"""The desk: applies what happens to rooms, in each room's lane, in one transaction."""

from collections.abc import Callable, Sequence
from typing import Final

import structlog

from bot.domain.commands import Reply
from bot.domain.events import Event, WakeUp
from bot.domain.room import Room
from bot.runtime.batches import Batches
from bot.runtime.conflicts import undisturbed
from bot.runtime.interpreter import Interpreter
from bot.runtime.lanes import Lanes
from bot.runtime.listener import SecondListener
from bot.runtime.overdue import overdue
from bot.runtime.ports import Clock, Outcome, Parcel, Store, Tracking, Unit
from bot.runtime.trouble import report

log = structlog.get_logger(__name__)

# How long (seconds) after its deadline a room is still woken as of that deadline. What is older,
# after a long stop, is woken as of now: policy then asks what is fitting at this hour.
FRESH: Final = 60.0
# How soon (real seconds) a deadline that doesn't move on is looked at again.
STUCK_PAUSE: Final = 5.0

Told = Callable[[Room, bool], None]


class Desk:
    """Where events become committed state.

    `told` hears of every commit: the room as it is now, and whether parcels were posted.
    """

    def __init__(
        self,
        store: Store,
        tracker: Tracking,
        clock: Clock,
        told: Told,
        second: SecondListener | None = None,
    ) -> None:
        self._store = store
        self._clock = clock
        self._told = told
        self._interpreter = Interpreter(tracker, second)
        self._lanes = Lanes()
        self._batches = Batches(self._lanes, lambda events: undisturbed(lambda: self._hear(events)))

    async def receive(self, event: Event) -> tuple[Reply, ...]:
        """Apply an event unless its key was seen before; it is committed when this returns."""
        try:
            return await self._batches.take(event)
        except Exception as error:
            kind = type(event).__name__
            report("an event wasn't applied", error, room=event.room, key=event.key, kind=kind)
            raise

    async def _hear(self, events: Sequence[Event]) -> Sequence[tuple[Reply, ...]]:
        """Apply events of one room in one transaction, those that weren't seen before."""
        async with self._store.unit(events[0].room) as unit:
            posted = unit.posted
            answers = [await self._apply_once(unit, event) for event in events]
            if any(answer is not None for answer in answers):
                await self._interpreter.commit(unit)
        if any(answer is not None for answer in answers):
            self._is_true(unit, posted)
        return [tuple(answer or ()) for answer in answers]

    async def _apply_once(self, unit: Unit, event: Event) -> list[Reply] | None:
        """Apply an event; None, and nothing has changed, where its key was seen before."""
        if event.key and not await unit.first_time(event.key, event.at):
            log.debug("event seen before", room=event.room, key=event.key)
            return None
        replies = await self._apply(unit, event)
        log.debug("event applied", room=event.room, key=event.key, kind=type(event).__name__)
        return replies

    def drop(self, room: str) -> None:
        """Remember nothing of a room: another replica has changed it."""
        self._interpreter.drop(room)

    async def wake(self, name: str) -> None:
        """Tell the core that the room's deadline has come, if it has.

        Raises RoomBusyError where another replica has the room.
        """
        await undisturbed(lambda: self._wake(name))

    async def _wake(self, name: str) -> None:
        async with self._lanes.lane(name), self._store.unit(name, wait=False) as unit:
            posted, now = unit.posted, self._clock.now()
            due = unit.room.wake_at is not None and unit.room.wake_at <= now
            if not due:
                await unit.reschedule()  # another replica was quicker
                return
            await self._interpreter.handle(unit, WakeUp(room=name, at=now))
            await self._interpreter.commit(unit)
        if unit.room.wake_at is not None and unit.room.wake_at <= now:
            log.warning("a deadline doesn't move on", room=name)
            await self._store.put_off(name, self._clock.after(STUCK_PAUSE))
        self._is_true(unit, posted)

    async def settle(
        self, parcel: Parcel, outcome: Outcome, ref: str = "", event: Event | None = None
    ) -> None:
        """End a parcel and apply what follows from that, once, together."""
        await undisturbed(lambda: self._settle(parcel, outcome, ref, event))

    async def _settle(
        self, parcel: Parcel, outcome: Outcome, ref: str, event: Event | None
    ) -> None:
        async with self._lanes.lane(parcel.room), self._store.unit(parcel.room) as unit:
            posted = unit.posted
            if not await unit.settle(parcel, outcome, ref):
                return
            if event is not None:
                await self._apply(unit, event)
            await self._interpreter.commit(unit)
        self._is_true(unit, posted)

    def _is_true(self, unit: Unit, posted: int) -> None:
        """A unit is over that began with so many parcels: whoever waits for it goes on."""
        self._told(unit.room, unit.posted > posted)
        self._interpreter.ask(unit)

    async def _apply(self, unit: Unit, event: Event) -> list[Reply]:
        """Handle the deadlines that the event has overtaken, then the event."""
        replies: list[Reply] = []
        for wake in overdue(unit.room, since=self._clock.now() - FRESH, until=event.at):
            replies += await self._interpreter.handle(unit, wake)
        return replies + await self._interpreter.handle(unit, event)
