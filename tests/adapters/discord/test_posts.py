"""Posts of a forum that was chosen: opened live, or while Heed wasn't there."""

from typing import Any

from bot.domain.events import MessagePosted, RoomSet
from tests.adapters.discord.local.town import Town


async def _forum(here: Town) -> Any:  # noqa: ANN401 - SimCord's own
    """A forum that Ruth chose."""
    forum = here.guild.create_forum_channel("ideas")
    await here.choose(forum)
    return forum


def _post(here: Town, forum: Any, title: str) -> str:  # noqa: ANN401 - SimCord's own
    """Maya opens a post and writes in it; its room comes back."""
    backend = here.env.backend
    thread = backend.create_thread(forum.id, title, here.maya.id)
    backend.create_message(thread.id, here.maya.id, "Who pays for it?")
    return f"discord/{here.guild.id}/{thread.id}"


def _said(here: Town, room: str) -> list[str]:
    return [
        each.text
        for each in here.companion.told
        if isinstance(each, MessagePosted) and each.room == room
    ]


def _is_set(here: Town, room: str) -> bool:
    return any(isinstance(each, RoomSet) and each.room == room for each in here.companion.told)


async def test_a_post_that_is_opened_is_a_room(here: Town) -> None:
    """With its forum's settings, from its first message on."""
    room = _post(here, await _forum(here), "A new door?")
    await here.settled()
    assert _said(here, room) == ["Who pays for it?"]
    assert (await here.look(room)).title == "#A new door?"
    assert _is_set(here, room)


async def test_a_post_that_was_opened_meanwhile_is_found(here: Town) -> None:
    """While Heed didn't run, and read from its beginning; the forum isn't behind after it."""
    forum = await _forum(here)
    await here.pass_time(60)
    await here.stack.aclose()
    here.companion.falters = True
    room = _post(here, forum, "A new door?")
    await here.pass_time(600)
    await here.restart()

    async def found() -> bool:
        return _said(here, room) == ["Who pays for it?"]

    await here.until(found, "the message")
    await here.settled()
    assert _is_set(here, room)
    assert (await here.look(room)).behind_since is None
    assert (await here.look(here.room_of(forum))).behind_since is None
