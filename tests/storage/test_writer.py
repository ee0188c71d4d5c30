"""SQLite's one writer: who waits shares a commit, and nobody pays for anybody else's error."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from bot.runtime.ports import StorageError
from storage import SqlStore, open_store
from storage.database import connect_at_once, parse, upgrade
from storage.tables import installation, members
from storage.writer import SHARING, AtOnce, Writer

ROOM, OTHER = "fake/room", "fake/other"


@dataclass
class Rig:
    """A writer, what it has begun and committed, and who was done when."""

    file: Path
    engine: Engine
    writer: Writer = field(init=False)
    log: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        event.listen(self.engine, "begin", lambda _: self.log.append("begin"), insert=True)
        event.listen(self.engine, "commit", lambda _: self.log.append("commit"))
        self.writer = Writer(self.engine)

    async def write(self, name: str, *, urgent: bool = False) -> None:
        """Write a row and wait until it is durable."""
        async with self.writer.transaction(urgent=urgent) as part:
            await put(part, name)
            await part.commit()
        self.log.append(name)

    @property
    def kept(self) -> list[str]:
        """What somebody else reads, in the order in which it was written."""
        with closing(sqlite3.connect(self.file)) as other:
            return [
                name for (name,) in other.execute("SELECT name FROM installation ORDER BY rowid")
            ]


async def put(part: AtOnce, name: str) -> None:
    """Write a row."""
    await part.execute(insert(installation), {"name": name, "body": b""})


@pytest.fixture
async def rig(tmp_path: Path) -> AsyncIterator[Rig]:
    """A writer on a file of its own."""
    file = tmp_path / "heed.db"
    url = f"sqlite:///{file}?timeout=0.2"
    await upgrade(url)
    rig = Rig(file, connect_at_once(parse(url), writes=True))
    yield rig
    await rig.writer.close()


# --- together --------------------------------------------------------------------------------


async def test_who_waits_shares_a_commit_and_hears_of_it_afterwards(rig: Rig) -> None:
    """One wait for the disk serves them all; nobody is told before it."""
    await asyncio.gather(*(rig.write(f"row {number}") for number in range(5)))
    assert rig.log == ["begin", "commit", *(f"row {number}" for number in range(5))]
    assert rig.kept == [f"row {number}" for number in range(5)]


async def test_turns_come_in_the_order_asked_and_so_many_share_at_most(rig: Rig) -> None:
    """Whoever came first doesn't wait for all who came later."""
    names = [f"row {number:03}" for number in range(2 * SHARING + 1)]
    await asyncio.gather(*(rig.write(name) for name in names))
    assert [each for each in rig.log if each.startswith("row")] == names
    assert rig.log.count("commit") == 3
    assert rig.log.index(names[SHARING - 1]) < len(rig.log) - 1 - rig.log[::-1].index("begin")


async def test_what_is_urgent_waits_neither_for_those_before_nor_those_after_it(rig: Rig) -> None:
    """It has the next turn, and is durable before anybody else has theirs."""
    began, goes_on = asyncio.Event(), asyncio.Event()

    async def first() -> None:
        async with rig.writer.transaction() as part:
            await put(part, "first")
            await part.commit()
            began.set()
            await goes_on.wait()

    writing = asyncio.create_task(first())
    await began.wait()
    waiting = [asyncio.create_task(rig.write(f"row {number}")) for number in range(3)]
    await asyncio.sleep(0)
    waiting.append(asyncio.create_task(rig.write("urgent", urgent=True)))
    await asyncio.sleep(0)
    goes_on.set()
    await asyncio.gather(writing, *waiting)
    assert rig.kept == ["first", "urgent", "row 0", "row 1", "row 2"]
    assert [each for each in rig.log if each != "begin"][:2] == ["commit", "urgent"]


async def test_what_isnt_committed_is_undone(rig: Rig) -> None:
    """While what others commit beside it stays."""

    async def look_on() -> None:
        async with rig.writer.transaction() as part:
            await put(part, "tried")

    await asyncio.gather(rig.write("one"), look_on(), rig.write("two"))
    assert rig.kept == ["one", "two"]


async def test_what_was_committed_outlives_a_power_cut(rig: Rig) -> None:
    """SQLite waits for the disk at each commit, and overwrites what is deleted."""
    async with rig.writer.transaction() as part:
        set_to = [
            (await part.execute(text(f"PRAGMA {name}"))).scalar_one()
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        ]
    assert set_to == ["wal", 2, 1, 1]


# --- errors ----------------------------------------------------------------------------------


async def test_an_error_undoes_the_part_that_it_is_in_and_no_other(rig: Rig) -> None:
    """Even where that part had been committed already, and where the database raised it."""

    async def fail() -> None:
        async with rig.writer.transaction() as part:
            await put(part, "failing")
            await part.commit()
            raise LookupError

    async def twice() -> None:
        async with rig.writer.transaction() as part:
            await put(part, "twice")
            await put(part, "one")

    outcomes = await asyncio.gather(
        rig.write("one"), fail(), twice(), rig.write("two"), return_exceptions=True
    )
    assert [type(each) for each in outcomes] == [
        type(None),
        LookupError,
        IntegrityError,
        type(None),
    ]
    assert rig.kept == ["one", "two"]
    assert rig.log.count("commit") == 1


async def _orphan(part: AtOnce) -> None:
    """Let the commit fail: a member of no room, which is looked at only then."""
    await part.execute(text("PRAGMA defer_foreign_keys = ON"))
    row = {"room": "nowhere", "id": "ana", "ordinal": 1, "body": b""}
    await part.execute(insert(members), row)


