"""Two replicas on one PostgreSQL: what is erased at one is remembered by neither."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from benchmarks.postgres import Postgres
from bot.domain.events import MessageDeleted
from bot.runtime.companion import Companion
from bot.runtime.ports import News
from storage import SqlStore, open_store
from tests.storage.raw import ROOM, Talk, remembered, talk_in

WORDS = ("zeppelin", "Ottoline", "Featherstone")
SOON = 10.0  # real seconds, on a busy machine too


@dataclass
class Other:
    """Another replica: its store, and what it was told."""

    store: SqlStore
    told: asyncio.Queue[News] = field(default_factory=asyncio.Queue)

    async def hears_of(self, room: str) -> None:
        """Wait for news of a room, and let all that came with it be heard."""
        async with asyncio.timeout(SOON):
            while (await self.told.get()).room != room:
                pass


@dataclass
class Pair:
    """The replica that people speak to, and the other."""

    talk: Talk
    other: Other


@asynccontextmanager
async def listening(store: SqlStore, heard: asyncio.Queue[News]) -> AsyncIterator[None]:
    """Let a store ring and be rung."""
    assert store.bell is not None
    task = asyncio.create_task(store.bell.listen(heard.put_nowait))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


@pytest.fixture
async def pair(postgres: Postgres, tmp_path: Path) -> AsyncIterator[Pair]:
    """A question hangs, and both replicas have the room in their memory."""
    url = postgres.make()
    async with talk_in(tmp_path, url=url) as talk, open_store(url) as store:
        other = Other(store)
        core = talk.companion._desk._interpreter._teller._tracker
        sender = {"fake": talk.sender}
        talk.companion = Companion(talk.store, core, talk.clock, sender, talk.store.bell)
        async with listening(talk.store, asyncio.Queue()), listening(store, other.told):
            await talk.let_hang()
            await _settled(talk, other)
            await store.look(ROOM)
            assert _cached(store)
            assert remembered(*WORDS) == {*WORDS}
            yield Pair(talk, other)


def _cached(store: SqlStore) -> bool:
    return ROOM in store._cache._rooms


async def _settled(talk: Talk, other: Other) -> None:
    """Both listen, and all that was said so far has been heard."""
    assert talk.store.bell is not None
    async with asyncio.timeout(SOON):
        while True:
            talk.store.bell.ring(News(room="fake/over", wake_at=None, posted=False))
            try:
                async with asyncio.timeout(0.2):
                    await other.hears_of("fake/over")
            except TimeoutError:
                continue
            return


@pytest.mark.parametrize("wish", ["forget", "opt_out"])
async def test_neither_remembers_whoever_was_forgotten_or_opted_out(pair: Pair, wish: str) -> None:
    """The other drops what it holds when it is told, without an event of its own."""
    await getattr(pair.talk.privacy, wish)("fake", "u1")
    await pair.other.hears_of(ROOM)
    await _settled(pair.talk, pair.other)
    assert not _cached(pair.other.store)
    gone = {*WORDS} if wish == "forget" else {"zeppelin"}
    assert remembered(*gone) == set()


async def test_the_other_drops_a_deleted_messages_words(pair: Pair) -> None:
    """A deletion deletes everywhere."""
    await pair.talk.hear(MessageDeleted(room=ROOM, at=pair.talk.clock.at, id="m1"))
    await pair.other.hears_of(ROOM)
    assert not _cached(pair.other.store)


async def test_the_other_drops_a_room_that_is_gone(pair: Pair) -> None:
    """Heed was removed from it."""
    await pair.talk.privacy.purge(ROOM)
    await pair.other.hears_of(ROOM)
    assert not _cached(pair.other.store)
    assert await pair.other.store.look(ROOM) is None
