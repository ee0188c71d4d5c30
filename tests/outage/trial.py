"""One trial: questions are asked without a pause while the database goes away and comes back."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from typing import Final

from bot.domain.events import Event
from bot.runtime.companion import Companion
from bot.runtime.ports import StorageError
from storage import SqlStore, open_store
from tests.outage.away import Away
from tests.runtime.fakes import PATIENCE, FakeClock, FakeSender, SmallCore, message

# All in real seconds.
BEFORE: Final = 0.5
AFTER: Final = 0.5
SENT_AGAIN: Final = 0.1
PAUSE: Final = 0.2
LOOK: Final = 0.02
BACK_WITHIN: Final = 60.0
ROOMS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a trial found. Questions are counted once for each that was sent until it was taken."""

    asked: int
    kept: int
    lost: int
    doubled: int
    refused: int
    not_ready_after: float | None
    ready_after: float | None

    @property
    def passed(self) -> bool:
        """Whether nothing was lost or doubled, and readiness followed the database."""
        told = self.not_ready_after is not None and self.ready_after is not None
        return told and self.refused > 0 and not (self.lost or self.doubled)


class Load:
    """Senders that give each event until it is taken, a room each."""

    def __init__(self, companion: Companion, clock: FakeClock) -> None:
        self._companion = companion
        self._clock = clock
        self._numbers = count(1)
        self._over = False
        self._senders: list[asyncio.Task[None]] = []
        self.asked = self.refused = 0

    def start(self) -> None:
        """Begin to ask."""
        self._senders = [asyncio.create_task(self._send(f"fake/{n}")) for n in range(ROOMS)]

    async def stop(self) -> None:
        """Ask nothing more, and wait until all that was asked has been taken."""
        self._over = True
        await asyncio.gather(*self._senders)

    async def _send(self, room: str) -> None:
        while not self._over:
            asked = message(next(self._numbers), "Who decides?", at=self._clock.at, room=room)
            self.asked += 1
            while not await self._taken(asked):  # noqa: ASYNC110 - as a platform does
                await asyncio.sleep(SENT_AGAIN)
            await asyncio.sleep(PAUSE)

    async def _taken(self, asked: Event) -> bool:
        try:
            await self._companion.receive(asked)
        except StorageError:
            self.refused += 1
            return False
        return True


async def trial(url: str, away: Away, seconds: float) -> Verdict:
    """Let the database be away for so many seconds; everything asked must be nudged about once."""
    clock, sender, core = FakeClock(), FakeSender(), SmallCore()
    core.limit = 1_000_000  # each question is worth a nudge here
    async with open_store(url) as store:
        companion = Companion(store, core, clock, {"fake": sender}, store.bell)
        async with companion:
            load = Load(companion, clock)
            load.start()
            await asyncio.sleep(BEFORE)
            async with away():
                gone = time.monotonic()
                not_ready = await _until(lambda: _is_ready(companion), is_so=False, within=seconds)
                await asyncio.sleep(max(0.0, seconds - (time.monotonic() - gone)))
            ready = await _until(lambda: _is_ready(companion), is_so=True, within=BACK_WITHIN)
            await asyncio.sleep(AFTER)
            await load.stop()
            clock.at += PATIENCE
            companion.clock_changed()
            await _until(lambda: _all_sent(sender, load.asked), is_so=True, within=BACK_WITHIN)
        kept = await _kept(store)
    shown = Counter(each.nonce for each in sender.deliveries)
    return Verdict(
        asked=load.asked,
        kept=kept,
        lost=load.asked - len(shown),
        doubled=len(sender.refs) - len(shown) + sum(n - 1 for n in shown.values()),
        refused=load.refused,
        not_ready_after=not_ready,
        ready_after=ready,
    )


async def _is_ready(companion: Companion) -> bool:
    return not await companion.health.problems()


async def _all_sent(sender: FakeSender, wanted: int) -> bool:
    return len({each.nonce for each in sender.deliveries}) >= wanted


async def _until(
    asked: Callable[[], Awaitable[bool]], *, is_so: bool, within: float
) -> float | None:
    """After how many seconds the answer was that; None where it wasn't in time."""
    began = time.monotonic()
    while (passed := time.monotonic() - began) < within:
        if await asked() is is_so:
            return round(passed, 2)
        await asyncio.sleep(LOOK)
    return None


async def _kept(store: SqlStore) -> int:
    return sum([len(await store.questions(room)) for room in await store.rooms()])
