"""A database of every earlier revision comes through the migrations with all that it holds."""

import asyncio
from pathlib import Path
from typing import Final

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.domain.question import Question
from bot.domain.room import Room
from storage import SchemaNewerError, SchemaStatus, open_store, status, upgrade
from storage.codec import pack, pack_room
from storage.database import MIGRATIONS, WRITES, _config, connect
from tests.storage.contract import ROOM, fill, question

REVISIONS: Final = tuple(
    each.revision for each in reversed(list(ScriptDirectory(str(MIGRATIONS)).walk_revisions()))
)


def _filled() -> Room:
    room = Room(id=ROOM)
    fill(room)
    return room


def _rows() -> dict[str, list[dict[str, object]]]:
    """A row of every table, as the first revision wrote them."""
    room = _filled()
    return {
        "rooms": [
            {
                "room": ROOM,
                "version": 3,
                "wake_at": room.wake_at,
                "posted": 1,
                "retention": 2_592_000.0,
                "body": pack_room(room),
            }
        ],
        "members": [
            {"room": ROOM, "id": each.id, "ordinal": number, "body": pack(each)}
            for number, each in enumerate(room.members.values(), 1)
        ],
        "turns": [
            {"room": ROOM, "id": each.id, "ordinal": number, "at": each.at, "body": pack(each)}
            for number, each in enumerate(room.turns, 1)
        ],
        "cards": [
            {
                "room": ROOM,
                "id": each.id,
                "ordinal": number,
                "meeting": None,
                "expires_at": 9_000.0,
                "body": pack(each),
            }
            for number, each in enumerate(room.cards.values(), 1)
        ],
        "questions": [
            *(
                _question(number, each, in_play=True)
                for number, each in enumerate(room.questions.values(), 1)
            ),
            _question(0, question(1), in_play=False),
        ],
        "parcels": [
            {
                "room": ROOM,
                "id": "send first",
                "number": 1,
                "errand": "send card",
                "recipient": "cora",
                "card": "first",
                "question": "",
                "text": "",
                "due_at": 100.0,
                "attempts": 0,
                "state": "waiting",
                "ref": "",
            }
        ],
        "seen_events": [{"room": ROOM, "key": "e1", "at": 100.0}],
        "places": [{"convener": "fake/cora", "day": "2026-11-22", "used": 2}],
    }


def _question(number: int, asked: Question, *, in_play: bool) -> dict[str, object]:
    return {
        "room": ROOM,
        "id": asked.id,
        "message": asked.message,
        "ordinal": number,
        "state": asked.state.value,
        "asked_at": asked.asked_at,
        "meeting": None,
        "in_play": in_play,
        "private_until": None,
        "body": pack(asked),
    }


async def _begin_at(url: str, revision: str) -> None:
    """Make a database of that revision, with rows in it."""
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).touch()  # noqa: ASYNC240 - nothing runs beside it

    def make(connection: Connection) -> None:
        command.upgrade(_config(connection), revision)
        for table, rows in _rows().items():
            names = ", ".join(rows[0])
            values = ", ".join(f":{each}" for each in rows[0])
            connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), rows)  # noqa: S608 - ours

    engine = connect(url)
    async with engine.execution_options(**{WRITES: True}).begin() as connection:
        await connection.run_sync(make)
    await engine.dispose()


@pytest.mark.parametrize("revision", REVISIONS)
async def test_data_of_every_revision_is_kept(database: str, revision: str) -> None:
    """The room, what left its memory, the outbox, the keys and the places."""
    await _begin_at(database, revision)
    assert await status(database) == SchemaStatus(current=revision, head=REVISIONS[-1])
    async with open_store(database) as store:
        assert (await status(database)).up_to_date
        assert await store.look(ROOM) == _filled()
        assert [each.id for each in await store.questions(ROOM)] == ["m1", "m9", "m10", "m8"]
        (parcel,) = await store.claim_parcels(100.0, 110.0)
        assert parcel.card == "first"
        async with store.unit(ROOM) as unit:
            assert not await unit.first_time("e1", 100.0)
            assert not await unit.reserve_place("cora", "2026-11-22", 2)
            assert await unit.reserve_place("cora", "2026-11-22", 3)
            await unit.commit()


async def test_a_newer_schema_is_refused_on_either_database(database: str) -> None:
    """Neither upgraded nor opened, and told as what it is."""
    await upgrade(database)
    engine = connect(database)
    async with engine.execution_options(**{WRITES: True}).begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await engine.dispose()
    for refused in (status, upgrade):
        with pytest.raises(SchemaNewerError, match="newer version of Heed"):
            await refused(database)
    with pytest.raises(SchemaNewerError):
        async with open_store(database):
            pass


async def test_replicas_that_start_together_upgrade_once(database: str) -> None:
    """None of them fails, and the schema is there."""
    await asyncio.gather(*(upgrade(database) for _ in range(3)))
    assert (await status(database)).up_to_date
