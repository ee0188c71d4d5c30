"""One soak: a busy workspace, what befalls it, and what came of it."""

import asyncio
import logging
import os
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from aiohttp import web

from adapters.slack.http import EVENTS_PATH
from bot.bootstrap.tracker import build_tracker
from bot.config import load
from bot.domain.events import Event
from bot.domain.settings import RoomSettings
from bot.runtime.clock import SystemClock
from bot.runtime.companion import Companion
from storage import open_store
from tests.adapters.slack.local.server import free_port
from tests.adapters.slack.webapi import TOKEN
from tests.outage.away import Away
from tests.runtime.fakes import FakeSender
from tests.soak.pressing import Conveners
from tests.soak.process import Heed, Sample
from tests.soak.stored import Stored, left_claimed, read, waiting
from tests.soak.talk import Plan, Talk, talk
from tests.soak.telling import SECRET, Teller
from tests.soak.undisturbed import OPENED_BEFORE, Truth, opening, told, truth
from tests.soak.workspace import Workspace

SETTINGS: Final = {
    "HEED_NUDGE_BUDGET": "9 a meeting, 500 a day",
    "HEED_NUDGE_SPACING": "0s",
    "HEED_QUIET_HOURS": "none",
    "HEED_LOG_LEVEL": "info",
}
SOON: Final = 3.0  # seconds until the first word
OPENED_AT_ONCE: Final = 32  # rooms
LOOKED_EVERY: Final = 0.5  # seconds
SETTLES_WITHIN: Final = 120.0  # seconds from the last word
QUIET_FOR: Final = 5.0  # seconds without a parcel that waits, when all has been told


# The server would tell of each connection that is cut off, as is meant.
_SILENT: Final = logging.getLogger("tests.soak.workspace")
_SILENT.setLevel(logging.CRITICAL)


class Trouble(StrEnum):
    """What befalls Heed and what it needs."""

    KILLED = "killed (SIGKILL)"
    STOPPED = "stopped (SIGTERM), started again"
    STOPPED_WITHOUT = "stopped (SIGTERM) while the database is away"
    DATABASE = "the database is away"
    SLACK = "Slack is away"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happens:
    """A trouble, so many seconds after the first word; what is away stays so for `seconds`."""

    at: float
    trouble: Trouble
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Soaked:
    """Everything that came of it; the verdict is made of this."""

    plan: Plan
    talk: Talk
    settled: bool
    ended: float
    heed: Heed
    teller: Teller
    workspace: Workspace
    presses: Sequence[Event]
    truth: Truth
    stored: Stored
    claimed: Sequence[str]
    happened: Sequence[Happens]


async def soak(
    folder: Path,
    database: str,
    away: Away,
    plan: Plan,
    happenings: Sequence[Happens],
    say: Callable[[str], None],
) -> Soaked:
    """Hold it, on an empty database, which `away` takes away at times; `say` tells how it goes."""
    async with AsyncExitStack() as stack:
        chance = random.Random(plan.seed)  # noqa: S311 - mishaps, nothing secret
        workspace = Workspace(rooms=plan.rooms, chance=chance)
        url = await stack.enter_async_context(_serving(workspace))
        settings = {
            **SETTINGS,
            "HEED_PATIENCE": plan.patience,
            "DATABASE_URL": database,
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_SIGNING_SECRET": SECRET,
            "HEED_SLACK_API_URL": f"{url}/api",
        }
        rooms = load(settings, None).room()
        openings = await _open(database, plan, rooms)
        say(f"{plan.rooms} rooms are open")
        port = free_port()
        heed = Heed(folder, settings, port)
        stack.push_async_callback(heed.kill)
        workspace.spares = True
        await heed.start()
        workspace.spares = False
        say("Heed is ready")
        events_url = f"http://127.0.0.1:{port}{EVENTS_PATH}"
        teller = await stack.enter_async_context(Teller(events_url, chance))
        began = time.time() + SOON
        said = talk(plan, began)
        conveners = Conveners(said, teller, workspace, f"{url}/answers", chance)
        befalling = _Befalling(heed, workspace, away, database, say)
        await asyncio.gather(
            teller.tell(said),
            befalling.happen(began, happenings),
            _sample(heed, began + plan.seconds, say),
        )
        say("the last word was said")
        settled = await _settles(teller, workspace, database)
        say("all is quiet" if settled else f"not quiet after {SETTLES_WITHIN:.0f} s")
        await heed.stop()
        ended = time.time()
        claimed = [*befalling.claimed, *await left_claimed(database, heed.said(), ended)]
        events = [*(each for one in said.happenings for each in told(one)), *conveners.done]
        return Soaked(
            plan=plan,
            talk=said,
            settled=settled,
            ended=ended,
            heed=heed,
            teller=teller,
            workspace=workspace,
            presses=conveners.done,
            truth=truth(openings(began - OPENED_BEFORE), events, ended),
            stored=await read(database),
            claimed=claimed,
            happened=happenings,
        )


