"""The store: rooms, their deadlines and the outbox, in SQLite or PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import (
    URL,
    Executable,
    Row,
    Select,
    bindparam,
    func,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.question import Question
from bot.domain.room import Room
from bot.domain.window import WITHIN
from bot.runtime.ports import (
    Access,
    Backlog,
    Bell,
    Errand,
    Failure,
    News,
    Outcome,
    Parcel,
    RoomBusyError,
)
from storage import journal
from storage.access import access_to
from storage.backlog import BACKLOG
from storage.bell import PostgresBell
from storage.cache import RoomCache
from storage.care import Care
from storage.claims import CLAIM, NEXT, claimed_as, claimed_beyond, rooms_with_due
from storage.codec import unpack
from storage.database import Transaction, connect, upgrade
from storage.dialects import insert_new, upsert
from storage.errors import explained
from storage.failures import failed_since, failure_of
from storage.installations import Installations
from storage.loaded import Loaded, copy_of, load, new_room
from storage.passes import SqlPasses
from storage.retention import BATCH, rooms_to_tidy, sweeps
from storage.rows import parcel_of
from storage.sealing import Sealer
from storage.tables import installation, parcels, questions, rooms
from storage.unit import SqlUnit

CACHED_ROOMS: Final = 256
PROBE: Final = "probe"  # the name of what is written to see whether anything can be

_HEAD: Final = select(
    rooms.c.room, rooms.c.version, rooms.c.posted, rooms.c.pages, rooms.c.body
).where(rooms.c.room == bindparam("room"))
_LOCKED_HEAD: Final = _HEAD.with_for_update()
_FREE_HEAD: Final = _HEAD.with_for_update(skip_locked=True)


Accessing = Callable[[Access], AbstractContextManager[None]]
"""Is told of a transaction: it is waited for or open until the block ends."""


def _unwatched(_access: Access) -> AbstractContextManager[None]:
    return nullcontext()


class SqlStore:
    """A store on an engine whose schema is up to date (see `open_store`)."""

    def __init__(
        self,
        engine: AsyncEngine,
        *,
        sealer: Sealer | None = None,
        cached_rooms: int = CACHED_ROOMS,
        accessing: Accessing = _unwatched,
    ) -> None:
        self._engine = engine
        self._accessing = accessing
        self._sealer = sealer or Sealer()
        self._cache = RoomCache(cached_rooms)
        self._access = access_to(engine)
        # How replicas on one database tell each other; a SQLite file has one process.
        is_shared = engine.dialect.name == "postgresql"
        self.bell: Bell | None = PostgresBell(engine, self._cache) if is_shared else None
        self.care = Care(engine, self._sealer, self._access.alone, self._gone)
        self.installations = Installations(
            engine.dialect.name, self._sealer, self._read, self._write
        )
        self.passes = SqlPasses(self._read, self._write)

    async def close(self) -> None:
        """Close every connection."""
        await self._access.close()
        await self._engine.dispose()

    def _gone(self, room: str) -> None:
        """A room was deleted: nobody is to remember it, other replicas neither."""
        self._cache.drop(room)
        if self.bell is not None:
            self.bell.ring(News(room=room, wake_at=None, posted=False))

    # --- transactions ------------------------------------------------------------------------

    @asynccontextmanager
    async def _writing(self, *, urgent: bool = False) -> AsyncIterator[Transaction]:
        """A transaction that writes; rolled back unless it is committed."""
        with self._accessing(Access.WRITE), explained(self._engine.url):
            async with self._access.writing(urgent=urgent) as transaction:
                yield transaction

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[Transaction]:
        """A transaction that sees one moment of the database, whatever others commit."""
        with self._accessing(Access.READ), explained(self._engine.url):
            async with self._access.reading() as transaction:
                yield transaction

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
    async def unit(self, room: str, *, wait: bool = True) -> AsyncIterator[SqlUnit]:
        """A transaction on the room, made new where it isn't known; rolls back on any error.

        Without `wait`, raises RoomBusyError where somebody else has the room.
        """
        secret = await self.care.secret()
        try:
            async with self._writing() as connection:
                loaded = await self._open(connection, room, wait=wait)
                unit = SqlUnit(connection, loaded, self._sealer, secret)
                yield unit
        except BaseException:
            self._cache.drop(room)
            raise
        if unit.written is not None:
            self._cache.put(unit.written)

    async def _open(self, connection: Transaction, room: str, *, wait: bool) -> Loaded:
        """Lock the room's row and read the room, or begin a new one."""
        locked = _LOCKED_HEAD if wait else _FREE_HEAD
        head = (await connection.execute(locked, {"room": room})).first()
        if head is None and not wait:
            raise RoomBusyError(f"somebody else works on {room}")
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

    async def _loaded(self, connection: Transaction, head: Row[*tuple[Any, ...]]) -> Loaded:
        held = self._cache.get(head.room, head.version)
        if held is None:
            return await load(connection, head, self._sealer)
        # A journal ends without a new version.
        return held if held.pages == head.pages else replace(held, pages=head.pages)

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
        rows = await self._read(rooms_with_due(now, busy, limit))
        # Side by side, so that they share what a commit costs.
        claims = (self._claim(row.room, now, until) for row in rows)
        claimed = await asyncio.gather(*claims, return_exceptions=True)
        for each in claimed:
            if isinstance(each, BaseException):
                raise each
        return [each for each in claimed if isinstance(each, Parcel)]

    async def _claim(self, room: str, now: float, until: float) -> Parcel | None:
        """Take up a room's first parcel; None where another replica was quicker."""
        async with self._writing() as connection:
            claimed = {"of": room, "now": now, "until": until}
            found = (await connection.execute(CLAIM, claimed)).first()
            await connection.commit()
        return None if found is None else parcel_of(found, self._sealer)

    async def release_parcels(self, now: float) -> None:
        """Let everything that was taken up before be taken up again from `now` on."""
        await self._write(update(parcels).where(claimed_beyond(now)).values(due_at=now))

    async def next_delivery(self) -> float | None:
        """When the next parcel may be claimed, in epoch seconds."""
        rows = await self._read(NEXT)
        return rows[0].due_at if rows else None

    async def postpone(self, parcel: Parcel, until: float) -> bool:
        """A delivery failed for now, or takes longer: next at `until`.

        False, and nothing changed, where it has ended or somebody else took it up in the meantime.
        """
        mine = update(parcels).where(claimed_as(parcel))
        return await self._write(mine.values(due_at=until)) == 1

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

    # --- health ------------------------------------------------------------------------------

    async def failures(self, since: float) -> Sequence[Failure]:
        """What failed for good since then (epoch seconds), the latest first."""
        return [failure_of(row) for row in await self._read(failed_since(since))]

    async def backlog(self) -> Backlog:
        """How much there is, and how long it has waited."""
        (row,) = await self._read(BACKLOG)
        return Backlog(rooms=row.rooms, parcels=row.parcels, oldest=row.oldest, due=row.due)

    async def probe(self) -> None:
        """Write something of no account; raises StorageError where nothing can be kept."""
        # Who asks whether the database answers isn't to learn how long the line before it is.
        async with self._writing(urgent=True) as connection:
            written = upsert(connection.dialect.name, installation)
            row = {"name": PROBE, "body": self._sealer.seal(PROBE.encode())}
            await connection.execute(written, row)
            await connection.commit()

    # --- retention ---------------------------------------------------------------------------

    async def purge(self, now: float) -> int:
        """Delete what has been kept long enough; how many things that were comes back."""
        await self.care.reseal_once()
        gone = 0
        while found := await self._tidy(now):
            gone += found
        while await self._end_journals(now - WITHIN):
            pass
        for sweep in sweeps(now):
            while found := await self._write(sweep):
                gone += found
        await self.care.tidy_files()
        return gone

    async def _end_journals(self, since: float) -> int:
        """End one batch of journals that were last written before then; how many comes back."""
        silent = await self._read(journal.silent(since, BATCH))
        for row in silent:
            async with self._writing() as connection:
                await journal.end(connection, row.room, since)
                await connection.commit()
        return len(silent)

    async def _tidy(self, now: float) -> int:
        """One batch of rooms that hold something for too long."""
        gone = 0
        for row in await self._read(rooms_to_tidy(now)):
            async with self.unit(row.room) as unit:
                gone += await unit.forget(now)
                await unit.commit()
        return gone


@asynccontextmanager
async def open_store(
    url: str | URL, sealer: Sealer | None = None, accessing: Accessing = _unwatched
) -> AsyncIterator[SqlStore]:
    """The store in the database at that URL, brought to this version's schema first.

    `accessing` is told of each transaction. Raises SchemaNewerError or StorageError, with words for
    the admin.
    """
    await upgrade(url)
    store = SqlStore(connect(url), sealer=sealer, accessing=accessing)
    try:
        await store.care.secret()  # a key that is missing is to be said at once
        yield store
    finally:
        await store.close()
