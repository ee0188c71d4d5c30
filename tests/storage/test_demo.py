"""What the demo room keeps: numbered items, some for one person alone, and what is to be heard."""

from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest

from bot.runtime.ports import StorageError
from storage import upgrade
from storage.database import connect
from storage.demo import DemoShelf

ROOM = "web/demo"


@pytest.fixture
async def shelf(tmp_path: Path) -> AsyncIterator[DemoShelf]:
    """A shelf on a new database."""
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    await upgrade(url)
    engine = connect(url)
    yield DemoShelf(engine)
    await engine.dispose()


async def test_an_item_is_found_as_it_was_last_put(shelf: DemoShelf) -> None:
    """Its number grows with each change, and the room's with it."""
    assert await shelf.rev(ROOM) == 0
    assert await shelf.get(ROOM, "message", "m1") is None
    for text in ("first", "sécond 😀"):
        async with shelf.change(ROOM) as change:
            await change.put("message", "m1", {"text": text})
    item = await shelf.get(ROOM, "message", "m1")
    assert item is not None
    assert (item.body, item.rev) == ({"text": "sécond 😀"}, await shelf.rev(ROOM))
    assert [each.id for each in await shelf.all(ROOM, "message")] == ["m1"]
    assert await shelf.all("web/other", "message") == []


async def test_what_changed_since_comes_in_order_to_those_who_may_read_it(
    shelf: DemoShelf,
) -> None:
    """Everybody's items and one's own; never somebody else's."""
    async with shelf.change(ROOM) as change:
        await change.put("message", "m1", {})
        await change.put("card", "c1", {}, audience="ada")
        await change.put("card", "c2", {}, audience="ben")
        await change.put("key", "ada", {}, audience="-")
        await change.put("message", "m1", {})
    adas = await shelf.since(ROOM, 0, audience="ada", limit=10)
    assert [each.id for each in adas] == ["c1", "m1"]
    assert [each.id for each in await shelf.since(ROOM, 0, audience="ada", limit=1)] == ["c1"]
    assert await shelf.since(ROOM, adas[-1].rev, audience="ada", limit=10) == []


async def test_an_error_undoes_the_whole_change(shelf: DemoShelf) -> None:
    """Neither items nor what was to be heard are kept, and the numbers stay."""
    with suppress(ZeroDivisionError):
        async with shelf.change(ROOM) as change:
            await change.put("message", "m1", {})
            await change.tell({"what": "posted"})
            raise ZeroDivisionError
    assert (await shelf.rev(ROOM), await shelf.untold(ROOM, 10)) == (0, [])
    assert await shelf.get(ROOM, "message", "m1") is None


async def test_what_is_to_be_heard_waits_in_order_until_it_was(shelf: DemoShelf) -> None:
    """Each is kept until it was heard, and not a moment longer."""
    async with shelf.change(ROOM) as change:
        for n in range(3):
            await change.tell({"n": n})
    waiting = await shelf.untold(ROOM, 2)
    assert [body["n"] for _, body in waiting] == [0, 1]
    await shelf.told(ROOM, waiting[0][0])
    assert [body["n"] for _, body in await shelf.untold(ROOM, 10)] == [1, 2]


async def test_a_dropped_item_is_gone(shelf: DemoShelf) -> None:
    """It is found nowhere any more."""
    async with shelf.change(ROOM) as change:
        await change.put("card", "c1", {}, audience="ada")
        await change.drop("card", "c1")
        assert await change.get("card", "c1") is None
        assert await change.all("card") == []
    assert await shelf.since(ROOM, 0, audience="ada", limit=10) == []


async def test_a_database_that_isnt_there_is_said_in_words(tmp_path: Path) -> None:
    """The driver's error becomes one that an admin can read."""
    engine = connect(f"sqlite:///{tmp_path / 'none' / 'demo.db'}")
    with pytest.raises(StorageError, match="can't be opened"):
        await DemoShelf(engine).rev(ROOM)
    await engine.dispose()
