"""Several processes on one database: Heed was asked in once, so it greets once."""

import asyncio
from pathlib import Path

import pytest

from adapters.slack import welcome
from tests.adapters.slack.faults.proxy import Fault, Proxy, standing
from tests.adapters.slack.local import heed, server
from tests.adapters.slack.local.server import TEAM
from tests.adapters.slack.local.sight import text_of
from tests.adapters.slack.local.town import HARBOUR, PLACE, Town


async def _greetings(here: Town) -> list[int]:
    """How many there are, in each of the channels that Heed is in."""
    said = [await here.messages(channel.id) for channel in (PLACE, HARBOUR)]
    return [sum("Heed has joined" in text_of(each) for each in messages) for messages in said]


@pytest.mark.parametrize("here", ["events"], indirect=True)
async def test_two_that_start_at_once_greet_once(here: Town, tmp_path: Path) -> None:
    """Both find the same channels that nobody greeted yet: each gets one greeting, from either."""
    port = server.free_port()
    async with heed.running(tmp_path, here.slack, here.clock, port, {}) as (other, *_):
        await asyncio.gather(here.app.look_around(TEAM), other.look_around(TEAM))
        assert await _greetings(here) == [1, 1]
        await asyncio.gather(here.app.look_around(TEAM), other.look_around(TEAM))
    assert await _greetings(here) == [1, 1]
    rooms = [await here.companion.look(room) for room in await here.companion.rooms()]
    assert [room.title for room in rooms if room is not None] == ["#harbour", "#place"]


@pytest.mark.parametrize("here", ["events"], indirect=True)
@pytest.mark.parametrize("posted", [False, True], ids=["not posted", "posted already"])
async def test_what_one_began_and_died_in_another_finishes(
    here: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, posted: bool
) -> None:
    """The first ended in the middle of its greeting: it is looked for, and made if it isn't there.

    The first reaches Slack through a proxy, which breaks its call off.
    """
    proxy = Proxy()
    proxy.fail(Fault(method="chat.postMessage", status=500, taken=posted))
    monkeypatch.setattr(welcome, "LEFT_TO_OTHERS", 0.05)
    async with standing(proxy, here.slack) as between:
        first = heed.running(tmp_path, between, here.clock, server.free_port(), {})
        async with first as (app, *_):
            await app.look_around(TEAM)  # of the two, one fails
        second = heed.running(tmp_path, between, here.clock, server.free_port(), {})
        async with second as (app, companion, _):
            await app.look_around(TEAM)

            async def arranged() -> bool:
                rooms = [await companion.look(room) for room in await companion.rooms()]
                return len(rooms) == 2 and all(room is not None and room.title for room in rooms)

            await here.until(arranged, "that both rooms are arranged")
    assert await _greetings(here) == [1, 1]
