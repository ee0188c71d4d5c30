"""How the store gets at its database: each of the two in the way that suits it."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import Protocol

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.database import WRITES, Transaction, connect_at_once
from storage.writer import AtOnce, Writer


class Access(Protocol):
    """Transactions on a database."""

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that sees one moment of the database, whatever others commit."""

    def writing(self, *, urgent: bool = False) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that writes; rolled back unless it is committed.

        An `urgent` one waits in no line, where there is one.
        """

    def alone(self) -> AbstractAsyncContextManager[None]:
        """A turn for those who write with a connection of their own."""

    async def close(self) -> None:
        """Close every connection."""


class SqliteAccess:
    """SQLite has one writer, and statements that take microseconds.

    Readers don't wait for it, nor it for them.
    """

    def __init__(self, url: URL) -> None:
        self._engine = connect_at_once(url, writes=False)
        self._writer = Writer(connect_at_once(url, writes=True))
        self.writing = self._writer.transaction
        self.alone = self._writer.alone

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Transaction]:
        """A transaction that sees one moment of the database, whatever others commit."""
        with self._engine.connect() as connection:
            yield AtOnce(connection)

    async def close(self) -> None:
        """Close every connection."""
        await self._writer.close()
        self._engine.dispose()


class PostgresAccess:
    """PostgreSQL locks rooms itself, and lets all others go on."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._to_write = engine.execution_options(**{WRITES: True})
        self._to_read = engine.execution_options(isolation_level="REPEATABLE READ")
        self.reading = self._to_read.connect

    def writing(self, *, urgent: bool = False) -> AbstractAsyncContextManager[Transaction]:  # noqa: ARG002 - of the port
        """A transaction that writes; each has a connection of its own."""
        return self._to_write.connect()

    def alone(self) -> AbstractAsyncContextManager[None]:
        """Nobody has to wait."""
        return nullcontext()

    async def close(self) -> None:
        """Close every connection."""
        await self._to_write.dispose()


def access_to(engine: AsyncEngine) -> Access:
    """The way to a database that suits it."""
    if engine.dialect.name == "sqlite":
        return SqliteAccess(engine.url)
    return PostgresAccess(engine)
