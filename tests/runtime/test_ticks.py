"""Ticks for pages that show a room live."""

import asyncio
import gc

import pytest

from bot.runtime.ticks import Board


async def test_changes_between_two_looks_count_as_one() -> None:
    """A slow page is told once, however much has happened."""
    board = Board()
    ticks = board.subscribe("room")
    for _ in range(1_000):
        board.tell("room")
    assert await anext(ticks) == 1
    board.tell("room")
    assert await anext(ticks) == 2
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await anext(ticks)


async def test_only_those_who_look_at_the_room_are_told() -> None:
    """Another room's change is no news here."""
    board = Board()
    here, there = board.subscribe("here"), board.subscribe("there")
    board.tell("here")
    assert await anext(here) == 1
    assert not there._told.is_set()


async def test_subscriptions_end_when_the_board_stops() -> None:
    """A page's stream ends by itself, also one that looks while it stops."""
    board = Board()
    ticks = board.subscribe("room")

    async def count() -> int:
        return len([each async for each in ticks])

    counting = asyncio.create_task(count())
    await asyncio.sleep(0)
    board.stop()
    assert await counting == 0


async def test_whoever_stopped_looking_is_forgotten() -> None:
    """Nothing has to be cancelled: what nobody holds is told nothing."""
    board = Board()
    ticks = board.subscribe("room")
    assert board._rooms
    del ticks
    gc.collect()
    board.tell("room")
    assert not board._rooms
