"""Whether Heed can do its work now: asked by whoever routes events to it, and said in the log."""

import asyncio
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import structlog

from bot.runtime.loop import Loop
from bot.runtime.ports import Clock, RoomBusyError, StorageConflictError, StorageError, Store

log = structlog.get_logger(__name__)

# All in real seconds.
PROBE_TAKES: Final = 2.0
PROBED_EVERY: Final = 1.0  # however often somebody asks
WATCHED_EVERY: Final = 15.0
FRESH: Final = 2.0  # an event that couldn't be kept counts for so long

LOOKED_FOR_FAILURES_EVERY: Final = 30.0

DATABASE: Final = "the database"
LATELY: Final = 86400.0  # seconds by the clock: for so long it is told that a delivery failed


class Health:
    """Knows whether events can be kept, by trying and by what became of the last ones."""

    def __init__(self, store: Store, clock: Clock, loops: Sequence[Loop]) -> None:
        self._store = store
        self._clock = clock
        self._loops = loops
        self._failures: Counter[str] = Counter()
        self._counted_at = float("-inf")
        self._probed_at = self._failed_at = float("-inf")
        self._away_since: float | None = None
        self._probing = asyncio.Lock()
        self.loop = Loop("health", self._watch)

    async def problems(self) -> Sequence[str]:
        """What keeps Heed from its work, for anybody to read; nothing where it is ready."""
        async with self._probing:
            if time.monotonic() - self._probed_at >= PROBED_EVERY:
                await self._probe()
        failing = [f"the loop of {each.name}" for each in self._loops if each.failing]
        return [DATABASE, *failing] if self._away_since is not None else failing

    async def failures(self) -> Mapping[str, int]:
        """How many deliveries failed for good in the last day, by what they were for.

        A hundred at most are counted. They are somebody's to mend, and no reason not to be ready;
        `python -m bot db status` says which they are.
        """
        if time.monotonic() - self._counted_at >= LOOKED_FOR_FAILURES_EVERY:
            self._counted_at = time.monotonic()
            try:
                found = await self._store.failures(self._clock.now() - LATELY)
            except StorageError:
                return self._failures  # `problems` tells of that
            self._failures = Counter(each.errand.value for each in found)
        return self._failures

    def not_kept(self, error: StorageError) -> None:
        """An event couldn't be kept."""
        if isinstance(error, StorageConflictError | RoomBusyError):
            return
        self._failed_at = time.monotonic()
        self._away(str(error))
        self.loop.tell()

    async def _watch(self) -> float:
        await self.problems()
        return WATCHED_EVERY if self._away_since is None else PROBED_EVERY

    async def _probe(self) -> None:
        try:
            async with asyncio.timeout(PROBE_TAKES):
                await self._store.probe()
        except TimeoutError:
            self._away(f"no answer within {PROBE_TAKES:.0f} s")
        except StorageError as error:
            self._away(str(error))
        else:
            if time.monotonic() - self._failed_at >= FRESH:
                self._back()
        self._probed_at = time.monotonic()

    def _away(self, why: str) -> None:
        """Say once that the database is away: no event is acknowledged until it is back."""
        if self._away_since is None:
            self._away_since = time.monotonic()
            log.error("the database is away; not ready", why=why)

    def _back(self) -> None:
        if self._away_since is not None:
            seconds = round(time.monotonic() - self._away_since, 1)
            self._away_since = None
            log.warning("the database is back; ready", after_seconds=seconds)
            for each in self._loops:
                each.tell()
