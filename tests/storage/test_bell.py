"""The bell between replicas on one PostgreSQL: what is told, to whom, and what gets lost."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

import asyncpg
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from benchmarks.postgres import Postgres
from bot.runtime.ports import News, StorageError
from storage import bell
from storage.bell import CHANNEL, PostgresBell
from storage.cache import RoomCache
from storage.database import connect
from storage.errors import explained
from storage.loaded import new_room

SOON = 10.0  # real seconds, on a busy machine too
LONGEST = 8_000  # bytes that PostgreSQL takes at a time
OVER = "over/"
numbers = count(1)


class Replica:
    """A bell, what it heard, and what its replica remembers."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.cache = RoomCache(8)
        self.bell = PostgresBell(engine, self.cache)
        self.heard: list[News] = []

    def remember(self, room: str) -> None:
        """Hold a room in memory."""
        self.cache.put(new_room(room))

    def remembers(self, room: str) -> bool:
        """Whether the room is in memory."""
        return self.cache.get(room, 0) is not None


@pytest.fixture
async def engine(postgres: Postgres) -> AsyncIterator[AsyncEngine]:
    """A database of one's own."""
    made = connect(postgres.make())
    yield made
    await made.dispose()


@asynccontextmanager
async def listening(*replicas: Replica) -> AsyncIterator[None]:
    """Let them listen until the block ends."""
    tasks = [asyncio.create_task(each.bell.listen(each.heard.append)) for each in replicas]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    assert all(each.cancelled() for each in tasks)  # none ended by itself


async def heard(who: Replica, ringing: Replica) -> list[News]:
    """What somebody has heard of the other, once a last ring has reached them; then no more."""
    last = News(room=f"{OVER}{next(numbers)}", wake_at=None, posted=False)
    async with asyncio.timeout(SOON):
        while last not in who.heard:
            ringing.bell.ring(last)
            await asyncio.sleep(0.05)
    found = [each for each in who.heard if not each.room.startswith(OVER)]
    who.heard.clear()
    return found


async def test_others_hear_what_one_tells_and_oneself_doesnt(engine: AsyncEngine) -> None:
    """A room, its deadline, whether parcels wait; and what they remember of it goes."""
    one, other = Replica(engine), Replica(engine)
    async with listening(one, other):
        assert await heard(other, one) == []
        for each in (one, other):
            each.remember("fake/a")
            each.remember("fake/b")
        news = News(room="fake/a", wake_at=120.5, posted=True)
        one.bell.ring(news)
        assert await heard(other, one) == [news]
        assert one.heard == []
        assert (other.remembers("fake/a"), other.remembers("fake/b")) == (False, True)
        assert one.remembers("fake/a")


async def test_of_several_commits_the_last_is_told_and_all_that_was_posted(
    engine: AsyncEngine,
) -> None:
    """Whoever comes late to the news misses nothing by that."""
    one, other = Replica(engine), Replica(engine)
    one.bell.ring(News(room="fake/a", wake_at=100.0, posted=True))
    one.bell.ring(News(room="fake/b", wake_at=None, posted=False))
    one.bell.ring(News(room="fake/a", wake_at=200.0, posted=False))
    async with listening(other):
        await asyncio.sleep(0.2)
        async with listening(one):
            told = await heard(other, one)
    assert told == [
        News(room="fake/b", wake_at=None, posted=False),
        News(room="fake/a", wake_at=200.0, posted=True),
    ]


def test_much_news_goes_in_letters_that_postgresql_takes() -> None:
    """None is left out, and none is told twice."""
    rooms = [f"fake/{number:04}{'ü' * 40}" for number in range(500)]
    untold = {each: News(room=each, wake_at=1.5, posted=True) for each in rooms}
    letters = bell._letters("me", untold)
    assert 1 < len(letters) < 30
    assert all(len(each.encode()) < LONGEST for each in letters)
    read = [json.loads(each) for each in letters]
    assert {sender for sender, _ in read} == {"me"}
    assert [each["room"] for _, news in read for each in news] == rooms
    assert bell._letters("me", {}) == []


@pytest.mark.parametrize("letter", ["", "{", '["me"]', '["me", [{"room": 1}]]', '{"room": "a"}'])
async def test_what_isnt_a_letter_is_passed_over(engine: AsyncEngine, letter: str) -> None:
    """Another version's, or another program's on the same database."""
    one, other = Replica(engine), Replica(engine)
    async with listening(one, other):
        await heard(other, one)
        async with engine.begin() as connection:
            await connection.execute(select(func.pg_notify(CHANNEL, letter)))
        assert await heard(other, one) == []


async def test_it_listens_again_and_trusts_no_memory_of_the_time_between(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection that the server ended is made anew; what was told meanwhile may be anything."""
    monkeypatch.setattr(bell, "AGAIN", 0.1)
    one, other = Replica(engine), Replica(engine)
    async with listening(one, other):
        await heard(other, one)
        other.remember("fake/quiet")
        async with engine.begin() as connection:
            ended = text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> "
                "pg_backend_pid() AND datname = current_database()"
            )
            assert len((await connection.execute(ended)).all()) >= 2
        assert await heard(other, one) == []
        assert not other.remembers("fake/quiet")


async def test_a_connection_that_ends_within_a_statement_is_an_error_of_the_database(
    engine: AsyncEngine,
) -> None:
    """The driver then finds itself in disorder, and says so by an error of a kind of its own."""
    said = r"can't be reached \(InternalClientError\)"
    with pytest.raises(StorageError, match=said), explained(engine.url):
        raise asyncpg.InternalClientError("cannot switch to state 12")


async def test_without_a_database_it_says_so_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once each time that it tries; nobody's loop ends by it."""
    monkeypatch.setattr(bell, "AGAIN", 0.01)
    alone = Replica(connect("postgresql://heed@127.0.0.1:1/nowhere"))
    with capture_logs() as logs:
        async with listening(alone):
            async with asyncio.timeout(SOON):
                while len(logs) < 2:  # noqa: ASYNC110 - nothing tells of a log line
                    await asyncio.sleep(0.01)
    assert {each["event"] for each in logs} == {"replicas can't tell each other"}
    assert "can't be reached" in logs[0]["why"]
