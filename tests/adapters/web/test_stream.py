"""The live feed: what a page gets, what it missed, and what it never gets."""

import asyncio
from pathlib import Path

from tests.adapters.web import Served, served, until


async def test_a_page_that_comes_back_gets_exactly_what_it_missed(room: Served) -> None:
    """Nothing is lost over a gap, and nothing of before is sent again."""
    ada, ben = await room.enter("Ada"), await room.enter("Ben")
    first = await ada.say("before")
    await until(lambda: ("message", first) in ben.items, "the first")
    await ben.leave_feed()
    ben.raw.clear()
    missed = [await ada.say(f"meanwhile {n}") for n in range(5)]
    await ada.done("PATCH", f"/api/messages/{missed[0]}", {"text": "changed"})
    ben.follow()
    await until(lambda: all(("message", each) in ben.items for each in missed), "the rest")
    assert ben.items["message", missed[0]]["text"] == "changed"
    feed = "\n".join(ben.raw)
    assert "before" not in feed
    assert feed.count("meanwhile 1") == 1


async def test_a_new_room_is_begun_afresh(room: Served) -> None:
    """A page that is ahead of the room (its file was deleted) is told to start again."""
    ada = await room.enter("Ada")
    await until(lambda: "here" in ada.kinds, "an open feed")
    await ada.leave_feed()
    ada.last += 1000
    ada.kinds.clear()
    ada.follow()
    await until(lambda: "here" in ada.kinds, "an open feed")
    assert ada.kinds[0] == "again"
    assert ("person", ada.id) in ada.items


async def test_a_last_event_id_that_is_none_starts_from_the_beginning(room: Served) -> None:
    """Whatever stands in the header, the page gets the room."""
    ada = await room.enter("Ada")
    for nonsense in ("x", "-1", "9" * 40, "٣"):
        headers = {**ada.headers, "Last-Event-ID": nonsense}
        async with ada.session.get("/api/stream?once", headers=headers) as feed:
            assert f'"id": "{ada.id}"' in await feed.text()


async def test_a_page_out_of_sight_looks_in_and_lets_go(room: Served) -> None:
    """Asked for once, the feed ends when it has given what there is."""
    ada = await room.enter("Ada")
    async with ada.session.get("/api/stream?once", headers=ada.headers) as feed:
        text = await feed.text()
    assert text.rstrip().endswith("data: {}")
    assert "event: here" in text


async def test_every_item_of_a_feed_is_everybodys_or_this_persons(room: Served) -> None:
    """Neither tokens nor hashes nor other people's cards are ever in a feed."""
    ada, ben, cleo = [await room.enter(name) for name in ("Ada", "Ben", "Cleo")]
    await cleo.convene()
    await ada.convene()
    await ben.got("state")
    kinds = {"person", "message", "state", "meeting", "here"}
    assert set(ben.kinds) <= kinds
    for page in (ada, cleo):
        assert {each["to"] for each in page.all("card")} == {page.id}
        assert set(page.kinds) <= {*kinds, "card"}


async def test_feeds_end_with_the_server(file: Path) -> None:
    """A stop isn't held up by open pages."""
    async with served(file) as room:
        pages = [await room.enter(name) for name in ("Ada", "Ben", "Cleo")]
        for page in pages:
            await page.got("person", page.id)
        async with asyncio.timeout(5):
            await room.server.close()


async def test_a_page_that_has_gone_is_forgotten(room: Served) -> None:
    """The feed of a page that went away ends the next time that there is something to send."""
    ada, ben = await room.enter("Ada"), await room.enter("Ben")
    await until(lambda: "here" in ada.kinds and "here" in ben.kinds, "open feeds")
    bell = room.demo.chat.changed
    assert len(bell._listeners) == 2
    await ada.session.close()
    for n in range(100):
        await ben.say(f"is anybody there {n}")
        if len(bell._listeners) == 1:
            break
    assert len(bell._listeners) == 1
