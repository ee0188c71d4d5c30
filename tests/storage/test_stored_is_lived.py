"""A room that was stored after every event and read again is the room that never was."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import URL

from benchmarks.postgres import Postgres
from bot.bootstrap.tracker import build_tracker
from bot.domain.events import Event
from bot.domain.room import Room
from bot.domain.views import CardView, Details
from bot.runtime.companion import Companion
from bot.runtime.ports import Store
from storage import SqlStore
from storage.database import connect, upgrade
from storage.rows import storable
from tests.runtime.fakes import Delivery, FakeClock, FakeSender
from tests.storage.memory import MemoryStore
from tests.storage.talks import ROOM, START, Step, Talk, talks


@dataclass
class Life:
    """One telling of a conversation, on a store of its own."""

    store: Store
    clock: FakeClock = field(default_factory=lambda: FakeClock(START))
    sender: FakeSender = field(default_factory=FakeSender)
    companion: Companion = field(init=False)

    def __post_init__(self) -> None:
        self.begin_anew()

    def begin_anew(self) -> None:
        """Lose whatever isn't stored."""
        tracker, _ = build_tracker(b"key")
        self.companion = Companion(self.store, tracker, self.clock, {"fake": self.sender})

    async def live(self, event: Event | None, at: float) -> None:
        """Let time pass to that moment, with all that comes due on the way; then the event."""
        while (due := await self.store.next_wake()) is not None and due <= at:
            self.clock.at = max(self.clock.at, due)
            await self._settle_down()
        self.clock.at = at
        if event is not None:
            await self.companion.receive(event)
        await self._settle_down()

    async def _settle_down(self) -> None:
        await self.companion.wake_ups.run_due()
        await self.companion.outbox.run_due()

    async def room(self) -> Room:
        """The room as it is now."""
        room = await self.store.look(ROOM)
        assert room is not None
        return room


def _same(stored: Room, lived: Room) -> None:
    """Equal but for words that may not be written down, and remembered in the same order."""
    for room in (stored, lived):
        room.questions = {name: storable(each) for name, each in room.questions.items()}
    assert stored == lived
    assert list(stored.questions) == list(lived.questions)
    assert list(stored.cards) == list(lived.cards)
    assert list(stored.members) == list(lived.members)
    assert list(stored.conveners) == list(lived.conveners)


def _shown(delivery: Delivery) -> Delivery:
    """A delivery without what the talk moved on to."""
    if not isinstance(delivery.view, CardView):
        return delivery
    return replace(delivery, view=replace(delivery.view, details=tuple(_told(delivery.view))))


def _told(view: CardView) -> Iterator[Details]:
    for each in view.details:
        yield replace(each, why=tuple(line for line in each.why if "talk moved on" not in line))


async def _tell(steps: list[Step], stored: Life, lived: Life) -> None:
    talk = Talk()
    for first in talk.opening():
        await stored.live(first, talk.at)
        await lived.live(first, talk.at)
    for next_one in talk.practice(await lived.room()):
        await stored.live(next_one, talk.at)
        await lived.live(next_one, talk.at)
    for step in steps:
        event = talk.event(step, await lived.room())
        stored.begin_anew()
        await stored.live(event, talk.at)
        await lived.live(event, talk.at)
        _same(await stored.room(), await lived.room())
    kept = await lived.store.questions(ROOM)
    assert await stored.store.questions(ROOM) == [storable(each) for each in kept]
    assert list(map(_shown, stored.sender.deliveries)) == list(map(_shown, lived.sender.deliveries))


async def _compare(database: str | URL, steps: list[Step]) -> None:
    await upgrade(database)
    store = SqlStore(connect(database), cached_rooms=0)
    try:
        await _tell(steps, Life(store), Life(MemoryStore()))
    finally:
        await store.close()


def _thorough(examples: int) -> settings:
    return settings(
        max_examples=examples, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Each example takes a new database."""
    folder = tmp_path_factory.mktemp("lives")
    return (f"sqlite:///{folder}/{number}.db" for number in count())


@_thorough(20)
@given(steps=talks)
def test_stored_after_every_event_equals_never_stored(
    files: Iterator[str], steps: list[Step]
) -> None:
    """With a new process for every event, that remembers nothing but its database."""
    asyncio.run(_compare(next(files), steps))


@_thorough(8)
@given(steps=talks)
def test_stored_on_postgresql_equals_never_stored(postgres: Postgres, steps: list[Step]) -> None:
    """The same, on the other database."""
    asyncio.run(_compare(postgres.make(), steps))
