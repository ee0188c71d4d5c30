"""Lanes: what concerns one room is done one thing at a time, in the order it came."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.runtime.ports import Step, Watch, platform_of
from bot.runtime.unwatched import NOBODY


class Lanes:
    """A lock for each room that something is going on in."""

    def __init__(self, watch: Watch = NOBODY) -> None:
        self._watch = watch
        self._locks: dict[str, asyncio.Lock] = {}
        self._users: dict[str, int] = {}

    @property
    def busy(self) -> int:
        """How many rooms something is going on in."""
        return len(self._locks)

    @asynccontextmanager
    async def lane(self, room: str) -> AsyncIterator[None]:
        """Have the room to oneself, after everybody who asked before."""
        lock = self._locks.setdefault(room, asyncio.Lock())
        self._users[room] = self._users.get(room, 0) + 1
        try:
            with self._watch.step(Step.LANE, platform_of(room)):
                await lock.acquire()
            try:
                yield
            finally:
                lock.release()
        finally:
            self._leave(room)

    def _leave(self, room: str) -> None:
        self._users[room] -= 1
        if not self._users[room]:
            del self._users[room], self._locks[room]
