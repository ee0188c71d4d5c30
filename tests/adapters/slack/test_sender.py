"""The sender against a small Slack with faults: each delivery once in effect, each refusal told."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from adapters.slack.errors import MENDED_AFTER
from adapters.slack.permalinks import Permalinks
from adapters.slack.sender import SlackSender
from bot.domain.events import Action
from bot.domain.pages import Line, Page, Section
from bot.domain.room import Purpose
from bot.domain.views import Button, CardView, FollowView, NoticeView
from bot.runtime.ports import Nonce, RetryLaterError, UndeliverableError
from tests.adapters.slack.webapi import Fault, OneWorkspace, SlackApi, served

ROOM = "slack/T1/C1"
NONCE = Nonce(name="slack/T1/C1 send nudge:1700000000.000100:U1")
AGAIN = replace(NONCE, again=True)
MESSAGE = "1700000000.000100"
CARD = CardView(
    card="nudge:1700000000.000100:U1",
    purpose=Purpose.NUDGE,
    title="Something in #place may be worth returning to",
    lines=("Only you see this. There is no hurry.",),
    buttons=(Button(action=Action.GO, label="Go to the message"),),
    target=MESSAGE,
)
FOLLOW = FollowView(
    by="U1",
    label="Ruth, sent through Heed",
    text="I'd like to go back to something.",
    reply_to=MESSAGE,
    thread=None,
)
NOTICE = NoticeView(title="Heed is listening here", lines=("Convening: Ruth.",))
PAGE = Page(
    title="Summary",
    sections=(Section(title="Picked up", lines=(Line(text="Who pays?", target=MESSAGE),)),),
)


@pytest.fixture
def api() -> SlackApi:
    """A workspace in which one question was asked."""
    made = SlackApi()
    assert made.say("C1", "Who pays?") == MESSAGE
    return made


@pytest.fixture
async def workspaces(api: SlackApi) -> AsyncIterator[OneWorkspace]:
    """The way to it."""
    async with served(api) as found:
        yield found


@pytest.fixture
def sender(workspaces: OneWorkspace) -> SlackSender:
    """A sender that has sent nothing yet."""
    return SlackSender(workspaces, Permalinks())


# --- what arrives ----------------------------------------------------------------------------


async def test_a_card_is_a_direct_message(api: SlackApi, sender: SlackSender) -> None:
    """It comes with a text for alerts, a link to the message, and an opaque mark."""
    assert await sender.send_card(ROOM, "U1", CARD, NONCE) == "DU1:1700000001.000100"
    (sent,) = api.called("chat.postMessage")
    assert sent["text"] == f"{CARD.title}. {CARD.lines[0]}"
    assert f"https://example.slack.com/archives/C1/p{MESSAGE}" in json.dumps(sent["blocks"])
    assert sent["metadata"]["event_type"] == "heed_card"
    assert "C1" not in sent["metadata"]["event_payload"]["nonce"]


async def test_nothing_in_a_text_becomes_a_mention(api: SlackApi, sender: SlackSender) -> None:
    """Slack is told to leave texts alone and to unfold nothing."""
    await sender.post_follow(ROOM, replace(FOLLOW, text="<!channel> @here"), NONCE)
    (sent,) = api.called("chat.postMessage")
    assert "<!channel>" not in json.dumps([sent["text"], sent["blocks"]])
    assert [sent[name] for name in ("parse", "mrkdwn", "link_names")] == ["none", False, False]
    assert [sent[name] for name in ("unfurl_links", "unfurl_media")] == [False, False]


async def test_a_conversation_is_opened_once(api: SlackApi, sender: SlackSender) -> None:
    """And a message's address is asked for once."""
    for number in range(3):
        await sender.send_card(ROOM, "U1", CARD, Nonce(name=str(number)))
    assert len(api.called("conversations.open")) == 1
    assert len(api.called("chat.getPermalink")) == 1
    assert len(api.messages["DU1"]) == 3


async def test_a_follow_stands_in_the_questions_thread(api: SlackApi, sender: SlackSender) -> None:
    """A thread of its own begins at the question; a question in a thread stays there."""
    await sender.post_follow(ROOM, FOLLOW, NONCE)
    await sender.post_follow(ROOM, replace(FOLLOW, thread="1699999999.000100"), Nonce(name="2"))
    threads = [each["thread_ts"] for each in api.called("chat.postMessage")]
    assert threads == [MESSAGE, "1699999999.000100"]


