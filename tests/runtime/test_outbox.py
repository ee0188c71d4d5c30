"""The outbox: each parcel once in effect, in order, and never lost in silence."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.domain.events import (
    DeliveryFailed,
    FollowFailed,
    FollowPosted,
    LetGo,
    MemberJoined,
    MessageDeleted,
    MessageEdited,
    NoticeFailed,
    NoticePosted,
    Paused,
)
from bot.domain.question import State
from bot.domain.views import CardView, FollowView
from bot.runtime.companion import Companion
from bot.runtime.outbox import ATTEMPTS, CLAIMED_FOR, FIRST_RETRY, LAST_RETRY, Outbox
from bot.runtime.ports import Errand, RetryLaterError, UndeliverableError
from tests.runtime.conftest import Rig
from tests.runtime.fakes import CONVENER, PATIENCE, ROOM, message, post_through_heed


async def test_a_card_is_delivered_once(rig: Rig) -> None:
    """The nudge goes to its recipient, discreet, and stands in the outbox no more."""
    await rig.ask_and_wait()
    await rig.settle_down()
    await rig.settle_down()
    (delivery,) = rig.sender.deliveries
    assert (delivery.what, delivery.room, delivery.to) == ("card", ROOM, CONVENER)
    assert not delivery.again
    assert isinstance(delivery.view, CardView)
    assert await rig.store.sent_ref(ROOM, "m1") == "ref-1"
    assert await rig.store.next_delivery() is None


async def test_a_crash_after_the_commit_loses_nothing(rig: Rig) -> None:
    """A card that was decided but not sent goes out from the next process."""
    await rig.ask_and_wait()
    rig.restart()
    await rig.settle_down()
    assert rig.sender.kinds == ["card"]


async def test_a_crash_after_sending_sends_once_more_with_the_same_nonce(rig: Rig) -> None:
    """The platform knows the nonce, so its reader sees one card."""
    await rig.ask_and_wait()
    await rig.store.claim_parcels(rig.clock.at, rig.clock.after(CLAIMED_FOR))
    room = await rig.room()
    rig.sender.refs["fake/room send m1"] = "ref-of-the-lost-one"
    rig.restart()
    await rig.settle_down()
    assert rig.sender.deliveries == []
    await rig.pass_time(CLAIMED_FOR)
    assert [each.nonce for each in rig.sender.deliveries] == ["fake/room send m1"]
    assert rig.sender.deliveries[0].again
    assert await rig.store.sent_ref(ROOM, room.cards["m1"].id) == "ref-of-the-lost-one"


async def test_a_process_that_is_alone_waits_for_nobody_who_died(rig: Rig) -> None:
    """However fast the clock ran when the other claimed: it is killed, and this one goes on."""
    await rig.ask_and_wait()
    hours = 60 * 60.0 * CLAIMED_FOR
    assert await rig.store.claim_parcels(rig.clock.at, rig.clock.at + hours)
    rig.restart()
    arrived = asyncio.Event()
    rig.sender.before = arrived.set
    async with rig.companion, asyncio.timeout(10):
        await arrived.wait()
    assert [each.nonce for each in rig.sender.deliveries] == ["fake/room send m1"]


async def test_one_of_several_waits_until_the_claim_is_over(rig: Rig) -> None:
    """Another may be at it: only time tells that it has died."""
    await rig.ask_and_wait()
    assert await rig.store.claim_parcels(rig.clock.at, rig.clock.after(CLAIMED_FOR))
    outbox = Outbox(rig.store, rig.companion._desk, rig.clock, {"fake": rig.sender})
    await outbox._step()
    assert rig.sender.deliveries == []


async def test_a_card_whose_question_was_settled_meanwhile_is_not_sent(rig: Rig) -> None:
    """Nobody is nudged about what is over before they could see it."""
    await rig.ask_and_wait()
    await rig.companion.receive(LetGo(room=ROOM, at=rig.clock.at, by="ana", message="m1"))
    with capture_logs() as logs:
        await rig.settle_down()
    assert rig.sender.deliveries == []
    assert await rig.store.sent_ref(ROOM, "m1") is None
    assert [each["event"] for each in logs if each["log_level"] == "info"] == [
        "a parcel had become pointless"
    ]


async def test_a_card_that_stands_unheard_is_corrected_though_it_is_over(rig: Rig) -> None:
    """The platform had taken it, nobody heard so, and its question was deleted since."""
    await rig.ask_and_wait()
    rig.sender.trouble.append(TimeoutError())
    await rig.settle_down()
    rig.sender.refs["fake/room send m1"] = "ref-of-the-unheard-one"
    for event in (
        MessageEdited(room=ROOM, at=rig.clock.at, id="m1", text="Who decides on this?"),
        MessageDeleted(room=ROOM, at=rig.clock.at, id="m1"),
    ):
        await rig.companion.receive(event)
    await rig.pass_time(FIRST_RETRY)
    (corrected,) = rig.sender.deliveries
    assert (corrected.what, corrected.ref) == ("update", "ref-of-the-unheard-one")
    assert isinstance(corrected.view, CardView)
    assert corrected.view.closed


async def test_a_card_that_never_stood_and_is_over_is_not_sent(rig: Rig) -> None:
    """An attempt failed, and the platform has nothing of it."""
    await rig.ask_and_wait()
    rig.sender.trouble.append(TimeoutError())
    await rig.settle_down()
    await rig.companion.receive(LetGo(room=ROOM, at=rig.clock.at, by="ana", message="m1"))
    await rig.pass_time(FIRST_RETRY)
    assert rig.sender.deliveries == []
    assert await rig.store.next_delivery() is None


async def test_a_card_shows_what_is_true_when_it_goes_out(rig: Rig) -> None:
    """An edit between decision and delivery is in the card already, so no update follows."""
    await rig.ask_and_wait()
    edit = MessageEdited(room=ROOM, at=rig.clock.at, id="m1", text="Who decides on this now?")
    await rig.companion.receive(edit)
    await rig.settle_down()
    assert rig.sender.kinds == ["card"]


async def test_a_delivered_card_is_corrected_in_place(rig: Rig) -> None:
    """Several changes before the update went out make one update, with the card's reference."""
    await rig.ask_and_wait()
    await rig.settle_down()
    for text in ("Who decides here?", "Who decides on this?"):
        await rig.companion.receive(MessageEdited(room=ROOM, at=rig.clock.at, id="m1", text=text))
    await rig.settle_down()
    assert [(each.what, each.ref) for each in rig.sender.deliveries] == [
        ("card", ""),
        ("update", "ref-1"),
    ]


