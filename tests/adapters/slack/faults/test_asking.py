"""Slack fails while people ask something of Heed: they are told so, and nothing is done twice."""

import pytest

from adapters.slack.files import BROUGHT, NOT_ALLOWED, NOT_TAKEN
from tests.adapters.slack.faults.proxy import Fault, Proxy
from tests.adapters.slack.local.server import HEED, TEAM
from tests.adapters.slack.local.sight import text_of
from tests.adapters.slack.local.town import PLACE, RUTH, Town
from tests.adapters.slack.meetings import begun, convened

JOINED = {
    "type": "member_joined_channel",
    "user": HEED,
    "channel": PLACE.id,
    "channel_type": "C",
    "team": TEAM,
    "inviter": RUTH.id,
}


@pytest.mark.parametrize(
    "fault",
    [
        Fault(method="conversations.info", status=500, times=3),
        Fault(method="conversations.info", error="missing_scope"),
        Fault(method="chat.postMessage", status=500),
    ],
    ids=["in trouble", "a scope is missing", "cannot greet"],
)
async def test_an_invitation_that_couldnt_be_taken_in_is_told_again(
    here: Town, proxy: Proxy, fault: Fault
) -> None:
    """It isn't acknowledged, so that Slack tells again; then Heed greets, once."""
    proxy.fail(fault)
    assert not await here.happens(JOINED, event_id="EvJOINED")
    proxy.faults.clear()
    for _ in range(2):
        assert await here.happens(JOINED, event_id="EvJOINED")
    await here.until(lambda: here.public("Heed has joined"), "the greeting")
    greetings = [text_of(each) for each in await here.said_in_public()]
    assert len(greetings) == 1


async def test_who_is_there_is_known_while_slack_doesnt_say(here: Town, proxy: Proxy) -> None:
    """A command by a member is done, though the channel's members can't be asked for."""
    await convened(here)
    await here.pass_time(3_600.0)
    proxy.fail(Fault(method="conversations.members", status=500, times=9))
    assert "The meeting has begun" in await here.command(RUTH, "meeting start")
    assert (await here.look()).meeting is not None


async def test_a_crowd_is_not_looked_up(here: Town, proxy: Proxy) -> None:
    """Whoever names hundreds in one command keeps neither Heed nor Slack busy with it."""
    await convened(here)
    before = proxy.calls.copy()
    crowd = " ".join(f"<@U0NOBODY{number}>" for number in range(200))
    assert "nobody here called" in await here.command(RUTH, f"convener {crowd}")
    assert (proxy.calls - before).total() < 40


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault(method="files.getUploadURLExternal", error="missing_scope"), NOT_ALLOWED),
        (Fault(method="files.getUploadURLExternal", status=500), NOT_TAKEN),
        (Fault(method="files.completeUploadExternal", error="internal_error"), NOT_TAKEN),
        (Fault(method="conversations.open", error="user_disabled"), NOT_TAKEN),
    ],
    ids=["a scope is missing", "in trouble", "not completed", "no conversation"],
)
async def test_a_file_that_couldnt_be_brought_is_said_so(
    here: Town, proxy: Proxy, fault: Fault, said: str
) -> None:
    """The rest of the answer stands; asked again, the file comes."""
    await begun(here)
    proxy.fail(fault)
    assert said in await here.command(RUTH, "export png")
    assert BROUGHT in await here.command(RUTH, "export png")


async def test_a_picture_is_brought_with_its_alternative_text(here: Town, proxy: Proxy) -> None:
    """For those who don't see it; a text needs none."""
    await begun(here)
    await here.command(RUTH, "export png")
    await here.command(RUTH, "export csv")
    assert proxy.described[0].endswith("no question to show.")
    assert proxy.described[1] == ""
