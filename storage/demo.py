"""What the demo room keeps: its chat is Heed's own, so its words are kept here, beside Heed's.

Rows are named things with a number that only grows, so that a page can ask what changed since the
last number it saw; and the queue of what Heed has still to hear.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Index,
    Integer,
    Select,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.database import WRITES
from storage.dialects import insert_new, upsert
from storage.errors import explained
from storage.sealing import Sealer
from storage.tables import metadata

demo_rooms: Final = Table(
    "demo_rooms",
    metadata,
    Column("room", String, primary_key=True),
    # The number of the room's last change.
    Column("rev", Integer, nullable=False),
)

demo_items: Final = Table(
    "demo_items",
    metadata,
    Column("room", String, primary_key=True),
    Column("kind", String, primary_key=True),
    Column("id", String, primary_key=True),
    # Who alone may read it; empty where everybody may.
    Column("audience", String, nullable=False),
    Column("rev", Integer, nullable=False),
    Column("body", JSON, nullable=False),
    Index("ix_demo_items_rev", "room", "rev"),
)

demo_happenings: Final = Table(
    "demo_happenings",
    metadata,
    Column("room", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("body", JSON, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoItem:
    """One kept thing; `rev` is the number of its last change."""

    kind: str
    id: str
    rev: int
    body: Mapping[str, Any]


_ITEM: Final = select(
    demo_items.c.kind, demo_items.c.id, demo_items.c.rev, demo_items.c.body
).order_by(demo_items.c.rev)


class _Reader:
    """Reads items, and opens what is sealed."""

    def __init__(self, connection: AsyncConnection, room: str, sealer: Sealer) -> None:
        self._connection = connection
        self._room = room
        self._sealer = sealer

    async def read(self, query: Select[Any]) -> list[DemoItem]:
        """The items that a query finds."""
        opened = self._sealer.open_json
        rows = await self._connection.execute(query)
        return [
            DemoItem(kind=row.kind, id=row.id, rev=row.rev, body=opened(row.body)) for row in rows
        ]

    async def get(self, kind: str, name: str) -> DemoItem | None:
        """One item, None where there is none."""
        found = await self.read(_ITEM.where(*_named(self._room, kind, name)))
        return found[0] if found else None

    async def all(self, kind: str) -> Sequence[DemoItem]:
        """All items of a kind, in the order of their last change."""
        mine = (demo_items.c.room == self._room) & (demo_items.c.kind == kind)
        return await self.read(_ITEM.where(mine))


class DemoChange(_Reader):
    """One transaction on a room of the demo."""

    async def number(self) -> int:
        """Give the room's next number."""
        counted = (
            update(demo_rooms)
            .where(demo_rooms.c.room == self._room)
            .values(rev=demo_rooms.c.rev + 1)
            .returning(demo_rooms.c.rev)
        )
        return int((await self._connection.execute(counted)).scalar_one())

    async def put(self, kind: str, name: str, body: Mapping[str, Any], audience: str = "") -> None:
        """Keep an item in place of what had its name before."""
        row = {
            "room": self._room,
            "kind": kind,
            "id": name,
            "audience": audience,
            "rev": await self.number(),
            "body": self._sealer.seal_json(dict(body)),
        }
        await self._connection.execute(upsert(self._connection.dialect.name, demo_items), row)

    async def drop(self, kind: str, name: str) -> None:
        """Delete an item."""
        await self._connection.execute(delete(demo_items).where(*_named(self._room, kind, name)))

    async def tell(self, body: Mapping[str, Any]) -> None:
        """Queue something for Heed to hear."""
        sealed = self._sealer.seal_json(dict(body))
        row = {"room": self._room, "number": await self.number(), "body": sealed}
        await self._connection.execute(insert(demo_happenings), row)


class DemoShelf:
    """Keeps the demo's rooms in the database that `engine` leads to. May raise StorageError."""

    def __init__(self, engine: AsyncEngine, sealer: Sealer | None = None) -> None:
        self._engine = engine
        self._sealer = sealer or Sealer()
        self._writing = engine.execution_options(**{WRITES: True})

    @asynccontextmanager
    async def change(self, room: str) -> AsyncIterator[DemoChange]:
        """A transaction: kept as a whole when the block ends, undone by an error."""
        with explained(self._engine.url):
            async with self._writing.begin() as connection:
                new = insert_new(connection.dialect.name, demo_rooms)
                await connection.execute(new, {"room": room, "rev": 0})
                yield DemoChange(connection, room, self._sealer)

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        with explained(self._engine.url):
            async with self._engine.connect() as connection:
                yield connection

    async def get(self, room: str, kind: str, name: str) -> DemoItem | None:
        """One item, None where there is none."""
        async with self._reading() as connection:
            return await _Reader(connection, room, self._sealer).get(kind, name)

    async def all(self, room: str, kind: str) -> Sequence[DemoItem]:
        """All items of a kind, in the order of their last change."""
        async with self._reading() as connection:
            return await _Reader(connection, room, self._sealer).all(kind)

    async def since(self, room: str, rev: int, *, audience: str, limit: int) -> Sequence[DemoItem]:
        """What changed after `rev`, for everybody or for this audience, oldest change first."""
        wanted = _ITEM.where(
            demo_items.c.room == room,
            demo_items.c.rev > rev,
            demo_items.c.audience.in_(("", audience)),
        ).limit(limit)
        async with self._reading() as connection:
            return await _Reader(connection, room, self._sealer).read(wanted)

    async def rev(self, room: str) -> int:
        """The number of the room's last change; 0 in a new room."""
        async with self._reading() as connection:
            found = await connection.execute(
                select(demo_rooms.c.rev).where(demo_rooms.c.room == room)
            )
            return int(found.scalar_one_or_none() or 0)

    async def untold(self, room: str, limit: int) -> Sequence[tuple[int, Mapping[str, Any]]]:
        """What Heed has still to hear, in order, each with its number."""
        waiting = (
            select(demo_happenings.c.number, demo_happenings.c.body)
            .where(demo_happenings.c.room == room)
            .order_by(demo_happenings.c.number)
            .limit(limit)
        )
        async with self._reading() as connection:
            opened, rows = self._sealer.open_json, await connection.execute(waiting)
            return [(row.number, opened(row.body)) for row in rows]

    async def told(self, room: str, number: int) -> None:
        """Heed has heard this: it isn't kept any longer."""
        heard = delete(demo_happenings).where(
            demo_happenings.c.room == room, demo_happenings.c.number == number
        )
        with explained(self._engine.url):
            async with self._writing.begin() as connection:
                await connection.execute(heard)


def _named(room: str, kind: str, name: str) -> tuple[ColumnElement[bool], ...]:
    return demo_items.c.room == room, demo_items.c.kind == kind, demo_items.c.id == name