async def test_a_change_while_a_parcel_is_on_its_way_brings_an_update(rig: Rig) -> None:
    """What was rendered before the change doesn't stand for it."""
    await rig.ask_and_wait()
    edit = MessageEdited(room=ROOM, at=rig.clock.at, id="m1", text="Who decides on this?")
    changes = []

    def change_once() -> None:
        rig.sender.before = None
        changes.append(asyncio.create_task(rig.companion.receive(edit)))

    rig.sender.before = change_once
    await rig.settle_down()
    await asyncio.gather(*changes)
    await rig.settle_down()
    assert rig.sender.kinds == ["card", "update"]


async def test_a_follow_takes_the_question_up_once_it_stands(rig: Rig) -> None:
    """The posted message's id comes back to the core in the transaction that ends the parcel."""
    await rig.ask_and_wait()
    await rig.settle_down()
    await rig.companion.receive(MemberJoined(room=ROOM, at=1.0, member=CONVENER, name="Cora"))
    replies = await rig.companion.receive(post_through_heed("Worth asking!", at=rig.clock.at))
    assert [each.text for each in replies] == ["Posting."]
    await rig.settle_down()
    view = rig.sender.deliveries[-1].view
    assert isinstance(view, FollowView)
    assert (view.by, view.text, view.reply_to) == (CONVENER, "Worth asking!", "m1")
    posted = rig.core.seen[-1]
    assert isinstance(posted, FollowPosted)
    assert (posted.id, posted.by, posted.text) == ("ref-2", CONVENER, "Worth asking!")
    assert posted.post == "m1 post"
    assert (await rig.room()).questions["m1"].state is State.FOLLOWED


