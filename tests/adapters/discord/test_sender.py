"""The sender against a small Discord with faults: each delivery once in effect, each told."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import discord
import pytest

from adapters.discord.errors import MENDED_AFTER
from adapters.discord.permalinks import Permalinks
from adapters.discord.sender import DiscordSender
from bot.domain.events import Action
from bot.domain.pages import Line, Page, Section
from bot.domain.room import Purpose
from bot.domain.views import Button, CardView, FollowView, NoticeView
from bot.domain.wording import notice_view
from bot.runtime.ports import Errand, Nonce, Parcel, RetryLaterError, UndeliverableError
from bot.runtime.refusals import Refusals
from tests.adapters.discord.faces import ASKED, room_with
from tests.adapters.discord.restapi import DIRECT, DiscordApi, Fault, Json, Rooms, served

CHANNEL = 1_180_000_000_000_000_002
THREAD = 1_180_000_000_000_000_003
CONVENERS = 1_180_000_000_000_000_004
GUILD = 1_180_000_000_000_000_001
MOIRA = 1_180_000_000_000_000_101
TOM = 1_180_000_000_000_000_102
DMS = DIRECT + MOIRA
ROOM = f"discord/{GUILD}/{CHANNEL}"
NONCE = Nonce(name=f"{ROOM} send nudge:1180000000000005000:{MOIRA}")
AGAIN = replace(NONCE, again=True)
MESSAGE = "1180000000000005000"
CARD = CardView(
    card=f"nudge:{MESSAGE}:{MOIRA}",
    purpose=Purpose.NUDGE,
    title="Something in #place may be worth returning to",
    lines=("Only you see this. There is no hurry.",),
    buttons=(
        Button(action=Action.GO, label="Go to the message"),
        Button(action=Action.SHOW, label="Show"),
    ),
    target=MESSAGE,
)
WORD = CardView(
    card=f"unshared:p1:{MOIRA}",
    purpose=Purpose.UNSHARED,
    title="Heed couldn't post the summary in #place",
    lines=("Nothing was posted.",),
)
FOLLOW = FollowView(
    by=str(MOIRA),
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
CHANNELS = {
    "card": DMS,
    "word": DMS,
    "follow": CHANNEL,
    "notice": CHANNEL,
    "page": CHANNEL,
}


@pytest.fixture
def api() -> DiscordApi:
    """A server on which one question was asked."""
    made = DiscordApi()
    assert made.say(CHANNEL, "Who pays?", TOM)["id"] == MESSAGE
    return made


@pytest.fixture
async def client(api: DiscordApi, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[discord.Client]:
    """The library's client."""
    async with served(api, monkeypatch) as found:
        yield found


@pytest.fixture
def rooms() -> Rooms:
    """What is known of rooms: nothing."""
    return Rooms()


@pytest.fixture
def sender(client: discord.Client, rooms: Rooms) -> DiscordSender:
    """A sender that has sent nothing yet, without a conveners' channel."""
    return DiscordSender(client, Permalinks(rooms), lambda _: None)


@pytest.fixture
def sharing(client: discord.Client, rooms: Rooms) -> DiscordSender:
    """One with a conveners' channel."""
    return DiscordSender(client, Permalinks(rooms), lambda _: CONVENERS)


async def deliver(sender: DiscordSender, what: str, nonce: Nonce) -> str:
    """One of everything."""
    match what:
        case "card":
            return await sender.send_card(ROOM, str(MOIRA), CARD, nonce)
        case "word":
            return await sender.send_card(ROOM, str(MOIRA), WORD, nonce)
        case "follow":
            return await sender.post_follow(ROOM, FOLLOW, nonce)
        case "notice":
            return await sender.post_notice(ROOM, NOTICE, nonce)
    return await sender.post_page(ROOM, PAGE, nonce)


# --- what arrives ----------------------------------------------------------------------------


async def test_a_card_is_a_direct_message(api: DiscordApi, sender: DiscordSender) -> None:
    """It leads to the message, and its nonce tells nothing."""
    ref = await sender.send_card(ROOM, str(MOIRA), CARD, NONCE)
    (sent,) = api.said(DMS)
    assert ref == f"{DMS}:{sent['id']}"
    assert sent["content"] == f"**{CARD.title}**\n{CARD.lines[0]}"
    assert f"https://discord.com/channels/{GUILD}/{CHANNEL}/{MESSAGE}" in json.dumps(sent)
    assert str(CHANNEL) not in sent["nonce"]
    assert len(sent["nonce"]) <= 25


