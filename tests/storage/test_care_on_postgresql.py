"""The same care on PostgreSQL: keys, forgetting, opting out, rooms that go."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, select

from benchmarks.postgres import Postgres
from bot.config.secrets import new_key
from storage.database import connect
from storage.tables import metadata
from tests.storage.raw import ASKED, NAMES, ROOM, talk_in

OLD, NEW = new_key(), new_key()
WORDS = ("zeppelin", "surgeries", "Ottoline", "Barnaby", "Cordelia")


@pytest.fixture
def url(postgres: Postgres) -> URL:
    """An empty database."""
    return postgres.make()


async def readable(url: URL, *words: str) -> set[str]:
    """Which of these words are in any row of any table."""
    engine = connect(url)
    rows: list[tuple[Any, ...]] = []
    async with engine.connect() as connection:
        for table in metadata.sorted_tables:
            rows += [tuple(row) for row in await connection.execute(select(table))]
    await engine.dispose()
    assert rows
    return {word for word in words if word in repr(rows)}


async def test_keys_are_set_and_changed(url: URL, tmp_path: Path) -> None:
    """A plain database is sealed; a key is replaced; at no time is anything lost."""
    async with talk_in(tmp_path, url=url) as talk:
        await talk.let_hang()
    assert await readable(url, *WORDS) == {*WORDS}
    async with talk_in(tmp_path, [OLD], url=url) as talk:
        await talk.store.purge(talk.clock.at)
    assert await readable(url, *WORDS) == set()
    async with talk_in(tmp_path, [NEW, OLD], url=url) as talk:
        assert await talk.store.care.reseal() > 10
        assert await talk.store.care.reseal() == 0
    async with talk_in(tmp_path, [NEW], url=url) as talk:
        await talk.say("m90", "u2", ASKED)
        assert len(await talk.store.questions(ROOM)) == 2
        assert (await talk.room()).name_of("u1") == NAMES["u1"]
    assert await readable(url, *WORDS) == set()


async def test_somebody_is_forgotten_and_a_room_goes(url: URL, tmp_path: Path) -> None:
    """No row holds them any more, nor the room."""
    async with talk_in(tmp_path, url=url) as talk:
        await talk.let_hang()
        await talk.privacy.opt_out("fake", "u1")
        assert await readable(url, *WORDS) == {"Ottoline", "Barnaby", "Cordelia"}
        await talk.privacy.forget("fake", "u1")
        await talk.privacy.forget("fake", "u3")
        assert await readable(url, *WORDS, "u1", "u3") == {"Barnaby"}
        await talk.say("m91", "u1", ASKED)
        assert len(await talk.store.questions(ROOM)) == 1
        assert await talk.privacy.purge("fake") == [ROOM]
        assert await talk.store.look(ROOM) is None
    assert await readable(url, *WORDS) == set()
