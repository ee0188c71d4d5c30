"""Health: whether Heed can do its work now, and what failed for good lately."""

import asyncio
from collections.abc import Sequence

import pytest
from structlog.testing import capture_logs

from bot.runtime import health
from bot.runtime.health import DATABASE, LATELY, Health
from bot.runtime.loop import Loop
from bot.runtime.ports import (
    Errand,
    Failure,
    RoomBusyError,
    StorageConflictError,
    StorageError,
)
from tests.runtime.fakes import FakeClock
from tests.storage.memory import MemoryStore

AWAY = StorageError("the database is locked by another program")
GONE = "the database is away; not ready"
BACK = "the database is back; ready"


class Ailing(MemoryStore):
    """A store that answers as it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.trouble: Exception | None = None
        self.answers_after = 0.0
        self.probes = 0
        self.asked_since: list[float] = []
        self.failed: list[Failure] = []

    async def probe(self) -> None:
        """Answer at last, or raise."""
        self.probes += 1
        await asyncio.sleep(self.answers_after)
        if self.trouble is not None:
            raise self.trouble

    async def failures(self, since: float) -> Sequence[Failure]:
        """What failed."""
        self.asked_since.append(since)
        if self.trouble is not None:
            raise self.trouble
        return self.failed


@pytest.fixture
def store() -> Ailing:
    """A store in good health."""
    return Ailing()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every question be asked of the store, and nothing be waited for."""
    monkeypatch.setattr(health, "PROBED_EVERY", 0.0)
    monkeypatch.setattr(health, "PROBE_TAKES", 0.05)
    monkeypatch.setattr(health, "FRESH", 0.0)
    monkeypatch.setattr(health, "LOOKED_FOR_FAILURES_EVERY", 0.0)


def _health(store: Ailing, *loops: Loop) -> Health:
    return Health(store, FakeClock(100_000.0), loops)


async def test_a_database_that_answers_is_ready(store: Ailing) -> None:
    """And nothing is said of it."""
    with capture_logs() as logs:
        assert await _health(store).problems() == []
    assert logs == []


async def test_a_database_that_is_away_is_said_once_and_again_when_it_is_back(
    store: Ailing,
) -> None:
    """However often somebody asks."""
    watched = _health(store)
    with capture_logs() as logs:
        store.trouble = AWAY
        assert [await watched.problems() for _ in range(3)] == [[DATABASE]] * 3
        store.trouble = None
        assert [await watched.problems() for _ in range(3)] == [[]] * 3
    assert [(each["event"], each.get("why")) for each in logs] == [(GONE, str(AWAY)), (BACK, None)]
    assert logs[1]["after_seconds"] >= 0


async def test_a_database_that_doesnt_answer_is_away(store: Ailing) -> None:
    """Whoever asks isn't kept waiting for it."""
    store.answers_after = 60.0
    with capture_logs() as logs:
        async with asyncio.timeout(5):
            assert await _health(store).problems() == [DATABASE]
    assert logs[0]["event"] == GONE
    assert "no answer" in logs[0]["why"]


async def test_an_event_that_couldnt_be_kept_tells_before_anybody_asks(
    store: Ailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It counts for a moment, even where the next trial works."""
    monkeypatch.setattr(health, "FRESH", 3600.0)
    watched = _health(store)
    with capture_logs() as logs:
        watched.not_kept(AWAY)
        assert await watched.problems() == [DATABASE]
        monkeypatch.setattr(health, "FRESH", 0.0)
        assert await watched.problems() == []
    assert [each["event"] for each in logs] == [GONE, BACK]


@pytest.mark.parametrize("error", [StorageConflictError("again"), RoomBusyError("busy")])
async def test_being_in_each_others_way_is_no_ailment(store: Ailing, error: StorageError) -> None:
    """The same may be tried again at once."""
    watched = _health(store)
    with capture_logs() as logs:
        watched.not_kept(error)
        assert await watched.problems() == []
    assert logs == []


async def test_the_store_isnt_asked_more_often_than_it_can_bear(
    store: Ailing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten who ask at once get one trial's answer."""
    monkeypatch.setattr(health, "PROBED_EVERY", 3600.0)
    monkeypatch.setattr(health, "LOOKED_FOR_FAILURES_EVERY", 3600.0)
    watched = _health(store)
    await asyncio.gather(*(watched.problems() for _ in range(10)))
    for _ in range(10):
        await watched.failures()
    assert (store.probes, len(store.asked_since)) == (1, 1)


async def test_a_loop_that_keeps_failing_is_a_problem_until_it_works(store: Ailing) -> None:
    """Once may be chance."""
    fails = True
    done = asyncio.Event()

    async def step() -> float:
        done.set()
        if fails:
            raise LookupError
        return 3600.0

    loop = Loop("outbox", step)
    watched = _health(store, loop)
    loop.start()
    await asyncio.wait_for(done.wait(), 5)
    assert await watched.problems() == []
    await _until_problems(watched, ["the loop of outbox"])
    fails = False
    await _until_problems(watched, [])
    await loop.stop()


async def _until_problems(watched: Health, wanted: list[str]) -> None:
    async with asyncio.timeout(10):
        while await watched.problems() != wanted:  # noqa: ASYNC110 - as whoever watches does
            await asyncio.sleep(0.02)


async def test_when_the_database_is_back_the_loops_look_at_once(store: Ailing) -> None:
    """What waited for it doesn't wait for their next round."""
    steps = asyncio.Queue[None]()

    async def step() -> float:
        steps.put_nowait(None)
        return 3600.0

    loop = Loop("wake-ups", step)
    watched = _health(store, loop)
    loop.start()
    await asyncio.wait_for(steps.get(), 5)
    store.trouble = AWAY
    await watched.problems()
    assert steps.empty()
    store.trouble = None
    await watched.problems()
    await asyncio.wait_for(steps.get(), 5)
    await loop.stop()


async def test_it_looks_by_itself_and_sooner_while_the_database_is_away(store: Ailing) -> None:
    """Nobody has to ask for the log to say so."""
    watched = _health(store)
    assert await watched._watch() == health.WATCHED_EVERY
    store.trouble = AWAY
    assert await watched._watch() == health.PROBED_EVERY


async def test_what_failed_lately_is_counted_and_is_no_reason_not_to_be_ready(
    store: Ailing,
) -> None:
    """By what it was for; where the store is away, as it was last known."""
    watched = _health(store)
    assert await watched.failures() == {}
    store.failed = [
        Failure(room=room, errand=errand, at=99_000.0, why="archived")
        for room, errand in (
            ("fake/a", Errand.SEND_CARD),
            ("fake/b", Errand.SEND_CARD),
            ("fake/a", Errand.UPDATE_CARD),
        )
    ]
    assert await watched.failures() == {"send card": 2, "update card": 1}
    assert await watched.problems() == []
    assert store.asked_since[-1] == 100_000.0 - LATELY
    store.trouble = AWAY
    assert await watched.failures() == {"send card": 2, "update card": 1}