async def test_a_question_in_a_thread_is_linked_there(
    api: DiscordApi, sender: DiscordSender, rooms: Rooms
) -> None:
    """Whether it is still in the room's memory or not."""
    asked = replace(ASKED, id=MESSAGE, message=MESSAGE, thread=str(THREAD))
    rooms.there[ROOM] = room_with(asked=(asked,))
    await sender.send_card(ROOM, str(MOIRA), CARD, NONCE)
    rooms.there[ROOM].questions.clear()
    rooms.retired.append(asked)
    await sender.send_card(ROOM, str(MOIRA), CARD, Nonce(name="2"))
    for each in api.said(DMS):
        assert f"/{GUILD}/{THREAD}/{MESSAGE}" in json.dumps(each)


async def test_a_conversation_is_opened_once(api: DiscordApi, sender: DiscordSender) -> None:
    """However many cards somebody gets."""
    for number in range(3):
        await sender.send_card(ROOM, str(MOIRA), CARD, Nonce(name=str(number)))
    assert len(api.called("POST", "/users/@me/channels")) == 1
    assert len(api.said(DMS)) == 3


async def test_a_follow_replies_to_the_question(api: DiscordApi, sender: DiscordSender) -> None:
    """Where it was asked; nobody is pinged, and no link unfolds."""
    api.said(THREAD).append({**api.said(CHANNEL)[0]})
    await sender.post_follow(ROOM, replace(FOLLOW, text="@everyone <@1>"), NONCE)
    await sender.post_follow(ROOM, replace(FOLLOW, thread=str(THREAD)), Nonce(name="2"))
    first, second = api.called("POST", "/messages")
    assert first["message_reference"]["message_id"] == int(MESSAGE)
    assert second["message_reference"]["channel_id"] == THREAD
    assert first["allowed_mentions"] == {"parse": [], "replied_user": False}
    assert first["flags"] == 4
    assert "@everyone" not in first["content"]
    assert len(api.said(THREAD)) == 2


async def test_notices_and_pages_stand_in_the_channel(
    api: DiscordApi, sender: DiscordSender
) -> None:
    """A page's lines lead to their messages."""
    notice = await sender.post_notice(ROOM, NOTICE, NONCE)
    page = await sender.post_page(ROOM, PAGE, Nonce(name="2"))
    assert [each["id"] for each in api.said(CHANNEL)[1:]] == [notice, page]
    assert f"/{CHANNEL}/{MESSAGE}>)" in json.dumps(api.said(CHANNEL)[-1]["embeds"])


async def test_cards_and_pages_change_where_they_stand(
    api: DiscordApi, sender: DiscordSender
) -> None:
    """Nothing new is sent."""
    card = await sender.send_card(ROOM, str(MOIRA), CARD, NONCE)
    page = await sender.post_page(ROOM, PAGE, Nonce(name="2"))
    closed = replace(CARD, lines=("Nothing to do.",), closed=True)
    await sender.update_card(ROOM, str(MOIRA), card, closed)
    await sender.update_page(ROOM, page, replace(PAGE, title="Changed"))
    (changed,) = api.said(DMS)
    assert "Nothing to do." in changed["content"]
    assert changed["components"] == changed["embeds"] == []
    assert "Changed" in api.said(CHANNEL)[-1]["content"]
    assert len(api.called("POST", "/messages")) == 2


@pytest.mark.parametrize("code", [10008, 10003])
async def test_a_card_that_is_gone_needs_no_change(
    api: DiscordApi, sender: DiscordSender, code: int
) -> None:
    """That is no trouble."""
    api.faults.append(Fault(method="PATCH", status=404, code=code))
    await sender.update_card(ROOM, str(MOIRA), f"{DMS}:{MESSAGE}", CARD)


async def test_another_refusal_of_a_change_is_told(api: DiscordApi, sender: DiscordSender) -> None:
    """It may be tried again."""
    api.faults.append(Fault(method="PATCH", status=403, code=50001))
    with pytest.raises(UndeliverableError, match="let its role view it"):
        await sender.update_page(ROOM, MESSAGE, PAGE)


# --- the conveners' channel ------------------------------------------------------------------