async def test_a_follow_pressed_twice_is_posted_once(rig: Rig) -> None:
    """A second press with the same card changes nothing."""
    await rig.ask_and_wait()
    for _ in range(2):
        await rig.companion.receive(post_through_heed("Worth asking!", at=rig.clock.at))
    await rig.settle_down()
    assert rig.sender.kinds == ["card", "follow"]


async def test_a_follow_to_a_question_that_is_gone_is_not_posted(rig: Rig) -> None:
    """The asker deleted it in the meantime: nothing points at it in public."""
    await rig.ask_and_wait()
    await rig.settle_down()
    await rig.companion.receive(post_through_heed("Worth asking!", at=rig.clock.at))
    await rig.companion.receive(MessageDeleted(room=ROOM, at=rig.clock.at, id="m1"))
    await rig.settle_down()
    assert rig.sender.kinds == ["card"]


async def test_the_newest_notice_is_posted_and_the_core_told(rig: Rig) -> None:
    """A wording that was overtaken before it was posted isn't posted."""
    for by in ("ana", "ben"):
        await rig.companion.receive(Paused(room=ROOM, at=rig.clock.at, by=by))
    await rig.settle_down()
    assert rig.sender.kinds == ["notice"]
    assert rig.core.seen[-1] == NoticePosted(room=ROOM, at=rig.clock.at, notice="paused by ben")
    assert (await rig.room()).notice_posted == "paused by ben"


# --- trouble ---------------------------------------------------------------------------------


async def test_a_platform_that_says_when_is_asked_then(rig: Rig) -> None:
    """Its own wish counts, to the second."""
    await rig.ask_and_wait()
    rig.sender.trouble.append(RetryLaterError("slow down", after=45.0))
    await rig.settle_down()
    await rig.pass_time(44.0)
    assert rig.sender.deliveries == []
    await rig.pass_time(1.0)
    assert rig.sender.kinds == ["card"]


@pytest.mark.parametrize(
    "error", [RetryLaterError("not now"), TimeoutError(), ConnectionResetError("gone")]
)
async def test_trouble_is_tried_again_ever_less_often(rig: Rig, error: Exception) -> None:
    """Whatever it was, the parcel isn't lost; the pauses double."""
    await rig.ask_and_wait()
    rig.sender.trouble.extend([error, error])
    await rig.settle_down()
    await rig.pass_time(FIRST_RETRY)
    await rig.pass_time(FIRST_RETRY * 2 - 0.5)
    assert rig.sender.deliveries == []
    await rig.pass_time(0.5)
    assert rig.sender.kinds == ["card"]


async def test_what_was_refused_surely_isnt_looked_for(rig: Rig) -> None:
    """However often: each time the platform said that it did nothing."""
    await rig.ask_and_wait()
    refused = RetryLaterError("slow down", after=5.0, untouched=True)
    rig.sender.trouble.extend([refused, refused])
    await rig.settle_down()
    await rig.pass_time(5.0)
    await rig.pass_time(5.0)
    assert [each.again for each in rig.sender.deliveries] == [False]


@pytest.mark.parametrize("unclear", [0, 1, 2])
async def test_one_attempt_without_a_known_end_is_looked_for_ever_after(
    rig: Rig, unclear: int
) -> None:
    """Whatever was said of those before and after it."""
    await rig.ask_and_wait()
    refused = RetryLaterError("slow down", after=5.0, untouched=True)
    rig.sender.trouble.extend(TimeoutError() if each == unclear else refused for each in range(3))
    await rig.settle_down()
    for _ in range(3):
        await rig.pass_time(10.0)
    assert [each.again for each in rig.sender.deliveries] == [True]


