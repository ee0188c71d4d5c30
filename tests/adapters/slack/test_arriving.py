"""Heed comes to a channel, asks who convenes, and reads nothing before somebody does."""

from pathlib import Path

import pytest

from tests.adapters.slack.local.server import HEED, TEAM
from tests.adapters.slack.local.sight import text_of
from tests.adapters.slack.local.town import (
    HARBOUR,
    LENA,
    MAYA,
    PLACE,
    QUIET,
    RUTH,
    TOM,
    ZOE,
    Town,
    town,
)
from tests.adapters.slack.meetings import ASKED, begun, convened, talk


async def test_is_asked_in_and_greets(here: Town) -> None:
    """Heed says who asked it in, that it reads nothing yet, and asks who convenes."""
    greeting = await here.invite(by=RUTH)
    said = text_of(greeting)
    assert "Ruth asked Heed in." in said
    assert "It reads nothing here yet." in said
    assert (await here.look()).title == "#place"


async def test_nothing_is_read_before_somebody_convenes(here: Town) -> None:
    """What is said before a convener accepted is neither tracked nor remembered."""
    await here.invite()
    await here.say(MAYA, ASKED)
    await talk(here)
    room = await here.look()
    assert not room.questions
    assert not room.turns
    assert len(await here.said_in_public()) == 1


async def test_one_presses_and_convenes(here: Town) -> None:
    """Whoever presses convenes: the notice names them, and a practice nudge comes to them."""
    greeting = await here.invite()
    await here.press(MAYA, greeting, "I'll convene")
    notice = await here.until(lambda: here.public("Convening: Maya"), "the notice")
    assert "Run by the town hall" in text_of(notice)
    await here.card(MAYA, "practice")
    assert (await here.look()).conveners[MAYA.id].accepted


async def test_somebody_else_is_asked_and_accepts(here: Town) -> None:
    """Whoever asked Heed in may ask somebody, who is asked directly and says yes there."""
    greeting = await here.invite(by=RUTH)
    await here.choose_person(RUTH, greeting, TOM)
    asked = await here.card(TOM, "Would you convene #place?")
    assert await here.public("Convening") is None
    await here.press(TOM, asked, "I'll convene")
    await here.until(lambda: here.public("Convening: Tom"), "the notice")
    await here.card(TOM, "practice")


async def test_who_asked_heed_in_is_known_after_a_restart(tmp_path: Path) -> None:
    """Started anew, Heed still lets whoever asked it in choose who convenes."""
    async with town(tmp_path, "socket") as here:
        greeting = await here.invite(by=LENA)
        await here.restart()
        await here.choose_person(LENA, greeting, TOM)
        await here.card(TOM, "Would you convene #place?")


async def test_who_asked_heed_in_is_no_admin_for_it(here: Town) -> None:
    """They may have somebody asked on the greeting, and by a command no more than any member."""
    await here.invite(by=LENA)
    assert "admins" in await here.command(LENA, "settings")
    assert "Heed asks" not in await here.command(LENA, f"convener <@{TOM.id}>")
    assert not await here.direct(TOM)


async def test_somebody_else_is_asked_and_declines(here: Town) -> None:
    """Whoever says no isn't named anywhere, and Heed goes on reading nothing."""
    greeting = await here.invite(by=RUTH)
    await here.choose_person(RUTH, greeting, TOM)
    asked = await here.card(TOM, "Would you convene #place?")
    await here.press(TOM, asked, "No, thank you")
    await here.until(lambda: _not_asked(here), "that he isn't asked any more")
    assert await here.public("Tom") is None


async def _not_asked(here: Town) -> bool:
    convener = (await here.look()).conveners.get(TOM.id)
    return convener is None or not convener.accepted


async def test_somebody_who_may_not_ask_is_told_so(here: Town) -> None:
    """A member who is no admin can't have somebody else asked, and learns why privately."""
    greeting = await here.invite(by=RUTH)
    await here.choose_person(LENA, greeting, TOM)
    told = await here.until(lambda: here.told(LENA), "an answer to Lena")
    assert text_of(told[-1])
    assert not await here.direct(TOM)


async def test_somebody_from_elsewhere_is_called_by_name(here: Town) -> None:
    """Slack's select offers everybody: of who isn't in the channel Heed says so, by their name."""
    greeting = await here.invite(by=RUTH)
    await here.choose_person(RUTH, greeting, ZOE)
    told = await here.until(lambda: here.told(RUTH), "an answer to Ruth")
    assert "Heed sees nobody here called Zoe." in text_of(told[-1])
    assert ZOE.id not in (await here.look()).members


async def test_those_whom_the_settings_name_are_asked_at_once(tmp_path: Path) -> None:
    """Conveners of the settings, by name or by id, get an invitation as soon as Heed is there."""
    async with town(tmp_path, "socket", {"HEED_CONVENERS": f"Tom, {LENA.id}"}) as here:
        await here.invite()
        await here.card(TOM, "Would you convene #place?")
        await here.card(LENA, "Would you convene #place?")
        assert not await here.direct(MAYA)


async def test_channels_are_found_at_the_start(here: Town) -> None:
    """A channel that Heed was asked into while it didn't run is greeted at its start, once."""
    await here.app.look_around(TEAM)
    await here.app.look_around(TEAM)
    greetings = [each for each in await here.said_in_public() if "joined" in text_of(each)]
    assert len(greetings) == 1
    rooms = [f"slack/{TEAM}/{each.id}" for each in (HARBOUR, PLACE)]
    assert list(await here.companion.rooms()) == rooms


async def test_invited_thrice_it_greets_once(here: Town) -> None:
    """Slack may tell of the same invitation again: there is one greeting."""
    joined = {"type": "member_joined_channel", "user": HEED, "channel": PLACE.id, "team": TEAM}
    for _ in range(3):
        assert await here.happens(joined, event_id="EvJOINED")
    assert len(await here.said_in_public()) == 1


@pytest.mark.parametrize(
    "event",
    [
        {"type": "member_left_channel", "user": HEED, "channel": PLACE.id, "team": TEAM},
        {"type": "channel_left", "channel": PLACE.id},
        {"type": "channel_deleted", "channel": PLACE.id},
        {"type": "app_uninstalled"},
        {"type": "tokens_revoked", "tokens": {"bot": [HEED]}},
    ],
    ids=lambda event: event["type"],
)
async def test_taken_away_it_keeps_nothing(here: Town, event: dict[str, object]) -> None:
    """Removed from the channel or the workspace, Heed erases what it kept, and hears no more."""
    await begun(here)
    await here.say(MAYA, ASKED)
    assert await here.happens(event)
    assert await here.companion.rooms() == []
    await here.say(MAYA, ASKED)
    assert await here.companion.rooms() == []


async def test_a_channel_that_heed_is_not_in_is_none_of_its_business(here: Town) -> None:
    """Where Heed wasn't asked in, what is said leaves no trace; `/heed` says how to ask it in."""
    await here.say(RUTH, ASKED, channel=QUIET.id)
    assert "isn't" in await here.command(RUTH, "summary", channel=QUIET.id)
    assert await here.companion.rooms() == []


async def test_a_renamed_channel_is_called_so(here: Town) -> None:
    """A new name of the channel is used from then on."""
    await convened(here)
    renamed = {"id": PLACE.id, "name": "harbour", "created": 1}
    assert await here.happens({"type": "channel_rename", "channel": renamed})
    assert (await here.look()).title == "#harbour"