async def test_closed_direct_messages_say_what_to_do(
    api: DiscordApi, sender: DiscordSender
) -> None:
    """Where there is no conveners' channel."""
    api.closed.add(DMS)
    with pytest.raises(UndeliverableError, match="HEED_DISCORD_CONVENERS_CHANNEL"):
        await sender.send_card(ROOM, str(MOIRA), CARD, NONCE)


async def test_a_card_goes_to_the_conveners_channel_instead(
    api: DiscordApi, sharing: DiscordSender
) -> None:
    """There nobody reads what it is about, and nobody is named."""
    api.closed.add(DMS)
    await sharing.send_card(ROOM, str(MOIRA), CARD, NONCE)
    (sent,) = api.said(CONVENERS)
    assert "Show" in json.dumps(sent["components"])
    assert not any(each in json.dumps(sent) for each in (MESSAGE, str(MOIRA), "https://"))


async def test_a_card_in_the_conveners_channel_never_shows_anything(
    api: DiscordApi, sharing: DiscordSender
) -> None:
    """Neither once it is shown to its recipient, nor at its end; and it stays found."""
    api.closed.add(DMS)
    ref = await sharing.send_card(ROOM, str(MOIRA), CARD, NONCE)
    assert await sharing.send_card(ROOM, str(MOIRA), CARD, AGAIN) == ref
    (sent,) = api.said(CONVENERS)
    await sharing.update_card(ROOM, str(MOIRA), ref, replace(CARD, buttons=CARD.buttons[:1]))
    assert not any(each in json.dumps(sent) for each in (MESSAGE, "https://"))
    closed = replace(CARD, lines=("This one is settled.",), closed=True)
    await sharing.update_card(ROOM, str(MOIRA), ref, closed)
    assert "This one is settled." in sent["content"]
    assert sent["components"] == []


async def test_other_refusals_dont_lead_there(api: DiscordApi, sharing: DiscordSender) -> None:
    """A card isn't for everybody because Discord is in trouble."""
    api.faults.append(Fault(method="POST", status=401))
    with pytest.raises(RetryLaterError):
        await sharing.send_card(ROOM, str(MOIRA), CARD, NONCE)
    assert api.said(CONVENERS) == []


# --- once in effect --------------------------------------------------------------------------

UNCLEAR = {
    "silent": Fault(method="POST", taken=True, silent=True),
    "cut off": Fault(method="POST", taken=True, cut=True),
}


async def try_once(sender: DiscordSender, what: str) -> None:
    """A delivery that ends unclearly, with the time that the outbox gives it."""
    with pytest.raises((RetryLaterError, TimeoutError)):
        async with asyncio.timeout(0.2):
            await deliver(sender, what, Nonce(name=what))


@pytest.mark.parametrize("forgets", [False, True])
@pytest.mark.parametrize("fault", UNCLEAR.values(), ids=UNCLEAR)
@pytest.mark.parametrize("what", CHANNELS)
async def test_what_discord_took_without_saying_so_is_found(
    api: DiscordApi, client: discord.Client, what: str, fault: Fault, *, forgets: bool
) -> None:
    """By another life too, and when Discord remembers the nonce no more."""
    sender = DiscordSender(client, Permalinks(Rooms()), lambda _: None)
    await client.create_dm(discord.Object(MOIRA))
    api.forgets_nonces = forgets
    api.faults.append(fault)
    await try_once(sender, what)
    channel = CHANNELS[what]
    stands = api.said(channel)[-1]["id"]
    api.say(channel, "Something else", TOM)
    other = DiscordSender(client, Permalinks(Rooms()), lambda _: None)
    ref = await deliver(other, what, Nonce(name=what, again=True))
    assert ref.rpartition(":")[2] == stands
    assert sum(int(each["author"]["id"]) != TOM for each in api.said(channel)) == 1


@pytest.mark.parametrize("what", CHANNELS)
async def test_what_was_refused_before_discord_took_it_is_found(
    api: DiscordApi, sender: DiscordSender, client: discord.Client, what: str
) -> None:
    """That Discord took nothing of the first attempt says nothing of the second."""
    await client.create_dm(discord.Object(MOIRA))
    api.forgets_nonces = True
    api.faults += [busy(45.0), UNCLEAR["cut off"]]
    await try_once(sender, what)
    with pytest.raises((RetryLaterError, TimeoutError)):
        async with asyncio.timeout(0.2):
            await deliver(sender, what, Nonce(name=what, again=True))
    stands = api.said(CHANNELS[what])[-1]["id"]
    ref = await deliver(sender, what, Nonce(name=what, again=True))
    assert ref.rpartition(":")[2] == stands