async def test_notices_and_pages_stand_in_the_channel(api: SlackApi, sender: SlackSender) -> None:
    """In no thread; a page's lines lead to their messages."""
    await sender.post_notice(ROOM, NOTICE, NONCE)
    ref = await sender.post_page(ROOM, PAGE, Nonce(name="2"))
    assert all("thread_ts" not in each for each in api.called("chat.postMessage"))
    posted = api.messages["C1"][-1]
    assert posted["ts"] == ref
    assert f"p{MESSAGE}|Who pays?>" in json.dumps(posted["blocks"])


async def test_cards_and_pages_change_where_they_stand(api: SlackApi, sender: SlackSender) -> None:
    """Nothing new is sent."""
    card = await sender.send_card(ROOM, "U1", CARD, NONCE)
    page = await sender.post_page(ROOM, PAGE, Nonce(name="2"))
    closed = replace(CARD, lines=("Nothing to do.",), closed=True)
    await sender.update_card(ROOM, "U1", card, closed)
    await sender.update_page(ROOM, page, replace(PAGE, title="Changed"))
    assert "Nothing to do." in api.messages["DU1"][0]["text"]
    assert "actions" not in json.dumps(api.messages["DU1"][0]["blocks"])
    assert "Changed" in api.messages["C1"][-1]["text"]
    assert len(api.called("chat.postMessage")) == 2


@pytest.mark.parametrize(
    "error", ["message_not_found", "cant_update_message", "edit_window_closed"]
)
async def test_a_card_that_is_gone_needs_no_change(
    api: SlackApi, sender: SlackSender, error: str
) -> None:
    """Its reader deleted it, say: that is no trouble."""
    api.faults.append(Fault(method="chat.update", error=error))
    await sender.update_card(ROOM, "U1", f"DU1:{MESSAGE}", CARD)


async def test_a_message_that_is_gone_has_no_link(api: SlackApi, sender: SlackSender) -> None:
    """The card goes out without the button that would lead nowhere."""
    api.faults.append(Fault(method="chat.getPermalink", error="message_not_found"))
    await sender.send_card(ROOM, "U1", CARD, NONCE)
    assert "Go to the message" not in json.dumps(api.messages["DU1"][0]["blocks"])


# --- once in effect --------------------------------------------------------------------------

UNCLEAR = {
    "silent": Fault(method="chat.postMessage", taken=True, silent=True),
    "cut off": Fault(method="chat.postMessage", taken=True, cut=True),
    "in trouble": Fault(method="chat.postMessage", taken=True, status=500, error="x"),
    "a page of a proxy": Fault(
        method="chat.postMessage", taken=True, status=502, body="<html>", kind="text/html"
    ),
    "broken": Fault(method="chat.postMessage", taken=True, body="{"),
    "unsure": Fault(method="chat.postMessage", taken=True, error="fatal_error"),
}


async def deliver(sender: SlackSender, what: str, nonce: Nonce) -> str:
    """Deliver one of each sort; the new message's `ts` comes back."""
    if what == "card":
        return (await sender.send_card(ROOM, "U1", CARD, nonce)).removeprefix("DU1:")
    if what == "follow":
        return await sender.post_follow(ROOM, FOLLOW, nonce)
    if what == "notice":
        return await sender.post_notice(ROOM, NOTICE, nonce)
    return await sender.post_page(ROOM, PAGE, nonce)


@pytest.mark.parametrize("fault", UNCLEAR.values(), ids=UNCLEAR)
async def test_what_slack_took_without_saying_so_is_found(
    api: SlackApi, sender: SlackSender, fault: Fault
) -> None:
    """Whatever was delivered, a second attempt finds it and sends nothing."""
    for what in ("card", "follow", "notice", "page"):
        channel = "DU1" if what == "card" else "C1"
        api.faults.append(fault)
        with pytest.raises(RetryLaterError):
            await deliver(sender, what, Nonce(name=what))
        stands = api.messages[channel][-1]["ts"]
        assert await deliver(sender, what, Nonce(name=what, again=True)) == stands
        assert api.messages[channel][-1]["ts"] == stands


async def test_what_was_refused_before_slack_took_it_is_found(
    api: SlackApi, sender: SlackSender
) -> None:
    """That Slack took nothing of the first attempt says nothing of the second."""
    busy = Fault(method="chat.postMessage", status=429, headers={"Retry-After": "45"})
    for what, channel in (("card", "DU1"), ("follow", "C1"), ("notice", "C1"), ("page", "C1")):
        taken = Fault(method="chat.postMessage", taken=True, status=503, error="x")
        api.faults += [busy, taken]
        for again in (False, True):
            with pytest.raises(RetryLaterError):
                await deliver(sender, what, Nonce(name=what, again=again))
        stands = api.messages[channel][-1]["ts"]
        assert await deliver(sender, what, Nonce(name=what, again=True)) == stands


