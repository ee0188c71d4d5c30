"""What happened while Heed didn't run: it finds out at its start, before it nudges anybody."""

import pytest

from tests.adapters.slack.faults.proxy import Fault, Proxy
from tests.adapters.slack.local.server import HEED, TEAM
from tests.adapters.slack.local.sight import text_of
from tests.adapters.slack.local.town import LENA, MAYA, PLACE, RUTH, TOM, Town
from tests.adapters.slack.meetings import ASKED, begun, convened, left_hanging, talk

REMOVED = (PLACE.id, HEED)


@pytest.mark.parametrize("private", [False, True], ids=["public", "private"])
async def test_a_channel_that_it_was_removed_from_is_purged(
    here: Town, proxy: Proxy, private: bool
) -> None:
    """Slack no longer lists it, and says so outright when asked: nothing of it is kept."""
    await left_hanging(here)
    proxy.left.add(REMOVED)
    if private:
        proxy.fail(Fault(method="conversations.info", error="channel_not_found"))
    await here.restart()
    assert await here.companion.rooms() == []
    assert "isn't" in await here.command(RUTH, "summary")


@pytest.mark.parametrize(
    "fault",
    [
        Fault(method="users.conversations", error="missing_scope"),
        Fault(method="users.conversations", status=500, times=3),
        Fault(method="conversations.info", error="missing_scope"),
        Fault(method="conversations.info", error="account_inactive"),
        Fault(method="conversations.info", status=500, times=3),
        Fault(method="conversations.info"),
    ],
    ids=lambda fault: f"{fault.method} {fault.error or fault.status}",
)
async def test_a_failure_purges_nothing(here: Town, proxy: Proxy, fault: Fault) -> None:
    """Where Slack can't say, or says half of it, whatever is kept stays."""
    asked = await left_hanging(here)
    proxy.left.add(REMOVED)
    proxy.fail(fault)
    await here.restart()
    assert proxy.faults == []
    assert asked in (await here.look()).questions


async def test_a_channel_that_is_merely_not_listed_stays(here: Town, proxy: Proxy) -> None:
    """A list may be cut short: Slack is asked about the channel itself before anything goes."""
    asked = await left_hanging(here)
    proxy.unlisted.add(PLACE.id)
    await here.restart()
    assert proxy.calls["conversations.info"] >= 2
    assert asked in (await here.look()).questions


@pytest.mark.parametrize(
    "fault",
    [
        Fault(method="conversations.members", error="missing_scope"),
        Fault(method="conversations.members", status=500, times=3),
        Fault(method="conversations.members"),
    ],
    ids=["a scope is missing", "in trouble", "an empty list"],
)
async def test_a_list_that_slack_doesnt_give_relieves_nobody(
    here: Town, proxy: Proxy, fault: Fault
) -> None:
    """A list without Heed itself can't be all of them: everybody stays what they were."""
    await convened(here)
    before = await here.look()
    proxy.fail(fault)
    await here.restart()
    assert proxy.faults == []
    after = await here.look()
    assert (after.members, after.conveners) == (before.members, before.conveners)


async def test_a_convener_who_left_meanwhile_is_not_nudged(here: Town, proxy: Proxy) -> None:
    """They are no member any more: no card comes to them, and the notice names them no more."""
    await begun(here)
    await here.say(MAYA, ASKED)
    proxy.left.add((PLACE.id, RUTH.id))
    before = len(await here.direct(RUTH))
    await here.restart()
    await here.until(lambda: here.public("Nobody convenes"), "the notice anew")
    await talk(here)
    assert len(await here.direct(RUTH)) == before


async def test_a_card_shows_nothing_to_whoever_left_meanwhile(here: Town, proxy: Proxy) -> None:
    """Pressed by somebody who isn't in the channel any more, *Show* shows nothing."""
    await left_hanging(here)
    card = await here.card(RUTH, "worth returning to")
    proxy.left.add((PLACE.id, RUTH.id))
    await here.restart()
    await here.press(RUTH, card, "Show")
    told = await here.until(lambda: here.told(RUTH, card["channel"]), "an answer")
    assert "aren't in that channel" in text_of(told[-1])
    assert not [each for each in await here.direct(RUTH) if "hard to say" in text_of(each)]


async def test_who_came_back_meanwhile_is_a_member_again(here: Town) -> None:
    """Somebody who left and joined again while Heed didn't run may ask what members may."""
    await convened(here)
    left = {"type": "member_left_channel", "user": TOM.id, "channel": PLACE.id}
    assert await here.happens(left)
    assert "aren't in this room" in await here.command(TOM, "summary")
    await here.restart()
    assert "aren't in this room" not in await here.command(TOM, "summary")


async def test_everybody_who_is_there_stays(here: Town, proxy: Proxy) -> None:
    """A start changes nothing where nothing was missed, and costs few calls."""
    await convened(here)
    before, calls = await here.look(), proxy.calls.copy()
    await here.restart()
    after = await here.look()
    assert (after.members, after.conveners) == (before.members, before.conveners)
    made = proxy.calls - calls
    assert (made["users.conversations"], made["conversations.members"]) == (1, 1)
    assert await here.companion.rooms() == [f"slack/{TEAM}/{PLACE.id}"]
    assert LENA.id in after.members
