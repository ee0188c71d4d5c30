"""What the database holds, read past Heed: what was applied, what waits, and what a stop left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select

from bot.domain.question import Question
from bot.domain.room import Room
from storage import open_store
from storage.database import connect
from storage.tables import IS_WAITING, parcels, seen_events

_NOT_YET: Final = "not delivered yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What is in the database in the end. `outcomes` are the parcels' states, by room and id."""

    keys: frozenset[str]
    outcomes: Mapping[tuple[str, str], str]
    rooms: Mapping[str, Room]
    questions: Mapping[str, Sequence[Question]]


async def read(database: str) -> Stored:
    """Read it whole."""
    engine = connect(database)
    async with engine.connect() as connection:
        keys = frozenset((await connection.execute(select(seen_events.c.key))).scalars())
        rows = await connection.execute(select(parcels.c.room, parcels.c.id, parcels.c.state))
        outcomes = {(room, parcel): state for room, parcel, state in rows}
    await engine.dispose()
    async with open_store(database) as store:
        names = await store.rooms()
        rooms = {each: await store.look(each) for each in names}
        questions = {each: await store.questions(each) for each in names}
    return Stored(
        keys=keys,
        outcomes=outcomes,
        rooms={name: room for name, room in rooms.items() if room is not None},
        questions=questions,
    )


async def waiting(database: str) -> int:
    """How many parcels wait."""
    engine = connect(database)
    try:
        async with engine.connect() as connection:
            found = await connection.execute(
                select(func.count()).select_from(parcels).where(parcels.c.state == IS_WAITING)
            )
            return int(found.scalar_one())
    finally:
        await engine.dispose()


async def left_claimed(database: str, log: Iterable[Mapping[str, Any]], now: float) -> list[str]:
    """Parcels that nobody brings and nobody may take up yet, though Heed has stopped.

    One that was put off isn't among them: by the log its delivery had failed for a while.
    """
    put_off = {
        (line["room"], line["parcel"], line["attempts"])
        for line in log
        if line.get("event") == _NOT_YET
    }
    engine = connect(database)
    async with engine.connect() as connection:
        rows = await connection.execute(
            select(parcels.c.room, parcels.c.id, parcels.c.attempts).where(
                parcels.c.state == IS_WAITING, parcels.c.attempts > 0, parcels.c.due_at > now
            )
        )
        found = [f"{room} {parcel}" for room, parcel, n in rows if (room, parcel, n) not in put_off]
    await engine.dispose()
    return found
