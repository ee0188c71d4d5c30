"""Slack fails while Heed delivers: nothing is lost, nothing is shown twice, and who is told."""

import pytest

from tests.adapters.slack.faults.proxy import Fault, Proxy
from tests.adapters.slack.local.sight import Json, text_of
from tests.adapters.slack.local.town import MAYA, PLACE, RUTH, Town
from tests.adapters.slack.meetings import ASKED, begun, shown, talk

NUDGE = "worth returning to"
FOLLOW = "Shall we stay with what this partnership is for?"


async def _nudges(here: Town) -> list[Json]:
    return [each for each in await here.direct(RUTH) if NUDGE in text_of(each)]


async def _hangs_with(here: Town, proxy: Proxy, *faults: Fault) -> None:
    """A question is left hanging while Slack has these faults."""
    await begun(here)
    await here.say(MAYA, ASKED)
    proxy.fail(*faults)
    await talk(here)


@pytest.mark.parametrize(
    "fault",
    [
        Fault(method="chat.postMessage", status=429, headers={"Retry-After": "1"}),
        Fault(method="chat.postMessage", status=500),
        Fault(method="chat.postMessage", status=503, taken=True),
        Fault(method="chat.postMessage", error="internal_error", taken=True),
    ],
    ids=["busy", "in trouble", "in trouble, but done", "says no, but did it"],
)
async def test_a_nudge_comes_once_whatever_slack_says(
    here: Town, proxy: Proxy, fault: Fault
) -> None:
    """It is tried again as Slack wishes, and looked for where it may have arrived."""
    await _hangs_with(here, proxy, fault)
    await here.until(lambda: _tried(here, proxy), "a fault")
    await here.card(RUTH, NUDGE)
    await here.pass_time(300.0)
    assert len(await _nudges(here)) == 1
    assert proxy.faults == []


async def _tried(here: Town, proxy: Proxy) -> bool:
    """Whether all faults have befallen a call; the clock is helped on to the next try."""
    await here.pass_time(2.0)
    return not proxy.faults


async def test_a_nudge_that_was_refused_first_and_taken_unheard_comes_once(
    here: Town, proxy: Proxy
) -> None:
    """Slack was busy at the first attempt, and did the second without saying so."""
    busy = Fault(method="chat.postMessage", status=429, headers={"Retry-After": "4"})
    taken = Fault(method="chat.postMessage", status=503, taken=True)
    await _hangs_with(here, proxy, busy, taken)
    await here.until(lambda: _tried(here, proxy), "both faults")
    await here.until(lambda: _looked(proxy), "a look into the conversation")
    await here.pass_time(60.0)
    assert len(await _nudges(here)) == 1


async def test_a_nudge_whose_answer_never_came_is_found(here: Town, proxy: Proxy) -> None:
    """Slack took it and was too late to say so: it isn't sent again."""
    await _hangs_with(here, proxy, Fault(method="chat.postMessage", late=True, taken=True))
    await here.card(RUTH, NUDGE)
    await here.until(lambda: _looked(proxy), "a look into the conversation")
    await here.pass_time(60.0)
    assert len(await _nudges(here)) == 1
    assert proxy.calls["conversations.history"] == 1


async def _looked(proxy: Proxy) -> bool:
    return proxy.calls["conversations.history"] > 0


@pytest.mark.parametrize("error", ["missing_scope", "account_inactive", "invalid_auth"])
async def test_what_the_admin_can_mend_waits_for_it(here: Town, proxy: Proxy, error: str) -> None:
    """The nudge goes out, once, when it is mended."""
    await _hangs_with(here, proxy, Fault(method="chat.postMessage", error=error))
    await here.until(lambda: _befallen(proxy), "the fault")
    await here.pass_time(30.0)
    assert await _nudges(here) == []
    await here.pass_time(301.0)
    await here.card(RUTH, NUDGE)
    assert len(await _nudges(here)) == 1


async def _befallen(proxy: Proxy) -> bool:
    return not proxy.faults


@pytest.mark.parametrize("error", ["channel_not_found", "not_in_channel", "is_archived"])
async def test_a_follow_that_has_nowhere_to_go_comes_back_to_its_writer(
    here: Town, proxy: Proxy, error: str
) -> None:
    """Their card says so, with their words; nothing stands in public."""
    _, card = await shown(here)
    await here.press(RUTH, card, "Post through Heed…")
    await here.modal("Heed")
    proxy.fail(Fault(method="chat.postMessage", error=error))
    await here.submit(RUTH, {"heed.words": {"type": "plain_text_input", "value": FOLLOW}})
    await here.modal("This is what")
    await here.submit(RUTH, {})
    told = await here.card(RUTH, "couldn't be posted")
    assert FOLLOW in text_of(told)
    assert await here.public(FOLLOW) is None


async def test_a_convener_who_cant_be_messaged_breaks_nothing(here: Town, proxy: Proxy) -> None:
    """No card comes, nobody else is shown anything, and the talk goes on being heard."""
    await _hangs_with(here, proxy, Fault(method="chat.postMessage", error="user_disabled"))
    await here.until(lambda: _befallen(proxy), "the fault")
    said = await here.say(MAYA, "And when is the next meeting?")
    await here.pass_time(301.0)
    assert said in {turn.id for turn in (await here.look()).turns}
    assert await _nudges(here) == []
    assert await here.told(MAYA, PLACE.id) == []


async def test_a_modal_that_slack_no_longer_opens_is_told(here: Town, proxy: Proxy) -> None:
    """The press came too late for Slack: whoever pressed hears so, and may press again."""
    _, card = await shown(here)
    proxy.fail(Fault(method="views.open", error="expired_trigger_id"))
    await here.press(RUTH, card, "Post through Heed…")
    told = await here.until(lambda: here.told(RUTH, card["channel"]), "an answer")
    assert "Slack didn't answer Heed just now. Please try again soon." in text_of(told[-1])
    assert here.modals == []
    await here.press(RUTH, card, "Post through Heed…")
    assert await here.modal("Heed")
