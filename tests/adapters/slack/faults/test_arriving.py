"""Slack fails while Heed comes to a channel, or answers somebody."""

import pytest

from tests.adapters.slack.faults.proxy import Fault, Proxy
from tests.adapters.slack.local.server import HEED, TEAM
from tests.adapters.slack.local.sight import text_of
from tests.adapters.slack.local.town import PLACE, RUTH, TOM, Town
from tests.adapters.slack.meetings import convened

JOINED = {
    "type": "member_joined_channel",
    "user": HEED,
    "channel": PLACE.id,
    "team": TEAM,
    "inviter": RUTH.id,
}


@pytest.mark.parametrize("taken", [False, True], ids=["not posted", "posted all the same"])
async def test_a_greeting_that_failed_comes_once(here: Town, proxy: Proxy, taken: bool) -> None:
    """Slack is told that it didn't work, tells again, and there is one greeting."""
    proxy.fail(Fault(method="chat.postMessage", status=500, taken=taken))
    assert not await here.happens(JOINED, event_id="EvJOINED")
    assert await here.happens(JOINED, event_id="EvJOINED")
    greetings = [each for each in await here.said_in_public() if "joined" in text_of(each)]
    assert len(greetings) == 1
    assert (await here.look()).title == "#place"


async def test_where_heed_may_not_write_it_is_there_all_the_same(here: Town, proxy: Proxy) -> None:
    """Without a greeting the room is known: whoever convenes may say so with the command."""
    proxy.fail(Fault(method="chat.postMessage", error="restricted_action"))
    assert await here.happens(JOINED)
    assert not await here.said_in_public()
    assert "convene" in await here.command(RUTH, "convener me")


async def test_a_channel_that_cannot_be_arranged_does_not_keep_the_others_out(
    here: Town, proxy: Proxy
) -> None:
    """At the start one failing greeting leaves the other channels greeted; later it comes too."""
    proxy.fail(Fault(method="chat.postMessage", status=500))
    await here.app.look_around(TEAM)
    assert len(await _named(here)) == 1
    await here.app.look_around(TEAM)
    assert len(await _named(here)) == 2


async def _named(here: Town) -> list[str]:
    """The rooms that were greeted, and have a name since."""
    rooms = [await here.companion.look(room) for room in await here.companion.rooms()]
    return [room.title for room in rooms if room is not None and room.title]


async def test_removed_while_it_learns_who_is_there_it_keeps_nothing(
    here: Town, proxy: Proxy
) -> None:
    """Slack is slow to name the members; by then Heed was removed, and the room stays erased."""
    proxy.fail(Fault(method="conversations.members", status=500))
    assert await here.happens(JOINED)
    await here.until(lambda: _befallen(proxy), "the fault")
    left = {"type": "member_left_channel", "user": HEED, "channel": PLACE.id, "team": TEAM}
    assert await here.happens(left)
    await here.until(lambda: _asked_again(proxy), "the members")
    await here.say(TOM, "Is it gone?")
    assert await here.companion.rooms() == []


async def _befallen(proxy: Proxy) -> bool:
    return not proxy.faults


async def _asked_again(proxy: Proxy) -> bool:
    return proxy.calls["conversations.members"] == 2 and proxy.calls["users.info"] > 0


async def test_who_is_an_admin_may_be_unknown(here: Town, proxy: Proxy) -> None:
    """Where Slack doesn't say what somebody is, they are a member like others, for now."""
    await convened(here)
    proxy.fail(Fault(method="conversations.info", error="missing_scope", times=3))
    assert "admins" in await here.command(TOM, "settings patience 9 messages, 9m")
