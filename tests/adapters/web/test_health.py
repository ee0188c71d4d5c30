"""What whoever watches over the server is told, by real requests: /readyz and /healthz."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from adapters.web.app import WORK
from bot.bootstrap.demo import DEMO_ROOM
from bot.runtime import health
from bot.runtime.ports import Errand, Outcome, Parcel
from storage import open_store
from tests.adapters.web import WITHIN, Page, Served


@asynccontextmanager
async def held(file: Path) -> AsyncIterator[None]:
    """Another program holds the file for writing."""
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    with closing(other):
        # Not at once: the room may be writing, and goes on doing so.
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
        yield


async def until(page: Page, status: int) -> object:
    """Ask until readiness is that; what is said then."""
    async with asyncio.timeout(WITHIN):
        while True:
            found, said = await page.ask("GET", "/readyz")
            if found == status:
                return said
            await asyncio.sleep(0.05)


async def test_a_room_that_is_served_is_ready_and_well(room: Served) -> None:
    """Both say so, to anybody."""
    page = room.page()
    ready = {"status": "ready", "failed_in_the_last_day": {}}
    assert await page.ask("GET", "/readyz") == (200, ready)
    assert await page.ask("GET", "/healthz") == (200, {"status": "ok"})


async def test_it_isnt_ready_while_nothing_can_be_kept(room: Served, file: Path) -> None:
    """It says what it waits for, and goes on by itself; nothing restarts it for that."""
    page = room.page()
    async with held(file):
        said = await until(page, 503)
        assert said == {"status": "not ready", "waiting_for": [health.DATABASE]}
        assert (await page.ask("GET", "/healthz"))[0] == 200
    await until(page, 200)


async def test_work_that_has_stopped_is_no_health(room: Served) -> None:
    """Whoever watches may restart it."""
    assert room.server.app is not None
    task = room.server.app[WORK][0]
    task.cancel()
    await asyncio.wait([task])
    status, said = await room.page().ask("GET", "/healthz")
    assert (status, said) == (503, {"status": "failing", "stopped": ["ears"]})


async def test_what_was_given_up_is_counted_without_a_word_of_where(
    room: Served, file: Path
) -> None:
    """Anybody may ask this, so rooms and reasons are for `python -m bot db status`."""
    failed = Parcel(
        room=DEMO_ROOM,
        id="follow m1:ada:0",
        errand=Errand.POST_FOLLOW,
        due_at=room.demo.tempo.clock.now(),
        to="ada",
        text="A secret.",
    )
    async with open_store(f"sqlite:///{file}") as store, store.unit(DEMO_ROOM) as unit:
        await unit.post(failed)
        await unit.settle(failed, Outcome.FAILED, "the room is archived")
        await unit.commit()
    status, said = await room.page().ask("GET", "/readyz")
    assert (status, said["status"]) == (200, "ready")
    assert said["failed_in_the_last_day"] == {"post follow": 1}
    assert "archived" not in str(said)
