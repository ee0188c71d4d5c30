"""Last traces in SQLite's file: they go at once or at the next purge, and which is told."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from storage import care
from tests.storage.contract import card
from tests.storage.raw import ROOM, Talk, talk_in

FILE = "heed.db"
LATER = "the last traces in it go at the next clean-up"


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """A question by `u1` hangs."""
    async with talk_in(tmp_path) as talk:
        await talk.let_hang()
        yield talk


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Somebody else holds a moment of the file, as a tool or a backup does."""
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as other:
        other.execute("BEGIN")
        assert other.execute("SELECT count(*) FROM questions").fetchone()[0]
        yield


def asked(folder: Path, query: str) -> object:
    """What the file answers to a query."""
    with closing(sqlite3.connect(folder / FILE)) as database:
        return database.execute(query).fetchone()[0]


def owed(folder: Path) -> bool:
    """Whether an erasure is still to be seen through."""
    return bool(asked(folder, "SELECT count(*) FROM installation WHERE name = 'erasing'"))


async def test_a_reader_who_is_soon_done_is_waited_for(talk: Talk) -> None:
    """Then nothing is left, and that is what is said."""
    holding = reading(talk.folder)
    holding.__enter__()
    forgetting = asyncio.create_task(talk.privacy.forget("fake", "u1"))
    await asyncio.sleep(0.3)
    assert not forgetting.done()
    assert b"zeppelin" in await talk.written()
    holding.__exit__(None, None, None)
    assert LATER not in await forgetting
    assert b"zeppelin" not in await talk.written()
    assert not owed(talk.folder)


@pytest.mark.parametrize("wish", ["forget", "opt_out"])
async def test_a_reader_who_stays_is_told_of_and_the_purge_sees_to_the_rest(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, wish: str
) -> None:
    """Nobody hears that all is gone while it isn't; as soon as it can be, it is."""
    monkeypatch.setattr(care, "READERS_TAKE", 0.1)
    with reading(talk.folder):
        with capture_logs() as logs:
            said = await getattr(talk.privacy, wish)("fake", "u1")
        assert said.startswith("Done")
        assert LATER in said
        assert [each["log_level"] for each in logs if "being read" in each["event"]] == ["warning"]
        assert b"zeppelin" in await talk.written()
        await talk.store.purge(talk.clock.at)
        assert b"zeppelin" in await talk.written()
        assert owed(talk.folder)
        # Others aren't held up by it, nor is what is said meanwhile lost.
        await talk.say("m90", "u2", "The rota has been printed in two colours.")
    await talk.store.purge(talk.clock.at)
    assert b"zeppelin" not in await talk.written()
    assert not owed(talk.folder)
    assert (await talk.room()).turns[-1].id == "m90"


async def test_an_erasure_that_a_crash_cut_off_is_seen_through(tmp_path: Path) -> None:
    """It was noted down before anything was deleted; the next start's purge finds the note."""
    async with talk_in(tmp_path) as talk:
        await talk.let_hang()
        async with talk.store.unit(ROOM) as unit:
            for number in range(200):
                unit.room.cards[f"c{number}"] = card(f"c{number}")
            await unit.commit()
        await talk.store.care.begin_erasing()
        async with talk.store.unit(ROOM) as unit:
            unit.room.cards.clear()
            await unit.commit()
    assert owed(tmp_path)
    assert asked(tmp_path, "PRAGMA freelist_count")
    async with talk_in(tmp_path) as talk:
        await talk.store.purge(talk.clock.at)
        assert not owed(tmp_path)
        assert asked(tmp_path, "PRAGMA freelist_count") == 0


async def test_looking_at_the_log_leaves_connections_as_they_were(talk: Talk) -> None:
    """They wait for another program as long as the address says, as before."""
    await talk.store.care.empty_log()
    async with talk.store._engine.connect() as connection:
        waits = (await connection.exec_driver_sql("PRAGMA busy_timeout")).scalar_one()
    assert waits == 5000
