"""Ticks: whoever shows a room live is told that it has changed."""

import asyncio
from collections import defaultdict
from weakref import WeakSet


class Ticks:
    """An endless iterator of a room's changes, counted from 1; it ends when the companion stops.

    However many changes happen between two looks, they count as one: nothing piles up.
    """

    def __init__(self) -> None:
        self._count = 0
        self._stopped = False
        self._told = asyncio.Event()

    def tell(self) -> None:
        """The room has changed."""
        self._told.set()

    def stop(self) -> None:
        """There will be no more."""
        self._stopped = True
        self._told.set()

    def __aiter__(self) -> "Ticks":
        return self

    async def __anext__(self) -> int:
        await self._told.wait()
        if self._stopped:
            raise StopAsyncIteration
        self._told.clear()
        self._count += 1
        return self._count


class Board:
    """Who looks at which room. Those who stopped looking are forgotten by themselves."""

    def __init__(self) -> None:
        self._rooms: defaultdict[str, WeakSet[Ticks]] = defaultdict(WeakSet)

    def subscribe(self, room: str) -> Ticks:
        """Look at a room."""
        ticks = Ticks()
        self._rooms[room].add(ticks)
        return ticks

    def tell(self, room: str) -> None:
        """Tell everybody who looks at the room that it has changed."""
        looking = self._rooms.get(room)
        if looking is None:
            return
        for ticks in list(looking):
            ticks.tell()
        if not looking:
            del self._rooms[room]

    def stop(self) -> None:
        """End every subscription."""
        for looking in self._rooms.values():
            for ticks in list(looking):
                ticks.stop()
        self._rooms.clear()
