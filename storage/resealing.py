"""A change of keys: what an older key sealed, or none did, is sealed with the first one.

Room by room, each in a transaction that holds the room as an event's does. What is read meanwhile
is read by any of the keys.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Row,
    Select,
    Table,
    Text,
    Update,
    and_,
    cast,
    func,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import demo, tables
from storage.sealing import MARKED, Sealer

BATCH: Final = 500  # rows

Again = Callable[[Sealer, Any], Any]


@dataclass(frozen=True, slots=True)
class Sealed:
    """A column of sealed values: how it begins where the first key sealed, how it is sealed."""

    column: Column[Any]
    is_old: Callable[[Column[Any], str], ColumnElement[bool]]
    again: Again

    @property
    def table(self) -> Table:
        """The column's table."""
        table: Table = self.column.table
        return table

    @property
    def keys(self) -> tuple[Column[Any], ...]:
        """The columns that name a row."""
        return tuple(self.table.primary_key.columns)

    @property
    def of(self) -> Column[Any]:
        """The first of them: the room, but for what belongs to none."""
        return self.keys[0]

    def holders(self, prefix: str) -> Select[str]:
        """A batch of rooms that hold something sealed otherwise."""
        return select(self.of).where(self.is_old(self.column, prefix)).distinct().limit(BATCH)

    def old(self, holder: str, prefix: str) -> Select[*tuple[Any, ...]]:
        """A batch of a room's rows that are sealed otherwise."""
        mine = select(*self.keys, self.column.label("sealed")).where(self.of == holder)
        return mine.where(self.is_old(self.column, prefix)).limit(BATCH)

    def write(self, row: Row[*tuple[Any, ...]], sealer: Sealer) -> Update:
        """Write a row's value anew."""
        this = and_(*(key == getattr(row, key.name) for key in self.keys))
        fresh = {self.column.name: self.again(sealer, row.sealed)}
        return update(self.table).where(this).values(fresh)


def _bytes(column: Column[Any]) -> Sealed:
    def is_old(column: Column[Any], prefix: str) -> ColumnElement[bool]:
        return func.substr(column, 1, MARKED) != prefix.encode()

    return Sealed(column, is_old, lambda sealer, body: sealer.seal(sealer.open(body)))


def _text(column: Column[Any]) -> Sealed:
    def is_old(column: Column[Any], prefix: str) -> ColumnElement[bool]:
        return (func.substr(column, 1, MARKED) != prefix) & (column != "")

    return Sealed(column, is_old, lambda sealer, text: sealer.seal_text(sealer.open_text(text)))


def _json(column: Column[Any]) -> Sealed:
    def is_old(column: Column[Any], prefix: str) -> ColumnElement[bool]:
        written = json.dumps(prefix)[:-1]
        return func.substr(cast(column, Text), 1, len(written)) != written

    return Sealed(column, is_old, lambda sealer, body: sealer.seal_json(sealer.open_json(body)))


SEALED: Final[Sequence[Sealed]] = (
    _bytes(tables.installation.c.body),
    _bytes(tables.tenants.c.body),
    _bytes(tables.rooms.c.body),
    _bytes(tables.members.c.body),
    _bytes(tables.turns.c.body),
    _bytes(tables.journal.c.body),
    _bytes(tables.questions.c.body),
    _bytes(tables.cards.c.body),
    _text(tables.parcels.c.text),
    _json(demo.demo_items.c.body),
    _json(demo.demo_happenings.c.body),
)


async def reseal(connection: AsyncConnection, sealed: Sealed, holder: str, sealer: Sealer) -> int:
    """Seal a batch of a room's rows anew; how many they were comes back. Nothing is committed."""
    lock = select(tables.rooms.c.room).where(tables.rooms.c.room == holder).with_for_update()
    await connection.execute(lock)
    rows = (await connection.execute(sealed.old(holder, sealer.prefix))).all()
    for row in rows:
        await connection.execute(sealed.write(row, sealer))
    return len(rows)
