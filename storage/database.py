"""The database itself: how it is opened, and brought to this version's schema."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    URL,
    Connection,
    CursorResult,
    Engine,
    Executable,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.exc import ArgumentError, DisconnectionError, InvalidRequestError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.runtime.ports import StorageError
from storage.errors import SchemaNewerError, explained, place_of

R = TypeVar("R")

MIGRATIONS: Final = Path(__file__).parent / "migrations"
WRITES: Final = "heed_writes"  # an execution option: this transaction is going to write
_DRIVERS: Final = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
}
_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",  # readers don't wait for the writer
    "PRAGMA synchronous = FULL",  # what was committed outlives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",  # what was deleted is overwritten
)
# A replica that hangs or is cut off holds up nobody for longer than this.
_POSTGRESQL_LIMITS: Final = {
    "application_name": "heed",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "10s",
    "statement_timeout": "30s",
}
_CONNECTING_TAKES: Final = 10.0  # seconds
_ANSWER_TAKES: Final = 40.0  # seconds: only a server that has gone away takes longer
CONNECTIONS: Final = 10  # of one replica, beside the one of its bell
# Any number, as long as it is Heed's own: "heed" in ASCII.
_UPGRADE_LOCK: Final = 0x68656564


class Transaction(Protocol):
    """A transaction as those who work in it see it, SQLAlchemy's own or a part of a shared one."""

    @property
    def dialect(self) -> Dialect:
        """The database's."""

    async def execute(
        self,
        statement: Executable,
        parameters: Any = None,  # noqa: ANN401 - whatever SQLAlchemy takes
        /,
    ) -> CursorResult[*tuple[Any, ...]]:
        """Run a statement."""

    async def commit(self) -> None:
        """Let it be kept: it is durable when its block has ended without an error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaStatus:
    """Where a database stands: its revision (None: empty) and the newest that Heed knows."""

    current: str | None
    head: str

    @property
    def up_to_date(self) -> bool:
        """Whether nothing is to be done."""
        return self.current == self.head


def parse(url: str | URL) -> URL:
    """Read a database URL, with the driver that Heed uses; raises StorageError."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # The text isn't repeated: it may hold a password.
        raise StorageError("DATABASE_URL isn't the address of a database") from None
    return parsed.set(drivername=_DRIVERS.get(parsed.drivername, parsed.drivername))


def connect(url: str | URL, *, patient: bool = False) -> AsyncEngine:
    """An engine for the database; nothing is opened yet. Raises StorageError.

    A `patient` one waits for as long as a statement takes, as a migration of many rows may.
    """
    parsed = parse(url)
    try:
        # Statements carry words of people, so errors must not repeat them.
        engine = create_async_engine(
            parsed, hide_parameters=True, **_options(parsed, patient=patient)
        )
    except (ImportError, InvalidRequestError, ArgumentError) as error:
        raise StorageError(f"{place_of(parsed)} needs a driver that isn't installed") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _prepare)
        event.listen(engine.sync_engine, "begin", _begin)
    else:
        event.listen(engine.sync_engine, "checkout", _still_open)
    return engine


def connect_at_once(url: URL, *, writes: bool) -> Engine:
    """An engine for SQLite whose statements run where they are asked for (see `writer`)."""
    # A connection is used by one thread at a time, not always the same.
    settings = {"isolation_level": None, "check_same_thread": False}
    plain = url.set(drivername="sqlite")
    engine = create_engine(plain, hide_parameters=True, connect_args=settings)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine.execution_options(**{WRITES: writes})


def _options(url: URL, *, patient: bool) -> dict[str, Any]:
    if url.get_backend_name() == "postgresql":
        limits = {} if patient else {"command_timeout": _ANSWER_TAKES}
        settings = {"application_name": "heed"} if patient else _POSTGRESQL_LIMITS
        connecting = {"timeout": _CONNECTING_TAKES, "server_settings": settings, **limits}
        return {"connect_args": connecting, "pool_size": CONNECTIONS, "max_overflow": 0}
    if not file_of(url):
        raise StorageError("Heed keeps its state in a file; name one, as in sqlite:///heed.db")
    # SQLite's driver would begin transactions where it likes; `_begin` does.
    return {"connect_args": {"isolation_level": None}}


def file_of(url: URL) -> str:
    """The file that a SQLite address names; empty where it names none."""
    name = url.database or ""
    return "" if name == ":memory:" or "mode=memory" in str(url) else name


