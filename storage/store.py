"""The store: rooms, their deadlines and the outbox, in SQLite or PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import URL, Executable, Row, Select, Update, bindparam, exists, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.domain.question import Question
from bot.domain.room import Room
from bot.runtime.ports import Errand, Outcome, Parcel
from storage.cache import RoomCache
from storage.codec import unpack
from storage.database import WRITES, connect, empty_log, upgrade
from storage.dialects import insert_new
from storage.errors import explained
from storage.installation import Secret, secret_of
from storage.loaded import Loaded, copy_of, load, new_room
from storage.retention import rooms_to_tidy, sweeps
from storage.rows import parcel_of
from storage.sealing import Sealer
from storage.tables import IS_WAITING, parcels, questions, rooms
from storage.unit import SqlUnit

CACHED_ROOMS: Final = 256

_HEAD: Final = select(rooms.c.room, rooms.c.version, rooms.c.posted, rooms.c.body).where(
    rooms.c.room == bindparam("room")
)
_LOCKED_HEAD: Final = _HEAD.with_for_update()


class SqlStore:
    """A store on an engine whose schema is up to date (see `open_store`)."""

    def __init__(
        self,
        engine: AsyncEngine,
        *,
        sealer: Sealer | None = None,
        cached_rooms: int = CACHED_ROOMS,
    ) -> None:
        self._engine = engine
        self._sealer = sealer or Sealer()
        self._cache = RoomCache(cached_rooms)
        self.secret = Secret(b"")
        self._to_write = engine.execution_options(**{WRITES: True})
        # SQLite has one writer: here it is whoever waited longest. PostgreSQL locks rooms itself.
        one_at_a_time = engine.dialect.name == "sqlite"
        self._turn: AbstractAsyncContextManager[Any] = (
            asyncio.Lock() if one_at_a_time else nullcontext()
        )

    async def begin(self) -> None:
        """Read what holds for the installation. Raises StorageError where a key is missing."""
        self.secret = await secret_of(self._engine, self._sealer)

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()

    # --- transactions ------------------------------------------------------------------------

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes; rolled back unless it is committed."""
        async with self._turn:
            with explained(self._engine.url):
                async with self._to_write.connect() as connection:
                    yield connection

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[AsyncConnection]:
        with explained(self._engine.url):
            async with self._engine.connect() as connection:
                yield connection

    async def _read(self, query: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
        async with self._reading() as connection:
            return (await connection.execute(query)).all()

    async def _write(self, statement: Executable) -> int:
        """Run one statement for good; how many rows it changed comes back."""
        async with self._writing() as connection:
            changed: int = (await connection.execute(statement)).rowcount
            await connection.commit()
            return changed

    # --- rooms -------------------------------------------------------------------------------

    @asynccontextmanager
    async def unit(self, room: str) -> AsyncIterator[SqlUnit]:
        """A transaction on the room, made new where it isn't known; rolls back on any error."""
        try:
            async with self._writing() as connection:
                unit = SqlUnit(connection, await self._open(connection, room), self._sealer)
                yield unit
        except BaseException:
            self._cache.drop(room)
            raise
        if unit.written is not None:
            self._cache.put(unit.written)

    async def _open(self, connection: AsyncConnection, room: str) -> Loaded:
        """Lock the room's row and read the room, or begin a new one."""
        head = (await connection.execute(_LOCKED_HEAD, {"room": room})).first()
        if head is None:
            fresh = new_room(room)
            values = {
                "room": room,
                "version": fresh.version,
                "posted": fresh.posted,
                "retention": fresh.room.settings.retention_seconds,
                "body": self._sealer.seal(fresh.body),
            }
            made = await connection.execute(insert_new(connection.dialect.name, rooms), values)
            if made.rowcount == 1:
                return fresh
            head = (await connection.execute(_LOCKED_HEAD, {"room": room})).one()
        return await self._loaded(connection, head)

    async def _loaded(self, connection: AsyncConnection, head: Row[*tuple[Any, ...]]) -> Loaded:
        held = self._cache.get(head.room, head.version)
        return held or await load(connection, head, self._sealer)

    async def look(self, room: str) -> Room | None:
        """The room as last committed, a copy of one's own; None where it isn't known."""
        async with self._reading() as connection:
            head = (await connection.execute(_HEAD, {"room": room})).first()
            if head is None:
                return None
            loaded = await self._loaded(connection, head)
        self._cache.put(loaded)
        return copy_of(loaded.room)

    async def rooms(self) -> Sequence[str]:
        """All known rooms."""
        return [row.room for row in await self._read(select(rooms.c.room).order_by(rooms.c.room))]

    async def questions(self, room: str, since: float = 0.0) -> Sequence[Question]:
        """The room's questions asked since then, retired ones too, in the order asked."""
        query = (
            select(questions.c.body)
            .where(questions.c.room == room, questions.c.asked_at >= since)
            .order_by(questions.c.asked_at, questions.c.ordinal, questions.c.id)
        )
        return [unpack(Question, self._sealer.open(row.body)) for row in await self._read(query)]

    # --- deadlines ---------------------------------------------------------------------------

    async def due_rooms(self, now: float, limit: int = 100) -> Sequence[str]:
        """Rooms whose deadline has come, earliest first."""
        due = select(rooms.c.room).where(rooms.c.wake_at <= now)
        return [row.room for row in await self._read(due.order_by(rooms.c.wake_at).limit(limit))]

    async def next_wake(self) -> float | None:
        """The earliest deadline of any room, in epoch seconds."""
        earliest = select(func.min(rooms.c.wake_at).label("at")).where(rooms.c.wake_at.is_not(None))
        at: float | None = (await self._read(earliest))[0].at
        return at

    async def put_off(self, room: str, until: float) -> None:
        """Look at this room's deadline again at `until`; any commit on the room overrules it."""
        await self._write(update(rooms).where(rooms.c.room == room).values(wake_at=until))

    # --- the outbox --------------------------------------------------------------------------

    async def claim_parcels(
        self, now: float, until: float, *, busy: Collection[str] = (), limit: int = 16
    ) -> Sequence[Parcel]:
        """Take up parcels that are due, the first that waits of each room, until `until`."""
        due = (
            _first_of_each_room()
            .where(parcels.c.due_at <= now, parcels.c.room.not_in(sorted(busy)))
            .order_by(parcels.c.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        async with self._writing() as connection:
            found = [parcel_of(row, self._sealer) for row in await connection.execute(due)]
            taken = [replace(each, due_at=until, attempts=each.attempts + 1) for each in found]
            for each in taken:
                await connection.execute(_due(each))
            await connection.commit()
        return taken

    async def next_delivery(self) -> float | None:
        """When the next parcel may be claimed, in epoch seconds."""
        first = _first_of_each_room().order_by(parcels.c.due_at).limit(1)
        rows = await self._read(first)
        return rows[0].due_at if rows else None

    async def postpone(self, parcel: Parcel, until: float) -> None:
        """A delivery failed for now: next at `until`."""
        await self._write(_due(replace(parcel, due_at=until)))

    async def sent_ref(self, room: str, card: str) -> str | None:
        """The platform's reference of a delivered card, None where it wasn't delivered."""
        query = select(parcels.c.ref).where(
            parcels.c.room == room,
            parcels.c.card == card,
            parcels.c.errand == Errand.SEND_CARD.value,
            parcels.c.state == Outcome.DELIVERED.value,
        )
        rows = await self._read(query)
        return rows[0].ref if rows else None

    # --- retention ---------------------------------------------------------------------------

    async def purge(self, now: float) -> int:
        """Delete what has been kept long enough; how many things that were comes back."""
        gone = 0
        while found := await self._tidy(now):
            gone += found
        for sweep in sweeps(now):
            while found := await self._write(sweep):
                gone += found
        async with self._turn:
            with explained(self._engine.url):
                await empty_log(self._engine)
        return gone

    async def _tidy(self, now: float) -> int:
        """One batch of rooms that hold something for too long."""
        gone = 0
        for row in await self._read(rooms_to_tidy(now)):
            async with self.unit(row.room) as unit:
                gone += await unit.forget(now)
                await unit.commit()
        return gone


def _due(parcel: Parcel) -> Update:
    """Write when the parcel is due, and how often it was taken up."""
    this = (parcels.c.room == parcel.room) & (parcels.c.id == parcel.id)
    return update(parcels).where(this).values(due_at=parcel.due_at, attempts=parcel.attempts)


def _first_of_each_room() -> Select[*tuple[Any, ...]]:
    """The parcels whose turn it is: nothing that was posted before them still waits."""
    earlier = parcels.alias()
    before = exists().where(
        earlier.c.room == parcels.c.room,
        earlier.c.state == IS_WAITING,
        earlier.c.number < parcels.c.number,
    )
    return select(parcels).where(parcels.c.state == IS_WAITING, ~before)


@asynccontextmanager
async def open_store(url: str | URL, sealer: Sealer | None = None) -> AsyncIterator[SqlStore]:
    """The store in the database at that URL, brought to this version's schema first.

    Raises SchemaNewerError or StorageError, with words for the admin.
    """
    await upgrade(url)
    store = SqlStore(connect(url), sealer=sealer)
    try:
        await store.begin()
        yield store
    finally:
        await store.close()
