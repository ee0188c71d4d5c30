"""Loops that outlive their failures."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.runtime import loop as loops
from bot.runtime.loop import LONGEST_PAUSE, STORE_PAUSE, Loop
from bot.runtime.ports import StorageError


async def test_it_works_again_when_told() -> None:
    """A step that wants to sleep for an hour is called as soon as something is due."""
    called = asyncio.Queue[None]()

    async def step() -> float:
        called.put_nowait(None)
        return 3600.0

    loop = Loop("test", step)
    loop.start()
    await called.get()
    loop.tell()
    await called.get()
    await loop.stop()
    assert called.empty()


async def test_it_works_again_when_the_step_said_so() -> None:
    """A step that has more to do is called again without being told."""
    count = 0
    done = asyncio.Event()

    async def step() -> float:
        nonlocal count
        count += 1
        if count < 3:
            return 0.0
        done.set()
        return 3600.0

    loop = Loop("test", step)
    loop.start()
    await done.wait()
    await loop.stop()
    assert count == 3


async def test_a_step_that_doesnt_end_is_broken_off_at_the_stop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The store may be away: a stop waits for it for moments alone."""
    monkeypatch.setattr(loops, "STEP_TAKES", 0.02)
    begun, undone = asyncio.Event(), asyncio.Event()

    async def step() -> float:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            undone.set()
        return 0.0

    loop = Loop("test", step)
    loop.start()
    await begun.wait()
    async with asyncio.timeout(5):
        await loop.stop()
    assert undone.is_set()


async def test_a_failure_is_logged_and_the_loop_goes_on() -> None:
    """One that can be stopped while it waits for another try."""
    failed = asyncio.Event()

    async def step() -> float:
        failed.set()
        raise OSError("the disk is away")

    loop = Loop("test", step)
    with capture_logs() as logs:
        loop.start()
        await failed.wait()
        await loop.stop()
    assert [(each["log_level"], each["loop"]) for each in logs] == [("error", "test")]


def test_failures_in_a_row_are_tried_ever_less_often() -> None:
    """The pause doubles up to its bound, however long it lasts."""

    async def step() -> float:
        return 0.0

    loop = Loop("test", step)
    pauses = []
    for loop._failures in (1, 2, 3, 100):
        pauses.append(loop._pause(ValueError()))
    assert pauses == [1.0, 2.0, 4.0, LONGEST_PAUSE]
    assert loop._pause(StorageError()) == STORE_PAUSE


async def test_a_loop_that_never_started_can_be_stopped() -> None:
    """Stopping is always safe."""

    async def step() -> float:
        return 0.0

    await Loop("test", step).stop()
