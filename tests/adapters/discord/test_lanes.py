"""Lanes: the order of a room, kept through failures; too much is read again from the history."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
import discord
import pytest

from adapters.discord import lanes as module
from adapters.discord.lanes import Job, Lanes
from bot.runtime.ports import StorageError


class Taking:
    """Takes numbers in; fails as often as it is told to."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.fails: list[BaseException] = []

    def job(self, name: str) -> Job:
        """Take this in."""

        async def job() -> None:
            await asyncio.sleep(0)
            if self.fails:
                raise self.fails.pop(0)
            self.taken.append(name)

        return job


@pytest.fixture(name="taking")
def _taking(monkeypatch: pytest.MonkeyPatch) -> Taking:
    """With pauses that no test waits for."""
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.0)
    return Taking()


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - what is taken in tells nobody
            await asyncio.sleep(0)


def _behind(taking: Taking) -> Lanes:
    return Lanes(lambda room: taking.job(f"history of {room}"))


async def test_one_room_is_taken_in_in_order(taking: Taking) -> None:
    """Each happening after the one before it."""
    lanes = _behind(taking)
    for number in range(50):
        lanes.put("a", taking.job(str(number)))
    await _until(lambda: len(taking.taken) == 50)
    assert taking.taken == [str(number) for number in range(50)]


@pytest.mark.parametrize(
    "error", [StorageError("away"), TimeoutError(), aiohttp.ClientConnectionError()]
)
async def test_what_passes_is_tried_again_before_anything_else(
    taking: Taking, error: Exception
) -> None:
    """A failing database delays, and changes no order."""
    lanes = _behind(taking)
    taking.fails = [error] * 5
    lanes.put("a", taking.job("first"))
    lanes.put("a", taking.job("second"))
    await _until(lambda: len(taking.taken) == 2)
    assert taking.taken == ["first", "second"]


@pytest.mark.parametrize("error", [ValueError("a fault of ours"), KeyError("x")])
async def test_a_fault_silences_no_room(taking: Taking, error: Exception) -> None:
    """What can never be taken in is noted and passed over."""
    lanes = _behind(taking)
    taking.fails = [error]
    lanes.put("a", taking.job("bad"))
    lanes.put("a", taking.job("good"))
    await _until(lambda: bool(taking.taken))
    assert taking.taken == ["good"]


class _Answer:
    """As much of an answer as the library reads of it."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.reason = "so"


@pytest.mark.parametrize(("status", "tried_again"), [(403, False), (429, True), (503, True)])
async def test_discords_own_word_is_final_unless_it_passes(
    taking: Taking, status: int, *, tried_again: bool
) -> None:
    """A refusal isn't asked for again; trouble is."""
    lanes = _behind(taking)
    answer: Any = _Answer(status)  # the library asks for one of aiohttp's or of requests'
    refusal = discord.HTTPException(answer, "no")
    taking.fails = [refusal]
    lanes.put("a", taking.job("asks"))
    lanes.put("a", taking.job("next"))
    await _until(lambda: "next" in taking.taken)
    assert ("asks" in taking.taken) is tried_again


async def test_another_room_does_not_wait(taking: Taking) -> None:
    """Trouble in one room keeps no other from being heard."""
    lanes = _behind(taking)
    held = asyncio.Event()
    lanes.put("a", held.wait)
    lanes.put("b", taking.job("b"))
    await _until(lambda: taking.taken == ["b"])
    held.set()


async def test_too_much_is_read_from_the_history_instead(
    taking: Taking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond its bound a lane is emptied; the room is brought up to date, then goes on."""
    monkeypatch.setattr(module, "WAITING", 3)
    lanes = _behind(taking)
    held = asyncio.Event()
    lanes.put("a", held.wait)
    await asyncio.sleep(0)
    for number in range(4):
        lanes.put("a", taking.job(str(number)))
    held.set()
    await _until(lambda: "3" in taking.taken)
    assert taking.taken == ["history of a", "3"]


async def test_of_a_room_that_is_gone_nothing_waits(taking: Taking) -> None:
    """What waited goes with it."""
    lanes = _behind(taking)
    held = asyncio.Event()
    lanes.put("a", held.wait)
    await asyncio.sleep(0)
    lanes.put("a", taking.job("late"))
    lanes.drop("a")
    held.set()
    lanes.put("a", taking.job("last"))
    await _until(lambda: bool(taking.taken))
    assert taking.taken == ["last"]


async def test_closed_it_stops(taking: Taking) -> None:
    """Work that goes on is ended."""
    lanes = _behind(taking)
    never = asyncio.Event()
    lanes.put("a", never.wait)
    lanes.put("a", taking.job("after it"))
    await asyncio.sleep(0)
    await lanes.close()
    never.set()
    await asyncio.sleep(0)
    assert not taking.taken


async def test_what_may_be_kept_at_once_is_and_keeps_its_order(taking: Taking) -> None:
    """Events begin in their order without waiting for each other; other jobs stand alone."""
    lanes = _behind(taking)
    begun: list[str] = []
    held = asyncio.Event()

    def job(name: str) -> Job:
        async def begins() -> None:
            begun.append(name)
            await held.wait()

        return begins

    for name in ("a", "b", "c"):
        lanes.put("room", job(name), beside=True)
    lanes.put("room", job("alone"))
    lanes.put("room", job("after"), beside=True)
    await _until(lambda: len(begun) == 3)
    for _ in range(5):
        await asyncio.sleep(0)
    assert begun == ["a", "b", "c"]
    held.set()
    await _until(lambda: len(begun) == 5)
    assert begun == ["a", "b", "c", "alone", "after"]


async def test_of_those_that_were_begun_at_once_the_failed_are_tried_again(taking: Taking) -> None:
    """In their order, and before what comes after them."""
    lanes = _behind(taking)
    taking.fails = [StorageError("away"), StorageError("away")]
    for name in ("a", "b", "c"):
        lanes.put("room", taking.job(name), beside=True)
    lanes.put("room", taking.job("d"))
    await _until(lambda: len(taking.taken) == 4)
    assert taking.taken == ["c", "a", "b", "d"]