# --- the notice, which goes back and forth ---------------------------------------------------


def _stopped() -> NoticeView:
    room = room_with()
    room.conveners.clear()
    return notice_view(room)


LISTENING = notice_view(room_with())
OTHERS = {
    "nobody convenes": (LISTENING, _stopped()),
    "somebody does": (_stopped(), LISTENING),
    "another does": (LISTENING, replace(LISTENING, lines=("Convening: Lena.",))),
}


async def _said_twice(sender: DiscordSender, notice: NoticeView, other: NoticeView) -> None:
    """A notice, and another since."""
    await sender.post_notice(ROOM, notice, Nonce(name="notice 1"))
    await sender.post_notice(ROOM, other, Nonce(name="notice 2"))


@pytest.mark.parametrize("others", OTHERS.values(), ids=OTHERS)
async def test_a_notice_that_was_refused_is_the_last_word_all_the_same(
    api: DiscordApi, sender: DiscordSender, others: tuple[NoticeView, NoticeView]
) -> None:
    """The same words stand further up; since Discord took nothing, nothing is looked for."""
    await _said_twice(sender, *others)
    refusals = Refusals()
    first = Parcel(room=ROOM, id="notice 3", errand=Errand.POST_NOTICE, due_at=0.0, attempts=1)
    api.faults.append(busy(45.0))
    nonce = refusals.nonce(first)
    with pytest.raises(RetryLaterError) as caught:
        await sender.post_notice(ROOM, others[0], nonce)
    refusals.note(first, nonce, caught.value)
    ref = await sender.post_notice(ROOM, others[0], refusals.nonce(replace(first, attempts=2)))
    assert api.said(CHANNEL)[-1]["id"] == ref
    assert len(api.said(CHANNEL)) == 4
    assert api.called("GET", "/messages") == []


@pytest.mark.parametrize("taken", [False, True])
@pytest.mark.parametrize("others", OTHERS.values(), ids=OTHERS)
async def test_a_notice_before_another_counts_for_nothing(
    api: DiscordApi,
    sender: DiscordSender,
    others: tuple[NoticeView, NoticeView],
    *,
    taken: bool,
) -> None:
    """Where nobody knows whether it was taken it is looked for behind the other alone."""
    await _said_twice(sender, *others)
    api.forgets_nonces = True
    api.faults.append(Fault(method="POST", cut=True, taken=taken))
    with pytest.raises(RetryLaterError):
        await sender.post_notice(ROOM, others[0], Nonce(name="notice 3"))
    await sender.post_page(ROOM, PAGE, Nonce(name="page"))
    ref = await sender.post_notice(ROOM, others[0], Nonce(name="notice 3", again=True))
    notices = [each["id"] for each in api.said(CHANNEL)[1:] if not each["embeds"]]
    assert notices[2:] == [ref]


@pytest.mark.parametrize("what", ["card", "shared", "page"])
async def test_what_isnt_to_be_sent_any_more_is_found_if_it_stands(
    api: DiscordApi, sharing: DiscordSender, what: str
) -> None:
    """Where it was taken without an answer; nothing is sent, and nothing found that isn't there."""
    if what == "shared":
        api.closed.add(DMS)
    assert await _found(sharing, what, AGAIN) is None
    ref = await deliver(sharing, "page" if what == "page" else "card", NONCE)
    assert ref.startswith("shared ") is (what == "shared")
    assert await _found(sharing, what, AGAIN) == ref
    assert await _found(sharing, what, NONCE) is None


async def _found(sender: DiscordSender, what: str, nonce: Nonce) -> str | None:
    if what == "page":
        return await sender.find_page(ROOM, nonce)
    return await sender.find_card(ROOM, str(MOIRA), CARD.card, nonce)


async def test_what_discord_didnt_take_is_sent_anew(api: DiscordApi, sender: DiscordSender) -> None:
    """It was looked for, and wasn't there."""
    api.faults.append(Fault(method="POST", cut=True))
    with pytest.raises(RetryLaterError, match="couldn't be reached"):
        await sender.post_notice(ROOM, NOTICE, NONCE)
    await sender.post_notice(ROOM, NOTICE, AGAIN)
    assert len(api.called("GET", "/messages")) == 1
    assert len(api.said(CHANNEL)) == 2


