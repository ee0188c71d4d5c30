"""Admins of the workspace and whoever made the channel: what they may, and what they may not."""

from functools import partial

import pytest

from tests.adapters.slack.faults.proxy import Proxy
from tests.adapters.slack.local.server import Person
from tests.adapters.slack.local.sight import text_of
from tests.adapters.slack.local.town import LENA, MAYA, PLACE, RUTH, TOM, Town
from tests.adapters.slack.meetings import convened, left_hanging


@pytest.fixture(params=["admin", "maker"])
def admin(request: pytest.FixtureRequest, proxy: Proxy) -> Person:
    """Lena, who runs the workspace, or made the channel."""
    if request.param == "admin":
        proxy.admins.add(LENA.id)
    else:
        proxy.makers[PLACE.id] = LENA.id
    return LENA


async def test_an_admin_sets_the_room(here: Town, admin: Person) -> None:
    """What they set holds, and stands with the settings; another member is refused."""
    await convened(here)
    assert "patience: 8 messages" in await here.command(admin, "settings patience 8 messages, 10m")
    assert (await here.look()).settings.patience.messages == 8
    assert "admins" in await here.command(TOM, "settings patience 9 messages, 9m")
    assert (await here.look()).settings.patience.messages == 8


async def test_an_admin_cannot_exceed_the_ceiling(here: Town, admin: Person) -> None:
    """What the server's own settings allow is as much as a room may have."""
    await convened(here)
    assert "Nothing was changed" in await here.command(admin, "settings retention 400d")


async def test_an_admin_has_somebody_asked_and_relieves_them(here: Town, admin: Person) -> None:
    """They name a convener, who is asked directly; and take one away, who is named no more."""
    await convened(here)
    await here.command(admin, f"convener <@{TOM.id}>")
    asked = await here.card(TOM, "Would you convene #place?")
    await here.press(TOM, asked, "I'll convene")
    await here.until(lambda: here.public("Tom"), "the notice with Tom")
    await here.command(admin, f"convener <@{RUTH.id}> remove")
    assert RUTH.id not in (await here.look()).conveners


async def test_an_admin_sees_no_more_of_the_talk_than_a_member(here: Town, admin: Person) -> None:
    """What hangs, who asked and what was pressed are for conveners: rules 2 and 3."""
    await left_hanging(here)
    await here.card(RUTH, "worth returning to")
    for wish in ("summary", "open", "stats", "board", "export", "my-data", "settings", "meeting"):
        told = await here.command(admin, wish)
        assert "hard to say" not in told, wish
        assert "Maya" not in told, wish
        assert "nudge" not in told.casefold() or wish == "settings", wish


async def test_app_home_shows_settings_to_admins_alone(here: Town, admin: Person) -> None:
    """Settings stand in the home of whoever may change them, and the talk doesn't."""
    await left_hanging(here)
    for who in (admin, MAYA):
        await here.open_home(who)
        await here.until(partial(_home, here, who), f"the home of {who.name}")
    assert "patience" in text_of(here.homes[admin.id])
    assert "hard to say" not in text_of(here.homes[admin.id])
    assert "patience" not in text_of(here.homes[MAYA.id])


async def test_app_home_takes_few_calls(here: Town, proxy: Proxy, admin: Person) -> None:
    """One list of channels and at most one look at the person, however many rooms there are."""
    await convened(here)
    before = proxy.calls.copy()
    await here.open_home(admin)
    await here.until(lambda: _home(here, admin), "the home")
    made = proxy.calls - before
    assert made["users.conversations"] == 1
    assert made["users.info"] <= 1
    assert made["conversations.info"] == 0


async def test_an_admin_of_another_workspace_is_a_member_like_others(
    here: Town, proxy: Proxy
) -> None:
    """In a shared channel, what somebody is at home counts for nothing here."""
    proxy.admins.add(LENA.id)
    proxy.strangers.add(LENA.id)
    await convened(here)
    assert "admins" in await here.command(LENA, "settings")
    assert "admins" in await here.command(LENA, f"convener <@{RUTH.id}> remove")
    assert RUTH.id in (await here.look()).conveners


async def test_an_admin_who_is_not_in_the_channel_is_nobody_there(
    here: Town, proxy: Proxy, admin: Person
) -> None:
    """Whatever they are elsewhere: settings and all else are for the room's members."""
    await convened(here)
    left = {"type": "member_left_channel", "user": admin.id, "channel": PLACE.id}
    assert await here.happens(left)
    proxy.left.add((PLACE.id, admin.id))
    assert "members" in await here.command(admin, "settings")
    await here.open_home(admin)
    await here.until(lambda: _homeless(here, admin), "the home")
    assert "patience" not in text_of(here.homes[admin.id])


async def _home(here: Town, who: Person) -> bool:
    return PLACE.name in text_of(here.homes.get(who.id, {}))


async def _homeless(here: Town, who: Person) -> bool:
    return "/invite @Heed" in text_of(here.homes.get(who.id, {}))