@asynccontextmanager
async def _serving(workspace: Workspace) -> AsyncIterator[str]:
    app = web.Application(client_max_size=2**24)
    app.router.add_route("*", "/api/{method}", workspace.handle)
    app.router.add_post("/answers/{press}", workspace.hear_answer)
    runner = web.AppRunner(app, access_log=None, logger=_SILENT, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


Openings = Callable[[float], Sequence[Sequence[Event]]]


async def _open(database: str, plan: Plan, settings: RoomSettings) -> Openings:
    """Let a meeting begin in each room; the same as events at any time comes back."""

    def openings(at: float) -> list[list[Event]]:
        return [opening(number, at, settings) for number in range(plan.rooms)]

    left = iter(openings(time.time()))
    tracker, _ = build_tracker()
    async with open_store(database) as store:
        companion = Companion(store, tracker, SystemClock(), {"slack": FakeSender()})

        async def some() -> None:
            for events in left:
                for event in events:
                    await companion.receive(event)

        await asyncio.gather(*(some() for _ in range(OPENED_AT_ONCE)))
        await companion.outbox.run_due()
    return openings


async def _sample(heed: Heed, until: float, say: Callable[[str], None]) -> None:
    """Look at the process every ten seconds."""
    while time.time() < until:
        await asyncio.sleep(min(10.0, max(0.0, until - time.time())))
        sample = heed.look()
        if sample is not None:
            say(_shown(sample))


def _shown(sample: Sample) -> str:
    held = f"{sample.memory:.0f} MB, {sample.files} open files"
    return f"{held}, {sample.spent:.0f} s of the processor (load {os.getloadavg()[0]:.1f})"


async def _settles(teller: Teller, workspace: Workspace, database: str) -> bool:
    """Whether all that was said is taken in in time, and all that waits delivered."""
    workspace.spares = True
    try:
        async with asyncio.timeout(SETTLES_WITHIN):
            await _settle(teller, database)
    except TimeoutError:
        return False
    return True


async def _settle(teller: Teller, database: str) -> None:
    await teller.all_taken()
    quiet_since = time.monotonic()
    while time.monotonic() - quiet_since < QUIET_FOR:
        await asyncio.sleep(LOOKED_EVERY)
        if await waiting(database):
            quiet_since = time.monotonic()
        await teller.all_taken()


class _Befalling:
    """Lets troubles happen. `claimed` are parcels that a stop left to nobody."""

    def __init__(
        self,
        heed: Heed,
        workspace: Workspace,
        away: Away,
        database: str,
        say: Callable[[str], None],
    ) -> None:
        self.claimed: list[str] = []
        self._heed = heed
        self._workspace = workspace
        self._away = away
        self._database = database
        self._say = say
        self._do: dict[Trouble, Callable[[float], Awaitable[None]]] = {
            Trouble.KILLED: self._kill,
            Trouble.STOPPED: self._stop,
            Trouble.STOPPED_WITHOUT: self._stop_without,
            Trouble.DATABASE: self._take_database,
            Trouble.SLACK: self._take_slack,
        }

    async def happen(self, began: float, happenings: Sequence[Happens]) -> None:
        """Each in its time, one after the other."""
        for each in happenings:
            await asyncio.sleep(max(0.0, began + each.at - time.time()))
            self._say(f"{each.trouble}" + (f" for {each.seconds:.0f} s" if each.seconds else ""))
            await self._do[each.trouble](each.seconds)

    async def _kill(self, _seconds: float) -> None:
        await self._heed.kill()
        await self._heed.start()

    async def _stop(self, _seconds: float) -> None:
        await self._heed.stop()
        self._say(f"it stopped within {self._heed.stops[-1].seconds:.1f} s")
        self.claimed += await left_claimed(self._database, self._heed.said(), time.time())
        await self._heed.start()

    async def _stop_without(self, seconds: float) -> None:
        async with self._away():
            await asyncio.sleep(seconds)
            await self._heed.stop()
        self._say(f"it stopped within {self._heed.stops[-1].seconds:.1f} s")
        await self._heed.start()

    async def _take_database(self, seconds: float) -> None:
        async with self._away():
            await asyncio.sleep(seconds)

    async def _take_slack(self, seconds: float) -> None:
        self._workspace.away = True
        await asyncio.sleep(seconds)
        self._workspace.away = False