async def test_what_isnt_to_be_sent_any_more_is_found_if_it_stands(
    api: SlackApi, sender: SlackSender
) -> None:
    """Where it was taken without an answer; nothing is sent, and nothing found that isn't there."""
    for what, channel in (("card", "DU1"), ("page", "C1")):
        again = Nonce(name=what, again=True)
        assert await _found(sender, what, again) is None
        api.faults.append(Fault(method="chat.postMessage", status=500, error="x", taken=True))
        with pytest.raises(RetryLaterError):
            await deliver(sender, what, Nonce(name=what))
        ts = api.messages[channel][-1]["ts"]
        assert await _found(sender, what, again) == (f"DU1:{ts}" if what == "card" else ts)
        assert await _found(sender, what, Nonce(name=what)) is None
    assert len(api.called("chat.postMessage")) == 2


async def _found(sender: SlackSender, what: str, nonce: Nonce) -> str | None:
    if what == "page":
        return await sender.find_page(ROOM, nonce)
    return await sender.find_card(ROOM, "U1", CARD.card, nonce)


async def test_what_slack_didnt_take_is_sent_anew(api: SlackApi, sender: SlackSender) -> None:
    """It was looked for, and wasn't there."""
    api.faults.append(Fault(method="chat.postMessage", status=500, error="x"))
    with pytest.raises(RetryLaterError):
        await sender.send_card(ROOM, "U1", CARD, NONCE)
    await sender.send_card(ROOM, "U1", CARD, AGAIN)
    assert len(api.called("conversations.history")) == 1
    assert len(api.messages["DU1"]) == 1


async def test_another_life_finds_what_the_last_one_sent(
    api: SlackApi, sender: SlackSender, workspaces: OneWorkspace
) -> None:
    """A process that died after sending leaves its mark with the message."""
    ref = await sender.send_card(ROOM, "U1", CARD, NONCE)
    other = SlackSender(workspaces, Permalinks())
    assert await other.send_card(ROOM, "U1", CARD, AGAIN) == ref
    assert len(api.messages["DU1"]) == 1


async def test_a_long_thread_is_looked_through_page_by_page(
    api: SlackApi, sender: SlackSender
) -> None:
    """The follow stands at its end."""
    for number in range(7):
        api.say("C1", f"reply {number}", thread_ts=MESSAGE)
    api.page = 3
    ref = await sender.post_follow(ROOM, FOLLOW, NONCE)
    assert await sender.post_follow(ROOM, FOLLOW, AGAIN) == ref


async def test_somebody_elses_mark_counts_for_nothing(api: SlackApi, sender: SlackSender) -> None:
    """Another app that copies a mark keeps nothing from being posted."""
    await sender.post_notice(ROOM, NOTICE, NONCE)
    api.messages["C1"][-1]["user"] = "UOTHER"
    await sender.post_notice(ROOM, NOTICE, AGAIN)
    assert len(api.called("chat.postMessage")) == 2


# --- refusals --------------------------------------------------------------------------------


async def test_a_busy_slack_is_asked_again_after_a_moment(
    api: SlackApi, sender: SlackSender
) -> None:
    """The SDK's own handler waits."""
    api.faults.append(Fault(method="chat.postMessage", status=429, headers={"Retry-After": "0"}))
    await sender.send_card(ROOM, "U1", CARD, NONCE)
    assert len(api.called("chat.postMessage")) == 2


async def test_a_long_wait_is_handed_on(api: SlackApi, sender: SlackSender) -> None:
    """To the second; and Slack took nothing, surely."""
    api.faults.append(Fault(method="chat.postMessage", status=429, headers={"Retry-After": "45"}))
    with pytest.raises(RetryLaterError) as caught:
        await sender.send_card(ROOM, "U1", CARD, NONCE)
    assert caught.value.after == 45.0
    assert caught.value.untouched
    assert "DU1" not in api.messages


async def test_what_isnt_known_to_be_untouched_isnt_said_to_be(
    api: SlackApi, sender: SlackSender
) -> None:
    """Slack was in trouble, or said no without saying why: it may have taken it."""
    for fault in (*UNCLEAR.values(), Fault(method="chat.postMessage", error="a_new_one")):
        api.faults.append(fault)
        with pytest.raises(RetryLaterError) as caught:
            await sender.send_card(ROOM, "U1", CARD, NONCE)
        assert not caught.value.untouched


