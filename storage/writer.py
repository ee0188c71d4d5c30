"""SQLite's one writer: transactions that wait for each other share one commit.

What makes a transaction dear is waiting for the disk, and handing each of its statements to a
thread and back: a statement itself takes some microseconds. So those who want to write queue up and
have their turns in one transaction, each within a savepoint; statements run where they are asked
for, and only what may wait (for the disk, or for another program that writes) is done in a thread.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, Executable
from sqlalchemy.engine.interfaces import Dialect

from bot.runtime.ports import StorageError

R = TypeVar("R")

# So many at most, so that the first needn't wait long for the last.
SHARING: Final = 64


@dataclass(slots=True, kw_only=True, eq=False)
class _Shared:
    """A transaction that several share.

    `lost`: SQLite has undone it by itself. `fate` is None once it is durable, else why it isn't.
    """

    connection: Connection
    lost: bool = False
    fate: asyncio.Future[Exception | None] = field(default_factory=asyncio.Future)

    @property
    def driver(self) -> sqlite3.Connection:
        """The same connection, past SQLAlchemy."""
        driver = self.connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - it was made for that
        return driver


@dataclass(slots=True, kw_only=True, eq=False)
class _Turn:
    """Somebody's turn to write: in a transaction that is shared, or with no other one open.

    An `urgent` one comes before all that wait, and is durable without them.
    """

    alone: bool = False
    urgent: bool = False
    given: asyncio.Future[_Shared | None] = field(default_factory=asyncio.Future)
    over: asyncio.Event = field(default_factory=asyncio.Event)


class AtOnce:
    """A transaction whose statements run where they are asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.committed = False

    @property
    def dialect(self) -> Dialect:
        """SQLite's."""
        return self._connection.dialect

    async def execute(
        self,
        statement: Executable,
        parameters: Any = None,  # noqa: ANN401 - whatever SQLAlchemy takes
        /,
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run a statement, at once."""
        return self._connection.execute(statement, parameters)

    async def commit(self) -> None:
        """Let it be kept: it is durable when its block has ended without an error."""
        self.committed = True


class Writer:
    """Gives those who want to write their turns, in the order in which they asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite")
        self._waiting: deque[_Turn] = deque()
        self._working: asyncio.Task[None] | None = None

    async def close(self) -> None:
        """Finish what has begun, and close the connection."""
        if self._working is not None:
            await asyncio.wait([self._working])
        self._thread.shutdown()
        self._engine.dispose()

    @asynccontextmanager
    async def transaction(self, *, urgent: bool = False) -> AsyncIterator[AtOnce]:
        """A transaction that writes; undone unless it is committed. An `urgent` one comes first.

        An error in it concerns nobody else. Where what it shares can't be kept, everybody who
        committed gets the error at the end of their block.
        """
        async with self._turn(_Turn(urgent=urgent)) as shared:
            assert shared is not None  # noqa: S101 - given to all but those who want to be alone
            with _savepoint(shared) as part:
                yield part
        if part.committed:
            await _kept(shared)

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """A turn with no transaction open here, for those who bring a connection of their own."""
        async with self._turn(_Turn(alone=True)):
            yield

    @asynccontextmanager
    async def _turn(self, turn: _Turn) -> AsyncIterator[_Shared | None]:
        (self._waiting.appendleft if turn.urgent else self._waiting.append)(turn)
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work(), name="writer")
        try:
            yield await turn.given
        finally:
            turn.over.set()

    # --- the writer's own task ---------------------------------------------------------------

    async def _work(self) -> None:
        """Let everybody who waits write."""
        while self._waiting:
            if self._waiting[0].alone:
                await _let(self._waiting.popleft(), None)
            else:
                await self._share()

    async def _share(self) -> None:
        """Let those who wait write, and commit what they wrote."""
        try:
            shared = _Shared(connection=await self._in_thread(self._begin))
        except Exception as error:  # noqa: BLE001 - whoever waited for it gets it
            self._refuse(error)
            return
        for _ in range(SHARING):
            if shared.lost or not await self._is_wanted():
                break
            turn = self._waiting.popleft()
            await _let(turn, shared)
            if turn.urgent:
                break
        try:
            await self._in_thread(partial(_end, shared))
        except Exception as error:  # noqa: BLE001 - whoever has a part in it gets it
            shared.fate.set_result(error)
        else:
            shared.fate.set_result(None)

    def _begin(self) -> Connection:
        connection = self._engine.connect()
        try:
            connection.begin()
        except BaseException:
            connection.close()
            raise
        return connection

    async def _is_wanted(self) -> bool:
        """Whether somebody waits for a part in a transaction."""
        if not self._waiting:
            await asyncio.sleep(0)  # who waited for the last one to end is about to ask
        return bool(self._waiting) and not self._waiting[0].alone

    def _refuse(self, error: Exception) -> None:
        """No transaction can begin: whoever waits for one needn't find out one by one."""
        for turn in self._waiting:
            if not turn.alone and not turn.given.done():
                turn.given.set_exception(error)
        self._waiting = deque(each for each in self._waiting if each.alone)

    async def _in_thread(self, work: Callable[[], R]) -> R:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


async def _let(turn: _Turn, shared: _Shared | None) -> None:
    """Let somebody have their turn, unless they have gone away."""
    if not turn.given.done():
        turn.given.set_result(shared)
        await turn.over.wait()


@contextmanager
def _savepoint(shared: _Shared) -> Iterator[AtOnce]:
    """A part that can be undone by itself; it stays where it was committed and no error came."""
    part, driver = AtOnce(shared.connection), shared.driver
    driver.execute("SAVEPOINT part")
    try:
        yield part
    except BaseException:
        part.committed = False
        raise
    finally:
        # On a full disk, say, SQLite may have undone all of it.
        shared.lost = not driver.in_transaction
        if not shared.lost:
            if not part.committed:
                driver.execute("ROLLBACK TO part")
            driver.execute("RELEASE part")


def _end(shared: _Shared) -> None:
    """Make it durable; raises what prevented that."""
    with shared.connection as connection:
        try:
            _commit(shared)
        except BaseException:
            connection.invalidate()  # whatever is left of the transaction goes with the connection
            raise


def _commit(shared: _Shared) -> None:
    if shared.lost:
        raise StorageError("the database has undone what was written; see the error before this")
    shared.connection.commit()


async def _kept(shared: _Shared) -> None:
    """Wait until the shared transaction is durable; raises what prevented that."""
    error = await asyncio.shield(shared.fate)
    if error is not None:
        raise error
