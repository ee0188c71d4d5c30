"""The desk: applies what happens to rooms, in each room's lane, in one transaction."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

import structlog

from bot.domain.commands import Reply
from bot.domain.events import Event, MessagePosted, WakeUp
from bot.domain.room import Room
from bot.runtime import traces
from bot.runtime.batches import Arrival, Batches
from bot.runtime.conflicts import undisturbed
from bot.runtime.interpreter import Interpreter
from bot.runtime.lanes import Lanes
from bot.runtime.listener import SecondListener
from bot.runtime.overdue import overdue
from bot.runtime.ports import (
    Clock,
    Outcome,
    Parcel,
    Step,
    Store,
    Taken,
    Tracking,
    Unit,
    Watch,
    platform_of,
)
from bot.runtime.trouble import report
from bot.runtime.unwatched import NOBODY

log = structlog.get_logger(__name__)

# How long (seconds) after its deadline a room is still woken as of that deadline. What is older,
# after a long stop, is woken as of now: policy then asks what is fitting at this hour.
FRESH: Final = 60.0
# How soon (real seconds) a deadline that doesn't move on is looked at again.
STUCK_PAUSE: Final = 5.0

Told = Callable[[Room, bool], None]


@dataclass(slots=True, kw_only=True)
class _Turn:
    """A unit at work: how many parcels it began with, and whether it is to be committed."""

    unit: Unit
    posted: int
    changed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heard:
    """What became of an event, what it brought, and how many questions were noticed in it."""

    taken: Taken
    replies: tuple[Reply, ...] = ()
    noticed: int = 0


class Desk:
    """Where events become committed state.

    `told` hears of every commit: the room as it is now, and whether parcels were posted.
    """

    def __init__(  # noqa: PLR0913 - the parts that it is made of
        self,
        store: Store,
        tracker: Tracking,
        clock: Clock,
        told: Told,
        *,
        second: SecondListener | None = None,
        watch: Watch = NOBODY,
    ) -> None:
        self._store = store
        self._clock = clock
        self._told = told
        self._watch = watch
        self._interpreter = Interpreter(tracker, second, watch)
        self.lanes = Lanes(watch)
        self.batches = Batches(self.lanes, lambda some: undisturbed(lambda: self._hear(some)))

    async def receive(self, event: Event) -> tuple[Reply, ...]:
        """Apply an event unless its key was seen before; it is committed when this returns."""
        try:
            return await self.batches.take(event)
        except Exception as error:
            kind = type(event).__name__
            report("an event wasn't applied", error, room=event.room, key=event.key, kind=kind)
            self._tell(event, Taken.NOT_KEPT)
            raise

    async def _hear(self, arrivals: Sequence[Arrival]) -> Sequence[tuple[Reply, ...]]:
        """Apply events of one room in one transaction, those that weren't seen before."""
        async with self._turn(arrivals[0].event.room) as turn:
            heard = [await self._apply_once(turn, each) for each in arrivals]
        if turn.changed:
            self._is_true(turn)
        for arrival, each in zip(arrivals, heard, strict=True):
            self._tell(arrival.event, each.taken)
            self._watch.questions(each.noticed)
        return [each.replies for each in heard]

    async def _apply_once(self, turn: _Turn, arrival: Arrival) -> _Heard:
        """Apply an event; nothing has changed where its key was seen before."""
        event, unit = arrival.event, turn.unit
        with traces.following(arrival.trace):
            if event.key and not await unit.first_time(event.key, event.at):
                log.debug("event seen before", room=event.room, key=event.key)
                return _Heard(taken=Taken.SEEN_BEFORE)
            turn.changed = True
            taken = Taken.LATE if event.at < unit.room.now else Taken.APPLIED
            with self._watch.step(Step.TRACKER, platform_of(event.room)):
                replies = await self._apply(unit, event)
            log.debug("event applied", room=event.room, key=event.key, kind=type(event).__name__)
        return _Heard(taken=taken, replies=tuple(replies), noticed=_noticed(unit.room, event))

    def _tell(self, event: Event, taken: Taken) -> None:
        age = self._clock.now() - event.at
        self._watch.event(platform_of(event.room), type(event).__name__, taken, age)

    def drop(self, room: str) -> None:
        """Remember nothing of a room: another replica has changed it."""
        self._interpreter.drop(room)

    async def wake(self, name: str) -> None:
        """Tell the core that the room's deadline has come, if it has.

        Raises RoomBusyError where another replica has the room.
        """
        await undisturbed(lambda: self._wake(name))

    async def _wake(self, name: str) -> None:
        async with self.lanes.lane(name), self._turn(name, wait=False) as turn:
            unit, now = turn.unit, self._clock.now()
            deadline = unit.room.wake_at
            if deadline is None or deadline > now:
                await unit.reschedule()  # another replica was quicker
                return
            turn.changed = True
            with self._watch.step(Step.TRACKER, platform_of(name)):
                await self._interpreter.handle(unit, WakeUp(room=name, at=now))
        self._watch.woken(now - deadline)
        if unit.room.wake_at is not None and unit.room.wake_at <= now:
            log.warning("a deadline doesn't move on", room=name)
            await self._store.put_off(name, self._clock.after(STUCK_PAUSE))
        self._is_true(turn)

    async def settle(
        self, parcel: Parcel, outcome: Outcome, ref: str = "", event: Event | None = None
    ) -> None:
        """End a parcel and apply what follows from that, once, together."""
        await undisturbed(lambda: self._settle(parcel, outcome, ref, event))

    async def _settle(
        self, parcel: Parcel, outcome: Outcome, ref: str, event: Event | None
    ) -> None:
        async with self.lanes.lane(parcel.room), self._turn(parcel.room) as turn:
            if not await turn.unit.settle(parcel, outcome, ref):
                return
            turn.changed = True
            if event is not None:
                await self._apply(turn.unit, event)
        self._is_true(turn)

    @asynccontextmanager
    async def _turn(self, room: str, *, wait: bool = True) -> AsyncIterator[_Turn]:
        """A transaction on a room; it is committed in the end, if something changed."""
        platform = platform_of(room)
        async with AsyncExitStack() as stack:
            with self._watch.step(Step.OPEN, platform):
                unit = await stack.enter_async_context(self._store.unit(room, wait=wait))
            turn = _Turn(unit=unit, posted=unit.posted)
            yield turn
            with self._watch.step(Step.COMMIT, platform):
                if turn.changed:
                    await self._interpreter.commit(unit)
                await stack.aclose()

    def _is_true(self, turn: _Turn) -> None:
        """A turn is over, and what came of it committed: whoever waits for that goes on."""
        self._told(turn.unit.room, turn.unit.posted > turn.posted)
        self._interpreter.is_true(turn.unit)

    async def _apply(self, unit: Unit, event: Event) -> list[Reply]:
        """Handle the deadlines that the event has overtaken, then the event."""
        replies: list[Reply] = []
        for wake in overdue(unit.room, since=self._clock.now() - FRESH, until=event.at):
            replies += await self._interpreter.handle(unit, wake)
        return replies + await self._interpreter.handle(unit, event)


def _noticed(room: Room, event: Event) -> int:
    """How many questions worth tracking a message asks that was just heard: the room's latest."""
    if not isinstance(event, MessagePosted):
        return 0
    latest = takewhile(lambda each: each.message == event.id, reversed(room.questions.values()))
    return sum(each.tracked for each in latest)
