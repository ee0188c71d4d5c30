"""Lanes: one thing at a time in a room."""

import asyncio

from bot.runtime.lanes import Lanes


async def test_a_room_is_worked_on_by_one_at_a_time_in_the_order_asked() -> None:
    """Whoever asked first is done before the next begins."""
    lanes, seen = Lanes(), []

    async def work(name: str) -> None:
        async with lanes.lane("room"):
            seen.append(f"{name} begins")
            await asyncio.sleep(0)
            seen.append(f"{name} ends")

    await asyncio.gather(work("a"), work("b"), work("c"))
    assert seen == [f"{name} {what}" for name in "abc" for what in ("begins", "ends")]


async def test_rooms_dont_wait_for_each_other() -> None:
    """Work in one room goes on while another is busy."""
    lanes = Lanes()
    async with lanes.lane("one"), asyncio.timeout(1), lanes.lane("other"):
        pass


async def test_a_lane_is_free_again_after_an_error_and_leaves_nothing_behind() -> None:
    """Neither an error nor somebody who gave up waiting blocks the room."""
    lanes = Lanes()

    async def work(error: Exception | None = None) -> None:
        async with lanes.lane("room"):
            await asyncio.sleep(0)
            if error is not None:
                raise error

    failing, waiting = (asyncio.create_task(each) for each in (work(LookupError()), work()))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(failing, waiting, return_exceptions=True)
    await work()
    assert not lanes._locks
    assert not lanes._users