@pytest.mark.parametrize(
    ("error", "mend"),
    [
        ("not_in_channel", "/invite @Heed"),
        ("channel_not_found", "invite it there"),
        ("is_archived", "unarchive it"),
        ("user_disabled", "ask somebody else"),
        ("cannot_dm_bot", "ask a person"),
        ("restricted_action", "ask its admins"),
        ("thread_not_found", "isn't there any more"),
        ("msg_too_long", "please report this"),
        ("invalid_blocks", "please report this"),
    ],
)
async def test_what_can_never_arrive_says_why(
    api: SlackApi, sender: SlackSender, error: str, mend: str
) -> None:
    """In plain words with the mend, and Slack's own name of it for whoever looks it up."""
    api.faults.append(Fault(method="chat.postMessage", error=error))
    with pytest.raises(UndeliverableError) as caught:
        await sender.post_notice(ROOM, NOTICE, NONCE)
    assert mend in str(caught.value)
    assert error in str(caught.value)


@pytest.mark.parametrize(
    ("error", "mend"),
    [
        ("missing_scope", "missing_scope: im:write"),
        ("invalid_auth", "correct it"),
        ("token_revoked", "install Heed again"),
        ("account_inactive", "install Heed again"),
        ("messages_tab_disabled", "App Home"),
    ],
)
async def test_what_an_admin_can_mend_waits_for_it(
    api: SlackApi, sender: SlackSender, error: str, mend: str
) -> None:
    """Nothing is lost while somebody mends it; a missing scope is named."""
    more = {"needed": "im:write"} if error == "missing_scope" else {}
    api.faults.append(Fault(method="conversations.open", error=error, more=more))
    with pytest.raises(RetryLaterError) as caught:
        await sender.send_card(ROOM, "U1", CARD, NONCE)
    assert mend in str(caught.value)
    assert caught.value.after == MENDED_AFTER


async def test_an_unknown_refusal_is_tried_again(api: SlackApi, sender: SlackSender) -> None:
    """Slack may think of new ones; the outbox gives up in the end."""
    api.faults.append(Fault(method="chat.postMessage", error="a_new_one"))
    with pytest.raises(RetryLaterError, match="a_new_one"):
        await sender.post_notice(ROOM, NOTICE, NONCE)


async def test_a_workspace_without_heed_is_told(sender: SlackSender) -> None:
    """It was uninstalled in the meantime."""
    with pytest.raises(UndeliverableError, match="install it there"):
        await sender.post_notice("slack/T9/C1", NOTICE, NONCE)


async def test_a_conversation_that_was_closed_is_opened_anew(
    api: SlackApi, sender: SlackSender
) -> None:
    """What was remembered may no longer hold; asked anew, Slack has the last word."""
    await sender.send_card(ROOM, "U1", CARD, NONCE)
    api.closed.add("DU1")
    with pytest.raises(RetryLaterError) as caught:
        await sender.send_card(ROOM, "U1", CARD, Nonce(name="2"))
    assert caught.value.after == 0.0
    with pytest.raises(UndeliverableError):
        await sender.send_card(ROOM, "U1", CARD, Nonce(name="2"))
    api.closed.clear()
    await sender.send_card(ROOM, "U1", CARD, Nonce(name="2"))
    assert len(api.messages["DU1"]) == 2


async def test_two_cards_refused_at_once_are_each_told(api: SlackApi, sender: SlackSender) -> None:
    """What is remembered of a conversation is forgotten by both."""
    api.closed.add("DU1")
    first, second = await asyncio.gather(
        *(sender.send_card(ROOM, "U1", CARD, Nonce(name=each)) for each in "12"),
        return_exceptions=True,
    )
    assert isinstance(first, RetryLaterError | UndeliverableError)
    assert isinstance(second, RetryLaterError | UndeliverableError)


async def test_no_refusal_holds_anybodys_words(api: SlackApi, sender: SlackSender) -> None:
    """What is raised may be logged."""
    for error in ("invalid_blocks", "missing_scope", "a_new_one"):
        api.faults.append(Fault(method="chat.postMessage", error=error))
        with pytest.raises((RetryLaterError, UndeliverableError)) as caught:
            await sender.post_follow(ROOM, FOLLOW, NONCE)
        assert "go back" not in str(caught.value)


async def test_a_slack_that_cant_be_reached_is_tried_again(
    sender: SlackSender, workspaces: OneWorkspace
) -> None:
    """Nobody listens at that address."""
    workspaces.url = "http://127.0.0.1:1/api/"
    with pytest.raises(RetryLaterError, match="couldn't be reached"):
        await sender.post_notice(ROOM, NOTICE, NONCE)