async def test_a_commit_that_fails_fails_everybody_in_it(rig: Rig) -> None:
    """Nothing is kept, nobody is told that it was, and the next one is as any other."""

    async def spoil() -> None:
        async with rig.writer.transaction() as part:
            await _orphan(part)
            await part.commit()

    outcomes = await asyncio.gather(
        rig.write("one"), spoil(), rig.write("two"), return_exceptions=True
    )
    assert [type(each) for each in outcomes] == [IntegrityError] * 3
    assert rig.kept == []
    await rig.write("later")
    assert rig.kept == ["later"]


@pytest.mark.parametrize("swallowed", [False, True])
async def test_where_sqlite_undoes_everything_by_itself_nobody_is_told_otherwise(
    rig: Rig, *, swallowed: bool
) -> None:
    """As it may on a full or failing disk, and does for a statement that is broken off."""

    async def broken_off() -> None:
        async with rig.writer.transaction() as part:
            driver = part._connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            driver.set_progress_handler(lambda: 1, 1)
            try:
                await put(part, "broken off")
            except OperationalError:
                if not swallowed:
                    raise
            finally:
                driver.set_progress_handler(None, 1)
            await part.commit()

    one, broken, following = await asyncio.gather(
        rig.write("one"), broken_off(), rig.write("next"), return_exceptions=True
    )
    assert isinstance(one, StorageError)
    assert isinstance(broken, StorageError if swallowed else OperationalError)
    assert following is None
    assert rig.kept == ["next"]


async def test_a_database_that_somebody_holds_refuses_all_who_wait_at_once(rig: Rig) -> None:
    """They needn't find out one after the other."""
    with closing(sqlite3.connect(rig.file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        outcomes = await asyncio.gather(
            *(rig.write(f"row {number}") for number in range(5)), return_exceptions=True
        )
    assert all(isinstance(each, DBAPIError) for each in outcomes)
    assert rig.log == ["begin"]
    await rig.write("later")
    assert rig.kept == ["later"]


# --- who goes away ---------------------------------------------------------------------------


async def test_who_goes_away_while_waiting_or_writing_leaves_nothing(rig: Rig) -> None:
    """And holds up nobody."""
    writing, forever = asyncio.Event(), asyncio.Event()

    async def linger() -> None:
        async with rig.writer.transaction() as part:
            await put(part, "lingering")
            await part.commit()
            writing.set()
            await forever.wait()

    lingering = asyncio.create_task(linger())
    waiting, staying = (asyncio.create_task(rig.write(each)) for each in ("gone", "staying"))
    await writing.wait()
    waiting.cancel()
    lingering.cancel()
    await staying
    assert rig.kept == ["staying"]
    assert lingering.cancelled()
    assert waiting.cancelled()


async def test_who_goes_away_while_the_disk_writes_changes_nothing(rig: Rig) -> None:
    """What they committed is kept with the rest."""
    loop = asyncio.get_running_loop()
    going = asyncio.create_task(rig.write("going"))
    event.listen(rig.engine, "commit", lambda _: loop.call_soon_threadsafe(going.cancel))
    await rig.write("staying")
    assert rig.kept == ["staying", "going"]
    assert rig.log.count("commit") == 1
    assert "going" not in rig.log


async def test_who_wants_to_be_alone_has_a_turn_without_a_transaction_of_others(rig: Rig) -> None:
    """They write with a connection of their own, after those before them and before the rest."""

    async def alone() -> None:
        async with rig.writer.alone():
            with closing(sqlite3.connect(rig.file, timeout=0.0)) as own:
                own.execute("INSERT INTO installation VALUES ('alone', x'')")
                own.commit()
        rig.log.append("alone")

    await asyncio.gather(rig.write("before"), alone(), rig.write("after"))
    assert rig.kept == ["before", "alone", "after"]
    first, then = (n for n, each in enumerate(rig.log) if each == "begin")
    assert rig.log[first + 1] == "commit"
    assert first < rig.log.index("alone") < then


# --- the store on it -------------------------------------------------------------------------


async def _say(store: SqlStore, room: str, title: str, *, spoil: bool = False) -> None:
    async with store.unit(room) as unit:
        unit.room.title = title
        if spoil:
            assert isinstance(unit._connection, AtOnce)
            await _orphan(unit._connection)
        await unit.commit()


async def test_after_a_commit_that_failed_rooms_are_as_before(tmp_path: Path) -> None:
    """In memory too: the next unit goes on from what is in the database."""
    async with open_store(f"sqlite:///{tmp_path}/heed.db") as store:
        await asyncio.gather(_say(store, ROOM, "kept"), _say(store, OTHER, "kept"))
        outcomes = await asyncio.gather(
            _say(store, ROOM, "lost"),
            _say(store, OTHER, "lost", spoil=True),
            return_exceptions=True,
        )
        assert [type(each) for each in outcomes] == [StorageError] * 2
        for name in (ROOM, OTHER):
            room = await store.look(name)
            assert room is not None
            assert room.title == "kept"
            async with store.unit(name) as unit:
                assert unit.room.title == "kept"


async def test_two_units_of_one_room_may_share_a_commit(tmp_path: Path) -> None:
    """The second goes on from what the first wrote, and both are kept."""
    async with open_store(f"sqlite:///{tmp_path}/heed.db") as store:

        async def count() -> None:
            async with store.unit(ROOM) as unit:
                unit.room.seq += 1
                await unit.commit()

        await asyncio.gather(*(count() for _ in range(5)))
        room = await store.look(ROOM)
        assert room is not None
        assert room.seq == 5