async def test_a_server_error_is_tried_again_by_the_library(
    api: DiscordApi, sender: DiscordSender
) -> None:
    """It can't do anything twice: Discord knows the nonce."""
    api.faults.append(Fault(method="POST", status=500, taken=True))
    await sender.post_notice(ROOM, NOTICE, NONCE)
    assert len(api.called("POST", "/messages")) == 2
    assert len(api.said(CHANNEL)) == 2


async def test_a_long_history_is_looked_through(api: DiscordApi, sender: DiscordSender) -> None:
    """The follow stands further back."""
    ref = await sender.post_follow(ROOM, FOLLOW, NONCE)
    for number in range(150):
        api.say(CHANNEL, f"message {number}", TOM)
    api.forgets_nonces = True
    assert await sender.post_follow(ROOM, FOLLOW, AGAIN) == ref


async def test_whoever_is_renamed_posts_once(api: DiscordApi, sender: DiscordSender) -> None:
    """Their words and what they reply to are the same."""
    ref = await sender.post_follow(ROOM, FOLLOW, NONCE)
    api.forgets_nonces = True
    renamed = replace(FOLLOW, label="Ruth Adeyemi, sent through Heed")
    assert await sender.post_follow(ROOM, renamed, AGAIN) == ref


@pytest.mark.parametrize("what", ["card", "follow", "page"])
async def test_another_delivery_counts_for_nothing(
    api: DiscordApi, sender: DiscordSender, what: str
) -> None:
    """Of another card, about another question, or another page of the same title."""
    other = api.say(CHANNEL, "And who decides?", TOM)
    await sender.send_card(ROOM, str(MOIRA), replace(CARD, card="nudge:1:2"), Nonce(name="1"))
    await sender.post_follow(ROOM, replace(FOLLOW, reply_to=other["id"]), Nonce(name="2"))
    await sender.post_page(ROOM, PAGE, Nonce(name="3"))
    before = len(api.said(CHANNELS[what]))
    await deliver(sender, what, AGAIN)
    assert len(api.said(CHANNELS[what])) == before + 1


async def test_somebody_elses_copy_counts_for_nothing(
    api: DiscordApi, sender: DiscordSender
) -> None:
    """Whoever says the same keeps nothing from being posted."""
    await sender.post_notice(ROOM, NOTICE, NONCE)
    copied = api.said(CHANNEL)[-1]
    copied["author"] = {**copied["author"], "id": str(TOM)}
    api.forgets_nonces = True
    await sender.post_notice(ROOM, NOTICE, AGAIN)
    assert len(api.said(CHANNEL)) == 3


# --- refusals --------------------------------------------------------------------------------


def busy(seconds: float, *, everywhere: bool = False) -> Fault:
    """Discord is asked too often."""
    body: Json = {"message": "busy", "retry_after": seconds, "global": everywhere}
    return Fault(method="POST", status=429, body=body)


@pytest.mark.parametrize("everywhere", [False, True])
async def test_a_busy_discord_is_asked_again_after_a_moment(
    api: DiscordApi, sender: DiscordSender, *, everywhere: bool
) -> None:
    """The library itself waits."""
    api.faults.append(busy(0.01, everywhere=everywhere))
    await sender.post_notice(ROOM, NOTICE, NONCE)
    assert len(api.said(CHANNEL)) == 2


async def test_a_long_wait_is_handed_on(api: DiscordApi, sender: DiscordSender) -> None:
    """To the second; and Discord took nothing, surely."""
    api.faults.append(busy(45.0))
    with pytest.raises(RetryLaterError) as caught:
        await sender.post_notice(ROOM, NOTICE, NONCE)
    assert caught.value.after == 45.0
    assert caught.value.untouched
    await sender.post_notice(ROOM, NOTICE, AGAIN)
    assert len(api.called("GET", "/messages")) == 1
    assert len(api.said(CHANNEL)) == 2


async def test_a_ban_for_asking_too_often_is_waited_for(
    api: DiscordApi, sender: DiscordSender
) -> None:
    """It comes from before Discord, and says how long in a header."""
    fault = Fault(method="POST", status=429, body={}, headers={"Retry-After": "60"})
    api.faults += [fault, replace(fault, headers={})]
    for after in (60.0, None):
        with pytest.raises(RetryLaterError, match="busy") as caught:
            await sender.post_notice(ROOM, NOTICE, NONCE)
        assert caught.value.after == after
        assert caught.value.untouched


