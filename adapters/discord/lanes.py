"""Room by room, what Discord tells is taken in, in the order in which it was told.

Discord's gateway wants no acknowledgement and tells nothing again, so what can't be kept just now
waits here and is tried again. Only so much can wait: beyond that a room is brought up to date from
its history once there is room again. What waits here when the process dies is found there too.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import Final, NamedTuple

import structlog

from adapters.discord.faults import DISCORD_SAID_NO, note, passes
from bot.runtime.ports import StorageError

WAITING: Final = 1000
"""So many happenings of one room wait at most."""

AT_ONCE: Final = 100
"""So many happenings of one room are given to be kept at once, in their order."""

FIRST_PAUSE: Final = 0.2
LONGEST_PAUSE: Final = 30.0
"""Real seconds between two tries: at first, and at most."""

Job = Callable[[], Awaitable[object]]
"""One thing to be taken in; it may be tried again."""

log = structlog.get_logger()


class _Waiting(NamedTuple):
    """A job, and whether it may begin beside others."""

    job: Job
    beside: bool = False


class Lanes:
    """A lane for each room. `behind` gives the job that brings a room up to date."""

    def __init__(self, behind: Callable[[str], Job]) -> None:
        self._behind = behind
        self._waiting: dict[str, deque[_Waiting]] = {}
        self._at_work: dict[str, asyncio.Task[None]] = {}

    def put(self, room: str, job: Job, *, beside: bool = False) -> None:
        """Have this done after what was put for the room before.

        `beside`: it may begin while others like it, put before it, are still being kept.
        """
        waiting = self._waiting.setdefault(room, deque())
        if len(waiting) >= WAITING:
            log.error("discord.too_much_waits", room=room, dropped=len(waiting))
            waiting.clear()
            waiting.append(_Waiting(self._behind(room)))
        waiting.append(_Waiting(job, beside))
        if room not in self._at_work:
            self._at_work[room] = asyncio.create_task(self._work(room), name=f"lane {room}")

    def drop(self, room: str) -> None:
        """The room is gone, and with it whatever waits for it."""
        waiting = self._waiting.get(room)
        if waiting:
            waiting.clear()

    async def close(self) -> None:
        """Take in nothing more."""
        tasks = list(self._at_work.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self, room: str) -> None:
        waiting = self._waiting[room]
        try:
            while waiting:
                await _done(list(_next(waiting)))
        finally:
            del self._at_work[room]
            if not waiting:
                del self._waiting[room]


def _next(waiting: deque[_Waiting]) -> Iterator[Job]:
    """What is to be done next: one job, or as many as may be done beside each other."""
    first = waiting.popleft()
    yield first.job
    for _ in range(AT_ONCE - 1):
        if not (first.beside and waiting and waiting[0].beside):
            return
        yield waiting.popleft().job


async def _done(jobs: Sequence[Job]) -> None:
    """Do these, begun in their order, however often that has to be tried."""
    pause = FIRST_PAUSE
    while True:
        kept = await asyncio.gather(*map(_is_done, jobs))
        jobs = [job for job, done in zip(jobs, kept, strict=True) if not done]
        if not jobs:
            return
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _is_done(job: Job) -> bool:
    """Try it once; whether it need not be tried again."""
    try:
        await job()
    except (StorageError, *DISCORD_SAID_NO) as error:
        note("discord.not_heard_yet", error)
        return not passes(error)
    except Exception as error:  # noqa: BLE001 - a fault of ours must not silence the room
        note("discord.fault", error)
    return True
