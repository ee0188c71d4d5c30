# ruff: noqa: ASYNC240 - nothing else runs beside a test that looks at its file
"""The database file itself: made, brought up to date, and explained when it can't be used."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

import storage.demo  # noqa: F401 - its tables are in the same schema
from bot.runtime.ports import StorageError
from storage import SchemaNewerError, open_store, status, upgrade
from storage.database import connect, parse
from storage.tables import metadata
from tests.storage.contract import ROOM, commit, parcel


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database is to be."""
    return tmp_path / "heed.db"


def _url(file: Path) -> str:
    return f"sqlite:///{file}"


def _sql(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


# --- the schema ------------------------------------------------------------------------------


async def test_the_migrations_make_the_tables_that_the_code_uses(file: Path) -> None:
    """Alembic finds no difference, neither do the indices, partial ones included."""
    await upgrade(_url(file))
    migrated = sa.create_engine(_url(file))
    made = sa.create_engine("sqlite://")
    metadata.create_all(made)
    with migrated.connect() as one, made.connect() as other:
        assert compare_metadata(MigrationContext.configure(one), metadata) == []
        found, expected = _schema(one), _schema(other)
    migrated.dispose()
    made.dispose()
    found.pop("alembic_version")
    assert found == expected


def _schema(connection: sa.Connection) -> dict[str, str]:
    rows = connection.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    return {row.name: " ".join(row.sql.split()) for row in rows}


_LEADS = {"room", "convener", "platform", "tenant", "name"}


def test_the_tables_can_be_made_on_postgresql() -> None:
    """Each statement is one that its dialect can say, and each table leads with its room.

    What no room is in leads with the convener, the platform or the workspace; `installation` has
    a row or two.
    """
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call] # SQLAlchemy left it untyped
    for table in metadata.sorted_tables:
        sql = str(CreateTable(table).compile(dialect=dialect))
        assert next(iter(table.primary_key.columns)).name in _LEADS
        assert "DOUBLE PRECISION" in sql or "DOUBLE" not in sql
        for index in table.indexes:
            assert str(CreateIndex(index).compile(dialect=dialect))


async def test_the_schema_is_made_once(file: Path) -> None:
    """Coming again changes nothing, and keeps what is there."""
    assert (await status(_url(file))).current is None
    assert not file.exists()
    for _ in range(2):
        await upgrade(_url(file))
        assert (await status(_url(file))).up_to_date
        async with open_store(_url(file)) as store:
            await commit(store, parcel("a"))
            assert await store.rooms() == [ROOM]