async def test_a_parcel_that_another_process_took_up_since_is_looked_for(rig: Rig) -> None:
    """What was refused here says nothing of what came of it there."""
    await rig.ask_and_wait()
    rig.sender.trouble.append(RetryLaterError("slow down", after=5.0, untouched=True))
    await rig.settle_down()
    rig.clock.at += 5.0
    assert await rig.store.claim_parcels(rig.clock.at, rig.clock.after(CLAIMED_FOR))
    await rig.pass_time(CLAIMED_FOR)
    assert [each.again for each in rig.sender.deliveries] == [True]


async def test_a_card_that_can_never_arrive_is_told_to_the_core(rig: Rig) -> None:
    """Closed direct messages are a visible failure, in the transaction that ends the parcel."""
    await rig.companion.receive(MemberJoined(room=ROOM, at=1.0, member=CONVENER, name="Cora"))
    await rig.ask_and_wait()
    rig.sender.trouble.append(UndeliverableError("direct messages are closed"))
    with capture_logs() as logs:
        await rig.settle_down()
    failed = DeliveryFailed(room=ROOM, at=rig.clock.at, card="m1", to=CONVENER)
    assert rig.core.seen[-1] == failed
    assert not (await rig.room()).members[CONVENER].present
    assert [each["log_level"] for each in logs] == ["error"]
    assert await rig.store.next_delivery() is None


async def test_too_many_attempts_are_a_failure(rig: Rig) -> None:
    """A platform that never recovers isn't asked for ever."""
    await rig.companion.receive(MemberJoined(room=ROOM, at=1.0, member=CONVENER, name="Cora"))
    await rig.ask_and_wait()
    rig.sender.trouble.extend(RetryLaterError("not now") for _ in range(ATTEMPTS))
    await rig.settle_down()
    for _ in range(ATTEMPTS - 1):
        assert not isinstance(rig.core.seen[-1], DeliveryFailed)
        await rig.pass_time(LAST_RETRY)
    assert isinstance(rig.core.seen[-1], DeliveryFailed)
    assert not rig.sender.trouble
    assert await rig.store.next_delivery() is None


async def test_a_follow_that_can_never_be_posted_gives_its_words_back(rig: Rig) -> None:
    """The core is told whose words they were, in the transaction that forgets them here."""
    await rig.ask_and_wait()
    await rig.settle_down()
    rig.sender.trouble.append(UndeliverableError("the room is archived"))
    await rig.companion.receive(post_through_heed("Worth asking!", at=rig.clock.at))
    await rig.settle_down()
    assert rig.core.seen[-1] == FollowFailed(
        room=ROOM,
        at=rig.clock.at,
        post="m1 post",
        by=CONVENER,
        question="m1",
        text="Worth asking!",
    )
    assert await rig.store.next_delivery() is None


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (UndeliverableError("the card\nis gone"), "the card is gone"),
        (RetryLaterError("the platform is down"), "the platform is down"),
        (KeyError("Worth asking!"), "KeyError"),
        (TimeoutError(), "no answer within 20 s"),
    ],
)
async def test_what_is_given_up_stays_visible_to_the_admin(
    rig: Rig, error: Exception, why: str
) -> None:
    """A correction too, of which nobody else hears; with the reason, and nobody's words."""
    await rig.ask_and_wait()
    await rig.settle_down()
    await rig.companion.receive(MessageEdited(room=ROOM, at=rig.clock.at, id="m1", text="Who?"))
    rig.sender.trouble.extend([error] * ATTEMPTS)
    with capture_logs() as logs:
        for _ in range(ATTEMPTS):
            await rig.settle_down()
            rig.clock.at += LAST_RETRY
    (failure,) = await rig.store.failures(0.0)
    assert (failure.room, failure.errand, failure.why) == (ROOM, Errand.UPDATE_CARD, why)
    assert await rig.store.failures(failure.at + 1.0) == []
    assert await rig.companion.health.failures() == {"update card": 1}
    assert await rig.companion.health.problems() == []
    told = [each for each in logs if each["log_level"] == "error"]
    assert [(each["event"], each["reason"]) for each in told] == [("couldn't be delivered", why)]
    assert "Worth" not in str(logs)


