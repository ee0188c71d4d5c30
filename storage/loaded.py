"""A room as it was last written, and how it is read from its rows."""

from collections import deque
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, fields
from typing import Any, Final

from sqlalchemy import Row, Select, select

from bot.domain.question import Question
from bot.domain.room import Card, Member, Room
from bot.domain.turn import Turn
from storage import tables
from storage.changes import Kept
from storage.codec import pack_room, unpack
from storage.database import Transaction
from storage.sealing import Sealer


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A room as it was last written. `room` is never changed: units work on copies."""

    room: Room
    version: int
    posted: int
    pages: int
    body: bytes
    members: Kept[Member]
    turns: Kept[Turn]
    questions: Kept[Question]
    cards: Kept[Card]


def copy_of(room: Room) -> Room:
    """The room with containers of its own; the frozen parts in them are shared."""
    own = copy(room)
    for each in fields(room):
        value = getattr(room, each.name)
        if isinstance(value, dict | deque):
            setattr(own, each.name, value.copy())
    return own


def new_room(name: str) -> Loaded:
    """A room that nothing was written of yet."""
    room = Room(id=name)
    return Loaded(
        room=room,
        version=0,
        posted=0,
        pages=0,
        body=pack_room(room),
        members=Kept(parts={}, ordinals={}),
        turns=Kept(parts={}, ordinals={}),
        questions=Kept(parts={}, ordinals={}),
        cards=Kept(parts={}, ordinals={}),
    )


def _parts(table: Any) -> Select[str, int, bytes]:  # noqa: ANN401 - columns are found by name
    found = select(table.c.id, table.c.ordinal, table.c.body)
    return found.order_by(table.c.ordinal)


_PARTS: Final[Mapping[str, tuple[Any, type[Any]]]] = {
    "members": (tables.members, Member),
    "turns": (tables.turns, Turn),
    "questions": (tables.questions, Question),
    "cards": (tables.cards, Card),
}


async def load(connection: Transaction, head: Row[*tuple[Any, ...]], sealer: Sealer) -> Loaded:
    """Read a room's parts; `head` is its row in `rooms`."""
    kept: dict[str, Kept[Any]] = {}
    for name, (table, kind) in _PARTS.items():
        query = _parts(table).where(table.c.room == head.room)
        if table is tables.questions:
            query = query.where(table.c.in_play)
        rows = (await connection.execute(query)).all()
        kept[name] = Kept(
            parts={row.id: unpack(kind, sealer.open(row.body)) for row in rows},
            ordinals={row.id: row.ordinal for row in rows},
        )
    body = sealer.open(head.body)
    room = unpack(Room, body)
    room.members.update(kept["members"].parts)
    room.turns.extend(kept["turns"].parts.values())
    room.questions.update(kept["questions"].parts)
    room.cards.update(kept["cards"].parts)
    return Loaded(
        room=room,
        version=head.version,
        posted=head.posted,
        pages=head.pages,
        body=body,
        **kept,
    )