async def test_it_works_from_any_folder(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Migrations are found beside the code, and a relative file where one stands."""
    elsewhere = tmp_path / "100% elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    await upgrade("sqlite:///heed.db")
    assert (elsewhere / "heed.db").exists()
    assert not file.exists()


async def test_a_newer_schema_is_refused_and_left_alone(file: Path) -> None:
    """With the way out in the message."""
    await upgrade(_url(file))
    _sql(file, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaNewerError, match=r"newer version of Heed \(schema 9999"):
        await upgrade(_url(file))
    with pytest.raises(SchemaNewerError):
        async with open_store(_url(file)):
            pass
    with pytest.raises(SchemaNewerError):
        await status(_url(file))


async def test_a_migration_that_fails_changes_nothing(file: Path) -> None:
    """All of it happens, or none."""
    _sql(file, "CREATE TABLE parcels (mine INTEGER)")
    with pytest.raises(StorageError):
        await upgrade(_url(file))
    with closing(sqlite3.connect(file)) as connection:
        names = connection.execute("SELECT name FROM sqlite_master").fetchall()
    assert names == [("parcels",)]


async def test_the_file_is_its_owners_alone(file: Path) -> None:
    """Nobody else on the machine reads it or its log."""
    async with open_store(_url(file)) as store:
        await commit(store, parcel("a"))
        for each in file.parent.iterdir():
            assert each.stat().st_mode & 0o077 == 0, each.name
        assert len(list(file.parent.iterdir())) == 3


# --- what can be wrong -----------------------------------------------------------------------


async def test_a_folder_that_doesnt_exist(tmp_path: Path) -> None:
    """Is named; it isn't made, since a typing error would hide the old database."""
    with pytest.raises(StorageError, match=r"the folder .*missing.* doesn't exist; make it"):
        await upgrade(_url(tmp_path / "missing" / "heed.db"))
    assert not (tmp_path / "missing").exists()


async def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    """Is named too."""
    with pytest.raises(StorageError, match="is a folder; name a file in it"):
        await upgrade(_url(tmp_path))


@pytest.mark.parametrize("content", [b"my shopping list\n" * 100, os.urandom(5000)])
async def test_a_file_that_isnt_a_database(file: Path, content: bytes) -> None:
    """It is left as it was."""
    file.write_bytes(content)
    with pytest.raises(StorageError, match="isn't a SQLite database; choose another file"):
        await upgrade(_url(file))
    assert file.read_bytes() == content


async def test_a_database_that_cant_be_written(file: Path) -> None:
    """A store on it says so when something is to be kept."""
    await upgrade(_url(file))
    with pytest.raises(StorageError, match="can't be written; check who may write"):
        async with open_store(f"sqlite:///file:{file}?mode=ro&uri=true") as store:
            await commit(store, parcel("a"))


async def test_a_database_that_another_program_holds(file: Path) -> None:
    """Says what to do, and works again once it is free."""
    async with open_store(f"{_url(file)}?timeout=0.05") as store:
        with _held(file), pytest.raises(StorageError, match="locked by another program"):
            await commit(store, parcel("a"))
        await commit(store, parcel("a"))


async def test_a_database_that_another_program_holds_cant_be_upgraded(file: Path) -> None:
    """Neither."""
    _sql(file, "PRAGMA journal_mode = WAL", "CREATE TABLE mine (a INTEGER)")
    with _held(file), pytest.raises(StorageError, match="locked by another program"):
        await upgrade(f"{_url(file)}?timeout=0.05")


@contextmanager
def _held(file: Path) -> Iterator[None]:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


async def test_a_damaged_database(file: Path) -> None:
    """Is told from one that is merely away."""
    async with open_store(_url(file)) as store:
        await commit(store, *(parcel(f"p{each}") for each in range(200)))
    content = bytearray(file.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    file.write_bytes(content)
    with pytest.raises(StorageError, match="is damaged; put a backup in its place"):
        async with open_store(_url(file)) as store:
            await store.rooms()


@pytest.mark.parametrize("url", ["", "nonsense", "sqlite://", "sqlite:///:memory:", "sqlite:///"])
async def test_an_address_that_names_no_file(url: str) -> None:
    """A database in memory would forget everything."""
    with pytest.raises(StorageError):
        await upgrade(url)


async def test_a_driver_that_isnt_there() -> None:
    """Its name is said, the password isn't."""
    with pytest.raises(StorageError, match="needs a driver") as caught:
        await upgrade("mysql+nosuchdriver://heed:hunter2@localhost/heed")
    assert "hunter2" not in str(caught.value)


def test_addresses_get_the_driver_that_heed_uses() -> None:
    """However the admin wrote them."""
    assert parse("sqlite:///a.db").drivername == "sqlite+aiosqlite"
    assert parse("postgres://h/d").drivername == "postgresql+asyncpg"
    assert parse("postgresql://h/d").drivername == "postgresql+asyncpg"


async def test_errors_repeat_nobodys_words(file: Path) -> None:
    """Statements carry texts; messages about them don't."""
    await upgrade(_url(file))
    _sql(file, "DROP TABLE parcels", "CREATE TABLE parcels (room TEXT)")
    async with open_store(_url(file)) as store:
        with pytest.raises(StorageError) as caught:
            await commit(store, parcel("my secret words"))
    error: BaseException | None = caught.value
    while error is not None:
        assert "secret" not in str(error)
        error = error.__cause__


async def test_deleted_words_are_overwritten(file: Path) -> None:
    """The pragmas that this rests on are set on every connection."""
    await upgrade(_url(file))
    engine = connect(_url(file))
    found = {}
    async with engine.connect() as connection:
        for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete"):
            result = await connection.exec_driver_sql(f"PRAGMA {name}")
            found[name] = result.scalar_one()
    await engine.dispose()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
