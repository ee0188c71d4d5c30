"""A backup under load: whole, checked, and good to go on from."""

import asyncio
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from bot.config.secrets import new_key
from bot.runtime.ports import StorageError
from storage.backup import back_up
from tests.storage.raw import ROOM, Talk, talk_in

KEY = new_key()


async def keep_talking(talk: Talk, stop: asyncio.Event) -> int:
    """Say one thing after the other until told to stop; how many they were comes back."""
    said = 0
    while not stop.is_set():
        said += 1
        await talk.say(f"n{said}", "u1", f"Who pays for the {said}th zeppelin, and from what fund?")
    return said


async def test_the_bot_goes_on_from_a_backup_taken_under_load(tmp_path: Path) -> None:
    """Each copy is one moment of the room: what was said before it, in order, and nothing torn."""
    live = tmp_path / "live"
    live.mkdir()
    stop = asyncio.Event()
    copies = [tmp_path / name / "heed.db" for name in ("one", "two", "three")]
    async with talk_in(live, [KEY]) as talk:
        talking = asyncio.create_task(keep_talking(talk, stop))
        for copy in copies:
            copy.parent.mkdir()
            await asyncio.sleep(0.2)
            await asyncio.to_thread(back_up, f"sqlite:///{live}/heed.db", copy)
        stop.set()
        said = await talking
    seen = []
    for copy in copies:
        assert [each.name for each in copy.parent.iterdir()] == ["heed.db"]
        with closing(sqlite3.connect(copy)) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        async with talk_in(copy.parent, [KEY]) as talk:
            room = await talk.room()
            seen.append(room.seq)
            assert [turn.seq for turn in room.turns] == list(range(1, room.seq + 1))[-64:]
            asked = {each.id for each in await talk.store.questions(ROOM)}
            assert asked == {f"n{number}" for number in range(1, room.seq + 1)}
            await talk.say("later", "u1", "Who looks after the zeppelin now?")
            assert (await talk.room()).seq == room.seq + 1
    assert seen == sorted(seen)
    assert 0 < seen[0] <= seen[-1] <= said


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database with something in it."""

    async def ask() -> None:
        async with talk_in(tmp_path) as talk:
            await talk.say("m1", "u1", "Who pays for the zeppelin?")

    asyncio.run(ask())
    return f"sqlite:///{tmp_path}/heed.db"


def test_no_link_to_a_board_is_in_it(url: str, tmp_path: Path) -> None:
    """One that was used or ended since would open once more after going back to the copy."""
    with closing(sqlite3.connect(tmp_path / "heed.db")) as live, live:
        live.execute("INSERT INTO passes VALUES (?, 'a-secret-pass', 'u1', 0, 9e9)", (ROOM,))
        live.execute("INSERT INTO install_states VALUES ('slack', 'a-secret-state', 9e9)")
    back_up(url, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        for table in ("passes", "install_states"):
            assert copy.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)  # noqa: S608 - ours
    assert b"a-secret" not in (tmp_path / "copy.db").read_bytes()
    with closing(sqlite3.connect(tmp_path / "heed.db")) as live:
        assert live.execute("SELECT count(*) FROM passes").fetchone() == (1,)


def test_only_its_owner_can_read_it(url: str, tmp_path: Path) -> None:
    """It holds what the database holds."""
    size = back_up(url, tmp_path / "copy.db")
    made = (tmp_path / "copy.db").stat()
    assert (stat.S_IMODE(made.st_mode), made.st_size) == (0o600, size)


def test_nothing_is_overwritten(url: str, tmp_path: Path) -> None:
    """Whatever stands there stays as it was."""
    (tmp_path / "copy.db").write_text("precious", encoding="utf-8")
    with pytest.raises(StorageError, match="exists already; choose another name"):
        back_up(url, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize(
    ("source", "to", "why"),
    [
        ("heed.db", "none/copy.db", "none doesn't exist; make it"),
        ("none.db", "copy.db", "isn't there, so there is nothing to back up"),
        ("text.db", "copy.db", "isn't a SQLite database"),
    ],
)
def test_what_cant_be_copied_is_said(
    url: str, tmp_path: Path, source: str, to: str, why: str
) -> None:
    """And leaves nothing behind, no half a file either."""
    (tmp_path / "text.db").write_text("no database " * 99, encoding="utf-8")
    before = {each.name for each in tmp_path.iterdir()}
    assert url
    with pytest.raises(StorageError, match=why):
        back_up(f"sqlite:///{tmp_path}/{source}", tmp_path / to)
    assert {each.name for each in tmp_path.iterdir()} == before


def test_a_damaged_database_is_said(url: str, tmp_path: Path) -> None:
    """Its copy isn't kept: whoever has it would rely on it."""
    file = tmp_path / "heed.db"
    content = bytearray(file.read_bytes())
    content[4096 * 3 : 4096 * 6] = b"\xff" * 4096 * 3
    file.write_bytes(content)
    with pytest.raises(StorageError, match="damaged"):
        back_up(url, tmp_path / "copy.db")
    assert not [each for each in tmp_path.iterdir() if "copy" in each.name]


def test_postgresql_has_its_own_tool(tmp_path: Path) -> None:
    """It is named with its command; a password isn't."""
    url = "postgresql://heed:hunter2@db.example.org:5433/heed"
    with pytest.raises(StorageError) as said:
        back_up(url, tmp_path / "copy.db")
    assert "pg_dump --format=custom --exclude-table-data=passes" in str(said.value)
    assert "--file=heed.dump postgresql://heed@db.example.org:5433/heed" in str(said.value)
    assert "postgresql://heed@db.example.org:5433/heed" in str(said.value)
    assert "hunter2" not in str(said.value)
