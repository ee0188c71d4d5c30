"""Wake-ups: one loop over the stored deadlines of all rooms."""

import asyncio
from collections.abc import Iterator
from math import inf
from typing import Final

from bot.runtime import traces
from bot.runtime.desk import Desk
from bot.runtime.loop import Loop
from bot.runtime.ports import Clock, RoomBusyError, Step, Store, Watch, platform_of
from bot.runtime.trouble import report
from bot.runtime.unwatched import NOBODY

# Rooms that are woken side by side: they share what a commit costs, so that many deadlines of one
# moment aren't a long queue.
AT_ONCE: Final = 16
# Deadlines may be moved by others, and clocks be set: look this often (real seconds) anyway.
LOOK_EVERY: Final = 5.0
# How long (real seconds) a room that couldn't be woken is left alone.
PUT_OFF: Final = 10.0
# How long (real seconds) until rooms that others were working on are looked at again.
BUSY_PAUSE: Final = 0.2


class WakeUps:
    """Wakes each room when its deadline has come. A room that fails doesn't hold up the others."""

    def __init__(self, store: Store, desk: Desk, clock: Clock, watch: Watch = NOBODY) -> None:
        self._store = store
        self._watch = watch
        self._desk = desk
        self._clock = clock
        self._expected = inf
        self.loop = Loop("wake-ups", self._step)

    def expect(self, at: float) -> None:
        """A room has a deadline at that time (epoch seconds)."""
        if at < self._expected:
            self.loop.tell()

    async def run_due(self) -> None:
        """Wake every room whose deadline has come."""
        while await self._wake_some():
            pass

    async def _wake_some(self) -> bool:
        """Wake the rooms that have waited longest; whether there were any to wake comes back."""
        due = iter(await self._store.due_rooms(self._clock.now()))
        some = (self._wake_each(due) for _ in range(AT_ONCE))
        # Nobody is left at work when this ends, even where the store is away.
        woken = await asyncio.gather(*some, return_exceptions=True)
        for each in woken:
            if isinstance(each, BaseException):
                raise each
        return any(woken)

    async def _wake_each(self, due: Iterator[str]) -> bool:
        """Wake the next room as long as there is one; whether there was any to wake comes back."""
        return any([await self._wake(room) for room in due])

    async def _wake(self, room: str) -> bool:
        """Wake a room; False where somebody else is at it, which will see its deadline too."""
        with traces.following(traces.new()):
            return await self._woken(room)

    async def _woken(self, room: str) -> bool:
        try:
            with self._watch.step(Step.WAKE, platform_of(room)):
                await self._desk.wake(room)
        except RoomBusyError:
            return False
        except Exception as error:  # noqa: BLE001 - whatever it was, the other rooms go on
            report("a room couldn't be woken", error, room=room)
            await self._store.put_off(room, self._clock.after(PUT_OFF))
        return True

    async def _step(self) -> float:
        self._expected = inf
        if await self._wake_some():
            return 0.0  # there may be more
        at = await self._store.next_wake()
        self._expected = inf if at is None else at
        # What is overdue still, others are at.
        return min(self._clock.seconds_until(self._expected) or BUSY_PAUSE, LOOK_EVERY)