def _prepare(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    """A transaction that is going to write takes its turn at once, so that it never has to fail."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _still_open(connection: DBAPIConnection, _record: object, _proxy: object) -> None:
    """Take another connection where this one has been closed; the driver knows without asking."""
    driver: Any = connection.driver_connection
    if driver is not None and driver.is_closed():
        raise DisconnectionError


async def empty_log(engine: AsyncEngine) -> bool:
    """Fold SQLite's write-ahead log into the file and empty it: it holds what was deleted.

    False where somebody who reads or writes is in the way just now: nobody is waited for.
    """
    if engine.dialect.name != "sqlite":
        return True
    async with engine.connect() as connection:
        # Past SQLAlchemy, which would open a transaction that the log can't be folded in.
        driver: Any = (await connection.get_raw_connection()).driver_connection
        (usual,) = await _row(driver, "PRAGMA busy_timeout")
        await driver.execute("PRAGMA busy_timeout = 0")
        try:
            # https://www.sqlite.org/pragma.html#pragma_wal_checkpoint
            busy, _, _ = await _row(driver, "PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            await driver.execute(f"PRAGMA busy_timeout = {usual}")
    return not busy


async def _row(driver: Any, pragma: str) -> tuple[int, ...]:  # noqa: ANN401 - a driver's connection
    """What a pragma answers."""
    async with driver.execute(pragma) as cursor:
        row: tuple[int, ...] = await cursor.fetchone()
    return row


async def rewrite(engine: AsyncEngine) -> None:
    """Write SQLite's file anew: pages that were rearranged may hold old bytes.

    They are gone once its log has been emptied, too.
    """
    if engine.dialect.name == "sqlite":
        async with engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            await driver.execute("VACUUM")


# --- the schema ------------------------------------------------------------------------------


async def upgrade(url: str | URL) -> None:
    """Bring the database to this version's schema, making it where there is none.

    Raises SchemaNewerError where it is newer than this version, StorageError where it can't be
    opened or written.
    """
    _make_file(parse(url))
    await _on(url, _upgrade, writes=True)


async def status(url: str | URL) -> SchemaStatus:
    """Where the database stands; looking makes no file. Raises as `upgrade` does."""
    parsed = parse(url)
    if _is_missing(parsed):
        return SchemaStatus(current=None, head=_head(_script()))
    return await _on(parsed, _status, writes=False)


async def _on(url: str | URL, work: Callable[[Connection], R], *, writes: bool) -> R:
    engine = connect(url, patient=True)
    try:
        with explained(engine.url):
            writing = engine.execution_options(**{WRITES: writes})
            async with writing.begin() as connection:
                return await connection.run_sync(work)
    finally:
        await engine.dispose()


def _is_file(url: URL) -> bool:
    """Whether the address names a plain file (and not, say, one with options of SQLite's own)."""
    name = file_of(url)
    return url.get_backend_name() == "sqlite" and bool(name) and not name.startswith("file:")


def _is_missing(url: URL) -> bool:
    return _is_file(url) and not Path(file_of(url)).exists()


def _make_file(url: URL) -> None:
    """Check the folder of a database file, and make the file readable by nobody else."""
    if not _is_file(url):
        return
    path = Path(file_of(url))
    if not path.parent.is_dir():
        raise StorageError(f"the folder {path.parent} of {place_of(url)} doesn't exist; make it")
    if path.is_dir():
        raise StorageError(f"{place_of(url)} is a folder; name a file in it")
    with explained(url):
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _script() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


def _head(script: ScriptDirectory) -> str:
    head = script.get_current_head()
    assert head is not None  # noqa: S101 - the migrations are part of the program
    return head


def _status(connection: Connection) -> SchemaStatus:
    script = _script()
    head = _head(script)
    current = MigrationContext.configure(connection).get_current_revision()
    known = {each.revision for each in script.walk_revisions()}
    if current is not None and current not in known:
        raise SchemaNewerError(
            f"{place_of(connection.engine.url)} was written by a newer version of Heed (schema "
            f"{current}; this one knows up to {head}). Install that version, or put a backup back."
        )
    return SchemaStatus(current=current, head=head)


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Replicas that start together upgrade one after the other; SQLite's writers always do.
        connection.execute(select(func.pg_advisory_xact_lock(_UPGRADE_LOCK)))
    if not _status(connection).up_to_date:
        command.upgrade(_config(connection), "head")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
