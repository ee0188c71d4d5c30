"""Care for what is kept: a change of keys, who isn't to be read, and erasing for good."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Final

import structlog
from sqlalchemy import Executable, Row, Select, delete, or_, select, union
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.runtime.ports import Errand
from storage.database import WRITES, empty_log, rewrite
from storage.dialects import insert_new, upsert
from storage.errors import explained
from storage.installation import SEALED_BY, Secret, secret_of
from storage.resealing import SEALED, reseal
from storage.sealing import Sealer
from storage.tables import (
    WAITING,
    calls_of,
    installation,
    members,
    opt_outs,
    parcels,
    passes,
    places,
    rooms,
)

log = structlog.get_logger(__name__)

ERASING: Final = "erasing"  # stands in the installation until nothing is left of what was erased
# In real seconds: how long readers may keep the log from being emptied, and how soon to try again.
READERS_TAKE: Final = 3.0
LOOK_AGAIN: Final = 0.05


class Care:
    """A store's part in caring for what it keeps.

    `alone` is a turn with no other transaction open (SQLite has one writer), `dropped` is told of
    rooms that have gone.
    """

    def __init__(
        self,
        engine: AsyncEngine,
        sealer: Sealer,
        alone: Callable[[], AbstractAsyncContextManager[None]],
        dropped: Callable[[str], None],
    ) -> None:
        self._engine = engine
        self._to_write = engine.execution_options(**{WRITES: True})
        self._sealer = sealer
        self._alone = alone
        self._dropped = dropped
        self._secret: Secret | None = None

    async def secret(self) -> Secret:
        """The installation's secret. Raises StorageError where a key is missing."""
        if self._secret is None:
            async with self._alone():
                self._secret = await secret_of(self._engine, self._sealer)
        return self._secret

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes, committed when the block ends well."""
        async with self._alone():
            with explained(self._engine.url):
                async with self._to_write.begin() as connection:
                    yield connection

    async def _read(self, query: Select[*tuple[Any, ...]]) -> Sequence[Row[*tuple[Any, ...]]]:
        with explained(self._engine.url):
            async with self._engine.connect() as connection:
                return (await connection.execute(query)).all()

    async def _write(self, *statements: Executable) -> int:
        """Run statements for good, together; how many rows they changed comes back."""
        async with self._writing() as connection:
            return sum([(await connection.execute(each)).rowcount for each in statements])

    # --- files -------------------------------------------------------------------------------

    async def begin_erasing(self) -> None:
        """Note down that traces of what is deleted are to go from SQLite's file.

        Until `rewrite` has seen to that, every purge does: also after a crash, or with somebody in
        the way. PostgreSQL keeps such traces by its own rules (docs/data.md).
        """
        if self._engine.dialect.name == "sqlite":
            row = {"name": ERASING, "body": self._sealer.seal(ERASING.encode())}
            await self._write(upsert(self._engine.dialect.name, installation).values(row))

    async def rewrite(self) -> bool:
        """Leave no trace of what was deleted in SQLite's file and its log.

        False where somebody reads the file for so long that some stay, until the next purge.
        """
        await self.begin_erasing()
        async with self._alone():
            with explained(self._engine.url):
                await rewrite(self._engine)
        clean = await self.empty_log()
        if clean:
            await self._write(delete(installation).where(installation.c.name == ERASING))
        return clean

    async def tidy_files(self) -> bool:
        """Do what is left of an erasure, else empty the log; whether nothing is left to do."""
        erasing = await self._read(
            select(installation.c.name).where(installation.c.name == ERASING)
        )
        return await (self.rewrite() if erasing else self.empty_log())

    async def empty_log(self) -> bool:
        """Fold SQLite's log into its file: it holds what was deleted.

        False where that couldn't be done in time, since somebody reads the file.
        """
        last = time.monotonic() + READERS_TAKE
        while not await self._empty_log():
            if time.monotonic() >= last:
                log.warning("the file is being read, so what was deleted stays in its log for now")
                return False
            await asyncio.sleep(LOOK_AGAIN)
        return True

    async def _empty_log(self) -> bool:
        async with self._alone():
            with explained(self._engine.url):
                return await empty_log(self._engine)

    # --- keys --------------------------------------------------------------------------------

    async def reseal(self) -> int:
        """Seal with the first key whatever isn't; how many values that were comes back.

        Raises StorageError where a key is missing that something was sealed with.
        """
        done = 0
        for sealed in SEALED if self._sealer.prefix else ():
            while found := await self._read(sealed.holders(self._sealer.prefix)):
                for (holder,) in found:
                    async with self._writing() as connection:
                        done += await reseal(connection, sealed, holder, self._sealer)
        if done:
            await self.empty_log()
        return done

    async def reseal_once(self) -> int:
        """Do that unless it was done with this key: looking for what is old reads everything."""
        if not self._sealer.prefix or await self._sealed_by() == self._sealer.prefix:
            return 0
        done = await self.reseal()
        row = {"name": SEALED_BY, "body": self._sealer.seal(self._sealer.prefix.encode())}
        await self._write(upsert(self._engine.dialect.name, installation).values(row))
        return done

    async def _sealed_by(self) -> str:
        rows = await self._read(select(installation.c.body).where(installation.c.name == SEALED_BY))
        return self._sealer.open(rows[0].body).decode() if rows else ""

    # --- people ------------------------------------------------------------------------------

    async def opt_out(self, platform: str, member: str) -> None:
        """Remember, as a keyed hash alone, that somebody isn't to be read on a platform."""
        row = {"platform": platform, "who": await self._who(platform, member)}
        await self._write(insert_new(self._engine.dialect.name, opt_outs).values(row))

    async def opt_in(self, platform: str, member: str) -> None:
        """They may be read again."""
        who = await self._who(platform, member)
        await self._write(
            delete(opt_outs).where(opt_outs.c.platform == platform, opt_outs.c.who == who)
        )

    async def opted_out(self, platform: str, member: str) -> bool:
        """Whether somebody isn't to be read."""
        who = await self._who(platform, member)
        query = select(opt_outs.c.who)
        mine = query.where(opt_outs.c.platform == platform, opt_outs.c.who == who)
        return bool(await self._read(mine))

    async def _who(self, platform: str, member: str) -> str:
        return (await self.secret()).opted_out(platform, member)

    async def rooms_of(self, platform: str, member: str) -> Sequence[str]:
        """The platform's rooms that know somebody, or have something for them to be delivered."""
        found = union(
            select(members.c.room).where(members.c.id == member),
            select(parcels.c.room).where(parcels.c.recipient == member),
        ).subquery()
        mine = select(found.c.room).where(_on(found.c.room, platform)).order_by(found.c.room)
        return [row.room for row in await self._read(mine)]

    async def waiting_words(self, room: str, member: str) -> Sequence[str]:
        """The words of somebody's follows that wait to be posted in a room."""
        follow = (parcels.c.errand == Errand.POST_FOLLOW.value) & (parcels.c.state == WAITING)
        mine = select(parcels.c.text).where(
            parcels.c.room == room, parcels.c.recipient == member, follow
        )
        rows = await self._read(mine.order_by(parcels.c.number))
        return [self._sealer.open_text(row.text) for row in rows]

    async def days_of(self, platform: str, member: str) -> Sequence[str]:
        """The days of which it is known how many nudges somebody had."""
        mine = select(places.c.day).where(places.c.convener == f"{platform}/{member}")
        return [row.day for row in await self._read(mine.order_by(places.c.day))]

    async def erase_days(self, platform: str, member: str) -> None:
        """Forget how many nudges somebody had on which day."""
        await self._write(delete(places).where(places.c.convener == f"{platform}/{member}"))

    async def passes_of(self, room: str, member: str) -> int:
        """How many passes somebody has to a room's board."""
        theirs = select(passes.c.id).where(passes.c.room == room, passes.c.member == member)
        return len(await self._read(theirs))

    async def erase_passes(self, platform: str, member: str) -> None:
        """End all that somebody has to boards of the platform's rooms."""
        theirs = (passes.c.member == member) & _on(passes.c.room, platform)
        await self._write(delete(passes).where(theirs))

    # --- rooms -------------------------------------------------------------------------------

    async def purge_rooms(self, where: str) -> Sequence[str]:
        """Delete a room, or all rooms beneath a path such as `slack/T1`; which they were.

        Nothing of them is left but the keyed hashes of those who opted out: should the platform's
        workspace come back, their wish still stands.
        """
        await self.begin_erasing()
        found = await self._read(select(rooms.c.room).where(_on(rooms.c.room, where)))
        gone = [row.room for row in found]
        for room in gone:
            await self._write(delete(rooms).where(rooms.c.room == room))
            await self._write(delete(places).where(places.c.convener == calls_of(room)))
            self._dropped(room)
        if "/" not in where:
            await self._write(delete(places).where(_on(places.c.convener, where)))
        await self.rewrite()
        return gone


def _on(column: Any, path: str) -> Any:  # noqa: ANN401 - a column, and a condition on it
    """Whether a room is that one, or lies beneath that path."""
    return or_(column == path, column.startswith(f"{path}/", autoescape=True))
