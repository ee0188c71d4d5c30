"""Batches: what waits in one room is applied together, each for itself where one fails."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.domain.commands import Reply
from bot.domain.events import Event
from bot.runtime.batches import TOGETHER, Arrival, Batches
from bot.runtime.lanes import Lanes
from bot.runtime.ports import StorageError
from tests.runtime.fakes import message

OTHER = "fake/other"


class Desk:
    """Applies events when it is let; `trouble` is what it raises for a batch with that key."""

    def __init__(self) -> None:
        self.batches = Batches(Lanes(), self._apply)
        self.applied: list[list[str]] = []
        self.trouble: dict[str, BaseException] = {}
        self.may = asyncio.Semaphore(0)

    async def _apply(self, arrivals: Sequence[Arrival]) -> list[tuple[Reply, ...]]:
        await self.may.acquire()
        events = [each.event for each in arrivals]
        self.applied.append([each.key for each in events])
        for each in events:
            if each.key in self.trouble:
                raise self.trouble[each.key]
        return [(Reply(room=each.room, to="ana", text=f"heard {each.key}"),) for each in events]

    def let(self, times: int = 10) -> None:
        """Let it apply a batch, so many times."""
        for _ in range(times):
            self.may.release()

    async def given(self, *events: Event) -> list[asyncio.Task[tuple[Reply, ...]]]:
        """Give events, one after the other; one that was given before is still being applied."""
        tasks = [asyncio.create_task(self.batches.take(each)) for each in events]
        await asyncio.sleep(0)
        return tasks

    async def busy_with(self, number: int) -> asyncio.Task[tuple[Reply, ...]]:
        """Give an event that keeps the desk busy until it is let."""
        [task] = await self.given(*_said(number))
        return task


@pytest.fixture
def desk() -> Desk:
    """A desk that is busy until it is let."""
    return Desk()


def _said(*numbers: int) -> list[Event]:
    return [message(number, "hello", at=1_000.0 + number) for number in numbers]


def _keys(*numbers: int) -> list[str]:
    return [each.key for each in _said(*numbers)]


async def test_what_waits_is_applied_together_and_each_gets_its_own_answer(desk: Desk) -> None:
    """In the order given."""
    first = await desk.busy_with(1)
    waiting = await desk.given(*_said(2, 3, 4))
    desk.let()
    answers = await asyncio.gather(first, *waiting)
    assert desk.applied == [_keys(1), _keys(2, 3, 4)]
    assert [each[0].text for each in answers] == [f"heard {key}" for key in _keys(1, 2, 3, 4)]
    assert not desk.batches._queues


async def test_so_many_at_most_go_together_and_other_rooms_dont_wait(desk: Desk) -> None:
    """Whoever came first doesn't wait for all who came later."""
    first = await desk.busy_with(1)
    other = message(99, "hello", at=1_000.0, room=OTHER)
    waiting = await desk.given(*_said(*range(2, TOGETHER + 3)), other)
    desk.let()
    await asyncio.gather(first, *waiting)
    assert sorted(desk.applied, key=len) == [
        _keys(1),
        [other.key],
        _keys(TOGETHER + 2),
        _keys(*range(2, TOGETHER + 2)),
    ]


async def test_one_that_fails_fails_alone(desk: Desk) -> None:
    """The others are applied, in their order, each by itself."""
    desk.trouble = {_keys(3)[0]: LookupError()}
    first = await desk.busy_with(1)
    waiting = await desk.given(*_said(2, 3, 4))
    desk.let()
    answers = await asyncio.gather(first, *waiting, return_exceptions=True)
    assert [isinstance(each, LookupError) for each in answers] == [False, False, True, False]
    assert desk.applied == [_keys(1), _keys(2, 3, 4), _keys(2), _keys(3), _keys(4)]


async def test_where_the_store_fails_it_has_failed_for_all(desk: Desk) -> None:
    """Trying each by itself would only take as long again."""
    desk.trouble = {_keys(3)[0]: StorageError("is away")}
    first = await desk.busy_with(1)
    waiting = await desk.given(*_said(2, 3, 4))
    desk.let()
    await first
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(each) for each in answers] == [StorageError] * 3
    assert desk.applied == [_keys(1), _keys(2, 3, 4)]


async def test_who_has_gone_away_is_left_out(desk: Desk) -> None:
    """While waiting, or while it is being applied; those behind have their turns all the same."""
    first = await desk.busy_with(1)
    second, third, fourth = await desk.given(*_said(2, 3, 4))
    second.cancel()
    first.cancel()
    desk.let()
    answers = await asyncio.gather(third, fourth)
    assert [each[0].text for each in answers] == [f"heard {key}" for key in _keys(3, 4)]
    assert second.cancelled()
    assert desk.applied == [_keys(3, 4)]
    assert not desk.batches._queues


async def test_whoever_applied_others_events_and_goes_away_leaves_them_their_turns(
    desk: Desk,
) -> None:
    """Nothing had become of theirs, so each applies its own."""
    first = await desk.busy_with(1)
    second, third, fourth = await desk.given(*_said(2, 3, 4))
    desk.let(1)
    await first
    second.cancel()
    desk.let()
    answers = await asyncio.gather(third, fourth)
    assert [each[0].text for each in answers] == [f"heard {key}" for key in _keys(3, 4)]
    assert second.cancelled()