@pytest.mark.parametrize(
    ("status", "code", "mend"),
    [
        (404, 10003, "choose another"),
        (404, 10004, "invite it again"),
        (404, 10013, "ask somebody else"),
        (403, 50001, "let its role view it"),
        (403, 50013, "let its role send messages"),
        (403, 50278, "share no server"),
        (400, 50083, "open it again"),
        (403, 160005, "unlock it"),
        (400, 200000, "AutoMod"),
        (400, 50006, "please report this"),
        (400, 50035, "please report this"),
        (400, 50008, "choose another"),
    ],
)
async def test_what_can_never_arrive_says_why(
    api: DiscordApi, sender: DiscordSender, status: int, code: int, mend: str
) -> None:
    """In plain words with the mend, and Discord's own number of it for whoever looks it up."""
    api.faults.append(Fault(method="POST", status=status, code=code))
    with pytest.raises(UndeliverableError) as caught:
        await sender.post_notice(ROOM, NOTICE, NONCE)
    assert mend in str(caught.value)
    assert f"({code})" in str(caught.value)


@pytest.mark.parametrize(
    ("status", "code", "mend"),
    [
        (401, 0, "DISCORD_BOT_TOKEN"),
        (403, 40001, "DISCORD_BOT_TOKEN"),
        (403, 40002, "developer portal"),
        (403, 60003, "two-factor"),
    ],
)
async def test_what_an_admin_can_mend_waits_for_it(
    api: DiscordApi, sender: DiscordSender, status: int, code: int, mend: str
) -> None:
    """Nothing is lost while somebody mends it."""
    api.faults.append(Fault(method="POST", status=status, code=code))
    with pytest.raises(RetryLaterError, match=mend) as caught:
        await sender.send_card(ROOM, str(MOIRA), CARD, NONCE)
    assert caught.value.after == MENDED_AFTER
    assert caught.value.untouched


async def test_what_isnt_known_to_be_untouched_isnt_said_to_be(
    api: DiscordApi, sender: DiscordSender
) -> None:
    """Discord was in trouble, or the connection was: it may have been taken."""
    for fault in (UNCLEAR["cut off"], Fault(method="POST", status=503, taken=True)):
        api.faults.append(fault)
        with pytest.raises(RetryLaterError) as caught:
            await sender.post_notice(ROOM, NOTICE, NONCE)
        assert not caught.value.untouched


async def test_a_question_that_was_deleted_meanwhile_isnt_followed(
    api: DiscordApi, sender: DiscordSender
) -> None:
    """There is nothing to reply to any more."""
    errors = {"message_reference": {"_errors": [{"code": "X", "message": "Unknown message"}]}}
    body = {"code": 50035, "message": "Invalid Form Body", "errors": errors}
    api.faults.append(Fault(method="POST", status=400, body=body))
    with pytest.raises(UndeliverableError, match="isn't there any more"):
        await sender.post_follow(ROOM, FOLLOW, NONCE)


async def test_an_unknown_refusal_is_tried_again(api: DiscordApi, sender: DiscordSender) -> None:
    """Discord may think of new ones; the outbox gives up in the end."""
    api.faults.append(Fault(method="POST", status=403, code=99999))
    with pytest.raises(RetryLaterError, match="99999") as caught:
        await sender.post_notice(ROOM, NOTICE, NONCE)
    assert caught.value.untouched


async def test_no_refusal_holds_anybodys_words(api: DiscordApi, sender: DiscordSender) -> None:
    """What is raised may be logged."""
    for code in (50035, 40001, 99999):
        body = {"code": code, "message": FOLLOW.text}
        api.faults.append(Fault(method="POST", status=400, body=body))
        with pytest.raises((RetryLaterError, UndeliverableError)) as caught:
            await sender.post_follow(ROOM, FOLLOW, NONCE)
        assert "go back" not in str(caught.value)


async def test_a_discord_that_cant_be_reached_is_tried_again(
    sender: DiscordSender, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody listens at that address."""
    monkeypatch.setattr(discord.http.Route, "BASE", "http://127.0.0.1:1")
    with pytest.raises(RetryLaterError, match="couldn't be reached"):
        await sender.post_notice(ROOM, NOTICE, NONCE)