async def test_a_notice_that_can_never_be_posted_is_told_to_the_core(rig: Rig) -> None:
    """Without a notice nothing may be read, so somebody has to know."""
    rig.sender.trouble.append(UndeliverableError("not allowed to post"))
    await rig.companion.receive(Paused(room=ROOM, at=rig.clock.at, by="ana"))
    await rig.settle_down()
    failed = NoticeFailed(room=ROOM, at=rig.clock.at, notice="paused by ana")
    assert rig.core.seen[-1] == failed


async def test_a_failed_update_says_nothing_about_its_recipient(rig: Rig) -> None:
    """They may have deleted the card; nobody becomes unreachable by that."""
    await rig.ask_and_wait()
    await rig.settle_down()
    rig.sender.trouble.append(UndeliverableError("no such message"))
    await rig.companion.receive(MessageEdited(room=ROOM, at=rig.clock.at, id="m1", text="Who?"))
    await rig.settle_down()
    assert isinstance(rig.core.seen[-1], MessageEdited)
    assert await rig.store.next_delivery() is None


async def test_one_rooms_parcels_keep_their_order(rig: Rig) -> None:
    """While the first waits for its platform, those behind it wait too."""
    await rig.ask_and_wait()
    await rig.companion.receive(Paused(room=ROOM, at=rig.clock.at, by="ana"))
    rig.sender.trouble.append(RetryLaterError("not now", after=30.0))
    await rig.settle_down()
    assert rig.sender.kinds == []
    await rig.pass_time(30.0)
    assert rig.sender.kinds == ["card", "notice"]


async def test_other_rooms_dont_wait(rig: Rig) -> None:
    """A room in trouble holds up nobody else."""
    for number, room in enumerate(("fake/one", "fake/two")):
        await rig.companion.receive(message(number, "Why?", at=1_000.0, room=room))
    rig.clock.at += PATIENCE
    await rig.companion.wake_ups.run_due()
    rig.sender.trouble.append(RetryLaterError("not now", after=30.0))
    await rig.companion.outbox.run_due()
    assert len(rig.sender.deliveries) == 1


async def test_a_room_whose_platform_isnt_connected_waits(rig: Rig) -> None:
    """Nothing is lost while a platform is switched off."""
    await rig.ask_and_wait()
    companion = Companion(rig.store, rig.core, rig.clock, {})
    await companion.outbox.run_due()
    await rig.pass_time(LAST_RETRY)
    assert rig.sender.kinds == ["card"]


async def test_no_log_line_holds_anybodys_words(rig: Rig) -> None:
    """Whatever happens to a message, its words stay out of the logs."""
    with capture_logs() as logs:
        await rig.ask_and_wait()
        await rig.settle_down()
        rig.sender.trouble.append(RetryLaterError("not now", after=0.0))
        await rig.companion.receive(post_through_heed("Worth asking!", at=rig.clock.at))
        await rig.settle_down()
    assert rig.sender.kinds == ["card", "follow"]
    assert logs
    assert "decides" not in str(logs)
    assert "Worth" not in str(logs)


async def test_stopping_lets_a_delivery_arrive(rig: Rig) -> None:
    """What is on its way when the companion stops is settled, not sent again."""
    await rig.ask_and_wait()
    on_its_way = asyncio.Event()
    rig.sender.before = on_its_way.set
    rig.companion.start()
    await on_its_way.wait()
    await rig.companion.stop()
    rig.restart()
    await rig.pass_time(CLAIMED_FOR)
    assert rig.sender.kinds == ["card"]
