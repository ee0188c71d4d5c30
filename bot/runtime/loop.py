"""A loop that works when there is something to do, and outlives every failure."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from typing import Any, Final

from bot.runtime.ports import StorageError
from bot.runtime.trouble import report

# Real seconds, after failures.
LONGEST_PAUSE: Final = 30.0
STORE_PAUSE: Final = 3.0  # the longest where the store is away: it comes back for everybody
_LONGEST_DOUBLING: Final = 5
# Real seconds, at a stop: what a step gets to end, and what it gets once it was broken off.
STEP_TAKES: Final = 2.0
BREAKING_OFF_TAKES: Final = 1.0


class Loop:
    """Calls `step` over and over. It does what is due, and returns the real seconds until more is.

    A step that raises is logged and tried again, ever less often.
    """

    def __init__(self, name: str, step: Callable[[], Awaitable[float]]) -> None:
        self.name = name
        self._step = step
        self._told = asyncio.Event()
        self._stopped = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._failures = 0

    @property
    def failing(self) -> bool:
        """Whether its last steps failed, not just one."""
        return self._failures > 1

    def tell(self) -> None:
        """Something may be due sooner than the last step said."""
        self._told.set()

    def start(self) -> None:
        """Begin."""
        self._stopped.clear()
        self._task = asyncio.create_task(self._run(), name=self.name)

    async def stop(self) -> None:
        """End after the step that is running, unless that takes too long (the store is away)."""
        self._stopped.set()
        self._told.set()
        if self._task is not None:
            await ended([self._task], STEP_TAKES)

    async def _run(self) -> None:
        while not self._stopped.is_set():
            self._told.clear()
            try:
                seconds = await self._step()
            except Exception as error:  # noqa: BLE001 - whatever it was, the loop goes on
                self._failures += 1
                report("a loop failed and will try again", error, loop=self.name)
                await wait(self._stopped, self._pause(error))
            else:
                self._failures = 0
                await wait(self._told, seconds)

    def _pause(self, error: Exception) -> float:
        longest = STORE_PAUSE if isinstance(error, StorageError) else LONGEST_PAUSE
        return min(2.0 ** min(self._failures - 1, _LONGEST_DOUBLING), longest)


async def ended(tasks: Collection[asyncio.Task[Any]], seconds: float) -> None:
    """Wait until tasks have ended, at most so many real seconds; then they are broken off."""
    if not tasks:
        return
    _, late = await asyncio.wait(tasks, timeout=seconds)
    for task in late:
        task.cancel()
    if late:
        await asyncio.wait(late, timeout=BREAKING_OFF_TAKES)


async def wait(event: asyncio.Event, seconds: float) -> bool:
    """Wait for the event, at most so many real seconds; whether it is set comes back."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
    return event.is_set()
