"""Work that is finished once begun."""

import asyncio

import pytest

from adapters.web.unbroken import unbroken


async def test_a_cancellation_waits_until_the_work_is_done() -> None:
    """What has begun is finished, and whoever did it is stopped then."""
    begun, may_end, done = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def work() -> None:
        begun.set()
        await may_end.wait()
        done.set()

    task = asyncio.create_task(unbroken(work()))
    await begun.wait()
    task.cancel()
    await asyncio.sleep(0)
    assert not task.done()
    may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert done.is_set()


async def test_what_the_work_gives_or_raises_comes_through() -> None:
    """Without a cancellation it is as if the work had been awaited itself."""

    async def work(fails: bool) -> int:
        if fails:
            raise ZeroDivisionError
        return 7

    assert await unbroken(work(fails=False)) == 7
    with pytest.raises(ZeroDivisionError):
        await unbroken(work(fails=True))
